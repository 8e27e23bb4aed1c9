"""Figures are never kept as of an end of the journal before which somebody has still something to say."""

import threading

import pytest
import sqlalchemy as sa

from dialogues.core.db import db, unit_of_work
from dialogues.reports import tally_queries, tally_services
from dialogues.reports.tally_models import EventTally
from tests.attendance.test_race import at_once, marking, seen
from tests.factories import make_event, make_registration
from tests.reports.attended import NOON

__all__ = ["at_once"]  # a fixture: acts begun at one moment
pytestmark = pytest.mark.database


def keeping(event_id):
    """Keep the figures; a server may refuse, because somebody is writing."""

    def act(session):
        tally_services.keep_tally(session, event_id, at=NOON)

    return act


def test_what_is_kept_while_people_are_marked_is_never_wrong(at_once):
    event = make_event()
    people = [make_registration(event, f"Person {number}").id for number in range(6)]
    for one in people:
        results = at_once(marking(event.id, seen(one)), keeping(event.id), keeping(event.id))
        assert results[0] == ["recorded"]
        assert all(one is None or isinstance(one, sa.exc.OperationalError) for one in results[1:])
        assert tally_queries.list_wrong(db.session()) == []
        db.session.commit()


@pytest.fixture
def half_done(shared):
    """Acts that are written and not there for others yet; what is returned lets them be."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("whoever writes on SQLite is alone")
    written, go_on = threading.Event(), threading.Event()

    def begin(*acts):
        def run():
            with shared.app_context():
                with unit_of_work() as session:
                    for act in acts:
                        act(session)
                    written.set()
                    go_on.wait()
                db.session.remove()

        thread = threading.Thread(target=run)
        thread.start()
        written.wait()

        def finish():
            go_on.set()
            thread.join()

        return finish

    return begin


def make_two_registered():
    event = make_event()
    people = [make_registration(event, name).id for name in ("Ama Serwaa", "Kofi Mensah")]
    event_id = event.id
    db.session.commit()
    return event_id, people


def test_figures_are_not_kept_while_a_mark_is_half_done(half_done):
    event_id, (early, late) = make_two_registered()
    finish = half_done(marking(event_id, seen(early)))
    with unit_of_work() as session:  # its entry has the higher number and is there first
        marking(event_id, seen(late))(session)
    with pytest.raises(sa.exc.OperationalError), unit_of_work() as session:
        tally_services.keep_tally(session, event_id, at=NOON)
    finish()
    with unit_of_work() as session:
        tally_services.keep_tally(session, event_id, at=NOON)
    assert tally_queries.list_wrong(db.session()) == []


def test_without_holding_the_journal_they_would_be_wrong(half_done, monkeypatch):
    event_id, (early, late) = make_two_registered()
    finish = half_done(marking(event_id, seen(early)))
    with unit_of_work() as session:
        marking(event_id, seen(late))(session)
    monkeypatch.setattr(tally_services, "_hold_journal", lambda session: None)
    with unit_of_work() as session:
        tally_services.keep_tally(session, event_id, at=NOON)
    finish()
    assert tally_queries.list_wrong(db.session()) == [event_id]
    assert db.session.scalar(sa.select(EventTally.event_id)) == event_id
