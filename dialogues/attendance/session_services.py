"""Who was in an agenda session: marks of the same shape, judged by the same rules; a session has no halves."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.models import AgendaSession
from dialogues.attendance import rules
from dialogues.attendance.models import MarkSource, MarkStatus, SessionMark
from dialogues.attendance.rules import Part, Said, state_of
from dialogues.attendance.session_queries import list_said
from dialogues.audit.services import Actor, record
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import EventDay
from dialogues.registration.former_queries import find_what_it_became
from dialogues.registration.models import Registration, Status

_UNDO = uuid.UUID("b7c1c3a2-51f4-4b52-8a3e-6b7d1d0a9a44")  # undoing twice makes the same mark


@dataclass(frozen=True, slots=True)
class NewSessionMark:
    """One mark as somebody wants it recorded, seen just now."""

    id: uuid.UUID
    agenda_session_id: int
    registration_id: int
    status: MarkStatus
    source: MarkSource = MarkSource.DESK
    reason: str | None = None


def mark_in_session(session: Session, wanted: NewSessionMark, *, event_id: int, actor: Actor, at: datetime) -> str:
    """Record whether somebody was in an agenda session, and return their name. Sent again, nothing changes.

    Raises NotFoundHere for a session of another event, UnknownPerson, NotConfirmed, RegistrationCancelled, DayClosed,
    IdReused, or ReasonMissing for a correction that does not say why.
    """
    block, is_closed, day = find_block(session, event_id=event_id, agenda_session_id=wanted.agenda_session_id)
    person = _find_person(session, event_id, wanted.registration_id)
    wanted = replace(wanted, registration_id=person.id)
    kept = session.get(SessionMark, wanted.id)
    if kept is not None:
        same = (kept.agenda_session_id, kept.registration_id, kept.status)
        if same != (wanted.agenda_session_id, wanted.registration_id, wanted.status):
            raise rules.IdReused
        return person.full_name
    corrects = wanted.source is MarkSource.CORRECTION
    if corrects and not wanted.reason:
        raise rules.ReasonMissing
    if is_closed and not corrects:
        raise rules.DayClosed(day=day.day)
    # As of days: what was recorded of somebody who is no longer expected can be put right, but nothing be added to it.
    if person.status is not Status.CONFIRMED and not (corrects and wanted.status is not MarkStatus.PRESENT):
        refusal = rules.RegistrationCancelled if person.status is Status.CANCELLED else rules.NotConfirmed
        raise refusal(name=person.full_name)
    said = list_said(session, agenda_session_id=block.id, registration_ids=[person.id]).get(person.id, [])
    moment = rules.moment_after(said, at)
    before = state_of(said).morning
    after = state_of([*said, Said(wanted.id, Part.WHOLE, wanted.status, moment, 0)]).morning
    session.add(new_mark(wanted, moment=moment, actor=actor, at=at))
    changes: dict[str, tuple[Any, Any]] = {"session": (None, block.title)}
    if before is not after:
        changes["in_session"] = (before, after)
    record(
        session,
        "attendance.session_marked",
        actor=actor,
        at=at,
        subject=person,
        subject_name=person.full_name,
        event_id=event_id,
        changes=changes,
        reason=wanted.reason,
    )
    return person.full_name


def take_back_in_session(
    session: Session,
    mark_id: uuid.UUID,
    *,
    event_id: int,
    agenda_session_id: int,
    actor: Actor,
    at: datetime,
    source: MarkSource = MarkSource.DESK,
    reason: str | None = None,
) -> str:
    """Make it again what it was before one mark, and return whose it is. Raises ChangedSince if it no longer stands."""
    kept = session.get(SessionMark, mark_id)
    if kept is None or kept.agenda_session_id != agenda_session_id:
        raise NotFoundHere
    said = list_said(session, agenda_session_id=agenda_session_id, registration_ids=[kept.registration_id])
    undo_id = uuid.uuid5(_UNDO, str(mark_id))
    undone = session.get(SessionMark, undo_id)
    if undone is not None:
        status = undone.status
    else:
        [(_part, status)] = rules.taking_back(said[kept.registration_id], mark_id)
    wanted = NewSessionMark(undo_id, agenda_session_id, kept.registration_id, status, source, reason)
    return mark_in_session(session, wanted, event_id=event_id, actor=actor, at=at)


def _find_person(session: Session, event_id: int, registration_id: int) -> Registration:
    """Whom a mark is about, held; of a registration that became part of another one that is the other one."""
    chosen = sa.select(Registration).where(Registration.event_id == event_id).with_for_update(key_share=True)
    person = session.scalar(chosen.where(Registration.id == registration_id))
    if person is None:
        became = find_what_it_became(session, event_id, registration_id)
        person = session.scalar(chosen.where(Registration.id == became)) if became is not None else None
    if person is None:
        raise rules.UnknownPerson
    return person


def find_block(session: Session, *, event_id: int, agenda_session_id: int) -> tuple[AgendaSession, bool, EventDay]:
    """An agenda session, whether its day is closed, and that day, held open meanwhile. Raises NotFoundHere."""
    chosen = (
        sa.select(AgendaSession, EventDay)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(AgendaSession.id == agenda_session_id, EventDay.event_id == event_id)
        .with_for_update(read=True, of=EventDay)
    )
    found = session.execute(chosen).one_or_none()
    if found is None:
        raise NotFoundHere
    block, day = found
    return block, day.closed_at is not None, day


def new_mark(wanted: NewSessionMark, *, moment: datetime, actor: Actor, at: datetime) -> SessionMark:
    """The row of one mark in a session."""
    return SessionMark(
        id=wanted.id,
        agenda_session_id=wanted.agenda_session_id,
        registration_id=wanted.registration_id,
        status=wanted.status,
        seen_at=moment,
        clock_offset_s=0,
        recorded_at=at,
        marked_by_id=actor.user_id,
        marked_by_name=actor.name,
        device=None,
        source=wanted.source,
        reason=wanted.reason,
    )
