"""How participation is counted: one pass over people, no database, no language.

People of whom the same is known are handed over together with their number, so six thousand people are a few hundred
rows. A person's days are one whole number: four bits for each day in the order of the days,
two for the morning and two for the afternoon, each half a `Half`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from dialogues.people.sectors import AgeGroup, Gender, Sector

BITS_A_DAY = 4
_HALF = 0b11


class Half(IntEnum):
    """What is known of half a day, as the two bits that stand for it."""

    NOT_RECORDED = 0
    PRESENT = 1
    EXCUSED = 2
    ABSENT = 3


class Alike(NamedTuple):
    """`people` persons of whom the same is known. Group is the id of a stakeholder group."""

    sector: Sector
    gender: Gender
    group: int | None
    is_confirmed: bool
    is_walk_in: bool
    seat_from: date | None  # they sit in somebody's place, from this day on
    seat_until: date | None  # somebody sits in their place, from this day on
    days: int
    people: int
    age: AgeGroup | None = None  # None where it was not stated


# What the counting of days asks of people: their days, whether they are confirmed, and since when whose seat it is.
_ByDay = tuple[int, bool, date | None, date | None]


@dataclass(frozen=True)
class DayKept:
    """One day of the event, and whether an organiser closed it."""

    day: date
    is_closed: bool


@dataclass(frozen=True)
class FourNumbers:
    """The four numbers, always side by side."""

    registered: int = 0
    present_any_day: int = 0
    person_days: int = 0
    present_every_day: int = 0


@dataclass(frozen=True, kw_only=True)
class DayFigures:
    """One day. Every registered person is one of present, excused, absent, not recorded and not expected."""

    day: date
    recorded: bool
    closed: bool
    present: int
    morning: int
    afternoon: int
    excused: int
    absent: int
    not_recorded: int
    not_expected: int  # their seat is somebody else's on this day, or they are cancelled since, and they did not come


@dataclass(frozen=True, kw_only=True)
class SectorFigures:
    """One sector. `by_gender` holds those present at least one day, `registered_by_gender` all who are registered."""

    sector: Sector
    numbers: FourNumbers
    by_gender: Mapping[Gender, int]
    registered_by_gender: Mapping[Gender, int]
    by_day: Mapping[date, int]


@dataclass(frozen=True)
class GenderFigures:
    """One gender, over all sectors."""

    gender: Gender
    numbers: FourNumbers


@dataclass(frozen=True)
class AgeFigures:
    """One age group, over all sectors; `age` is None for those who did not state theirs."""

    age: AgeGroup | None
    numbers: FourNumbers


@dataclass(frozen=True)
class GroupFigures:
    """One stakeholder group of one sector; `group` is None for those without one."""

    sector: Sector
    group: int | None
    numbers: FourNumbers


@dataclass(frozen=True)
class SectorContinuity:
    """One sector, set against earlier events of the process. Returning and new make up those present."""

    sector: Sector
    returning: int
    new: int
    lost: int  # present at the event before as people of this sector, and not at this one


@dataclass(frozen=True, kw_only=True)
class Continuity:
    """How the people of an event hang together with those of the earlier events of its process."""

    events: int  # earlier ones that somebody came to
    last_began: date  # the first day of the latest of them
    by_sector: tuple[SectorContinuity, ...]
    told_totals: tuple[int, int, int] | None = None  # set where some sectors are not told

    @property
    def totals(self) -> tuple[int, int, int]:
        """Returning, new and lost, over all sectors."""
        if self.told_totals is not None:
            return self.told_totals
        rows = self.by_sector
        return sum(row.returning for row in rows), sum(row.new for row in rows), sum(row.lost for row in rows)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Everything that is counted of one event."""

    numbers: FourNumbers
    days: tuple[DayFigures, ...]
    by_sector: tuple[SectorFigures, ...]  # all six, in the order of the sectors
    by_gender: tuple[GenderFigures, ...]
    by_group: tuple[GroupFigures, ...]  # only groups somebody is registered in
    by_age: tuple[AgeFigures, ...]  # all, from the youngest, then those who did not state theirs; or none
    by_days_present: Mapping[int, int]  # number of days -> registered people present on so many
    walk_ins: int  # among the registered
    # Where the figures may leave the house, groups below so many people are not told; 0: these are all figures.
    below: int = 0
    withheld: frozenset[tuple[str, ...]] = frozenset()  # the places of counts that are not told, and stand as nought
    groups_left_out: bool = False  # some stakeholder groups are not even named

    @property
    def is_published(self) -> bool:
        """Whether these are the figures as they may leave the house."""
        return self.below > 0

    def group_name(self, group: int | None) -> str | None:
        """What a stakeholder group is called; its number, where names are not known."""
        return str(group) if group else None

    def told(self, place: tuple[str, ...], count: int) -> int | None:
        """The count at a place of `small_tables`; None if it is not told."""
        return None if place in self.withheld else count

    @property
    def recorded_days(self) -> int:
        """How many days were recorded at all."""
        return sum(day.recorded for day in self.days)


@dataclass
class _Tally:
    registered: int = 0
    present_any_day: int = 0
    person_days: int = 0
    present_every_day: int = 0

    def add(self, people: int, days_present: int, every_day: bool) -> None:
        self.registered += people
        if days_present:
            self.present_any_day += people
            self.person_days += people * days_present
        if every_day:
            self.present_every_day += people

    def numbers(self) -> FourNumbers:
        return FourNumbers(self.registered, self.present_any_day, self.person_days, self.present_every_day)


@dataclass
class _DayTally:
    present: int = 0
    morning: int = 0
    afternoon: int = 0
    excused: int = 0
    absent: int = 0
    not_recorded: int = 0
    not_expected: int = 0


@dataclass
class _SectorTally:
    all: _Tally = field(default_factory=_Tally)
    genders: Counter[Gender] = field(default_factory=Counter)
    registered_genders: Counter[Gender] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)


def halves(days: int, count: int) -> list[tuple[int, int]]:
    """Morning and afternoon of each of the first `count` days of a person, as `Half` values."""
    return [(days >> at & _HALF, days >> at + 2 & _HALF) for at in range(0, count * BITS_A_DAY, BITS_A_DAY)]


def any_present(days: int, count: int) -> bool:
    """Whether somebody was there on any of the first `count` days."""
    return any(was_present(state) for state in halves(days, count))


def is_expected(day: date, *, seat_from: date | None, seat_until: date | None) -> bool:
    """Whether the seat is somebody's own on `day`; who has no seat is not absent for want of a mark."""
    return (seat_from is None or seat_from <= day) and (seat_until is None or day < seat_until)


def was_present(half_states: tuple[int, int]) -> bool:
    """Whether somebody was there on a day: in the morning, in the afternoon, or both."""
    return Half.PRESENT in half_states


def recorded_days(people: Iterable[Alike], days: Sequence[DayKept]) -> list[bool]:
    """For each day, whether it was recorded: an organiser closed it, or somebody has a mark on it that stands."""
    marked = 0
    for alike in people:
        marked |= alike.days
    day_bits = (1 << BITS_A_DAY) - 1
    return [day.is_closed or bool(marked >> at * BITS_A_DAY & day_bits) for at, day in enumerate(days)]


def is_registered(alike: Alike, present_days: int) -> bool:
    """Whether these people count as registered: confirmed, or seen although the registration was cancelled since."""
    return alike.is_confirmed or present_days > 0


def count(people: Sequence[Alike], days: Sequence[DayKept], *, recorded: Sequence[bool] | None = None) -> Counted:
    """Count `people` over `days`, which are in the order that the bits of `Alike.days` follow.

    Everybody handed over is counted: whoever asks has left out the roles that do not count. Where they are only some
    of those who count, `recorded` says which days were recorded at all.
    """
    recorded = recorded_days(people, days) if recorded is None else recorded
    every = sum(recorded)
    whole, day_tallies = _Tally(), [_DayTally() for _ in days]
    sectors = {sector: _SectorTally() for sector in Sector}
    genders = {gender: _Tally() for gender in Gender}
    groups: dict[tuple[Sector, int | None], _Tally] = {}
    ages: dict[AgeGroup | None, _Tally] = {age: _Tally() for age in (*AgeGroup, None)}
    spread: Counter[int] = Counter()
    walk_ins = 0
    decoded: dict[int, tuple[list[tuple[int, int]], list[int]]] = {}
    alike_by_day: Counter[_ByDay] = Counter()
    for alike in people:
        if alike.days not in decoded:
            states = halves(alike.days, len(days))
            decoded[alike.days] = states, [at for at, state in enumerate(states) if was_present(state)]
        _states, present_on = decoded[alike.days]
        if not is_registered(alike, len(present_on)):
            continue
        number = alike.people
        facts = number, len(present_on), every > 0 and len(present_on) == every
        sector = sectors[alike.sector]
        group = groups.setdefault((alike.sector, alike.group), _Tally())
        for tally in (whole, sector.all, genders[alike.gender], ages[alike.age], group):
            tally.add(*facts)
        sector.registered_genders[alike.gender] += number
        if present_on:
            sector.genders[alike.gender] += number
        for at in present_on:
            sector.days[at] += number
        alike_by_day[alike.days, alike.is_confirmed, alike.seat_from, alike.seat_until] += number
        spread[len(present_on)] += number
        walk_ins += number if alike.is_walk_in else 0
    for by_day, number in alike_by_day.items():
        _count_days(day_tallies, decoded[by_day[0]][0], days, by_day, number)
    return Counted(
        numbers=whole.numbers(),
        days=tuple(
            DayFigures(day=day.day, closed=day.is_closed, recorded=kept, **vars(tally))
            for day, kept, tally in zip(days, recorded, day_tallies, strict=True)
        ),
        by_sector=tuple(_sector(sector, tally, days) for sector, tally in sectors.items()),
        by_gender=tuple(GenderFigures(gender, tally.numbers()) for gender, tally in genders.items()),
        by_group=tuple(GroupFigures(*key, tally.numbers()) for key, tally in groups.items()),
        by_age=tuple(AgeFigures(age, tally.numbers()) for age, tally in ages.items()),
        by_days_present={number: spread[number] for number in range(len(days), -1, -1)},
        walk_ins=walk_ins,
    )


def _count_days(
    tallies: Sequence[_DayTally],
    states: Sequence[tuple[int, int]],
    days: Sequence[DayKept],
    by_day: _ByDay,
    number: int,
) -> None:
    _code, is_confirmed, seat_from, seat_until = by_day
    for tally, state, day in zip(tallies, states, days, strict=True):
        if was_present(state):
            tally.present += number
            tally.morning += number if state[0] == Half.PRESENT else 0
            tally.afternoon += number if state[1] == Half.PRESENT else 0
        elif Half.EXCUSED in state:
            tally.excused += number
        elif Half.ABSENT in state:
            tally.absent += number
        elif not is_confirmed or not is_expected(day.day, seat_from=seat_from, seat_until=seat_until):
            tally.not_expected += number
        elif day.is_closed:
            tally.absent += number
        else:
            tally.not_recorded += number


def _sector(sector: Sector, tally: _SectorTally, days: Sequence[DayKept]) -> SectorFigures:
    return SectorFigures(
        sector=sector,
        numbers=tally.all.numbers(),
        by_gender={gender: tally.genders[gender] for gender in Gender},
        registered_by_gender={gender: tally.registered_genders[gender] for gender in Gender},
        by_day={day.day: tally.days[at] for at, day in enumerate(days)},
    )
