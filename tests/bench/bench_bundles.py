"""An event packed, brought into an empty laptop, and again unchanged. `python -m tests.bench.bench_bundles`."""

import tempfile
import time
import tracemalloc
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from dialogues.app import create_app
from dialogues.attendance.device_models import HeldMark
from dialogues.attendance.device_rules import HeldKind
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.bundles.arrived import Arrived
from dialogues.bundles.merging_services import import_bundle
from dialogues.bundles.services import export_event
from dialogues.core import clock, schema
from dialogues.core.db import db, unit_of_work
from dialogues.events.queries import find_event_by_slug
from dialogues.registration.models import Registration
from tests.bench.big_event import ACTOR, DAYS, FIRST_DAY
from tests.bench.measuring import Line, exponent
from tests.bench.scene import TIMES, Scene, alone

_HELD_OF = 10  # one mark of so many people is held
_MIB = 1024**2


class _AgainError(Exception):
    """Everything is taken back, so that every round finds the same."""


def run(scene: Scene) -> list[Line]:
    """Files as the command packs and brings them in, with four marks for each person and some that are held."""
    for slug in scene.slugs:
        _fill(scene, slug)

    def pack(slug: str) -> bytes:
        with scene.app.app_context(), unit_of_work() as session:
            event = find_event_by_slug(session, slug)
            if event is None:
                raise RuntimeError(f"No event {slug}.")
            return export_event(session, event, actor=ACTOR, at=clock.now())

    first = {slug: pack(slug) for slug in scene.slugs}
    second = {slug: pack(slug) for slug in scene.slugs}
    empty, known = _laptop(scene), _laptop(scene)
    for slug in scene.slugs:
        _bring(known, first[slug], is_kept=True)
    return [
        scene.compare("pack an event", pack, None, at_most_ms=5_000, budget_s=12.0),
        scene.compare(
            "bring it into an empty laptop", lambda slug: _bring(empty, first[slug]), None, at_most_ms=5_000,
            budget_s=30.0, clock=time.process_time,
        ),
        scene.compare(
            "bring it in again, unchanged", lambda slug: _bring(known, second[slug]), None, at_most_ms=3_000,
            budget_s=15.0, clock=time.process_time,
        ),
        _memory(scene, "memory of packing", pack),
        _memory(scene, "memory of bringing in", lambda slug: _bring(empty, first[slug])),
        _memory(scene, "memory of bringing in again", lambda slug: _bring(known, second[slug])),
    ]  # fmt: skip


def _fill(scene: Scene, slug: str) -> None:
    """Marks until there are as many as people times days, and held marks beside them."""
    begins = FIRST_DAY if slug == scene.slugs[0] else FIRST_DAY - scene.between
    at = datetime(begins.year, begins.month, begins.day, 13, tzinfo=UTC)
    with scene.app.app_context(), unit_of_work() as session:
        event = find_event_by_slug(session, slug)
        if event is None:
            raise RuntimeError(f"No event {slug}.")
        people = list(session.scalars(sa.select(Registration.id).where(Registration.event_id == event.id)))
        days = [day.id for day in event.days]
        there = session.scalar(sa.select(sa.func.count()).select_from(Mark).where(Mark.day_id.in_(days))) or 0
        rows = [
            {
                "id": uuid.uuid4(), "registration_id": people[number % len(people)],
                "day_id": days[number // len(people) % DAYS], "part": Part.AFTERNOON, "status": MarkStatus.PRESENT,
                "seen_at": at, "recorded_at": at + timedelta(seconds=number), "source": MarkSource.DESK,
                "marked_by_name": ACTOR.name, "clock_offset_s": 0,
            }
            for number in range(len(people) * DAYS - there)
        ]  # fmt: skip
        session.execute(sa.insert(Mark), rows)
        held = [
            {
                "event_id": event.id, "kind": HeldKind.MARK, "mark_id": uuid.uuid4(), "fingerprint": f"{slug} {number}",
                "payload": {"badge_code": f"UNKNOWN{number}", "day": begins.isoformat()}, "code": "unknown_badge",
                "message": "No confirmed person of this event has the badge %(code)s.", "facts": {"code": number},
                "sent_by_name": ACTOR.name, "held_at": at, "clock_offset_s": 0,
            }
            for number in range(len(people) // _HELD_OF)
        ]  # fmt: skip
        session.execute(sa.insert(HeldMark), held)


def _laptop(scene: Scene) -> Flask:
    app = create_app(instance=Path(tempfile.mkdtemp(prefix="laptop-", dir=scene.folder)), settings={"DATABASE_URL": ""})
    with app.app_context():
        schema.bring_up_to_date(db.engine, at=clock.now())
    return app


def _bring(app: Flask, content: bytes, *, is_kept: bool = False) -> None:
    with app.app_context():
        try:
            with unit_of_work() as session:
                import_bundle(session, Arrived(content), actor=ACTOR, at=clock.now())
                if not is_kept:
                    raise _AgainError
        except _AgainError:
            pass


def _memory(scene: Scene, job: str, act: Callable[[str], object]) -> Line:
    """The most that an act holds at once."""
    most = []
    for slug in scene.slugs:
        tracemalloc.start()
        act(slug)
        most.append(tracemalloc.get_traced_memory()[1] / _MIB)
        tracemalloc.stop()
    large, small = most
    return Line(job, large, at_most_ms=256, growth=exponent(large, small, times=TIMES), unit="MiB")


if __name__ == "__main__":
    alone(run)
