"""What it costs that two people sit at one table: the one place where that is written down.

Everything else adds up this number over the pairs of a table: the draw that makes it small, the best place for somebody
who comes late, the change that a swap would make, and the score on the page. In words:

- Two people of one sector cost 10 together. When miners are spread evenly over the tables, the fewest pairs of miners
  sit together, so making this sum small is the same as giving each table its share of every sector.
- Two people of one organisation cost 12: colleagues talk to each other in the corridor anyway.
- Two people of one gender cost 6, of one stakeholder group 4, of one language 3.
- Two people who meet in another round cost 7, and the third time twice as much again, because every further meeting is
  counted with each of the earlier ones.

What somebody does not say (no language, gender not stated, no organisation) is like nothing else. Each of the six may
be left out or made to count three times. People to be kept apart or together are no matter of cost: see
`solving_rules`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


class Axis(StrEnum):
    """In what two people may be alike."""

    SECTOR = "sector"
    ORGANISATION = "organisation"
    GENDER = "gender"
    STAKEHOLDER_GROUP = "stakeholder_group"
    LANGUAGE = "language"
    MEETING = "meeting"  # having sat together in another round


LIKENESSES = (Axis.SECTOR, Axis.ORGANISATION, Axis.GENDER, Axis.STAKEHOLDER_GROUP, Axis.LANGUAGE)
WEIGHTS = {
    Axis.SECTOR: 10,
    Axis.ORGANISATION: 12,
    Axis.GENDER: 6,
    Axis.STAKEHOLDER_GROUP: 4,
    Axis.LANGUAGE: 3,
    Axis.MEETING: 7,
}


class Level(StrEnum):
    """How much an axis counts."""

    OFF = "off"
    NORMAL = "normal"
    HIGH = "high"


FACTORS = {Level.OFF: 0, Level.NORMAL: 1, Level.HIGH: 3}


@dataclass(frozen=True)
class Member:
    """Somebody to be placed: a number, and what they are on each axis; None is like nothing."""

    id: int
    traits: tuple[Hashable | None, ...]  # in the order of LIKENESSES


Tables = Sequence[Sequence[int]]  # the numbers of the people at each table
Met = Mapping[frozenset[int], int]  # a pair of people: in how many other rounds they sit together


@dataclass(frozen=True)
class Costs:
    """The cost of two people together, with the levels that were chosen."""

    levels: Mapping[Axis, Level]

    def weight(self, axis: Axis) -> int:
        """What one pair alike on `axis` costs."""
        return WEIGHTS[axis] * FACTORS[self.levels.get(axis, Level.NORMAL)]

    @property
    def weights(self) -> tuple[int, ...]:
        """The weights of LIKENESSES, in their order."""
        return tuple(self.weight(axis) for axis in LIKENESSES)

    def pair(self, one: Member, other: Member, *, met: int = 0) -> int:
        """What it costs that two people sit together who meet in `met` other rounds."""
        alike = sum(
            weight
            for weight, mine, theirs in zip(self.weights, one.traits, other.traits, strict=True)
            if mine == theirs and mine is not None
        )
        return alike + met * self.weight(Axis.MEETING)

    def matrix(self, members: Sequence[Member]) -> list[list[int]]:
        """What each pair of `members` costs by likeness alone."""
        weights = self.weights
        rows = [[0] * len(members) for _ in members]
        for axis, weight in enumerate(weights):
            alike: dict[Hashable, list[int]] = {}
            for place, member in enumerate(members):
                trait = member.traits[axis]
                if weight and trait is not None:
                    alike.setdefault(trait, []).append(place)
            for places in alike.values():
                for one in places:
                    row = rows[one]
                    for other in places:
                        row[other] += weight
        for place, row in enumerate(rows):
            row[place] = 0
        return rows


def meetings(rounds: Sequence[Tables]) -> dict[frozenset[int], int]:
    """How often each pair that meets at all sits together in these rounds."""
    found: dict[frozenset[int], int] = {}
    for tables in rounds:
        for table in tables:
            for pair in combinations(table, 2):
                key = frozenset(pair)
                found[key] = found.get(key, 0) + 1
    return found


def cost_of_table(costs: Costs, members: Mapping[int, Member], table: Sequence[int], met: Met) -> int:
    """What one table costs."""
    return sum(
        costs.pair(members[one], members[other], met=met.get(frozenset((one, other)), 0))
        for one, other in combinations(table, 2)
    )


def cost_of_round(costs: Costs, members: Mapping[int, Member], tables: Tables, met: Met) -> int:
    """What the tables of one round cost, the meetings in other rounds counted by `met`."""
    return sum(cost_of_table(costs, members, table, met) for table in tables)


def cost_of_rounds(costs: Costs, members: Mapping[int, Member], rounds: Sequence[Tables], met: Met) -> int:
    """What several rounds cost together; a pair that meets three times meets three times twice."""
    alike = sum(cost_of_round(costs, members, tables, {}) for tables in rounds)
    again = 0
    for pair, count in meetings(rounds).items():
        before = met.get(pair, 0)
        again += count * before + count * (count - 1) // 2
    return alike + again * costs.weight(Axis.MEETING)


def change_of_swap(
    costs: Costs, members: Mapping[int, Member], tables: Tables, met: Met, first: int, second: int
) -> int:
    """By how much the cost rises if two people at different tables change places; below nought it gets better."""
    own, other = (next(table for table in tables if one in table) for one in (first, second))
    return (
        _beside(costs, members, first, other, met, without=second)
        - _beside(costs, members, first, own, met, without=first)
        + _beside(costs, members, second, own, met, without=first)
        - _beside(costs, members, second, other, met, without=second)
    )


def cost_of_joining(costs: Costs, members: Mapping[int, Member], table: Sequence[int], met: Met, one: int) -> int:
    """What it adds that somebody sits down at a table."""
    return _beside(costs, members, one, table, met, without=one)


def _beside(
    costs: Costs, members: Mapping[int, Member], one: int, table: Sequence[int], met: Met, *, without: int
) -> int:
    return sum(
        costs.pair(members[one], members[other], met=met.get(frozenset((one, other)), 0))
        for other in table
        if other not in (one, without)
    )
