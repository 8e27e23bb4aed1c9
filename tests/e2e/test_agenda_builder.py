"""The night before and the morning itself: a session is moved by keys and by pointer, and a minister overruns."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Demo

pytestmark = pytest.mark.e2e
FIRST = datetime.now(UTC).date() + timedelta(days=60)
PLAN = (("The minister", "8:30", "9:15"), ("Tea", "9:15", "9:45"), ("Voices", "9:45", "10:45"))


@pytest.fixture
def agenda(demo: Demo, page: Page, request: pytest.FixtureRequest) -> Page:
    """The agenda of an event of this test's own, with three sessions on its first day."""
    slug = re.sub("[^a-z0-9]+", "-", request.node.name)[:50].strip("-")
    demo.run("event", "add", slug, "--title", "Builder", "--from", f"{FIRST}", "--to", f"{FIRST + timedelta(days=1)}",
             "--zone", "Africa/Accra")  # fmt: skip
    for title, starts, ends in PLAN:
        page.goto(f"/events/{slug}/agenda/new")
        page.get_by_label("Title", exact=True).fill(title)
        page.get_by_label("Begins").fill(starts)
        page.get_by_label("Ends").fill(ends)
        page.get_by_label("Kind").select_option("break" if title == "Tea" else "plenary")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(f"“{title}” is on the agenda.")).to_be_visible()
    page.goto(f"/events/{slug}/agenda")
    return page


def expect_order(page: Page, *starts: str) -> None:
    """Wait until the first day begins so."""
    for number, words in enumerate(starts):
        row = page.locator("[data-day]").first.locator(".agenda__row").nth(number)
        expect(row).to_contain_text(words)


def handle(page: Page, title: str) -> Locator:
    return page.get_by_role("link", name=f"Move {title}", exact=True)


def test_a_session_is_moved_by_keys_and_taken_back(agenda: Page):
    handle(agenda, "The minister").focus()
    agenda.keyboard.press("Space")
    live = agenda.locator("[data-agenda-live]")
    expect(live).to_contain_text("Arrows up and down move it")
    agenda.keyboard.press("ArrowDown")
    expect(live).to_contain_text("After Tea")
    agenda.keyboard.press("Escape")
    expect(live).to_contain_text("stays where it was")
    expect(handle(agenda, "The minister")).to_be_focused()
    for key in ("Space", "ArrowDown", "ArrowDown", "Enter"):
        agenda.keyboard.press(key)
    expect(agenda.get_by_text("“The minister” begins at 10:00 now.")).to_be_visible()
    expect_order(agenda, "Tea", "Voices", "The minister")
    expect(handle(agenda, "The minister")).to_be_focused()
    agenda.keyboard.press("Control+z")
    expect(agenda.get_by_text("Taken back: “The minister” is as it was.")).to_be_visible()
    expect_order(agenda, "The minister", "Tea", "Voices")


def test_a_session_is_dragged_by_pointer(agenda: Page):
    agenda.set_viewport_size({"width": 1280, "height": 1600})  # the whole day on the screen: a mouse reaches no further
    start = handle(agenda, "Voices").bounding_box()
    target = agenda.locator(".agenda__block", has_text="The minister").bounding_box()
    assert start
    assert target
    agenda.mouse.move(start["x"] + 10, start["y"] + 10)
    agenda.mouse.down()
    agenda.mouse.move(target["x"] + 40, target["y"] + target["height"] - 4, steps=8)
    agenda.mouse.up()
    expect(agenda.get_by_text("“Voices” begins at 09:15 now.")).to_be_visible()
    expect_order(agenda, "The minister", "Voices", "Tea")
    agenda.keyboard.press("Control+z")
    expect(agenda.get_by_text("Taken back")).to_be_visible()
    expect_order(agenda, "The minister", "Tea", "Voices")


def test_a_minister_who_overruns_by_35_minutes(agenda: Page, shoot):
    agenda.get_by_role("link", name="Running late?").first.click()
    agenda.get_by_label("What took longer").select_option(label="08:30 1.1 The minister")
    agenda.get_by_label("By how many minutes").fill("35")
    agenda.get_by_role("button", name="Show what it would be").click()
    expect(agenda.get_by_role("row", name=re.compile("Tea.*09:15–09:45.*09:50–10:00"))).to_be_visible()
    shoot(agenda, "running-late")
    agenda.get_by_role("button", name="Set the rest of the day").click()
    expect(agenda.get_by_text("The rest of the day is 35 minutes late.")).to_be_visible()
    expect_order(agenda, "08:30", "09:50", "10:00")
    shoot(agenda, "agenda-late")
    agenda.keyboard.press("Control+z")
    expect(agenda.get_by_text("Taken back")).to_be_visible()
    expect_order(agenda, "08:30", "09:15", "09:45")
