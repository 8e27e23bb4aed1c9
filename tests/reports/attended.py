"""What the tests of figures share: people who were marked, and an event where every number is another one."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.audit.services import Actor
from dialogues.core.db import db
from tests.factories import make_event, make_registration

NOON = datetime(2026, 6, 2, 12, 0, tzinfo=UTC)
_CLOCK = (NOON + timedelta(seconds=second) for second in itertools.count())


def attend(registration, day, part="whole_day", status="present", *, source="desk"):
    """One mark, as a correction where the desk may not give it."""
    if status != "present":
        source = "correction"
    wanted = attendance.NewMark(
        id=uuid.uuid4(), day=day.day, source=MarkSource(source), registration_id=registration.id, part=Part(part),
        status=MarkStatus(status), reason="On the phone" if source == "correction" else None,
    )  # fmt: skip
    event_id = registration.event_id
    attendance.mark(db.session(), wanted, event_id=event_id, actor=Actor(name="Esi Quaye"), at=next(_CLOCK))


def make_attended_event(slug="tarkwa", **facts):
    """Registered 4, present 3, person-days 5, every day 2; two days recorded of three. All different on purpose."""
    event = make_event(slug, **facts)
    ama = make_registration(event, "Ama Serwaa", sector="MIN", gender="woman", organisation="Bonsa Diggers")
    kofi = make_registration(event, "Kofi Ɔsei", sector="GOV", gender="man", phone="+233244123457")
    esi = make_registration(event, "Ɛsi Owusuaa", sector="MIN", gender="not_stated", source="walk_in")
    make_registration(event, "Yaa Asantewaa", sector="CSO", gender="woman")
    make_registration(event, "Faraja Mrema", role="facilitator")
    make_registration(event, "Musa Juma", status="cancelled")
    attend(ama, event.days[0])
    attend(ama, event.days[1])
    attend(kofi, event.days[0], "morning", source="paper")
    attend(esi, event.days[0])
    attend(kofi, event.days[1], "whole_day", "excused")
    attend(esi, event.days[1], "afternoon")
    return event
