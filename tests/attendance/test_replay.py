"""Whatever the order in which phones come back, one state is left and every mark is kept."""

from dialogues.attendance.queries import recount
from tests.attendance.replay import LATER, a_day, by_arrival, clear, deliver, deliveries, final_state
from tests.factories import make_event, make_registration

MARKS, PEOPLE, ORDERS = 400, 60, 4  # the whole figure is `python -m tests.bench replay`


def test_eight_phones_leave_one_state_in_any_order(session):
    event = make_event()
    people = [make_registration(event, f"Person {number}").id for number in range(PEOPLE)]
    seen = a_day(people, number=MARKS, seed=1)
    found = set()
    for order in range(ORDERS):
        clear(session)
        deliver(session, deliveries(seen, seed=order), event.id, LATER)
        found.add(final_state(session))
        assert recount(session) == []
    assert len(found) == 1
    assert found.pop()[0] == MARKS


def test_the_rule_of_arrival_would_leave_as_many_states_as_orders():
    """Without this the test above could pass because the orders hardly differ."""
    seen = a_day(range(1, PEOPLE + 1), number=MARKS, seed=1)
    assert len({by_arrival(deliveries(seen, seed=order)) for order in range(ORDERS)}) == ORDERS
