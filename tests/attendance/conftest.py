"""What the tests of attendance share: one way to mark, and an actor."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dialogues.attendance import services
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.attendance.queries import list_person_days
from dialogues.audit.services import Actor

ESI = Actor(name="Esi Quaye")
MORNING = datetime(2026, 6, 2, 7, 52, tzinfo=UTC)  # the first day of the events that the factories make
FIRST = date(2026, 6, 2)


@pytest.fixture
def mark(session) -> Callable[..., services.Result]:
    """Record one mark; unless told, Esi sees somebody at the desk on the first morning."""

    def marking(
        registration, status="present", *, actor=ESI, at=MORNING, part="whole_day", source="desk", **facts: Any
    ):
        facts.setdefault("id", uuid.uuid4())
        facts.setdefault("day", FIRST)
        wanted = services.NewMark(
            registration_id=registration.id,
            status=MarkStatus(status),
            part=Part(part),
            source=MarkSource(source),
            **facts,
        )
        return services.mark(session, wanted, event_id=registration.event_id, actor=actor, at=at)

    return marking


@pytest.fixture
def halves(session) -> Callable[..., tuple[str, str]]:
    """What is shown of somebody on a day, the first unless told: the morning and the afternoon."""

    def showing(registration, day=FIRST):
        shown = next(one for one in list_person_days(session, registration.id) if one.day.day == day)
        return shown.morning.value, shown.afternoon.value

    return showing
