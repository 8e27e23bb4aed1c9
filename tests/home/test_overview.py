import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine

from dialogues.agenda.models import SessionPerson, SessionRole
from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource
from dialogues.audit.services import Actor
from tests.factories import MADE_AT, make_agenda_session, make_event, make_place, make_registration

OVERVIEW = "/events/tarkwa"


@pytest.fixture
def second_day():
    with time_machine.travel("2026-06-03T09:20:00+00:00", tick=False):
        yield


def see(session, registration, day="2026-06-02"):
    """Mark somebody present."""
    at = datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=UTC)
    mark = attendance.NewMark(
        id=uuid.uuid4(), day=date.fromisoformat(day), source=MarkSource.DESK, registration_id=registration.id
    )
    attendance.mark(session, mark, event_id=registration.event_id, actor=Actor("Esi"), at=at)


def task(page: str, label: str) -> str:
    """The words of one task of the list."""
    at = page.index(f">{label}</a>", page.index("task-list"))
    return page[at : page.index("</li>", at)]


def test_days_say_who_came_who_is_expected_and_what_they_are_for(second_day, organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    event.days[0].title = "Nsuaem"
    people = [make_registration(event, f"Person {number}") for number in range(4)]
    for one in people[:3]:
        see(session, one)
    page = organiser.get(OVERVIEW).text
    track = page[page.index("day-track") : page.index("task-list")]
    for words in (
        "Tue 2 Jun",
        "of 4 present",
        "Close the day",
        "Wed 3 Jun",
        "Today",
        "Thu 4 Jun",
        "expected",
        "Workshop",
    ):
        assert words in track, words


def test_a_closed_day_says_so_and_asks_nothing(second_day, organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    event.days[0].closed_at = MADE_AT
    page = organiser.get(OVERVIEW).text
    assert "Closed" in page
    assert "Close the day" not in page
    assert "Close Tue 2 Jun" not in page


def give_role(session, block, who):
    """Let somebody registered, or a name, lead a session."""
    by_name = isinstance(who, str)
    block.people.append(
        SessionPerson(registration=None if by_name else who, name=who if by_name else None, role=SessionRole.LEAD)
    )
    session.flush()


def test_tasks_are_judged_by_what_is_there(second_day, organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=2)
    page = organiser.get(OVERVIEW).text
    assert "Nobody is confirmed." in task(page, "Participants")
    assert "Nothing is planned on Tue 2 Jun and Wed 3 Jun." in task(page, "Agenda")
    assert "None yet" in task(page, "Places and rooms")
    assert "Not public" in task(page, "Public page")
    assert "No names yet" in task(page, "Sign-in sheets")

    make_place(event)
    event.is_public = True
    ama = make_registration(event, "Ama Serwaa")
    make_registration(event, "Kofi", status="waiting")
    blocks = [make_agenda_session(day, "Opening") for day in (event.days[0], event.days[0], event.days[1])]
    give_role(session, blocks[0], ama)
    give_role(session, blocks[1], ama)
    give_role(session, blocks[2], "Nana Brempomaa")
    page = organiser.get(OVERVIEW).text
    assert "One is confirmed. One is invited, has applied or waits." in task(page, "Participants")
    assert "3 sessions" in task(page, "Agenda")
    assert "2 clashes are pointed out in the agenda." in task(page, "Clashes")
    assert "One name on the agenda is not registered." in task(page, "Names to check")
    assert "One place" in task(page, "Places and rooms")
    assert "Anybody may read what, when and where." in task(page, "Public page")
    assert "Ready to print" in task(page, "Sign-in sheets")
    assert "One person is not recorded." in task(page, "Close Tue 2 Jun")


def test_the_four_numbers_stand_with_their_definitions(second_day, organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    people = [make_registration(event, f"Person {number}") for number in range(6)]
    for one in people[:5]:
        see(session, one)
    for one in people[:2]:
        see(session, one, "2026-06-03")
    page = organiser.get(OVERVIEW).text
    figures = page[page.index("key-figures") :]
    for number in (">6<", ">5<", ">7<", ">2<"):
        assert number in figures, number
    for words in ("Registered", "Present at least one day", "Person-days", "Present every day", "half a day counts"):
        assert words in figures, words


def test_sectors_are_drawn_with_the_largest_first(organiser, session):
    event = make_event("tarkwa")
    for sector in ("MIN", "GOV", "MIN", "CSO"):
        make_registration(event, f"{sector} person", sector=sector)
    page = organiser.get(OVERVIEW).text
    chart = page[page.index("bar-chart") :]
    assert chart.index("Miners") < chart.index("Government")
    assert "50%" in chart
    assert "Nobody is confirmed from: Academia, Industry and Other" in page


def test_the_door_sees_what_it_needs_and_no_figures(second_day, door, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    make_registration(event)
    page = door.get(OVERVIEW).text
    assert "Open the desk" in page
    for words in ("key-figures", "bar-chart", ">Places and rooms<", "of 1 present", "Close Tue 2 Jun"):
        assert words not in page, words


def test_a_reporter_sees_figures_and_no_names(second_day, reporter, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    make_registration(event, "Hidden Person")
    page = reporter.get(OVERVIEW).text
    assert "key-figures" in page
    for words in ("Hidden Person", "Open the desk", "Sign-in sheets", "/participants"):
        assert words not in page, words


@pytest.mark.parametrize(
    ("now", "act"),
    (
        ("2026-06-01T20:00:00", "Add a person"),
        ("2026-06-01T21:30:00", "Open the desk"),  # already 2 June in Nairobi
        ("2026-06-04T20:30:00", "Open the desk"),
        ("2026-06-04T21:30:00", "Look at the report"),
    ),
)
def test_the_main_act_follows_the_calendar_of_the_venue(organiser, session, now, act):
    make_event("tarkwa", starts="2026-06-02", days=3, zone="Africa/Nairobi")
    session.commit()
    with time_machine.travel(f"{now}+00:00", tick=False):
        organiser.sign_in(organiser.user)
        page = organiser.get(OVERVIEW).text
    for words in ("Add a person", "Open the desk", "Look at the report"):
        assert (words in page) == (words == act), words


def test_sixty_people_and_sessions_take_as_many_queries_as_one(organiser, session, count_queries):
    small, large = make_event("small"), make_event("large")
    make_registration(small)
    for number in range(60):
        make_registration(large, f"Person {number}", sector="GOV" if number % 2 else "CSO")
        make_agenda_session(large.days[number % 3], starts=f"{7 + number // 5:02}:00", ends=f"{7 + number // 5:02}:50")
    counts = []
    for slug in ("small", "large"):
        organiser.get(f"/events/{slug}")
        with count_queries() as counted:
            organiser.get(f"/events/{slug}")
        counts.append(counted.number)
    assert counts[0] == counts[1]


def test_a_stranger_and_somebody_without_a_role_are_kept_out(stranger, outsider, session):
    make_event("tarkwa")
    assert stranger.get(OVERVIEW).status_code == 302
    assert outsider.get(OVERVIEW).status_code == 404


def test_what_needs_somebody_stands_first_and_what_is_done_is_folded_away(second_day, organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    make_registration(event, "Ama Serwaa")
    page = organiser.get(OVERVIEW).text
    fold = page.index('class="task-fold"')
    assert page.index(">Participants</a>", page.index("task-list")) > fold
    assert page.index(">Sign-in sheets</a>") < page.index(">Places and rooms</a>") < fold  # due, then open
