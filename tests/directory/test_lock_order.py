"""Whoever changes a list holds the event first: two never wait for each other in a ring, on a server with many writers.

One holds the event, waits until the other stands in the way of somebody, and only then asks for everything else.
"""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.attendance import sync_services
from dialogues.attendance.sync_reading import NewWalkIn, Sender
from dialogues.core.db import db, unit_of_work
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.directory import services as directory
from dialogues.events.models import Event
from dialogues.events.queries import hold_event
from dialogues.imports import queries as import_queries
from dialogues.imports import services as imports
from dialogues.imports import undo_services
from dialogues.imports.models import ImportBatch
from dialogues.invitations import queries as invitation_queries
from dialogues.invitations import services as invitations
from dialogues.invitations.models import Invitation
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Person
from dialogues.people.sectors import Sector
from dialogues.registration import bulk_services, own_page_services, public_queries, queries, services
from dialogues.registration.bulk_rules import BulkKind
from dialogues.registration.bulk_services import Chosen
from dialogues.registration.models import Registration
from dialogues.registration.public_models import PublicForm
from dialogues.registration.public_services import SentForm, register_publicly
from tests.directory.conftest import ADWOA
from tests.factories import make_event, make_public_form, make_registration

pytestmark = pytest.mark.database
APRIL = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)  # two months before the event
LATER: tuple[Any, ...] = (
    Registration,
    Invitation,
    PublicForm,
    ImportBatch,
    Person,
)  # held after the event, whoever holds them
SENT = SentForm(facts=PersonFacts(full_name="Yaw Osei", sector=Sector.MIN, phone="0244118207"), language="en")
FILE = (("Name", "Sector"), ("Adwoa Sarpong", "MIN"))


class World:
    """An event with somebody known twice, invited, imported; everything committed."""

    def __init__(self) -> None:
        event = make_event(is_public=True)
        make_public_form(event)
        one, other = (make_registration(event, "Esi Quaye", status="invited") for _ in range(2))
        self.event_id, self.one_id, self.link = event.id, one.id, one.link_token
        self.persons = sorted((one.person_id, other.person_id))
        self.version = one.version
        with unit_of_work() as session:
            invitation = invitations.invite_registered(
                session, one, answer_by=None, language="en", actor=ADWOA, at=APRIL
            )
            self.invitation_id = invitation.id
            batch = imports.import_good_rows(session, event, _table(), actor=ADWOA, at=APRIL).batch
            self.batch_id = batch.id if batch else 0


def _table():
    return read_table(write_csv(FILE))


def own_page(session: Session, world: World) -> None:
    own_page_services.cancel_own(session, public_queries.find_own_to_change(session, world.link), at=APRIL)


def public_form(session: Session, world: World) -> None:
    register_publicly(session, session.get_one(Event, world.event_id), SENT, secret_key="of the tests", at=APRIL)


def invitation(session: Session, world: World) -> None:
    held = invitation_queries.find_invitation_to_change(session, world.event_id, world.invitation_id)
    invitations.decline(session, held, actor=ADWOA, at=APRIL)


def import_(session: Session, world: World) -> None:
    rows = read_table(write_csv((FILE[0], ("Kojo Annan", "GOV"), *FILE[1:])))
    imports.import_good_rows(session, session.get_one(Event, world.event_id), rows, actor=ADWOA, at=APRIL)


def import_undone(session: Session, world: World) -> None:
    batch = import_queries.find_batch(session, world.event_id, world.batch_id)
    undo_services.undo_import(session, batch, actor=ADWOA, at=APRIL)


def merge(session: Session, world: World) -> None:
    directory.merge_persons(
        session, first_id=world.persons[0], second_id=world.persons[1], chosen={}, actor=ADWOA, at=APRIL
    )


def act_on_many(session: Session, world: World) -> None:
    chosen = Chosen({world.one_id: world.version})
    event = session.get_one(Event, world.event_id)
    bulk_services.change_many(session, event, chosen=chosen, kind=BulkKind.CONFIRM, actor=ADWOA, at=APRIL)


def staff(session: Session, world: World) -> None:
    held = queries.find_registration_to_change(session, world.event_id, world.one_id)
    services.confirm(session, held, actor=ADWOA, at=APRIL)


def phone(session: Session, world: World) -> None:
    came = NewWalkIn(id=uuid.uuid4(), full_name="Efua Badu", sector=Sector.MIN, organisation=None)
    event = session.get_one(Event, world.event_id)
    sync_services.register(session, came, event, sender=Sender("Phone 1", 0), actor=ADWOA, at=APRIL)


def wrong_way_round(session: Session, world: World) -> None:
    """The control: a row of the list first, and the event after it."""
    session.get_one(Registration, world.one_id, with_for_update=True)
    hold_event(session, world.event_id)


def meet(app: Flask, act: Callable[[Session, World], None]) -> list[sa.exc.SQLAlchemyError]:
    """Let `act` come while another one holds the event, who then asks for the rest; what was raised to either."""
    world = World()
    errors: list[sa.exc.SQLAlchemyError] = []
    db.session.commit()
    is_held = threading.Event()

    def run(doing: Callable[[Session], None]) -> None:
        with app.app_context():
            try:
                with unit_of_work() as session:
                    doing(session)
            except sa.exc.SQLAlchemyError as error:
                errors.append(error)
            finally:
                is_held.set()
                db.session.remove()

    def first(session: Session) -> None:
        hold_event(session, world.event_id)
        is_held.set()
        waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while second.is_alive() and not session.scalar(waits):
            second.join(0.02)
        for table in LATER:
            session.execute(sa.select(table).order_by(*table.__table__.primary_key).with_for_update()).all()

    def other() -> None:
        is_held.wait()
        run(lambda session: act(session, world))

    second = threading.Thread(target=other)
    second.start()
    run(first)
    second.join()
    return errors


@pytest.fixture
def server(shared: Flask, postgresql_url: str | None) -> Flask:
    if not postgresql_url:
        pytest.skip("one writer at a time: nobody waits for anything but the file")
    return shared


@pytest.mark.parametrize(
    "act", (own_page, public_form, invitation, import_, import_undone, merge, act_on_many, staff, phone)
)
def test_nobody_waits_in_a_ring_with_whoever_holds_the_event(server, act):
    assert meet(server, act) == []


def test_held_the_wrong_way_round_the_server_ends_one_of_them(server):
    assert "deadlock" in str(meet(server, wrong_way_round))
