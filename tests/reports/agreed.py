"""Answers about consent for tests of what is passed on."""

from dialogues.core.db import db
from dialogues.registration.kinds import ConsentAnswer, Purpose
from dialogues.registration.models import Consent, Registration
from tests.factories import MADE_AT


def agree(*registrations, answer="yes", purpose="list_sharing"):
    """Each of them answers whether they may be on the list that others receive."""
    for one in registrations:
        facts = {"purpose": Purpose(purpose), "answer": ConsentAnswer(answer), "recorded_at": MADE_AT}
        db.session.add(Consent(registration_id=one.id, **facts))
    db.session.flush()


def event_people(event):
    """Everybody registered for an event."""
    return db.session.query(Registration).filter_by(event_id=event.id).order_by(Registration.id).all()
