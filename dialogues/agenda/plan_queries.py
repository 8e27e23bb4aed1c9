"""Questions of the builder: what is parked, and in which version each session of a day is."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from dialogues.agenda.models import AgendaSession, SessionPerson
from dialogues.agenda.plan_rules import Versions
from dialogues.agenda.queries import AgendaDay
from dialogues.audit.models import Entry
from dialogues.events.models import EventDay


def list_parked(session: Session, event_id: int) -> Sequence[AgendaSession]:
    """The parked sessions of an event with their people, in the order in which they were made."""
    chosen = sa.select(AgendaSession).where(AgendaSession.parked_in_id == event_id).order_by(AgendaSession.id)
    return session.scalars(
        chosen.options(selectinload(AgendaSession.people).joinedload(SessionPerson.registration))
    ).all()


def find_any_session(session: Session, *, event_id: int, session_id: int) -> AgendaSession | None:
    """One session of this event, on a day or parked, with its people."""
    return session.scalar(
        sa.select(AgendaSession)
        .outerjoin(EventDay, EventDay.id == AgendaSession.day_id)
        .where(
            AgendaSession.id == session_id,
            sa.or_(EventDay.event_id == event_id, AgendaSession.parked_in_id == event_id),
        )
        .options(
            joinedload(AgendaSession.day), selectinload(AgendaSession.people).joinedload(SessionPerson.registration)
        )
    )


def list_versions(session: Session, *, day_ids: Collection[int]) -> dict[int, Versions]:
    """By day: its sessions with their versions."""
    found: dict[int, Versions] = {day_id: {} for day_id in day_ids}
    chosen = sa.select(AgendaSession.day_id, AgendaSession.id, AgendaSession.version)
    for row in session.execute(chosen.where(AgendaSession.day_id.in_(day_ids))):
        found[row.day_id][row.id] = row.version
    return found


def versions_shown(days: Sequence[AgendaDay]) -> dict[int, Versions]:
    """The same of an agenda that is at hand."""
    return {day.id: {item.id: item.version for item in day.items} for day in days}


def list_titles(session: Session, session_ids: Collection[int], *, event_id: int) -> list[str]:
    """The titles of sessions of an event, of those that are gone as the journal last told them."""
    told = (
        sa.select(Entry.subject_id, Entry.subject_name)
        .where(
            Entry.event_id == event_id,
            Entry.subject_kind == AgendaSession.__tablename__,
            Entry.subject_id.in_([str(one) for one in session_ids]),
        )
        .order_by(Entry.id)
    )
    titles = {int(row.subject_id): row.subject_name for row in session.execute(told)}
    chosen = (
        sa.select(AgendaSession.id, AgendaSession.title)
        .outerjoin(EventDay, EventDay.id == AgendaSession.day_id)
        .where(
            AgendaSession.id.in_(session_ids),
            sa.or_(EventDay.event_id == event_id, AgendaSession.parked_in_id == event_id),
        )
    )
    titles |= {row.id: row.title for row in session.execute(chosen)}
    return [titles[one] for one in sorted(titles)]
