"""How much work a day holds: what runs side by side counts once, and the half is the one in which it begins."""

from datetime import time

import pytest

from dialogues.agenda.hours_rules import working_minutes


def spans(*texts):
    return [tuple(time.fromisoformat(at) for at in text.split("-")) for text in texts]


@pytest.mark.parametrize(
    ("texts", "minutes"),
    (
        ((), (0, 0)),
        (("09:00-10:30",), (90, 0)),
        (("09:00-10:00", "09:30-11:00"), (120, 0)),
        (("09:30-11:00", "09:00-12:00"), (180, 0)),
        (("11:30-13:30",), (120, 0)),
        (("12:29-12:59", "12:30-13:30"), (30, 31)),
        (("13:00-14:00", "08:00-09:00"), (60, 60)),
    ),
)
def test_minutes_of_work(texts, minutes):
    assert working_minutes(spans(*texts)) == minutes
