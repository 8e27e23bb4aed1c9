"""Forty people at once for the last five seats: five sit, thirty-five wait in line, nobody gets an error.

Each guard has its negative control: with it off the seats are oversold, or the race was none and the test fails.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from dialogues.core.db import db, unit_of_work
from dialogues.registration import offer_services, seat_queries, seat_services, services
from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState, Room
from tests.factories import make_event, make_registration
from tests.registration import racing
from tests.registration.racing import NOON, PEOPLE, SEATS, ask, at_once, claim, make_applicants, race
from tests.registration.seats import KWABENA, plan

pytestmark = pytest.mark.database
ROUNDS = 3  # the bench runs two hundred


@pytest.fixture(autouse=True)
def patience(shared: Flask) -> None:
    racing.be_patient()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_forty_at_once_five_sit_and_the_others_stand_in_line(shared: Flask, number: int):
    outcome = race(shared, f"round-{number}")
    assert outcome.errors == []
    assert outcome.seated == SEATS
    assert outcome.waiting == list(range(1, PEOPLE - SEATS + 1))


def test_seats_counted_before_they_are_held_are_oversold(shared: Flask, monkeypatch: pytest.MonkeyPatch):
    """The control: a count from before the claim sells every seat forty times, so the race above is real."""
    event_id, people = make_applicants("control")
    count, everybody_counted = seat_queries.count_room, threading.Barrier(PEOPLE)

    def act(one: int) -> None:
        stale = count(db.session(), event_id)
        db.session.rollback()
        everybody_counted.wait()
        with unit_of_work() as session:
            known.room = stale
            ask(session, event_id, one)

    known = threading.local()
    monkeypatch.setattr(seat_queries, "count_room", lambda *_arguments, **_facts: known.room)
    errors = at_once(shared, [partial(act, one) for one in people])
    assert racing.look(event_id, errors).seated > SEATS


def test_without_the_lock_a_server_oversells(
    shared: Flask, monkeypatch: pytest.MonkeyPatch, postgresql_url: str | None
):
    """The control of the lock itself: on a server two count at once; SQLite has one writer, whatever we lock."""
    event_id, people = make_applicants("control")
    some = people[: SEATS + 3]  # few enough for the pool of connections: all must be in their transaction at once
    everybody_counted = threading.Barrier(len(some))
    count = seat_queries.count_room

    def counting(*arguments: Any, **facts: Any) -> Room:
        room = count(*arguments, **facts)
        if postgresql_url and not getattr(known, "has_counted", False):
            known.has_counted = True  # the journal counts once more, after the claim
            everybody_counted.wait(timeout=20)
        return room

    known = threading.local()
    monkeypatch.setattr(seat_services, "hold_seats", lambda *_arguments: None)
    monkeypatch.setattr(seat_queries, "count_room", counting)
    errors = at_once(shared, [partial(claim, event_id, one) for one in some])
    assert racing.look(event_id, errors).seated == (len(some) if postgresql_url else SEATS)


def test_one_person_who_asks_eight_times_at_once_takes_one_seat(shared: Flask):
    event_id, people = make_applicants("impatient")
    assert at_once(shared, [partial(claim, event_id, people[0])] * 8) == []
    assert racing.look(event_id, []).seated == 1


def test_a_free_seat_is_offered_once_however_many_pass_it_on(shared: Flask):
    event_id, people = make_applicants("passing")
    for one in people[: SEATS + 2]:
        claim(event_id, one)

    def cancel_first() -> None:
        with unit_of_work() as session:
            first = session.scalars(
                sa.select(Registration).where(Registration.event_id == event_id, Registration.status == "confirmed")
            ).first()
            services.cancel(session, first, actor=KWABENA, at=NOON)

    def pass_on() -> None:
        with unit_of_work() as session:
            event = session.get_one(Registration, people[0]).event
            offer_services.pass_on(session, event, at=NOON)

    cancel_first()
    assert at_once(shared, [pass_on] * 8) == []
    states = db.session.scalars(sa.select(SeatOffer.state)).all()
    assert states == [OfferState.OPEN]


def test_the_last_seat_goes_to_one_of_those_who_accept_and_those_who_ask(shared: Flask):
    """One seat is held for who was offered it: forty who ask meanwhile do not get it."""
    event = make_event("held")
    plan(db.session(), event, capacity=1)
    first = make_registration(event, "Ama Serwaa", status="waiting", queue_number=1)
    others = [make_registration(event, f"Person {number}", status="applied").id for number in range(12)]
    (offer,) = offer_services.pass_on(db.session(), event, at=NOON)
    event_id, offer_id, first_id = event.id, offer.id, first.id
    db.session.commit()

    def accept() -> None:
        with unit_of_work() as session:
            offer_services.accept_offer(session, session.get_one(SeatOffer, offer_id), actor=KWABENA, at=NOON)

    acts: list[Callable[[], object]] = [partial(claim, event_id, one) for one in others]
    assert at_once(shared, [*acts, accept, accept]) == []
    assert racing.look(event_id, []) == (1, list(range(1, 13)), [])
    assert db.session.get_one(Registration, first_id).status is Status.CONFIRMED
