"""A reader who wants to know: puts every told number and every relation together and tries what is possible.

It knows nothing of how the counts were chosen: whole numbers, sums, limits and what is told, then exhaustive search.
"""

import contextlib
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dialogues.reports.small_rules import Tables
from dialogues.reports.small_solving import Key

BEGINNINGS, TRIES = 60, 60


class GaveUp(Exception):
    """Neither a report was found nor shown that there is none: the test must not take that for safe."""


@dataclass
class Reader:
    """What is known: factors whose products come to at least `least` (and, for sums, to exactly nought)."""

    rows: list[tuple[list[tuple[Key, int]], bool]] = field(default_factory=list)
    low: dict[Key, int] = field(default_factory=dict)
    high: dict[Key, int] = field(default_factory=dict)
    touching: dict[Key, list[int]] = field(default_factory=dict)
    guesses: dict[Key, int] = field(default_factory=dict)  # tried first; they only make the search shorter

    def may_be(self, key: Key, low: int, high: int) -> bool:
        """Whether a report is possible in which a count lies between two numbers. Raises GaveUp."""
        bounds = _narrowed(self, (dict(self.low), dict(self.high)), {key: (low, high)})
        if bounds is None:
            return False
        for begin in range(BEGINNINGS):  # a search that began badly rarely recovers: begin again, in another order
            with contextlib.suppress(GaveUp):
                tries = [TRIES * (1 + begin // 10)]
                return _search(self, (dict(bounds[0]), dict(bounds[1])), tries, random.Random(begin))
        raise GaveUp


def reader_of(tables: Tables, withheld: Collection[Key]) -> Reader:
    """Somebody who holds the report of these tables."""
    reader = Reader()
    most = max(tables.counts.values(), default=0) * 2 + 20
    for key, count in tables.counts.items():
        reader.guesses[key] = count
        reader.low[key], reader.high[key] = (0, most) if key in withheld else (count, count)
    for parts, whole in tables.sums:
        _add(reader, {**dict.fromkeys(parts, 1), whole: -1}, is_equal=True)
    for limit in tables.limits:
        _add(reader, limit, is_equal=False)
    return reader


def reader_of_versions(versions: Sequence[tuple[Tables, Collection[Key]]]) -> Reader:
    """Somebody who holds several versions, and knows that no count moved by more than the one that moved most.

    The counts of each version stand under its number: `("1", "sector", "MIN", "registered")`.
    """
    reader = Reader()
    for number, (tables, withheld) in enumerate(versions):
        at = str(number)
        alone = reader_of(tables, withheld)
        for mine, theirs in ((reader.low, alone.low), (reader.high, alone.high), (reader.guesses, alone.guesses)):
            mine |= {(at, *key): count for key, count in theirs.items()}
        for factors, is_equal in alone.rows:
            _add(reader, {(at, *key): factor for key, factor in factors}, is_equal=is_equal)
    (first, hidden), *more = versions
    for number, (tables, withheld) in enumerate(more, 1):
        both = tables.counts.keys() & first.counts.keys()
        most: Key = (str(number), "most")
        moved = max(abs(tables.counts[key] - first.counts[key]) for key in both)
        reader.low[most] = reader.high[most] = reader.guesses[most] = moved
        for key in sorted(both & (set(hidden) | set(withheld))):
            one, other = ("0", *key), (str(number), *key)
            _add(reader, {most: 1, one: 1, other: -1}, is_equal=False)
            _add(reader, {most: 1, one: -1, other: 1}, is_equal=False)
    return reader


def _add(reader: Reader, factors: Mapping[Key, int], *, is_equal: bool) -> None:
    for key in factors:
        reader.touching.setdefault(key, []).append(len(reader.rows))
    reader.rows.append((list(factors.items()), is_equal))


Bounds = tuple[dict[Key, int], dict[Key, int]]


def _narrowed(reader: Reader, bounds: Bounds, set_to: Mapping[Key, tuple[int, int]]) -> Bounds | None:
    """The bounds that follow; None if nothing is possible any more."""
    low, high = bounds
    waiting: dict[int, None] = {}
    for key, (least, most) in set_to.items():
        low[key], high[key] = max(low[key], least), min(high[key], most)
        if low[key] > high[key]:
            return None
        waiting |= dict.fromkeys(reader.touching.get(key, ()))
    if not set_to:
        waiting = dict.fromkeys(range(len(reader.rows)))
    while waiting:
        at = next(iter(waiting))
        del waiting[at]
        factors, is_equal = reader.rows[at]
        top = sum(factor * (high[key] if factor > 0 else low[key]) for key, factor in factors)
        bottom = sum(factor * (low[key] if factor > 0 else high[key]) for key, factor in factors)
        if top < 0 or (is_equal and bottom > 0):
            return None
        for key, factor in factors:
            old = low[key], high[key]
            # The others come to at most `rest`, so this product is at least minus that.
            rest = top - factor * (old[1] if factor > 0 else old[0])
            if factor > 0:
                low[key] = max(old[0], -(rest // factor))
            else:
                high[key] = min(old[1], rest // -factor)
            if is_equal:
                rest = bottom - factor * (old[0] if factor > 0 else old[1])
                if factor > 0:
                    high[key] = min(high[key], -rest // factor)
                else:
                    low[key] = max(low[key], -(-rest // -factor))
            if low[key] > high[key]:
                return None
            if (low[key], high[key]) != old:
                waiting |= dict.fromkeys(reader.touching[key])
                top = sum(one * (high[other] if one > 0 else low[other]) for other, one in factors)
                bottom = sum(one * (low[other] if one > 0 else high[other]) for other, one in factors)
    return low, high


def _search(reader: Reader, bounds: Bounds, tries: list[int], chance: random.Random) -> bool:
    """Whether some report lies within the bounds: the guesses, and where they do not fit all others."""
    low, high = bounds
    guess = {key: min(max(reader.guesses[key], low[key]), high[key]) for key in low}
    lack, factors = 0, list[tuple[Key, int]]()
    for row, is_equal in reader.rows:
        by = sum(factor * guess[key] for key, factor in row)
        if by < 0 or (is_equal and by > 0):
            lack, factors = -by, row
            break
    if not lack:
        return True
    open_keys = [(key, factor) for key, factor in factors if low[key] < high[key]]
    ways = [1 + min(_way(one, lack, guess, bounds), abs(lack)) ** 2 for one in open_keys]
    key, factor = chance.choices(open_keys, ways)[0]
    wanted = guess[key] + -(-lack // factor)
    wanted = min(max(wanted, low[key]), high[key])
    for part in ((wanted, wanted), (wanted + 1, high[key]), (low[key], wanted - 1)):
        if part[0] > part[1]:
            continue
        tries[0] -= 1
        if tries[0] < 0:
            raise GaveUp
        found = _narrowed(reader, (dict(low), dict(high)), {key: part})
        if found is not None and _search(reader, found, tries, chance):
            return True
    return False


def _way(one: tuple[Key, int], lack: int, guess: Mapping[Key, int], bounds: Bounds) -> int:
    """How far a number can still go to make up for what is lacking."""
    key, factor = one
    low, high = bounds
    return high[key] - guess[key] if (lack > 0) == (factor > 0) else guess[key] - low[key]
