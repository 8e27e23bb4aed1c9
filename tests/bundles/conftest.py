"""Two installations: the office (on either database) and a laptop of its own, and files going to and fro."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.app import create_app
from dialogues.audit.services import Actor
from dialogues.bundles import queries
from dialogues.bundles.arrived import Arrived
from dialogues.bundles.brought import Brought
from dialogues.bundles.merging_services import import_bundle
from dialogues.bundles.services import export_event
from dialogues.core.db import Base, db, unit_of_work
from dialogues.events.queries import find_event_by_slug
from dialogues.reports.figures import event_figures

KOFI = Actor(name="Kofi Mensah")
AT = datetime(2026, 6, 5, 9, 0, tzinfo=UTC)


@dataclass
class Place:
    """One installation."""

    app: Flask

    @contextmanager
    def open(self) -> Iterator[Session]:
        """Its session; what was changed in it is kept."""
        with self.app.app_context():
            yield db.session()
            db.session.commit()
            db.session.remove()

    def take_along(self, slug: str = "tarkwa", **more: Any) -> bytes:
        """The file of an event."""
        with self.app.app_context(), unit_of_work() as session:
            event = find_event_by_slug(session, slug)
            assert event is not None
            return export_event(session, event, actor=KOFI, at=AT, **more)

    def bring_in(self, content: bytes, passphrase: str | None = None) -> Brought:
        """What became of a file."""
        arrived = Arrived(content, passphrase)
        with self.app.app_context(), unit_of_work() as session:
            return import_bundle(session, arrived, actor=KOFI, at=AT)

    def says(self, slug: str = "tarkwa") -> dict[str, Any]:
        """All of an event that travels, by the keys that hold everywhere."""
        with self.open() as session:
            event = find_event_by_slug(session, slug)
            assert event is not None
            rows = queries.read_event(session, event.id)
            return {name: {key: row.facts for key, row in found.items()} for name, found in rows.items()}

    def figures(self, slug: str = "tarkwa") -> Any:
        """The figures of an event."""
        with self.open() as session:
            event = find_event_by_slug(session, slug)
            assert event is not None
            counted = event_figures(session, event, as_of=AT)
            return counted.numbers, counted.by_sector, counted.days

    def dump(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with self.open() as session:
            return {
                table.name: sorted(map(repr, session.execute(sa.select(table)).all()))
                for table in Base.metadata.sorted_tables
            }


@pytest.fixture
def office(shared: Flask) -> Place:
    """The installation of the office, on the database that is tested."""
    return Place(shared)


@pytest.fixture
def new_laptop(tmp_path) -> Iterator[Callable[[], Place]]:
    """Laptops with an empty database each."""
    made: list[Flask] = []

    def make() -> Place:
        folder = tmp_path / f"laptop{len(made)}"
        app = create_app(instance=folder, settings={"DATABASE_URL": f"sqlite:///{folder}/own.sqlite3"})
        app.testing = True
        with app.app_context():
            Base.metadata.create_all(db.engine)
        made.append(app)
        return Place(app)

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def laptop(new_laptop) -> Place:
    """A laptop with an empty database."""
    return new_laptop()
