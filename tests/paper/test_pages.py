"""The pages of signed sheets: which sheet, its rows, the blank ones, the readings."""

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance.models import Mark
from dialogues.documents.marks import spoken
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.paper.models import SheetEntry
from dialogues.registration.models import Registration, Source
from tests.browser import Browser
from tests.factories import make_event, make_registration, make_sheet, make_user
from tests.paper.conftest import EVENING

PAPER = "/events/tarkwa/paper"
PRINT = "/events/tarkwa/documents"


@pytest.fixture(autouse=True)
def evening():
    """It is the evening of the first day."""
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def page(sheet):
    """The address of the sheet."""
    return f"{PAPER}/{sheet.id}"


@pytest.fixture
def musa(app, session):
    """A browser of a second facilitator."""
    return Browser(app, session).sign_in(make_user("Musa Juma", role="facilitator"))


# ---------------------------------------------------------------- which sheet
def test_printing_keeps_who_stands_in_which_row_and_leads_to_the_pdf(organiser, people, session):
    organiser.get(f"{PRINT}?document=sign-in-sheet")
    answer = organiser.press(f"{PRINT}/sign-in-sheet", {"day": "2026-06-02"})
    assert answer.status_code == 303
    [kept] = session.scalars(sa.select(PrintedSheet)).all()
    assert kept.people == [one.id for one in people]
    pdf = organiser.get(answer.location)
    assert pdf.content_type == "application/pdf"
    assert "was printed" in organiser.get("/events/tarkwa/history").text


def test_printing_twice_keeps_one_sheet_and_all_days_keep_one_each(organiser, people, session):
    for day in ("2026-06-02", "2026-06-02", ""):
        organiser.get(f"{PRINT}?document=sign-in-sheet")
        assert organiser.press(f"{PRINT}/sign-in-sheet", {"day": day}).status_code == 303
    days = session.scalars(sa.select(PrintedSheet.day)).all()
    assert len(days) == len(set(days)) == len(people[0].event.days)


@pytest.mark.parametrize("wrong", ({"day": "2026-07-01"}, {"paper": "A3"}, {"language": "tlh"}))
def test_an_option_that_is_not_offered_prints_and_keeps_nothing(organiser, people, session, wrong):
    organiser.get(f"{PRINT}?document=sign-in-sheet")
    assert organiser.press(f"{PRINT}/sign-in-sheet", wrong).status_code == 404
    assert session.scalar(sa.select(sa.func.count()).select_from(PrintedSheet)) == 0


def test_the_number_at_the_foot_opens_the_sheet_however_it_is_written(facilitator, sheet):
    answer = facilitator.post(PAPER, {"sheet": f" {spoken(sheet.id).lower()} "})
    assert answer.location.endswith(f"/paper/{sheet.id}")
    assert f"Sheet {spoken(sheet.id)}" in facilitator.follow().text


def test_a_sheet_that_was_not_kept_is_known_as_long_as_the_list_is_the_same(facilitator, people, session):
    sheet = make_sheet(people[0].event)
    number = sheet.id
    session.delete(sheet)
    assert facilitator.post(PAPER, {"sheet": number}).status_code == 303
    session.delete(session.get(PrintedSheet, number))
    make_registration(people[0].event, "Abena Aidoo")
    answer = facilitator.post(PAPER, {"sheet": number})
    assert answer.status_code == 422
    assert "No sheet of this event has the number" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(PrintedSheet)) == 0


def test_a_sheet_of_another_event_is_not_found(facilitator, sheet, session):
    make_event("obuasi")
    assert facilitator.post("/events/obuasi/paper", {"sheet": sheet.id}).status_code == 422
    assert facilitator.get(f"/events/obuasi/paper/{sheet.id}").status_code == 404


# ---------------------------------------------------------------- rows
def test_rows_in_one_line_are_kept_and_told(facilitator, page, session):
    answer = facilitator.post(f"{page}?part=afternoon", {"rows": "1-2, 4"})
    assert answer.location.endswith("?part=afternoon")
    shown = facilitator.follow().text
    assert "3 rows are kept: 1–2, 4." in shown
    assert "Faraja Mrema, 2 Jun 2026" in shown
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 3


def test_rows_are_chosen_one_by_one_below_the_line(facilitator, page, session):
    facilitator.post(page, {"row-1": "signed", "row-2": "not_signed", "row-3": "excused"})
    said = session.execute(sa.select(SheetEntry.row_number, SheetEntry.says).order_by(SheetEntry.row_number)).all()
    assert [(number, says.value) for number, says in said] == [(1, "signed"), (2, "not_signed"), (3, "excused")]


@pytest.mark.parametrize(
    ("sent", "told"),
    (
        ({"rows": "1-9"}, "This sheet has no row 9: its rows are 1 to 4."),
        ({"rows": "one"}, "“one” is no row."),
        ({}, "Nothing was typed."),
        ({"rows": "1", "says": "maybe"}, "Invalid Choice"),
    ),
)
def test_what_cannot_be_kept_is_told_at_the_line_and_stays_there(facilitator, page, session, sent, told):
    answer = facilitator.post(page, {**sent, "row-2": "" if not sent else "excused"})
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{sent.get("rows", "")}"' in answer.text
    if sent:
        assert '<option value="excused" selected>' in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(SheetEntry)) == 0


def test_who_typed_what_stands_beside_the_row_for_everybody(facilitator, musa, page):
    facilitator.post(page, {"rows": "2"})
    shown = musa.get(page).text
    assert "Faraja Mrema, 2 Jun 2026" in shown
    assert 'name="row-2"' not in shown
    musa.press(page, {"rows": "2", "says": "excused"})
    assert "Row 2 was typed otherwise by Faraja Mrema." in musa.follow().text


def test_the_second_reading_tells_nothing_of_the_first(facilitator, musa, page):
    facilitator.post(page, {"rows": "1-4", "says": "excused"})
    shown = musa.get(f"{page}?reading=2").text
    assert "Faraja Mrema" not in shown
    assert 'name="row-2"' in shown


def test_the_page_warns_when_the_list_is_no_longer_what_the_paper_says(facilitator, people, page, session):
    assert "has changed since" not in facilitator.get(page).text
    make_registration(people[0].event, "Abena Aidoo")
    people[1].status = "cancelled"
    shown = facilitator.get(page).text
    assert "The list has changed since this sheet was printed" in shown
    assert "1 person joined the list and 1 person left it." in shown
    assert "Cancelled" in shown


def test_a_closed_day_shows_the_rows_and_takes_none(facilitator, people, page):
    people[0].event.days[0].closed_at = EVENING
    shown = facilitator.get(page).text
    assert "This day is closed" in shown
    assert 'name="rows"' not in shown


# ---------------------------------------------------------------- blank rows
def test_who_signed_in_a_blank_row_is_on_the_list_and_present(facilitator, page, session):
    answer = facilitator.post(
        f"{page}/walk-in?part=morning", {"number": "w2", "full_name": "Blewusi Tɔgbe", "sector": "ACA"}
    )
    assert answer.status_code == 303
    shown = facilitator.follow().text
    assert "Blewusi Tɔgbe is on the list as a walk-in, from row W2." in shown
    assert "W2" in shown
    [somebody] = session.scalars(sa.select(Registration).where(Registration.source == Source.WALK_IN)).all()
    assert session.scalars(sa.select(Mark.registration_id)).all() == [somebody.id]
    facilitator.post(f"{page}?part=afternoon", {"rows": "W2"})
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 2


def test_somebody_on_the_list_who_signed_in_a_blank_row_is_not_added_twice(facilitator, page, session, people):
    facilitator.post(f"{page}/walk-in", {"number": "1", "full_name": people[0].full_name, "sector": "MIN"})
    assert "was on the list already" in facilitator.follow().text
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == len(people)
    assert session.scalars(sa.select(Mark.registration_id)).all() == [people[0].id]


@pytest.mark.parametrize("number", ("0", "201", "x", "1-2", ""))
def test_a_blank_row_has_a_number(facilitator, page, session, number):
    sent = {"number": number, "full_name": "Blewusi Tɔgbe", "sector": "ACA"}
    assert facilitator.post(f"{page}/walk-in", sent).status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 0


def test_a_blank_row_is_written_down_once(facilitator, musa, page, session):
    sent = {"number": "1", "full_name": "Blewusi Tɔgbe", "sector": "ACA"}
    facilitator.post(f"{page}/walk-in", sent)
    answer = musa.post(f"{page}/walk-in", {**sent, "full_name": "Somebody Else"})
    assert answer.status_code == 422
    assert "typed otherwise by Faraja Mrema" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


# ---------------------------------------------------------------- readings
def test_what_differs_is_shown_with_both_readings_and_settled_by_one_press(facilitator, musa, organiser, page, session):
    facilitator.post(page, {"rows": "1-3"})
    musa.post(f"{page}?reading=2", {"rows": "1-2"})
    musa.post(f"{page}?reading=2", {"rows": "3", "says": "not_signed"})
    shown = organiser.get(f"{page}/check").text
    for words in ("1 cell to settle", "3 cells were read twice", "2 agree", "Faraja Mrema", "Musa Juma"):
        assert words in shown
    assert 'value="3:morning:not_signed:0"' in shown
    assert organiser.press(f"{page}/check", {"settle": "3:morning:not_signed:0"}).status_code == 303
    shown = organiser.follow().text
    assert "Row 3 is settled: Not signed." in shown
    assert "0 cells to settle" in shown
    answer = organiser.press(f"{page}/check", {"settle": "3:morning:signed:0"})
    assert answer.status_code == 422
    assert "Row 3 is settled already" in answer.text


@pytest.mark.parametrize(
    "sent",
    (
        "",
        "1",
        "x:morning:signed:0",
        "1:noon:signed:0",
        "1:morning:maybe:0",
        "9:morning:signed:0",
        "1:morning:signed:x",
        "1-2:morning:signed:0",
        "1:morning:signed:0:0",
    ),
)
def test_a_press_that_means_nothing_settles_nothing(organiser, facilitator, musa, page, sent):
    facilitator.post(page, {"rows": "1"})
    musa.post(f"{page}?reading=2", {"rows": "1", "says": "excused"})
    organiser.get(f"{page}/check")
    assert organiser.press(f"{page}/check", {"settle": sent}).status_code == 422


def test_who_may_not_correct_does_not_see_the_readings_side_by_side(facilitator, door, reporter, outsider, page):
    assert facilitator.get(f"{page}/check").status_code == 403
    assert door.get(page).status_code == 200
    assert reporter.get(page).status_code == 403
    assert outsider.get(page).status_code == 404


def test_the_pages_take_as_many_statements_for_sixty_rows_as_for_four(organiser, people, page, session, count_queries):
    def statements(address):
        organiser.get(address)
        with count_queries() as counted:
            organiser.get(address)
        return counted.number

    few = [statements(one) for one in (PAPER, page, f"{page}/check")]
    for number in range(60):
        make_registration(people[0].event, f"Person {number}")
    large = f"{PAPER}/{make_sheet(people[0].event).id}"
    organiser.post(large, {"rows": "1-60"})
    assert [statements(one) for one in (PAPER, large, f"{large}/check")] == few
