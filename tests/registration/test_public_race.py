"""Forty forms at once for five seats: five people are confirmed, thirty-five wait in line, nobody gets an error."""

import threading
from functools import partial

import pytest
from flask import Flask

from dialogues.core.db import db, unit_of_work
from dialogues.events.models import Event
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Sector
from dialogues.registration import seat_queries
from dialogues.registration.public_services import SentForm, register_publicly
from tests.factories import make_event, make_public_form
from tests.registration import racing
from tests.registration.racing import NOON, PEOPLE, SEATS, at_once
from tests.registration.seats import plan

pytestmark = pytest.mark.database
SECRET = "of the tests"


@pytest.fixture(autouse=True)
def patience(shared: Flask) -> None:
    racing.be_patient()


def open_event(slug: str) -> int:
    """An event of five seats whose public form takes everybody; committed."""
    event = make_event(slug, is_public=True)
    make_public_form(event)
    plan(db.session(), event, capacity=SEATS)
    event_id = event.id
    db.session.commit()
    return event_id


def send(event_id: int, number: int) -> None:
    """One person sends the form, as the page does: one unit of work."""
    facts = PersonFacts(full_name=f"Person {number}", sector=Sector.MIN, phone=f"02441{number:05}")
    with unit_of_work() as session:
        event = session.get_one(Event, event_id)
        register_publicly(session, event, SentForm(facts=facts, language="en"), secret_key=SECRET, at=NOON)


@pytest.mark.parametrize("number", range(2))
def test_of_forty_forms_at_once_five_are_confirmed_and_the_others_wait_in_line(shared: Flask, number: int):
    event_id = open_event(f"form-{number}")
    errors = at_once(shared, [partial(send, event_id, one) for one in range(PEOPLE)])
    outcome = racing.look(event_id, errors)
    assert outcome.errors == []
    assert outcome.seated == SEATS
    assert outcome.waiting == list(range(1, PEOPLE - SEATS + 1))


def test_seats_counted_before_the_form_holds_them_are_oversold(shared: Flask, monkeypatch: pytest.MonkeyPatch):
    """The control: a count from before sells every seat forty times, so the race above is real."""
    event_id = open_event("control")
    count, everybody_counted, known = seat_queries.count_room, threading.Barrier(PEOPLE), threading.local()

    def act(one: int) -> None:
        stale = count(db.session(), event_id)
        db.session.rollback()
        everybody_counted.wait()
        known.room = stale
        send(event_id, one)

    monkeypatch.setattr(seat_queries, "count_room", lambda *_arguments, **_facts: known.room)
    errors = at_once(shared, [partial(act, one) for one in range(PEOPLE)])
    assert racing.look(event_id, errors).seated > SEATS
