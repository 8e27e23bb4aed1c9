"""What a screen in the hall shows at an instant: what runs, what comes next, what is left of the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

LATER_MOST = 4  # lines of the rest of the day that can be read from the back of a hall


@dataclass(frozen=True)
class Spell:
    """A session as a span of time."""

    starts: datetime  # aware
    ends: datetime
    title: str
    place: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class Sight:
    """What is to be seen at an instant."""

    running: tuple[Spell, ...]
    next: tuple[Spell, ...]  # all that begin first after it
    later: tuple[Spell, ...]  # of the same day as what comes next


def look_at(spells: Iterable[Spell], at: datetime) -> Sight:
    """What runs at `at`, what begins first after it, and what follows that on its day.

    A session runs from its first minute until its end, which belongs to the next one. The page does the same sum with
    the clock of this instance, so that a screen without a network goes on counting; a test holds both to one another.
    """
    ordered = sorted(spells, key=lambda one: (one.starts, one.ends, one.title))
    running = tuple(one for one in ordered if one.starts <= at < one.ends)
    ahead = [one for one in ordered if one.starts > at]
    first = tuple(one for one in ahead if one.starts == ahead[0].starts)
    later = tuple(one for one in ahead if one not in first and one.starts.date() == ahead[0].starts.date())
    return Sight(running, first, later[:LATER_MOST])


def minutes_left(running: Sequence[Spell], at: datetime) -> int | None:
    """Whole minutes, begun ones counted, until the first of what runs ends; None while nothing runs."""
    if not running:
        return None
    left = min(one.ends for one in running) - at
    return -(-int(left.total_seconds()) // 60)
