"""What a heading means, in four languages and however it is typed."""

import json
from pathlib import Path

import pytest

from dialogues.core.folding import fold
from dialogues.imports import columns
from dialogues.imports.columns import FIELD_NAMES, Field, field_of, find_heading, map_columns

KNOWN = json.loads((Path(columns.__file__).parent / "headings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("heading", "field"),
    (
        ("Full name", "full_name"),
        ("FULL NAME", "full_name"),
        ("full_name", "full_name"),
        ("Name of participant:", "full_name"),
        ("Participant's full name (as on ID)", "full_name"),
        ("Nom et prénom(s)", "full_name"),
        ("Noms & prénoms", "full_name"),
        ("Jina kamili la mshiriki", "full_name"),
        ("Anarana sy fanampiny", "full_name"),
        ("Prénoms", "given_name"),
        ("Fanampin'anarana", "given_name"),
        ("Surname", "family_name"),
        ("Secteur d’activité", "sector"),
        ("Sekta", "sector"),
        ("Sehatra", "sector"),
        ("Groupe de parties prenantes", "stakeholder_group"),
        ("Kundi la wadau", "stakeholder_group"),
        ("Organization / Institution", "organisation"),
        ("Structure", "organisation"),
        ("Taasisi", "organisation"),
        ("Fikambanana", "organisation"),
        ("Fonction", "position"),
        ("Cheo", "position"),
        ("Andraikitra", "position"),
        ("Sex (M/F)", "gender"),
        ("H/F", "gender"),
        ("Jinsia", "gender"),
        ("Tranche d'âge", "age_group"),
        ("N° de téléphone", "phone"),
        ("Phone (WhatsApp)", "phone"),
        ("Namba ya simu", "phone"),
        ("Laharana finday", "phone"),
        ("E-mail", "email"),
        ("Adresse électronique", "email"),
        ("Barua pepe", "email"),
        ("Ville ou village", "place"),
        ("Kijiji", "place"),
        ("Langue préférée", "language"),
        ("Lugha", "language"),
        ("Fiteny", "language"),
        ("Rôle", "role"),
        ("Remarques", "notes"),
        ("Maelezo", "notes"),
        ("Fanamarihana", "notes"),
    ),
)
def test_a_heading_is_known(heading, field):
    assert field_of(heading) == field


@pytest.mark.parametrize("heading", ("", "  ", "S/N", "No.", "#", "Emergency contact", "Signature", "Per diem", "id"))
def test_a_heading_that_is_none_of_ours_is_left_alone(heading):
    assert field_of(heading) is None


def test_every_heading_of_the_file_is_folded_and_means_one_thing():
    meanings: dict[str, set[str]] = {}
    for field, languages in KNOWN.items():
        assert set(languages) == {"en", "fr", "sw", "mg"}
        for headings in languages.values():
            for heading in headings:
                assert fold(heading) == heading
                meanings.setdefault(heading, set()).add(field)
    assert {heading: some for heading, some in meanings.items() if len(some) > 1} == {}


def test_every_field_has_headings_and_a_name():
    assert set(KNOWN) == {field.value for field in Field} == {field.value for field in FIELD_NAMES}


def test_the_headings_of_our_own_export_are_read():
    assert set(map_columns(["full_name", "honorific", "stakeholder_group", "age_group"]).values()) == {
        Field.FULL_NAME, Field.HONORIFIC, Field.STAKEHOLDER_GROUP, Field.AGE_GROUP,
    }  # fmt: skip


def test_of_two_columns_with_one_meaning_the_first_is_taken():
    assert map_columns(["Phone", "Name", "Mobile"]) == {0: Field.PHONE, 1: Field.FULL_NAME}


@pytest.mark.parametrize("headings", (["Nom", "Prénom"], ["Name", "First name"], ["Jina", "Jina la kwanza"]))
def test_a_name_beside_a_given_name_is_the_family_s(headings):
    assert map_columns(headings) == {0: Field.FAMILY_NAME, 1: Field.GIVEN_NAME}


def test_the_heading_is_found_under_a_title():
    assert find_heading([["Participants"], ["Tarkwa", "2 June"], ["No", "Name", "Sector"], ["1", "Ama"]]) == 2


def test_a_table_of_names_alone_has_a_heading_too():
    assert find_heading([["Name"], ["Ama"]]) == 0


def test_a_table_without_a_column_of_names_has_none():
    assert find_heading([["Phone", "Sector"], ["0244", "GOV"]]) is None


@pytest.mark.parametrize("heading", ("in_place_of", "In place of", "À la place de"))
def test_whom_somebody_stands_in_for_is_not_where_they_come_from(heading):
    assert field_of(heading) is None
    assert field_of("Place") is Field.PLACE
