"""The page that shows the table of the UN feedback form and offers the files of others' systems."""

import re

from dialogues.core.db import db
from tests.factories import make_event, make_registration
from tests.reports.attended import attend, make_attended_event

PAGE = "/events/tarkwa/report/exchange"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_page_shows_the_table_line_by_line(organiser):
    make_attended_event()
    said = words(organiser.get(PAGE).text)
    assert "Participation by age range" in said
    assert re.search(r"Male 1 Female 1 Prefer not to say or Other Of these, 1 did not state their gender. 1", said)
    assert "Livestock Not recorded: registrations do not ask for it. not recorded" in said


def test_every_file_that_the_page_offers_can_be_had(organiser):
    make_attended_event()
    page = organiser.get(PAGE).text
    for address in ("report/un-feedback.xlsx", "report/un-feedback.csv", "report/un-feedback.json", "report/iati.xml",
                    "export/choices.xlsx"):  # fmt: skip
        assert f"/events/tarkwa/{address}" in page
        answer = organiser.get(f"/events/tarkwa/{address}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=tarkwa-")


def test_the_report_leads_here(reporter):
    make_event()
    assert PAGE in reporter.get("/events/tarkwa/report").text


def test_the_page_says_whom_the_choice_lists_name(organiser, reporter):
    make_event()
    assert "as far as they agreed to be on the list that others receive" in organiser.get(PAGE).text
    assert "The file names no person and no organisation: your role does not print names." in reporter.get(PAGE).text


def test_under_the_chatham_house_rule_it_says_that_nobody_is_named(organiser):
    make_event().is_chatham_house = True
    db.session.commit()
    assert "the file names no person and no organisation" in organiser.get(PAGE).text


def test_who_may_not_see_figures_does_not_see_the_page(door, outsider, stranger):
    make_event()
    assert door.get(PAGE).status_code == 403
    assert outsider.get(PAGE).status_code == 404
    assert stranger.get(PAGE).location.startswith("/sign-in")


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
