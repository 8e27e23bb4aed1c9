"""The promises of the connection: synced, guarded, and writers that wait for each other."""

import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from dialogues.app import create_app
from dialogues.core import db as database
from dialogues.core.db import Base, UtcDateTime, db, is_busy, unit_of_work
from dialogues.events.models import Event
from tests import factories


@pytest.fixture
def file_app(tmp_path):
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": ""})
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    (
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10000),
    ),
)
def test_every_connection_is_safe(file_app, pragma, value):
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_plain_connection_would_not_be_safe(file_app):
    plain = sqlite3.connect(db.engine.url.database)
    assert plain.execute("PRAGMA foreign_keys").fetchone() == (0,)
    plain.close()


def test_the_database_and_its_log_are_for_their_owner_only(file_app):
    factories.make_event()
    db.session.commit()
    folder = Path(file_app.instance_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    files = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert set(files) >= {"dialogues.sqlite3", "dialogues.sqlite3-wal", "secret_key"}
    assert set(files.values()) == {0o600}


def _sell_seats(app, take):
    """40 people at once ask for the last 5 seats; returns how many got one and what errors arose."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seat (taken INTEGER)")
        connection.exec_driver_sql("INSERT INTO seat VALUES (0)")
    barrier, sold, errors = threading.Barrier(40), [], []

    def buy():
        with app.app_context():
            barrier.wait()
            try:
                if take():
                    sold.append(1)
            except sa.exc.OperationalError as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=buy) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(sold), errors


def _take_if_free(session):
    if session.execute(sa.text("SELECT taken FROM seat")).scalar() >= 5:
        return False
    session.execute(sa.text("UPDATE seat SET taken = taken + 1"))
    return True


def test_a_unit_of_work_sells_the_last_seats_once(file_app):
    def take():
        with unit_of_work() as session:
            return _take_if_free(session)

    assert _sell_seats(file_app, take) == (5, [])


def test_without_the_write_lock_buyers_would_be_turned_away_with_an_error(file_app):
    def take():
        taken = _take_if_free(db.session())  # a transaction that begins by reading
        db.session.commit()
        return taken

    sold, errors = _sell_seats(file_app, take)
    assert errors, f"{sold} seats were sold without any error; the test above proves nothing"


def test_a_unit_of_work_keeps_nothing_when_it_fails(session):
    def fail_half_way():
        with unit_of_work():
            factories.make_event("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == 0


def test_changes_made_outside_a_unit_of_work_are_refused(session):
    event = factories.make_event()
    session.commit()
    event.title = "Changed in passing"
    with pytest.raises(RuntimeError, match="outside a unit of work"), unit_of_work():
        pass


def test_a_unit_of_work_judges_on_the_present_state(file_app):
    event = factories.make_event()
    db.session.commit()
    assert event.title == "Tarkwa dialogue"
    db.session.commit()
    other = sqlite3.connect(db.engine.url.database)
    other.execute("UPDATE event SET title = 'Renamed elsewhere', version = version + 1")
    other.commit()
    other.close()
    with unit_of_work():
        assert event.title == "Renamed elsewhere"


def test_an_instant_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="needs its zone"):
        UtcDateTime().process_bind_param(datetime(2026, 6, 3, 9, 0), sqlite_dialect())  # noqa: DTZ001 - the point


def test_instants_come_back_aware_and_equal(session):
    event = factories.make_event()
    event.created_at = datetime(2026, 6, 3, 22, 30, tzinfo=UTC)
    session.commit()
    assert event.created_at == datetime(2026, 6, 3, 22, 30, tzinfo=UTC)


def test_a_word_that_is_no_state_is_refused_by_the_database(session):
    event = factories.make_event()
    session.commit()
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text("UPDATE event SET kind = 'party' WHERE id = :id"), {"id": event.id})


def test_a_writer_whose_turn_does_not_come_is_told_that_the_database_is_busy(file_app, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0)
    told: list[bool] = []

    def write():
        with file_app.app_context():
            try:
                with unit_of_work():
                    told.append(False)
            except sa.exc.OperationalError as error:
                told.append(is_busy(error))

    with unit_of_work():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert told == [True]
    write()  # and once the first one is done, the turn is free
    assert told == [True, False]


@pytest.fixture
def other_process(file_app):
    """A connection that knows nothing of the turns of this program, as another process has it."""
    other = sqlite3.connect(Path(file_app.instance_path) / "dialogues.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_writer_waits_for_another_process_and_then_writes(file_app, other_process, monkeypatch):
    looks: list[None] = []

    def look_again(_seconds):
        looks.append(None)
        if len(looks) == 3:
            other_process.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", look_again)
    with unit_of_work() as session:
        assert len(looks) == 3
        assert session.scalar(sa.text("PRAGMA busy_timeout")) == database.BUSY_TIMEOUT_S * 1000  # as it was before


def test_a_writer_whom_another_process_keeps_out_is_told_that_the_database_is_busy(
    file_app, other_process, monkeypatch
):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0)
    with pytest.raises(sa.exc.OperationalError) as refused, unit_of_work():
        pass
    assert is_busy(refused.value)
    other_process.execute("COMMIT")
    with unit_of_work():  # and once the other one is done
        pass
