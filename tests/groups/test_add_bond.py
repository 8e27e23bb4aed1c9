"""Wishes about who sits with whom: written by name, refused in sentences, taken back."""

import pytest

from dialogues.groups.forms import offered_names
from dialogues.groups.models import GroupBond
from dialogues.groups.rules import united
from tests.factories import make_registration
from tests.groups.conftest import AT, seat

WISHES = f"{AT}/wishes"


@pytest.fixture
def three(event, session):
    people = seat(event, "ABC")
    session.commit()
    return people


def test_a_wish_is_written_by_names_and_taken_back(facilitator, three, session):
    facilitator.post(WISHES, {"kind": "together", "person_0": "Person A", "person_1": "Person C"})
    page = facilitator.follow()
    assert "Person A and Person C" in page.text
    bond = session.query(GroupBond).one()
    facilitator.press(f"{WISHES}/{bond.id}/remove")
    page = facilitator.follow()
    assert session.query(GroupBond).count() == 0
    undo = page.text.split('action="/events/tarkwa/groups/take-back/')[1].split('"')[0]
    facilitator.press(f"/events/tarkwa/groups/take-back/{undo}")
    assert len(session.query(GroupBond).one().people) == 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    (
        ({}, "Name at least two different people."),
        ({"person_0": "Person A"}, "Name at least two different people."),
        ({"person_0": "Person A", "person_3": "Person A"}, "Name at least two different people."),
        ({"person_0": "Person A", "person_1": "Somebody Else"}, "“Somebody Else” is not somebody of the list."),
        ({"person_0": "A" * 5000}, "Write at most 400 letters."),
        ({"person_0": "Person A", "person_1": "Person B", "kind": "near"}, "Choose one of the list."),
    ),
)
def test_what_names_nobody_is_refused_and_stays_typed(facilitator, three, session, sent, sentence):
    page = facilitator.post(WISHES, sent)
    assert page.status_code == 422
    assert sentence in page.text
    assert all(value in page.text for name, value in sent.items() if name != "kind")
    assert session.query(GroupBond).count() == 0


def test_two_of_one_name_are_told_apart(event, session):
    first = make_registration(event, "Ama Serwaa", organisation="Bonsa Mine")
    second = make_registration(event, "Ama Serwaa", organisation="Ankobra Mine")
    third = make_registration(event, "Ama Serwaa", organisation="Bonsa Mine")
    people = [(one.id, one.full_name, one.organisation_name or "") for one in (first, second, third)]
    known = offered_names(people)
    assert sorted(known.values()) == [first.id, second.id, third.id]
    assert known["Ama Serwaa, Ankobra Mine"] == second.id


def test_wishes_that_share_somebody_are_one():
    assert united([[1, 2], [3, 4], [2, 3], [9], [7, 8]]) == [(1, 2, 3, 4), (7, 8)]
