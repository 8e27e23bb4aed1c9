"""What a file brings in is in the next report, though the figures were kept before it came."""

import uuid

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource
from dialogues.core.db import unit_of_work
from dialogues.events.queries import find_event_by_slug
from dialogues.registration.models import Registration
from dialogues.reports import tally_queries
from dialogues.reports.figures import programme_figures
from dialogues.reports.tally_services import keep_tally
from tests.bundles.conftest import AT, KOFI
from tests.factories import make_event, make_registration


def keep(place):
    with place.app.app_context(), unit_of_work() as session:
        keep_tally(session, find_event_by_slug(session, "tarkwa").id, at=AT)


def came(place):
    """Visits to the event, and the events whose figures are kept."""
    with place.open() as session:
        assert tally_queries.list_wrong(session) == []
        event = find_event_by_slug(session, "tarkwa")
        return programme_figures(session, [event], as_of=AT).visits, len(tally_queries.list_to_keep(session)) == 0


def test_marks_that_come_home_are_counted(office, laptop):
    with office.open():
        make_registration(make_event("tarkwa"), "Ama Serwaa")
    laptop.bring_in(office.take_along())
    keep(office)
    keep(laptop)
    assert came(office) == came(laptop) == (0, True)
    with laptop.app.app_context(), unit_of_work() as session:
        event = find_event_by_slug(session, "tarkwa")
        person = session.query(Registration).filter_by(event_id=event.id).one()
        wanted = attendance.NewMark(
            id=uuid.uuid4(), day=event.starts_on, source=MarkSource.DESK, registration_id=person.id
        )
        attendance.mark(session, wanted, event_id=event.id, actor=KOFI, at=AT)
    assert came(laptop) == (1, False)
    office.bring_in(laptop.take_along())
    assert came(office) == (1, False)
    keep(office)
    assert came(office) == (1, True)
