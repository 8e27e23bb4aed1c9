"""What happens by the clock, and that a broken database does not stop it."""

import pytest
import sqlalchemy as sa

from dialogues.app import create_app
from dialogues.core.db import Base, db
from dialogues.home import clockwork
from dialogues.registration import seat_queries
from dialogues.reports.tally_models import EventTally
from tests.factories import make_event, make_registration
from tests.registration.seats import plan


@pytest.fixture
def served(tmp_path):
    app = create_app(instance=tmp_path / "instance", settings={"DATABASE_URL": ""})
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_clock_offers_a_free_seat_once(served):
    event = make_event(starts="2036-06-02")
    plan(db.session(), event, capacity=1)
    make_registration(event, status="waiting", queue_number=1)
    event_id = event.id
    db.session.commit()
    for _twice in range(2):
        clockwork.tick(served)
        assert [bool(one.offer_id) for one in seat_queries.list_waiting(db.session(), event_id)] == [True]
        db.session.rollback()


def test_the_clock_keeps_the_figures_of_a_quiet_event(served):
    event_id = make_event().id
    db.session.commit()
    clockwork.tick(served)
    assert db.session.scalars(sa.select(EventTally.event_id)).all() == [event_id]


def test_figures_that_cannot_be_kept_now_do_not_stop_the_clock(served, monkeypatch, caplog):
    def busy(at):
        raise sa.exc.OperationalError("LOCK", {}, Exception("could not obtain lock"))

    caplog.set_level("INFO")
    monkeypatch.setattr(clockwork, "keep_quiet_events", busy)
    clockwork.tick(served)
    assert "could not obtain lock" in caplog.text


def test_a_database_that_is_gone_is_tried_again(served, monkeypatch, caplog):
    def broken():
        raise sa.exc.OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(clockwork, "pass_on_everywhere", broken)
    clockwork.tick(served)
    assert "disk I/O error" in caplog.text
