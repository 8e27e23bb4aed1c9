"""Times of agenda sessions: how they are typed, what they must be, which sessions get in each other's way."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_

_CLOCK_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[:.,h]\s*(?P<minute>[0-9]{2})?|(?P<joined>[0-9]{2}))?\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_HALF_DAY_H = 12


class NotATime(DomainError):
    """What was typed cannot be read as a time of day."""

    message = N_("“%(typed)s” is not a time. Write it as 9:00 or 14:30.")


class EndsBeforeStart(DomainError):
    """A session would end before, or when, it begins."""

    message = N_("The session ends at %(ends)s, but it begins at %(starts)s. Give an end after the beginning.")


class NoSuchTime(DomainError):
    """Clocks jump over that time on that day."""

    message = N_("Clocks go forward on %(day)s: %(at)s does not exist that day. Choose another time.")


class NothingToChangeWith(DomainError):
    """The session is the first or the last of its day."""

    message = N_("There is no session before or after this one on its day, so it cannot change places.")


class SessionChanged(DomainError):
    """Somebody saved the session after the page was opened."""

    message = N_(
        "Somebody changed this session while you were writing. Compare with what is stored now, then save again."
    )


class SessionGone(DomainError):
    """The session was removed after the page was opened."""

    message = N_(
        "“%(title)s” was removed from the agenda meanwhile. Nothing you wrote is lost: save it here as a new session, "
        "or leave it."
    )


class SessionRecorded(DomainError):
    """Attendance was recorded in the session."""

    message = N_("“%(title)s” cannot be removed: attendance is recorded in it.")


class DayIsGone(DomainError):
    """The day on which a removed session was held is no longer a day of the event."""

    message = N_("“%(title)s” cannot come back: its day is no longer part of the event.")


class AmbiguousName(DomainError):
    """Several registered people bear the name."""

    message = N_("%(count)s registered people are called %(name)s. Choose which one is meant.")


def parse_time(text: str) -> time:
    """The time of day that somebody typed: `9`, `9:00`, `09.00`, `9h30`, `0930`, `2:30 pm`. Raises NotATime."""
    match = _CLOCK_TIME.fullmatch(text.strip())
    if match is None:
        raise NotATime(typed=text)
    hour, minute = int(match["hour"]), int(match["minute"] or match["joined"] or 0)
    if match["half"]:
        if not 1 <= hour <= _HALF_DAY_H:
            raise NotATime(typed=text)
        hour = hour % _HALF_DAY_H + (_HALF_DAY_H if match["half"].lower().startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise NotATime(typed=text) from None


def require_session_times(starts: time, ends: time, *, day: date, zone: ZoneInfo) -> None:
    """Raise EndsBeforeStart or NoSuchTime unless a session on `day` in `zone` may run from `starts` to `ends`."""
    if ends <= starts:
        raise EndsBeforeStart(starts=starts, ends=ends)
    for at in (starts, ends):
        instant = datetime.combine(day, at, tzinfo=zone)
        if instant.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != instant.replace(tzinfo=None):
            raise NoSuchTime(day=day, at=at)


def minutes_between(starts: time, ends: time) -> int:
    """How many minutes lie between two wall clock times of one day."""
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


SOMEBODY_ELSE = "other"  # chosen where a typed name is meant for none of the registered people who bear it


def choose_person(name: str, *, bearers: Sequence[int], chosen: str = "") -> int | None:
    """Which of the registered `bearers` of a typed name is meant; None for a name that is nobody's.

    `chosen` is what was picked where there are several: a registration's id or SOMEBODY_ELSE. Raises AmbiguousName.
    """
    if len(bearers) <= 1:
        return bearers[0] if bearers else None
    if chosen == SOMEBODY_ELSE:
        return None
    for bearer in bearers:
        if str(bearer) == chosen:
            return bearer
    raise AmbiguousName(count=len(bearers), name=name)


# ---------------------------------------------------------------- clashes
@dataclass(frozen=True)
class Presence:
    """Somebody with a role in a session: a registered person, or a name that is not registered."""

    name: str
    registration_id: int | None = None


@dataclass(frozen=True)
class Slot:
    """What a session takes up: time on one day, a room, people."""

    session_id: int
    starts: time
    ends: time
    room_id: int | None = None
    room: str = ""
    people: tuple[Presence, ...] = ()


class ClashKind(StrEnum):
    """What two sessions both want."""

    PERSON = "person"
    ROOM = "room"


@dataclass(frozen=True)
class Clash:
    """Two sessions of one day that overlap and want the same person or room. A warning; it never blocks."""

    kind: ClashKind
    name: str  # of the person or the room
    first_id: int
    second_id: int
    starts: time  # of the time they share
    ends: time


def list_clashes(slots: Iterable[Slot]) -> list[Clash]:
    """The clashes among the sessions of one day, in the order of the day. Ends that touch do not overlap."""
    ordered = sorted(slots, key=lambda slot: (slot.starts, slot.ends, slot.session_id))
    clashes: list[Clash] = []
    for index, first in enumerate(ordered):
        for second in ordered[index + 1 :]:
            if second.starts >= first.ends:
                break
            clashes += _clashes_between(first, second)
    return clashes


def _clashes_between(first: Slot, second: Slot) -> list[Clash]:
    starts, ends = max(first.starts, second.starts), min(first.ends, second.ends)
    found = [(ClashKind.PERSON, name) for name in _same_people(first.people, second.people)]
    if first.room_id is not None and first.room_id == second.room_id:
        found.append((ClashKind.ROOM, first.room))
    return [Clash(kind, name, first.session_id, second.session_id, starts, ends) for kind, name in found]


def _same_people(first: Sequence[Presence], second: Sequence[Presence]) -> list[str]:
    """Names of people in both. Two registered people may share a name; a name typed freely is taken for its bearer."""
    names: dict[Hashable, str] = {}
    for one in first:
        for other in second:
            if one.registration_id is not None and other.registration_id is not None:
                same = one.registration_id == other.registration_id
            else:
                same = fold(one.name) == fold(other.name)
            if same:
                names.setdefault(one.registration_id or fold(one.name), one.name)
    return list(names.values())


# ---------------------------------------------------------------- changing places
Times = dict[int, tuple[time, time]]


def exchange_with_next(slots: Iterable[Slot], session_id: int) -> Times:
    """New times when a session changes places with what follows it. Raises NothingToChangeWith at the end of the day.

    Sessions that overlap move together, lengths and the pause between stay, and the day begins and ends as before.
    """
    blocks = _blocks(slots)
    index = _block_of(blocks, session_id)
    if index + 1 >= len(blocks):
        raise NothingToChangeWith
    return _exchange(blocks[index], blocks[index + 1])


def exchange_with_previous(slots: Iterable[Slot], session_id: int) -> Times:
    """New times when a session changes places with what lies before it; see exchange_with_next."""
    blocks = _blocks(slots)
    index = _block_of(blocks, session_id)
    if index == 0:
        raise NothingToChangeWith
    return _exchange(blocks[index - 1], blocks[index])


def _blocks(slots: Iterable[Slot]) -> list[list[Slot]]:
    """The sessions of a day in runs whose members overlap, in order."""
    blocks: list[list[Slot]] = []
    end = time.min
    for slot in sorted(slots, key=lambda one: (one.starts, one.ends, one.session_id)):
        if blocks and slot.starts < end:
            blocks[-1].append(slot)
            end = max(end, slot.ends)
        else:
            blocks.append([slot])
            end = slot.ends
    return blocks


def _block_of(blocks: Sequence[Sequence[Slot]], session_id: int) -> int:
    return next(index for index, block in enumerate(blocks) if any(slot.session_id == session_id for slot in block))


def _exchange(first: Sequence[Slot], second: Sequence[Slot]) -> Times:
    begin, end = first[0].starts, max(slot.ends for slot in second)
    up = minutes_between(begin, second[0].starts)
    down = minutes_between(max(slot.ends for slot in first), end)
    earlier = {slot.session_id: (_shifted(slot.starts, -up), _shifted(slot.ends, -up)) for slot in second}
    later = {slot.session_id: (_shifted(slot.starts, down), _shifted(slot.ends, down)) for slot in first}
    return earlier | later


def _shifted(at: time, minutes: int) -> time:
    return (datetime.combine(date(2000, 1, 1), at) + timedelta(minutes=minutes)).time()


# ---------------------------------------------------------------- numbers


def item_number(*, day_number: int, days: int, place_in_day: int) -> str:
    """How a session is referred to: `3.10` is the tenth of the third day; of a single day it is just `10`."""
    return str(place_in_day) if days == 1 else f"{day_number}.{place_in_day}"
