"""Who sits and who waits: how many seats there are, who shares one, who is next in line, how long an offer stands.

Only participants take a seat: staff, speakers and observers are given a chair whatever the limit. A seat that passes
to a substitute stays one seat, however many people sit in it one after the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import EventRole

SEATS_MAX = 100_000  # more than any hall or digital day holds; a longer number is a slip of the finger
OFFER_HOURS = 48  # how long an offer stands unless the organiser says otherwise: over one night and a market day
OFFER_HOURS_MAX = 30 * 24
BY_HAND_DAYS = 2  # so long before the first day nobody can be relied on to read mail in time
BY_HAND_DAYS_MAX = 365


class Giving(StrEnum):
    """How a seat that becomes free is given to the next in line."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"


class OfferState(StrEnum):
    """Where an offer of a seat stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class WhenFull(StrEnum):
    """What a program wants for somebody who would be confirmed on a full event."""

    REFUSE = "refuse"
    WAIT = "wait"
    CONFIRM = "confirm"


GIVING_NAMES = {
    Giving.AUTOMATIC: N_("By the program, to the next in line"),
    Giving.BY_HAND: N_("By hand"),
}

OFFER_STATE_NAMES = {
    OfferState.OPEN: N_("Open"),
    OfferState.ACCEPTED: N_("Accepted"),
    OfferState.DECLINED: N_("Declined"),
    OfferState.EXPIRED: N_("Expired"),
    OfferState.WITHDRAWN: N_("Withdrawn"),
}


class EventFull(RefusedFact):
    """Every seat of the event is taken or offered."""

    message = N_("The event is full: %(taken)s of %(capacity)s seats are taken or offered.")
    field = "status"


class SectorFull(RefusedFact):
    """Every seat of this person's sector is taken or offered."""

    message = N_("The seats of this sector are full: %(taken)s of %(capacity)s are taken or offered.")
    field = "status"


class OfferClosed(DomainError):
    """The offer was answered, taken back, or stood too long."""

    message = N_("This offer no longer stands.")


class NotWaiting(DomainError):
    """Only who waits can be offered a seat."""

    message = N_("%(name)s is not on the waiting list.")


class SeatsChanged(DomainError):
    """Somebody saved the seats after the page was opened."""

    message = N_("Somebody changed the seats while you were writing. Look at what is stored now, then save again.")


@dataclass(frozen=True)
class Plan:
    """How many seats an event has and how they are given on. None: no limit."""

    capacity: int | None = None
    sectors: Mapping[Sector, int] = field(default_factory=dict)  # only those with a limit of their own
    giving: Giving = Giving.BY_HAND
    offer_hours: int = OFFER_HOURS
    by_hand_days: int = BY_HAND_DAYS
    version: int | None = None  # None: nobody has planned the seats of this event

    def limits(self, sector: Sector) -> bool:
        """Whether any limit is set for people of `sector`."""
        return self.capacity is not None or sector in self.sectors

    @property
    def has_limit(self) -> bool:
        """Whether any limit is set at all."""
        return self.capacity is not None or bool(self.sectors)


@dataclass(frozen=True)
class Room:
    """The seats of an event as they stand: taken by participants who are confirmed, or held by an open offer."""

    plan: Plan
    taken: Mapping[Sector, int]
    offered: Mapping[Sector, int]

    @property
    def all_taken(self) -> int:
        """How many seats are taken."""
        return sum(self.taken.values())

    @property
    def all_held(self) -> int:
        """How many are taken or offered."""
        return self.all_taken + sum(self.offered.values())

    def held(self, sector: Sector) -> int:
        """How many seats people of `sector` take or are offered."""
        return self.taken.get(sector, 0) + self.offered.get(sector, 0)

    @property
    def over(self) -> int:
        """How many people are confirmed beyond the capacity of the event."""
        return max(0, self.all_taken - self.plan.capacity) if self.plan.capacity is not None else 0

    def over_in(self, sector: Sector) -> int:
        """How many people of `sector` are confirmed beyond its own seats."""
        limit = self.plan.sectors.get(sector)
        return max(0, self.taken.get(sector, 0) - limit) if limit is not None else 0

    @property
    def over_sectors(self) -> dict[Sector, int]:
        """The sectors with people beyond their seats, and how many."""
        return {sector: self.over_in(sector) for sector in self.plan.sectors if self.over_in(sector)}

    def free(self, sector: Sector) -> int | None:
        """How many more people of `sector` find a seat; below 0 where more sit than fit; None without a limit."""
        left = []
        if self.plan.capacity is not None:
            left.append(self.plan.capacity - self.all_held)
        if sector in self.plan.sectors:
            left.append(self.plan.sectors[sector] - self.held(sector))
        return min(left, default=None)

    def without(self, sector: Sector) -> "Room":
        """The same room before one person of `sector` sat down."""
        return replace(self, taken={**self.taken, sector: self.taken.get(sector, 0) - 1})


def require_free(room: Room, sector: Sector) -> None:
    """Raise EventFull or SectorFull unless there is a seat for one more person of `sector`."""
    capacity = room.plan.capacity
    if capacity is not None and room.all_held >= capacity:
        raise EventFull(taken=room.all_held, capacity=capacity)
    limit = room.plan.sectors.get(sector)
    if limit is not None and room.held(sector) >= limit:
        raise SectorFull(taken=room.held(sector), capacity=limit)


def takes_seat(role: EventRole) -> bool:
    """Whether people with this role take one of the seats that are counted."""
    return role is EventRole.PARTICIPANT


class Sitting(NamedTuple):
    """Somebody in whose place another comes, or who comes in another's place."""

    id: int
    in_place_of: int | None
    sector: Sector
    is_seated: bool  # a participant who is confirmed


def count_shared(people: Iterable[Sitting]) -> Counter[Sector]:
    """How many of the seated, by sector, sit in a seat that is counted for somebody else already.

    Whoever came into a seat last is the one it is counted for; a seat passes on as often as somebody stands in.
    """
    known = {one.id: one for one in people}
    depth: dict[int, int] = {}
    holders: dict[int, list[Sitting]] = {}
    for one in known.values():
        first, steps = one, 0
        while first.in_place_of in known and steps < len(known):
            first, steps = known[first.in_place_of], steps + 1
        depth[one.id] = steps
        if one.is_seated:
            holders.setdefault(first.id, []).append(one)
    shared: Counter[Sector] = Counter()
    for seated in holders.values():
        last = max(seated, key=lambda one: (depth[one.id], one.id))
        shared.update(one.sector for one in seated if one is not last)
    return shared


def next_in_line(room: Room, line: Sequence[Sector]) -> list[int]:
    """Which places of the waiting line a seat is there for, first come first served; `line` holds their sectors.

    Whose sector is full is passed over for somebody whose sector is not, and keeps the place.
    """
    plan = room.plan
    held = Counter({sector: room.held(sector) for sector in plan.sectors})
    free = plan.capacity - room.all_held if plan.capacity is not None else None
    chosen = []
    for place, sector in enumerate(line):
        if free is not None and free <= 0:
            break
        limit = plan.sectors.get(sector)
        if limit is not None and held[sector] >= limit:
            continue
        held[sector] += 1
        free = free - 1 if free is not None else None
        chosen.append(place)
    return chosen


def may_sit(room: Room, sector: Sector, *, ahead: Sequence[Sector]) -> bool:
    """Whether somebody new finds a seat at once, those who wait already served before them."""
    return not room.plan.limits(sector) or len(ahead) in next_in_line(room, [*ahead, sector])


def is_given_by_program(plan: Plan, *, starts_on: date, zone: ZoneInfo, at: datetime) -> bool:
    """Whether free seats go to the next in line without anybody's doing: up to some days before the first day."""
    if plan.giving is not Giving.AUTOMATIC:
        return False
    return at < _morning(starts_on - timedelta(days=plan.by_hand_days), zone)


def expires_at(plan: Plan, *, starts_on: date, ends_on: date, zone: ZoneInfo, at: datetime) -> datetime:
    """Until when an offer made now stands: not into the event; one made during it not beyond its last day."""
    begins = _morning(starts_on, zone)
    limit = begins if at < begins else _morning(ends_on + timedelta(days=1), zone)
    whole = at + timedelta(hours=plan.offer_hours)
    return min(whole, limit) if at < limit else whole


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def overbooked(room: Room, sector: Sector) -> tuple[int, int] | None:
    """How many sit and how many seats there are, of the event or else of the sector, where more sit than fit."""
    if room.over and room.plan.capacity is not None:
        return room.all_taken, room.plan.capacity
    if room.over_in(sector):
        return room.taken[sector], room.plan.sectors[sector]
    return None
