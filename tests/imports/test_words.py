"""What the words in the cells stand for."""

import json
from pathlib import Path

import pytest

from dialogues.core.folding import fold
from dialogues.imports import words
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import EventRole

KNOWN = json.loads((Path(words.__file__).parent / "words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "sector"),
    (
        ("GOV", "GOV"), ("gov", "GOV"), ("Government", "GOV"), ("Gouvernement", "GOV"), ("Serikali", "GOV"),
        ("Fanjakana", "GOV"), ("GOV – district", "GOV"), ("Civil Society", "CSO"), ("société civile", "CSO"),
        ("Asasi za kiraia", "CSO"), ("ONG", "CSO"), ("Recherche", "ACA"), ("Vyuo vikuu", "ACA"),
        ("Private sector", "IND"),
        ("Sekta binafsi", "IND"), ("Small-scale miners", "MIN"), ("Orpailleurs", "MIN"), ("Wachimbaji wadogo", "MIN"),
        ("Mpitrandraka", "MIN"), ("Autre", "OTH"), ("Mines", None), ("INDIGO", None), ("", None),
    ),
)  # fmt: skip
def test_a_sector_is_read_from_code_or_word(text, sector):
    assert words.sector_of(text) == sector


@pytest.mark.parametrize(
    ("text", "gender"),
    (("F", "woman"), ("Femme", "woman"), ("ke", "woman"), ("vavy", "woman"), ("M", "man"), ("h", "man"), ("Me", "man"),
     ("Other", "other"), ("not_stated", "not_stated"), ("Mr", None)),
)  # fmt: skip
def test_a_gender_is_read_from_letter_or_word(text, gender):
    assert words.gender_of(text) == gender


@pytest.mark.parametrize(
    ("text", "group"),
    (("19-30", "19-30"), ("80+", "80+"), ("34", "31-50"), ("18", "0-18"), ("80", "66-80"), ("81", "80+"),
     ("25 – 30", "19-30"), ("20-40", None), ("old", None), ("300", None), ("0-18", "0-18")),
)  # fmt: skip
def test_an_age_is_a_band_or_years(text, group):
    assert words.age_group_of(text) == group


@pytest.mark.parametrize(
    ("text", "code"),
    (("en", "en"), ("French", "fr"), ("français", "fr"), ("Kiswahili", "sw"), ("Malagasy", "mg"), ("anglisy", "en"),
     ("Twi", "tw"), ("Éwé", "ee"), ("Elvish of the woods", None)),
)  # fmt: skip
def test_a_language_is_read_from_code_or_name(text, code):
    assert words.language_of(text) == code


@pytest.mark.parametrize(
    ("text", "role"), (("Facilitatrice", "facilitator"), ("mshiriki", "participant"), ("chef", None))
)
def test_a_role_is_read_from_a_word(text, role):
    assert words.role_of(text) == role


def test_every_word_of_the_file_is_folded_and_stands_for_one_thing():
    for kind, codes in KNOWN.items():
        listed = [word for some in codes.values() for word in some]
        assert [word for word in listed if fold(word) != word] == [], kind
        assert len(listed) == len(set(listed)), kind


def test_every_sector_gender_and_role_has_words_its_own_code_among_them():
    assert {code: words.sector_of(code) for code in Sector} == {code: code for code in Sector}
    assert {code: words.gender_of(code) for code in Gender} == {code: code for code in Gender}
    assert {code: words.role_of(code) for code in EventRole} == {code: code for code in EventRole}
    assert {code: words.age_group_of(code) for code in AgeGroup} == {code: code for code in AgeGroup}
