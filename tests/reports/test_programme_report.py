"""The page of figures over several events, and the choices in its address."""

import re

import pytest

from tests.factories import make_event, make_grant, make_process
from tests.reports.attended import make_attended_event


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def make_two_events(**facts):
    make_attended_event("first", title="First dialogue", starts="2015-12-30", days=3)
    return make_attended_event("second", title="Second dialogue", **facts)


def test_visits_and_people_are_both_on_the_page(organiser):
    make_two_events()
    said = words(organiser.get("/report").text)
    assert "6 people came to these events, making 6 visits." in said
    assert "Visits 6 one person at one event is one visit" in said
    assert "Person-days 10 on 4 recorded days" in said


def test_the_line_on_the_bars_of_visits_is_explained_and_no_other_chart_has_one(organiser):
    make_two_events()
    page = organiser.get("/report").text
    plates = re.findall(r'<figure class="figure".*?</figure>', page, re.DOTALL)
    with_line = [one for one in plates if "bar__target" in one]
    assert len(with_line) == 1
    assert [one for one in plates if "The upright line is how many were registered." in one] == with_line


def test_the_newest_event_stands_first_and_leads_to_its_report(organiser):
    make_two_events()
    page = organiser.get("/report").text
    assert page.index("Second dialogue") < page.index("First dialogue")
    assert 'href="/events/second/report"' in page


@pytest.mark.parametrize(
    ("choice", "shown"),
    (
        ("", {"first", "second"}),
        ("?year=2015", {"first"}),
        ("?year=2016", {"first"}),
        ("?year=2026", {"second"}),
        ("?from=2016-01-01", {"first", "second"}),
        ("?from=2016-01-02", {"second"}),
        ("?to=2015-12-29", set()),
        ("?country=GH", {"first", "second"}),
        ("?country=TZ", set()),
        ("?process=ghana", {"second"}),
        ("?event=first", {"first"}),
        ("?event=first&event=second", {"first", "second"}),
        ("?event=nowhere", set()),
    ),
)
def test_events_are_chosen_by_plain_addresses(organiser, choice, shown):
    make_two_events(process=make_process(slug="ghana"))
    page = organiser.get(f"/report{choice}")
    assert page.status_code == 200
    for slug in ("first", "second"):
        assert (f'href="/events/{slug}/report"' in page.text) is (slug in shown)
    if not shown:
        assert "No event fits this choice" in page.text


@pytest.mark.parametrize("choice", ("?year=soon", "?from=2016-13-01", "?to=yesterday"))
def test_a_period_that_is_none_is_a_wrong_address(organiser, choice):
    assert organiser.get(f"/report{choice}").status_code == 404


def test_the_files_hold_the_chosen_events_only(organiser):
    make_two_events()
    page = organiser.get("/report?year=2026")
    assert "/report.csv?year=2026" in page.text
    content = organiser.get("/report.csv?year=2026").text
    assert "second" in content
    assert "first" not in content


def test_only_events_whose_figures_the_reader_may_see_are_counted(outsider, door):
    event = make_two_events()
    make_grant(outsider.user, "reporter", event=event)
    page = outsider.get("/report").text
    assert "Second dialogue" in page
    assert "First dialogue" not in page
    assert "There are no figures to see yet" in door.get("/report").text
    assert "second" not in door.get("/report.csv").text


def test_a_stranger_is_asked_to_sign_in(stranger):
    assert stranger.get("/report").location.startswith("/sign-in")
    assert stranger.get("/report.json").location.startswith("/sign-in")


def test_a_programme_without_events_says_so(organiser):
    assert "There are no figures to see yet" in organiser.get("/report").text


def test_an_event_without_a_recorded_day_is_shown_with_dashes_not_noughts(organiser):
    make_event("empty", title="Empty dialogue")
    said = words(organiser.get("/report").text)
    assert "No day of this event has been recorded yet, so nobody can be counted." in said
    assert "Visits –" in said
    assert "Person-days –" in said
    assert "Empty dialogue" in said


def test_the_page_asks_as_often_for_many_events_as_for_one(organiser, session, count_queries):
    make_attended_event()
    organiser.get("/report")
    with count_queries() as one:
        organiser.get("/report")
    for number in range(4):
        make_attended_event(f"event-{number}")
    session.commit()
    with count_queries() as five:
        organiser.get("/report")
    assert five.number == one.number
