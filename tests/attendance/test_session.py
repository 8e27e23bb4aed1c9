"""Who was in an agenda session: marked from a phone by whoever leads it."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import rules, services, session_services
from dialogues.attendance.models import HalfState, Mark, MarkStatus, SessionMark
from dialogues.attendance.session_queries import count_states, list_said
from dialogues.audit.models import Entry
from dialogues.core.errors import NotFoundHere
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_agenda_session, make_event, make_registration


@pytest.fixture(autouse=True)
def first_morning():
    """It is the first morning."""
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def block(session):
    return make_agenda_session(make_event().days[0], "Roadmap")


def page_of(block):
    return f"/events/tarkwa/agenda/{block.id}/attendance"


def mark(session, block, registration, status="present", *, at=MORNING, mark_id=None):
    wanted = session_services.NewSessionMark(mark_id or uuid.uuid4(), block.id, registration.id, MarkStatus(status))
    return session_services.mark_in_session(session, wanted, event_id=registration.event_id, actor=ESI, at=at)


def state(session, block, registration):
    return rules.state_of(list_said(session, agenda_session_id=block.id)[registration.id]).morning.value


def test_a_press_beside_a_name_notes_who_was_in_the_session(facilitator, session, block):
    ama = make_registration(block.day.event)
    answer = facilitator.post(page_of(block), {"mark": f"{ama.id}:present"})
    assert answer.status_code == 303
    page = facilitator.follow().text
    assert "Ama Serwaa: Present" in page
    assert "1 present" in page
    assert state(session, block, ama) == "present"
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 0  # the day is another matter


def test_somebody_who_left_is_noted_as_absent_and_that_can_be_taken_back(facilitator, session, block):
    ama = make_registration(block.day.event)
    mark(session, block, ama, at=MORNING - timedelta(minutes=1))
    facilitator.post(page_of(block), {"mark": f"{ama.id}:absent"})
    assert state(session, block, ama) == "absent"
    facilitator.follow()
    last = session.scalars(sa.select(SessionMark.id).where(SessionMark.status == MarkStatus.ABSENT)).one()
    for _ in range(2):
        session_services.take_back_in_session(
            session, last, event_id=ama.event_id, agenda_session_id=block.id, actor=ESI, at=MORNING
        )
    assert state(session, block, ama) == "present"
    assert session.scalar(sa.select(sa.func.count()).select_from(SessionMark)) == 3


def test_a_mark_sent_twice_is_kept_once_and_its_id_names_nothing_else(session, block):
    ama, same = make_registration(block.day.event), uuid.uuid4()
    assert mark(session, block, ama, mark_id=same) == mark(session, block, ama, mark_id=same) == "Ama Serwaa"
    assert session.scalar(sa.select(sa.func.count()).select_from(SessionMark)) == 1
    with pytest.raises(rules.IdReused):
        mark(session, block, ama, "absent", mark_id=same)


def test_nobody_is_noted_who_is_cancelled_not_confirmed_or_of_another_event(session, block):
    event = block.day.event
    with pytest.raises(rules.RegistrationCancelled):
        mark(session, block, make_registration(event, status="cancelled"))
    with pytest.raises(rules.NotConfirmed):
        mark(session, block, make_registration(event, "Kofi Mensah", status="invited"))
    stranger = make_registration(make_event("obuasi"), "Yaw Boateng")
    with pytest.raises(NotFoundHere):
        mark(session, block, stranger)
    wanted = session_services.NewSessionMark(uuid.uuid4(), block.id, stranger.id, MarkStatus.PRESENT)
    with pytest.raises(rules.UnknownPerson):
        session_services.mark_in_session(session, wanted, event_id=event.id, actor=ESI, at=MORNING)


def test_a_session_of_a_closed_day_takes_no_marks(facilitator, session, block):
    ama = make_registration(block.day.event)
    services.close_day(session, event_id=ama.event_id, day=FIRST, actor=ESI, at=MORNING)
    with pytest.raises(rules.DayClosed):
        mark(session, block, ama)
    assert 'name="mark"' not in facilitator.get(page_of(block)).text


def test_the_counts_are_of_the_marks_that_stand(session, block):
    event = block.day.event
    for name, said in (("Ama", ("present",)), ("Kofi", ("present", "absent")), ("Yaw", ("present", "withdrawn"))):
        person = make_registration(event, f"{name} Mensah")
        for number, status in enumerate(said):
            mark(session, block, person, status, at=MORNING + timedelta(minutes=number))
    counts = count_states(session, agenda_session_id=block.id)
    assert (counts[HalfState.PRESENT], counts[HalfState.ABSENT], counts[HalfState.NOT_RECORDED]) == (1, 1, 1)


def test_the_journal_names_the_session(session, block):
    ama = make_registration(block.day.event)
    mark(session, block, ama)
    entry = session.scalars(sa.select(Entry)).one()
    assert (entry.action, entry.subject_name) == ("attendance.session_marked", "Ama Serwaa")
    assert entry.changes == {"session": [None, "Roadmap"], "in_session": ["not_recorded", "present"]}


def test_the_page_is_for_those_who_may_mark(reporter, outsider, door, session, block):
    make_registration(block.day.event)
    assert "Ama Serwaa" in door.get(page_of(block)).text
    assert reporter.get(page_of(block)).status_code == 403
    assert outsider.get(page_of(block)).status_code == 404


def test_a_session_of_another_event_is_not_found(facilitator, session, block):
    elsewhere = make_agenda_session(make_event("obuasi").days[0], "Elsewhere")
    assert facilitator.get(page_of(elsewhere)).status_code == 404
