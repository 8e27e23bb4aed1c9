"""What gets in the way of what on one day. Everything here is pointed out and never stops anything."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from dialogues.agenda.plan_rules import Block, minutes_of, runs_of
from dialogues.agenda.rules import Clash, Presence, Slot, list_clashes


class Trouble(StrEnum):
    """What is wrong; one sentence for each."""

    PERSON = "person"
    ROOM = "room"
    LEAD_UNKNOWN = "lead_unknown"
    LEAD_GONE = "lead_gone"
    BREAK_SWALLOWED = "break_swallowed"
    OUTSIDE_DAY = "outside_day"
    ROOM_TOO_SMALL = "room_too_small"
    TRAVEL_TOO_SHORT = "travel_too_short"


@dataclass(frozen=True)
class Lead:
    """Somebody who leads a session: whether they are registered, and whether they still come."""

    name: str
    is_registered: bool
    is_gone: bool


@dataclass(frozen=True)
class Seen:
    """A session as this module looks at it."""

    id: int
    starts: time
    ends: time
    is_break: bool = False
    is_travel: bool = False
    is_plenary: bool = False
    place_id: int | None = None
    room_id: int | None = None
    room: str = ""
    seats: int | None = None
    expected: int | None = None
    people: tuple[Presence, ...] = ()
    leads: tuple[Lead, ...] = ()

    @property
    def slot(self) -> Slot:
        """What it takes up."""
        return Slot(self.id, self.starts, self.ends, self.room_id, self.room, self.people)


@dataclass(frozen=True)
class DayFacts:
    """What the sessions of a day are held against."""

    opens: time | None = None
    closes: time | None = None
    registered: int = 0  # confirmed; so many come to a plenary
    travel: Mapping[tuple[int, int], int] | None = None  # minutes between two places, the lower number first


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, at one session or between two, with what its sentence names."""

    trouble: Trouble
    first_id: int
    second_id: int | None = None
    name: str = ""  # of the person or the room
    starts: time | None = None  # of the time that is shared
    ends: time | None = None
    needed: int = 0  # people, or minutes
    found: int = 0

    @property
    def session_ids(self) -> tuple[int, ...]:
        """The sessions it is about."""
        return (self.first_id,) if self.second_id is None else (self.first_id, self.second_id)


def list_findings(sessions: Sequence[Seen], facts: DayFacts) -> list[Finding]:
    """All that gets in the way of something on one day, in the order of the day."""
    ordered = sorted(sessions, key=lambda one: (one.starts, one.ends, one.id))
    findings = [_of_clash(clash) for clash in list_clashes(one.slot for one in ordered)]
    for one in ordered:
        findings += _of_leads(one)
        findings += _outside(one, facts)
        findings += _too_small(one, ordered, facts)
    findings += _swallowed(ordered)
    findings += _too_far(ordered, facts.travel or {})
    place = {one.id: number for number, one in enumerate(ordered)}
    return sorted(findings, key=lambda finding: place[finding.first_id])


def _of_clash(clash: Clash) -> Finding:
    trouble = Trouble(clash.kind.value)
    return Finding(trouble, clash.first_id, clash.second_id, clash.name, clash.starts, clash.ends)


def _of_leads(one: Seen) -> list[Finding]:
    return [
        Finding(Trouble.LEAD_GONE if lead.is_gone else Trouble.LEAD_UNKNOWN, one.id, name=lead.name)
        for lead in one.leads
        if lead.is_gone or not lead.is_registered
    ]


def _outside(one: Seen, facts: DayFacts) -> list[Finding]:
    early = facts.opens is not None and one.starts < facts.opens
    late = facts.closes is not None and one.ends > facts.closes
    if not (early or late):
        return []
    return [Finding(Trouble.OUTSIDE_DAY, one.id, starts=facts.opens, ends=facts.closes)]


def _too_small(one: Seen, sessions: Iterable[Seen], facts: DayFacts) -> list[Finding]:
    expected = one.expected
    if expected is None and one.is_plenary and not any(_beside(one, other) for other in sessions):
        expected = facts.registered
    if one.seats is None or expected is None or expected <= one.seats:
        return []
    return [Finding(Trouble.ROOM_TOO_SMALL, one.id, name=one.room, needed=expected, found=one.seats)]


def _beside(one: Seen, other: Seen) -> bool:
    """Whether another session with work in it shares the time, so that not everybody is in either."""
    works = not (other.is_break or other.is_travel)
    return other.id != one.id and works and other.starts < one.ends and one.starts < other.ends


def _swallowed(sessions: Sequence[Seen]) -> list[Finding]:
    """Sessions that run over a break. Travel may: people eat on the bus."""
    return [
        Finding(Trouble.BREAK_SWALLOWED, one.id, pause.id, starts=pause.starts, ends=pause.ends)
        for pause in sessions
        if pause.is_break
        for one in sessions
        if not (one.is_break or one.is_travel) and one.starts < pause.ends and pause.starts < one.ends
    ]


def _too_far(sessions: Sequence[Seen], travel: Mapping[tuple[int, int], int]) -> list[Finding]:
    """Where the way from the sessions before takes longer than there is time for; a bus on the agenda is such time."""
    held = {one.id: one for one in sessions if not one.is_travel and one.place_id is not None}
    blocks = (Block(one.id, minutes_of(one.starts), minutes_of(one.ends)) for one in held.values())
    findings = []
    before: list[Seen] = []
    for run in runs_of(blocks):
        here = [held[block.id] for block in run.blocks]
        for one in here:
            findings += _way_to(one, before, travel, is_alone=len(here) == 1)
        before = here
    return findings


def _way_to(
    one: Seen, before: Collection[Seen], travel: Mapping[tuple[int, int], int], *, is_alone: bool
) -> list[Finding]:
    if not is_alone and any(other.place_id == one.place_id for other in before):
        return []  # of several groups, the one that was here stays here
    findings = []
    for other in before:
        needed = travel.get(_pair(other.place_id or 0, one.place_id or 0), 0)
        there_is = minutes_of(one.starts) - minutes_of(other.ends)
        if needed > there_is:
            findings.append(Finding(Trouble.TRAVEL_TOO_SHORT, other.id, one.id, needed=needed, found=there_is))
    return findings


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
