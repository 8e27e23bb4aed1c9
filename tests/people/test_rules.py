"""When two names may be one person's, and what a description must hold."""

import pytest

from dialogues.people import rules
from dialogues.people.sectors import Sector


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("Ɛsi Mensah", "mensah 3SI"),
        ("Nana Amakye II", "Amakye II"),
        ("Hon. Nii Osah Mills", "Nii Osah-Mills"),
        ("N’Guessan Kofi", "KOFI NGUESSAN"),
        ("Nana", "NANA"),
    ),
)
def test_two_names_may_be_one_persons(one: str, other: str):
    assert rules.is_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    (("Nana Amakye II", "Nana Amakye III"), ("Esi Mensah", "Esi Mensa"), ("Kofi", "Kofi Annor"), ("Nana", "Nii")),
)
def test_two_names_are_two_peoples(one: str, other: str):
    assert not rules.is_same_name(one, other)


@pytest.mark.parametrize("name", ("", "   ", "---", "(?)", "\u200b"))
def test_a_name_needs_a_letter(name: str):
    with pytest.raises(rules.BlankName):
        rules.require_name(name)


@pytest.mark.parametrize("name", ("X", "Ɛ", "陳", "محمد", "Rakotondrainibe Andriamahefaharivony Tiana", "a" * 5000))
def test_any_name_with_a_letter_will_do(name: str):
    rules.require_name(name)
    rules.require_length("full_name", name)


def test_only_a_pasted_page_is_too_long_for_a_name():
    with pytest.raises(rules.TooLong, match="5001"):
        rules.require_length("full_name", "a" * 5001)


def test_a_group_gives_the_sector_and_may_not_contradict_it():
    assert rules.sector_of(None, group="Media", group_sector=Sector.OTH) is Sector.OTH
    assert rules.sector_of(Sector.OTH, group="Media", group_sector=Sector.OTH) is Sector.OTH
    assert rules.sector_of(Sector.GOV) is Sector.GOV
    with pytest.raises(rules.GroupOfOtherSector, match="Media"):
        rules.sector_of(Sector.GOV, group="Media", group_sector=Sector.OTH)
    with pytest.raises(rules.NoSector):
        rules.sector_of(None)


def test_a_row_that_was_changed_meanwhile_is_not_overwritten():
    rules.require_version(3, seen=3)
    rules.require_version(3, seen=None)
    with pytest.raises(rules.ChangedMeanwhile):
        rules.require_version(4, seen=3)
