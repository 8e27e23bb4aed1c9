"""A round of groups that sat in a session sits in it again when the session's removal is taken back."""

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.agenda.step_models import AgendaStep
from tests.factories import make_agenda_session

AGENDA = "/events/tarkwa/agenda"


@pytest.fixture
def block(session, six, event):
    """The session the round sits in."""
    made = make_agenda_session(event.days[0], "Five questions", kind="breakout")
    six.agenda_session_id = made.id
    session.commit()
    return made


@pytest.fixture
def removed(facilitator, session, six, block):
    """The session is taken out; returns its number."""
    number = block.id
    facilitator.get(f"{AGENDA}/{number}")
    facilitator.press(f"{AGENDA}/{number}/remove")
    session.expire_all()
    assert (session.get(AgendaSession, number), six.agenda_session_id) == (None, None)
    return number


def test_by_the_undo_under_the_message(facilitator, session, six, removed):
    facilitator.follow()
    [url] = [one for one in facilitator.page.text.split('"') if one.startswith(f"{AGENDA}/restore/")]
    facilitator.press(url)
    session.expire_all()
    assert six.agenda_session_id == removed


def test_by_the_step_of_the_agenda(facilitator, session, six, removed):
    step = session.scalars(sa.select(AgendaStep).order_by(AgendaStep.id.desc())).first()
    facilitator.get(AGENDA)
    facilitator.press(f"{AGENDA}/steps/{step.id}/undo")
    session.expire_all()
    assert six.agenda_session_id == removed


def test_a_round_that_sits_elsewhere_by_now_stays_there(facilitator, session, event, six, removed):
    other = make_agenda_session(event.days[0], "Roadmap", starts="14:00", ends="15:00", kind="breakout")
    six.agenda_session_id = other.id
    session.commit()
    facilitator.follow()
    [url] = [one for one in facilitator.page.text.split('"') if one.startswith(f"{AGENDA}/restore/")]
    facilitator.press(url)
    session.expire_all()
    assert six.agenda_session_id == other.id
