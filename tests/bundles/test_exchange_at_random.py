"""Whatever both sides record while apart: once each has the other's file, both say the same."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.attendance.queries import recount
from dialogues.audit.services import Actor
from dialogues.core.db import unit_of_work
from dialogues.events.queries import find_event_by_slug
from dialogues.registration.models import Registration
from tests.bundles.conftest import AT
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.database

PEOPLE = 3
MARKS = st.tuples(
    st.sampled_from(("office", "laptop", "exchange")),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 2),
    st.sampled_from(list(Part)),
    st.sampled_from([MarkStatus.PRESENT, MarkStatus.EXCUSED, MarkStatus.WITHDRAWN]),
    st.integers(0, 500),
)


def record(place, slug, person, day, part, status, minute):
    """One mark in one installation, seen at some minute of the second of June."""
    with place.app.app_context(), unit_of_work() as session:
        event = find_event_by_slug(session, slug)
        people = session.query(Registration).filter_by(event_id=event.id).order_by(Registration.full_name).all()
        wanted = attendance.NewMark(
            id=uuid.uuid4(), day=event.starts_on + timedelta(days=day), source=MarkSource.PHONE,
            registration_id=people[person].id, part=part, status=status,
            seen_at=AT - timedelta(days=2) + timedelta(minutes=minute),
        )  # fmt: skip
        attendance.mark(session, wanted, event_id=event.id, actor=Actor(name="Esi Quaye"), at=AT)


def exchange(office, laptop, slug):
    """Each gets the other's file."""
    home, away = office.take_along(slug), laptop.take_along(slug)
    assert office.bring_in(away).conflicts == laptop.bring_in(home).conflicts == 0


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(MARKS, max_size=10))
def test_after_an_exchange_both_say_the_same(office, laptop, acts):
    slug = f"event-{uuid.uuid4().hex[:8]}"
    with office.open():
        event = make_event(slug)
        for name in ("Ama Serwaa", "Kofi Boateng", "Yaw Asante"):
            make_registration(event, name)
    laptop.bring_in(office.take_along(slug))
    for where, *facts in acts:
        if where == "exchange":
            exchange(office, laptop, slug)
        else:
            record(office if where == "office" else laptop, slug, *facts)
    exchange(office, laptop, slug)
    assert office.says(slug) == laptop.says(slug)
    assert office.figures(slug) == laptop.figures(slug)
    for place in (office, laptop):
        with place.open() as session:
            assert recount(session) == []
