"""However many rows a file brings, changes or takes away, a table takes the same few statements."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.attendance.device_models import HeldMark
from dialogues.attendance.device_rules import HeldKind
from dialogues.core.db import db
from dialogues.events.models import Event
from dialogues.registration.models import Registration
from tests.bundles.conftest import AT
from tests.factories import make_agenda_session, make_event, make_registration

pytestmark = pytest.mark.database
FEW, MANY = 3, 30


@contextmanager
def counted(place) -> Iterator[list[str]]:
    """The statements an installation sends meanwhile, savepoints left out."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    with place.app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def build(place, slug: str, many: int) -> None:
    """An event with so many people, some of whom wait in line, sessions and marks that are held."""
    with place.open() as session:
        event = make_event(slug)
        for number in range(many):
            make_registration(event, f"Person {number}")
            make_registration(event, f"Waits {number}", status="waiting", queue_number=number + 1)
            make_agenda_session(event.days[0], title=f"Block {number}")
            session.add(
                HeldMark(
                    event_id=event.id, kind=HeldKind.MARK, mark_id=uuid.uuid4(), fingerprint=f"{slug} {number}",
                    payload={}, code="unknown_badge", message="Unknown.", facts={}, sent_by_name="Esi Quaye",
                    held_at=AT,
                )
            )  # fmt: skip


def event_of(session, slug: str) -> Event:
    """The event at this address."""
    return session.query(Event).filter_by(slug=slug).one()


def statements(place, content: bytes) -> int:
    """How many statements bringing a file in takes."""
    with counted(place) as sent:
        place.bring_in(content)
    return len(sent)


def test_the_first_time_and_the_second(office, laptop):
    taken = []
    for slug, many in (("few", FEW), ("many", MANY)):
        build(office, slug, many)
        first = statements(laptop, office.take_along(slug))
        taken.append((first, statements(laptop, office.take_along(slug))))
        assert laptop.says(slug) == office.says(slug)
    # The very first file names the laptop: one statement more.
    assert taken[0][0] in (taken[1][0], taken[1][0] + 1)
    assert taken[0][1] == taken[1][1]


def test_what_was_changed_and_taken_away(office, laptop):
    taken = []
    for slug, many in (("few", FEW), ("many", MANY)):
        build(office, slug, many)
        laptop.bring_in(office.take_along(slug))
        with office.open() as here:
            event = event_of(here, slug)
            for somebody in here.query(Registration).filter_by(event_id=event.id):
                somebody.place = f"Place of {somebody.full_name}"
            for block in here.query(AgendaSession).filter(AgendaSession.day_id.in_([day.id for day in event.days])):
                here.delete(block)
        with counted(laptop) as sent:
            told = laptop.bring_in(office.take_along(slug))
        assert (told.changed["registration"], told.removed["agenda_session"]) == (2 * many, many)
        assert laptop.says(slug) == office.says(slug)
        taken.append(len(sent))
    assert taken[0] == taken[1]


def test_both_sides_changed_the_same_of_many(office, laptop):
    taken = []
    for slug, many in (("few", FEW), ("many", MANY)):
        build(office, slug, many)
        laptop.bring_in(office.take_along(slug))
        for place, word in ((office, "Here"), (laptop, "There")):
            with place.open() as session:
                for somebody in session.query(Registration).filter_by(event_id=event_of(session, slug).id):
                    somebody.place = f"{word} {somebody.full_name}"
        with counted(office) as sent:
            assert office.bring_in(laptop.take_along(slug)).conflicts == 2 * many
        taken.append(sum(not statement.startswith("INSERT INTO bundle_conflict") for statement in sent))
    assert taken[0] in (taken[1], taken[1] + 1)


def test_a_number_of_a_removed_row_is_not_given_again(office, laptop):
    """A removed round of groups may come back under its own number, so a new row never takes it."""
    from dialogues.bundles.kinds import Kind
    from dialogues.bundles.writing_services import insert_rows

    with laptop.open() as session:
        event = make_event("tarkwa")
        bond = Kind("group_bond", lambda event_id: sa.true())
        row = {"event_id": event.id, "kind": "apart"}
        [first] = insert_rows(session, bond, [row])
        session.execute(sa.delete(bond.table))
        again = insert_rows(session, bond, [row, row])
    assert again == [first + 1, first + 2]
