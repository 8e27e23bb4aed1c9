"""Questions about whose logos stand on paper."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, may_everywhere
from dialogues.events.access import visible_to
from dialogues.events.logo_models import Chosen, PaperLogos
from dialogues.events.logo_rules import in_order
from dialogues.events.models import Event
from dialogues.people.letterhead_queries import Letterhead, list_letterheads
from dialogues.people.models import Organisation


def find_for_event(session: Session, event_id: int) -> PaperLogos | None:
    """What was chosen for this event itself."""
    return session.scalar(sa.select(PaperLogos).where(PaperLogos.event_id == event_id))


def find_for_process(session: Session, process_id: int) -> PaperLogos | None:
    """What was chosen for all events of a process."""
    return session.scalar(sa.select(PaperLogos).where(PaperLogos.process_id == process_id))


def list_on_papers(session: Session, event: Event) -> list[Letterhead]:
    """The organisations whose letterheads the papers of an event have, in order: its own, else those of its process."""
    either = sa.or_(PaperLogos.event_id == event.id, PaperLogos.process_id == event.process_id)
    chosen = sa.select(PaperLogos).where(either).order_by(PaperLogos.event_id.is_(None)).limit(1)
    return list_chosen(session, session.scalar(chosen))


def list_of_process(session: Session, event: Event) -> list[Letterhead]:
    """The organisations whose letterheads the papers of an event have unless it chooses its own."""
    return list_chosen(session, find_for_process(session, event.process_id)) if event.process_id is not None else []


def list_chosen(session: Session, row: PaperLogos | None) -> list[Letterhead]:
    """The letterheads that a choice names, in its order; one organisation that came to be two of them stands once."""
    ids = list(dict.fromkeys(in_order(row.chosen))) if row else []
    if not ids:
        return []
    found = list_letterheads(session, ids)
    return [found[one] for one in ids if one in found]


def may_choose(viewer: Any) -> sa.ColumnElement[bool]:
    """The condition on Organisation that leaves those whose letterhead `viewer` may choose.

    Whoever sees the directory may choose any; others those that stand on the papers of what they see already.
    """
    if may_everywhere(viewer, Permission.SEE_DIRECTORY):
        return sa.true()
    events = sa.select(Event.id).where(visible_to(viewer))
    processes = sa.select(Event.process_id).where(visible_to(viewer), Event.process_id.is_not(None))
    is_seen = sa.or_(PaperLogos.event_id.in_(events), PaperLogos.process_id.in_(processes))
    columns = [getattr(PaperLogos, name) for name in Chosen._fields]
    return sa.or_(*(Organisation.id.in_(sa.select(one).where(is_seen, one.is_not(None))) for one in columns))
