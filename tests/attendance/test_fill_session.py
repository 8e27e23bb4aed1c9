"""Everybody who was in on the day was in the session: one press, one Undo, and each mark says how it was made."""

import uuid

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import rules, services, session_fill_services, session_services
from dialogues.attendance.models import MarkStatus, SessionMark
from dialogues.attendance.session_queries import list_said
from dialogues.audit.models import Entry
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.browser import Document
from tests.factories import make_agenda_session, make_event, make_registration


@pytest.fixture(autouse=True)
def first_morning():
    """It is the first morning."""
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def block(session):
    """A session of the first day, in its morning."""
    return make_agenda_session(make_event().days[0], "Roadmap")


@pytest.fixture
def people(block, mark):
    """Ama is in for the whole day, Kofi for the afternoon alone, Esi is excused, nobody saw Yaw."""
    event = block.day.event
    ama, kofi, esi, yaw = (make_registration(event, name) for name in ("Ama", "Kofi", "Esi", "Yaw"))
    mark(ama)
    mark(kofi, part="afternoon")
    mark(esi, "excused")
    return ama, kofi, esi, yaw


def states(session, block, people):
    session.expire_all()
    said = list_said(session, agenda_session_id=block.id)
    return [rules.state_of(said.get(one.id, ())).morning.value for one in people]


def page_of(block):
    return f"/events/tarkwa/agenda/{block.id}/attendance"


def test_one_press_marks_whoever_is_in_on_that_half_of_the_day(facilitator, session, block, people):
    page = facilitator.get(page_of(block))
    assert "One person is in on the day and has nothing recorded here." in page.text
    facilitator.press(f"{page_of(block)}/fill")
    assert states(session, block, people) == ["present", "not_recorded", "not_recorded", "not_recorded"]
    [mark] = session.scalars(sa.select(SessionMark))
    assert (mark.source.value, mark.reason) == ("correction", "Everybody who was in on the day, in one act.")
    page = facilitator.follow()
    assert "One person is marked present." in page.text
    assert "Everybody who is in was here" not in page.text  # there is nobody left to mark
    [entry] = session.scalars(sa.select(Entry).where(Entry.action == "attendance.session_filled"))
    assert entry.subject_name == "Roadmap"


def test_it_is_taken_back_as_one_and_what_was_said_since_stands(facilitator, session, block, people, mark):
    ama, _kofi, _esi, yaw = people
    mark(yaw)
    facilitator.get(page_of(block))
    facilitator.press(f"{page_of(block)}/fill")
    assert states(session, block, [ama, yaw]) == ["present", "present"]
    since = session_services.NewSessionMark(uuid.uuid4(), block.id, yaw.id, MarkStatus.ABSENT)
    session_services.mark_in_session(session, since, event_id=yaw.event_id, actor=ESI, at=MORNING)
    session.commit()
    page = facilitator.follow()
    undo = next(one.action for one in Document(page.text).forms if one.action.endswith("/take-back"))
    facilitator.press(undo)
    assert states(session, block, [ama, yaw]) == ["not_recorded", "absent"]
    assert "That is taken back for 1 person." in facilitator.follow().text
    again = session_fill_services.take_back_session_fill(
        session, uuid.UUID(undo.split("/")[-2]), event_id=yaw.event_id, agenda_session_id=block.id, reason="Twice",
        actor=ESI, at=MORNING,
    )  # fmt: skip
    assert again == 0
    assert states(session, block, [ama, yaw]) == ["not_recorded", "absent"]


def test_who_was_looked_for_already_keeps_what_was_said(session, block, people):
    ama = people[0]
    said = session_services.NewSessionMark(uuid.uuid4(), block.id, ama.id, MarkStatus.ABSENT)
    session_services.mark_in_session(session, said, event_id=ama.event_id, actor=ESI, at=MORNING)
    assert fill(session, block) == 0
    assert states(session, block, [ama]) == ["absent"]


def test_a_closed_day_is_left_as_it_is(facilitator, session, block, people):
    event_id = block.day.event_id
    facilitator.get(page_of(block))
    services.close_day(session, event_id=event_id, day=FIRST, actor=ESI, at=MORNING)
    session.commit()
    facilitator.press(f"{page_of(block)}/fill")
    assert session.scalar(sa.select(sa.func.count()).select_from(SessionMark)) == 0
    assert "closed" in facilitator.follow().text


def test_many_people_take_as_many_statements_as_few(session, block, people, count_queries, mark):
    with count_queries() as few:
        fill(session, block)
    for number in range(20):
        mark(make_registration(block.day.event, f"Person {number}"))
    with count_queries() as many:
        assert fill(session, block) == 20
    assert many.number == few.number


def fill(session, block):
    done = session_fill_services.fill_session(
        session, uuid.uuid4(), event_id=block.day.event_id, agenda_session_id=block.id, reason="One act", actor=ESI,
        at=MORNING,
    )  # fmt: skip
    session.flush()
    return done
