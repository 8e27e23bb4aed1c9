"""The programme report over many large events. `python -m tests.bench.bench_programme`; its scene takes some minutes.

Measured in three states: the figures of every event are kept, those of all but one in which somebody was marked since,
and none, as on the first start after an update. Beside each the least a plain program does to count as many events by
sector and gender: it follows nobody from one event to the next and knows neither every day nor contact hours. Both work
in this process and wait for nothing, so the times are those of the processor alone.
"""

import argparse
import sys
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.models import MarkSource
from dialogues.attendance.services import NewMark, mark
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.events.queries import find_event_by_slug
from dialogues.registration.models import Registration
from dialogues.reports.keeping import keep_all_events
from dialogues.reports.tally_models import EventTally
from dialogues.reports.tally_services import keep_tally
from tests.bench import big_event
from tests.bench.bench_documents import peak_mib
from tests.bench.measuring import Line, exponent, table, take_turns
from tests.bench.scene import PEOPLE, TIMES, Scene, built

EVENTS = 20
HUGE_SLUG = "huge-dialogue"
_BACK = 0.4  # of the people of every later event, so many were at the first one too
_AT_MOST_MS = 150
_AT_MOST_RATIO = 1.0  # no longer than counting them takes a plain program
_AT_MOST_MIB = 64


def run(scene: Scene) -> list[Line]:
    """The report over all events in its three states; one event at three sizes; keeping figures, and memory."""
    with scene.app.app_context():
        unmarked = _build(scene)
    slugs = [scene.slugs[0], *(f"big-{number}" for number in range(2, EVENTS + 1))]
    many = "/report?" + "&".join(f"event={slug}" for slug in slugs)
    lines = [_over_many(scene, many, slugs, "nothing is kept", at_most_ms=None)]
    mib = peak_mib(lambda: scene.reader.get(many))
    lines.append(Line("memory to count them", mib, at_most_ms=_AT_MOST_MIB, unit="MiB"))
    lines += _sizes(scene, "counted")
    with scene.app.app_context():
        keep_all_events(at=clock.now())
        db.session.remove()
    lines += _sizes(scene, "kept")
    kept = _over_many(scene, many, slugs, "all is kept", at_most_ms=_AT_MOST_MS)
    with scene.app.app_context(), unit_of_work() as session:
        _mark(session, scene.slugs[0], unmarked)
    changed = _over_many(scene, many, slugs, "one changed since", at_most_ms=_AT_MOST_MS)
    return [kept, changed, *lines, _keeping(scene)]


def _build(scene: Scene) -> int:
    """Nineteen more events, whose people were partly at the first, and one of ten times as many; somebody unmarked."""
    for number in range(2, EVENTS + 1):
        with unit_of_work() as session:
            first_day = big_event.FIRST_DAY + timedelta(days=7 * number)
            built_now = big_event.build(session, people=scene.people, slug=f"big-{number}", first_day=first_day)
            _bring_back(session, scene.large.event_id, built_now.event_id)
    with unit_of_work() as session:
        first_day = big_event.FIRST_DAY - timedelta(days=300)
        big_event.build(session, people=scene.people * TIMES, slug=HUGE_SLUG, first_day=first_day)
    with unit_of_work() as session:
        session.execute(sa.delete(EventTally))
    return scene.large.unmarked[0]


def _bring_back(session: Session, first_id: int, event_id: int) -> None:
    """Some of the people of an event are persons who were at the first one."""
    random = Random(event_id)
    of_event = sa.select(Registration.id, Registration.person_id).order_by(Registration.id)
    known = session.execute(of_event.where(Registration.event_id == first_id)).all()
    rows = session.execute(of_event.where(Registration.event_id == event_id)).all()
    again = [
        {"of": row.id, "who": before.person_id}
        for row, before in zip(rows, known, strict=True)
        if random.random() < _BACK
    ]
    registration = cast(sa.Table, Registration.__table__)
    change = sa.update(registration).where(registration.c.id == sa.bindparam("of"))
    session.connection().execute(change.values(person_id=sa.bindparam("who")), again)


def _mark(session: Session, slug: str, registration_id: int) -> None:
    event = find_event_by_slug(session, slug)
    assert event is not None
    wanted = NewMark(id=uuid.uuid4(), day=big_event.OPEN_DAY, source=MarkSource.DESK, registration_id=registration_id)
    mark(session, wanted, event_id=event.id, actor=big_event.ACTOR, at=clock.now())


def _over_many(scene: Scene, address: str, slugs: Sequence[str], state: str, *, at_most_ms: float | None) -> Line:
    one = f"/report?event={slugs[0]}"
    turns = take_turns(
        {
            "ours": lambda: scene.reader.get(address),
            "one": lambda: scene.reader.get(one),
            "bare": lambda: [scene.bare.get(f"/events/{slug}/report") for slug in slugs],
        },
        budget_s=10,
        clock=time.process_time,
    )
    return Line(
        f"programme report over {len(slugs)} events, {state}",
        turns.ms("ours"),
        turns.ms("bare"),
        turns.ratio("ours", "bare"),
        turns.noise("ours", "bare"),
        at_most_ms,
        exponent(turns.ms("ours"), turns.ms("one"), times=len(slugs)),
        str(scene.count_queries(lambda: scene.reader.get(address))),
        at_most_ratio=_AT_MOST_RATIO if at_most_ms else None,
    )


def _sizes(scene: Scene, state: str) -> list[Line]:
    """The report of one event of a tenth of the people, of all, and of ten times as many."""
    sizes = {
        scene.slugs[1]: scene.people // TIMES,
        scene.slugs[0]: scene.people,
        HUGE_SLUG: scene.people * TIMES,
    }
    turns = take_turns(
        {slug: lambda slug=slug: scene.reader.get(f"/report?event={slug}") for slug in sizes},  # type: ignore[misc] # a default of its own
        budget_s=8,
        clock=time.process_time,
    )
    bare = take_turns(
        {slug: lambda slug=slug: scene.bare.get(f"/events/{slug}/report") for slug in sizes},  # type: ignore[misc] # a default of its own
        budget_s=4,
        clock=time.process_time,
    )
    lines: list[Line] = []
    before: float | None = None
    for slug, people in sizes.items():
        ours, plain = turns.ms(slug), bare.ms(slug)
        growth = None if before is None else exponent(ours, before, times=TIMES)
        lines.append(Line(f"one event of {people:,}, {state}", ours, plain, ours / plain, growth=growth))
        before = ours
    return lines


def _keeping(scene: Scene) -> Line:
    """Counting an event in order to keep its figures: how long whoever writes on SQLite may have to wait."""

    def keep(event_id: int) -> None:
        with scene.app.app_context():
            with unit_of_work() as session:
                keep_tally(session, event_id, at=clock.now())
            db.session.remove()

    turns = take_turns(
        {"large": lambda: keep(scene.large.event_id), "small": lambda: keep(scene.small.event_id)}, budget_s=4
    )
    growth = exponent(turns.ms("large"), turns.ms("small"), times=TIMES)
    return Line("keeping the figures of one event", turns.ms("large"), noise=turns.noise("large"), growth=growth)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; fail if anything takes longer than it may."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=PEOPLE)
    with built(parser.parse_args(arguments).people) as scene:
        lines = run(scene)
        sys.stdout.write(table(lines) + "\n")
    missed = [line.job for line in lines if line.is_met is False]
    if missed:
        raise SystemExit("Slower or heavier than it may be: " + "; ".join(missed) + ".")


if __name__ == "__main__":
    main()
