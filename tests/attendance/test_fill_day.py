"""Filling a day: the same for many people, with one reason, and back again."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import bulk_services, rules, services
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import recount
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

FILL = "/events/tarkwa/attendance/2026-06-02/fill"
EVENING = MORNING + timedelta(hours=9)


@pytest.fixture(autouse=True)
def evening():
    """It is the evening of the first day."""
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def four(session, mark):
    """Four people: the first was seen in the morning."""
    event = make_event()
    people = [make_registration(event, name) for name in ("Ama Serwaa", "Esi Quaye", "Kofi Mensah", "Yaw Boateng")]
    mark(people[0], part="morning")
    return people


def fill(session, people, **facts):
    wanted = {
        "event_id": people[0].event_id, "day": FIRST, "part": Part.WHOLE, "status": MarkStatus.PRESENT,
        "reason": "They came by the late bus.", "fill_id": uuid.uuid4(), "actor": ESI, "at": EVENING,
    }  # fmt: skip
    return bulk_services.fill_day(session, [one.id for one in people], **(wanted | facts))


def test_everybody_who_is_not_recorded_is_filled_in_with_one_reason(organiser, session, four, halves):
    answer = organiser.post(FILL, {"whom": "all", "status": "excused", "reason": "The road was flooded."})
    assert answer.status_code == 303
    assert "3 people: Excused" in organiser.follow().text
    assert [halves(one)[0] for one in four] == ["present", "excused", "excused", "excused"]
    marks = session.execute(sa.select(Mark.source, Mark.reason).where(Mark.status == MarkStatus.EXCUSED)).all()
    assert set(marks) == {(MarkSource.CORRECTION, "The road was flooded.")}


def test_only_those_ticked_are_filled_in_and_only_of_the_part_said(organiser, session, four, halves):
    sent = {"whom": "ticked", "status": "present", "part": "afternoon", "reason": "Late bus."}
    organiser.post(FILL, {**sent, "chosen": [str(four[1].id), str(four[3].id), "999999", "x"]})
    assert [halves(one)[1] for one in four] == ["not_recorded", "present", "not_recorded", "present"]
    assert halves(four[1])[0] == "not_recorded"


def test_a_filter_says_of_whom(organiser, session, four, halves):
    organiser.post(f"{FILL}?state=&q=ama", {"whom": "all", "status": "absent", "reason": "She left at once."})
    assert [halves(one) for one in four[:2]] == [("absent", "absent"), ("not_recorded", "not_recorded")]


def test_filling_is_taken_back_and_leaves_what_was_corrected_since(organiser, session, four, halves, mark):
    organiser.post(f"{FILL}?state=", {"whom": "all", "status": "absent", "part": "morning", "reason": "Wrong day."})
    page = organiser.follow().text
    mark(four[1], "excused", at=EVENING + timedelta(minutes=1), source="correction", reason="A letter.")
    undo = page.split('action="')[1:]
    address = next(one.split('"')[0] for one in undo if "/take-back" in one.split('"')[0])
    organiser.press(address)
    assert "That is taken back for 3 people." in organiser.follow().text
    assert [halves(one)[0] for one in four] == ["present", "excused", "not_recorded", "not_recorded"]
    assert recount(session) == []


def test_taking_back_twice_is_taking_back_once(session, four, halves):
    fill_id = uuid.uuid4()
    fill(session, four, fill_id=fill_id, status=MarkStatus.ABSENT)
    how = {"event_id": four[0].event_id, "actor": ESI, "at": EVENING, "reason": "Taken back."}
    assert bulk_services.take_back_fill(session, fill_id, **how) == 4
    assert bulk_services.take_back_fill(session, fill_id, **how) == 0
    assert halves(four[0]) == ("present", "not_recorded")


def test_filling_sent_again_changes_nothing(session, four):
    fill_id = uuid.uuid4()
    for _ in range(2):
        results = fill(session, four, fill_id=fill_id)
    assert {one.outcome for one in results} == {services.Outcome.ALREADY_RECORDED}
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 5


def test_a_closed_day_is_not_filled(organiser, session, four):
    services.close_day(session, event_id=four[0].event_id, day=FIRST, actor=ESI, at=EVENING)
    with pytest.raises(rules.DayClosed):
        fill(session, four)
    page = organiser.get(FILL).text
    assert "This day is closed" in page
    assert 'name="status"' not in page


def test_filling_needs_a_reason_and_says_so_at_the_field(organiser, session, four):
    with pytest.raises(rules.ReasonMissing):
        fill(session, four, reason="")
    answer = organiser.post(FILL, {"whom": "ticked", "status": "present", "reason": "", "chosen": str(four[2].id)})
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert f'value="{four[2].id}" checked' in answer.text


def test_somebody_cancelled_is_refused_and_hinders_nobody(session, four, halves):
    four[1].status = "cancelled"
    session.flush()
    results = fill(session, four[:3])
    assert [one.refusal is None for one in results] == [True, False, True]
    assert halves(four[2]) == ("present", "present")


def test_only_who_may_correct_fills_a_day(facilitator, door, four):
    assert facilitator.get(FILL).status_code == 403
    assert door.get(FILL).status_code == 403


def test_filling_sixty_takes_as_many_statements_as_two(session, four, count_queries):
    event = four[0].event
    many = [make_registration(event, f"Person {number}") for number in range(60)]
    fill(session, four[3:])

    def statements(people):
        fill_id = uuid.uuid4()
        with count_queries() as counted:
            fill(session, people, fill_id=fill_id)
            bulk_services.take_back_fill(
                session, fill_id, event_id=event.id, actor=ESI, at=EVENING, reason="Taken back."
            )
        return counted.number

    assert statements(four[1:3]) == statements(many)
