"""A score one can read, from the same numbers that the draw makes small.

For each axis three numbers stand side by side: how many like pairs sit together, how few could at best, and how many
would if lots were drawn. The points of a round compare their cost: 100 if no like pair sits together that need not, 0
if it is no better than drawing lots. A table of another round counts as what its people have in common.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dialogues.groups.mixing_rules import LIKENESSES, Axis, Costs, Member, Tables

POINTS_MOST = 100


@dataclass(frozen=True)
class AxisScore:
    """Pairs alike on one axis at the tables of a round."""

    pairs: int  # that sit together
    fewest: int  # with the best tables one could think of for this axis alone
    by_lot: Fraction  # to be expected


@dataclass(frozen=True)
class Score:
    """How well the tables of one round mix."""

    axes: Mapping[Axis, AxisScore]
    costs: Costs

    @property
    def cost(self) -> int:
        """What the round costs: the number that the draw makes small."""
        return sum(self.costs.weight(axis) * one.pairs for axis, one in self.axes.items())

    @property
    def fewest(self) -> int:
        """What it would cost with the best of every axis at once, which seldom can be had."""
        return sum(self.costs.weight(axis) * one.fewest for axis, one in self.axes.items())

    def points(self, *, rise: int = 0) -> int:
        """From 0 to 100, for a round that costs `rise` more than this one."""
        by_lot = sum((self.costs.weight(axis) * one.by_lot for axis, one in self.axes.items()), Fraction(0))
        span = by_lot - self.fewest
        if span <= 0:
            return POINTS_MOST
        reached = (by_lot - self.cost - rise) * POINTS_MOST / span
        return max(0, min(POINTS_MOST, int(reached)))


def score(costs: Costs, members: Mapping[int, Member], tables: Tables, *, others: Sequence[Tables] = ()) -> Score:
    """The score of one round; `others` are the tables of the other rounds."""
    sizes = [len(table) for table in tables]
    axes = {}
    for number, axis in enumerate(LIKENESSES):
        traits = {one: member.traits[number] for one, member in members.items()}
        axes[axis] = _count([traits], tables, sizes)
    seats = [{one: (place,) for place, table in enumerate(other) for one in table} for other in others]
    axes[Axis.MEETING] = _count(seats, tables, sizes)
    return Score(axes, costs)


def spans(members: Mapping[int, Member], tables: Tables, axis: Axis) -> dict[Hashable, tuple[int, int]]:
    """For everything that occurs on an axis, the least and the most of it at a table."""
    number = LIKENESSES.index(axis)
    counts = [Counter(members[one].traits[number] for one in table) for table in tables]
    kinds = {kind for count in counts for kind in count if kind is not None}
    return {kind: (min(count[kind] for count in counts), max(count[kind] for count in counts)) for kind in kinds}


def _count(traits: Sequence[Mapping[int, Hashable | None]], tables: Tables, sizes: Sequence[int]) -> AxisScore:
    together = fewest = alike = 0
    for one_round in traits:
        whole: Counter[Hashable] = Counter()
        for table in tables:
            here = Counter(kind for one in table if (kind := one_round.get(one)) is not None)
            together += sum(_pairs(number) for number in here.values())
            whole.update(here)
        for number in whole.values():
            alike += _pairs(number)
            fewest += _fewest(number, sizes)
    people = sum(sizes)
    seats = sum(_pairs(size) for size in sizes)
    by_lot = Fraction(alike * seats, _pairs(people)) if people > 1 else Fraction(0)
    return AxisScore(together, fewest, by_lot)


def _fewest(number: int, sizes: Sequence[int]) -> int:
    """The fewest pairs that `number` like people make at tables of these sizes: spread as evenly as they hold them."""
    if not sizes:
        return 0
    even, more = divmod(number, len(sizes))
    if even + bool(more) <= min(sizes):
        return _pairs(even) * (len(sizes) - more) + _pairs(even + 1) * more
    held = [0] * len(sizes)
    for _ in range(number):
        place = min((n for n, size in enumerate(sizes) if held[n] < size), key=lambda n: held[n])
        held[place] += 1
    return sum(_pairs(one) for one in held)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
