"""Typing a sheet: its own rows, one mark for each, nothing written over."""

import uuid

import pytest
import sqlalchemy as sa

from dialogues.attendance import services as attendance
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import recount
from dialogues.attendance.rules import DayClosed, DayNotOfEvent
from dialogues.audit.models import Entry
from dialogues.paper import rules, services
from dialogues.paper.models import SheetEntry
from dialogues.paper.rules import Reading, Row, Says
from tests.attendance.conftest import ESI, MORNING
from tests.factories import make_registration, make_sheet
from tests.paper.conftest import EVENING, FIRST


def at_the_desk(session, person, status=MarkStatus.PRESENT):
    """Esi notes somebody at the desk, in the morning."""
    wanted = attendance.NewMark(uuid.uuid4(), FIRST, MarkSource.DESK, person.id, part=Part.MORNING, status=status)
    attendance.mark(session, wanted, event_id=person.event_id, actor=ESI, at=MORNING)


def test_a_signed_row_is_one_mark_of_whoever_stands_there_on_paper(typing, people, sheet, session, halves):
    done = typing("1, 3")
    assert done.kept == [Row(False, 1), Row(False, 3)]
    assert [halves(one) for one in people] == [("present", "not_recorded"), ("not_recorded",) * 2] * 2
    marks = session.scalars(sa.select(Mark).order_by(Mark.device)).all()
    assert [(one.source, one.marked_by_name) for one in marks] == [(MarkSource.PAPER, "Adjoa Baah")] * 2
    assert marks[0].device == f"{sheet.id[:4]}-{sheet.id[4:]}, 1"
    assert {one.mark_id for one in session.scalars(sa.select(SheetEntry))} == {one.id for one in marks}
    assert recount(session) == []


def test_rows_mean_what_the_paper_says_after_the_list_has_changed(typing, people, sheet, halves):
    make_registration(people[0].event, "Abena Aidoo")  # comes first on any sheet printed now
    people[1].full_name, people[1].sort_key = "Zainab Quaye", "zainab quaye"
    typing("2")
    assert halves(people[1]) == ("present", "not_recorded")


def test_no_signature_is_kept_and_is_no_absence(typing, people, session, halves):
    done = typing("2", "not_signed")
    assert done.kept == [Row(False, 2)]
    assert halves(people[1]) == ("not_recorded", "not_recorded")
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 0


def test_excused_on_paper_is_excused(typing, people, halves):
    typing("4", "excused", part="afternoon")
    assert halves(people[3]) == ("not_recorded", "excused")


def test_the_same_typed_again_by_anybody_changes_nothing(typing, session):
    typing("1-2")
    for who in ("Adjoa Baah", "Musa Juma"):
        done = typing("1-2", by=who)
        assert (done.kept, len(done.again)) == ([], 2)
    assert session.scalar(sa.select(sa.func.count()).select_from(SheetEntry)) == 2


def test_what_somebody_else_typed_is_not_written_over_and_the_other_rows_are_kept(typing, people, halves):
    typing("1", "not_signed")
    done = typing("1-2", by="Musa Juma")
    assert done.kept == [Row(False, 2)]
    assert [str(one) for one in done.refused] == [
        "Row 1 was typed otherwise by Adjoa Baah. That stays; the second reading may differ from it."
    ]
    assert halves(people[0]) == ("not_recorded", "not_recorded")


def test_whoever_typed_a_row_can_type_it_again_and_every_version_is_kept(typing, people, session, halves):
    typing("1")
    typing("1", "not_signed")
    assert halves(people[0]) == ("not_recorded", "not_recorded")
    typing("1", "excused")
    assert halves(people[0]) == ("excused", "not_recorded")
    typing("1")
    assert halves(people[0]) == ("present", "not_recorded")
    assert session.scalars(sa.select(SheetEntry.version).order_by(SheetEntry.version)).all() == [1, 2, 3, 4]
    assert recount(session) == []


def test_a_row_typed_again_leaves_what_the_desk_saw(typing, people, session, halves):
    at_the_desk(session, people[0])
    typing("1")
    typing("1", "not_signed")
    assert halves(people[0]) == ("present", "not_recorded")


def test_what_contradicts_the_record_is_kept_without_a_mark(typing, people, session, halves):
    at_the_desk(session, people[0], MarkStatus.EXCUSED)
    done = typing("1-2")
    assert (done.kept, done.held) == ([Row(False, 1), Row(False, 2)], [Row(False, 1)])
    assert halves(people[0]) == ("excused", "not_recorded")


def test_somebody_cancelled_since_is_held_for_an_organiser(typing, people, session):
    people[2].status = "cancelled"
    session.flush()
    assert typing("3").held == [Row(False, 3)]


def test_a_closed_day_takes_no_first_reading_but_a_second_one(typing, people, session):
    attendance.close_day(session, event_id=people[0].event_id, day=FIRST, actor=ESI, at=EVENING)
    with pytest.raises(DayClosed):
        typing("1")
    assert typing("1", reading=2).kept == [Row(False, 1)]


def test_a_day_that_the_event_gave_up_takes_nothing(typing, people, session):
    event = people[0].event
    session.delete(event.days[0])
    session.flush()
    with pytest.raises(DayNotOfEvent):
        typing("1")


def test_a_sheet_cannot_be_signed_before_its_day_begins_at_the_venue(typing):
    with pytest.raises(rules.DayNotBegun):
        typing("1", at=EVENING.replace(day=1))


def test_a_blank_row_needs_a_name_first(typing):
    done = typing("W1")
    assert isinstance(done.refused[0], rules.WalkInNeedsName)


def test_typing_is_told_in_the_journal_with_its_rows(typing, session):
    typing("1-3")
    entry = session.scalars(sa.select(Entry).where(Entry.action == "sheet.typed")).one()
    assert entry.changes["sheet_rows_read"] == [None, "1–3"]


def test_sixty_rows_take_as_many_statements_as_one(people, session, count_queries, hand):
    event, adjoa = people[0].event, hand("Adjoa Baah")
    for number in range(60):
        make_registration(event, f"Person {number}")
    large = make_sheet(event)

    def statements(first, last):
        typed = {Row(False, number): Says.SIGNED for number in range(first, last + 1)}
        with count_queries() as counted:
            services.type_rows(
                session,
                large,
                typed,
                part=Part.MORNING,
                reading=Reading.FIRST,
                actor=adjoa,
                at=EVENING,
                reason="Again.",
            )
        return counted.number

    assert statements(1, 1) == statements(2, 60)
