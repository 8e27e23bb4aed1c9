"""What a programme is counted from: who came to which events, grouped by the database, and how long the days were."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.hours_rules import Span, working_minutes
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.queries import QUIET_KINDS
from dialogues.attendance.models import DayState, HalfState
from dialogues.events.models import EventDay
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole, Registration
from dialogues.reports.programme_rules import BITS_AN_EVENT, SECTOR_CODES, Course

# Sixty bits of events fit a signed 64-bit sum on both databases; more events take one more column.
_EVENTS_A_COLUMN = 20


def list_courses(
    session: Session, *, event_ids: Sequence[int], roles: Collection[EventRole], sector: Sector | None = None
) -> list[Course]:
    """Who came to which of the events, which are in the order of time; people alike as one row with their number.

    A person is one row of the directory: who was found to be known twice and merged is one, who was erased still is.
    """
    if not event_ids:
        return []
    columns = -(-len(event_ids) // _EVENTS_A_COLUMN)
    names = [f"weight_{at}" for at in range(columns)]
    weights = [
        (
            event_id,
            *(
                1 << at % _EVENTS_A_COLUMN * BITS_AN_EVENT if at // _EVENTS_A_COLUMN == column else 0
                for column in range(columns)
            ),
        )
        for at, event_id in enumerate(event_ids)
    ]
    table = (
        sa.values(sa.column("event_id", sa.Integer), *(sa.column(name, sa.BigInteger) for name in names))
        .data(weights)
        .cte("event_weight")
    )
    was_there = sa.exists().where(
        DayState.registration_id == Registration.id,
        sa.or_(DayState.morning == HalfState.PRESENT, DayState.afternoon == HalfState.PRESENT),
    )
    code = sa.case(SECTOR_CODES, value=Registration.sector)
    people = (
        sa.select(
            *(
                sa.cast(sa.func.sum(code * table.c[name]), sa.BigInteger).label(f"came_{at}")
                for at, name in enumerate(names)
            )
        )
        .select_from(Registration)
        .join(table, table.c.event_id == Registration.event_id)
        .where(Registration.role.in_(roles), was_there)
        .group_by(Registration.person_id)
    )
    if sector is not None:
        people = people.where(Registration.sector == sector)
    each = people.subquery("each")
    came = [each.c[f"came_{at}"] for at in range(columns)]
    return [
        Course(sum(mask << at * _EVENTS_A_COLUMN * BITS_AN_EVENT for at, mask in enumerate(masks)), number)
        for *masks, number in session.execute(sa.select(*came, sa.func.count()).group_by(*came))
    ]


def list_working_minutes(session: Session, *, event_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Minutes of the working sessions of each day's morning and afternoon; a day without such a session is left out."""
    chosen = (
        sa.select(EventDay.id, AgendaSession.starts, AgendaSession.ends)
        .select_from(AgendaSession)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id.in_(event_ids), AgendaSession.kind.not_in(QUIET_KINDS))
    )
    spans: dict[int, list[Span]] = {}
    for day_id, starts, ends in session.execute(chosen):
        spans.setdefault(day_id, []).append((starts, ends))
    return {day_id: working_minutes(one) for day_id, one in spans.items()}
