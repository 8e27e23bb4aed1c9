"""Figures that may leave the house: no group of one to four people can be read off or worked out.

A small count becomes "<5". Where a reader could still find it, because a total less its other parts leaves one
answer, further counts of the same line are not shown either ("n/s"), and where even that does not help, the whole
table is left out. The reader is taken to know every rule here and to put all tables of the report together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SMALL = 5  # groups below this are not shown outside the house
FEW, WITHHELD = "<5", "n/s"

Key = tuple[str, ...]  # a table and the place in it: ("women", "MIN")
Bounds = dict[Key, tuple[int, int]]


def is_small(count: int) -> bool:
    """True for one to four people."""
    return 0 < count < SMALL


@dataclass(frozen=True)
class Tables:
    """Counts that are to be published, and what a reader knows about how they hang together."""

    counts: Mapping[Key, int]
    lines: Sequence[tuple[tuple[Key, ...], int]]  # parts and their published sum
    within: Sequence[tuple[Key, Key]] = ()  # the first is never more than the second
    covered: Sequence[tuple[Key, tuple[Key, ...]]] = ()  # never more than the sum of the others
    private: frozenset[Key] = field(default_factory=frozenset)  # to be hidden although they are not small

    def without(self, table: str) -> "Tables":
        """The same without one table."""
        kept = {key: count for key, count in self.counts.items() if key[0] != table}
        return Tables(
            kept,
            [(parts, total) for parts, total in self.lines if parts[0][0] != table],
            [pair for pair in self.within if pair[0] in kept and pair[1] in kept],
            [(key, parts) for key, parts in self.covered if key in kept and all(part in kept for part in parts)],
            frozenset(self.private & set(kept)),
        )


def published(tables: Tables) -> dict[Key, str]:
    """What to print for each count; counts of a table that cannot be protected are not in it."""
    private = [key for key, count in tables.counts.items() if is_small(count) or key in tables.private]
    signs = {key: FEW if is_small(tables.counts[key]) else WITHHELD for key in private}
    while exposed := _exposed(tables, signs, private):
        partner = _partner(tables, signs, private, exposed)
        if partner is None:
            return published(tables.without(exposed[0][0]))
        signs[partner] = WITHHELD
    for key in sorted(set(signs) - set(private), key=lambda key: -tables.counts[key]):
        fewer = {other: sign for other, sign in signs.items() if other != key}
        if not _exposed(tables, fewer, private):  # hidden on the way, and not needed in the end
            signs = fewer
    return {key: signs.get(key, str(count)) for key, count in tables.counts.items()}


def worked_out(tables: Tables, signs: Mapping[Key, str]) -> Bounds:
    """The least and the most that a careful reader finds for every count from what is printed."""
    most = max([total for _, total in tables.lines] + list(tables.counts.values()), default=0)
    start = {FEW: (1, SMALL - 1), WITHHELD: (0, most)}
    bounds = {key: start[signs[key]] if key in signs else (count, count) for key, count in tables.counts.items()}
    before: Bounds = {}
    while before != bounds:
        before = dict(bounds)
        for parts, total in tables.lines:
            _narrow_line(bounds, parts, total)
        for less, more in tables.within:
            _narrow(bounds, less, 0, bounds[more][1])
            _narrow(bounds, more, bounds[less][0], most)
        for whole, parts in tables.covered:
            _narrow_cover(bounds, whole, parts)
        for key in (key for key, sign in signs.items() if sign == WITHHELD):
            low, high = bounds[key]  # a reader knows that one to four would have been printed as "<5"
            bounds[key] = (SMALL if 0 < low < SMALL else low, 0 if 0 < high < SMALL else high)
    return bounds


def _exposed(tables: Tables, signs: Mapping[Key, str], private: Sequence[Key]) -> list[Key]:
    """Private counts for which a reader has one answer left."""
    bounds = worked_out(tables, signs)
    return [key for key in private if bounds[key][0] >= bounds[key][1]]


def _partner(tables: Tables, signs: Mapping[Key, str], private: Sequence[Key], exposed: Sequence[Key]) -> Key | None:
    """The count to hide next: the one that leaves the fewest exposed, else that leaves a reader most in doubt."""
    line = {key for parts, _ in tables.lines if exposed[0] in parts for key in parts if key not in signs}
    for group in (line, _neighbours(tables, signs)):
        ranks = {key: _rank(tables, {**signs, key: WITHHELD}, private, key) for key in sorted(group)}
        best = min(ranks, key=lambda key: ranks[key], default=None)
        if best is not None and (ranks[best][0] < len(exposed) or group is not line):
            return best
    return None


def _rank(tables: Tables, signs: Mapping[Key, str], private: Sequence[Key], key: Key) -> tuple[int, int, bool, int]:
    bounds = worked_out(tables, signs)
    exposed = sum(bounds[one][0] >= bounds[one][1] for one in private)
    doubt = sum(min(high - low, 2 * SMALL) for low, high in bounds.values())
    count = tables.counts[key]
    return exposed, -doubt // (2 * SMALL), count == 0, count


def _neighbours(tables: Tables, signs: Mapping[Key, str]) -> set[Key]:
    """Counts still shown from which something can be said about a hidden one."""
    together: list[tuple[Key, ...]] = [parts for parts, _ in tables.lines]
    together += tables.within
    together += [(whole, *parts) for whole, parts in tables.covered]
    return {key for keys in together if any(key in signs for key in keys) for key in keys if key not in signs}


def _narrow(bounds: Bounds, key: Key, low: int, high: int) -> None:
    bounds[key] = (max(bounds[key][0], low), min(bounds[key][1], high))


def _narrow_line(bounds: Bounds, parts: Sequence[Key], total: int) -> None:
    lows = sum(bounds[part][0] for part in parts)
    highs = sum(bounds[part][1] for part in parts)
    for part in parts:
        low, high = bounds[part]
        _narrow(bounds, part, total - (highs - high), total - (lows - low))


def _narrow_cover(bounds: Bounds, whole: Key, parts: Sequence[Key]) -> None:
    highs = sum(bounds[part][1] for part in parts)
    _narrow(bounds, whole, 0, highs)
    least = bounds[whole][0]
    for part in parts:
        _narrow(bounds, part, least - (highs - bounds[part][1]), bounds[part][1])
