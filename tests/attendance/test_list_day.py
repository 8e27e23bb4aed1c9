"""One day as a list: marking by a press, closing and opening the day, going back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import services
from dialogues.attendance.models import Mark
from dialogues.events.models import EventDay
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

LIST = "/events/tarkwa/attendance/2026-06-02"


@pytest.fixture(autouse=True)
def first_morning():
    """It is the first morning."""
    with time_machine.travel(MORNING, tick=False):
        yield


def test_a_press_beside_a_name_marks_the_person_and_can_be_taken_back(facilitator, session, halves):
    ama = make_registration(make_event())
    answer = facilitator.post(f"{LIST}?part=whole_day", {"mark": f"{ama.id}:present"})
    assert answer.status_code == 303
    assert "Ama Serwaa: Present" in facilitator.follow().text
    assert halves(ama) == ("present", "present")
    mark_id = session.scalars(sa.select(Mark.id)).one()
    facilitator.press(f"{LIST}/take-back/{mark_id}")
    assert "That is taken back." in facilitator.follow().text
    assert halves(ama) == ("not_recorded", "not_recorded")


def test_a_letter_of_apology_is_noted_as_excused(facilitator, session, halves):
    ama = make_registration(make_event(has_halves=False))
    facilitator.post(LIST, {"mark": f"{ama.id}:excused"})
    assert halves(ama) == ("excused", "excused")


def test_a_press_that_arrives_twice_marks_once(facilitator, session):
    ama = make_registration(make_event())
    sheet = facilitator.get(LIST)
    for _ in range(2):
        facilitator.page = sheet
        assert facilitator.press(LIST, {"mark": f"{ama.id}:present"}).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


@pytest.mark.parametrize("sent", ("", "1", "x:present", "1:withdrawn", "1:nonsense", "99999999999:present"))
def test_a_press_that_means_nothing_is_refused_and_writes_nothing(facilitator, session, sent):
    make_registration(make_event())
    answer = facilitator.post(LIST, {"mark": sent})
    assert answer.status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 0


def test_somebody_of_another_event_cannot_be_marked(facilitator, session):
    make_registration(make_event())
    stranger = make_registration(make_event("obuasi"), "Kofi Mensah")
    answer = facilitator.post(LIST, {"mark": f"{stranger.id}:present"})
    assert answer.status_code == 422
    assert "Nobody on the list of this event" in answer.text


def test_the_list_keeps_its_filters_after_a_press(facilitator, session):
    ama = make_registration(make_event())
    answer = facilitator.post(f"{LIST}?q=ama&sector=MIN", {"mark": f"{ama.id}:present"})
    assert answer.location.endswith("?q=ama&sector=MIN")


def test_the_list_says_how_many_are_in_each_state(organiser, session, mark):
    event = make_event()
    mark(make_registration(event))
    mark(make_registration(event, "Kofi Mensah"), "excused")
    make_registration(event, "Yaw Boateng")
    page = organiser.get(LIST).text
    for words in ("1 present", "1 excused", "0 absent", "1 not recorded", "of 3 participants"):
        assert words in page


def test_closing_says_how_many_become_absent_and_can_be_taken_back_at_once(organiser, session, halves):
    ama = make_registration(make_event())
    assert "1 person has no mark and becomes absent." in organiser.get(LIST).text
    organiser.press(f"{LIST}/close")
    assert halves(ama) == ("absent", "absent")
    page = organiser.follow()
    assert "This day is closed" in page.text
    organiser.press(f"{LIST}/reopen?at_once=yes")
    assert "The day is open again." in organiser.follow().text
    assert halves(ama) == ("not_recorded", "not_recorded")


def test_a_closed_day_is_opened_again_with_a_reason(organiser, session):
    event = make_event()
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    organiser.get(LIST)
    answer = organiser.press(f"{LIST}/reopen", {"reason": ""})
    assert answer.status_code == 422
    assert "Say why, so that the change can be understood later." in answer.text
    assert session.scalars(sa.select(EventDay.closed_at).where(EventDay.day == FIRST)).one() == MORNING
    organiser.press(f"{LIST}/reopen", {"reason": "Sheet 3 was found."})
    assert session.scalars(sa.select(EventDay.closed_at).where(EventDay.day == FIRST)).one() is None


def test_a_closed_day_has_nothing_to_press(organiser, session):
    event = make_event()
    make_registration(event)
    assert "Close the day" in organiser.get(LIST).text
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    page = organiser.get(LIST).text
    assert 'name="mark"' not in page
    assert "Close the day" not in page


def test_who_may_not_correct_neither_closes_nor_opens_a_day(door, session):
    make_registration(make_event())
    assert "Close the day" not in door.get(LIST).text
    for act in ("close", "reopen"):
        assert post_as(door, f"{LIST}/{act}").status_code == 403
    assert session.scalars(sa.select(EventDay.closed_at).where(EventDay.day == FIRST)).one() is None


def post_as(browser, address):
    """Send the bare form that a page this reader does not see would send, with this reader's own token."""
    page = browser.get("/events/tarkwa/desk").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return browser.client.post(address, data={"csrf_token": token})


def test_a_reporter_sees_no_list_and_marks_nobody(reporter, outsider, session):
    make_event()
    assert reporter.get(LIST).status_code == 403
    assert outsider.get(LIST).status_code == 404


@pytest.mark.parametrize("day", ("2026-07-01", "20260602", "tomorrow"))
def test_a_day_that_is_not_of_the_event_is_not_found(organiser, session, day):
    make_event()
    assert organiser.get(f"/events/tarkwa/attendance/{day}").status_code == 404


def test_the_list_takes_as_many_statements_for_fifty_people_as_for_one(organiser, session, mark, count_queries):
    event = make_event()
    mark(make_registration(event))
    organiser.get(LIST)
    with count_queries() as few:
        organiser.get(LIST)
    for number in range(49):
        mark(make_registration(event, f"Person {number}"), at=MORNING - timedelta(minutes=number))
    session.commit()
    with count_queries() as many:
        organiser.get(LIST)
    assert few.number == many.number
