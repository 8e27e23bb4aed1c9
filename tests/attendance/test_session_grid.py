"""The sessions of a day side by side, and the history of one person in one of them."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.agenda.queries import list_day_sessions
from dialogues.attendance import rules, services, session_services
from dialogues.attendance.models import MarkSource, MarkStatus, SessionMark
from dialogues.attendance.session_queries import list_known
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_agenda_session, make_event, make_registration

GRID = "/events/tarkwa/attendance/2026-06-02/sessions"


@pytest.fixture(autouse=True)
def first_morning():
    """It is the first morning."""
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def day(session):
    """A day with a plenary, a break and a field visit."""
    day = make_event().days[0]
    blocks = (("Roadmap", "plenary", "09:00"), ("Tea", "break", "10:00"), ("Mine", "field_visit", "11:00"))
    for title, kind, starts in blocks:
        make_agenda_session(day, title, kind=kind, starts=starts, ends=f"{starts[:3]}30")
    return day


def blocks_of(session, day):
    return {one.title: one for one in list_day_sessions(session, day_id=day.id)}


def mark(session, block, person, status="present", *, at=MORNING, **facts):
    wanted = session_services.NewSessionMark(uuid.uuid4(), block.id, person.id, MarkStatus(status), **facts)
    session_services.mark_in_session(session, wanted, event_id=person.event_id, actor=ESI, at=at)


def state(session, block, person):
    known = list_known(session, [block.id], registration_ids=[person.id])
    return known[person.id, block.id].state.value


def test_sessions_and_field_visits_stand_side_by_side_and_breaks_do_not(organiser, session, day):
    ama, kofi = make_registration(day.event), make_registration(day.event, "Kofi Mensah")
    blocks = blocks_of(session, day)
    mark(session, blocks["Roadmap"], ama)
    mark(session, blocks["Mine"], kofi, "excused", at=MORNING + timedelta(days=1))
    page = organiser.get(GRID).text
    assert "Tea" not in page
    assert "Ama Serwaa, Roadmap: Present (Desk); recorded 07:52 by Esi Quaye" in page
    assert "Ama Serwaa, Mine: Not recorded" in page
    assert "Kofi Mensah, Mine: Excused (Desk); entered 3 Jun 2026 07:52 by Esi Quaye" in page


def test_a_day_without_sessions_says_so(organiser, session):
    make_event()
    assert "This day has no sessions yet" in organiser.get(GRID).text


def test_a_cell_leads_to_its_history_where_it_is_put_right_with_a_reason(organiser, session, day):
    ama, block = make_registration(day.event), blocks_of(session, day)["Roadmap"]
    mark(session, block, ama)
    address = f"/events/tarkwa/agenda/{block.id}/attendance/{ama.id}"
    assert f'href="{address}"' in organiser.get(GRID).text
    answer = organiser.post(address, {"status": "absent", "reason": ""})
    assert answer.status_code == 422
    organiser.post(address, {"status": "absent", "reason": "She had left for the mine."})
    page = organiser.follow().text
    assert "Not recorded → Present" in page
    assert "Present → Absent" in page
    assert "She had left for the mine." in page
    assert state(session, block, ama) == "absent"


def test_a_closed_day_is_corrected_and_that_is_taken_back_but_not_marked(organiser, facilitator, session, day):
    ama, block = make_registration(day.event), blocks_of(session, day)["Mine"]
    services.close_day(session, event_id=day.event_id, day=FIRST, actor=ESI, at=MORNING)
    with pytest.raises(rules.DayClosed):
        mark(session, block, ama)
    with pytest.raises(rules.ReasonMissing):
        mark(session, block, ama, source=MarkSource.CORRECTION)
    assert "This day is closed" in organiser.get(GRID).text
    address = f"/events/tarkwa/agenda/{block.id}/attendance/{ama.id}"
    organiser.post(address, {"status": "present", "reason": "The list of the driver."})
    assert state(session, block, ama) == "present"
    organiser.follow()
    mark_id = session.scalars(sa.select(SessionMark.id)).one()
    organiser.press(f"/events/tarkwa/agenda/{block.id}/attendance/take-back/{mark_id}?corrects=yes")
    assert state(session, block, ama) == "not_recorded"
    assert facilitator.get(address).status_code == 403


def test_whoever_leads_a_session_notes_who_is_excused_and_sees_who_noted_what(facilitator, session, day):
    ama, block = make_registration(day.event), blocks_of(session, day)["Roadmap"]
    page = f"/events/tarkwa/agenda/{block.id}/attendance"
    facilitator.post(page, {"mark": f"{ama.id}:excused"})
    shown = facilitator.follow().text
    assert "1 excused" in shown
    assert "recorded 07:52 by Faraja Mrema" in shown


def test_the_grid_of_sessions_takes_as_many_statements_for_fifty_people_as_for_one(
    organiser, session, day, count_queries
):
    blocks = blocks_of(session, day)
    mark(session, blocks["Roadmap"], make_registration(day.event))
    organiser.get(GRID)
    with count_queries() as few:
        organiser.get(GRID)
    for number in range(49):
        person = make_registration(day.event, f"Person {number}")
        for block in blocks.values():
            mark(session, block, person)
    session.commit()
    with count_queries() as many:
        organiser.get(GRID)
    assert few.number == many.number


def test_the_grid_of_sessions_is_for_those_who_may_see_names(door, reporter, outsider, session, day):
    make_registration(day.event)
    page = door.get(GRID).text
    assert "Ama Serwaa" in page
    assert "/agenda/" not in page.split("<tbody>")[1].split("</tbody>")[0]
    assert reporter.get(GRID).status_code == 403
    assert outsider.get(GRID).status_code == 404
