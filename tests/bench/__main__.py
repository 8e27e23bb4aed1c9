"""Measure how fast and how light the program is: `python -m tests.bench [NAME ...] [--people N]`.

    python -m tests.bench                  all of the usual: every one but programme, imports, growth and replay
    python -m tests.bench pages marks      these alone
    python -m tests.bench programme        twenty large events and one of 60,000 people; its scene takes some minutes
    python -m tests.bench imports          spreadsheets of 600, 6,000 and 60,000 rows
    python -m tests.bench growth           documents of 600, 6,000 and 60,000 people
    python -m tests.bench replay           eight phones, a day without a network, in 200 orders

Each job is measured beside the least a plain program could do, in turns within the same run, so that the ratio holds on
any machine. "met" compares with the most we allow ourselves: the times a bare program takes where there is one, else
milliseconds on a small laptop that does nothing else. The run fails if anything is not met.
"""

import argparse
import sys

from tests.bench import (
    bench_bulk,
    bench_bundles,
    bench_directory,
    bench_documents,
    bench_files,
    bench_groups,
    bench_growth,
    bench_hall,
    bench_imports,
    bench_marks,
    bench_memory,
    bench_pages,
    bench_plan_papers,
    bench_programme,
    bench_replay,
    bench_seats,
)
from tests.bench.measuring import Line, table
from tests.bench.scene import PEOPLE, built

_ON_SCENE = {
    "pages": bench_pages.run,
    "marks": bench_marks.run,
    "files": bench_files.run,
    "bulk": bench_bulk.run,
    "memory": bench_memory.run,
    "directory": bench_directory.run,
    "hall": bench_hall.run,
    "bundles": bench_bundles.run,
}
ALONE = {
    "documents": bench_documents.run,
    "imports": bench_imports.run,
    "seats": bench_seats.run,
    "groups": bench_groups.run,
    "plan-papers": bench_plan_papers.run,
    "growth": bench_growth.run,
}
_OF_THEIR_OWN = ("programme", "replay")
_USUAL = (*_ON_SCENE, "documents", "plan-papers", "seats", "groups")


def main() -> None:
    """Run the chosen benches and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*_ON_SCENE, *ALONE, *_OF_THEIR_OWN, []])
    parser.add_argument("--people", type=int, default=PEOPLE, help="registrations of the large event")
    asked = parser.parse_args()
    names = asked.names or _USUAL
    lines: list[Line] = []

    def show(name: str, measured: list[Line]) -> None:
        say(f"\n{name}\n{table(measured)}")
        lines.extend(measured)

    on_scene = [name for name in names if name in _ON_SCENE]
    if on_scene:
        say(f"An event of {asked.people} people and one of a tenth, invented.")
        with built(asked.people) as scene:
            for name in on_scene:
                show(name, _ON_SCENE[name](scene))
    for name, run in ALONE.items():
        if name in names:
            show(name, run())
    if "programme" in names:
        say("\nprogramme")
        bench_programme.main(["--people", str(asked.people)])
    if "replay" in names:
        say("\nreplay")
        bench_replay.main()
    missed = [line.job for line in lines if line.is_met is False]
    if missed:
        raise SystemExit("Slower or heavier than it may be: " + "; ".join(missed) + ".")


def say(text: str) -> None:
    """Print at once, so that a long run can be watched."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
