"""Rows as an older program left them: migrations are tried on a database that holds something."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Connection, Engine

from dialogues.core import schema

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


def migrate(engine: Engine, *, to: str) -> None:
    """Bring the database up to revision `to`."""
    _run(engine, command.upgrade, to)


def take_back(engine: Engine, *, to: str) -> None:
    """Take the database back to revision `to`."""
    _run(engine, command.downgrade, to)


def insert(connection: Connection, name: str, **facts: Any) -> None:
    """A row of table `name` with these facts; whatever else must be there is filled with something of its type."""
    found = sa.MetaData()
    found.reflect(connection, only=[name])
    table = found.tables[name]
    needed = [column for column in table.columns if not column.nullable and column.name not in facts]
    connection.execute(sa.insert(table).values(**{column.name: _something(column.type) for column in needed} | facts))


def insert_registration(connection: Connection, number: int, **facts: Any) -> None:
    """A registration with its person; the first one brings the event (id 1) along."""
    if number == 1:
        insert(connection, "event", id=1, slug="tarkwa", kind="dialogue", zone_name="Africa/Accra")
    insert(connection, "person", id=number, full_name="Ama Owusu", sector="MIN", gender="woman")
    shown = {"full_name": "Ama Owusu", "sector": "MIN", "gender": "woman", "role": "participant"}
    shown |= {"status": "confirmed", "source": "staff", "badge_code": f"CODE{number}"}
    insert(connection, "registration", id=number, event_id=1, person_id=number, **shown, **facts)


def _something(kind: Any) -> Any:
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.DateTime):
        return NOW.replace(tzinfo=None)
    return NOW.date() if isinstance(kind, sa.Date) else "x"


def _run(engine: Engine, act: Any, revision: str) -> None:
    config = schema.alembic_config()
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            act(config, revision)
