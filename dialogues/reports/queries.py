"""What the figures are counted from: people who are alike, grouped by the database, and the days of the events."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from dialogues.attendance.models import DayState, HalfState, Mark, MarkSource
from dialogues.events.models import Event, EventDay
from dialogues.people.models import StakeholderGroup
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.models import EventRole, Registration, Source, Status
from dialogues.reports.rules import BITS_A_DAY, Alike, DayKept, Half, any_present

# Sixty bits of days fit a signed 64-bit sum on both databases; a longer event takes one more column.
_DAYS_A_COLUMN = 15
_COLUMN_BITS = _DAYS_A_COLUMN * BITS_A_DAY


@dataclass(frozen=True)
class Day:
    """A day of an event as the counting needs it."""

    id: int
    kept: DayKept


@dataclass(frozen=True)
class People:
    """The people of one event who count, and how many confirmed ones with other roles do not."""

    counted: Sequence[Alike]
    others: int


class Attended(NamedTuple):
    """One registered person with what is known of their days, coded as in `Alike.days`."""

    full_name: str
    honorific: str | None
    organisation: str | None
    sector: Sector
    is_confirmed: bool  # not cancelled since
    seat_from: date | None
    seat_until: date | None
    days: int


def list_days(session: Session, *, event_ids: Collection[int]) -> dict[int, list[Day]]:
    """The days of each event in their order."""
    chosen = (
        sa.select(EventDay.event_id, EventDay.id, EventDay.day, EventDay.closed_at.is_not(None))
        .where(EventDay.event_id.in_(event_ids))
        .order_by(EventDay.event_id, EventDay.day)
    )
    days: dict[int, list[Day]] = {event_id: [] for event_id in event_ids}
    for event_id, day_id, day, is_closed in session.execute(chosen):
        days[event_id].append(Day(day_id, DayKept(day, bool(is_closed))))
    return days


def list_alike(
    session: Session,
    *,
    days: Mapping[int, Sequence[Day]],
    event_ids: Collection[int],
    roles: Collection[EventRole],
    in_detail: bool = True,
) -> dict[int, People]:
    """The people of each event, those who are alike as one row with their number.

    Without detail nobody's age or stakeholder group is told: far fewer rows, where neither is asked for.
    """
    columns = max(1, -(-max((len(one) for one in days.values()), default=1) // _DAYS_A_COLUMN))
    states, seats = _states(days, columns), _seats_given_up(event_ids)
    # Enum columns are compared as they are but read as plain text: converting each value would cost more than the rest.
    facts = (
        Registration.event_id,
        Registration.role.in_(roles).label("counts"),
        sa.type_coerce(Registration.sector, sa.Text).label("sector"),
        sa.type_coerce(Registration.gender, sa.Text).label("gender"),
        Registration.stakeholder_group_id if in_detail else sa.null(),
        (Registration.status == Status.CONFIRMED).label("is_confirmed"),
        (Registration.source == Source.WALK_IN).label("is_walk_in"),
        Registration.in_place_from,
        seats.c.given_up_from,
        *(sa.func.coalesce(states.c[f"mask_{at}"], 0) for at in range(columns)),
        *([sa.type_coerce(Registration.age_group, sa.Text)] if in_detail else []),
    )
    chosen = (
        sa.select(*facts, sa.func.count())
        .select_from(Registration)
        .outerjoin(states, states.c.registration_id == Registration.id)
        .outerjoin(seats, seats.c.in_place_of_id == Registration.id)
        .where(Registration.event_id.in_(event_ids))
        .group_by(*(sa.literal_column(str(at)) for at in range(1, len(facts) + 1)))
    )
    counted: dict[int, list[Alike]] = {event_id: [] for event_id in event_ids}
    others = dict.fromkeys(event_ids, 0)
    for event_id, counts, sector, gender, group, confirmed, walk_in, held, given_up, *rest in session.execute(chosen):
        number = rest[-1]
        if not counts:
            others[event_id] += number if confirmed else 0
            continue
        code = sum(mask << at * _COLUMN_BITS for at, mask in enumerate(rest[:columns]))
        age = AgeGroup(rest[columns]) if in_detail and rest[columns] else None
        facts_of = Sector(sector), Gender(gender), group, bool(confirmed), bool(walk_in), held, given_up
        counted[event_id].append(Alike(*facts_of, code, number, age))
    return {event_id: People(counted[event_id], others[event_id]) for event_id in event_ids}


def list_attended(
    session: Session, *, days: Sequence[Day], event_id: int, roles: Collection[EventRole]
) -> list[Attended]:
    """Everybody of an event whom the figures count as registered, by name: the list they can be counted again from."""
    columns = max(1, -(-len(days) // _DAYS_A_COLUMN))
    states, seats = _states({event_id: days}, columns), _seats_given_up([event_id])
    chosen = (
        sa.select(
            Registration.full_name,
            Registration.honorific,
            Registration.organisation_name,
            sa.type_coerce(Registration.sector, sa.Text),
            Registration.in_place_from,
            seats.c.given_up_from,
            (Registration.status == Status.CONFIRMED).label("is_confirmed"),
            *(sa.func.coalesce(states.c[f"mask_{at}"], 0) for at in range(columns)),
        )
        .select_from(Registration)
        .outerjoin(states, states.c.registration_id == Registration.id)
        .outerjoin(seats, seats.c.in_place_of_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.role.in_(roles))
        .order_by(Registration.sort_key, Registration.id)
    )
    people = []
    for name, honorific, organisation, sector, held, given_up, is_confirmed, *masks in session.execute(chosen):
        code = sum(mask << at * _COLUMN_BITS for at, mask in enumerate(masks))
        if is_confirmed or any_present(code, len(days)):
            facts = name, honorific, organisation, Sector(sector), bool(is_confirmed)
            people.append(Attended(*facts, held, given_up, code))
    return people


def _seats_given_up(event_ids: Collection[int]) -> sa.Subquery:
    """Since when somebody else holds a registration's seat."""
    return (
        sa.select(Registration.in_place_of_id, sa.func.min(Registration.in_place_from).label("given_up_from"))
        .where(
            Registration.event_id.in_(event_ids),
            Registration.in_place_of_id.is_not(None),
            Registration.status == Status.CONFIRMED,
        )
        .group_by(Registration.in_place_of_id)
        .subquery("seats")
    )


def _states(days: Mapping[int, Sequence[Day]], columns: int) -> sa.Subquery:
    """For each registration the sum of its day states, each day weighted to its own four bits."""
    weights = [
        (
            day.id,
            *(
                1 << at % _DAYS_A_COLUMN * BITS_A_DAY if at // _DAYS_A_COLUMN == column else 0
                for column in range(columns)
            ),
        )
        for one in days.values()
        for at, day in enumerate(one)
    ] or [(0, *([0] * columns))]
    names = [f"weight_{at}" for at in range(columns)]
    table = (
        sa.values(sa.column("day_id", sa.Integer), *(sa.column(name, sa.BigInteger) for name in names))
        .data(weights)
        .cte("day_weight")
    )
    bits = _bits(DayState.morning, 0) + _bits(DayState.afternoon, 2)
    return (
        sa.select(
            DayState.registration_id,
            *(
                sa.cast(sa.func.sum(bits * table.c[name]), sa.BigInteger).label(f"mask_{at}")
                for at, name in enumerate(names)
            ),
        )
        .join(table, table.c.day_id == DayState.day_id)
        .group_by(DayState.registration_id)
        .subquery("states")
    )


def _bits(half: InstrumentedAttribute[HalfState], shift: int) -> sa.ColumnElement[int]:
    values = {HalfState.PRESENT: Half.PRESENT, HalfState.EXCUSED: Half.EXCUSED, HalfState.ABSENT: Half.ABSENT}
    return sa.case({state: int(value) << shift for state, value in values.items()}, value=half, else_=0)


def count_marks_by_source(
    session: Session, *, event_ids: Collection[int], roles: Collection[EventRole]
) -> dict[int, dict[MarkSource, int]]:
    """How many marks of each event came each way. Marks are never deleted, so corrections are counted as well."""
    chosen = (
        sa.select(Registration.event_id, Mark.source, sa.func.count())
        .join(Mark, Mark.registration_id == Registration.id)
        .where(Registration.event_id.in_(event_ids), Registration.role.in_(roles))
        .group_by(Registration.event_id, Mark.source)
    )
    found: dict[int, dict[MarkSource, int]] = {event_id: {} for event_id in event_ids}
    for event_id, source, number in session.execute(chosen):
        found[event_id][source] = number
    return {
        event_id: {source: one[source] for source in MarkSource if source in one} for event_id, one in found.items()
    }


def list_group_names(session: Session) -> dict[int, str]:
    """The names of all stakeholder groups by id."""
    return dict(session.execute(sa.select(StakeholderGroup.id, StakeholderGroup.name)).all())


def list_events(session: Session, *, ids: Collection[int]) -> Sequence[Event]:
    """The events with these ids, newest first."""
    chosen = sa.select(Event).where(Event.id.in_(ids)).order_by(Event.starts_on.desc(), Event.id.desc())
    return session.scalars(chosen).all()


def list_chosen_events(
    session: Session, *, slugs: Collection[str] = (), first: date | None = None, last: date | None = None
) -> Sequence[Event]:
    """All events, or those at `slugs`; of those the ones with a day in the period. Newest first."""
    chosen = sa.select(Event)
    if slugs:
        chosen = chosen.where(Event.slug.in_(slugs))
    if first is not None:
        chosen = chosen.where(Event.ends_on >= first)
    if last is not None:
        chosen = chosen.where(Event.starts_on <= last)
    return session.scalars(chosen.order_by(Event.starts_on.desc(), Event.id.desc())).all()
