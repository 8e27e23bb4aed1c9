"""Whatever the order in which phones come back, one state is left and every mark is kept."""

import pytest
from sqlalchemy.orm import Session

from dialogues.attendance import book_services
from dialogues.attendance.queries import recount
from tests.attendance.replay import LATER, a_day, clear, deliver, deliveries, final_state, last_to_come
from tests.factories import make_event, make_registration

MARKS, PEOPLE, ORDERS = 240, 30, 20  # the whole figure, 2,400 marks in 200 orders, is `python -m tests.bench replay`


def play(session: Session) -> None:
    """Play all orders; fails unless they leave one state, every mark kept, and sums that agree with the marks."""
    event = make_event()
    people = [make_registration(event, f"Person {number}").id for number in range(PEOPLE)]
    seen = a_day(people, number=MARKS, seed=1)
    found = set()
    for order in range(ORDERS):
        clear(session)
        deliver(session, deliveries(seen, seed=order), event.id, LATER)
        found.add(final_state(session))
    assert {kept for kept, _states in found} == {MARKS}
    assert len(found) == 1
    assert recount(session) == []


def test_eight_phones_leave_one_state_in_any_order(session):
    play(session)


def test_the_rule_of_arrival_would_not(session, monkeypatch):
    """Without this the test above could pass because the orders hardly differ."""
    monkeypatch.setattr(book_services, "state_of", last_to_come)
    with pytest.raises(AssertionError, match="assert 20 == 1"):
        play(session)
