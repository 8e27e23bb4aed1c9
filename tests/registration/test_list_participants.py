"""The list of participants: found, filtered, sorted, counted, in pages; less for the door."""

import gzip
import re
from urllib.parse import parse_qsl

import pytest
from sqlalchemy.orm import Session

from dialogues.registration import list_filters, list_queries
from dialogues.registration.kinds import Status
from tests.browser import Browser
from tests.factories import make_event, make_grant, make_organisation, make_registration, make_user

LIST = "/events/tarkwa/participants"


@pytest.fixture
def event(session: Session):
    event = make_event()
    make_registration(
        event, "Ɛsi Mensah", organisation="Bonsa Women's Group", phone="+233244118207", position="Treasurer",
        email="esi@example.org", notes="Asthma",
    )  # fmt: skip
    make_registration(event, "Kofi Annor", sector="GOV", status="applied", role="speaker")
    make_registration(event, "Adwoa Sarpong", sector="GOV", status="cancelled")
    return event


def test_everybody_is_listed_with_state_and_number(event, organiser):
    page = organiser.get(LIST).text
    for words in ("Ɛsi Mensah", "Treasurer", "+233 24 411 8207", "Kofi Annor", "Speaker", "Applied", "3 people"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    (
        ("?q=3si", "Ɛsi Mensah", "Kofi Annor"),
        ("?q=women+bonsa", "Ɛsi Mensah", "Kofi Annor"),
        ("?q=0244+118", "Ɛsi Mensah", "Kofi Annor"),
        ("?sector=GOV&status=applied", "Kofi Annor", "Adwoa Sarpong"),
        ("?role=speaker", "Kofi Annor", "Ɛsi Mensah"),
        ("?status=nonsense&sector=XXX&role=king&page=-3&sort=drop", "Ɛsi Mensah", "no such person"),
    ),
)
def test_filters_narrow_the_list_and_nonsense_does_not(event, organiser, query, shown, hidden):
    page = organiser.get(LIST + query).text
    main = page[page.index("<main") :]
    assert shown in main
    assert hidden not in main


def test_the_tabs_count_what_the_other_filters_leave(event, organiser):
    page = organiser.get(f"{LIST}?sector=GOV").text
    assert 'href="/events/tarkwa/participants?sector=GOV&amp;status=applied">Applied <span class="tabs__count' in page
    assert ">Confirmed <span" in page
    assert page.count('tabs__count">0<') >= 4


def test_a_head_sorts_and_once_more_turns_the_list(event, organiser):
    page = organiser.get(f"{LIST}?sort=name").text
    assert page.index("Adwoa Sarpong") < page.index("Ɛsi Mensah") < page.index("Kofi Annor")
    assert 'aria-sort="ascending"' in page
    page = organiser.get(f"{LIST}?sort=-name").text
    assert page.index("Kofi Annor") < page.index("Ɛsi Mensah") < page.index("Adwoa Sarpong")
    assert 'aria-sort="descending"' in page


def test_nobody_found_and_nobody_registered_are_told_apart(event, organiser):
    assert "Nobody was found" in organiser.get(f"{LIST}?q=zzz").text
    make_event("accra")
    assert "Nobody is on the list yet" in organiser.get("/events/accra/participants").text


@pytest.mark.parametrize("role", ("door", "facilitator"))
def test_the_door_sees_name_organisation_sector_and_state_and_nothing_else(event, request, role):
    browser = request.getfixturevalue(role)
    page = browser.get(LIST)
    main = page.text[page.text.index("<main") :]
    for words in ("Ɛsi Mensah", "Bonsa Women&#39;s Group", "MIN", "Confirmed"):
        assert words in main
    for words in ("411", "Treasurer", "esi@example.org", "Asthma", "Speaker", "/participants/1", "Add person"):
        assert words not in main
    assert "Nobody was found" in browser.get(f"{LIST}?q=0244118").text


def test_a_reporter_sees_no_names_and_an_outsider_no_event(event, reporter, outsider, stranger):
    assert reporter.get(LIST).status_code == 403
    assert outsider.get(LIST).status_code == 404
    assert stranger.get(LIST).status_code == 302


def test_an_organiser_of_one_event_does_not_see_another(event, session, app):
    make_registration(make_event("accra"), "Ama of Accra")
    user = make_user("Yaa Asare")
    make_grant(user, "organiser", event=event)
    own = Browser(app, session).sign_in(user)
    assert own.get(LIST).status_code == 200
    assert own.get("/events/accra/participants").status_code == 404
    assert own.get("/events/tarkwa/participants/4").status_code == 404
    assert own.get("/people").status_code == 403


def _crowd(event, first: int, last: int) -> None:
    for number in range(first, last):
        name = f"Rakotondrainibe Andriamahefaharivony {number:03}"
        organisation = f"Exchange visitors of Antsirabe {number % 17}"
        make_registration(
            event, name, organisation=organisation, phone=f"+2332441{number:05}", position="Interpreter and observer",
            organisation_id=make_organisation(f"{organisation} {number}").id,
        )  # fmt: skip


@pytest.mark.parametrize("query", ("", "?q=rako&sector=MIN&status=confirmed&sort=organisation"))
def test_a_page_asks_the_same_of_the_database_for_few_and_for_many(session, organiser, count_queries, query):
    event = make_event()
    _crowd(event, 0, 3)

    def number() -> int:
        with count_queries() as counted:
            assert organiser.get(LIST + query).status_code == 200
        return counted.number

    one_page = number()
    _crowd(event, 3, 60)
    two_pages = number()
    _crowd(event, 60, 180)
    assert number() == two_pages
    assert one_page <= two_pages <= 11
    assert two_pages - one_page <= 1  # the letters by which one turns the pages


@pytest.mark.parametrize(
    "query",
    (
        "",
        "sector=MIN",
        "sector=MIN&gender=woman",
        "role=speaker",
        "status=waiting&gender=man",
        "sector=GOV&q=o",
        "q=zz",
    ),
)
def test_the_tabs_hold_the_same_numbers_however_they_were_counted(session, organiser, query):
    event = make_event()
    sectors, genders = ("GOV", "MIN", "MIN", "CSO"), ("woman", "man", "other", "woman", "man")
    for number in range(40):
        make_registration(
            event, f"Person {'o' * (number % 3)}{number}", sector=sectors[number % 4], gender=genders[number % 5],
            status=("confirmed", "waiting", "declined")[number % 3], role=("participant", "speaker")[number % 7 == 0],
        )  # fmt: skip
    filters = list_filters.read_view(dict(parse_qsl(query)), sees_contacts=True).filters
    asked = list_queries.count_by_status(session, event.id, filters)
    told = [int(number) for number in re.findall(r"tabs__count[^>]*>(\d+)<", organiser.get(f"{LIST}?{query}").text)]
    order = ("confirmed", "waiting", "applied", "invited", "declined", "cancelled")
    assert told == [sum(asked.values()), *(asked[Status(status)] for status in order)]


def test_fifty_people_weigh_less_than_fifteen_kilobytes(session, organiser):
    event = make_event()
    _crowd(event, 0, 60)
    page = organiser.get(LIST)
    assert "1–50 of 60" in page.text
    assert len(gzip.compress(page.text.encode())) < 15_000
    assert "51–60 of 60" in organiser.get(f"{LIST}?page=2").text
