"""Everything recorded of one person on one day, and putting it right."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import services
from dialogues.attendance.models import Mark, MarkSource
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

LATER = MORNING + timedelta(hours=6)


@pytest.fixture(autouse=True)
def first_afternoon():
    """It is the afternoon of the first day."""
    with time_machine.travel(LATER, tick=False):
        yield


def page_of(registration):
    return f"/events/tarkwa/attendance/2026-06-02/{registration.id}"


def test_a_correction_changes_the_state_and_keeps_who_when_and_why(organiser, session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    answer = organiser.post(page_of(ama), {"part": "afternoon", "status": "excused", "reason": "Letter of the chief."})
    assert answer.status_code == 303
    assert "The attendance of Ama Serwaa is corrected." in organiser.follow().text
    assert halves(ama) == ("present", "excused")
    last = session.scalars(sa.select(Mark).order_by(Mark.recorded_at.desc())).first()
    assert (last.source, last.marked_by_name, last.recorded_at) == (MarkSource.CORRECTION, "Kwabena Osei", LATER)
    assert last.reason == "Letter of the chief."


def test_the_history_shows_every_mark_with_what_it_changed(organiser, session, mark):
    ama = make_registration(make_event())
    mark(ama, source="phone", seen_at=MORNING, clock_offset_s=180, device="Phone 2")
    mark(ama, "absent", source="correction", reason="Wrong badge.", at=MORNING + timedelta(minutes=30))
    mark(ama, source="phone", seen_at=MORNING - timedelta(hours=1), device="Phone 3", at=MORNING + timedelta(hours=2))
    page = organiser.get(page_of(ama)).text
    for words in (
        "Whole day: Not recorded → Present",
        "Whole day: Present → Absent",
        "Nothing: a later mark stands.",
        "Phone 2",
        "by a clock 3 minutes off",
        "Wrong badge.",
        "2 Jun 2026 09:52",
    ):
        assert words in page
    assert page.index("Phone 3") < page.index("Wrong badge.") < page.index("Phone 2")


def test_a_correction_can_be_taken_back_at_once(organiser, session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    organiser.post(page_of(ama), {"status": "absent", "reason": "Wrong badge."})
    assert halves(ama) == ("absent", "absent")
    organiser.follow()
    last = session.scalars(sa.select(Mark.id).order_by(Mark.recorded_at.desc())).first()
    organiser.press(f"/events/tarkwa/attendance/2026-06-02/take-back/{last}?corrects=yes")
    assert halves(ama) == ("present", "present")


def test_a_correction_without_reason_or_status_is_refused_and_what_was_typed_is_kept(organiser, session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    answer = organiser.post(page_of(ama), {"part": "morning", "reason": "Wrong badge."})
    assert answer.status_code == 422
    assert "Say what is right." in answer.text
    assert 'value="Wrong badge."' in answer.text
    assert organiser.post(page_of(ama), {"status": "absent", "reason": ""}).status_code == 422
    assert halves(ama) == ("present", "present")


def test_a_closed_day_can_be_corrected(organiser, session, halves):
    event = make_event()
    ama = make_registration(event)
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    organiser.post(page_of(ama), {"part": "whole_day", "status": "present", "reason": "Page 3 of the sheet."})
    assert halves(ama) == ("present", "present")


def test_a_cancelled_person_is_not_made_present(organiser, session, halves):
    ama = make_registration(make_event(), status="cancelled")
    answer = organiser.post(page_of(ama), {"status": "present", "reason": "Came all the same."})
    assert answer.status_code == 422
    assert "The registration of Ama Serwaa is cancelled." in answer.text


def test_a_correction_sent_twice_is_made_once(organiser, session):
    ama = make_registration(make_event())
    data = {"status": "present", "reason": "Sheet.", "once": "the-same-key"}
    organiser.post(page_of(ama), data)
    organiser.post(page_of(ama), data)
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_a_day_without_halves_asks_for_no_part(organiser, session, halves):
    ama = make_registration(make_event(has_halves=False))
    assert "Part of the day" not in organiser.get(page_of(ama)).text
    organiser.post(page_of(ama), {"status": "present", "reason": "Sheet."})
    assert halves(ama) == ("present", "present")


def test_only_who_may_correct_sees_the_history(facilitator, door, reporter, outsider, session):
    ama = make_registration(make_event())
    for browser in (facilitator, door, reporter):
        assert browser.get(page_of(ama)).status_code == 403
    assert outsider.get(page_of(ama)).status_code == 404


def test_somebody_of_another_event_is_not_found(organiser, session):
    make_event()
    stranger = make_registration(make_event("obuasi"), "Kofi Mensah")
    assert organiser.get(page_of(stranger)).status_code == 404
