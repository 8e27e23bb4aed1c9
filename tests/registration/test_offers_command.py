"""The command that passes seats on."""

from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.registration import seat_queries
from dialogues.registration.cli import offers
from tests.factories import make_event, make_registration
from tests.registration.seats import plan


def run(app):
    db.session.commit()
    return CliRunner().invoke(offers, ["pass-on"], obj=lambda: app)


def test_every_free_seat_is_offered_and_the_second_time_changes_nothing(app, session):
    for slug in ("tarkwa", "accra"):
        event = make_event(slug, starts="2036-06-02")
        plan(session, event, capacity=1)
        make_registration(event, "Ama Serwaa", status="waiting", queue_number=1)
    assert run(app).output == "2 seats were offered.\n"
    assert run(app).output == "0 seats were offered.\n"
    assert [one.offer_id is not None for one in seat_queries.list_waiting(session, event.id)] == [True]
