"""Where the record of an event looks doubtful. A constant number of statements, whatever the size of the event."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.attendance.group_models import GroupArrival, GroupMark
from dialogues.attendance.models import DayState, HalfState, Mark, MarkSource
from dialogues.attendance.queries import Day, list_days
from dialogues.attendance.warning_rules import (
    BULK_MARKS,
    BULK_WITHIN,
    LATE_AFTER,
    Seen,
    Warned,
    bulk_runs,
    delay,
    end_of_day,
)
from dialogues.events.models import Event, EventDay
from dialogues.registration.models import Registration

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
    mark_ids: Sequence[uuid.UUID]
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
        bulk=list_bulk(session, event.id),
        groups=_groups(session, event.id),
    )


def count_warnings(session: Session, event: Event) -> int:
    """How much looks doubtful: as many as `list_warnings` holds, without reading them."""
    several = _same_person_rows(event.id), _same_contact_rows(event.id), _same_device_rows(event.id)
    return (
        sum(_count(session, rows) for rows in several)
        + count_late(session, event)
        + count_bulk(session, event.id).runs
        + _count(session, _group_rows(event.id))
    )


def _count(session: Session, rows: sa.Select[*tuple[Any, ...]]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(rows.order_by(None).subquery())) or 0


def _present(states: Any) -> sa.ColumnElement[bool]:
    return sa.or_(states.morning == HalfState.PRESENT, states.afternoon == HalfState.PRESENT)


def _both_present(mine: Any, other: Any, *on: Any) -> tuple[sa.Select[Any], Any, Any]:
    """Registrations of two people or events, both present on the same date; with the days of both."""
    state, state_there = aliased(DayState), aliased(DayState)
    day, day_there = aliased(EventDay), aliased(EventDay)
    chosen = (
        sa.select(mine.id)
        .join(other, sa.and_(*on))
        .join(state, sa.and_(state.registration_id == mine.id, _present(state)))
        .join(day, day.id == state.day_id)
        .join(state_there, sa.and_(state_there.registration_id == other.id, _present(state_there)))
        .join(day_there, sa.and_(day_there.id == state_there.day_id, day_there.day == day.day))
    )
    return chosen, day, day_there


def _same_person_rows(event_id: int) -> sa.Select[Any]:
    mine, other = aliased(Registration), aliased(Registration)
    is_same = other.person_id == mine.person_id, other.event_id != mine.event_id
    chosen, day, _there = _both_present(mine, other, *is_same)
    chosen = chosen.where(mine.event_id == event_id)
    rows = chosen.with_only_columns(mine.id, mine.full_name, day.day.label("day"), other.event_id.label("elsewhere"))
    return rows.order_by(day.day, mine.sort_key, mine.id)


def _same_person(session: Session, event_id: int) -> list[ElsewhereToo]:
    return [ElsewhereToo(*row) for row in session.execute(_same_person_rows(event_id))]


def _shared_numbers(event_id: int) -> tuple[sa.Select[Any], Any, Any, Any]:
    """Registrations here, and whoever had the same number, both present on a date; with both and the day."""
    mine, other = aliased(Registration), aliased(Registration)
    is_same = (
        other.phone == mine.phone,
        other.person_id != mine.person_id,
        other.event_id.is_not(None),
    )
    chosen, day, _there = _both_present(mine, other, *is_same)
    return chosen.where(mine.event_id == event_id, mine.phone.is_not(None)), mine, other, day


def _same_contact_rows(event_id: int) -> sa.Select[Any]:
    chosen, mine, _other, _day = _shared_numbers(event_id)
    return chosen.with_only_columns(mine.phone).distinct()


def _same_contact(session: Session, event_id: int) -> list[OneNumber]:
    chosen, mine, other, day = _shared_numbers(event_id)
    rows = chosen.with_only_columns(mine.phone, mine.id, mine.full_name, day.day, other.event_id).distinct()
    people: defaultdict[str, dict[int, str]] = defaultdict(dict)
    days: defaultdict[str, set[date]] = defaultdict(set)
    others: defaultdict[str, set[int]] = defaultdict(set)
    for phone, number, name, on, other_event_id in session.execute(rows.order_by(mine.phone, mine.full_name, mine.id)):
        people[phone][number] = name
        days[phone].add(on)
        others[phone] |= {other_event_id} - {event_id}
    return [OneNumber(phone, people[phone], sorted(days[phone]), frozenset(others[phone])) for phone in people]


def _same_device_rows(event_id: int) -> sa.Select[*tuple[Any, ...]]:
    here, there = aliased(EventDay), aliased(EventDay)
    mark, mark_there = aliased(Mark), aliased(Mark)
    own = (
        sa.select(mark.device, here.day)
        .join(here, here.id == mark.day_id)
        .where(here.event_id == event_id, mark.device.is_not(None))
        .distinct()
        .subquery()
    )
    dates = sa.select(EventDay.day).where(EventDay.event_id == event_id)
    return (
        sa.select(mark_there.device, there.day, there.event_id)
        .join(there, there.id == mark_there.day_id)
        .join(own, sa.and_(own.c.device == mark_there.device, own.c.day == there.day))
        .where(there.event_id != event_id, there.day.in_(dates))
        .distinct()
        .order_by(there.day, mark_there.device, there.event_id)
    )


def _same_device(session: Session, event_id: int) -> list[OneDevice]:
    return [OneDevice(device or "", day, other) for device, day, other in session.execute(_same_device_rows(event_id))]


def _seen_s() -> sa.ColumnElement[int]:
    """When a mark was seen by our clock, in seconds."""
    return sa.extract("epoch", Mark.seen_at) - Mark.clock_offset_s


def _is_late(event: Event, days: Sequence[Day]) -> sa.ColumnElement[bool]:
    """The condition that a mark was recorded late: the rule of `warning_rules.is_late`, asked of the database."""
    recorded_s, allowed_s = sa.extract("epoch", Mark.recorded_at), LATE_AFTER.total_seconds()
    late = [recorded_s - _seen_s() > allowed_s]
    late += [
        sa.and_(Mark.day_id == day.id, Mark.recorded_at > end_of_day(day.day, event.zone) + LATE_AFTER) for day in days
    ]
    late += [sa.and_(Mark.day_id == day.id, Mark.recorded_at > day.closed_at) for day in days if day.closed_at]
    return sa.or_(*late)


def _marks_of(days: Sequence[Day]) -> sa.ColumnElement[bool]:
    return Mark.day_id.in_([day.id for day in days])


def count_late(session: Session, event: Event, days: Sequence[Day] | None = None) -> int:
    """How many marks of an event were recorded late."""
    days = list_days(session, event.id) if days is None else days
    chosen = sa.select(sa.func.count()).select_from(Mark).where(_marks_of(days), _is_late(event, days))
    return session.scalar(chosen) or 0


def list_late(session: Session, event: Event, days: Sequence[Day], *, limit: int | None = SHOWN_MAX) -> list[LateMark]:
    """The marks that were recorded late, the newest first."""
    chosen = (
        sa.select(
            Mark.id, Registration.id, Registration.full_name, Mark.day_id, Mark.source, Mark.marked_by_name,
            Mark.recorded_at, Mark.seen_at, Mark.clock_offset_s,
        )
        .join(Registration, Registration.id == Mark.registration_id)
        .where(_marks_of(days), _is_late(event, days))
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


# Who marked, as the runs of marks are told apart.
_WHO = (Mark.day_id, Mark.marked_by_name, sa.func.coalesce(Mark.device, ""), Mark.source)
_WHO_NAMES = ("day_id", "by", "device", "source")


def _one_by_one(event_id: int) -> sa.ColumnElement[bool]:
    """The condition that a mark is of the event and was not made for a group that arrived: the group tells of those."""
    return sa.and_(EventDay.event_id == event_id, ~sa.exists().where(GroupMark.mark_id == Mark.id))


def _fast_marks(event_id: int) -> sa.Subquery:
    """Each mark that is the last of BULK_MARKS within BULK_WITHIN: who made them, and its place among theirs."""
    seen_s = _seen_s()
    window: dict[str, Any] = {"partition_by": _WHO, "order_by": (seen_s, Mark.id)}
    places = (
        sa.select(
            *(column.label(name) for column, name in zip(_WHO, _WHO_NAMES, strict=True)),
            (seen_s - sa.func.lag(seen_s, BULK_MARKS - 1).over(**window)).label("span_s"),
            sa.func.row_number().over(**window).label("place"),
        )
        .join(EventDay, EventDay.id == Mark.day_id)
        .where(_one_by_one(event_id))
        .subquery()
    )
    return sa.select(places).where(places.c.span_s <= BULK_WITHIN.total_seconds()).subquery()


class BulkNumbers(NamedTuple):
    """How many runs there are, and how many marks they hold."""

    runs: int
    marks: int


def count_bulk(session: Session, event_id: int) -> BulkNumbers:
    """The numbers of `list_bulk`, without reading a mark: the rule of `warning_rules.bulk_runs`, asked of the database.

    A mark that ends a full window begins a run unless the last such mark lies within its window; it adds what lies
    between.
    """
    fast = _fast_marks(event_id)
    who = [fast.c[name] for name in _WHO_NAMES]
    since = fast.c.place - sa.func.lag(fast.c.place).over(partition_by=who, order_by=fast.c.place)
    steps = sa.select(sa.func.coalesce(since, BULK_MARKS).label("since")).subquery()
    begins = sa.case((steps.c.since >= BULK_MARKS, 1), else_=0)
    adds = sa.case((steps.c.since > BULK_MARKS, BULK_MARKS), else_=steps.c.since)
    runs, marks = session.execute(sa.select(sa.func.sum(begins), sa.func.sum(adds))).one()
    return BulkNumbers(int(runs or 0), int(marks or 0))


def list_bulk(session: Session, event_id: int) -> list[BulkRun]:
    """The runs of marks that one person made within seconds; marks of a group that arrived are told by the group."""
    fast = _fast_marks(event_id)
    busy = sa.select(*(fast.c[name] for name in _WHO_NAMES)).distinct().subquery()
    chosen = (
        sa.select(EventDay.day, Mark.marked_by_name, Mark.device, Mark.source, _seen_s(), Mark.id)
        .join(EventDay, EventDay.id == Mark.day_id)
        .join(busy, sa.and_(*(column == one for column, one in zip(_WHO, busy.c, strict=True))))
        .where(_one_by_one(event_id))
    )
    grouped: defaultdict[tuple[Any, ...], list[Seen]] = defaultdict(list)
    for day, by, device, source, at_s, mark_id in session.execute(chosen):
        grouped[day, by, device, source].append(Seen(at_s, mark_id))
    runs = [
        BulkRun(day, by, device, source, [one.mark_id for one in run], int(run[0].at_s), int(run[-1].at_s))
        for (day, by, device, source), seen in grouped.items()
        for run in bulk_runs(seen)
    ]
    return sorted(runs, key=lambda run: (run.day, run.first_at_s, run.by))


def _group_rows(event_id: int) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(GroupArrival.id, sa.func.count(GroupMark.mark_id))
        .join(GroupMark, GroupMark.group_id == GroupArrival.id)
        .where(GroupArrival.event_id == event_id, GroupArrival.taken_back_at.is_(None))
        .group_by(GroupArrival.id)
        .order_by(GroupArrival.made_at)
    )


def _groups(session: Session, event_id: int) -> list[tuple[GroupArrival, int]]:
    """The groups that were marked in one act and still stand, each with how many marks."""
    chosen = _group_rows(event_id).with_only_columns(GroupArrival, sa.func.count(GroupMark.mark_id))
    return [(group, number) for group, number in session.execute(chosen)]


def list_remarks(session: Session, event: Event) -> dict[uuid.UUID, dict[str, Any]]:
    """Of each mark that looks late or was made with many others: how late in minutes, and whether in bulk."""
    days = list_days(session, event.id)
    remarks: defaultdict[uuid.UUID, dict[str, Any]] = defaultdict(lambda: {"late_minutes": None, "in_bulk": False})
    for late in list_late(session, event, days, limit=None):
        remarks[late.mark_id]["late_minutes"] = int(late.after.total_seconds() // 60)
    for mark_id in list_bulk_ids(session, event.id):
        remarks[mark_id]["in_bulk"] = True
    return remarks


def count_bulk_marks(session: Session, event_id: int) -> int:
    """How many marks were made with many others, as a group or within seconds: as many as `list_bulk_ids` holds."""
    grouped = sa.select(sa.func.count(sa.distinct(GroupMark.mark_id))).join(
        GroupArrival, GroupArrival.id == GroupMark.group_id
    )
    return count_bulk(session, event_id).marks + (session.scalar(grouped.where(GroupArrival.event_id == event_id)) or 0)


def list_bulk_ids(session: Session, event_id: int) -> set[uuid.UUID]:
    """The marks that were made with many others, as a group or within seconds."""
    grouped = sa.select(GroupMark.mark_id).join(GroupArrival, GroupArrival.id == GroupMark.group_id)
    ids = set(session.scalars(grouped.where(GroupArrival.event_id == event_id)))
    return ids.union(*(run.mark_ids for run in list_bulk(session, event_id)))
