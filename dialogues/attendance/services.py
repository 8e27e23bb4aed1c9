"""What can happen to attendance: marks are added, never changed; days are closed and reopened.

Every mark goes through `mark_many`, one or ten thousand: a constant number of statements, the states recomputed in the
same transaction. The registrations are locked first (PostgreSQL; on SQLite the writer holds the whole database), so
two devices that mark the same person at once cannot each compute a state without the other's mark.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import rules
from dialogues.attendance.book_services import Book, NewMark, Outcome, Person, Result
from dialogues.attendance.models import Mark, MarkSource
from dialogues.attendance.queries import list_said
from dialogues.attendance.rules import HALVES
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import EventDay
from dialogues.registration.models import Registration

__all__ = [
    "NewMark",
    "Outcome",
    "Person",
    "Result",
    "close_day",
    "mark",
    "mark_many",
    "reopen_day",
    "take_back",
]

_AT_ONCE = 10_000  # marks in one statement: databases take some 32,000 parameters

Changes = dict[str, tuple[Any, Any]]


def mark(session: Session, wanted: NewMark, *, event_id: int, actor: Actor, at: datetime) -> Result:
    """Record one mark. Sent again with the same id, nothing changes; a refused one raises its reason."""
    result = mark_many(session, [wanted], event_id=event_id, actor=actor, at=at)[0]
    if result.refusal is not None:
        raise result.refusal
    return result


def mark_many(
    session: Session, wanted: Sequence[NewMark], *, event_id: int, actor: Actor, at: datetime
) -> list[Result]:
    """Record marks, each for itself: what became of them, in their order. One that is refused hinders no other."""
    results: list[Result] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        book = Book(session, some, event_id=event_id, at=at)
        results += [book.judge(one) for one in some]
        book.write(actor)
    return results


def take_back(
    session: Session,
    mark_id: uuid.UUID,
    *,
    event_id: int,
    actor: Actor,
    at: datetime,
    source: MarkSource = MarkSource.DESK,
    reason: str | None = None,
) -> Result:
    """Make the day again what it was before one mark, by marks that say so. Sent again, nothing changes.

    From the desk only arrivals are taken back; anything else takes a correction with its reason. Raises ChangedSince
    if the mark no longer stands, NotFoundHere if the event has no such mark.
    """
    chosen = (
        sa.select(Mark.registration_id, EventDay.id, EventDay.day, Mark.part, Mark.source)
        .join(EventDay, EventDay.id == Mark.day_id)
        .where(Mark.id == mark_id, EventDay.event_id == event_id)
    )
    found = session.execute(chosen).one_or_none()
    if found is None:
        raise NotFoundHere
    registration_id, day_id, day, part, was = found
    if source is not MarkSource.CORRECTION and was not in rules.ARRIVALS:
        raise rules.NeedsCorrection
    session.execute(
        sa.select(Registration.id).where(Registration.id == registration_id).with_for_update(key_share=True)
    )
    if session.get(Mark, rules.undo_id(mark_id, HALVES[part][0])) is not None:
        return Result(Outcome.ALREADY_RECORDED)
    said = list_said(session, registration_id=registration_id, day_id=day_id)
    wanted = [
        NewMark(
            id=rules.undo_id(mark_id, HALVES[again][0]),
            day=day,
            source=source,
            registration_id=registration_id,
            part=again,
            status=status,
            reason=reason,
            speaks_last=True,
        )
        for again, status in rules.taking_back(said, mark_id)
    ]
    results = mark_many(session, wanted, event_id=event_id, actor=actor, at=at)
    refusal = next((result.refusal for result in results if result.refusal), None)
    if refusal is not None:
        raise refusal
    return results[-1]


def close_day(session: Session, *, event_id: int, day: date, actor: Actor, at: datetime) -> EventDay:
    """Close a day: whoever is not recorded on it is absent from now on. No mark is touched; twice is once."""
    row = _find_day(session, event_id=event_id, day=day)
    if row.closed_at is None:
        changes = assign(row, {"closed_at": at, "closed_by_id": actor.user_id})
        _record_day(session, "day.closed", row, actor=actor, at=at, changes=changes, reason=None)
    return row


def reopen_day(
    session: Session, *, event_id: int, day: date, reason: str | None, actor: Actor, at: datetime
) -> EventDay:
    """Open a closed day again: the unmarked are not recorded, as before. Raises ReasonMissing or DayNotClosed."""
    if not reason:
        raise rules.ReasonMissing
    row = _find_day(session, event_id=event_id, day=day)
    if row.closed_at is None:
        raise rules.DayNotClosed(day=day)
    changes = assign(row, {"closed_at": None, "closed_by_id": None})
    _record_day(session, "day.reopened", row, actor=actor, at=at, changes=changes, reason=reason)
    return row


def _find_day(session: Session, *, event_id: int, day: date) -> EventDay:
    """The day, locked: marks that are being written to it are in before it changes."""
    chosen = sa.select(EventDay).where(EventDay.event_id == event_id, EventDay.day == day).with_for_update()
    row = session.scalar(chosen)
    if row is None:
        raise NotFoundHere
    return row


def _record_day(
    session: Session, action: str, row: EventDay, *, actor: Actor, at: datetime, changes: Changes, reason: str | None
) -> None:
    name, event_id = row.day.isoformat(), row.event_id
    record(
        session,
        action,
        actor=actor,
        at=at,
        subject=row,
        subject_name=name,
        event_id=event_id,
        changes=changes,
        reason=reason,
    )
