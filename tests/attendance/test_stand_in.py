"""Somebody else comes for a person on the list: one line at the desk, both names kept, one undo for all of it."""

import pytest
import sqlalchemy as sa

from dialogues.registration.models import Registration, Status
from dialogues.reports.figures import event_figures
from tests.attendance.conftest import FIRST, MORNING
from tests.browser import Document
from tests.factories import make_event, make_registration

DESK = "/events/tarkwa/desk"


@pytest.fixture
def ama(session):
    event = make_event(starts=FIRST.isoformat(), days=2)
    return make_registration(event, "Ama Serwaa", sector="GOV", organisation="Minerals Commission")


def send(door, ama, **facts):
    address = f"{DESK}/stand-in/{ama.id}?day={facts.pop('day', '2026-06-02')}&part=whole_day"
    return door.post(address, {"full_name": "Kofi Annor", **facts})


def came(session):
    return session.scalars(sa.select(Registration).where(Registration.full_name == "Kofi Annor")).one()


def test_the_desk_offers_it_beside_the_name(door, ama):
    page = door.get(f"{DESK}?q=ama&day=2026-06-02").text
    assert f"{DESK}/stand-in/{ama.id}?" in page
    assert "Somebody else comes" in page


def test_whoever_comes_is_on_the_list_in_the_same_seat_and_in(door, session, ama):
    assert send(door, ama).status_code == 303
    assert "Kofi Annor comes for Ama Serwaa, and is in." in door.follow().text
    kofi = came(session)
    assert (kofi.in_place_of_id, kofi.in_place_from, kofi.sector) == (ama.id, FIRST, "GOV")
    assert kofi.organisation_name == "Minerals Commission"
    assert ama.status is Status.CANCELLED  # given up before a day of her own
    numbers = event_figures(session, ama.event, as_of=MORNING).numbers
    assert (numbers.registered, numbers.present_any_day, numbers.person_days) == (1, 1, 1)


def test_one_undo_takes_back_the_mark_and_the_seat(door, session, ama):
    send(door, ama)
    page = door.follow().text
    undo = next(
        form.action for form in Document(page).forms if "take-back" in form.action and "stand-in" in form.action
    )
    door.press(undo)
    assert "The seat is that of Ama Serwaa again." in door.follow().text
    assert (came(session).status, came(session).in_place_of_id) == (Status.CANCELLED, None)
    assert ama.status is Status.CONFIRMED
    numbers = event_figures(session, ama.event, as_of=MORNING).numbers
    assert (numbers.registered, numbers.present_any_day) == (1, 0)


def test_without_a_name_nothing_happens(door, session, ama):
    assert send(door, ama, full_name="").status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1


def test_whoever_has_a_seat_already_takes_no_second_one(door, session, ama):
    make_registration(ama.event, "Kofi Annor", organisation="Minerals Commission")
    answer = send(door, ama)
    assert answer.status_code == 422
    assert "Kofi Annor is on the list of this event already." in answer.text
    assert ama.status is Status.CONFIRMED


@pytest.mark.parametrize("status", ("cancelled", "waiting"))
def test_only_who_is_expected_has_a_seat_to_give(door, session, status):
    one = make_registration(make_event(), status=status)
    assert door.get(f"{DESK}/stand-in/{one.id}").status_code == 404
