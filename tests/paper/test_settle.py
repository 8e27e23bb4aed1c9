"""The second reading: blind, by somebody else, and what differs is settled."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.attendance import services as attendance
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import list_history, recount
from dialogues.attendance.rules import RegistrationCancelled
from dialogues.core.errors import NotFoundHere
from dialogues.paper import queries, rules, services
from dialogues.paper.rules import Row, Says
from dialogues.registration.models import Status
from tests.attendance.conftest import ESI, MORNING
from tests.paper.conftest import EVENING, FIRST

ONE = Row(False, 1)


@pytest.fixture
def settling(session, sheet, hand):
    """Settle the morning of row 1; unless told, nobody has settled it before."""

    def act(says, *, seen=0, row=ONE):
        value = None if says == "list" else Says(says)
        services.settle(
            session, sheet, row, Part.MORNING, says=value, seen=seen, actor=hand("Kwabena Osei"), at=EVENING,
            reason="Read differently.",
        )  # fmt: skip

    return act


def open_cells(session, sheet):
    session.flush()
    return [str(row) for (row, _part), one in queries.list_readings(session, sheet.id).items() if one.is_open]


def test_whoever_typed_a_row_does_not_read_it_a_second_time(typing):
    typing("1")
    typing("2", by="Musa Juma")
    done = typing("1-2", reading=2)
    assert done.kept == [Row(False, 2)]
    assert isinstance(done.refused[0], rules.ReadBySame)
    typing("3", reading=2)
    assert isinstance(typing("3").refused[0], rules.ReadBySame)


def test_a_second_reading_changes_no_attendance(typing, people, halves, session):
    typing("1-4", by="Musa Juma", reading=2)
    assert {halves(one) for one in people} == {("not_recorded", "not_recorded")}
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 0


def test_readings_that_agree_leave_nothing_to_settle(typing, sheet, session):
    typing("1-2")
    typing("3", "not_signed")
    typing("1-2", by="Musa Juma", reading=2)
    typing("3", "not_signed", by="Musa Juma", reading=2)
    assert open_cells(session, sheet) == []


def test_a_cell_that_one_reading_has_not_reached_is_no_disagreement(typing, sheet, session):
    typing("1-2")
    typing("2-3", by="Musa Juma", reading=2)
    assert open_cells(session, sheet) == []


def test_what_differs_stays_as_first_typed_until_it_is_settled(typing, sheet, session, people, halves, settling):
    typing("1-2")
    typing("1", "not_signed", by="Musa Juma", reading=2)
    assert open_cells(session, sheet) == ["1"]
    assert halves(people[0])[0] == "present"
    settling("not_signed")
    assert open_cells(session, sheet) == []
    assert halves(people[0])[0] == "not_recorded"
    assert halves(people[1])[0] == "present"
    assert recount(session) == []


def test_what_was_settled_is_a_correction_with_its_reason(typing, session, people, settling):
    typing("1", "not_signed")
    typing("1", by="Musa Juma", reading=2)
    settling("signed")
    [line] = list_history(session, registration_id=people[0].id, day_id=people[0].event.days[0].id)
    assert (line.mark.source, line.mark.status) == (MarkSource.CORRECTION, MarkStatus.PRESENT)
    assert (line.mark.reason, line.mark.marked_by_name) == ("Read differently.", "Kwabena Osei")


def test_the_settled_reading_may_be_settled_otherwise(typing, people, halves, settling, sheet, session):
    typing("1")
    typing("1", "not_signed", by="Musa Juma", reading=2)
    settling("signed")
    assert halves(people[0])[0] == "present"
    settling("not_signed", seen=1)
    assert halves(people[0])[0] == "not_recorded"
    settling("signed", seen=2)
    assert halves(people[0])[0] == "present"
    assert open_cells(session, sheet) == []
    assert recount(session) == []


def test_of_two_who_settle_one_row_the_second_is_told(typing, settling):
    typing("1")
    typing("1", "not_signed", by="Musa Juma", reading=2)
    settling("signed")
    with pytest.raises(rules.AlreadySettled):
        settling("not_signed")


def test_a_row_typed_again_after_it_was_settled_is_open_again(typing, sheet, session, settling):
    typing("1", at=MORNING)
    typing("1", "not_signed", by="Musa Juma", reading=2, at=MORNING)
    settling("signed")
    typing("1", "excused", at=EVENING.replace(hour=18))
    assert open_cells(session, sheet) == ["1"]


def test_nothing_is_settled_that_nobody_disputes(typing, settling):
    typing("1")
    with pytest.raises(rules.AlreadySettled):
        settling("signed")
    typing("1", "not_signed", by="Musa Juma", reading=2)
    with pytest.raises(NotFoundHere):
        settling("excused")
    with pytest.raises(NotFoundHere):
        settling("list")


def excuse(session, person):
    wanted = attendance.NewMark(
        uuid.uuid4(), FIRST, MarkSource.DESK, person.id, part=Part.MORNING, status=MarkStatus.EXCUSED
    )
    attendance.mark(session, wanted, event_id=person.event_id, actor=ESI, at=MORNING)


def test_where_the_list_says_otherwise_the_paper_or_the_list_is_right(typing, sheet, session, people, halves, settling):
    excuse(session, people[0])
    typing("1")
    assert open_cells(session, sheet) == ["1"]
    settling("list")
    assert (open_cells(session, sheet), halves(people[0])[0]) == ([], "excused")
    settling("signed", seen=1)
    assert halves(people[0])[0] == "present"
    settling("list", seen=2)
    assert halves(people[0])[0] == "excused"


def test_somebody_cancelled_cannot_be_settled_as_present(typing, people, session, settling):
    people[0].status = Status.CANCELLED
    typing("1")
    with pytest.raises(RegistrationCancelled):
        settling("signed")
    settling("list")
