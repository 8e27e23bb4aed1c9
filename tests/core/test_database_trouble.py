"""What a reader is told when the database is busy, full or gone: nothing is half written, and it recovers by itself."""

import sqlite3

import pytest
import sqlalchemy as sa

from dialogues.accounts.access import Role
from dialogues.accounts.services import add_token
from dialogues.app import create_app
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core import db as database
from dialogues.core.db import Base, db
from dialogues.registration.models import Registration
from tests import factories

PEOPLE = "/api/v1/events/tarkwa/registrations"


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A program that may register people on a database in a file, where nobody waits for a lock."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0)
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": ""})
    with app.app_context():
        Base.metadata.create_all(db.engine)
        factories.make_event()
        _token, secret = add_token(db.session(), name="script", role=Role.ORGANISER, actor=COMMAND_LINE, at=clock.now())
        db.session.commit()
        yield app.test_client(), {"Authorization": f"Bearer {secret}"}
        db.session.remove()
        db.engine.dispose()


def register(client, name="Ama Serwaa"):
    browser, headers = client
    return browser.post(PEOPLE, json={"full_name": name, "sector": "MIN"}, headers=headers)


def count_people():
    db.session.rollback()
    return db.session.query(Registration).count()


def test_a_busy_database_is_told_as_such_and_the_same_act_succeeds_later(client):
    other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = register(client)
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")
    assert "busy" in answer.json["error"]["message"]
    assert int(answer.headers["Retry-After"]) > 0
    other.execute("ROLLBACK")
    other.close()
    assert count_people() == 0
    assert register(client).status_code == 201
    assert count_people() == 1


def test_a_full_disk_is_told_and_leaves_nothing_half_written(client):
    limit = {"pages": 0}

    @sa.event.listens_for(db.engine, "checkout")
    def allow(connection, _entry, _proxy):
        connection.execute(f"PRAGMA max_page_count={limit['pages']}")

    with db.engine.connect() as connection:
        limit["pages"] = connection.exec_driver_sql("PRAGMA page_count").scalar()  # not one page more
    kept = 0
    while (answer := register(client, f"Person {kept}")).status_code == 201:
        kept += 1
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")
    assert "Nothing was saved" in answer.json["error"]["message"]
    assert count_people() == kept
    assert db.session.scalars(sa.text("SELECT count(*) FROM person")).one() == kept
    limit["pages"] = 1_000_000
    assert register(client, f"Person {kept}").status_code == 201
