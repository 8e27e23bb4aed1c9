"""How much work a day of the agenda holds: breaks and journeys are none, and what runs side by side counts once."""

from collections.abc import Iterable
from datetime import time

AFTERNOON = time(12, 30)  # a session that begins from here on is of the afternoon; the phone at the door says the same

Span = tuple[time, time]


def working_minutes(spans: Iterable[Span]) -> tuple[int, int]:
    """The minutes of work in the morning and in the afternoon, from when each working session begins and ends."""
    minutes = [0, 0]
    worked_until = 0
    for starts, ends in sorted(spans):
        first, last = max(_minute(starts), worked_until), _minute(ends)
        if last > first:
            minutes[starts >= AFTERNOON] += last - first
            worked_until = last
    return minutes[0], minutes[1]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
