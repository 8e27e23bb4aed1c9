"""Sessions from elsewhere: a pattern, another day, another event; each is one step."""

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.agenda.patterns import PATTERNS
from dialogues.agenda.plan_rules import minutes_of
from dialogues.agenda.rules import parse_time
from dialogues.agenda.step_models import AgendaStep
from tests.browser import Browser
from tests.factories import make_agenda_session, make_event, make_grant, make_place, make_room, make_user

AGENDA = "/events/tarkwa/agenda"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.code)
def test_the_sessions_of_a_pattern_follow_each_other_without_a_clash(pattern):
    for day in pattern.days:
        ends = 0
        for block in day:
            assert minutes_of(parse_time(block.starts)) >= ends, block.title
            ends = minutes_of(parse_time(block.starts)) + block.minutes
        assert sum(block.kind.value == "break" for block in day) >= 1


def test_a_dialogue_has_two_field_days_and_two_workshop_days(facilitator, session, titles):
    make_event("tarkwa", days=4)
    facilitator.post(f"{AGENDA}/patterns", {"pattern": "dialogue"})
    dialogue = next(one for one in PATTERNS if one.code == "dialogue")
    assert len(titles()) == sum(len(day) for day in dialogue.days)
    assert ("Voices from the pits", "09:45", "10:45") in titles()
    block = session.scalar(sa.select(AgendaSession).where(AgendaSession.title == "Voices from the pits"))
    assert "Miners, women first" in block.aim
    assert [line.split(":")[0] for line in block.steps.splitlines()] == ["Do"]
    assert "no slides" in block.steps
    step = session.scalar(sa.select(AgendaStep.id))
    facilitator.get(AGENDA)
    facilitator.press(f"{AGENDA}/steps/{step}/undo")
    assert titles() == []


def test_a_pattern_with_more_days_than_the_event_is_refused(facilitator, session, titles):
    make_event("tarkwa", days=3)
    answer = facilitator.post(f"{AGENDA}/patterns", {"pattern": "dialogue"})
    assert answer.status_code == 422
    assert "This takes 4 days; from the day you chose on the event has 3." in answer.text
    assert titles() == []


def test_a_day_is_copied_with_its_people_to_another_one(facilitator, session, titles, give_role):
    event = make_event("tarkwa", days=2)
    give_role(make_agenda_session(event.days[0], "Opening"), "Ama")
    facilitator.post(f"{AGENDA}/days/{event.days[0].id}/copy")
    assert titles() == [("Opening", "09:00", "10:00")] * 2
    copy = session.scalar(sa.select(AgendaSession).where(AgendaSession.day_id == event.days[1].id))
    assert [one.name for one in copy.people] == ["Ama"]


def test_an_empty_day_has_nothing_to_copy(facilitator, session):
    event = make_event("tarkwa", days=2)
    answer = facilitator.post(f"{AGENDA}/days/{event.days[0].id}/copy")
    assert answer.status_code == 422
    assert "There is nothing to copy." in answer.text


@pytest.fixture
def other(session, facilitator, give_role):
    """An event of before with two sessions in a room that this one has too, seen by the same facilitator."""
    event, old = make_event("tarkwa", days=2), make_event("geita", title="Geita", days=1)
    for one in (event, old):
        make_room(make_place(one, "Bonsa Hall"), "Veranda")
    room = old.places[0].rooms[0]
    first = make_agenda_session(old.days[0], "Opening", room=room, place=room.place, process_notes="Ask")
    second = make_agenda_session(old.days[0], "Film", starts="10:00", ends="10:20")
    give_role(first, "Ama")
    return event, old, first, second


def test_sessions_of_another_event_come_to_a_day_without_their_people(facilitator, session, other, titles):
    event, old, first, second = other
    fields = {f"to_{old.days[0].id}": str(event.days[1].id), f"take_{second.id}": None}
    assert facilitator.post(f"{AGENDA}/copy?from=geita", fields).status_code == 303
    copy = session.scalar(sa.select(AgendaSession).where(AgendaSession.day_id == event.days[1].id))
    assert (copy.title, copy.room.place.event_id, copy.people) == ("Opening", event.id, [])
    assert copy.process_notes == "Ask"
    assert first.day_id == old.days[0].id


def test_they_can_be_parked_first(facilitator, session, other):
    event, old, _first, _second = other
    facilitator.post(f"{AGENDA}/copy?from=geita", {f"to_{old.days[0].id}": "parked"})
    parked = session.scalars(sa.select(AgendaSession.title).where(AgendaSession.parked_in_id == event.id)).all()
    assert parked == ["Opening", "Film"]


def test_an_event_one_may_not_see_has_nothing_to_copy(app, session, other):
    event, _old, _first, _second = other
    user = make_user("Esi")
    make_grant(user, "facilitator", event=event)
    reader = Browser(app, session).sign_in(user)
    page = reader.get(f"{AGENDA}/copy?from=geita").text
    assert "Geita" not in page
    assert "Opening" not in page
