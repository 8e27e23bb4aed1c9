"""The page of one event's figures."""

import re

import pytest

from dialogues.reports.figures import DEFINITIONS
from tests.factories import make_event, make_grant, make_registration
from tests.reports.attended import attend, make_attended_event

PAGE = "/events/tarkwa/report"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_page_shows_the_four_numbers_with_their_definitions(organiser):
    make_attended_event()
    said = words(organiser.get(PAGE).text)
    for number, name, definition in zip(
        (4, 3, 5, 2),
        ("Registered", "Present at least one day", "Person-days", "Present every day"),
        DEFINITIONS.values(),
        strict=True,
    ):
        assert f"{name} {number} {definition}" in said
    assert "3 of 4 registered participants came on at least one day. 2 came on all 2 days recorded so far." in said


def test_the_page_says_when_it_was_counted_and_by_which_rules(organiser):
    make_attended_event()
    said = words(organiser.get(PAGE).text)
    assert re.search(r"as of \d+ \w+ \d{4} \d\d:\d\d · 2 of 3 days recorded, 0 closed", said)
    assert "Counting rules, version 1." in said


def test_a_day_that_was_not_recorded_shows_dashes_not_noughts(organiser):
    make_attended_event()
    assert "Thu 4 Jun 2026 Not recorded – – – – – – 4" in words(organiser.get(PAGE).text)


def test_the_page_of_an_event_without_people_says_so(organiser):
    make_event()
    said = words(organiser.get(PAGE).text)
    assert "Nobody is registered yet" in said
    assert "Sector and gender" not in said


def test_an_event_with_people_but_no_marks_says_that_nothing_is_recorded(organiser):
    make_registration(make_event())
    assert "One participant is registered; no day has been recorded yet." in words(organiser.get(PAGE).text)


def test_a_reporter_sees_the_figures_but_the_door_and_outsiders_do_not(reporter, door, outsider, stranger):
    make_event()
    assert reporter.get(PAGE).status_code == 200
    assert door.get(PAGE).status_code == 403
    assert outsider.get(PAGE).status_code == 404
    assert stranger.get(PAGE).location.startswith("/sign-in")


def test_no_name_of_a_participant_stands_on_the_page(reporter):
    make_attended_event()
    page = reporter.get(PAGE).text
    assert "Serwaa" not in page
    assert "Bonsa Diggers" not in page


@pytest.mark.parametrize("form", ("csv", "xlsx", "json", "hxl"))
def test_every_file_that_the_page_offers_can_be_had(organiser, form):
    make_event()
    assert f"{PAGE}.{form}" in organiser.get(PAGE).text
    answer = organiser.get(f"{PAGE}.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=tarkwa-report.")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_kind_is_not_to_be_had(organiser):
    make_event()
    assert organiser.get(f"{PAGE}.doc").status_code == 404


def test_the_page_asks_as_often_for_many_people_as_for_few(organiser, session, count_queries):
    event = make_attended_event()
    organiser.get(PAGE)
    with count_queries() as few:
        organiser.get(PAGE)
    for number in range(20):
        attend(make_registration(event, f"Person {number}", sector="GOV"), event.days[number % 3])
    session.commit()
    with count_queries() as many:
        organiser.get(PAGE)
    assert many.number == few.number


def test_a_grant_for_one_event_opens_its_figures_only(outsider):
    make_grant(outsider.user, "reporter", event=make_event())
    make_event("obuasi")
    assert outsider.get(PAGE).status_code == 200
    assert outsider.get("/events/obuasi/report").status_code == 404
