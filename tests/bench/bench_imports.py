"""Spreadsheets in: preview and import at three sizes, beside what reading the cells alone takes.

`python -m tests.bench.bench_imports`. Each size is measured in a process of its own on a database of its own, so that
memory is what this size needs; the reading process is counted with it.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from dialogues.app import create_app
from dialogues.audit.services import Actor
from dialogues.core import clock, schema
from dialogues.core.db import db, unit_of_work
from dialogues.core.spreadsheets import Cell, Sheet, read_table, write_xlsx
from dialogues.events.queries import find_event_by_slug
from dialogues.imports import services, undo_services
from dialogues.imports.queries import find_batch
from tests.bench import big_event
from tests.bench.measuring import Line, exponent, table

SIZES = (600, 6_000, 60_000)
KNOWN = 5_000  # persons the directory holds already
ROUNDS = 3
_AT_MOST_MS = {6_000: 2_000, 60_000: 25_000}
_AT_MOST_MIB = {6_000: 300}
_ACTOR = Actor(name="Bench")
_HEADS = ("No", "Full name", "Organisation", "Sector", "Position", "Sex", "Age", "Phone", "E-mail", "Town", "Notes")


def people(count: int) -> list[list[Cell]]:
    """A list as partners send it: names, sectors in words, telephone numbers in one way or another."""
    random = Random(2016)
    rows: list[list[Cell]] = [list(_HEADS)]
    for number in range(count):
        name = f"{random.choice(_GIVEN)} {random.choice(_GIVEN)} {random.choice(_FAMILY)} {number}"
        phone = (
            f"024{random.randrange(4_000_000, 5_000_000)}" if number % 3 else random.randrange(244_000_000, 245_000_000)
        )
        rows.append(
            [
                number + 1,
                name,
                f"Association {random.randrange(count // 20 + 1)}",
                random.choice(_SECTORS),
                random.choice(("Chair", "Member", "")),
                random.choice("fm"),
                random.choice(("19-30", "42")),
                phone,
                f"person{number}@example.org" if number % 2 else "",
                random.choice(("Tarkwa", "Geita")),
                "",
            ]
        )
    return rows


_GIVEN = ("Ama", "Kofi", "Yaa", "Kwame", "Ɛsi", "Kojo", "Abena", "Neema", "Juma", "Hanitra")
_FAMILY = ("Mensah", "Owusu", "Boateng", "Mrema", "Rakoto", "Quaye", "Asante", "Ɔsei")
_SECTORS = ("GOV", "civil society", "miners", "Academia", "IND", "société civile")


def measure(count: int) -> dict[str, float]:
    """Seconds and MiB of one size: the cells alone, the preview, the import, the same file again; best of a few."""
    folder = Path(tempfile.mkdtemp(prefix="dialogues-bench-"))
    try:
        content = write_xlsx([Sheet("List", people(count))])
        read_table(content)
        reader_mib = _mib(resource.RUSAGE_CHILDREN)  # later ones are counted with what this process has grown to
        app = create_app(instance=folder, settings={"DATABASE_URL": ""})
        with app.app_context():
            schema.bring_up_to_date(db.engine, at=clock.now())
            with unit_of_work() as session:
                big_event.build(session, people=KNOWN, slug="known")
            found: dict[str, float] = {}
            for number in range(ROUNDS if count <= SIZES[1] else 1):
                found = _fastest(found, _round(content, f"round-{number}"))
            db.session.remove()
            db.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {**found, "reader_mib": reader_mib, "own_mib": _mib(resource.RUSAGE_SELF)}


def _mib(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def _round(content: bytes, slug: str) -> dict[str, float]:
    with unit_of_work() as session:
        big_event.build(session, people=40, slug=slug)
    session = db.session()
    seconds = {}
    starts = time.perf_counter()
    read_table(content)
    seconds["read"] = time.perf_counter() - starts
    starts = time.perf_counter()
    event = find_event_by_slug(session, slug)
    assert event is not None
    assert services.plan_import(session, event, read_table(content)).new
    seconds["preview"] = time.perf_counter() - starts
    for name in ("import", "again"):
        starts = time.perf_counter()
        read = read_table(content)
        with unit_of_work() as session:
            event = find_event_by_slug(session, slug)
            assert event is not None
            outcome = services.import_good_rows(session, event, read, actor=_ACTOR, at=clock.now())
        seconds[name] = time.perf_counter() - starts
        assert bool(outcome.new) == (name == "import")
        assert not outcome.plan.refusals
    starts = time.perf_counter()
    with unit_of_work() as session:
        event = find_event_by_slug(session, slug)
        assert event is not None
        batch = find_batch(session, event.id)
        assert batch is not None
        assert undo_services.undo_import(session, batch, actor=_ACTOR, at=clock.now()).removed
    seconds["undo"] = time.perf_counter() - starts
    return seconds


def _fastest(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {name: min(one.get(name, seconds), seconds) for name, seconds in other.items()}


def run(sizes: tuple[int, ...] = SIZES) -> list[Line]:
    """The lines of all sizes; growth is between each size and the one before it."""
    found = {}
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_imports", "--measure", str(size)],
            check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "0"},
        )  # fmt: skip
        found[size] = json.loads(done.stdout.splitlines()[-1])
    lines = []
    for at, size in enumerate(sizes):
        now = found[size]
        before = found[sizes[at - 1]] if at else None
        for name in ("preview", "import", "again", "undo"):
            growth = exponent(now[name], before[name], times=size / sizes[at - 1]) if before else None
            lines.append(
                Line(
                    f"{name} of {size} rows",
                    now[name] * 1000,
                    now["read"] * 1000,
                    now[name] / now["read"],
                    at_most_ms=_AT_MOST_MS.get(size),
                    growth=growth,
                )
            )
        mib = now["own_mib"] + now["reader_mib"]
        lines.append(
            Line(f"memory for {size} rows", mib, now["reader_mib"], at_most_ms=_AT_MOST_MIB.get(size), unit="MiB")
        )
    return lines


def main() -> None:
    """Print the table; with `--measure N` the figures of one size as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--measure", type=int)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked = parser.parse_args()
    if asked.measure:
        sys.stdout.write(json.dumps(measure(asked.measure)) + "\n")
    else:
        sys.stdout.write(table(run(tuple(asked.sizes))) + "\n")


if __name__ == "__main__":
    main()
