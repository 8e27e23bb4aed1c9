"""Forty people at once for five seats: how the tests and the bench let them race, with the defences on or off."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor
from dialogues.core.db import db, unit_of_work
from dialogues.events.models import Event
from dialogues.registration import seat_queries, seat_services
from dialogues.registration.models import Registration, Status
from tests.factories import make_event, make_registration
from tests.registration.seats import plan

PEOPLE, SEATS = 40, 5
NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)  # long before the event, so that offers stand their whole time
ASKER = Actor(name="Somebody who asks")


class Outcome(NamedTuple):
    """What was found in the database after everybody had asked."""

    seated: int
    waiting: list[int]  # positions as the waiting list gives them
    errors: list[BaseException]


def be_patient() -> None:
    """Let writers on a file wait two minutes for each other, twelve times as long as a reader is made to.

    Forty writers stand in line here whatever else the machine does; how long somebody waits is not what is tested.
    """
    if db.engine.dialect.name == "sqlite":
        sa.event.listen(db.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout=120000"))


def at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Run every act in a thread of its own, all begun at one moment; what was raised."""
    start = threading.Barrier(len(acts))
    errors: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
            except Exception as error:  # noqa: BLE001 - whatever was raised is counted
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def make_applicants(slug: str) -> tuple[int, list[int]]:
    """An event of five seats and the forty who have applied; committed."""
    event = make_event(slug)
    plan(db.session(), event, capacity=SEATS)
    people = [make_registration(event, f"Person {number}", status="applied").id for number in range(PEOPLE)]
    event_id = event.id
    db.session.commit()
    return event_id, people


def claim(event_id: int, registration_id: int) -> None:
    """Ask for a seat as the public door does: one unit of work."""
    with unit_of_work() as session:
        ask(session, event_id, registration_id)


def ask(session: Session, event_id: int, registration_id: int) -> seat_services.Claim:
    """The claim itself, inside somebody's unit of work."""
    event, registration = session.get_one(Event, event_id), session.get_one(Registration, registration_id)
    return seat_services.claim_seat(session, event, registration, actor=ASKER, at=NOON)


def race(app: Flask, slug: str) -> Outcome:
    """Forty claims at once on an event of its own, and what came of them."""
    event_id, people = make_applicants(slug)
    errors = at_once(app, [partial(claim, event_id, one) for one in people])
    return look(event_id, errors)


def look(event_id: int, errors: list[BaseException]) -> Outcome:
    """Count in the database, past every counter of ours."""
    db.session.rollback()
    seated = db.session.scalar(
        sa.select(sa.func.count()).where(Registration.event_id == event_id, Registration.status == Status.CONFIRMED)
    )
    waiting = [one.position for one in seat_queries.list_waiting(db.session(), event_id)]
    return Outcome(seated or 0, waiting, errors)
