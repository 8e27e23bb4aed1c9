"""The words people write in the cells of a list for sectors, genders, ages, roles and languages."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale

from dialogues.core.folding import fold
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import EventRole

_MORE_LANGUAGES = {
    "anglisy": "en", "frantsay": "fr", "malagasy": "mg", "soahily": "sw", "kiswahili": "sw", "kiingereza": "en",
    "kifaransa": "fr", "kimalagasi": "mg", "malgache": "mg", "dagbani": "dag", "dagbanli": "dag", "ga": "gaa",
    "fante": "fat", "fanti": "fat", "asante twi": "tw", "akuapem twi": "tw", "sukuma": "suk", "kisukuma": "suk",
}  # fmt: skip
_LISTED_IN = ("en", "fr", "sw")  # languages in which Babel names the others; it has none in Malagasy
_YEARS = re.compile(r"\d{1,3}")
_BAND = re.compile(r"(\d{1,3})\s*(?:-|–|—|to|à|a|hadi|ka)\s*(\d{1,3})")
_TOPS = ((18, AgeGroup.TO_18), (30, AgeGroup.TO_30), (50, AgeGroup.TO_50), (65, AgeGroup.TO_65), (80, AgeGroup.TO_80))
_OLDEST = 120


def _by_word(kind: str) -> dict[str, str]:
    """Folded word: the code it stands for, of one kind in the file of words."""
    known = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
    return {word: code for code, words in known[kind].items() for word in words}


_SECTOR_BY_WORD = {word: Sector(code) for word, code in _by_word("sector").items()}
_GENDER_BY_WORD = {word: Gender(code) for word, code in _by_word("gender").items()}
_ROLE_BY_WORD = {word: EventRole(code) for word, code in _by_word("role").items()}
# What a word of a file may stand for, by what its column holds: code, as stored.
CODES: Mapping[str, Mapping[str, StrEnum]] = {
    field: {one.value: one for one in kind}
    for field, kind in (("sector", Sector), ("gender", Gender), ("age_group", AgeGroup), ("role", EventRole))
}
SECTOR_CODES = frozenset(CODES["sector"])


@lru_cache(maxsize=1024)
def sector_of(text: str) -> Sector | None:
    """The sector that `text` names by code or word; `GOV Government` as well. None if it names none."""
    folded = fold(text)
    found = _SECTOR_BY_WORD.get(folded)
    if found is None and text[:3] in SECTOR_CODES and not text[3:4].isalpha():
        found = Sector(text[:3])  # "GOV – Government", "GOV (district)"
    return found


@lru_cache(maxsize=1024)
def gender_of(text: str) -> Gender | None:
    """The gender that `text` names; None if it names none."""
    return _GENDER_BY_WORD.get(fold(text))


@lru_cache(maxsize=1024)
def role_of(text: str) -> EventRole | None:
    """The role that `text` names; None if it names none."""
    return _ROLE_BY_WORD.get(fold(text))


@lru_cache(maxsize=1024)
def age_group_of(text: str) -> AgeGroup | None:
    """The age band that `text` is, or that years or a range of years fall into; None if they fit no single band."""
    text = text.strip().casefold()
    if text in CODES["age_group"]:
        return AgeGroup(text)
    if _YEARS.fullmatch(text):
        return _band_of(int(text))
    if text.rstrip(" +") in {"80", "81"} and text.endswith("+"):
        return AgeGroup.OVER_80
    range_ = _BAND.fullmatch(text)
    if range_ is None:
        return None
    first, last = _band_of(int(range_[1])), _band_of(int(range_[2]))
    return first if first is last else None


def _band_of(years: int) -> AgeGroup | None:
    if years > _OLDEST:
        return None
    return next((group for top, group in _TOPS if years <= top), AgeGroup.OVER_80)


@lru_cache(maxsize=1024)
def language_of(text: str) -> str | None:
    """The code of the language that `text` is or names in English, French, Swahili or Malagasy; None if it is none."""
    return _languages().get(fold(text))


@cache
def _languages() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for listed_in in reversed(_LISTED_IN):
        for code, name in Locale.parse(listed_in).languages.items():
            if code.isalpha():
                named[fold(str(name))] = code
    codes = {code: code for code in named.values()}
    return codes | named | _MORE_LANGUAGES
