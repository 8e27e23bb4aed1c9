"""What the tests of the directory share: one person on lists twice, and ways to merge, part and look."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.audit.services import Actor
from dialogues.core.db import Base, db
from dialogues.directory import rules, services
from dialogues.directory.models import Merge
from dialogues.people.models import Person
from tests.attendance.test_race import at_once

__all__ = ["at_once"]  # a fixture: acts begun at one moment

ADWOA = Actor(name="Adwoa Sarpong")
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
FIRST, SECOND = date(2026, 6, 2), date(2026, 6, 3)  # days of the events that the factories make
_NOT_CONTENT = {"audit_entry", "merge", "sent_form", "sign_in"}


@pytest.fixture
def merge(session) -> Callable[..., Merge]:
    """Merge two persons as proposed, unless told otherwise."""

    def merging(one, other, *, chosen=None, **more: Any):
        rows = sorted((session.get(Person, one), session.get(Person, other)), key=lambda row: row.id)
        sides = rules.proposed(rules.PERSON_FIELDS, *rows) | (chosen or {})
        done = services.merge_persons(session, first_id=one, second_id=other, chosen=sides, actor=ADWOA, at=NOW, **more)
        session.commit()
        return done

    return merging


@pytest.fixture
def undo(session) -> Callable[[int], services.Undone]:
    """Take a merge back."""

    def undoing(merge_id):
        done = services.undo_merge(session, merge_id, actor=ADWOA, at=NOW)
        session.commit()
        return done

    return undoing


@pytest.fixture
def mark(session) -> Callable[..., attendance.Result]:
    """Record one mark, of a registration or of whoever has a badge."""

    def marking(event_id, *, at=NOW, day=FIRST, status="present", part="whole_day", source="desk", **facts: Any):
        wanted = attendance.NewMark(
            id=facts.pop("id", None) or uuid.uuid4(),
            day=day,
            source=MarkSource(source),
            status=MarkStatus(status),
            part=Part(part),
            **facts,
        )
        return attendance.mark(session, wanted, event_id=event_id, actor=ADWOA, at=at)

    return marking


def content() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the journal and the merges; the counters of changes left out, they only rise."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_CONTENT:
            columns = [column for column in table.columns if column.name != "version"]
            rows = db.session.execute(sa.select(*columns)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found
