"""Keeping the figures of events in which nothing happens any more: for the clock of the server and for `check`."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from dialogues.core.db import db, unit_of_work
from dialogues.reports.tally_queries import list_to_keep, list_wrong
from dialogues.reports.tally_services import keep_tally

# While people come through the door, what is counted now would hold for seconds.
QUIET_FOR = timedelta(minutes=5)


def keep_quiet_events(*, at: datetime) -> int:
    """The figures of every event that has been quiet for a while are kept; returns how many were counted for it."""
    event_ids = list_to_keep(db.session(), quiet_since=at - QUIET_FOR)
    for event_id in event_ids:
        with unit_of_work() as session:
            keep_tally(session, event_id, at=at)
    return len(event_ids)


def keep_all_events(*, at: datetime) -> tuple[int, int]:
    """The figures of every event are kept, wrong ones anew; returns how many are, and how many somebody held up."""
    event_ids = sorted({*list_to_keep(db.session()), *list_wrong(db.session())})
    held_up = 0
    for event_id in event_ids:
        try:
            with unit_of_work() as session:
                keep_tally(session, event_id, at=at)
        except sa.exc.OperationalError:  # somebody is writing just now: the event is counted whenever it is asked for
            held_up += 1
    return len(event_ids) - held_up, held_up
