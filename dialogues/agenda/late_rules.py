"""When a session overruns: what becomes of the rest of the day.

The order is kept and nothing begins earlier than planned. Pinned runs hold their time. Free time is used up first;
then, if that is wished, breaks are shortened as far as their floor and sessions as far as theirs, and at last what may
be skipped is left out. Only as much is taken as is needed to be back in time for the next pin and the end of the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

LATE_MAX_MIN = 600  # more than this is another day
TEA_MIN = 10  # a cup of tea takes as long, however late it is
MEAL_MIN = 30  # and a meal for sixty people
_MEAL_FROM_MIN = 45  # a break planned this long is a meal


class Catching(StrEnum):
    """How lateness is made up for."""

    SHIFT = "shift"
    SHORTEN = "shorten"
    SKIP = "skip"


class NothingFollows(DomainError):
    """The session that overran is not on the agenda of that day."""

    message = N_("Choose the session that took longer: it is no longer on this day.")


@dataclass(frozen=True)
class Part:
    """A session as the day has it planned, in minutes since midnight, and how it may give way."""

    id: int
    starts: int
    ends: int
    is_pinned: bool = False
    is_break: bool = False
    may_skip: bool = False
    minutes_min: int | None = None

    @property
    def minutes(self) -> int:
        """How long it is planned."""
        return self.ends - self.starts

    @property
    def floor(self) -> int:
        """The fewest minutes it may last."""
        if self.is_pinned:
            return self.minutes
        if self.minutes_min is not None:
            return min(self.minutes, self.minutes_min)
        if self.is_break:
            return min(self.minutes, MEAL_MIN if self.minutes >= _MEAL_FROM_MIN else TEA_MIN)
        return self.minutes


@dataclass(frozen=True)
class Outcome:
    """The day as it would be: times of every part that stays, what is left out, and what does not fit."""

    times: dict[int, tuple[int, int]]
    skipped: tuple[int, ...]
    into_pins: dict[int, int]  # a pinned part, and by how many minutes what lies before runs into it
    ends: int
    planned_end: int

    @property
    def minutes_over(self) -> int:
        """By how many minutes the day ends later than planned."""
        return max(0, self.ends - self.planned_end)


@dataclass(frozen=True)
class _Run:
    """Parts beside each other; `minutes` is how long they get."""

    parts: tuple[Part, ...]
    starts: int
    minutes: int
    overran: bool = False

    @property
    def ends(self) -> int:
        return self.starts + self.minutes

    @property
    def is_pinned(self) -> bool:
        return any(part.is_pinned for part in self.parts)

    @property
    def may_skip(self) -> bool:
        return not self.overran and not self.is_pinned and all(part.may_skip for part in self.parts)

    @property
    def is_break(self) -> bool:
        return all(part.is_break for part in self.parts)

    @property
    def floor(self) -> int:
        if self.overran or self.is_pinned:
            return self.minutes
        planned = self.planned
        return max(part.starts - planned + part.floor for part in self.parts)

    @property
    def planned(self) -> int:
        return min(part.starts for part in self.parts)


def run_late(parts: Sequence[Part], overran: int, *, minutes: int, catching: Catching) -> Outcome:
    """The rest of the day when the part `overran` lasts `minutes` longer than planned. Raises NothingFollows."""
    planned_end = max((part.ends for part in parts), default=0)
    runs = _runs(parts)
    index = next((number for number, run in enumerate(runs) if any(part.id == overran for part in run.parts)), None)
    if index is None:
        raise NothingFollows
    late = _lengthened(runs[index], overran, minutes)
    skipped: list[int] = []
    into_pins: dict[int, int] = {}
    done: list[_Run] = [*runs[:index], late]
    until = max(run.ends for run in done)
    for segment, pinned in _segments(runs[index + 1 :]):
        limit = pinned.starts if pinned else planned_end
        kept = _caught_up(segment, until=until, limit=limit, catching=catching, skipped=skipped)
        done += kept
        until = max([until, *(run.ends for run in kept)])
        if pinned:
            if until > pinned.starts:
                into_pins |= {part.id: until - pinned.starts for part in pinned.parts if part.is_pinned}
            done.append(pinned)
            until = max(until, pinned.ends)
    times = _times(done, overran, minutes)
    ends = max(end for _start, end in times.values())
    return Outcome(times, tuple(skipped), into_pins, ends, planned_end)


def _runs(parts: Iterable[Part]) -> list[_Run]:
    groups: list[list[Part]] = []
    end = 0
    for part in sorted(parts, key=lambda one: (one.starts, one.ends, one.id)):
        if groups and part.starts < end:
            groups[-1].append(part)
            end = max(end, part.ends)
        else:
            groups.append([part])
            end = part.ends
    return [_Run(tuple(one), one[0].starts, max(part.ends for part in one) - one[0].starts) for one in groups]


def _lengthened(run: _Run, overran: int, minutes: int) -> _Run:
    end = max(part.ends + (minutes if part.id == overran else 0) for part in run.parts)
    return replace(run, minutes=end - run.starts, overran=True)


def _segments(runs: Sequence[_Run]) -> list[tuple[list[_Run], _Run | None]]:
    """The runs up to each pinned one, and that; the last segment ends with the day."""
    segments: list[tuple[list[_Run], _Run | None]] = []
    waiting: list[_Run] = []
    for run in runs:
        if run.is_pinned:
            segments.append((waiting, run))
            waiting = []
        else:
            waiting.append(run)
    return [*segments, (waiting, None)]


def _caught_up(runs: Sequence[_Run], *, until: int, limit: int, catching: Catching, skipped: list[int]) -> list[_Run]:
    pushed = _pushed(runs, until)
    if catching is not Catching.SHIFT:
        pushed = _shortened(pushed, until, limit, breaks=True)
        pushed = _shortened(pushed, until, limit, breaks=False)
    while catching is Catching.SKIP and _excess(pushed, until, limit) > 0:
        left_out = _to_skip(pushed, _excess(pushed, until, limit))
        if left_out is None:
            break
        skipped += [part.id for part in left_out.parts]
        # What is left out gives the time back: the others need not be as short as before.
        whole = [next(one for one in runs if one.parts == run.parts) for run in pushed if run.parts != left_out.parts]
        pushed = _shortened(_pushed(whole, until), until, limit, breaks=True)
        pushed = _shortened(pushed, until, limit, breaks=False)
    return pushed


def _pushed(runs: Iterable[_Run], until: int) -> list[_Run]:
    placed = []
    for run in runs:
        placed.append(replace(run, starts=max(run.planned, until)))
        until = placed[-1].ends
    return placed


def _excess(runs: Sequence[_Run], until: int, limit: int) -> int:
    return (runs[-1].ends if runs else until) - limit


def _shortened(runs: list[_Run], until: int, limit: int, *, breaks: bool) -> list[_Run]:
    """Runs shortened in the order of the day, only those whose minutes are really won, until the limit holds."""
    for index, run in enumerate(runs):
        excess = _excess(runs, until, limit)
        if excess <= 0:
            break
        is_chained = all(later.starts > later.planned for later in runs[index + 1 :])
        if run.is_break is not breaks or not is_chained:
            continue
        shorter = replace(run, minutes=max(run.floor, run.minutes - excess))
        runs = _pushed([*runs[:index], shorter, *runs[index + 1 :]], until)
    return runs


def _to_skip(runs: Sequence[_Run], excess: int) -> _Run | None:
    """The shortest run that may be skipped and is long enough, else the longest there is."""
    won = [
        run
        for index, run in enumerate(runs)
        if run.may_skip and all(later.starts > later.planned for later in runs[index + 1 :])
    ]
    enough = [run for run in won if run.minutes >= excess]
    if enough:
        return min(enough, key=lambda run: run.minutes)
    return max(won, key=lambda run: run.minutes, default=None)


def _times(runs: Iterable[_Run], overran: int, minutes: int) -> dict[int, tuple[int, int]]:
    times = {}
    for run in runs:
        shift = run.starts - run.planned
        for part in run.parts:
            ends = part.ends + minutes if part.id == overran else min(part.ends + shift, run.ends)
            times[part.id] = (part.starts + shift, ends)
    return times
