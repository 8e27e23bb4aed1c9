"""Views kept under a name: found by whom they are for, opened, renamed, removed and brought back."""

import re

import pytest
from sqlalchemy.orm import Session

from dialogues.registration.view_models import SavedView
from tests.browser import Browser, Document
from tests.factories import make_event, make_grant, make_registration, make_saved_view, make_user

LIST = "/events/tarkwa/participants"
VIEWS = f"{LIST}/views"


@pytest.fixture
def event(session: Session):
    event = make_event()
    make_registration(event, "Ama Serwaa", gender="woman")
    make_registration(event, "Kofi Annor", gender="man")
    return event


@pytest.fixture
def colleague(app, session, event) -> Browser:
    user = make_user("Yaa Asare")
    make_grant(user, "organiser", event=event)
    return Browser(app, session).sign_in(user)


def chips(page) -> dict[str, str]:
    text = page.text[page.text.index("<main") :]
    found = re.findall(r'<a class="chip[^"]*" href="([^"]*)"[^>]*>([^<]*)</a>', text)
    return {words: url.replace("&amp;", "&") for url, words in found}


def test_what_is_seen_is_kept_under_a_name_columns_and_order_included(event, organiser):
    address = f"{VIEWS}/new?gender=woman&sort=-organisation&columns=phone,role"
    organiser.post(address, {"name": "  Women   miners "})
    assert organiser.follow().status_code == 200
    assert "The view “Women miners” is saved." in organiser.page.text
    assert chips(organiser.get(LIST))["Women miners"] == f"{LIST}?gender=woman&sort=-organisation&columns=phone,role"


def test_the_columns_the_reader_likes_are_part_of_it(event, organiser, colleague):
    organiser.post(f"{LIST}/columns", {"column": ["gender"]})
    organiser.post(f"{VIEWS}/new?gender=woman", {"name": "Women", "scope": "team"})
    page = colleague.get(chips(colleague.get(LIST))["Women"])
    assert ">Gender<" in page.text[page.text.index("<thead") :]
    assert "Kofi Annor" not in page.text


def test_own_views_are_ones_own_and_shared_ones_the_teams(session, event, organiser, colleague, outsider):
    for name, scope in (("Mine", "own"), ("Ours", "team"), ("Mine everywhere", "everywhere")):
        organiser.post(f"{VIEWS}/new?gender=woman", {"name": name, "scope": scope})
    make_event("accra")
    assert {"Mine", "Ours", "Mine everywhere"} <= set(chips(organiser.get(LIST)))
    assert {"Ours"} == set(chips(colleague.get(LIST))) & {"Mine", "Ours", "Mine everywhere"}
    others = set(chips(organiser.get("/events/accra/participants")))
    assert others & {"Mine", "Ours", "Mine everywhere"} == {"Mine everywhere"}


def test_the_door_keeps_views_of_what_it_sees_but_shares_none(session, event, door):
    page = door.get(f"{VIEWS}/new?sector=MIN&gender=woman")
    assert "Everybody in the team" not in page.text
    assert "Gender" not in page.text
    csrf = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    data = {"csrf_token": csrf, "once": "k", "name": "Sneaky", "scope": "team"}
    assert door._load(door.client.post, f"{VIEWS}/new?gender=woman", data=data).status_code == 422
    door.post(f"{VIEWS}/new?sector=MIN&gender=woman", {"name": "Miners"})
    (view,) = session.query(SavedView).all()
    assert (view.query, view.is_shared) == ("sector=MIN&columns=organisation,sector,status", False)


def test_a_shared_view_that_would_not_be_what_its_name_says_is_not_shown_to_the_door(session, event, door):
    owner = make_user("Owner")
    make_saved_view(event, owner, "Women", query="gender=woman", is_shared=True)
    make_saved_view(event, owner, "Miners", query="sector=MIN&columns=phone,status", is_shared=True)
    shown = chips(door.get(LIST))
    assert "Women" not in shown
    assert shown["Miners"] == f"{LIST}?sector=MIN&columns=status"


@pytest.mark.parametrize(
    "query",
    ("next=//evil.example", "page=7&per_page=1", "q=%00", "%ff=%ff&x", "columns=secret", "sort=link_token", "&&="),
)
def test_what_a_kept_view_holds_is_read_anew_and_never_trusted(session, event, organiser, query):
    make_saved_view(event, organiser.user, "Odd", query=query)
    url = chips(organiser.get(LIST))["Odd"]
    assert url.split("?")[0] == LIST
    assert "evil" not in url
    assert organiser.get(url).status_code in (200, 404)


def test_the_list_opens_with_the_view_that_was_chosen_and_everybody_is_one_press_away(session, event, organiser):
    organiser.post(f"{VIEWS}/new?gender=woman", {"name": "Women", "opens": "y"})
    page = organiser.get(LIST)
    assert "Kofi Annor" not in page.text
    assert 'aria-current="page">Women<' in page.text
    everybody = chips(page)["Everybody"]
    assert everybody == f"{LIST}?everybody=1"
    assert "Kofi Annor" in organiser.get(everybody).text
    assert all(not link.endswith("/participants") for link in Document(page.text).links if "tabs" in link)
    organiser.get(VIEWS)
    organiser.press(f"{VIEWS}/open-with-everybody")
    assert "Kofi Annor" in organiser.get(LIST).text


def test_taking_the_last_filter_away_shows_everybody_even_then(session, event, organiser):
    organiser.post(f"{VIEWS}/new?gender=woman", {"name": "Women", "opens": "y"})
    page = organiser.get(f"{LIST}?gender=woman").text
    assert re.search(r'<a class="chip" href="([^"]*)">Gender: Woman', page)[1] == f"{LIST}?everybody=1"


def test_one_is_renamed_removed_and_brought_back(session, event, organiser):
    view = make_saved_view(event, organiser.user, "Old name", is_shared=True)
    one = f"{VIEWS}/{view.id}"
    organiser.get(VIEWS)
    organiser.press(f"{one}/rename", {"name": "New name"})
    assert "The view is called “New name” now." in organiser.follow().text
    organiser.press(f"{one}/remove")
    assert "New name" not in chips(organiser.get(LIST))
    organiser.get(VIEWS)
    make_saved_view(event, organiser.user, "Another")
    organiser.get(LIST)
    csrf = organiser.page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    organiser._load(organiser.client.post, f"{one}/restore", data={"csrf_token": csrf})
    assert "New name" in chips(organiser.get(LIST))
    told = organiser.get("/events/tarkwa/history").text
    for words in ("renamed", "removed", "brought back"):
        assert f"The shared view “New name” was {words}" in told


def test_a_name_that_is_none_comes_back_beside_its_field(event, organiser):
    view = make_saved_view(event, organiser.user, "Women")
    organiser.get(VIEWS)
    page = organiser.press(f"{VIEWS}/{view.id}/rename", {"name": " "})
    assert page.status_code == 422
    assert "Give the view a name." in page.text
    assert organiser.post(f"{VIEWS}/new", {"name": "x" * 61}).status_code == 422
    assert "at most 60 letters" in organiser.page.text
    page = organiser.post(f"{VIEWS}/new?q={'x' * 2500}", {"name": "Long"})
    assert "What is searched for is too long to be kept." in page.text


@pytest.mark.parametrize("act", ("rename", "remove", "restore", "open-with"))
def test_views_of_others_and_of_other_events_are_not_found(session, event, colleague, act):
    foreign = make_event("accra")
    others = (make_saved_view(event, make_user("Owner"), "Private"), make_saved_view(foreign, colleague.user, "There"))
    colleague.get(LIST)
    csrf = colleague.page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    for view in others:
        data = {"csrf_token": csrf, "once": f"k{view.id}", "name": "Taken"}
        page = colleague._load(colleague.client.post, f"{VIEWS}/{view.id}/{act}", data=data)
        assert page.status_code == 404
    assert [view.name for view in others] == ["Private", "There"]
    assert [view.removed_at for view in others] == [None, None]


@pytest.mark.parametrize("act", ("rename", "remove"))
def test_what_is_shared_is_changed_by_its_owner_or_an_organiser(session, event, door, colleague, act):
    view = make_saved_view(event, make_user("Owner"), "Shared", is_shared=True)
    for browser, status in ((door, 403), (colleague, 303)):
        browser.get(LIST)
        csrf = browser.page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        data = {"csrf_token": csrf, "once": browser.user.name, "name": "Shared"}
        assert browser._load(browser.client.post, f"{VIEWS}/{view.id}/{act}", data=data).status_code == status


def test_nobody_keeps_more_views_than_can_be_found(session, event, organiser):
    for number in range(100):
        make_saved_view(event, organiser.user, f"View {number}")
    page = organiser.post(f"{VIEWS}/new", {"name": "One more"})
    assert page.status_code == 422
    assert "You keep 100 views already." in page.text
