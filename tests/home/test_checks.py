"""What `check` finds, each with the case in which it must speak."""

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialogues.app import create_app
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.schema import bring_up_to_date
from dialogues.home.checks import list_findings
from dialogues.reports.keeping import keep_all_events
from dialogues.reports.tally_models import EventTally
from tests import factories


def make(tmp_path, **settings):
    return create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": "", **settings})


@pytest.fixture
def instance(tmp_path):
    app = make(tmp_path)
    with app.app_context():
        bring_up_to_date(db.engine, at=clock.now())
        factories.make_user(role="administrator")
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def _wrong(app):
    with app.test_request_context():
        return {one.name: one.sentence for one in list_findings(app, db.session()) if not one.is_well}


def test_nothing_is_wrong_with_a_fresh_instance(instance):
    assert _wrong(instance) == {}


def test_a_file_that_others_can_read_is_named(instance):
    (Path(instance.instance_path) / "secret_key").chmod(0o644)
    assert "secret_key (0644)" in _wrong(instance)["Files"]


def test_a_folder_that_others_can_open_is_named(instance):
    folder = Path(instance.instance_path)
    folder.chmod(folder.stat().st_mode | stat.S_IRGRP | stat.S_IXGRP)
    assert "chmod 700" in _wrong(instance)["Folder"]


def test_an_instance_that_nobody_can_manage_is_told(instance):
    db.session.execute(sa.text("UPDATE \"user\" SET role = 'door'"))
    db.session.commit()
    assert "Nobody can manage" in _wrong(instance)["Administrator"]


def test_who_waits_without_a_place_in_line_is_told(instance):
    waiting = factories.make_registration(factories.make_event(), status="waiting")
    db.session.commit()
    assert "1 people wait without a place in line" in _wrong(instance)["Waiting lists"]
    waiting.queue_number = 1
    db.session.commit()
    assert _wrong(instance) == {}


def test_kept_figures_that_are_not_what_is_recorded_are_told(instance):
    factories.make_event()
    db.session.commit()
    keep_all_events(at=clock.now())
    assert _wrong(instance) == {}
    db.session.execute(sa.update(EventTally).values(others=7))
    db.session.commit()
    assert "The kept figures of one event are not what is recorded." in _wrong(instance)["Kept figures"]


def test_rows_that_point_at_nothing_are_told(instance):
    db.session.commit()
    raw = db.engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("INSERT INTO sign_in (secret_digest, user_id, started_at, ends_at, device) VALUES ('x', 999, 0, 0, '')")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.close()
    assert "damaged" in _wrong(instance)["Database"]


def test_tables_of_another_version_are_told(instance):
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    db.session.commit()
    assert "version older" in _wrong(instance)["Tables"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    (("http://dialogues.example.org", "not encrypted"), ("dialogues.example.org", "whole address")),
)
def test_an_address_that_cannot_be_trusted_is_told(tmp_path, address, sentence):
    app = make(tmp_path, BASE_URL=address)
    with app.app_context():
        bring_up_to_date(db.engine, at=clock.now())
        assert sentence in _wrong(app)["Address"]
        assert "TRUSTED_HOSTS is empty" in _wrong(app)["Hosts"]
        db.session.remove()
        db.engine.dispose()
