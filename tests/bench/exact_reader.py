"""Published reports put to an exact solver that tries to find small groups: the integer model of CP-SAT.

    python -m tests.bench.exact_reader 1000          so many reports, each alone, and each with a corrected version

The solver is no part of the program: `pip install ortools` in an environment of its own brings it. A small group counts
as found if no report is possible in which it has `below` people or more (where the key numbers allow so many). The
control withholds the small counts alone. Two versions: the reader holds both, and knows that no count moved by more
than the one that moved most.
"""

import argparse
import random
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dialogues.reports.publishing import choose
from dialogues.reports.small_rules import Choice, Tables, is_small
from dialogues.reports.small_solving import Key
from dialogues.reports.small_tables import TOLD
from tests.reports.small_reports import continuity_of, corrected, counted, draw_people, in_order

SIZES = (3, 5, 8, 13, 21, 34, 55, 55, 90, 150, 400)


@dataclass
class Found:
    """How many reports were told and how many of their small groups a solver found."""

    reports: int = 0
    nothing_told: int = 0
    groups: int = 0
    found: int = 0
    found_in: int = 0
    by_control: int = 0
    control_in: int = 0


def is_there() -> bool:
    """Whether the solver is installed."""
    return find_spec("ortools") is not None


class Solver:
    """All that a reader of one report, or of several versions of it, can put together."""

    def __init__(self, versions: Sequence[tuple[Tables, Collection[Key]]]) -> None:
        self._cp = import_module("ortools.sat.python.cp_model")
        self.model = self._cp.CpModel()
        self.unknown: list[dict[Key, Any]] = []
        # Stakeholder groups that are not told are not named, so a reader knows of those another version names.
        self.groups: dict[Key, set[Key]] = {}
        for tables, _withheld in versions:
            for parts, whole in tables.sums:
                self.groups.setdefault(whole, set()).update(part for part in parts if part[0] == "group")
        for tables, withheld in versions:
            self._add_version(tables, withheld)
        (first, _withheld), *more = versions
        for number, (tables, _) in enumerate(more, 1):
            both = tables.counts.keys() & first.counts.keys()
            most = max(abs(tables.counts[key] - first.counts[key]) for key in both if len(key) < 4)
            for key in sorted(self.unknown[0].keys() & self.unknown[number].keys()):  # told in neither
                self.model.AddLinearConstraint(self.unknown[number][key] - self.unknown[0][key], -most, most)

    def _add_version(self, tables: Tables, withheld: Collection[Key]) -> None:
        most = 2 * max(tables.counts.values(), default=0) + 20
        unknown = {key: self.model.NewIntVar(0, most, "/".join(key)) for key in sorted(withheld)}
        self.unknown.append(unknown)

        def value(key: Key) -> Any:
            return unknown[key] if key in unknown else tables.counts[key]

        for parts_of, whole in tables.sums:
            parts: Sequence[Key] = parts_of
            if parts[0][0] == "group" and any(part in unknown for part in parts):
                more = self.groups[whole] - set(parts)
                unknown |= {key: self.model.NewIntVar(0, most, "/".join(key)) for key in sorted(more)}
                parts = [*parts, *sorted(more)]
            if any(key in unknown for key in (*parts, whole)):
                self.model.Add(sum(map(value, parts)) == value(whole))
        for limit in tables.limits:
            if any(key in unknown for key in limit):
                self.model.Add(sum(factor * value(key) for key, factor in limit.items()) >= 0)

    def may_be(self, number: int, key: Key, *, least: int | None = None, other_than: int | None = None) -> bool:
        """Whether a count of a version can be so many, or another than it is."""
        model, variable = self.model.Clone(), self.unknown[number][key]
        variable = model.GetIntVarFromProtoIndex(variable.Index())
        model.Add(variable >= least if least is not None else variable != other_than)
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        return bool(solver.Solve(model) in (self._cp.OPTIMAL, self._cp.FEASIBLE))


def found_groups(
    versions: Sequence[tuple[Tables, Collection[Key]]],
    below: int,
    *,
    skip: Collection[Key] = (),
    about: Collection[Key] = (),
) -> list[tuple[int, Key]]:
    """The small groups a solver finds, each with the number of the version; of those `about` so large, how many."""
    solver, found = Solver(versions), list[tuple[int, Key]]()
    bare = [Solver([(tables, tables.counts.keys() - TOLD)]) for tables, _withheld in versions]
    for number, (tables, withheld) in enumerate(versions):
        for key in sorted(withheld):
            count = tables.counts[key]
            if not is_small(count, below) or key in skip:
                continue
            capped = key in tables.caps and tables.counts[tables.caps[key]] < below
            asked = {"other_than": count} if capped or key in about else {"least": below}
            # What the key numbers alone say was not given away by any table.
            if not solver.may_be(number, key, **asked) and bare[number].may_be(0, key, **asked):
                found.append((number, key))
    return found


def small(tables: Tables, below: int) -> set[Key]:
    """What the control withholds: the small counts, and nothing that they follow from."""
    return {key for key, count in tables.counts.items() if key not in TOLD and is_small(count, below)}


def attack(reports: int, below: int, *, seed: int = 1) -> Mapping[str, Found]:
    """Reports at random, alone and in two versions, and what was found in them."""
    alone, twice = Found(), Found()
    for number in range(reports):
        chance = random.Random(f"{seed}/{number}")
        people = draw_people(chance, SIZES[number % len(SIZES)])
        figures = in_order(counted(people))
        continuity = continuity_of(chance, figures)
        first = choose(figures, continuity if number % 2 else None, below=below)
        _note(alone, [first], below)
        if number % 2 == 0:
            later = in_order(counted(corrected(chance, people)))
            _note(twice, [first, choose(later, None, below=below, earlier=[first])], below)
        print(f"\r{number + 1} of {reports}: {len(first.withheld)} withheld   ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {"one report": alone, "two versions": twice}


def _note(into: Found, versions: list[Choice], below: int) -> None:
    into.reports += 1
    into.nothing_told += versions[-1].withheld >= versions[-1].tables.counts.keys() - TOLD
    if any(one.withheld >= one.tables.counts.keys() - TOLD for one in versions):
        return  # what the key numbers alone say cannot be taken back
    # What an earlier version told of a group that is small only now is out already.
    out = versions[0].tables.counts.keys() - versions[0].withheld if len(versions) > 1 else set()
    told = [(one.tables, one.withheld) for one in versions]
    found = found_groups(told, below, skip=out, about=versions[-1].about)
    control = found_groups([(one.tables, small(one.tables, below)) for one in versions], below)
    into.groups += sum(len(small(one.tables, below)) for one in versions)
    into.found += len(found)
    into.found_in += bool(found)
    into.by_control += len(control)
    into.control_in += bool(control)


def main() -> None:
    """Attack so many reports and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=int, nargs="?", default=1000)
    parser.add_argument("--below", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not is_there():
        sys.exit("ortools is not installed; `pip install ortools` in an environment of its own brings it.")
    results = attack(options.reports, options.below, seed=options.seed)
    for name, one in results.items():
        print(
            f"{name}: {one.reports} reports, {one.nothing_told} of which tell the key numbers alone; "
            f"{one.groups} small groups, {one.found} found (in {one.found_in} reports); "
            f"withholding small counts alone: {one.by_control} found (in {one.control_in} reports)"
        )
    sys.exit(any(one.found for one in results.values()))


if __name__ == "__main__":
    main()
