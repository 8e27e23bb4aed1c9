"""Whoever changes a list holds the event first: two never wait for each other in a ring, on a server with many writers.

One holds the event and waits until the other waits for them; whatever else there is must be free then, at once.
"""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.attendance import sync_services
from dialogues.attendance.sync_reading import NewWalkIn, Sender
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.directory import services as directory
from dialogues.directory.rules import Side
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
from tests.factories import make_event, make_person, make_public_form, make_registration

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


@dataclass
class Met:
    """How it went when somebody came while another one held the event."""

    has_waited: bool = False  # whoever came second did wait for whoever held the event
    errors: list[Exception] = field(default_factory=list)  # raised to either


# Not pg_stat_activity, which stays as it was first read until the transaction ends.
_WAITS_FOR_ME = sa.text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


def waits_for_me(session: Session, other: threading.Thread) -> bool:
    """Whether the unit of work of the thread `other` waits for this one; asked until it does or has ended."""
    while other.is_alive():
        if session.scalar(_WAITS_FOR_ME):
            return True
        other.join(0.02)
    return False


def run(app: Flask, act: Callable[[Session], object], met: Met) -> None:
    with app.app_context():
        try:
            with unit_of_work() as session:
                act(session)
        except (DomainError, sa.exc.SQLAlchemyError) as error:
            met.errors.append(error)
        finally:
            db.session.remove()


def meet(app: Flask, act: Callable[[Session, World], None]) -> Met:
    """Let `act` come while another one holds the event, who then asks for the rest without waiting for anybody."""
    world, met = World(), Met()
    db.session.commit()
    is_held = threading.Event()

    def first(session: Session) -> None:
        hold_event(session, world.event_id)
        is_held.set()
        met.has_waited = waits_for_me(session, second)
        for table in LATER:
            rows = sa.select(table).order_by(*table.__table__.primary_key).with_for_update(nowait=True)
            session.execute(rows).all()

    def other() -> None:
        is_held.wait()
        run(app, lambda session: act(session, world), met)

    second = threading.Thread(target=other)
    second.start()
    try:
        run(app, first, met)
    finally:
        is_held.set()
        second.join()
    return met


@pytest.fixture
def server(shared: Flask, postgresql_url: str | None) -> Flask:
    if not postgresql_url:
        pytest.skip("one writer at a time: nobody waits for anything but the file")
    return shared


def hold_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence is off: a merge, an import and its undo ask for what they change and not for the event before it."""
    for module in (directory, imports, undo_services):
        monkeypatch.setattr(module, "hold_seats", lambda *_of_the_event: None)


@pytest.mark.parametrize(
    "act", (own_page, public_form, invitation, import_, import_undone, merge, act_on_many, staff, phone)
)
def test_whoever_changes_a_list_waits_for_the_event_and_holds_nothing_meanwhile(server, act):
    met = meet(server, act)
    assert (met.has_waited, met.errors) == (True, [])


@pytest.mark.parametrize("act", (import_, import_undone, merge))
def test_not_holding_the_event_they_would_not_wait(server, monkeypatch, act):
    hold_no_event(monkeypatch)
    assert not meet(server, act).has_waited


def test_held_the_wrong_way_round_a_row_is_in_the_way_of_the_first(server):
    met = meet(server, wrong_way_round)
    assert met.has_waited
    assert [type(getattr(error, "orig", None)).__name__ for error in met.errors] == ["LockNotAvailable"]


# ---------------------------------------------------------------- an import and a merge
CHOSEN = {"phone": Side.BOTH, "position": Side.SECOND}
LIST = (
    ("Name", "Sector", "Phone", "Position"),
    ("Esi Quaye", "MIN", "+233 24 411 8207", ""),  # known to the directory: held as a person, and put on the list
    ("Esi Quaye", "MIN", "+233 20 999 1234", "Chair"),  # on the list: held as a registration, and changed
)


def two_of_a_list(event: Event) -> tuple[int, int]:
    """The numbers of the two persons of LIST; only the second is on the list of the event."""
    known, listed = (make_person("Esi Quaye", phone=phone) for phone in ("+233244118207", "+233209991234"))
    make_registration(event, "Esi Quaye", person=listed, phone=listed.phone)
    return known.id, listed.id


def taking_the_list(event_id: int) -> Callable[[Session], int]:
    rows = read_table(write_csv(LIST))

    def act(session: Session) -> int:
        event = session.get_one(Event, event_id)
        return imports.import_good_rows(session, event, rows, actor=ADWOA, at=APRIL).new

    return act


def merging(pair: tuple[int, int]) -> Callable[[Session], int]:
    return lambda session: (
        directory.merge_persons(
            session, first_id=pair[0], second_id=pair[1], chosen=CHOSEN, actor=ADWOA, at=APRIL
        ).kept_id
    )


def under_a_double() -> list[int]:
    """Registrations on a list whose person is part of somebody else: nobody finds them in the directory."""
    hidden = sa.select(Registration.id).join(Registration.person)
    is_hidden = (Registration.event_id.is_not(None), Person.merged_into_id.is_not(None))
    return list(db.session.scalars(hidden.where(*is_hidden)))


def test_an_import_and_a_merge_of_its_people_at_once_leave_nobody_under_a_double(shared, at_once):
    event = make_event()
    event_id, pair = event.id, two_of_a_list(event)
    results = at_once(taking_the_list(event_id), merging(pair))
    # Whichever came second, it saw what the first one did: the two are one person, once on the list.
    assert not [one for one in results if isinstance(one, sa.exc.SQLAlchemyError)], results
    assert results[1] == min(pair)
    assert under_a_double() == []
    on_it = db.session.scalars(sa.select(Registration.person_id).where(Registration.event_id == event_id)).all()
    assert on_it == [min(pair)]


def import_while_merged(server: Flask, monkeypatch: pytest.MonkeyPatch) -> Met:
    """An import that holds its persons, and asks for its registrations once a merge of them waits or is done."""
    event = make_event()
    event_id, pair = event.id, two_of_a_list(event)
    db.session.commit()
    met, holds_persons = Met(), threading.Event()
    ask = import_queries.list_to_change

    def ask_then(session: Session, *facts: Any) -> Any:
        holds_persons.set()
        met.has_waited = waits_for_me(session, second)
        return ask(session, *facts)

    def other() -> None:
        holds_persons.wait()
        run(server, merging(pair), met)

    monkeypatch.setattr(import_queries, "list_to_change", ask_then)
    second = threading.Thread(target=other)
    second.start()
    try:
        run(server, taking_the_list(event_id), met)
    finally:
        holds_persons.set()
        second.join()
    return met


def test_a_merge_that_comes_in_the_middle_of_an_import_waits_for_its_end(server, monkeypatch):
    met = import_while_merged(server, monkeypatch)
    assert (met.has_waited, met.errors) == (True, [])
    assert under_a_double() == []


def test_not_holding_the_event_the_server_would_end_one_of_them(server, monkeypatch):
    hold_no_event(monkeypatch)
    assert "deadlock" in str(import_while_merged(server, monkeypatch).errors)
