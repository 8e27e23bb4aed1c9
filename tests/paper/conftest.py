"""What the tests of signed sheets share: a printed sheet, and people who type it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from dialogues.attendance.models import Part
from dialogues.attendance.queries import list_person_days
from dialogues.audit.services import Actor
from dialogues.paper import services
from dialogues.paper.rules import Reading, Says, read_rows
from tests.factories import make_event, make_registration, make_sheet, make_user

FIRST = date(2026, 6, 2)  # of the events that the factories make
EVENING = datetime(2026, 6, 2, 17, 5, tzinfo=UTC)
NAMES = ("Ama Serwaa", "Esi Quaye", "Kofi Mensah", "Yaw Boateng")  # in the order of the sheet


@pytest.fixture
def people(session):
    """The four people of a sheet, in its order; they are written down in another one."""
    event = make_event()
    made = {name: make_registration(event, name) for name in reversed(NAMES)}
    return [made[name] for name in NAMES]


@pytest.fixture
def sheet(people):
    """The sheet of the first day, as it was printed."""
    return make_sheet(people[0].event)


@pytest.fixture
def hand(session) -> Callable[[str], Actor]:
    """Somebody who types."""
    known: dict[str, Actor] = {}

    def called(name: str) -> Actor:
        if name not in known:
            known[name] = Actor(name=name, user_id=make_user(name).id)
        return known[name]

    return called


@pytest.fixture
def typing(session, sheet, hand) -> Callable[..., services.Typed]:
    """Type some rows; unless told, Adjoa types for the first time, of the morning, that they are signed."""

    def act(rows, says="signed", *, by="Adjoa Baah", reading=1, part="morning", at=EVENING):
        typed = dict.fromkeys(read_rows(rows, last=len(sheet.people)), Says(says))
        return services.type_rows(
            session, sheet, typed, part=Part(part), reading=Reading(reading), actor=hand(by), at=at, reason="Again."
        )

    return act


@pytest.fixture
def halves(session) -> Callable[..., tuple[str, str]]:
    """What is shown of somebody on the first day: the morning and the afternoon."""

    def showing(registration):
        shown = next(one for one in list_person_days(session, registration.id) if one.day.day == FIRST)
        return shown.morning.value, shown.afternoon.value

    return showing
