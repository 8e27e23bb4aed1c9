"""A safe copy of a live instance, and the way back into an empty one.

A backup is one zip file: the database as the online backup gives it, config.py if there is one, and a manifest with
the hashes of both. The key that signs cookies stays out: whoever finds a backup must not be able to sign in with it.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dialogues import __version__
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.core.schema import current_revision

DATABASE = "dialogues.sqlite3"
CONFIG = "config.py"
MANIFEST = "manifest.json"
DATABASE_SIZE_MAX = 8 * 1024**3  # bytes; what a damaged or hostile zip may claim to unpack to


class NotAFile(DomainError):
    """Backups are made of file databases only."""

    message = N_("This instance keeps its data on a PostgreSQL server; copy it with pg_dump and pg_restore.")


class BadBackup(DomainError):
    """The file is no backup of ours, or was changed since."""

    message = N_("%(file)s is not a whole backup: %(why)s.")


class InstanceNotEmpty(DomainError):
    """Restoring never writes over data."""

    message = N_("%(folder)s already holds data. Restore into an empty folder: --instance NEW-FOLDER.")


def make_backup(engine: Engine, instance: Path, target: Path, *, at: datetime) -> int:
    """Write a backup of the running instance to `target` (0600), whole or not at all; return its bytes.

    Every write that was answered before the start is in it. Raises NotAFile for PostgreSQL, BadBackup if the copy
    fails SQLite's own check.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        raise NotAFile
    part = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=instance) as folder:
        copy = Path(folder) / DATABASE
        _copy_database(Path(engine.url.database), copy)
        members = {DATABASE: copy}
        if (instance / CONFIG).is_file():
            members[CONFIG] = instance / CONFIG
        manifest = {
            "program": __version__,
            "revision": current_revision(engine),
            "made_at": at.isoformat(timespec="seconds"),
            "sha256": {name: _sha256(path) for name, path in members.items()},
        }
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
                    for name, path in members.items():
                        archive.write(path, name)
                file.flush()
                os.fsync(file.fileno())  # a stick that is pulled out must hold what was said to be on it
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return target.stat().st_size


def restore_backup(source: Path, instance: Path, database: str) -> dict[str, str]:
    """Unpack the backup `source` into the empty instance and return its manifest.

    `database` is the instance's address of its data. Raises BadBackup, InstanceNotEmpty or NotAFile and then leaves
    the folder as it was.
    """
    if not database.startswith("sqlite:///"):
        raise NotAFile
    path = Path(database.removeprefix("sqlite:///"))
    if path.exists() and _has_rows(path):
        raise InstanceNotEmpty(folder=str(instance))
    try:
        with zipfile.ZipFile(source) as archive:
            manifest: dict[str, str] = json.loads(archive.read(MANIFEST))
            hashes: dict[str, str] = dict(manifest["sha256"])  # type: ignore[arg-type] # checked by use below
            with tempfile.TemporaryDirectory(dir=instance) as folder:
                for name in (DATABASE, CONFIG):
                    if name in hashes:
                        _unpack(archive, name, Path(folder) / name, hashes[name], source)
                _require_whole(Path(folder) / DATABASE, source)
                for name, place in ((DATABASE, path), (CONFIG, instance / CONFIG)):
                    if name in hashes:
                        (Path(folder) / name).replace(place)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, FileNotFoundError) as error:
        raise BadBackup(file=str(source), why=str(error).strip("'\"") or type(error).__name__) from error
    return manifest


def _copy_database(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    origin, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    finally:
        origin.close()
        copy.close()
    _require_whole(target, source)


def _require_whole(path: Path, named: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    finally:
        connection.close()
    if answer != "ok":
        raise BadBackup(file=str(named), why=answer)


def _has_rows(path: Path) -> bool:
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        names = set(sa.inspect(engine).get_table_names())
        with engine.connect() as connection:
            return any(
                connection.execute(sa.text(f"SELECT EXISTS (SELECT 1 FROM {name})")).scalar()  # noqa: S608 - fixed names
                for name in ('"event"', '"user"', '"person"')
                if name.strip('"') in names
            )
    finally:
        engine.dispose()


def _unpack(archive: zipfile.ZipFile, name: str, target: Path, expected: str, source: Path) -> None:
    if archive.getinfo(name).file_size > DATABASE_SIZE_MAX:
        raise BadBackup(file=str(source), why=f"{name} is too large")
    with archive.open(name) as packed, os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
        while block := packed.read(1024 * 1024):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if _sha256(target) != expected:
        raise BadBackup(file=str(source), why=f"{name} was changed after the backup was made")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
