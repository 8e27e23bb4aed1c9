"""In place of: one seat, both names, an undo; the substitute of a substitute; and the place in line of who waits."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Sector
from dialogues.registration import queries, rules, seat_queries, services
from dialogues.registration.models import Registration, Status
from dialogues.registration.substitute_services import take_back_substitution
from tests.browser import Browser, Document
from tests.factories import make_event, make_registration
from tests.registration.seats import KWABENA, plan

ACT: dict[str, Any] = {"actor": KWABENA, "at": datetime(2026, 5, 1, 9, 0, tzinfo=UTC)}


@pytest.fixture
def ama(session: Session) -> Registration:
    return make_registration(make_event(starts="2026-06-02", days=4), "Ama Serwaa", sector="GOV")


def substitute(session: Session, absent: Registration, day: str, name: str = "Kofi Annor") -> Registration:
    facts = PersonFacts(full_name=name, sector=Sector.GOV)
    came = services.substitute(session, absent, facts=facts, from_day=date.fromisoformat(day), **ACT)
    session.flush()
    return came


def undo(session: Session, came: Registration) -> Registration:
    giver = take_back_substitution(session, came, version=came.version, **ACT)
    session.flush()
    return giver


def taken(session: Session, event_id: int) -> int:
    return seat_queries.count_room(session, event_id).all_taken


@pytest.mark.parametrize("day", ("2026-06-02", "2026-06-04"))
def test_a_full_event_stays_as_full_when_somebody_else_comes(session: Session, ama: Registration, day: str):
    plan(session, ama.event, capacity=1)
    kofi = substitute(session, ama, day)
    assert taken(session, ama.event_id) == 1
    undo(session, kofi)
    assert taken(session, ama.event_id) == 1


@pytest.mark.parametrize(("day", "meanwhile"), (("2026-06-02", Status.CANCELLED), ("2026-06-04", Status.CONFIRMED)))
def test_the_undo_gives_the_seat_back_and_keeps_both_names(session: Session, ama: Registration, day, meanwhile):
    kofi = substitute(session, ama, day)
    assert ama.status is meanwhile
    assert undo(session, kofi) is ama
    assert (ama.status, kofi.status) == (Status.CONFIRMED, Status.CANCELLED)
    assert (kofi.in_place_of_id, kofi.in_place_from) == (None, None)
    assert queries.list_substitutes(session, ama.id) == []


def test_an_undo_after_another_change_is_refused(session: Session, ama: Registration):
    kofi = substitute(session, ama, "2026-06-04")
    seen = kofi.version
    kofi.notes = "Comes by bus"
    session.flush()
    with pytest.raises(rules.NothingToTakeBack):
        take_back_substitution(session, kofi, version=seen, **ACT)
    with pytest.raises(rules.NothingToTakeBack):
        take_back_substitution(session, ama, version=ama.version, **ACT)  # nobody's substitute


def test_the_substitute_of_a_substitute_holds_the_same_seat(session: Session, ama: Registration):
    plan(session, ama.event, capacity=1)
    kofi = substitute(session, ama, "2026-06-03")
    esi = substitute(session, kofi, "2026-06-05", "Esi Owusuaa")
    assert (kofi.status, esi.in_place_of_id) == (Status.CONFIRMED, kofi.id)
    assert taken(session, ama.event_id) == 1
    with pytest.raises(rules.NothingToTakeBack):
        undo(session, kofi)  # Esi sits in his place by now
    assert undo(session, esi) is kofi


def test_a_substitute_who_never_came_hands_the_seat_of_the_first_holder_on(session: Session, ama: Registration):
    kofi = substitute(session, ama, "2026-06-03")
    esi = substitute(session, kofi, "2026-06-03", "Esi Owusuaa")
    assert kofi.status is Status.CANCELLED
    assert (esi.in_place_of_id, esi.in_place_from) == (ama.id, date(2026, 6, 3))
    assert undo(session, esi) is kofi
    assert (kofi.status, kofi.in_place_of_id) == (Status.CONFIRMED, ama.id)


def test_whoever_comes_for_somebody_who_waits_takes_the_place_in_line(session: Session):
    event = make_event(starts="2026-06-02")
    for number, name in enumerate(("Ama", "Yaw", "Efua"), 1):
        make_registration(event, name, status="waiting", queue_number=number, sector="GOV")
    (yaw,) = session.query(Registration).filter_by(full_name="Yaw")
    kofi = substitute(session, yaw, "2026-06-03")
    line = [(one.full_name, one.position) for one in seat_queries.list_waiting(session, event.id)]
    assert line == [("Ama", 1), ("Kofi Annor", 2), ("Efua", 3)]
    assert (kofi.status, yaw.status) == (Status.WAITING, Status.CANCELLED)
    assert kofi.queue_number == 2
    undo(session, kofi)
    assert (yaw.status, yaw.queue_number) == (Status.WAITING, 2)


def test_one_click_from_the_list_leads_to_a_form_with_the_seat_filled_in(
    organiser: Browser, session, ama: Registration
):
    address = f"/events/tarkwa/participants/{ama.id}/substitute"
    assert f'href="{address}"' in organiser.get("/events/tarkwa/participants").text
    organiser.post(address, {"full_name": "Kofi Annor", "from_day": "2026-06-03"})
    page = organiser.follow().text
    assert "Kofi Annor comes in the seat of Ama Serwaa." in page
    back = next(form.action for form in Document(page).forms if "take-back-substitution" in form.action)
    organiser.press(back)
    assert "The seat is that of Ama Serwaa again." in organiser.follow().text
    (kofi,) = session.query(Registration).filter_by(full_name="Kofi Annor")
    assert kofi.status is Status.CANCELLED


def test_an_older_undo_says_that_something_was_changed(organiser: Browser, session: Session, ama: Registration):
    kofi = substitute(session, ama, "2026-06-03")
    one = f"/events/tarkwa/participants/{kofi.id}"
    organiser.get(one)
    page = organiser.page
    kofi.notes = "Comes by bus"
    session.flush()
    organiser.page = page
    back = next(form.action for form in Document(page.text).forms if "take-back-substitution" in form.action)
    organiser.press(back)
    assert "This was changed again since." in organiser.follow().text
    assert kofi.status is Status.CONFIRMED
