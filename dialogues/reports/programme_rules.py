"""How people are followed from one event to the next: new, back again, not seen since. No database, no language.

People who came to the same events, each time as the same sector, are handed over together with their number. Where
they came is one whole number: three bits for each event in the order of time, none of them set where they were not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dialogues.people.sectors import Sector

BITS_AN_EVENT = 3
_SECTORS = tuple(Sector)
SECTOR_CODES = {sector: at for at, sector in enumerate(_SECTORS, 1)}
_EVENT = (1 << BITS_AN_EVENT) - 1


class Course(NamedTuple):
    """`people` persons who came to the same events, each time as the same sector."""

    came: int
    people: int


@dataclass(frozen=True)
class VisitContinuity:
    """Visits to one event, or as one sector, by what went before and came after; None is what cannot be known.

    Each visit is new or back again. Not again: of those visits, the ones after which the person came to none of the
    later events. At the first event nobody can be back, and after the last nobody was waited for.
    """

    visits: int | None
    new: int | None
    returning: int | None
    not_again: int | None


UNKNOWN = VisitContinuity(None, None, None, None)


@dataclass(frozen=True)
class Followed:
    """What is known of people over several events in the order of time."""

    people: int
    returning: int  # who came to two events or more
    people_by_sector: Mapping[Sector, int]  # who changed sector is one of both
    by_event: tuple[VisitContinuity, ...]
    by_sector: Mapping[Sector, VisitContinuity]
    by_times: Mapping[int, int]  # number of events -> people who came to so many


def visits_of(course: Course, events: int) -> list[tuple[int, Sector]]:
    """Which of the events these people came to, and as which sector."""
    codes = ((at, course.came >> at * BITS_AN_EVENT & _EVENT) for at in range(events))
    return [(at, _SECTORS[code - 1]) for at, code in codes if code]


def follow(courses: Iterable[Course], recorded: Sequence[bool]) -> Followed:
    """Follow people over events of which some were `recorded`: at one that was not, nobody is known to be missing."""
    known = [at for at, kept in enumerate(recorded) if kept]
    visits, new, last = Counter[int](), Counter[int](), Counter[int]()
    sector_visits, sector_new, sector_last = Counter[Sector](), Counter[Sector](), Counter[Sector]()
    sector_people, times = Counter[Sector](), Counter[int]()
    for course in courses:
        came, number = visits_of(course, len(recorded)), course.people
        if not came:
            continue
        times[len(came)] += number
        for at, sector in came:
            visits[at] += number
            sector_visits[sector] += number
        for sector in {sector for _at, sector in came}:
            sector_people[sector] += number
        new[came[0][0]] += number
        sector_new[came[0][1]] += number
        if came[-1][0] < known[-1]:
            last[came[-1][0]] += number
            sector_last[came[-1][1]] += number
    return Followed(
        people=times.total(),
        returning=times.total() - times[1],
        people_by_sector={sector: sector_people[sector] for sector in _SECTORS},
        by_event=tuple(
            VisitContinuity(
                visits[at],
                new[at],
                None if at == known[0] else visits[at] - new[at],
                None if at == known[-1] else last[at],
            )
            if kept
            else UNKNOWN
            for at, kept in enumerate(recorded)
        ),
        by_sector={
            sector: VisitContinuity(
                sector_visits[sector],
                sector_new[sector],
                None if len(known) < 2 else sector_visits[sector] - sector_new[sector],
                None if len(known) < 2 else sector_last[sector],
            )
            if known
            else UNKNOWN
            for sector in _SECTORS
        },
        by_times={number: times[number] for number in sorted(times)},
    )


@dataclass(frozen=True)
class ContactHours:
    """Minutes that people spent in working sessions; None where no recorded day has an agenda."""

    minutes: int | None
    days_without_agenda: int  # recorded days that could not be counted

    @property
    def hours(self) -> int | None:
        """Whole hours, rounded down."""
        return None if self.minutes is None else self.minutes // 60


def contact_hours(days: Iterable[tuple[int, int, tuple[int, int] | None]]) -> ContactHours:
    """Of recorded days: who was there in the morning, in the afternoon, and the working minutes of both if known."""
    minutes, with_agenda, without = 0, 0, 0
    for morning, afternoon, lengths in days:
        if lengths is None:
            without += 1
            continue
        with_agenda += 1
        minutes += morning * lengths[0] + afternoon * lengths[1]
    return ContactHours(minutes if with_agenda else None, without)


def all_hours(hours: Iterable[ContactHours]) -> ContactHours:
    """The hours of several events together."""
    each = list(hours)
    known = [one.minutes for one in each if one.minutes is not None]
    return ContactHours(sum(known) if known else None, sum(one.days_without_agenda for one in each))
