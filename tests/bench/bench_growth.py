"""How the large documents grow: 600, 6,000 and 60,000 people. `python -m tests.bench growth`.

Beside each size stands what ten times the people of the size before would take if a document grew as its people do.
Time of the processor, so that a busy machine says the same; one run of the largest, the best of three of the others.
"""

import itertools
import time
from collections.abc import Callable
from functools import partial

from dialogues.documents import attendance_report, badges, sign_in
from dialogues.documents.marks import MOST_PAGES
from tests.bench.bench_documents import SHEET_ROWS, badge_facts, peak_mib
from tests.bench.measuring import Line, exponent, table
from tests.documents.paper_facts import crowd, make_report_facts, make_sign_in_facts

SIZES = (600, 6_000, 60_000)
TIMES = 10
_AT_MOST_RATIO = 1.2  # of growing as the people do
_AT_MOST_MIB = 300

Draw = Callable[[], object]


def jobs(people: int) -> dict[str, Draw]:
    """The documents that name everybody; the sheets of one day are refused past MOST_PAGES."""
    rows = crowd(people)
    drawn: dict[str, Draw] = {
        "attendance report with annex, 4 days": partial(attendance_report.draw, make_report_facts(rows)),
        "badges with QR codes": partial(badges.draw, badge_facts(rows)),
    }
    if people // SHEET_ROWS < MOST_PAGES:
        drawn["sign-in sheets of a day"] = partial(sign_in.draw, make_sign_in_facts([name for name, *_rest in rows]))
    return drawn


def run() -> list[Line]:
    """A line for each document and each step, and the memory the largest of those that are asked for takes."""
    drawn = {size: jobs(size) for size in SIZES}
    lines = []
    for job in drawn[SIZES[0]]:
        sizes = [size for size in SIZES if job in drawn[size]]
        taken = {size: _least_s(drawn[size][job], rounds=1 if size == SIZES[-1] else 3) for size in sizes}
        for smaller, larger in itertools.pairwise(sizes):
            straight = TIMES * taken[smaller]
            lines.append(
                Line(
                    f"{job}, {larger:,} people beside {TIMES} × {smaller:,}",
                    taken[larger] * 1000,
                    straight * 1000,
                    taken[larger] / straight,
                    growth=exponent(taken[larger], taken[smaller], times=TIMES),
                    at_most_ratio=_AT_MOST_RATIO,
                )
            )
        mib = peak_mib(drawn[SIZES[1]][job])
        lines.append(Line(f"{job}, memory for {SIZES[1]:,}", mib, at_most_ms=_AT_MOST_MIB, unit="MiB"))
    return lines


def _least_s(draw: Draw, *, rounds: int) -> float:
    seconds = []
    for _round in range(rounds):
        starts = time.process_time()
        draw()
        seconds.append(time.process_time() - starts)
    return min(seconds)


if __name__ == "__main__":
    print(table(run()))
