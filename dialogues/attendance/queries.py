"""Questions about who was there; for the pages here and for the features above."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.attendance.models import DayState, HalfState, Mark, MarkSource, Part
from dialogues.attendance.rules import NOTHING, Said, State, day_state, shown, state_of
from dialogues.events.models import EventDay
from dialogues.registration.models import EventRole, Registration, Status

COUNTED = frozenset({EventRole.PARTICIPANT})


class Day(NamedTuple):
    """A day of an event as attendance sees it."""

    id: int
    day: date
    title: str | None
    has_halves: bool
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether the unmarked of this day are absent."""
        return self.closed_at is not None


class DayCount(NamedTuple):
    """How many are expected on a day, and what is known of them. The last four add up to `expected`."""

    day_id: int
    day: date
    closed: bool
    recorded: bool  # closed, or at least one mark stands
    expected: int
    present: int
    excused: int
    absent: int
    not_recorded: int


class AttendanceRow(NamedTuple):
    """One mark that stands: it decides the part of the day it is given for."""

    registration_id: int
    full_name: str
    sector: str
    day: date
    part: str
    status: str
    seen_at: datetime
    recorded_at: datetime
    source: str
    marked_by: str
    mark_id: uuid.UUID

    def as_object(self, remarks: Mapping[uuid.UUID, Mapping[str, Any]]) -> dict[str, Any]:
        """The row as the API and the exports write it, with what `warning_queries.list_remarks` says of its mark."""
        facts = {name: value for name, value in self._asdict().items() if name != "mark_id"}
        return {
            **facts,
            "day": self.day.isoformat(),
            "seen_at": _instant(self.seen_at),
            "recorded_at": _instant(self.recorded_at),
            **(remarks.get(self.mark_id) or {"late_minutes": None, "in_bulk": False}),
        }


class PersonDay(NamedTuple):
    """One day of one person, as it is shown: on a closed day the unmarked are absent."""

    day: Day
    is_expected: bool
    morning: HalfState
    afternoon: HalfState
    state: HalfState
    first_seen_at: datetime | None


class Mismatch(NamedTuple):
    """A kept state that is not what its marks add up to; None: there is no row at all."""

    registration_id: int
    day_id: int
    kept: State | None
    found: State | None


class HistoryLine(NamedTuple):
    """One mark with what it changed, in the order in which the marks became known."""

    mark: Mark
    before: State
    after: State


@dataclass(frozen=True)
class Seats:
    """From which day somebody holds a seat for somebody else. Both are confirmed; each is expected on own days only."""

    held_from: Mapping[int, date]
    given_up_from: Mapping[int, date]

    def is_expected(self, registration_id: int, day: date) -> bool:
        """Whether a confirmed person is expected on `day`."""
        starts = self.held_from.get(registration_id)
        ends = self.given_up_from.get(registration_id)
        return (starts is None or starts <= day) and (ends is None or day < ends)

    @property
    def people(self) -> frozenset[int]:
        """Everybody who is not expected on all days."""
        return frozenset(self.held_from) | frozenset(self.given_up_from)


# Asked at every mark of the desk, so it is put together once.
_DAYS = (
    sa.select(EventDay.id, EventDay.day, EventDay.title, EventDay.has_halves, EventDay.closed_at)
    .where(EventDay.event_id == sa.bindparam("event_id"))
    .order_by(EventDay.day)
)


def list_days(session: Session, event_id: int) -> list[Day]:
    """The days of an event in their order."""
    session.flush()  # the statement goes past the session: what it holds must stand before it
    return [Day(*row) for row in session.connection().execute(_DAYS, {"event_id": event_id})]


def find_day(session: Session, event_id: int, day: date) -> Day | None:
    """The day of an event that falls on a date."""
    return next((one for one in list_days(session, event_id) if one.day == day), None)


def nearest_day(days: Sequence[Day], today: date) -> Day | None:
    """Today, else the first day to come, else the last one; None for an event without days."""
    return next((day for day in days if day.day >= today), days[-1] if days else None)


def find_seats(session: Session, event_id: int) -> Seats:
    """Who holds whose seat in an event, and from when."""
    chosen = sa.select(Registration.id, Registration.in_place_of_id, Registration.in_place_from).where(
        Registration.event_id == event_id,
        Registration.status == Status.CONFIRMED,
        Registration.in_place_of_id.is_not(None),
    )
    held: dict[int, date] = {}
    given_up: dict[int, date] = {}
    for holder, whose, since in session.execute(chosen):
        if whose is not None and since is not None:
            held[holder] = since
            given_up[whose] = min(since, given_up.get(whose, since))
    return Seats(held, given_up)


def day_counts(session: Session, event_id: int, *, roles: Collection[EventRole] = COUNTED) -> list[DayCount]:
    """Each day of an event with how many of its people were present, and how many have no mark.

    Counted are the confirmed, and whoever was present on some day and is cancelled since. Who does not hold a seat on
    a day, or is cancelled, is not expected on it, but counts if seen: as the report counts them.
    """
    days = list_days(session, event_id)
    seats = find_seats(session, event_id)
    confirmed = (
        Registration.event_id == event_id,
        Registration.status == Status.CONFIRMED,
        Registration.role.in_(roles),
    )
    people = session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*confirmed)) or 0
    special = set(session.scalars(sa.select(Registration.id).where(*confirmed, Registration.id.in_(seats.people))))
    is_confirmed = (Registration.status == Status.CONFIRMED).label("is_confirmed")
    seen = (
        sa.select(DayState.day_id, DayState.morning, DayState.afternoon, is_confirmed, sa.func.count())
        .join(Registration, Registration.id == DayState.registration_id)
        .where(Registration.event_id == event_id, Registration.role.in_(roles), counts_as_registered())
        .group_by(DayState.day_id, DayState.morning, DayState.afternoon, sa.text("is_confirmed"))
    )
    states: dict[int, dict[HalfState, int]] = {day.id: dict.fromkeys(HalfState, 0) for day in days}
    since_cancelled = dict.fromkeys(states, 0)
    for day_id, morning, afternoon, confirmed_still, number in session.execute(seen):
        state = day_state(morning, afternoon)
        states[day_id][state] += number
        if not confirmed_still and state is not HalfState.NOT_RECORDED:
            since_cancelled[day_id] += number
    known = _standing(session, special)
    counts = []
    for day in days:
        away = sum(1 for one in special if not seats.is_expected(one, day.day) and (one, day.id) not in known)
        counts.append(_count(day, people - away + since_cancelled[day.id], states[day.id]))
    return counts


def counts_as_registered() -> sa.ColumnElement[bool]:
    """The condition that a registration counts: it is confirmed, or the person was seen and is cancelled since."""
    seen = aliased(DayState)
    was_seen = sa.exists().where(
        seen.registration_id == Registration.id,
        sa.or_(seen.morning == HalfState.PRESENT, seen.afternoon == HalfState.PRESENT),
    )
    return sa.or_(Registration.status == Status.CONFIRMED, was_seen)


def _count(day: Day, expected: int, states: Mapping[HalfState, int]) -> DayCount:
    present, excused, absent = (states[state] for state in (HalfState.PRESENT, HalfState.EXCUSED, HalfState.ABSENT))
    open_ones = expected - present - excused - absent
    recorded = day.is_closed or present + excused + absent > 0
    if day.is_closed:
        absent, open_ones = absent + open_ones, 0
    return DayCount(day.id, day.day, day.is_closed, recorded, expected, present, excused, absent, open_ones)


def _standing(session: Session, people: Collection[int]) -> set[tuple[int, int]]:
    """Of `people`, who has something recorded on which day."""
    chosen = sa.select(DayState.registration_id, DayState.day_id).where(
        DayState.registration_id.in_(people), stands(DayState)
    )
    return {(person, day) for person, day in session.execute(chosen)} if people else set()


def list_away(session: Session, event_id: int, day: Day) -> set[int]:
    """Who does not hold their seat on a day, and has nothing recorded on it all the same."""
    seats = find_seats(session, event_id)
    others = {one for one in seats.people if not seats.is_expected(one, day.day)}
    return others - {person for person, day_id in _standing(session, others) if day_id == day.id}


def stands(states: type[DayState]) -> sa.ColumnElement[bool]:
    """The condition that something is recorded."""
    nothing = HalfState.NOT_RECORDED
    return sa.or_(states.morning != nothing, states.afternoon != nothing)


def list_day_states_for_report(session: Session, event_id: int) -> Sequence[sa.Row[int, int, HalfState, HalfState]]:
    """What the marks say: (registration_id, day_id, morning, afternoon) for everybody who was ever marked."""
    chosen = (
        sa.select(DayState.registration_id, DayState.day_id, DayState.morning, DayState.afternoon)
        .join(EventDay, EventDay.id == DayState.day_id)
        .where(EventDay.event_id == event_id)
    )
    return session.execute(chosen).all()


def marks_by_source(session: Session, event_id: int) -> dict[MarkSource, int]:
    """How many marks of an event came about in each way; corrections and what they correct are both counted."""
    chosen = (
        sa.select(Mark.source, sa.func.count())
        .join(EventDay, EventDay.id == Mark.day_id)
        .where(EventDay.event_id == event_id)
        .group_by(Mark.source)
    )
    return dict(session.execute(chosen).all())


def count_attendance_rows(session: Session, event_id: int, *, day: date | None = None) -> int:
    """How many rows `list_attendance_rows` has in all: one for each mark that decides something."""
    morning, afternoon = DayState.morning_mark_id, DayState.afternoon_mark_id
    is_own = sa.and_(afternoon.is_not(None), sa.or_(morning.is_(None), morning != afternoon))
    deciding = sa.func.sum(sa.case((morning.is_not(None), 1), else_=0) + sa.case((is_own, 1), else_=0))
    chosen = sa.select(deciding).join(EventDay, EventDay.id == DayState.day_id).where(EventDay.event_id == event_id)
    return session.scalar(chosen if day is None else chosen.where(EventDay.day == day)) or 0


def list_attendance_rows(
    session: Session, event_id: int, *, day: date | None = None, limit: int | None = None, offset: int = 0
) -> list[AttendanceRow]:
    """Every mark that stands, by day and name: one for the whole day, or one for each half if two marks decide them."""
    part = sa.case(
        (DayState.morning_mark_id == DayState.afternoon_mark_id, Part.WHOLE.value),
        (DayState.morning_mark_id == Mark.id, Part.MORNING.value),
        else_=Part.AFTERNOON.value,
    )
    chosen = (
        _standing_marks(event_id, day)
        .with_only_columns(
            Registration.id,
            Registration.full_name,
            sa.type_coerce(Registration.sector, sa.Text),
            EventDay.day,
            part,
            sa.type_coerce(Mark.status, sa.Text),
            Mark.seen_at,
            Mark.recorded_at,
            sa.type_coerce(Mark.source, sa.Text),
            Mark.marked_by_name,
            Mark.id,
        )
        .order_by(EventDay.day, Registration.sort_key, Registration.id, part.desc())
    )
    return [AttendanceRow(*row) for row in session.execute(chosen.limit(limit).offset(offset))]


def _standing_marks(event_id: int, day: date | None) -> sa.Select[Any]:
    chosen = (
        sa.select(Mark.id)
        .join(DayState, sa.and_(DayState.registration_id == Mark.registration_id, DayState.day_id == Mark.day_id))
        .join(Registration, Registration.id == Mark.registration_id)
        .join(EventDay, EventDay.id == Mark.day_id)
        .where(
            EventDay.event_id == event_id,
            sa.or_(Mark.id == DayState.morning_mark_id, Mark.id == DayState.afternoon_mark_id),
        )
    )
    return chosen if day is None else chosen.where(EventDay.day == day)


def list_person_days(session: Session, registration_id: int) -> list[PersonDay]:
    """Each day of the event of one registration, as it is shown."""
    who = session.execute(
        sa.select(Registration.event_id, Registration.status).where(Registration.id == registration_id)
    ).one()
    chosen = sa.select(DayState.day_id, DayState.morning, DayState.afternoon, DayState.first_seen_at).where(
        DayState.registration_id == registration_id
    )
    states = {row.day_id: row for row in session.execute(chosen)}
    seats = find_seats(session, who.event_id)
    days = []
    for day in list_days(session, who.event_id):
        is_expected = who.status is Status.CONFIRMED and seats.is_expected(registration_id, day.day)
        kept = states.get(day.id, NOTHING)
        days.append(as_shown(day, kept.morning, kept.afternoon, kept.first_seen_at, is_expected=is_expected))
    return days


def as_shown(
    day: Day, morning: HalfState, afternoon: HalfState, first_seen_at: datetime | None, *, is_expected: bool
) -> PersonDay:
    """One day of one person as it is shown; who is not expected is not absent for want of a mark."""
    makes_absent = day.is_closed and is_expected
    morning, afternoon = shown(morning, is_closed=makes_absent), shown(afternoon, is_closed=makes_absent)
    return PersonDay(day, is_expected, morning, afternoon, day_state(morning, afternoon), first_seen_at)


def list_said(session: Session, *, registration_id: int, day_id: int) -> list[Said]:
    """What all marks of one person on one day say."""
    chosen = sa.select(Mark.id, Mark.part, Mark.status, Mark.seen_at, Mark.clock_offset_s)
    kept = chosen.where(Mark.registration_id == registration_id, Mark.day_id == day_id)
    return [Said(*row) for row in session.execute(kept)]


def list_history(session: Session, *, registration_id: int, day_id: int) -> list[HistoryLine]:
    """Every mark of one person on one day, the last that became known first, with what it changed then."""
    chosen = sa.select(Mark).where(Mark.registration_id == registration_id, Mark.day_id == day_id)
    lines: list[HistoryLine] = []
    known: list[Said] = []
    for mark in session.scalars(chosen.order_by(Mark.recorded_at, Mark.id)):
        before = state_of(known)
        known.append(Said(mark.id, mark.part, mark.status, mark.seen_at, mark.clock_offset_s))
        lines.append(HistoryLine(mark, before, state_of(known)))
    return lines[::-1]


def recount(session: Session) -> list[Mismatch]:
    """Every kept state that is not what its marks add up to, over all events."""
    columns = (DayState.morning, DayState.afternoon, DayState.morning_mark_id, DayState.afternoon_mark_id)
    chosen = sa.select(DayState.registration_id, DayState.day_id, *columns, DayState.first_seen_at)
    kept = {(row[0], row[1]): State(*row[2:]) for row in session.execute(chosen)}
    mismatches = []
    for (registration_id, day_id), said in _marks_by_person_and_day(session):
        found, was = state_of(said), kept.pop((registration_id, day_id), None)
        if found != was:
            mismatches.append(Mismatch(registration_id, day_id, was, found))
    mismatches += [Mismatch(person, day, was, None) for (person, day), was in kept.items()]
    return mismatches


def _marks_by_person_and_day(session: Session) -> Iterator[tuple[tuple[int, int], list[Said]]]:
    chosen = sa.select(
        Mark.registration_id, Mark.day_id, Mark.id, Mark.part, Mark.status, Mark.seen_at, Mark.clock_offset_s
    ).order_by(Mark.registration_id, Mark.day_id)
    rows = session.execute(chosen.execution_options(yield_per=5000))
    for key, group in groupby(rows, key=itemgetter(0, 1)):
        yield key, [Said(*row[2:]) for row in group]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
