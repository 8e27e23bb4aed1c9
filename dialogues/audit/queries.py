"""Reading the journal."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.core.paging import Page

PAGE_SIZE = 50


def list_entries(
    session: Session, *, event_id: int | None = None, actor: str | None = None, page: int = 1
) -> Page[Entry]:
    """The journal, newest first: of one event, or of everything when `event_id` is None."""
    chosen = sa.select(Entry)
    if event_id is not None:
        chosen = chosen.where(Entry.event_id == event_id)
    if actor:
        chosen = chosen.where(Entry.actor_name == actor)
    total = session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
    rows = session.scalars(
        chosen.order_by(Entry.at.desc(), Entry.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    return Page(rows=rows, number=page, size=PAGE_SIZE, total=total)


def list_subject_entries(session: Session, *, kind: str, subject_id: str, limit: int = 100) -> Sequence[Entry]:
    """What happened to one row, newest first."""
    return list_entries_of(session, kind=kind, subject_ids=[subject_id], limit=limit)


def list_entries_of(session: Session, *, kind: str, subject_ids: Collection[str], limit: int = 100) -> Sequence[Entry]:
    """What happened to some rows of one table, newest first."""
    chosen = sa.select(Entry).where(Entry.subject_kind == kind, Entry.subject_id.in_(subject_ids))
    return session.scalars(chosen.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)).all()
