"""What can happen to attendance: marks are added, never changed; days are closed and reopened.

Every mark goes through `mark_many`, one or ten thousand: a constant number of statements, the states recomputed in the
same transaction. The registrations are locked first (PostgreSQL; on SQLite the writer holds the whole database), so
two devices that mark the same person at once cannot each compute a state without the other's mark.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import rules
from dialogues.attendance.models import DayState, Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import Day, list_said
from dialogues.attendance.rules import HALVES, NOTHING, Said, State, state_of
from dialogues.audit.services import Actor, Note, assign, record, record_many
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.events.models import EventDay
from dialogues.people.sectors import Sector
from dialogues.registration.former_queries import list_former
from dialogues.registration.models import Registration, Status

# Marks an undo adds are named after the mark they take back: however often it is sent, it acts once.
_UNDO = uuid.UUID("5a3f5e0e-6f0b-4d4c-9d3e-2f6c3b1a7d10")
_AT_ONCE = 10_000  # marks in one statement: databases take some 32,000 parameters

_MARK = cast(sa.Table, Mark.__table__)
_DAY_STATE = cast(sa.Table, DayState.__table__)

_PERSON = sa.select(
    Registration.id, Registration.badge_code, Registration.full_name, Registration.status,
    Registration.organisation_name, Registration.sector,
)  # fmt: skip

Changes = dict[str, tuple[Any, Any]]


class Outcome(StrEnum):
    """What became of a mark that somebody wanted recorded."""

    RECORDED = "recorded"
    ALREADY_RECORDED = "already_recorded"  # the same mark was sent before
    ALREADY_IN = "already_in"  # at the door: the person is present, no second mark was written
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NewMark:
    """One mark as somebody wants it recorded, of a registration by its number or its badge code."""

    id: uuid.UUID
    day: date
    source: MarkSource
    registration_id: int | None = None
    badge_code: str | None = None
    part: Part = Part.WHOLE
    status: MarkStatus = MarkStatus.PRESENT
    seen_at: datetime | None = None  # by the device's clock; None: just now, by ours
    clock_offset_s: int = 0
    device: str | None = None
    reason: str | None = None
    device_counter: int | None = None
    speaks_last: bool = False  # it speaks of all that is known by now, whatever a clock that ran ahead says


class Person(NamedTuple):
    """Whom a mark is about."""

    id: int
    badge_code: str
    full_name: str
    status: Status
    organisation_name: str | None
    sector: Sector


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one wanted mark: refused with a reason, or the state of that day before and after it."""

    outcome: Outcome
    person: Person | None = None
    before: State = NOTHING
    after: State = NOTHING
    refusal: DomainError | None = None


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
        book = _Book(session, some, event_id=event_id, at=at)
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
    if session.get(Mark, _undo_id(mark_id, HALVES[part][0])) is not None:
        return Result(Outcome.ALREADY_RECORDED)
    said = list_said(session, registration_id=registration_id, day_id=day_id)
    wanted = [
        NewMark(
            id=_undo_id(mark_id, HALVES[again][0]),
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


def _undo_id(mark_id: uuid.UUID, half: Part) -> uuid.UUID:
    """The id of the mark that takes back `mark_id`: the same every time, so an undo sent twice acts once."""
    return uuid.uuid5(_UNDO, f"{mark_id} {half}")


class _Book:
    """All that has to be known to judge some marks, read in a constant number of statements; and what they change."""

    def __init__(self, session: Session, wanted: Sequence[NewMark], *, event_id: int, at: datetime) -> None:
        self._session = session
        self._event_id = event_id
        self._at = at
        self._days = self._read_days()
        ids = {one.registration_id for one in wanted if one.registration_id is not None}
        badges = {one.badge_code for one in wanted if one.badge_code is not None}
        self._by_id: dict[int, Person] = {}
        self._by_badge: dict[str, Person] = {}
        self._read_people(ids, badges)
        self._read_former(ids - self._by_id.keys(), badges - self._by_badge.keys())
        self._said = self._read_said({one.day for one in wanted})
        self._kept = self._read_kept(wanted)
        self._had_state = {key for key, said in self._said.items() if said}
        self._new: list[tuple[NewMark, Person, Day, Said, State, State]] = []

    def judge(self, wanted: NewMark) -> Result:
        """Decide about one mark, knowing those decided before it."""
        person = self._by_id.get(wanted.registration_id or 0) or self._by_badge.get(wanted.badge_code or "")
        day = self._days.get(wanted.day)
        try:
            if person is None:
                raise rules.UnknownPerson
            if day is None:
                raise rules.DayNotOfEvent(day=wanted.day)
            return self._accept(wanted, person, day)
        except DomainError as refusal:
            return Result(Outcome.REFUSED, person, refusal=refusal)

    def _accept(self, wanted: NewMark, person: Person, day: Day) -> Result:
        said = self._said[person.id, day.id]
        before = state_of(said)
        kept = self._kept.get(wanted.id)
        if kept is not None:
            if kept != _content(wanted, person.id, day.id, kept):
                raise rules.IdReused
            return Result(Outcome.ALREADY_RECORDED, person, before, before)
        # A device that collects marks hands in all it saw; whoever marks here and now is told, and adds nothing.
        arrives_now = wanted.source in rules.ARRIVALS and wanted.seen_at is None
        if arrives_now and wanted.status is MarkStatus.PRESENT and rules.is_in(before, wanted.part):
            return Result(Outcome.ALREADY_IN, person, before, before)
        self._require_allowed(wanted, person, day)
        one = Said(wanted.id, wanted.part, wanted.status, self._moment_of(wanted, said), wanted.clock_offset_s)
        said.append(one)
        after = state_of(said)
        self._kept[wanted.id] = (person.id, day.id, wanted.part, wanted.status, one.seen_at)
        self._new.append((wanted, person, day, one, before, after))
        return Result(Outcome.RECORDED, person, before, after)

    def _moment_of(self, wanted: NewMark, said: list[Said]) -> datetime:
        """When it was seen. What takes something back or corrects it speaks of all that is known by now."""
        if wanted.seen_at is not None:
            return wanted.seen_at
        corrects = wanted.source is MarkSource.CORRECTION or wanted.status is MarkStatus.WITHDRAWN
        return rules.moment_after(said, self._at) if corrects or wanted.speaks_last else self._at

    def _require_allowed(self, wanted: NewMark, person: Person, day: Day) -> None:
        corrects = wanted.source is MarkSource.CORRECTION
        if corrects and not wanted.reason:
            raise rules.ReasonMissing
        if day.is_closed and not corrects:
            raise rules.DayClosed(day=day.day)
        # What was recorded of somebody who is no longer expected can be put right, but nothing be added to it.
        if person.status is not Status.CONFIRMED and not (corrects and wanted.status is not MarkStatus.PRESENT):
            cancelled = person.status is Status.CANCELLED
            refusal = rules.RegistrationCancelled if cancelled else rules.NotConfirmed
            raise refusal(name=person.full_name)
        if wanted.seen_at is not None and not corrects:
            rules.require_not_future(wanted.seen_at, wanted.clock_offset_s, now=self._at)
            if wanted.source in rules.ARRIVALS:
                rules.require_not_long_before(wanted.seen_at, wanted.clock_offset_s, day=day.day)

    def write(self, actor: Actor) -> None:
        """Add the accepted marks, the states they lead to, and a line in the journal for each."""
        if not self._new:
            return
        self._session.execute(
            sa.insert(_MARK),  # the tables, not the classes: half the time where thousands come at once
            [
                {
                    "id": one.id,
                    "registration_id": person.id,
                    "day_id": day.id,
                    "part": one.part,
                    "status": one.status,
                    "seen_at": one.seen_at,
                    "clock_offset_s": one.clock_offset_s,
                    "recorded_at": self._at,
                    "marked_by_id": actor.user_id,
                    "marked_by_name": actor.name,
                    "device": wanted.device,
                    "source": wanted.source,
                    "reason": wanted.reason,
                    "device_counter": wanted.device_counter,
                }
                for wanted, person, day, one, _before, _after in self._new
            ],
        )
        self._write_states()
        record_many(
            self._session, (_note(*one) for one in self._new), actor=actor, at=self._at, event_id=self._event_id
        )

    def _write_states(self) -> None:
        last = {(person.id, day.id): after for _, person, day, _, _, after in self._new}
        fresh: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for (registration_id, day_id), state in last.items():
            row = {"registration_id": registration_id, "day_id": day_id, **state._asdict()}
            (changed if (registration_id, day_id) in self._had_state else fresh).append(row)
        if fresh:
            self._session.execute(sa.insert(_DAY_STATE), fresh)
        if changed:
            self._session.execute(sa.update(DayState), changed)

    def _read_days(self) -> dict[date, Day]:
        """The days of the event, held as they are: nobody closes one before these marks are in."""
        chosen = sa.select(EventDay.id, EventDay.day, EventDay.title, EventDay.has_halves, EventDay.closed_at)
        chosen = chosen.where(EventDay.event_id == self._event_id).with_for_update(read=True)
        return {row.day: Day(*row) for row in self._session.execute(chosen)}

    def _read_people(self, ids: Collection[int], badges: Collection[str]) -> None:
        """Whom the marks are about, locked in the order of their numbers so that two batches never wait in a ring."""
        one_of = ((Registration.id, ids), (Registration.badge_code, badges))
        named = [column.in_(keys) for column, keys in one_of if keys]
        wanted = sa.and_(Registration.event_id == self._event_id, sa.or_(sa.false(), *named))
        chosen = _PERSON.where(wanted).order_by(Registration.id).with_for_update(key_share=True)
        people = [Person(*row) for row in self._session.execute(chosen)]
        self._by_id |= {person.id: person for person in people}
        self._by_badge |= {person.badge_code: person for person in people}

    def _read_former(self, ids: Collection[int], badges: Collection[str]) -> None:
        """The number and badge of a registration that became part of another one mean that other one."""
        if not ids and not badges:
            return
        former = list_former(self._session, ids=ids, badges=badges)
        self._read_people({into for _id, _badge, into in former if into is not None}, ())
        for number, badge, into in former:
            if into in self._by_id:
                self._by_id[number] = self._by_badge[badge] = self._by_id[into]

    def _read_said(self, dates: Iterable[date]) -> dict[tuple[int, int], list[Said]]:
        day_ids = [self._days[day].id for day in dates if day in self._days]
        chosen = sa.select(
            Mark.registration_id, Mark.day_id, Mark.id, Mark.part, Mark.status, Mark.seen_at, Mark.clock_offset_s
        ).where(Mark.registration_id.in_(self._by_id), Mark.day_id.in_(day_ids))
        said: dict[tuple[int, int], list[Said]] = defaultdict(list)
        for row in self._session.execute(chosen) if self._by_id else ():
            said[row[0], row[1]].append(Said(*row[2:]))
        return said

    def _read_kept(self, wanted: Iterable[NewMark]) -> dict[uuid.UUID, "_Content"]:
        """Marks recorded before under one of the wanted ids, of whichever event."""
        chosen = sa.select(Mark.id, Mark.registration_id, Mark.day_id, Mark.part, Mark.status, Mark.seen_at)
        kept = chosen.where(Mark.id.in_([one.id for one in wanted]))
        return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in self._session.execute(kept)}


_Content = tuple[int, int, Part, MarkStatus, datetime]


def _content(wanted: NewMark, registration_id: int, day_id: int, kept: _Content) -> _Content:
    """What makes a mark the same one; the time only where the device gave it, else a resend could never be the same."""
    return registration_id, day_id, wanted.part, wanted.status, wanted.seen_at or kept[4]


def _note(wanted: NewMark, person: Person, day: Day, one: Said, before: State, after: State) -> Note:
    if wanted.source is MarkSource.CORRECTION:
        action = "attendance.corrected"
    else:
        action = "attendance.taken_back" if one.status is MarkStatus.WITHDRAWN else "attendance.marked"
    changes: Changes = {"attendance_on": (None, day.day)}
    for half in HALVES[one.part]:
        if before.of(half) is not after.of(half):
            changes[half.value] = (before.of(half), after.of(half))
    return Note(action, Registration.__tablename__, str(person.id), person.full_name, changes, wanted.reason)
