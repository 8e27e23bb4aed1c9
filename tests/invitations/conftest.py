"""An event to be invited to, in June 2026, and the days around it."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.factories import make_event

NOON = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
ANSWER_BY = date(2026, 5, 26)


@pytest.fixture(autouse=True)  # before anybody signs in
def today():
    """It is 12 May 2026, three weeks before the event."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def event(session, today):
    """The dialogue in Tarkwa, 2 to 4 June."""
    event = make_event()
    event.convenor, event.contact = "Minerals Commission", "Registration desk, +233 24 000 0100"
    session.commit()
    return event
