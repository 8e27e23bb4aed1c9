"""Drawing tables: a start dealt by chance and by cost, then swaps that lower the cost, with a way out of dead ends.

The same people, settings and seed give the same tables on every machine: chance comes from one generator whose numbers
are promised to stay, all costs are whole numbers, people are taken in the order of their numbers, and the search ends
after a counted number of tries, never after a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import add, sub
from random import Random

from dialogues.groups.mixing_rules import Axis, Costs, Member, Met, Tables, meetings

APART = 1_000_000  # far above what any table costs: two people kept apart sit together only where it cannot be helped
_TRIES_EACH = 600  # swaps looked at for each person in one round
_TRIES_MOST = 60_000  # in one round, however many people
_SWEEPS = 3  # how often each of several rounds is looked at again with the others as they are


@dataclass(frozen=True)
class Task:
    """Who is to sit where, and what may not be changed."""

    members: tuple[Member, ...]
    sizes: tuple[int, ...]  # of each table
    costs: Costs
    met: Met = field(default_factory=dict)  # in rounds that stay as they are
    apart: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, ...], ...] = ()  # no person in two of them
    locked: Mapping[int, int] = field(default_factory=dict)  # person: the place of the table
    rounds: int = 1
    seed: int = 0


def even_sizes(people: int, tables: int, *, least: Sequence[int] = ()) -> tuple[int, ...]:
    """As equal as can be, the larger ones first; no table smaller than `least` says (who is locked there)."""
    sizes = list(least) or [0] * tables
    for _ in range(people - sum(sizes)):
        smallest = min(range(tables), key=lambda one: (sizes[one], one))
        sizes[smallest] += 1
    return tuple(sizes)


def draw(task: Task) -> list[list[list[int]]]:
    """The tables of each round: people by their numbers, in order. Each round is drawn with the others in mind."""
    ordered = sorted(task.members, key=lambda one: one.id)
    places = {member.id: place for place, member in enumerate(ordered)}
    alike = task.costs.matrix(ordered)
    for one, other in task.apart:
        alike[places[one]][places[other]] = alike[places[other]][places[one]] = APART
    units = [sorted(places[one] for one in unit) for unit in task.together]
    locked = {places[one]: table for one, table in task.locked.items()}
    chance = Random(task.seed)  # noqa: S311 - chance for a seating that can be drawn again, no secret
    drawn: list[list[list[int]]] = []
    weight = task.costs.weight(Axis.MEETING)
    for turn in range(task.rounds * (1 if task.rounds == 1 else 1 + _SWEEPS)):
        number = turn % task.rounds
        others = [tables for place, tables in enumerate(drawn) if place != number]
        costs = [row[:] for row in alike]
        _add_meetings(costs, places, task.met, weight)
        _add_meetings(costs, range(len(ordered)), meetings(others), weight)
        search = _Search(costs, task.sizes, units, locked, chance)
        if turn < task.rounds:
            search.deal()
            drawn.append([])
        else:
            search.take(drawn[number])
        search.improve()
        drawn[number] = search.tables()
    return [[[ordered[place].id for place in table] for table in tables] for tables in drawn]


def _add_meetings(costs: list[list[int]], places: Mapping[int, int] | Sequence[int], met: Met, weight: int) -> None:
    for pair, count in met.items():
        one, other = pair
        try:
            row, column = places[one], places[other]
        except (KeyError, IndexError):
            continue  # somebody who sat in another round is not here
        costs[row][column] += count * weight
        costs[column][row] += count * weight


class _Search:
    """One round: who sits where, and for each table what everybody would cost at it."""

    def __init__(
        self,
        costs: list[list[int]],
        sizes: Sequence[int],
        units: Sequence[Sequence[int]],
        locked: Mapping[int, int],
        chance: Random,
    ) -> None:
        self._costs, self._sizes, self._locked, self._chance = costs, sizes, locked, chance
        self._unit_of = {one: list(unit) for unit in units if len(unit) > 1 for one in unit}
        self._table_of = [-1] * len(costs)
        self._at: list[list[int]] = [[] for _ in sizes]
        self._beside: list[list[int]] = [[0] * len(costs) for _ in sizes]  # table: what each person would cost there

    def tables(self) -> list[list[int]]:
        """Who sits at each table, in order."""
        return [sorted(table) for table in self._at]

    def take(self, tables: Tables) -> None:
        """Begin with people sitting as they do."""
        for table, people in enumerate(tables):
            for one in people:
                self._seat(one, table)

    def deal(self) -> None:
        """Begin with everybody at the cheapest table that has room, whoever is hardest to place first."""
        for one, table in sorted(self._locked.items()):
            for each in self._unit_of.get(one, [one]):
                if self._table_of[each] < 0:
                    self._seat(each, table)
        shuffled = [(self._chance.random(), one) for one in range(len(self._costs))]
        dearness = [sum(row) for row in self._costs]
        order = sorted(shuffled, key=lambda pair: (-len(self._unit_of.get(pair[1], ())), -dearness[pair[1]], pair[0]))
        for _dice, one in order:
            if self._table_of[one] >= 0:
                continue
            unit = self._unit_of.get(one, [one])
            room = [t for t, size in enumerate(self._sizes) if size - len(self._at[t]) >= len(unit)]
            # A unit that finds no table whole sits where most room is left; `require_possible` refuses that before.
            wanted = room or [max(range(len(self._sizes)), key=lambda t: (self._sizes[t] - len(self._at[t]), -t))]
            best = min(wanted, key=lambda t: (sum(self._beside[t][each] for each in unit), len(self._at[t]), t))
            for each in unit:
                self._seat(each, best)

    def improve(self) -> None:
        """Swap people of different tables until no swap tried lowers the cost; the best seating found stays.

        Swaps that raise the cost a little are made as well at first, less and less of them: a way out of dead ends.
        """
        free = [one for one in range(len(self._costs)) if not self._is_held(one)]
        if len(free) < 2 or len(self._sizes) < 2:
            return
        tries = min(_TRIES_MOST, _TRIES_EACH * len(free))
        warmth = self._warmth()
        best_cost = cost = 0  # against the start
        best = self._table_of[:]
        roll, count, table_of, beside, costs = (
            self._chance.random, len(free), self._table_of, self._beside, self._costs,
        )  # fmt: skip
        single = not self._unit_of
        for left in range(tries, 0, -1):
            one = free[int(roll() * count)]
            other = free[int(roll() * count)]
            here, there = table_of[one], table_of[other]
            if here == there:
                continue
            may_rise = warmth * left // tries
            if single or (one not in self._unit_of and other not in self._unit_of):
                mine, theirs = beside[there], beside[here]
                rise = mine[one] - theirs[one] + theirs[other] - mine[other] - 2 * costs[one][other]
                if rise > may_rise or (rise == may_rise and not rise):
                    continue
                self._exchange([one], [other])
            else:
                moved = self._of_equal_number(one, other)
                if moved is None:
                    continue
                rise = self._rise(*moved)
                if rise > may_rise:
                    continue
                self._exchange(*moved)
            cost += rise
            if cost < best_cost:
                best_cost, best = cost, table_of[:]
        self._go_back_to(best)
        self._descend(free)

    def _descend(self, free: Sequence[int]) -> None:
        """Every swap of two single people that lowers the cost is made, until there is none."""
        single = [one for one in free if one not in self._unit_of]
        lowered = True
        while lowered:
            lowered = False
            for place, one in enumerate(single):
                for other in single[place + 1 :]:
                    here, there = self._table_of[one], self._table_of[other]
                    if here != there:
                        mine, theirs = self._beside[there], self._beside[here]
                        rise = mine[one] - theirs[one] + theirs[other] - mine[other] - 2 * self._costs[one][other]
                        if rise < 0:
                            self._exchange([one], [other])
                            lowered = True

    def _warmth(self) -> int:
        """How much a swap may raise the cost at first: a third of what two rather like people cost."""
        some = sorted({cost for row in self._costs for cost in row if 0 < cost < APART})
        return some[len(some) // 2] // 3 if some else 0

    def _is_held(self, one: int) -> bool:
        return any(each in self._locked for each in self._unit_of.get(one, (one,)))

    def _of_equal_number(self, one: int, other: int) -> tuple[list[int], list[int]] | None:
        """Two sets as large as each other that change places, none of them torn out of its unit."""
        mine, theirs = self._unit_of.get(one, [one]), self._unit_of.get(other, [other])
        if len(mine) < len(theirs):
            mine, theirs = theirs, mine
        wanted = len(mine) - len(theirs)
        if wanted:
            table = self._table_of[theirs[0]]
            spare = [
                each
                for each in self._at[table]
                if each not in self._unit_of and each not in theirs and not self._is_held(each)
            ]
            if len(spare) < wanted:
                return None
            theirs = list(theirs)
            for _ in range(wanted):
                theirs.append(spare.pop(int(self._chance.random() * len(spare))))
        return list(mine), theirs

    def _rise(self, mine: Sequence[int], theirs: Sequence[int]) -> int:
        here, there = self._table_of[mine[0]], self._table_of[theirs[0]]
        costs, beside = self._costs, self._beside
        rise = sum(beside[there][one] - beside[here][one] + sum(costs[one][each] for each in mine) for one in mine)
        rise += sum(beside[here][one] - beside[there][one] + sum(costs[one][each] for each in theirs) for one in theirs)
        return rise - 2 * sum(costs[one][other] for one in mine for other in theirs)

    def _exchange(self, mine: Sequence[int], theirs: Sequence[int]) -> None:
        here, there = self._table_of[mine[0]], self._table_of[theirs[0]]
        for one, other in zip(mine, theirs, strict=True):
            at_here, at_there = self._at[here], self._at[there]
            at_here[at_here.index(one)] = other
            at_there[at_there.index(other)] = one
            self._table_of[one], self._table_of[other] = there, here
            change = list(map(sub, self._costs[other], self._costs[one]))
            self._beside[here] = list(map(add, self._beside[here], change))
            self._beside[there] = list(map(sub, self._beside[there], change))

    def _seat(self, one: int, table: int) -> None:
        self._at[table].append(one)
        self._table_of[one] = table
        self._beside[table] = list(map(add, self._beside[table], self._costs[one]))

    def _go_back_to(self, table_of: Sequence[int]) -> None:
        if self._table_of == list(table_of):
            return
        count = len(self._costs)
        self._at = [[] for _ in self._sizes]
        self._beside = [[0] * count for _ in self._sizes]
        for one, table in enumerate(table_of):
            self._seat(one, table)
