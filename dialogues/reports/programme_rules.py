"""How people are followed from one event to the next: new, back again, not seen since. No database, no language.

Who came to an event as a sector is one whole number, a bit for each person of the directory: a hundred thousand people
are twelve kilobytes, and who came to both of two events is one operation on them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogues.people.sectors import Sector

_SECTORS = tuple(Sector)

# Who came to one event: nobody as two sectors, since a person is on the list of an event once.
Came = Mapping[Sector, int]


def people_set(ids: Iterable[int]) -> int:
    """The people with these numbers as bits."""
    each = list(ids)
    bits = bytearray(max(each, default=0) // 8 + 1)
    for one in each:
        bits[one >> 3] |= 1 << (one & 7)
    return int.from_bytes(bits, "little")


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


def follow(events: Sequence[Came], recorded: Sequence[bool]) -> Followed:
    """Follow people over events in the order of time; at one that was not `recorded`, nobody is known to be missing."""
    known = [at for at, kept in enumerate(recorded) if kept]
    everybody = [_united(came.values()) for came in events]
    new, not_again = _first_visits(events, everybody), _last_visits(events, everybody, until=known[-1] if known else 0)
    times = _times(everybody)
    people = sum(times.values())
    by_sector = {}
    for sector in _SECTORS:
        visits = sum(came.get(sector, 0).bit_count() for came in events)
        first = sum(one[sector] for one in new)
        last = sum(one[sector] for one in not_again)
        is_known = len(known) > 1
        by_sector[sector] = (
            VisitContinuity(visits, first, visits - first if is_known else None, last if is_known else None)
            if known
            else UNKNOWN
        )
    return Followed(
        people=people,
        returning=people - times.get(1, 0),
        people_by_sector={sector: _united(came.get(sector, 0) for came in events).bit_count() for sector in _SECTORS},
        by_event=tuple(
            _continuity_of(at, everybody[at].bit_count(), sum(new[at].values()), sum(not_again[at].values()), known)
            if kept
            else UNKNOWN
            for at, kept in enumerate(recorded)
        ),
        by_sector=by_sector,
        by_times=times,
    )


def _continuity_of(at: int, visits: int, new: int, not_again: int, known: Sequence[int]) -> VisitContinuity:
    return VisitContinuity(
        visits, new, None if at == known[0] else visits - new, None if at == known[-1] else not_again
    )


def _united(sets: Iterable[int]) -> int:
    united = 0
    for one in sets:
        united |= one
    return united


def _first_visits(events: Sequence[Came], everybody: Sequence[int]) -> list[dict[Sector, int]]:
    """For each event and sector: how many came to none of the events before."""
    seen, found = 0, []
    for came, here in zip(events, everybody, strict=True):
        found.append({sector: (came.get(sector, 0) & ~seen).bit_count() for sector in _SECTORS})
        seen |= here
    return found


def _last_visits(events: Sequence[Came], everybody: Sequence[int], *, until: int) -> list[dict[Sector, int]]:
    """For each event and sector: how many came to none of the events after; from `until` on nobody was waited for."""
    seen, found = 0, []
    for at in reversed(range(len(events))):
        is_over = at >= until
        found.append({sector: 0 if is_over else (events[at].get(sector, 0) & ~seen).bit_count() for sector in _SECTORS})
        seen |= everybody[at]
    return found[::-1]


def _times(everybody: Sequence[int]) -> dict[int, int]:
    """How many people came to so many events: added up for all people at once, a binary digit at a time."""
    digits: list[int] = []
    for here in everybody:
        carried = here
        for at, digit in enumerate(digits):
            digits[at], carried = digit ^ carried, digit & carried
        if carried:
            digits.append(carried)
    groups = {0: _united(everybody)}
    for at, digit in enumerate(digits):
        split = {number: people & ~digit for number, people in groups.items()}
        split |= {number | 1 << at: people & digit for number, people in groups.items()}
        groups = {number: people for number, people in split.items() if people}
    return {number: groups[number].bit_count() for number in sorted(groups) if number}


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
