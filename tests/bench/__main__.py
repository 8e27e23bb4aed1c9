"""Measure how fast and how light the program is: `python -m tests.bench [NAME ...] [--people N]`.

    python -m tests.bench                  pages, marks, files, bulk, documents, memory, directory, hall, seats
    python -m tests.bench pages marks      these alone
    python -m tests.bench programme        twenty large events; its scene takes some minutes
    python -m tests.bench imports          spreadsheets of 600, 6,000 and 60,000 rows
    python -m tests.bench replay           eight phones, a day without a network, in 200 orders

Each job is measured beside the least a plain program could do, in turns within the same run, so that the ratio holds on
any machine. "met" compares with the most we allow ourselves, in milliseconds on a small laptop that does nothing else.
"""

import argparse
import sys

from tests.bench import (
    bench_bulk,
    bench_directory,
    bench_documents,
    bench_files,
    bench_hall,
    bench_imports,
    bench_marks,
    bench_memory,
    bench_pages,
    bench_programme,
    bench_replay,
    bench_seats,
)
from tests.bench.measuring import table
from tests.bench.scene import PEOPLE, built

_ON_SCENE = {
    "pages": bench_pages.run,
    "marks": bench_marks.run,
    "files": bench_files.run,
    "bulk": bench_bulk.run,
    "memory": bench_memory.run,
    "directory": bench_directory.run,
    "hall": bench_hall.run,
}
_ALONE = ("documents", "programme", "imports", "seats", "replay")
_USUAL = (*_ON_SCENE, "documents", "seats")


def main() -> None:
    """Run the chosen benches and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*_ON_SCENE, *_ALONE, []])
    parser.add_argument("--people", type=int, default=PEOPLE, help="registrations of the large event")
    asked = parser.parse_args()
    names = asked.names or _USUAL
    on_scene = [name for name in names if name in _ON_SCENE]
    if on_scene:
        say(f"An event of {asked.people} people and one of a tenth, invented.")
        with built(asked.people) as scene:
            for name in on_scene:
                say(f"\n{name}\n{table(_ON_SCENE[name](scene))}")
    if "documents" in names:
        say("\ndocuments")
        bench_documents.main()
    if "seats" in names:
        say(f"\nseats\n{table(bench_seats.run())}")
    if "programme" in names:
        say("\nprogramme")
        bench_programme.main(["--people", str(asked.people)])
    if "imports" in names:
        say(f"\nimports\n{table(bench_imports.run())}")
    if "replay" in names:
        say("\nreplay")
        bench_replay.main()


def say(text: str) -> None:
    """Print at once, so that a long run can be watched."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
