"""The hall: warnings, who is missing, and an event on its way to a laptop. `python -m tests.bench.bench_hall`."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from dialogues.app import create_app
from dialogues.bundles.arrived import Arrived
from dialogues.bundles.merging_services import import_bundle
from dialogues.bundles.services import export_event
from dialogues.core import clock, schema
from dialogues.core.db import db, unit_of_work
from dialogues.events.queries import find_event_by_slug
from tests.bench.big_event import ACTOR
from tests.bench.measuring import Line
from tests.bench.scene import Scene, alone


def run(scene: Scene) -> list[Line]:
    """Pages by a signed-in organiser; files as the command packs and brings them in."""
    reader = scene.reader
    at = {slug: f"day={day}&part=whole_day" for slug, day in scene.open_days.items()}

    def pack(slug: str) -> bytes:
        with scene.app.app_context(), unit_of_work() as session:
            event = find_event_by_slug(session, slug)
            if event is None:
                raise RuntimeError(f"No event {slug}.")
            return export_event(session, event, actor=ACTOR, at=clock.now())

    files = {slug: pack(slug) for slug in scene.slugs}
    laptop = _laptop(scene)
    lines = [
        scene.compare("warnings", lambda slug: reader.get(f"/events/{slug}/attendance/warnings"), None),
        scene.compare("who is missing", lambda slug: reader.get(f"/events/{slug}/desk/missing?{at[slug]}"), None),
        scene.compare("groups that may arrive", lambda slug: reader.get(f"/events/{slug}/desk/group?{at[slug]}"), None),
        scene.compare("pack an event", pack, None, at_most_ms=5_000, budget_s=12.0),
        scene.compare(
            "bring it into an empty laptop", lambda slug: laptop(files[slug]), None, at_most_ms=15_000, budget_s=30.0
        ),
    ]
    for slug in scene.slugs:
        print(f"{slug}: {len(files[slug]) / 1e6:.2f} MB")
    return lines


def _laptop(scene: Scene) -> Callable[[bytes], None]:
    """What brings a file into a laptop that never saw it, and takes it back, so that every round finds the same."""
    folder = Path(tempfile.mkdtemp(prefix="laptop-", dir=scene.folder))
    app = create_app(instance=folder, settings={"DATABASE_URL": ""})
    with app.app_context():
        schema.bring_up_to_date(db.engine, at=clock.now())

    def bring(content: bytes) -> None:
        with app.app_context():
            try:
                with unit_of_work() as session:
                    import_bundle(session, Arrived(content), actor=ACTOR, at=clock.now())
                    raise _AgainError
            except _AgainError:
                pass

    return bring


class _AgainError(Exception):
    """Everything is taken back."""


if __name__ == "__main__":
    alone(run)
