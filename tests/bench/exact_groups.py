"""The question of the draw put to an exact solver: the same cost, pair by pair, as a linear model of CP-SAT.

The solver is no part of the program: `pip install ortools` brings it, and without it the bench measures the draw alone.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dialogues.groups.mixing_rules import Axis, Costs, Member

WORKERS = 4


def is_there() -> bool:
    """Whether the solver is installed."""
    return find_spec("ortools") is not None


def solve(
    members: Sequence[Member], sizes: Sequence[int], costs: Costs, *, rounds: int, seconds: float, hint: Any = None
) -> tuple[float | None, float]:
    """The best cost it finds in `seconds`, or None, and the cost below which none lies; `hint`: where to begin."""
    cp_model = import_module("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    seats = [[[model.NewBoolVar("") for _size in sizes] for _one in members] for _ in range(rounds)]
    terms: list[Any] = []
    for number in range(rounds):
        for one in range(len(members)):
            model.AddExactlyOne(seats[number][one])
        for table, size in enumerate(sizes):
            model.Add(sum(seats[number][one][table] for one in range(len(members))) == size)
        terms += _alike(model, members, sizes, costs, seats[number])
    if rounds > 1:
        terms += _met(model, len(members), costs.weight(Axis.MEETING), seats)
    model.Minimize(sum(terms))
    if hint is not None:
        for number, tables in enumerate(hint):
            for table, people in enumerate(tables):
                for one in range(len(members)):
                    model.AddHint(seats[number][one][table], one in people)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    status = int(solver.Solve(model))
    found = status in (int(cp_model.OPTIMAL), int(cp_model.FEASIBLE))
    return (solver.ObjectiveValue() if found else None), solver.BestObjectiveBound()


def _alike(model: Any, members: Sequence[Member], sizes: Sequence[int], costs: Costs, seats: Any) -> list[Any]:
    """For each thing people share and each table, its pairs there: a convex function of how many there are."""
    terms = []
    for axis, weight in enumerate(costs.weights):
        alike: dict[Any, list[int]] = {}
        for one, member in enumerate(members):
            if member.traits[axis] is not None:
                alike.setdefault(member.traits[axis], []).append(one)
        for people in alike.values():
            for table, size in enumerate(sizes):
                most = min(len(people), size)
                if most < 2:
                    continue
                count = sum(seats[one][table] for one in people)
                pairs = model.NewIntVar(0, most * (most - 1) // 2, "")
                for number in range(1, most):
                    model.Add(pairs >= number * count - number * (number + 1) // 2)
                terms.append(weight * pairs)
    return terms


def _met(model: Any, people: int, weight: int, seats: Any) -> list[Any]:
    """For each two people, how often they meet again."""
    terms = []
    for one in range(people):
        for other in range(one + 1, people):
            times = []
            for tables in seats:
                meet = model.NewBoolVar("")
                for first, second in zip(tables[one], tables[other], strict=True):
                    model.AddBoolOr([first.Not(), second.Not(), meet])
                times.append(meet)
            again = model.NewIntVar(0, len(seats) * (len(seats) - 1) // 2, "")
            for number in range(1, len(seats)):
                model.Add(again >= number * sum(times) - number * (number + 1) // 2)
            terms.append(weight * again)
    return terms
