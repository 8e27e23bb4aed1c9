"""Backups of a live instance, and the way back."""

import json
import os
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialogues.app import create_app
from dialogues.core.db import db, unit_of_work
from dialogues.core.schema import bring_up_to_date
from dialogues.home import backup
from tests import factories

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def live(tmp_path):
    app = create_app(instance=tmp_path / "live", settings={"DATABASE_URL": ""})
    with app.app_context():
        bring_up_to_date(db.engine, at=NOW)
        yield app
        db.session.remove()
        db.engine.dispose()


def _back_up(app, target):
    return backup.make_backup(db.engine, Path(app.instance_path), target, at=NOW)


def _restore(source, folder):
    folder.mkdir()
    return backup.restore_backup(source, folder, f"sqlite:///{folder / 'dialogues.sqlite3'}")


def _names(folder):
    engine = sa.create_engine(f"sqlite:///{folder / 'dialogues.sqlite3'}")
    with engine.connect() as connection:
        names = list(connection.execute(sa.text("SELECT full_name FROM person ORDER BY id")).scalars())
    engine.dispose()
    return names


def test_a_backup_comes_back_whole_in_an_empty_folder(live, tmp_path):
    factories.make_person("Ɛsi Quaye")
    db.session.commit()
    (Path(live.instance_path) / "config.py").write_text("SIGN_IN_HOURS = 3\n")
    _back_up(live, tmp_path / "copy.zip")
    _restore(tmp_path / "copy.zip", tmp_path / "new")
    assert _names(tmp_path / "new") == ["Ɛsi Quaye"]
    assert (tmp_path / "new" / "config.py").read_text() == "SIGN_IN_HOURS = 3\n"
    assert (tmp_path / "new" / "dialogues.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_for_its_owner_and_carries_no_key(live, tmp_path):
    _back_up(live, tmp_path / "copy.zip")
    assert (tmp_path / "copy.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert set(archive.namelist()) == {"manifest.json", "dialogues.sqlite3"}
    key = (Path(live.instance_path) / "secret_key").read_bytes()
    assert key not in (tmp_path / "copy.zip").read_bytes()


def test_a_backup_is_on_the_disk_before_it_bears_its_name(live, tmp_path, monkeypatch):
    synced = []
    really = os.fsync

    def watch(handle):
        really(handle)
        synced.append((os.fstat(handle).st_size, (tmp_path / "copy.zip").exists()))

    monkeypatch.setattr(os, "fsync", watch)
    size = _back_up(live, tmp_path / "copy.zip")
    assert synced == [(size, False)]


def test_every_write_answered_before_a_backup_is_in_it(live, tmp_path):
    answered, stop, started = [], threading.Event(), threading.Event()

    def write():
        with live.app_context():
            for number in range(400):
                if stop.is_set():
                    break
                with unit_of_work():
                    factories.make_person(f"Person {number}")
                answered.append(f"Person {number}")
                started.set()
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    assert started.wait(timeout=30)
    before = list(answered)
    _back_up(live, tmp_path / "copy.zip")
    stop.set()
    writer.join()
    _restore(tmp_path / "copy.zip", tmp_path / "new")
    assert set(before) <= set(_names(tmp_path / "new"))


def test_restoring_never_writes_over_data(live, tmp_path):
    factories.make_person("Ama Serwaa")
    db.session.commit()
    _back_up(live, tmp_path / "copy.zip")
    _restore(tmp_path / "copy.zip", tmp_path / "new")
    with pytest.raises(backup.InstanceNotEmpty, match="already holds data"):
        backup.restore_backup(
            tmp_path / "copy.zip", tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'dialogues.sqlite3'}"
        )


def _rewrite(path, **changed):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members.update(changed)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)


@pytest.mark.parametrize(
    "damage", ("not a zip", "no manifest", "no database", "changed database", "manifest is a list")
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(live, tmp_path, damage):
    copy = tmp_path / "copy.zip"
    _back_up(live, copy)
    if damage == "not a zip":
        copy.write_bytes(b"PK nonsense")
    elif damage == "no manifest":
        _rewrite(copy, **{"manifest.json": None})
    elif damage == "no database":
        _rewrite(copy, **{"dialogues.sqlite3": None})
    elif damage == "changed database":
        _rewrite(copy, **{"dialogues.sqlite3": b"SQLite format 3\x00 and then something else"})
    else:
        _rewrite(copy, **{"manifest.json": json.dumps([1, 2])})
    with pytest.raises(backup.BadBackup, match=r"copy\.zip is not a whole backup"):
        _restore(copy, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_server_database_is_named_as_the_wrong_thing_to_copy(tmp_path):
    engine = sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(backup.NotAFile, match="pg_dump"):
        backup.make_backup(engine, tmp_path, tmp_path / "copy.zip", at=NOW)
