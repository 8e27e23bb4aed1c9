"""Questions of the check-in desk: who was found, who came last, how many are in. Columns only: a queue is waiting."""

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.models import DayState, HalfState, Mark, MarkStatus, Part
from dialogues.attendance.queries import Day, counts_as_registered, list_away, stands
from dialogues.attendance.rules import ARRIVALS, NOTHING, State
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole, Registration, Status

LAST = 10  # arrivals that can be taken back with one press


class Arrival(NamedTuple):
    """Somebody who was marked present at the door, and still is."""

    mark_id: uuid.UUID
    full_name: str
    recorded_at: datetime


class SectorCount(NamedTuple):
    """How many participants of a sector are in, of how many who are expected."""

    sector: Sector
    present: int
    expected: int


def find_states(session: Session, *, day_id: int, registration_ids: Collection[int]) -> dict[int, State]:
    """What is recorded of some people on a day; everybody asked for is a key."""
    columns = (DayState.morning, DayState.afternoon, DayState.morning_mark_id, DayState.afternoon_mark_id)
    chosen = sa.select(DayState.registration_id, *columns, DayState.first_seen_at).where(
        DayState.day_id == day_id, DayState.registration_id.in_(registration_ids)
    )
    found = {row[0]: State(*row[1:]) for row in session.execute(chosen)} if registration_ids else {}
    return dict.fromkeys(registration_ids, NOTHING) | found


def list_arrivals(session: Session, *, day_id: int) -> list[Arrival]:
    """The last people who were marked present at the door of a day and still are, newest first."""
    chosen = (
        sa.select(Mark.id, Registration.full_name, Mark.recorded_at)
        .join(DayState, sa.and_(DayState.registration_id == Mark.registration_id, DayState.day_id == Mark.day_id))
        .join(Registration, Registration.id == Mark.registration_id)
        .where(
            Mark.day_id == day_id,
            Mark.status == MarkStatus.PRESENT,
            Mark.source.in_(ARRIVALS),
            sa.or_(Mark.id == DayState.morning_mark_id, Mark.id == DayState.afternoon_mark_id),
        )
        .order_by(Mark.recorded_at.desc(), Mark.id)
        .limit(LAST)
    )
    return [Arrival(*row) for row in session.execute(chosen)]


def count_sectors(session: Session, event_id: int, *, day: Day, part: Part) -> list[SectorCount]:
    """How many participants of each sector are in for a part of a day (whole: for any of it), the largest first.

    Who was seen on the day and is cancelled since counts on, as in the report.
    """
    away = list_away(session, event_id, day)
    expected = _EXPECTED.where(Registration.id.not_in(away)) if away else _EXPECTED
    whole = Counter(dict(session.execute(expected, {"event_id": event_id}).all()))
    there: Counter[Sector] = Counter()
    for sector, confirmed_still, came, number in session.execute(_seen(part), {"event_id": event_id, "day_id": day.id}):
        there[sector] += number if came else 0
        whole[sector] += 0 if confirmed_still else number
    counts = [SectorCount(sector, there[sector], number) for sector, number in whole.items()]
    return sorted(counts, key=lambda one: (-one.expected, one.sector))


_PARTICIPANTS = Registration.event_id == sa.bindparam("event_id"), Registration.role == EventRole.PARTICIPANT
_EXPECTED = (
    sa.select(Registration.sector, sa.func.count())
    .where(*_PARTICIPANTS, Registration.status == Status.CONFIRMED)
    .group_by(Registration.sector)
)


@cache  # asked after every batch of every phone, so each is put together once
def _seen(part: Part) -> sa.Select[Sector, bool, bool, int]:
    is_confirmed, is_in = (Registration.status == Status.CONFIRMED).label("is_confirmed"), _is_in(part).label("is_in")
    return (
        sa.select(Registration.sector, is_confirmed, is_in, sa.func.count())
        .join(DayState, DayState.registration_id == Registration.id)
        .where(*_PARTICIPANTS, counts_as_registered(), DayState.day_id == sa.bindparam("day_id"), stands(DayState))
        .group_by(Registration.sector, sa.text("is_confirmed"), sa.text("is_in"))
    )


def _is_in(part: Part) -> sa.ColumnElement[bool]:
    morning, afternoon = DayState.morning == HalfState.PRESENT, DayState.afternoon == HalfState.PRESENT
    if part is Part.WHOLE:
        return sa.or_(morning, afternoon)
    return morning if part is Part.MORNING else afternoon
