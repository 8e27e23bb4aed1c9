"""The menu of an event: its groups, what is under Settings, and where one is."""

import re

import pytest

from tests.factories import make_event

SETTINGS = ("settings", "places", "letterhead", "registration-form", "seats", "team", "take-along")


@pytest.fixture
def event(session):
    """The dialogue in Tarkwa."""
    event = make_event("tarkwa")
    session.commit()
    return event


def menu(text: str) -> str:
    """The first menu of a page."""
    start = text.index('<nav class="side-menu"')
    return text[start : text.index("</nav>", start)]


def current(part: str) -> list[str]:
    """Where a menu or a row of tabs says that one is."""
    return re.findall(r'href="([^"]*)"[^>]*aria-current="page"', part)


@pytest.mark.parametrize("here", SETTINGS)
def test_the_pages_of_the_settings_lead_to_each_other(organiser, event, here):
    text = organiser.get(f"/events/tarkwa/{here}").text
    row = text[text.index('<nav class="tabs"') :]
    row = row[: row.index("</nav>")]
    assert re.findall(r'href="/events/tarkwa/([^"]*)"', row) == list(SETTINGS)
    assert current(row) == [f"/events/tarkwa/{here}"]
    assert current(menu(text)) == ["/events/tarkwa/settings"]


def test_the_waiting_list_belongs_to_the_participants(organiser, event):
    assert current(menu(organiser.get("/events/tarkwa/waiting-list").text)) == ["/events/tarkwa/participants"]


def test_groups_are_set_off_and_the_first_is_not(organiser, door, event):
    places = re.findall(r'<li( class="side-menu__group")?><a [^>]*href="/events/tarkwa([^"]*)"',
                        menu(organiser.get("/events/tarkwa").text))  # fmt: skip
    assert [path for begins, path in places if begins] == ["/participants", "/agenda", "/documents", "/settings"]
    assert "/settings" not in menu(door.get("/events/tarkwa").text)
