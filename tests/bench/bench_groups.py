"""Breakout groups: how long a draw takes, and how near it comes to an exact solver. `python -m tests.bench groups`.

python -m tests.bench groups                      the draws, each beside adding up its cost once
python -m tests.bench.bench_groups --exact 60     beside what CP-SAT finds in that many seconds, if ortools is installed
"""

import argparse
import sys
import time

from dialogues.groups.mixing_rules import Costs, cost_of_rounds, meetings
from dialogues.groups.solving_rules import Task, draw, even_sizes
from tests.bench import exact_groups
from tests.bench.measuring import Line, table
from tests.groups.casts import cast

# People, tables, rounds, and the most it may take in milliseconds.
_DRAWS = ((60, 6, 1, 1000), (60, 6, 4, 2000), (200, 20, 1, 1000), (200, 20, 4, 5000))
_EQUAL = Costs({})


def run() -> list[Line]:
    """Each draw once for three seeds; the longest counts."""
    lines = []
    for people, tables, rounds, at_most_ms in _DRAWS:
        members = cast(people)
        sizes = even_sizes(people, tables)
        taken = []
        costs = []
        for seed in (1, 2, 3):
            began = time.perf_counter()
            drawn = draw(Task(members, sizes, _EQUAL, rounds=rounds, seed=seed))
            taken.append((time.perf_counter() - began) * 1000)
            costs.append(cost_of_rounds(_EQUAL, {one.id: one for one in members}, drawn, {}))
        began = time.perf_counter()
        cost_of_rounds(_EQUAL, {one.id: one for one in members}, drawn, {})
        bare = (time.perf_counter() - began) * 1000
        job = f"{people} people, {tables} tables, {rounds} rounds: cost {min(costs)} to {max(costs)}"
        lines.append(Line(job, max(taken), bare, max(taken) / bare, None, at_most_ms))
    return lines


def compare(seconds: float) -> str:
    """Each draw beside the exact solver: once from nothing, once from where the draw ended."""
    if not exact_groups.is_there():
        return "ortools is not installed; `pip install ortools` in an environment of its own brings it.\n"
    said = []
    for people, tables, rounds, _most in _DRAWS:
        members = cast(people)
        sizes = even_sizes(people, tables)
        drawn = draw(Task(members, sizes, _EQUAL, rounds=rounds, seed=1))
        ours = cost_of_rounds(_EQUAL, {one.id: one for one in members}, drawn, {})
        again = sum(count > 1 for count in meetings(drawn).values())
        found, bound = exact_groups.solve(members, sizes, _EQUAL, rounds=rounds, seconds=seconds)
        bettered, _same = exact_groups.solve(members, sizes, _EQUAL, rounds=rounds, seconds=seconds, hint=drawn)
        best = min(cost for cost in (found, bettered, ours) if cost is not None)
        said.append(
            f"{people} people, {tables} tables, {rounds} rounds: ours {ours} ({again} pairs meet twice), "
            f"exact from nothing {found}, from ours {bettered}, not below {bound:.0f}: "
            f"{100 * (ours - best) / best:.2f} % above the best found"
        )
    return "\n".join(said) + "\n"


def main() -> None:
    """Print the table, and the comparison where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exact", type=float, metavar="SECONDS", help="how long the exact solver may look")
    asked = parser.parse_args()
    sys.stdout.write(f"{table(run())}\n")
    if asked.exact:
        sys.stdout.write(compare(asked.exact))


if __name__ == "__main__":
    main()
