"""The page of seats and targets: what is written is kept, what is wrong is said at its field, two who save are told."""

import pytest
from sqlalchemy.orm import Session

from dialogues.people.sectors import Gender, Sector
from dialogues.registration import balance_queries, seat_queries
from dialogues.registration.balance_rules import Subject, Target
from tests.browser import Browser
from tests.factories import make_event, make_registration
from tests.registration.seats import plan

SEATS = "/events/tarkwa/seats"


def test_seats_and_targets_are_kept_and_shown_again(organiser: Browser, session: Session):
    event = make_event()
    organiser.get(SEATS)
    sent = {"capacity": "40", "seats_MIN": "12", "wanted_MIN": "30%", "women_MIN": "5", "wanted_woman": "45 %"}
    assert organiser.post(SEATS, sent).status_code == 303
    found = seat_queries.find_plan(session, event.id)
    assert (found.capacity, found.sectors) == (40, {Sector.MIN: 12})
    assert balance_queries.find_targets(session, event.id) == {
        Subject(Sector.MIN): Target(percent=30),
        Subject(Sector.MIN, Gender.WOMAN): Target(number=5),
        Subject(gender=Gender.WOMAN): Target(percent=45),
    }
    page = organiser.follow().text
    for value in ('value="40"', 'value="12"', 'value="30%"', 'value="45%"'):
        assert value in page, value


def test_what_is_emptied_is_no_limit_and_no_target(organiser: Browser, session: Session):
    event = make_event()
    plan(session, event, capacity=40, MIN=3)
    organiser.get(SEATS)
    organiser.post(SEATS, {"capacity": "", "seats_MIN": ""})
    assert not seat_queries.find_plan(session, event.id).has_limit


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    (
        ("capacity", "many", "is not a whole number"),
        ("capacity", "-3", "is not a whole number"),
        ("capacity", "999999999", "how many seats there are"),
        ("wanted_MIN", "a third", "such as 30%"),
        ("wanted_MIN", "130%", "such as 30%"),
        ("offer_hours", "0", "from 1 to 720 hours"),
        ("offer_hours", "", "how many hours"),
    ),
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(organiser: Browser, session, field, typed, sentence):
    event = make_event()
    organiser.get(SEATS)
    page = organiser.post(SEATS, {field: typed, "seats_GOV": "7"})
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="7"' in page.text
    assert not seat_queries.find_plan(session, event.id).has_limit


def test_who_saves_an_older_page_is_shown_what_is_stored(organiser: Browser, session: Session):
    event = make_event()
    organiser.get(SEATS)
    plan(session, event, capacity=25)
    page = organiser.press(SEATS, {"capacity": "40"})
    assert page.status_code == 422
    assert "Somebody changed the seats" in page.text
    assert "25" in page.text
    assert seat_queries.find_plan(session, event.id).capacity == 25
    assert organiser.press(SEATS, {"capacity": "40"}).status_code == 303


def test_more_seats_are_offered_at_once_to_those_who_wait(organiser: Browser, session: Session):
    event = make_event(starts="2036-06-02")
    plan(session, event, capacity=0)
    make_registration(event, "Ama Serwaa", status="waiting", queue_number=1)
    organiser.get(SEATS)
    organiser.post(SEATS, {"capacity": "1"})
    assert "A seat is free: phone the next person on the waiting list." in organiser.follow().text
    assert [one.full_name for one in seat_queries.list_waiting(session, event.id) if one.offer_id] == ["Ama Serwaa"]


def test_the_door_does_not_set_seats(door: Browser, session: Session):
    make_event()
    assert door.get(SEATS).status_code == 403
