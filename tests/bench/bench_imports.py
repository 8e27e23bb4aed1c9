"""Spreadsheets in and back out: preview, import and undo at three sizes, beside a plain program that writes the rows.

`python -m tests.bench.bench_imports`. Each size is measured in a process of its own on a database of its own, so that
memory is what this size needs; the reading process is counted with it.
"""

import argparse
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random

from dialogues.app import create_app
from dialogues.audit.services import Actor
from dialogues.core import clock, schema, sheet_reader
from dialogues.core.db import db, unit_of_work
from dialogues.core.spreadsheets import GUESSED, Cell, Sheet, read_table, write_xlsx
from dialogues.events.queries import find_event_by_slug
from dialogues.imports import services, undo_services
from dialogues.imports.queries import find_batch
from tests.bench import big_event
from tests.bench.measuring import Line, exponent, table

SIZES = (600, 6_000, 60_000)
KNOWN = 5_000  # persons the directory holds already
ROUNDS = 3
JOBS = ("preview", "import", "again", "undo")
_AT_MOST_MS = {
    6_000: {"preview": 2_000, "import": 2_000, "again": 2_000, "undo": 3_000},
    60_000: dict.fromkeys(JOBS, 25_000),
}
_AT_MOST_RATIO = {"preview": 5.0, "import": 10.0, "again": 7.0, "undo": 3.0}  # of the processor's time, to a bare run
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


def build(count: int, folder: Path) -> None:
    """What one size is measured on: a directory, an event for each round, and the file. In a process of its own."""
    (folder / "list.xlsx").write_bytes(write_xlsx([Sheet("List", people(count))]))
    app = create_app(instance=folder, settings={"DATABASE_URL": ""})
    with app.app_context():
        schema.bring_up_to_date(db.engine, at=clock.now())
        with unit_of_work() as session:
            big_event.build(session, people=KNOWN, slug="known")
            for number in range(_rounds(count)):
                big_event.build(session, people=40, slug=f"round-{number}")
        db.session.remove()
        db.engine.dispose()


def measure(count: int) -> dict[str, float]:
    """Seconds, seconds of the processor and MiB of one size: the preview, the import, the same file again, the undo.

    The best of a few rounds. This process does what a server does and nothing else, so its memory is a server's.
    """
    folder = Path(tempfile.mkdtemp(prefix="dialogues-bench-"))
    try:
        _run("--build", str(count), "--folder", str(folder))
        content = (folder / "list.xlsx").read_bytes()
        app = create_app(instance=folder, settings={"DATABASE_URL": ""})
        with app.app_context():
            found: dict[str, float] = {}
            for number in range(_rounds(count)):
                found = _fastest(found, _round(content, f"round-{number}", folder))
            db.session.remove()
            db.engine.dispose()
        own_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {**found, "own_mib": own_mib, "reader_mib": _reader_mib(folder / "list.xlsx")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rounds(count: int) -> int:
    return ROUNDS if count <= SIZES[1] else 1


def _run(*arguments: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_imports", *arguments],
        check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return done.stdout


def _reader_mib(path: Path) -> float:
    """What the reading process takes, started by one that has next to nothing.

    A new process is counted with what its parent held at that moment: started from here it would seem five times as
    large as it is.
    """
    code = (
        "import json, resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-P', sys.argv[1], sys.argv[2]], stdin=open(sys.argv[3], 'rb'), "
        "stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    chosen = json.dumps(asdict(GUESSED))
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, sheet_reader.__file__, chosen, str(path)], check=True, capture_output=True
    )
    return float(done.stdout)


class _Clock:
    """Takes the time of each job, and the processor's, children included: on a busy machine only that tells."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def taking(self, name: str) -> Iterator[None]:
        starts, busy = time.perf_counter(), _busy()
        yield
        self.seconds[name] = time.perf_counter() - starts
        self.seconds[f"{name}_cpu"] = _busy() - busy


def _busy() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _bare(content: bytes, folder: Path) -> None:
    """The least a plain program could do: the cells, two rows for each person and a line of a journal for each row."""
    path = folder / "bare.sqlite3"
    path.unlink(missing_ok=True)
    rows = [(row.number, *(str(row.at(at)) for at in range(len(_HEADS)))) for row in read_table(content).rows[1:]]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        columns = ", ".join(f"c{at}" for at in range(len(_HEADS)))
        for table in ("person", "registration"):
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {columns})")
            connection.execute(f"CREATE INDEX name_of_{table} ON {table} (c1)")
            places = ", ".join("?" * (len(_HEADS) + 1))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
            connection.execute(f"CREATE TABLE journal_of_{table} (at, what, id, name)")
            connection.execute(f"INSERT INTO journal_of_{table} SELECT '2026', 'added', id, c1 FROM {table}")


def _round(content: bytes, slug: str, folder: Path) -> dict[str, float]:
    reading = db.session()
    clock_ = _Clock()
    with clock_.taking("bare"):
        _bare(content, folder)
    with clock_.taking("preview"):
        event = find_event_by_slug(reading, slug)
        assert event is not None
        assert services.plan_import(reading, event, read_table(content)).new
    for name in ("import", "again"):
        with clock_.taking(name):
            read = read_table(content)
            with unit_of_work() as session:
                event = find_event_by_slug(session, slug)
                assert event is not None
                outcome = services.import_good_rows(session, event, read, actor=_ACTOR, at=clock.now())
        assert bool(outcome.new) == (name == "import")
        assert not outcome.plan.refusals
    with clock_.taking("undo"), unit_of_work() as session:
        event = find_event_by_slug(session, slug)
        assert event is not None
        batch = find_batch(session, event.id)
        assert batch is not None
        assert undo_services.undo_import(session, batch, actor=_ACTOR, at=clock.now()).removed
    return clock_.seconds


def _fastest(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {name: min(one.get(name, seconds), seconds) for name, seconds in other.items()}


def run(sizes: tuple[int, ...] = SIZES) -> list[Line]:
    """The lines of all sizes; ratio and growth are of the processor's time, growth from each size to the next."""
    found = {size: json.loads(_run("--measure", str(size)).splitlines()[-1]) for size in sizes}
    lines = []
    for at, size in enumerate(sizes):
        now = found[size]
        before = found[sizes[at - 1]] if at else None
        for name in JOBS:
            cpu = f"{name}_cpu"
            growth = exponent(now[cpu], before[cpu], times=size / sizes[at - 1]) if before else None
            lines.append(
                Line(
                    f"{name} of {size} rows",
                    now[name] * 1000,
                    now["bare"] * 1000,
                    now[cpu] / now["bare_cpu"],
                    at_most_ms=_AT_MOST_MS.get(size, {}).get(name),
                    at_most_ratio=_AT_MOST_RATIO[name] if size in _AT_MOST_MS else None,
                    growth=growth,
                )
            )
        mib = now["own_mib"] + now["reader_mib"]
        lines.append(
            Line(f"memory for {size} rows", mib, now["reader_mib"], at_most_ms=_AT_MOST_MIB.get(size), unit="MiB")
        )
    return lines


def main() -> None:
    """Print the table; with `--measure N` the figures of one size as JSON; `--build N` is for it to call."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--measure", type=int)
    parser.add_argument("--build", type=int)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked = parser.parse_args()
    if asked.build:
        build(asked.build, asked.folder)
    elif asked.measure:
        sys.stdout.write(json.dumps(measure(asked.measure)) + "\n")
    else:
        sys.stdout.write(table(run(tuple(asked.sizes))) + "\n")


if __name__ == "__main__":
    main()
