"""What every bench runs on: the real application on a file of its own, a large event, and one of a tenth of it."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from dialogues.accounts import passwords
from dialogues.accounts.access import Role
from dialogues.accounts.models import User
from dialogues.accounts.queries import email_key
from dialogues.accounts.services import start_sign_in
from dialogues.app import create_app
from dialogues.core import clock, schema
from dialogues.core.db import db, unit_of_work
from tests.bench import big_event
from tests.bench.bare import create_bare
from tests.bench.big_event import BigEvent
from tests.bench.measuring import Line, exponent, table, take_turns
from tests.bench.visitor import Visitor

PEOPLE = 6_000
TIMES = 10  # the large event is so many times the small one
SMALL_SLUG = "small-dialogue"
EMAIL, PASSWORD = "bench@example.org", "seven lamps under rain"
_IMAGE = "dialogues.sqlite3"


@dataclass(frozen=True)
class Scene:
    """The application with its two events, the bare one on the same file, and a reader of each."""

    app: Flask
    folder: Path
    people: int
    large: BigEvent
    small: BigEvent
    reader: Visitor
    bare: Visitor
    slugs: tuple[str, str] = (big_event.SLUG, SMALL_SLUG)
    between: timedelta = timedelta(days=30)  # the small event took place so long before the large one

    @property
    def database(self) -> Path:
        """The file that holds everything."""
        return self.folder / _IMAGE

    @property
    def open_days(self) -> dict[str, date]:
        """By address of the event: the day that is still being marked."""
        large, small = self.slugs
        return {large: big_event.OPEN_DAY, small: big_event.OPEN_DAY - self.between}

    def count_queries(self, act: Callable[[], object]) -> int:
        """How many statements `act` sends to the database, transactions left out."""
        sent: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
                sent.append(statement)

        with self.app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    def compare(
        self,
        job: str,
        ours: Callable[[str], object],
        bare: Callable[[str], object] | None,
        *,
        at_most_ms: float | None = None,
        bare_alone_ms: float | None = None,
        budget_s: float = 4.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> Line:
        """Measure one job, given the address of its event: ours and the bare one, on the large event and the small.

        `bare_alone_ms` is what the bare one takes where `at_most_ms` was asked, on a machine that does nothing else:
        so many times the bare one is what the job may take anywhere.
        """
        large, small = self.slugs
        contestants: dict[str, Callable[[], object]] = {"ours": lambda: ours(large), "small": lambda: ours(small)}
        if bare is not None:
            contestants["bare"] = lambda: bare(large)
        run = take_turns(contestants, budget_s=budget_s, clock=clock)
        counts = [self.count_queries(lambda slug=slug: ours(slug)) for slug in self.slugs]  # type: ignore[misc]
        return Line(
            job,
            run.ms("ours"),
            run.ms("bare") if bare else None,
            run.ratio("ours", "bare") if bare else None,
            run.noise("ours", "bare" if bare else None),
            at_most_ms,
            exponent(run.ms("ours"), run.ms("small"), times=TIMES),
            str(counts[0]) if counts[0] == counts[1] else f"{counts[1]} → {counts[0]}",
            at_most_ratio=at_most_ms / bare_alone_ms if at_most_ms and bare_alone_ms else None,
        )


@contextmanager
def built(people: int) -> Iterator[Scene]:
    """A scene in a temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dialogues-bench-"))
    try:
        app = create_app(instance=folder, settings={"DATABASE_URL": ""})
        with app.app_context():
            schema.bring_up_to_date(db.engine, at=clock.now())
            with unit_of_work() as session:
                large = big_event.build(session, people=people)
            with unit_of_work() as session:
                first_day = big_event.FIRST_DAY - Scene.between
                small = big_event.build(session, people=people // TIMES, slug=SMALL_SLUG, first_day=first_day)
            secret = _add_reader()
            db.session.remove()
        reader, bare = Visitor(app.wsgi_app), Visitor(create_bare(folder / _IMAGE).wsgi_app)
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # the cookie's own
        reader.cookies["dialogues"] = signer.dumps({"_user_id": secret, "_fresh": True})
        bare.cookies["secret"] = secret
        yield Scene(app, folder, people, large, small, reader, bare)
        with app.app_context():
            db.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _add_reader() -> str:
    """An organiser of everything; the secret of a browser they are signed in with."""
    with unit_of_work() as session:
        user = User(
            email=EMAIL,
            email_key=email_key(EMAIL),
            name="Bench Reader",
            password_hash=passwords.choose(PASSWORD, about=()),
            role=Role.ORGANISER,
            created_at=big_event.MADE_AT,
        )
        session.add(user)
        session.flush()
        return start_sign_in(session, user=user, device="bench", now=clock.now(), lasts=timedelta(hours=12))


def alone(run: Callable[[Scene], list[Line]], arguments: Sequence[str] | None = None) -> None:
    """Run one bench on a scene of its own and print its table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=PEOPLE)
    with built(parser.parse_args(arguments).people) as scene:
        sys.stdout.write(table(run(scene)) + "\n")
