"""What happens to the times of a day when a block of it is moved: the order is kept, pins hold, the rest follows.

Times are minutes since midnight by the clock at the venue. Blocks that overlap run beside each other and are one *run*;
a run with a pinned block in it holds its time. Free time between runs is used up before anything after it moves.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from zoneinfo import ZoneInfo

from dialogues.agenda import rules
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

DAY_MINUTES = 24 * 60
FIRST_AT = 9 * 60  # where the first block of an empty day is put
_HOUR_MIN = 60

Moved = dict[int, tuple[int, int]]  # a block's new beginning and end


class PastMidnight(DomainError):
    """A block would end on the next day."""

    message = N_("“%(title)s” would end after midnight. Shorten something first, or put it on another day.")


class DayChanged(DomainError):
    """Somebody changed a day after the page was opened on which it was to be changed again."""

    message = N_(
        "Somebody changed this part of the agenda meanwhile: %(titles)s. Nothing of yours was done yet; look at the "
        "times as they are now, then press again."
    )


class NotOnTheAgenda(DomainError):
    """The session was removed, or moved away, by somebody else."""

    message = N_(
        "The session is no longer where it was: somebody removed it or moved it meanwhile. Choose again from the "
        "agenda as it is now."
    )


class NothingToPark(DomainError):
    """The session is parked already."""

    message = N_("“%(title)s” is parked already.")


@dataclass(frozen=True)
class Block:
    """A session as a stretch of minutes on its day."""

    id: int
    starts: int
    ends: int
    is_pinned: bool = False

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends - self.starts

    def at(self, starts: int) -> "Block":
        """The same block beginning at another minute."""
        return replace(self, starts=starts, ends=starts + self.minutes)


@dataclass(frozen=True)
class Run:
    """Blocks that run beside each other."""

    blocks: tuple[Block, ...]

    @property
    def starts(self) -> int:
        """When the first of them begins."""
        return min(block.starts for block in self.blocks)

    @property
    def ends(self) -> int:
        """When the last of them ends."""
        return max(block.ends for block in self.blocks)

    @property
    def is_pinned(self) -> bool:
        """Whether one of them holds its time, and with it the others."""
        return any(block.is_pinned for block in self.blocks)

    def has(self, ids: Collection[int]) -> bool:
        """Whether one of the blocks is among `ids`."""
        return any(block.id in ids for block in self.blocks)

    def at(self, starts: int) -> "Run":
        """The same run beginning at another minute."""
        return Run(tuple(block.at(block.starts + starts - self.starts) for block in self.blocks))


@dataclass(frozen=True)
class Spot:
    """Where blocks are put: after a block, beside it, at a minute of the day; none of these is the day's beginning."""

    after: int | None = None
    beside: int | None = None
    at: int | None = None


def minutes_of(at: time) -> int:
    """How many minutes after midnight it is."""
    return at.hour * _HOUR_MIN + at.minute


def time_of(minutes: int) -> time:
    """The time of day so many minutes after midnight."""
    return time(*divmod(minutes, _HOUR_MIN))


def runs_of(blocks: Iterable[Block]) -> list[Run]:
    """The blocks of a day in runs, in order."""
    runs: list[list[Block]] = []
    end = 0
    for block in sorted(blocks, key=lambda one: (one.starts, one.ends, one.id)):
        if runs and block.starts < end:
            runs[-1].append(block)
            end = max(end, block.ends)
        else:
            runs.append([block])
            end = block.ends
    return [Run(tuple(run)) for run in runs]


def take_out(blocks: Sequence[Block], ids: Collection[int]) -> Moved:
    """New times of what stays when `ids` leave: what follows an emptied run moves up, as far as the next pin."""
    shifted: Moved = {}
    earlier = 0
    hole: int | None = None  # where the next run goes, once a run before it has left
    for run in runs_of(blocks):
        staying = tuple(block for block in run.blocks if block.id not in ids)
        if not staying:
            hole = run.starts - earlier if hole is None else hole
            continue
        if Run(staying).is_pinned:
            hole, earlier = None, 0
            continue
        if hole is not None:
            earlier, hole = run.starts - hole, None
        _note(shifted, staying, [block.at(block.starts - earlier) for block in staying])
    return shifted


def put_in(blocks: Sequence[Block], coming: Sequence[Block], spot: Spot) -> Moved:
    """New times when `coming`, which keep their lengths and what lies between them, are put among `blocks`.

    What follows makes room as far as it must; pinned runs stay, so something may run into one: a clash, not an error.
    """
    runs = runs_of(blocks)
    begins, following = _room(runs, spot)
    placed = Run(tuple(coming)).at(begins)
    if spot == Spot() and following and following[0].is_pinned:
        # Before a pinned beginning of the day the block ends where that begins.
        placed = placed.at(max(0, following[0].starts - (placed.ends - placed.starts)))
    moved: Moved = {block.id: (block.starts, block.ends) for block in placed.blocks}
    return moved | push(following, until=placed.ends)


def _room(runs: Sequence[Run], spot: Spot) -> tuple[int, list[Run]]:
    """Where blocks begin that are put at `spot`, and the runs that follow them."""
    if spot.at is not None:
        return spot.at, [run for run in runs if run.starts >= spot.at]
    for index, run in enumerate(runs):
        if spot.after is not None and run.has([spot.after]):
            return run.ends, list(runs[index + 1 :])
        if spot.beside is not None and run.has([spot.beside]):
            beside = next(block for block in run.blocks if block.id == spot.beside)
            return beside.starts, list(runs[index + 1 :])
    return (runs[0].starts if runs else FIRST_AT), list(runs)


def push(runs: Iterable[Run], *, until: int) -> Moved:
    """New times of runs before which something lasts `until`; each moves no further than it must, pinned ones never."""
    moved: Moved = {}
    for run in runs:
        if run.is_pinned or run.starts >= until:
            until = max(until, run.ends)
            continue
        pushed = run.at(until)
        _note(moved, run.blocks, pushed.blocks)
        until = pushed.ends
    return moved


def move(blocks: Sequence[Block], ids: Collection[int], spot: Spot) -> Moved:
    """New times when `ids` move within their day.

    A whole run that changes its place in the order leaves the day as long as it was: the pauses stay where they were.
    """
    runs = runs_of(blocks)
    here = [index for index, run in enumerate(runs) if run.has(ids)]
    is_whole = len(here) == 1 and all(block.id in ids for block in runs[here[0]].blocks)
    if is_whole and spot.beside is None and spot.at is None:
        return _reorder(runs, here[0], spot)
    leaving = [block for block in blocks if block.id in ids]
    closed = take_out(blocks, ids)
    staying = [_retimed(block, closed) for block in blocks if block.id not in ids]
    put = put_in(staying, leaving, spot)
    before = {block.id: (block.starts, block.ends) for block in blocks}
    return {one: times for one, times in (closed | put).items() if times != before[one]}


def _reorder(runs: Sequence[Run], index: int, spot: Spot) -> Moved:
    moving = runs[index]
    others = [run for run in runs if run is not moving]
    place = 0
    if spot.after is not None:
        place = next((number + 1 for number, run in enumerate(others) if run.has([spot.after])), index)
    order = [*others[:place], moving, *others[place:]]
    low, high = min(index, place), max(index, place)
    pauses = [later.starts - earlier.ends for earlier, later in zip(runs[low:high], runs[low + 1 :], strict=False)]
    cursor = runs[low].starts
    if place == low != index and runs[low].is_pinned:
        floor = runs[low - 1].ends if low else 0
        cursor = max(floor, cursor - (moving.ends - moving.starts))
    moved: Moved = {}
    until = cursor
    for position, run in enumerate(order[low : high + 1]):
        if run.is_pinned and run is not moving:
            cursor = until = max(until, run.ends)
            continue
        placed = run.at(cursor)
        _note(moved, run.blocks, placed.blocks)
        until = placed.ends
        cursor = until + (pauses[position] if position < len(pauses) else 0)
    return moved | push(order[high + 1 :], until=until)


def _retimed(block: Block, moved: Mapping[int, tuple[int, int]]) -> Block:
    return block.at(moved[block.id][0]) if block.id in moved else block


def _note(moved: Moved, before: Iterable[Block], after: Iterable[Block]) -> None:
    for old, new in zip(before, after, strict=True):
        if old.starts != new.starts:
            moved[old.id] = (new.starts, new.ends)


def require_on_day(starts: int, ends: int, *, title: str, day: date, zone: ZoneInfo) -> tuple[time, time]:
    """The two times as the clock shows them. Raises PastMidnight, EndsBeforeStart or NoSuchTime."""
    if ends >= DAY_MINUTES or starts < 0:
        raise PastMidnight(title=title)
    rules.require_session_times(time_of(starts), time_of(ends), day=day, zone=zone)
    return time_of(starts), time_of(ends)


# ---------------------------------------------------------------- two people at once
Versions = dict[int, int]  # sessions of a day with their versions


def seen_text(days: Mapping[int, Versions]) -> str:
    """What a page showed, for its forms: `7:12.1,13.4;8:` is two sessions on day 7, none on day 8."""
    return ";".join(
        f"{day}:{','.join(f'{one}.{version}' for one, version in sorted(versions.items()))}"
        for day, versions in sorted(days.items())
    )


def read_seen(text: str) -> dict[int, Versions]:
    """What a form says its page showed; what cannot be read was never shown."""
    seen: dict[int, Versions] = {}
    for part in text.split(";"):
        day, colon, sessions = part.partition(":")
        if not (colon and _is_number(day)):
            continue
        pairs = (one.split(".") for one in sessions.split(",") if one)
        seen[int(day)] = {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(_is_number, pair))}
    return seen


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 11


def changed_since(seen: Mapping[int, int] | None, stored: Mapping[int, int]) -> set[int]:
    """The sessions of a day that came, went or changed since it was seen; all of a day that was never seen."""
    if seen is None:
        return set(stored) or {0}
    return {one for one in {*seen, *stored} if seen.get(one) != stored.get(one)}
