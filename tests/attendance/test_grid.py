"""The grid of people and days: what each cell shows, what the filters leave."""

from datetime import date, timedelta

import pytest
import time_machine

from dialogues.attendance import services
from dialogues.attendance.grid_queries import Filter, list_grid
from dialogues.attendance.models import HalfState
from dialogues.attendance.queries import day_counts, list_days
from dialogues.registration.models import Status
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

GRID = "/events/tarkwa/attendance"
SECOND, THIRD = date(2026, 6, 3), date(2026, 6, 4)


@pytest.fixture(autouse=True)
def second_morning():
    """It is the morning of the second day."""
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def full_event(session, mark):
    """People in every state: on the first day each in another one, on the second, closed day half of them marked."""
    event = make_event()
    ama, kofi, yaw, esi = (
        make_registration(event, name, sector=sector)
        for name, sector in (
            ("Ama Serwaa", "MIN"),
            ("Kofi Mensah", "GOV"),
            ("Yaw Boateng", "GOV"),
            ("Ɛsi Quaye", "CSO"),
        )
    )
    make_registration(event, "Musa Juma", status="invited")
    was_here = make_registration(event, "Zawadi Mushi")
    mark(ama, part="morning")
    mark(kofi, "excused")
    mark(yaw, "absent", part="afternoon")
    mark(was_here)
    was_here.status = Status.CANCELLED
    make_registration(event, "Adwoa Sarpong", in_place_of=esi, in_place_from=SECOND)
    mark(ama, day=SECOND)
    services.close_day(session, event_id=event.id, day=SECOND, actor=ESI, at=MORNING + timedelta(hours=10))
    return event


def names(page):
    return [row.full_name for row in page.rows]


def test_the_grid_holds_who_is_confirmed_and_who_has_something_recorded(session, full_event):
    page = list_grid(session, full_event.id, days=list_days(session, full_event.id))
    assert names(page) == ["Adwoa Sarpong", "Ama Serwaa", "Ɛsi Quaye", "Kofi Mensah", "Yaw Boateng", "Zawadi Mushi"]


def test_each_cell_says_what_is_shown_of_the_day(session, full_event):
    page = list_grid(session, full_event.id, days=list_days(session, full_event.id))
    shown = {row.full_name: [(c.shown.morning.value, c.shown.afternoon.value) for c in row.cells] for row in page.rows}
    nothing = ("not_recorded", "not_recorded")
    assert shown["Ama Serwaa"] == [("present", "not_recorded"), ("present", "present"), nothing]
    assert shown["Kofi Mensah"] == [("excused", "excused"), ("absent", "absent"), nothing]
    assert shown["Ɛsi Quaye"] == [nothing, nothing, nothing]  # her seat is another's from the second day on
    assert shown["Adwoa Sarpong"] == [nothing, ("absent", "absent"), nothing]


@pytest.mark.parametrize("day", (FIRST, SECOND, THIRD))
@pytest.mark.parametrize("state", tuple(HalfState))
def test_a_filter_by_state_leaves_exactly_those_who_are_shown_so(session, full_event, state, day):
    days = list_days(session, full_event.id)
    at = next(one for one in days if one.day == day)
    everybody = list_grid(session, full_event.id, days=[at])
    expected = [
        row.full_name
        for row in everybody.rows
        if row.cells[0].shown.state is state and (state is not HalfState.NOT_RECORDED or row.cells[0].shown.is_expected)
    ]
    assert names(list_grid(session, full_event.id, days=[at], wanted=Filter(state=state, day=at))) == expected


def test_the_sums_at_the_foot_are_those_of_the_cells(session, full_event):
    days = list_days(session, full_event.id)
    page = list_grid(session, full_event.id, days=days)
    present = [sum(row.cells[at].shown.state is HalfState.PRESENT for row in page.rows) for at in range(len(days))]
    assert [one.present for one in day_counts(session, full_event.id)] == present == [2, 1, 0]


def test_the_page_shows_signs_with_their_words_and_each_persons_days(organiser, full_event):
    page = organiser.get(GRID).text
    assert "Ama Serwaa, Tue 2 Jun: Morning: Present; Afternoon: Not recorded" in page
    assert "Kofi Mensah, Tue 2 Jun: Excused (Desk); recorded 07:52 by Esi Quaye" in page
    assert "Kofi Mensah, Wed 3 Jun: Absent" in page
    assert "Ɛsi Quaye, Wed 3 Jun: Not expected" in page
    assert "Musa Juma" not in page


def test_half_days_are_columns_of_their_own_with_the_mark_of_each(organiser, session, mark):
    event = make_event()
    ama = make_registration(event)
    mark(ama, part="morning")
    mark(ama, "excused", part="afternoon", at=MORNING + timedelta(days=1), day=FIRST)
    page = organiser.get(f"{GRID}?columns=halves").text
    assert page.count('scope="colgroup"') == len(event.days)
    assert "Ama Serwaa, Tue 2 Jun: Morning: Present (Desk); recorded 07:52 by Esi Quaye" in page
    assert "Ama Serwaa, Tue 2 Jun: Afternoon: Excused (Desk); entered 3 Jun 2026 07:52 by Esi Quaye" in page
    assert f'href="{GRID}/2026-06-02/{ama.id}?part=afternoon"' in page
    assert 'scope="colgroup"' not in organiser.get(GRID).text


def test_days_without_halves_offer_no_columns_of_halves(organiser, session):
    make_registration(make_event(has_halves=False))
    page = organiser.get(f"{GRID}?columns=halves").text
    assert "Half days" not in page
    assert 'scope="colgroup"' not in page


def test_a_correction_begins_with_what_was_pointed_at(organiser, session):
    ama = make_registration(make_event())
    address = f"{GRID}/2026-06-02/{ama.id}?part=afternoon&status=excused"
    page = organiser.get(address).text
    assert 'value="afternoon" checked' in page
    assert 'value="excused" checked' in page
    organiser.press(address, {"reason": "Her letter came late."})
    assert "Ama Serwaa, Tue 2 Jun: Afternoon: Excused (Correction)" in organiser.get(f"{GRID}?columns=halves").text


def test_the_page_filters_by_sector_name_and_state(organiser, full_event):
    by_sector = organiser.get(f"{GRID}?sector=GOV").text
    assert "Kofi Mensah" in by_sector
    assert "Ama Serwaa" not in by_sector
    by_name = organiser.get(f"{GRID}?q=3si").text
    assert "Ɛsi Quaye" in by_name
    assert "Kofi Mensah" not in by_name
    by_state = organiser.get(f"{GRID}?state=excused&day=2026-06-02").text
    assert "Kofi Mensah" in by_state
    assert "Ama Serwaa" not in by_state
    assert "Nobody is like this" in organiser.get(f"{GRID}?q=nobody").text


def test_a_day_that_is_over_offers_to_be_closed_and_names_who_has_no_mark(organiser, session, full_event):
    page = organiser.get(GRID).text
    assert "Tue 2 Jun is over, and 1 person has no mark on it" in page  # the seat of Adwoa is Ɛsi's on the first day
    assert "Ɛsi Quaye." in page
    organiser.press(f"{GRID}/2026-06-02/close")
    assert "The day is closed. Whoever was not recorded is absent." in organiser.follow().text


def test_only_who_may_correct_finds_the_way_to_corrections(organiser, door, full_event):
    cell = f'href="{GRID}/2026-06-02/'
    assert cell in organiser.get(GRID).text
    page = door.get(GRID).text
    assert "Ama Serwaa" in page
    assert cell not in page
    assert "/close" not in page


def test_the_grid_comes_in_pages_of_fifty(organiser, session):
    event = make_event()
    for number in range(53):
        make_registration(event, f"Person {number:02}")
    first, second = organiser.get(GRID).text, organiser.get(f"{GRID}?page=2").text
    assert "Person 49" in first
    assert "Person 50" not in first
    assert "Person 50" in second
    assert "51–53 of 53" in second


def test_the_grid_takes_as_many_statements_for_fifty_people_as_for_one(organiser, session, mark, count_queries):
    event = make_event()
    mark(make_registration(event))
    organiser.get(GRID)
    with count_queries() as few:
        organiser.get(GRID)
    for number in range(49):
        mark(make_registration(event, f"Person {number}"))
    session.commit()
    with count_queries() as many:
        organiser.get(GRID)
    assert few.number == many.number


def test_the_grid_is_for_those_who_may_see_names(reporter, outsider, session):
    make_event()
    assert reporter.get(GRID).status_code == 403
    assert outsider.get(GRID).status_code == 404


def test_an_event_without_days_says_so(organiser, session):
    session.delete(make_event(days=1).days[0])
    assert "This event has no days yet" in organiser.get(GRID).text
