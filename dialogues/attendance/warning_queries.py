"""Where the record of an event looks doubtful. A constant number of statements, whatever the size of the event."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.attendance.group_models import GroupArrival, GroupMark
from dialogues.attendance.models import DayState, HalfState, Mark, MarkSource
from dialogues.attendance.queries import Day, list_days
from dialogues.attendance.warning_rules import (
    BULK_MARKS,
    LATE_AFTER,
    Seen,
    Warned,
    bulk_runs,
    bulk_spans,
    delay,
    end_of_day,
)
from dialogues.events.models import Event, EventDay
from dialogues.registration.models import Registration

_MOST_AHEAD = timedelta(hours=1)  # that the clocks of most devices run ahead of ours
SHOWN_MAX = 200  # lines of one list on the page; the count beside it is of all


class ElsewhereToo(NamedTuple):
    """Somebody who was present here and at another event on the same day."""

    registration_id: int
    full_name: str
    day: date
    other_event_id: int


class OneNumber(NamedTuple):
    """A telephone number of several people who were present on the same day."""

    phone: str
    people: Mapping[int, str]  # of this event: number of the registration, name
    days: Sequence[date]
    other_event_ids: frozenset[int]


class OneDevice(NamedTuple):
    """Devices of one name that marked here and at another event on the same day."""

    device: str
    day: date
    other_event_id: int


class LateMark(NamedTuple):
    """A mark that was recorded late."""

    mark_id: uuid.UUID
    registration_id: int
    full_name: str
    day: date
    source: MarkSource
    by: str
    recorded_at: datetime
    after: timedelta
    is_after_closing: bool


class BulkRun(NamedTuple):
    """Many marks of one person within seconds."""

    day: date
    by: str
    device: str | None
    source: MarkSource
    marks: int
    first_at_s: int
    last_at_s: int


@dataclass(frozen=True)
class Warnings:
    """All that looks doubtful in an event. `late` holds the newest; `late_count` counts all."""

    same_person: Sequence[ElsewhereToo]
    same_contact: Sequence[OneNumber]
    same_device: Sequence[OneDevice]
    late: Sequence[LateMark]
    late_count: int
    bulk: Sequence[BulkRun]
    groups: Sequence[tuple[GroupArrival, int]]

    @property
    def counts(self) -> dict[Warned, int]:
        """How many there are of each kind."""
        return {
            Warned.SAME_PERSON: len(self.same_person),
            Warned.SAME_CONTACT: len(self.same_contact),
            Warned.SAME_DEVICE: len(self.same_device),
            Warned.LATE: self.late_count,
            Warned.BULK: len(self.bulk) + len(self.groups),
        }

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def list_warnings(session: Session, event: Event) -> Warnings:
    """Everything that looks doubtful in an event."""
    days = list_days(session, event.id)
    return Warnings(
        same_person=_same_person(session, event.id),
        same_contact=_same_contact(session, event.id),
        same_device=_same_device(session, event.id),
        late=list_late(session, event, days),
        late_count=count_late(session, event, days),
        bulk=list_bulk(session, days),
        groups=_groups(session, event.id),
    )


def count_warnings(session: Session, event: Event) -> dict[Warned, int]:
    """How many of each kind `list_warnings` finds, counted where they lie: no person and no mark is read."""
    days = list_days(session, event.id)
    persons, numbers, devices, groups = session.execute(_counted(), {"event_id": event.id}).one()
    return {
        Warned.SAME_PERSON: persons,
        Warned.SAME_CONTACT: numbers,
        Warned.SAME_DEVICE: devices,
        Warned.LATE: count_late(session, event, days),
        Warned.BULK: len(list_bulk(session, days)) + groups,
    }


# To put these questions together takes as long as to answer them: each is put together once.
_OF_EVENT: sa.BindParameter[int] = sa.bindparam("event_id")


@cache
def _counted() -> sa.Select[Any]:
    numbers = _pairs_of_one_number().subquery()
    rows = [one.subquery() for one in (_pairs_at_two_events(), _devices_at_two_events(), _standing_groups())]
    persons, devices, groups = (sa.select(sa.func.count()).select_from(one).scalar_subquery() for one in rows)
    return sa.select(persons, sa.select(sa.func.count(sa.distinct(numbers.c.phone))).scalar_subquery(), devices, groups)


def _present(states: Any) -> sa.ColumnElement[bool]:
    return sa.or_(states.morning == HalfState.PRESENT, states.afternoon == HalfState.PRESENT)


def _both_present(mine: Any, other: Any, *on: Any) -> tuple[sa.Select[Any], Any, Any]:
    """Registrations of two people or events, both present on the same date; with `mine` and the day there of both."""
    state, state_there = aliased(DayState), aliased(DayState)
    day, day_there = aliased(EventDay), aliased(EventDay)
    # Pairs are few, states are many. DISTINCT changes nothing here: it has SQLite find the pairs before all else.
    two = sa.select(mine.id.label("mine"), other.id.label("other"), other.event_id.label("other_event_id"))
    pairs = two.join(other, sa.and_(*on)).where(mine.event_id == _OF_EVENT).distinct().subquery()
    chosen = (
        sa.select(pairs.c.other_event_id)
        .join(mine, mine.id == pairs.c.mine)
        .join(state, sa.and_(state.registration_id == pairs.c.mine, _present(state)))
        .join(day, day.id == state.day_id)
        .join(state_there, sa.and_(state_there.registration_id == pairs.c.other, _present(state_there)))
        .join(day_there, sa.and_(day_there.id == state_there.day_id, day_there.day == day.day))
    )
    return chosen, day, pairs.c.other_event_id


@cache
def _pairs_at_two_events() -> sa.Select[Any]:
    mine, other = aliased(Registration), aliased(Registration)
    is_same = other.person_id == mine.person_id, other.event_id != mine.event_id
    chosen, day, elsewhere = _both_present(mine, other, *is_same)
    return chosen.with_only_columns(mine.id, mine.full_name, day.day, elsewhere, mine.sort_key)


def _same_person(session: Session, event_id: int) -> list[ElsewhereToo]:
    chosen = _pairs_at_two_events()
    columns = chosen.selected_columns
    rows = session.execute(chosen.order_by(columns.day, columns.sort_key, columns.id), {"event_id": event_id})
    return [ElsewhereToo(*row[:4]) for row in rows]


@cache
def _pairs_of_one_number() -> sa.Select[Any]:
    mine, other = aliased(Registration), aliased(Registration)
    is_same = (
        mine.phone.is_not(None),
        other.phone == mine.phone,
        other.person_id != mine.person_id,
        other.event_id.is_not(None),
    )
    chosen, day, elsewhere = _both_present(mine, other, *is_same)
    return chosen.with_only_columns(mine.phone, mine.id, mine.full_name, day.day, elsewhere).distinct()


def _same_contact(session: Session, event_id: int) -> list[OneNumber]:
    chosen = _pairs_of_one_number()
    columns = chosen.selected_columns
    people: defaultdict[str, dict[int, str]] = defaultdict(dict)
    days: defaultdict[str, set[date]] = defaultdict(set)
    others: defaultdict[str, set[int]] = defaultdict(set)
    rows = session.execute(chosen.order_by(columns.phone, columns.full_name, columns.id), {"event_id": event_id})
    for phone, number, name, on, other_event_id in rows:
        people[phone][number] = name
        days[phone].add(on)
        others[phone] |= {other_event_id} - {event_id}
    return [OneNumber(phone, people[phone], sorted(days[phone]), frozenset(others[phone])) for phone in people]


@cache
def _devices_at_two_events() -> sa.Select[str | None, date, int]:
    here, there = aliased(EventDay), aliased(EventDay)
    mark, mark_there = aliased(Mark), aliased(Mark)
    own = (
        sa.select(mark.device, here.day)
        .join(here, here.id == mark.day_id)
        .where(here.event_id == _OF_EVENT, mark.device.is_not(None))
        .distinct()
        .subquery()
    )
    dates = sa.select(EventDay.day).where(EventDay.event_id == _OF_EVENT)
    return (
        sa.select(mark_there.device, there.day, there.event_id)
        .join(there, there.id == mark_there.day_id)
        .join(own, sa.and_(own.c.device == mark_there.device, own.c.day == there.day))
        .where(there.event_id != _OF_EVENT, there.day.in_(dates))
        .distinct()
    )


def _same_device(session: Session, event_id: int) -> list[OneDevice]:
    chosen = _devices_at_two_events()
    columns = chosen.selected_columns
    rows = session.execute(chosen.order_by(columns.day, columns.device, columns.event_id), {"event_id": event_id})
    return [OneDevice(device or "", day, other) for device, day, other in rows]


def _seen_s() -> sa.ColumnElement[int]:
    """When a mark was seen by our clock, in seconds."""
    return sa.extract("epoch", Mark.seen_at) - Mark.clock_offset_s


def _is_late(event: Event, days: Sequence[Day]) -> sa.ColumnElement[bool]:
    """The condition that a mark was recorded late: the rule of `warning_rules.is_late`, asked of the database."""
    recorded_s, allowed_s = sa.extract("epoch", Mark.recorded_at), LATE_AFTER.total_seconds()
    late = []
    for day in days:
        ends_at = end_of_day(day.day, event.zone)
        # Seconds are counted for the few alone that their own day does not show to be in time at first sight.
        at_first_sight = sa.and_(
            Mark.recorded_at <= ends_at,
            Mark.seen_at >= ends_at - LATE_AFTER + _MOST_AHEAD,
            Mark.clock_offset_s <= _MOST_AHEAD.total_seconds(),
        )
        after = [
            Mark.recorded_at > ends_at + LATE_AFTER,
            sa.and_(~at_first_sight, recorded_s - _seen_s() > allowed_s),
        ]
        if day.closed_at:
            after.append(Mark.recorded_at > day.closed_at)
        late.append(sa.and_(Mark.day_id == day.id, sa.or_(*after)))
    return sa.or_(sa.false(), *late)


def _marks_of(days: Sequence[Day]) -> sa.ColumnElement[bool]:
    return Mark.day_id.in_([day.id for day in days])


def count_late(session: Session, event: Event, days: Sequence[Day] | None = None) -> int:
    """How many marks of an event were recorded late."""
    days = list_days(session, event.id) if days is None else days
    chosen = sa.select(sa.func.count()).select_from(Mark).where(_is_late(event, days))
    return session.scalar(chosen) or 0


def list_late(session: Session, event: Event, days: Sequence[Day], *, limit: int | None = SHOWN_MAX) -> list[LateMark]:
    """The marks that were recorded late, the newest first."""
    chosen = (
        sa.select(
            Mark.id, Registration.id, Registration.full_name, Mark.day_id, Mark.source, Mark.marked_by_name,
            Mark.recorded_at, Mark.seen_at, Mark.clock_offset_s,
        )
        .join(Registration, Registration.id == Mark.registration_id)
        .where(_is_late(event, days))
        .order_by(Mark.recorded_at.desc(), Registration.sort_key, Mark.id)
        .limit(limit)
    )  # fmt: skip
    by_id = {day.id: day for day in days}
    late = []
    for mark_id, number, name, day_id, source, by, recorded_at, seen_at, offset_s in session.execute(chosen):
        day = by_id[day_id]
        after = delay(recorded_at, seen_at, offset_s, day=day.day, zone=event.zone)
        is_after = day.closed_at is not None and recorded_at > day.closed_at
        late.append(LateMark(mark_id, number, name, day.day, source, by, recorded_at, after, is_after))
    return late


_WHO = (Mark.day_id, Mark.marked_by_name, Mark.device, Mark.source)


def _one_by_one(days: Sequence[Day]) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that a mark was made alone; marks of a group that arrived are told by the group."""
    return _marks_of(days), Mark.id.not_in(sa.select(GroupMark.mark_id))


def list_bulk(session: Session, days: Sequence[Day]) -> list[BulkRun]:
    """The runs of marks that one person made within seconds.

    The database hands over the times of each person as one text: a row for each mark would take longer than the rest.
    """
    seconds = sa.func.aggregate_strings(sa.cast(_seen_s(), sa.Text), ",")
    chosen = sa.select(*_WHO, seconds).where(*_one_by_one(days)).group_by(*_WHO).having(sa.func.count() >= BULK_MARKS)
    by_id = {day.id: day.day for day in days}
    runs = []
    for day_id, by, device, source, text in session.execute(chosen):
        ordered = sorted(map(int, map(float, text.split(","))))
        for span in bulk_spans(ordered):
            seen = ordered[span]
            runs.append(BulkRun(by_id[day_id], by, device, source, len(seen), seen[0], seen[-1]))
    return sorted(runs, key=lambda run: (run.day, run.first_at_s, run.by))


@cache
def _standing_groups() -> sa.Select[GroupArrival, int]:
    return (
        sa.select(GroupArrival, sa.func.count(GroupMark.mark_id).label("marks"))
        .join(GroupMark, GroupMark.group_id == GroupArrival.id)
        .where(GroupArrival.event_id == _OF_EVENT, GroupArrival.taken_back_at.is_(None))
        .group_by(GroupArrival.id)
    )


def _groups(session: Session, event_id: int) -> list[tuple[GroupArrival, int]]:
    """The groups that were marked in one act and still stand, each with how many marks."""
    rows = session.execute(_standing_groups().order_by(GroupArrival.made_at), {"event_id": event_id})
    return [(group, number) for group, number in rows]


def list_remarks(session: Session, event: Event) -> dict[uuid.UUID, dict[str, Any]]:
    """Of each mark that looks late or was made with many others: how late in minutes, and whether in bulk."""
    days = list_days(session, event.id)
    remarks: defaultdict[uuid.UUID, dict[str, Any]] = defaultdict(lambda: {"late_minutes": None, "in_bulk": False})
    for late in list_late(session, event, days, limit=None):
        remarks[late.mark_id]["late_minutes"] = int(late.after.total_seconds() // 60)
    for mark_id in _list_bulk_ids(session, event.id, days):
        remarks[mark_id]["in_bulk"] = True
    return remarks


def _in_groups(event_id: int) -> sa.Select[Any]:
    chosen = sa.select(GroupMark.mark_id).join(GroupArrival, GroupArrival.id == GroupMark.group_id)
    return chosen.where(GroupArrival.event_id == event_id)


def count_bulk_marks(session: Session, event_id: int) -> int:
    """How many marks were made with many others, as a group or within seconds."""
    grouped = session.scalar(sa.select(sa.func.count()).select_from(_in_groups(event_id).subquery())) or 0
    return grouped + sum(run.marks for run in list_bulk(session, list_days(session, event_id)))


def _list_bulk_ids(session: Session, event_id: int, days: Sequence[Day]) -> set[uuid.UUID]:
    """Which marks those are."""
    ids = set(session.scalars(_in_groups(event_id)))
    if not list_bulk(session, days):
        return ids
    seen: defaultdict[tuple[Any, ...], list[Seen]] = defaultdict(list)
    for *who, at_s, mark_id in session.execute(sa.select(*_WHO, _seen_s(), Mark.id).where(*_one_by_one(days))):
        seen[tuple(who)].append(Seen(int(at_s), mark_id))
    return ids.union(one.mark_id for marks in seen.values() for run in bulk_runs(marks) for one in run)
