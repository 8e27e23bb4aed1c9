"""The database: tables' common ground, safe connections, and the one way to write.

SQLite runs with a write-ahead log synced at every commit, foreign keys on and erased content overwritten; each writer
takes the write lock when it begins, because a transaction that first reads and then wants to write is refused at once
by SQLite when somebody else wrote in between, whatever the busy timeout says.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_S = 10  # how long a writer waits for another one before the reader is told to try again
_LOOK_AGAIN_S = 0.0005  # a mark is written in about twice that
_WAIT_FOR_OTHERS = f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}"

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an answered mark must survive a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # an erased name must not stay in the file
    _WAIT_FOR_OTHERS,
)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware UTC in Python, naive UTC in the database. Naive values are refused."""

    impl = sa.DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants; store the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs its zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give instants back aware."""
        return None if value is None else value.replace(tzinfo=UTC)


def choice(kind: type[StrEnum], *, name: str | None = None) -> sa.Enum:
    """A column type that stores the *values* of `kind` as text, guarded by a check constraint.

    `name` tells the constraints of two such columns of one table apart: PostgreSQL takes each name once.
    """
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=24,
        name=name or "".join(f"_{s.lower()}" if s.isupper() else s for s in kind.__name__).lstrip("_"),
    )


def of_the_few(column: str) -> dict[str, Any]:
    """What makes an index hold the rows alone that name another row in `column`, where few do.

    A database that deletes a row looks for others that refer to it: without an index it reads the whole table for each.
    """
    is_named = sa.text(f"{column} IS NOT NULL")
    return {"sqlite_where": is_named, "postgresql_where": is_named}


class Base(DeclarativeBase):
    """What all tables share: constraint names by convention and the types of columns."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime(), str: sa.Text()},
    )


db = SQLAlchemy(model_class=Base)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # SQLAlchemy's "begin" event below says BEGIN, not the driver
        for pragma in _PRAGMAS:
            connection.execute(pragma)


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        if connection.get_execution_options().get("writes", False):
            _begin_to_write(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    """Take the write lock as soon as no other process holds it. Raises OperationalError after the time to wait.

    SQLite's own way is to look again ever more seldom, up to a tenth of a second apart: a process that writes without
    a pause would keep another one out for as long as it likes.
    """
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    ends = time.monotonic() + BUSY_TIMEOUT_S
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except sa.exc.OperationalError as error:
                if not is_busy(error) or time.monotonic() > ends:
                    raise
            time.sleep(_LOOK_AGAIN_S)
    finally:
        driver.execute(_WAIT_FOR_OTHERS)


_TURNS: WeakKeyDictionary[Engine, threading.RLock] = WeakKeyDictionary()


@contextmanager
def _turn_to_write(engine: Engine) -> Iterator[None]:
    """One thread at a time writes from here, and the next one is woken at once instead of looking again and again."""
    if engine.dialect.name != "sqlite":
        yield
        return
    turn = _TURNS.setdefault(engine, threading.RLock())
    if not turn.acquire(timeout=BUSY_TIMEOUT_S):
        busy = sqlite3.OperationalError("database is locked")
        busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise sa.exc.OperationalError("BEGIN IMMEDIATE", None, busy)
    try:
        yield
    finally:
        turn.release()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """A session whose changes are all kept when the block ends, or none if it raises.

    What was read before is read again inside, under the write lock, so a rule is judged on the present state.
    Opened once at an edge for one act of a person; services and queries never commit.
    """
    session = cast(Session, db.session())
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Something was changed outside a unit of work.")
    session.commit()  # ends the reading transaction; nothing is pending
    with _turn_to_write(db.engine):
        session.connection(execution_options={"writes": True})
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def reserve_ids(session: Session, table: type[Any], count: int) -> list[int]:
    """Numbers for `count` new rows of `table` that nobody else takes until the unit of work ends, in their order.

    Rows that know their number beforehand are written many in one go, and what refers to them with them: asked back,
    each would cost more than it does to write.
    """
    key = cast(sa.Table, table.__table__).c.id
    if session.get_bind().dialect.name == "sqlite":  # whoever writes does so alone
        last = session.scalar(sa.select(sa.func.max(key))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = sa.func.pg_get_serial_sequence(key.table.name, key.name)
    taken = sa.select(sa.func.nextval(sequence)).select_from(sa.func.generate_series(1, count))
    return sorted(session.scalars(taken))


def is_busy(error: sa.exc.DatabaseError) -> bool:
    """Whether the database was only busy, so that the same act may succeed when tried again."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
