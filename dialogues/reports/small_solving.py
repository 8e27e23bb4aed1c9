"""Other reports that a reader must hold possible: the same sums and limits, other counts. Plain Python, no solver.

A report differs from the real one by a change of some of its counts. A change is possible if nothing falls below what
must be there, every sum still adds up and every limit still holds, in every version that is out. We look for the change
that touches least: it begins with one count, and where a sum no longer adds up another of its counts makes up for it.
"""

import heapq
import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str, ...]  # the place of a count: ("sector", "MIN", "registered")
Change = Mapping[Key, int]  # by how much each count differs; those that do not are not in it


@dataclass(frozen=True)
class Version:
    """The counts of a report and what holds between them. Limits: factors whose sum of products is nought or more."""

    counts: Mapping[Key, int]
    sums: Sequence[tuple[tuple[Key, ...], Key]]
    limits: Sequence[Mapping[Key, int]]
    told: frozenset[Key]


@dataclass(frozen=True)
class _Relation:
    """Factors of changes; they come to nought exactly (`slack` None), or to no less than `slack` below nought."""

    factors: Mapping[Key, int]
    slack: int | None

    def lack(self, by: int) -> int:
        """How much is missing where the products come to `by`; nought where all is well."""
        return -by if self.slack is None else max(0, -self.slack - by)


class Space:
    """All changes of one report, or of several versions of it that move together."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.room: dict[Key, int] = {}  # how far each count can fall
        self.frozen: set[Key] = set()
        self.relations: list[_Relation] = []
        self.touching: dict[Key, list[int]] = {}
        sums: list[tuple[set[Key], Key]] = []
        for version in versions:
            self.frozen |= version.told
            for key, count in version.counts.items():
                self.room[key] = min(count, self.room.get(key, count))
            for parts, whole in version.sums:
                # A part that only one version has was not listed in the other, which says nothing of it.
                same = next((one for one, of in sums if of == whole and not one.isdisjoint(parts)), None)
                if same is None:
                    sums.append((set(parts), whole))
                else:
                    same |= set(parts)
            for factors_of in version.limits:
                slack = sum(factor * version.counts[key] for key, factor in factors_of.items())
                self._add(_Relation(factors_of, slack))
        for parts_of, whole in sums:
            self._add(_Relation({**dict.fromkeys(sorted(parts_of), 1), whole: -1}, None))

    def freeze(self, keys: Collection[Key]) -> None:
        """These counts are known to the reader and differ in no report."""
        self.frozen |= set(keys)

    def is_possible(self, change: Change) -> bool:
        """Whether a reader must hold a report possible that differs so; everything is checked."""
        if any(key in self.frozen or by < -self.room[key] for key, by in change.items()):
            return False
        touched = {at for key in change for at in self.touching.get(key, ())}
        return not any(self._lack(at, change) for at in touched)

    def _add(self, relation: _Relation) -> None:
        for key in relation.factors:
            self.touching.setdefault(key, []).append(len(self.relations))
        self.relations.append(relation)

    def _lack(self, at: int, change: Change) -> int:
        relation, by = self.relations[at], 0
        if len(change) < len(relation.factors):
            for key, amount in change.items():
                by += relation.factors.get(key, 0) * amount
        else:
            for key, factor in relation.factors.items():
                by += factor * change.get(key, 0)
        return relation.lack(by)

    def lacking(self, change: Change, among: Collection[int]) -> dict[int, int]:
        """Which of some relations do not hold, and how much is missing in each."""
        found = ((at, self._lack(at, change)) for at in among)
        return {at: lack for at, lack in found if lack}

    def remedies(self, at: int, lack: int, change: Change) -> list[tuple[Key, int]]:
        """Every count that may still be changed so that a relation holds, or comes nearer to it, and by how much."""
        found = []
        for key, factor in self.relations[at].factors.items():
            if key in change or key in self.frozen:
                continue
            by = -(-abs(lack) // abs(factor)) * (1 if (lack > 0) == (factor > 0) else -1)
            by = max(by, -self.room[key])
            if by:
                found.append((key, by))
        return found


def cheapest_change(
    space: Space,
    begun: Change,
    cost: Callable[[Key], int],
    *,
    cheaper_than: int,
    most_steps: int,
) -> Change | None:
    """The possible change that holds what is `begun` and costs least; None if none is found in so many steps.

    The same question has the same answer every time.
    """
    if any(key in space.frozen or by < -space.room[key] for key, by in begun.items()):
        return None
    start = dict(begun)
    lacking = space.lacking(start, {at for key in begun for at in space.touching.get(key, ())})
    order = itertools.count()
    waiting: list[tuple[int, int, dict[Key, int], dict[int, int]]] = [
        (sum(map(cost, begun)), next(order), start, lacking)
    ]
    seen: set[frozenset[tuple[Key, int]]] = set()
    for _step in range(most_steps):
        if not waiting:
            return None
        price, _order, change, lacking = heapq.heappop(waiting)
        if price >= cheaper_than:
            return None
        if not lacking:
            return change
        ways = min((space.remedies(at, lack, change) for at, lack in lacking.items()), key=len)
        for other, amount in ways:
            changed = {**change, other: amount}
            marks = frozenset(changed.items())
            if marks in seen:
                continue
            seen.add(marks)
            touched = set(space.touching[other])
            still = {at: lack for at, lack in lacking.items() if at not in touched}
            still |= space.lacking(changed, touched)
            heapq.heappush(waiting, (price + cost(other), next(order), changed, still))
    return None
