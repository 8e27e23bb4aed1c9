"""Seats: a claim beside a bare one, and forty people at once for five seats. `python -m tests.bench.bench_seats`.

python -m tests.bench seats                        a claim, and a few rounds of the race
python -m tests.bench.bench_seats --rounds 200     the whole race; DIALOGUES_TEST_DATABASE_URL runs it on a server
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from dialogues import tables
from dialogues.app import create_app
from dialogues.core.db import Base, db, unit_of_work
from tests.bench.measuring import Line, table, take_turns
from tests.bench.scene import Scene
from tests.factories import make_event, make_registration
from tests.registration import racing
from tests.registration.seats import plan

ROUNDS = 5  # of the race in an ordinary run
CLAIMS = 5  # a round: one alone is over before the clock has moved
_SEATED = 500  # people who sit already, so that counting has something to count
_AT_MOST_MS = 8  # as a mark at the desk: somebody stands and waits for the answer


def run(_scene: Scene | None = None) -> list[Line]:
    """One claim in a unit of work, committed and synced, beside the bare conditional update; then the race."""
    with _application() as app:
        return [_claim(app), _race(app, ROUNDS)]


def _claim(app: Flask) -> Line:
    event = make_event("bench")
    plan(db.session(), event, capacity=10**5)
    for number in range(_SEATED):
        make_registration(event, f"Seated {number}")
    people = iter([make_registration(event, f"Person {number}", status="applied").id for number in range(61 * CLAIMS)])
    event_id = event.id
    db.session.execute(sa.text("CREATE TABLE bare_seat (id INTEGER PRIMARY KEY, taken INTEGER)"))
    db.session.execute(sa.text("INSERT INTO bare_seat VALUES (1, 0)"))
    db.session.commit()

    def ours() -> None:
        for _number in range(CLAIMS):
            racing.claim(event_id, next(people))

    def bare() -> None:
        for _number in range(CLAIMS):
            with unit_of_work() as session:
                session.execute(sa.text("UPDATE bare_seat SET taken = taken + 1 WHERE id = 1 AND taken < 1000000"))

    turns = take_turns({"ours": ours, "bare": bare}, budget_s=4)
    return Line(
        f"a seat claimed beside {_SEATED} who sit, committed and synced",
        turns.ms("ours") / CLAIMS,
        turns.ms("bare") / CLAIMS,
        turns.ratio("ours", "bare"),
        turns.noise("ours", "bare"),
        _AT_MOST_MS,
    )


def _race(app: Flask, rounds: int) -> Line:
    started = time.perf_counter()
    for number in range(rounds):
        outcome = racing.race(app, f"race-{number}")
        if (outcome.seated, outcome.waiting, outcome.errors) != (racing.SEATS, [*range(1, 36)], []):
            raise SystemExit(f"Round {number}: {outcome}")
    each = (time.perf_counter() - started) * 1000 / rounds / racing.PEOPLE
    return Line(
        f"{racing.PEOPLE} people at once for {racing.SEATS} seats, {rounds} rounds, none oversold; a person", each
    )


@contextmanager
def _application() -> Iterator[Flask]:
    """The application on an empty database of its own: a file, or the server that the variable names."""
    server = os.environ.get("DIALOGUES_TEST_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="dialogues-bench-") as folder:
        app = create_app(instance=Path(folder) / "instance", settings={"DATABASE_URL": server})
        with app.app_context():
            tables.gather()
            if server:
                Base.metadata.drop_all(db.engine)
                db.session.execute(sa.text("DROP TABLE IF EXISTS bare_seat"))
                db.session.commit()
            Base.metadata.create_all(db.engine)
            racing.be_patient()
            yield app
            db.session.remove()
            db.engine.dispose()


def main() -> None:
    """Run the race as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    with _application() as app:
        sys.stdout.write(f"{table([_race(app, asked.rounds)])}\n")


if __name__ == "__main__":
    main()
