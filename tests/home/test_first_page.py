"""The first page and search: what each reader is shown."""

import re

import pytest
import time_machine

from dialogues.core import clock
from dialogues.registration.models import Status
from dialogues.reports.figures import event_figures
from tests import factories
from tests.reports.attended import attend, make_attended_event


@pytest.fixture
def second_day():
    with time_machine.travel("2026-06-03T09:20:00+00:00", tick=False):
        yield


@pytest.fixture
def week_after():
    with time_machine.travel("2026-06-11T09:20:00+00:00", tick=False):
        yield


def test_a_stranger_is_told_what_this_is_and_where_to_sign_in(stranger):
    page = stranger.get("/")
    assert page.status_code == 200
    assert 'href="/sign-in"' in page.text


def test_a_stranger_sees_public_events_only(second_day, stranger, session):
    factories.make_event("open", title="Open dialogue", is_public=True)
    factories.make_event("closed", title="Closed dialogue")
    page = stranger.get("/")
    assert "Open dialogue" in page.text
    assert "Closed dialogue" not in page.text


def test_todays_event_says_what_runs_now_and_what_is_next(second_day, organiser, session):
    event = factories.make_event("tarkwa", title="Tarkwa dialogue")
    factories.make_agenda_session(event.days[1], "What keeps small mines out?", starts="09:00", ends="10:00")
    factories.make_agenda_session(event.days[1], "Tea", starts="10:00", ends="10:30", kind="break")
    page = organiser.get("/")
    assert "Today: Day 2 of 3" in page.text
    assert "09:00 What keeps small mines out?" in page.text
    assert "10:00 Tea" in page.text


def test_yesterday_wants_to_be_closed_by_somebody_who_may(second_day, organiser, door, session):
    event = factories.make_event("tarkwa")
    factories.make_registration(event, "Ama Serwaa")
    assert "1 person is not recorded." in organiser.get("/").text
    assert "not recorded" not in door.get("/").text


def test_an_event_of_the_past_has_as_many_registered_as_its_report(week_after, organiser, session):
    event = make_attended_event(title="Tarkwa dialogue")
    gone = factories.make_registration(event, "Zawadi Mushi")
    attend(gone, event.days[0])
    gone.status = Status.CANCELLED
    assert event_figures(session, event, as_of=clock.now()).numbers.registered == 5
    assert re.findall(r'data-label="Registered">(\d+)<', organiser.get("/").text) == ["5"]


def test_somebody_without_a_role_is_shown_no_event(second_day, outsider, session):
    factories.make_event("tarkwa", title="Tarkwa dialogue")
    page = outsider.get("/")
    assert "Tarkwa dialogue" not in page.text
    assert "No event yet" in page.text


@pytest.mark.parametrize("typed", ("esi", "3si", "ESI", "Ɛsi", "qua es"))
def test_search_finds_a_name_however_it_is_typed(organiser, session, typed):
    factories.make_person("Ɛsi Quaye")
    factories.make_person("Kofi Darko")
    page = organiser.get(f"/search?q={typed}")
    assert "Ɛsi Quaye" in page.text
    assert "Kofi Darko" not in page.text


def test_search_stays_within_the_events_somebody_may_see(app, session, stranger):
    mine, other = factories.make_event("mine"), factories.make_event("other")
    factories.make_registration(mine, "Ama Serwaa")
    factories.make_registration(other, "Ama Boakye")
    user = factories.make_user("Esi Door")
    factories.make_grant(user, "door", event=mine)
    page = stranger.sign_in(user).get("/search?q=ama")
    assert "Ama Serwaa" in page.text
    assert "Ama Boakye" not in page.text


def test_a_reporter_finds_no_names(reporter, session):
    factories.make_registration(factories.make_event("mine"), "Ama Serwaa")
    assert "Ama Serwaa" not in reporter.get("/search?q=ama").text


def test_the_server_says_it_is_well(stranger):
    assert stranger.client.get("/healthz").text == "ok\n"


def test_the_first_page_asks_the_same_number_of_queries_for_ten_times_the_people(
    second_day, organiser, session, count_queries
):
    event = factories.make_event("tarkwa")
    factories.make_registration(event, "Person 0")
    organiser.get("/")
    with count_queries() as few:
        organiser.get("/")
    for number in range(1, 11):
        factories.make_registration(event, f"Person {number}")
        factories.make_agenda_session(event.days[1], f"Block {number}")
    with count_queries() as many:
        organiser.get("/")
    assert few.number == many.number
