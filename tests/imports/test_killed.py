"""An import that is killed leaves all of it or nothing, whichever statement it was at."""

import os
import signal

import pytest
import sqlalchemy as sa

from dialogues.app import create_app
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import Base, db, unit_of_work
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.events.queries import find_event_by_slug
from dialogues.imports import services, writing_services
from dialogues.imports.models import ImportBatch, ImportChange
from dialogues.people.models import Organisation, Person
from dialogues.registration.models import Registration
from tests.factories import make_event

pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is copied and killed"),
]
TABLES = (Registration, Person, Organisation, ImportBatch, ImportChange)
PEOPLE = 30
LIST = [["Name", "Sector", "Organisation"], *([f"Person {at}", "GOV", f"Body {at % 3}"] for at in range(PEOPLE))]
ALL = (PEOPLE, PEOPLE, 3, 1, 2 * PEOPLE + 3)
NOTHING = (0, 0, 0, 0, 0)


@pytest.fixture
def on_disk(tmp_path, postgresql_url):
    """The application on a database that outlives the process, with one event."""
    url = postgresql_url or f"sqlite:///{tmp_path / 'dialogues.sqlite3'}"
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": url})
    with app.app_context():
        if postgresql_url:
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            db.session.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        else:
            Base.metadata.create_all(db.engine)
        make_event()
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def statements_until_the_end(table):
    """How many statements an import sends that nobody kills; it is taken back to nothing."""
    sent: list[None] = []

    def note(*_told):
        sent.append(None)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    session = db.session()
    try:
        take(session, table)
        session.flush()
    finally:
        session.rollback()
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def take(session, table):
    event = find_event_by_slug(session, "tarkwa")
    assert event is not None
    services.import_good_rows(session, event, table, actor=COMMAND_LINE, at=clock.now())


def killed_at(number, table):
    """Import in a process of its own that dies before its statement `number`, and tell what is there afterwards."""
    db.session.remove()
    db.engine.dispose()  # a copied process shares no connection
    child = os.fork()
    if child == 0:  # from here on nothing returns to the test
        left = [number]

        def die(*_told):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sa.event.listen(db.engine, "before_cursor_execute", die)
            with unit_of_work() as session:
                take(session, table)
                session.flush()
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)  # everything is written, nothing is committed
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    found = tuple(db.session.scalar(sa.select(sa.func.count(table_.id))) or 0 for table_ in TABLES)
    db.session.rollback()
    return os.WIFSIGNALED(status), found


def test_whatever_statement_it_dies_at_nothing_of_it_is_there(on_disk):
    table = read_table(write_csv(LIST))
    last = statements_until_the_end(table)
    assert last > 10
    for number in (*range(1, last, 3), last):
        assert killed_at(number, table) == (True, NOTHING), number
    assert killed_at(10_000, table) == (False, ALL)


def test_an_import_in_two_transactions_would_be_found_half_done(on_disk, monkeypatch):
    """The control: with a commit in between, what is there after the kill is neither all nor nothing."""
    whole = writing_services.Writer._add_registrations

    def committed_first(self, people):
        self._session.commit()
        whole(self, people)

    monkeypatch.setattr(writing_services.Writer, "_add_registrations", committed_first)
    table = read_table(write_csv(LIST))
    found = [killed_at(number, table)[1] for number in range(14, 24)]
    assert any(one not in (NOTHING, ALL) for one in found)
