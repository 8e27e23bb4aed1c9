"""Keeping the figures of an event, so that a report over many need not count it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.reports.tally_models import EventTally
from dialogues.reports.tally_queries import count_to_keep, last_entry
from dialogues.reports.tally_rules import FORM


def keep_tally(session: Session, event_id: int, *, at: datetime) -> None:
    """What is counted of an event now is kept, as of the present end of the journal.

    The journal is held meanwhile: no act may be half done whose entry has a number already and which is not seen yet.
    On SQLite whoever writes is alone anyway. On PostgreSQL nobody is made to wait for us: raises OperationalError at
    once while somebody else is writing, and is called again later. It notes nothing in the journal itself, because
    nothing of what is recorded changes.
    """
    _hold_journal(session)
    journal_id, counted = last_entry(session), count_to_keep(session, event_id)
    kept = session.get(EventTally, event_id, populate_existing=True)
    if kept is None:
        kept = EventTally(event_id=event_id)
        session.add(kept)
    kept.form, kept.journal_id, kept.counted_at = FORM, journal_id, at
    for name, value in counted._asdict().items():
        setattr(kept, name, value)


def _hold_journal(session: Session) -> None:
    """Nobody writes to the journal until the unit of work ends, and nobody else holds it so."""
    if session.connection().dialect.name == "postgresql":
        session.execute(sa.text(f"LOCK TABLE {Entry.__tablename__} IN SHARE ROW EXCLUSIVE MODE NOWAIT"))
