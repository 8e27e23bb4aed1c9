"""Somebody is found by any part of the name, the organisation or the number, however it is typed."""

import itertools
import unicodedata

import pytest
from sqlalchemy.orm import Session

from dialogues.people import queries
from dialogues.people.sectors import Sector
from tests.factories import make_organisation, make_person

PEOPLE = (
    "Ɛsi Owusuaa Mensimah", "Ebo Quansah-Arthur", "N’Guessan Yao", "Rakotondrainibe Andriamahefaharivony Tiana",
    "Nana Amakye II", "Dzidzɔ Agbɛko", "Ŋmaa Ɖetsa", "Marjorie O'Neill",
)  # fmt: skip


def _forms(name: str) -> set[str]:
    """The words of a name in every order, cut short, in several spellings."""
    words = name.replace("-", " ").split()
    orders = {" ".join(some) for size in (1, 2) for some in itertools.permutations(words, size)}
    short = {" ".join(word[:4] for word in order.split()) for order in orders}
    spelled = set()
    for form in orders | short:
        spelled |= {form, form.upper(), form.lower(), unicodedata.normalize("NFD", form), form.replace("’", "'")}
        spelled.add(form.translate(str.maketrans("Ɛɛɔ", "33)")))
    return spelled


@pytest.mark.parametrize("name", PEOPLE)
def test_each_person_is_found_by_every_form_of_the_name(session: Session, name: str):
    for one in PEOPLE:
        make_person(one)
    forms = _forms(name)
    assert len(forms) > 20
    for form in forms:
        found = [row.full_name for row in queries.list_people(session, text=form).rows]
        assert name in found, form


@pytest.mark.parametrize("typed", ("esi", "3si", "ESI", "Ɛsi", "mensimah esi", "  owus 3SI "))
def test_esi_and_nobody_else_is_found(session: Session, typed: str):
    for one in PEOPLE:
        make_person(one)
    assert [row.full_name for row in queries.list_people(session, text=typed).rows] == ["Ɛsi Owusuaa Mensimah"]


@pytest.mark.parametrize("typed", ("si", "esi kofi", "imah", "%", "_", "???", "esi owusuaa mensimah junior"))
def test_a_word_must_begin_a_word_and_every_word_must_be_there(session: Session, typed: str):
    for one in PEOPLE:
        make_person(one)
    assert queries.list_people(session, text=typed).rows == []


def test_rj_is_typed_for_the_letter_eng_and_is_a_letter_pair_too(session: Session):
    make_person("Kɔŋa")
    make_person("Marjorie")
    assert [row.full_name for row in queries.list_people(session, text="korja").rows] == ["Kɔŋa"]
    assert [row.full_name for row in queries.list_people(session, text="marjorie").rows] == ["Marjorie"]
    assert [row.full_name for row in queries.list_people(session, text="marj").rows] == ["Marjorie"]


def test_people_are_found_by_organisation_and_by_number(session: Session):
    group = make_organisation("Bonsa Women's Group")
    make_person("Ama Serwaa", organisation_id=group.id, phone="+233244118207")
    make_person("Kofi Annor", phone="+233201557318", phone_alternative="+233302665421")
    for typed, name in (
        ("womens bonsa", "Ama Serwaa"), ("ama women", "Ama Serwaa"), ("0244 118", "Ama Serwaa"),
        ("+233 244", "Ama Serwaa"), ("0302665421", "Kofi Annor"),
    ):  # fmt: skip
        assert [row.full_name for row in queries.list_people(session, text=typed).rows] == [name], typed


def test_the_sector_narrows_the_list(session: Session):
    make_person("Ama Serwaa", sector="MIN")
    make_person("Ama Pokuaa", sector="GOV")
    found = queries.list_people(session, text="ama", sector=Sector.GOV)
    assert [row.full_name for row in found.rows] == ["Ama Pokuaa"]
    assert found.total == 1


def test_a_possible_same_person_has_the_same_words_or_the_same_number(session: Session):
    make_person("Kofi Mensah")
    make_person("Mensah Kofi")
    make_person("Kofi Mensah Annor")
    make_person("Adwoa Sarpong", phone_alternative="+233244118207")
    same = queries.list_possible_same(session, full_name="Dr. K)fi MENSAH", phones=["+233244118207"])
    assert sorted(one.full_name for one in same) == ["Adwoa Sarpong", "Kofi Mensah", "Mensah Kofi"]
    assert queries.list_possible_same(session, full_name="Kofi", phones=[]) == []
