"""Judging and writing marks: what is known is read in a constant number of statements, and so is what changes written.

A queue stands at the door, so the statements are put together once, on the tables and not the classes, and go to the
connection itself: half the time for one mark, a third of it where thousands come at once.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import rules
from dialogues.attendance.models import DayState, Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import Day
from dialogues.attendance.rules import HALVES, NOTHING, Said, State, state_of
from dialogues.audit.services import Actor, Note, record_many
from dialogues.core.errors import DomainError
from dialogues.events.models import EventDay
from dialogues.people.sectors import Sector
from dialogues.registration.former_queries import list_former
from dialogues.registration.models import Registration, Status


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


_MARK = cast(sa.Table, Mark.__table__)
_DAY_STATE = cast(sa.Table, DayState.__table__)
_DAY = cast(sa.Table, EventDay.__table__).c
_WHO = cast(sa.Table, Registration.__table__).c
_M = _MARK.c


def _several(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True)


_OF_EVENT: sa.BindParameter[int] = sa.bindparam("event_id")
# The days of the event, held as they are: nobody closes one before these marks are in.
_DAYS = (
    sa.select(_DAY.id, _DAY.day, _DAY.title, _DAY.has_halves, _DAY.closed_at)
    .where(_DAY.event_id == _OF_EVENT)
    .with_for_update(read=True)
)
# Whom the marks are about, locked in the order of their numbers so that two batches never wait in a ring.
_PEOPLE = (
    sa.select(_WHO.id, _WHO.badge_code, _WHO.full_name, _WHO.status, _WHO.organisation_name, _WHO.sector)
    .order_by(_WHO.id)
    .with_for_update(key_share=True)
)
_HAS_ID, _HAS_BADGE = _WHO.id.in_(_several("ids")), _WHO.badge_code.in_(_several("badges"))
_BY_ID = _PEOPLE.where(_WHO.event_id == _OF_EVENT, _HAS_ID)
_BY_BADGE = _PEOPLE.where(_WHO.event_id == _OF_EVENT, _HAS_BADGE)
_BY_EITHER = _PEOPLE.where(_WHO.event_id == _OF_EVENT, sa.or_(_HAS_ID, _HAS_BADGE))
# Badges of other events, and whoever wore one there and is on this list.
_OTHER = cast(sa.Table, Registration.__table__).alias("elsewhere")
_ELSEWHERE = (
    sa.select(_OTHER.c.badge_code, _WHO.full_name)
    .select_from(_OTHER)
    .outerjoin(
        Registration.__table__,
        sa.and_(_WHO.person_id == _OTHER.c.person_id, _WHO.event_id == _OF_EVENT),
    )
    .where(_OTHER.c.badge_code.in_(_several("badges")), _OTHER.c.event_id != _OF_EVENT)
)
# Every mark of those people on those days, and marks recorded before under one of the ids, of whichever event.
_KNOWN = sa.select(_M.registration_id, _M.day_id, _M.id, _M.part, _M.status, _M.seen_at, _M.clock_offset_s).where(
    sa.or_(
        _M.id.in_(_several("ids")),
        sa.and_(_M.registration_id.in_(_several("people")), _M.day_id.in_(_several("days"))),
    )
)
_ADD_MARKS, _ADD_STATES = sa.insert(_MARK), sa.insert(_DAY_STATE)
_CHANGE_STATE = (
    sa.update(_DAY_STATE)
    .where(
        _DAY_STATE.c.registration_id == sa.bindparam("of_registration"), _DAY_STATE.c.day_id == sa.bindparam("on_day")
    )
    .values({name: sa.bindparam(name) for name in State._fields})
)

_Content = tuple[int, int, Part, MarkStatus, datetime]
_Key = tuple[int, int]  # registration, day


class Book:
    """All that has to be known to judge some marks, read in a constant number of statements; and what they change."""

    def __init__(self, session: Session, wanted: Sequence[NewMark], *, event_id: int, at: datetime) -> None:
        session.flush()  # these statements go past the session: what it holds must stand before them
        self._session = session
        self._connection = session.connection()
        self._event_id = event_id
        self._at = at
        days = self._connection.execute(_DAYS, {"event_id": event_id})
        self._days = {row.day: Day(*row) for row in days}
        ids = {one.registration_id for one in wanted if one.registration_id is not None}
        badges = {one.badge_code for one in wanted if one.badge_code is not None}
        self._by_id: dict[int, Person] = {}
        self._by_badge: dict[str, Person] = {}
        self._elsewhere: dict[str | None, str | None] = {}  # badges of other events: who wore it there and is here
        self._read_people(ids, badges)
        self._read_former(ids - self._by_id.keys(), badges - self._by_badge.keys())
        self._said: defaultdict[_Key, list[Said]] = defaultdict(list)
        self._kept: dict[uuid.UUID, _Content] = {}
        self._read_known(wanted)
        self._had_state = set(self._said)
        self._states = {key: state_of(said) for key, said in self._said.items()}
        self._new: list[tuple[NewMark, Person, Day, Said, State, State]] = []

    def judge(self, wanted: NewMark) -> Result:
        """Decide about one mark, knowing those decided before it."""
        person = self._by_id.get(wanted.registration_id or 0) or self._by_badge.get(wanted.badge_code or "")
        day = self._days.get(wanted.day)
        try:
            if person is None:
                raise self._why_unknown(wanted.badge_code)
            if day is None:
                raise rules.DayNotOfEvent(day=wanted.day)
            return self._accept(wanted, person, day)
        except DomainError as refusal:
            return Result(Outcome.REFUSED, person, refusal=refusal)

    def _why_unknown(self, badge_code: str | None) -> DomainError:
        if badge_code not in self._elsewhere:
            return rules.UnknownPerson()
        name = self._elsewhere[badge_code]
        return rules.BadgeOfOtherEvent() if name is None else rules.BadgeOfEarlierEvent(name=name)

    def _accept(self, wanted: NewMark, person: Person, day: Day) -> Result:
        key = person.id, day.id
        before = self._states.get(key, NOTHING)
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
        said = self._said[key]
        one = Said(wanted.id, wanted.part, wanted.status, self._moment_of(wanted, said), wanted.clock_offset_s)
        said.append(one)
        after = self._states[key] = state_of(said)
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
        rows = [
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
        ]
        self._connection.execute(_ADD_MARKS, rows)
        self._write_states()
        notes = [_note(*one) for one in self._new]
        record_many(self._session, notes, actor=actor, at=self._at, event_id=self._event_id)

    def _write_states(self) -> None:
        last = {(person.id, day.id): after for _, person, day, _, _, after in self._new}
        fresh: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for (registration_id, day_id), state in last.items():
            if (registration_id, day_id) in self._had_state:
                changed.append({"of_registration": registration_id, "on_day": day_id, **state._asdict()})
            else:
                fresh.append({"registration_id": registration_id, "day_id": day_id, **state._asdict()})
        if fresh:
            self._connection.execute(_ADD_STATES, fresh)
        if changed:
            self._connection.execute(_CHANGE_STATE, changed)

    def _read_people(self, ids: Collection[int], badges: Collection[str]) -> None:
        if not ids and not badges:
            return
        chosen = (_BY_EITHER if badges else _BY_ID) if ids else _BY_BADGE
        asked = {"event_id": self._event_id, **({"ids": ids} if ids else {}), **({"badges": badges} if badges else {})}
        for row in self._connection.execute(chosen, asked):
            person = Person(*row)
            self._by_id[person.id] = self._by_badge[person.badge_code] = person

    def _read_former(self, ids: Collection[int], badges: AbstractSet[str]) -> None:
        """The number and badge of a registration that became part of another one mean that other one.

        Of badges that nobody here wears it is read whether they were printed for another event.
        """
        if not ids and not badges:
            return
        former = list_former(self._session, ids=ids, badges=badges)
        self._read_people({into for _id, _badge, into in former if into is not None}, ())
        for number, badge, into in former:
            if into in self._by_id:
                self._by_id[number] = self._by_badge[badge] = self._by_id[into]
            else:
                self._elsewhere[badge] = None  # of another event, and merged there
        unknown = badges - self._by_badge.keys()
        if unknown:
            found = self._connection.execute(_ELSEWHERE, {"event_id": self._event_id, "badges": unknown})
            self._elsewhere |= {row.badge_code: row.full_name for row in found}

    def _read_known(self, wanted: Iterable[NewMark]) -> None:
        """What was said of these people on these days, and what is recorded under these ids."""
        ids, dates = {one.id for one in wanted}, {one.day for one in wanted}
        days = {self._days[day].id for day in dates if day in self._days}
        people = {person.id for person in self._by_id.values()}
        for row in self._connection.execute(_KNOWN, {"ids": ids, "people": people, "days": days}):
            registration_id, day_id, mark_id, part, status, seen_at, _offset = row
            if registration_id in people and day_id in days:
                self._said[registration_id, day_id].append(Said(*row[2:]))
            if mark_id in ids:
                self._kept[mark_id] = (registration_id, day_id, part, status, seen_at)


def _content(wanted: NewMark, registration_id: int, day_id: int, kept: _Content) -> _Content:
    """What makes a mark the same one; the time only where the device gave it, else a resend could never be the same."""
    return registration_id, day_id, wanted.part, wanted.status, wanted.seen_at or kept[4]


def _note(wanted: NewMark, person: Person, day: Day, one: Said, before: State, after: State) -> Note:
    if wanted.source is MarkSource.CORRECTION:
        action = "attendance.corrected"
    else:
        action = "attendance.taken_back" if one.status is MarkStatus.WITHDRAWN else "attendance.marked"
    changes: dict[str, tuple[Any, Any]] = {"attendance_on": (None, day.day)}
    for half in HALVES[one.part]:
        was, becomes = before.of(half), after.of(half)
        if was is not becomes:
            changes[half.value] = (was, becomes)
    return Note(action, Registration.__tablename__, str(person.id), person.full_name, changes, wanted.reason)
