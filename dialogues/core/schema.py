"""Bringing the database's tables up to date, safely."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

if TYPE_CHECKING:
    from alembic.config import Config  # takes eight megabytes, and only a database that is behind needs it

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_REVISION = sa.table("alembic_version", sa.column("version_num", sa.Text))


class UnknownSchema(DomainError):
    """The database was written by a newer program."""

    message = N_(
        "The database is of version %(found)s, which this program does not know. Install the newer program again."
    )


class BrokenForeignKeys(DomainError):
    """After a migration some rows pointed at nothing; the migration was taken back."""

    message = N_("The database could not be brought up to date: %(rows)s rows point at nothing. It was left as it was.")


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(_REVISION.name):
            return None
        return connection.scalar(sa.select(_REVISION.c.version_num))


def known_revisions() -> list[str]:
    """The revisions this program knows, oldest first: each migration's file begins with its own."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def head_revision() -> str:
    """The revision this program writes."""
    return known_revisions()[-1]


def bring_up_to_date(engine: Engine, *, at: datetime) -> bool:
    """Bring the database to this program's revision and return whether anything was done.

    A file database that holds rows is copied beside itself first. On SQLite foreign keys are off while tables are
    rebuilt (a rebuild with cascades on would delete children) and checked before the one transaction ends.
    Raises UnknownSchema for a database newer than the program, BrokenForeignKeys if rows would be left dangling.
    """
    found = current_revision(engine)
    if found == head_revision():
        return False
    if found is not None and found not in known_revisions():
        raise UnknownSchema(found=found)
    if found is not None:
        _copy_beside(engine, at)
    from alembic import command

    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")  # only works outside a transaction
        connection = connection.execution_options(writes=True)
        try:
            with connection.begin():
                config = alembic_config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if is_sqlite:
                    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                    if dangling:
                        raise BrokenForeignKeys(rows=len(dangling))
        finally:
            if is_sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")
    return True


def _copy_beside(engine: Engine, at: datetime) -> None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return  # a PostgreSQL server has its own dumps
    path = Path(engine.url.database)
    copy = path.with_name(f"{path.stem}-before-update-{at:%Y%m%dT%H%M%SZ}{path.suffix}")
    copy.touch(mode=0o600)
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()


def alembic_config() -> "Config":
    """How Alembic finds the migrations; the caller adds the connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
