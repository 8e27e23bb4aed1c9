"""The words people are described by. Codes are stable; the words are translated."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from dialogues.core.i18n import N_, _

Code = TypeVar("Code", bound=StrEnum)


class Sector(StrEnum):
    """The stable axis of every report (the dialogues' five sectors, and other)."""

    GOV = "GOV"
    CSO = "CSO"
    ACA = "ACA"
    IND = "IND"
    MIN = "MIN"
    OTH = "OTH"


class Gender(StrEnum):
    """As the person says; never inferred from a name."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    NOT_STATED = "not_stated"


class AgeGroup(StrEnum):
    """The bands of the UN food systems summit dialogues' official feedback form, in years."""

    TO_18 = "0-18"
    TO_30 = "19-30"
    TO_50 = "31-50"
    TO_65 = "51-65"
    TO_80 = "66-80"
    OVER_80 = "80+"


SECTOR_NAMES = {
    Sector.GOV: N_("Government"),
    Sector.CSO: N_("Civil society"),
    Sector.ACA: N_("Academia"),
    Sector.IND: N_("Industry"),
    Sector.MIN: N_("Miners"),
    Sector.OTH: N_("Other"),
}

GENDER_NAMES = {
    Gender.WOMAN: N_("Woman"),
    Gender.MAN: N_("Man"),
    Gender.OTHER: N_("Other gender"),
    Gender.NOT_STATED: N_("Not stated"),
}

AGE_GROUP_NAMES = {
    AgeGroup.TO_18: N_("18 or younger"),
    AgeGroup.TO_30: N_("19 to 30"),
    AgeGroup.TO_50: N_("31 to 50"),
    AgeGroup.TO_65: N_("51 to 65"),
    AgeGroup.TO_80: N_("66 to 80"),
    AgeGroup.OVER_80: N_("81 or older"),
}

# Stakeholder groups a new instance starts with: name, sector. The list is edited on its page.
FIRST_GROUPS: tuple[tuple[str, Sector], ...] = (
    (N_("National government"), Sector.GOV),
    (N_("Regional and district government"), Sector.GOV),
    (N_("Regulators and agencies"), Sector.GOV),
    (N_("Elected officials"), Sector.GOV),
    (N_("Non-governmental organisations"), Sector.CSO),
    (N_("Women's groups"), Sector.CSO),
    (N_("Faith groups"), Sector.CSO),
    (N_("Universities and research"), Sector.ACA),
    (N_("Students and youth"), Sector.ACA),
    (N_("Large-scale mining companies"), Sector.IND),
    (N_("Traders and buyers"), Sector.IND),
    (N_("Business associations"), Sector.IND),
    (N_("Licensed small-scale miners"), Sector.MIN),
    (N_("Artisanal miners"), Sector.MIN),
    (N_("Miners' associations"), Sector.MIN),
    (N_("Traditional authorities and chiefs"), Sector.OTH),
    (N_("Community members"), Sector.OTH),
    (N_("Media"), Sector.OTH),
    (N_("Donors and international bodies"), Sector.OTH),
)


def in_words(names: Mapping[Code, str]) -> dict[str, str]:
    """Code: words, in the reader's language, for a page."""
    return {code.value: _(words) for code, words in names.items()}
