"""Whoever has no mouse does the whole job: the desk, the way past the menus, the menus themselves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.addresses import EVENT
from tests.e2e.typing_keys import choose_by_keys, tab_to

pytestmark = pytest.mark.e2e


@pytest.fixture
def desk(page: Page) -> Page:
    """The desk, set to the last day of the event, on which nobody is marked yet."""
    page.goto(f"/events/{EVENT}/desk")
    page.locator("summary").first.click()
    page.locator("details[open] .menu__list a").last.click()
    page.get_by_role("link", name="Whole day").click()
    expect(page.get_by_role("link", name="Whole day")).to_have_class(re.compile("current"))
    return page


def test_three_letters_and_enter_mark_somebody_and_ctrl_z_takes_it_back(desk: Page) -> None:
    expect(desk.get_by_label("Name, organisation or badge")).to_be_focused()
    desk.keyboard.type("ng'w")  # written with an apostrophe that keyboards have in several forms
    desk.keyboard.press("Enter")
    answer = desk.locator("[data-desk-answer]")
    expect(answer).to_contain_text("Ng'washi")
    expect(answer).to_contain_text("is in.")
    expect(desk.get_by_role("complementary")).to_contain_text("Ng'washi")
    expect(desk.get_by_label("Name, organisation or badge")).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(desk.locator("[data-desk-answer]")).to_contain_text("taken back")
    expect(desk.get_by_role("complementary")).not_to_contain_text("Ng'washi")


def test_letters_that_no_keyboard_has_are_found_by_their_neighbours(desk: Page) -> None:
    desk.keyboard.type("esi odo")
    expect(desk.get_by_role("button", name=re.compile("Ƒenyi Ʋiɖe Ɛsi Ɔdɔɣɛ"))).to_be_visible()


def test_of_several_people_arrows_choose_and_enter_marks_the_chosen_one(desk: Page) -> None:
    desk.keyboard.type("ama")
    expect(desk.get_by_role("list", name="People found").get_by_role("button").nth(1)).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    second = desk.get_by_role("list", name="People found").get_by_role("button").nth(1)
    expect(second).to_be_focused()
    name = second.locator(".desk__name").inner_text().removeprefix("Mrs ").removeprefix("Dr ")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-desk-answer]")).to_contain_text(name)
    desk.keyboard.press("Control+z")
    expect(desk.locator("[data-desk-answer]")).to_contain_text("taken back")


def test_escape_empties_the_field(desk: Page) -> None:
    desk.keyboard.type("ama")
    expect(desk.get_by_role("list", name="People found")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_label("Name, organisation or badge")).to_have_value("")
    expect(desk.get_by_role("list", name="People found")).to_have_count(0)


def test_somebody_who_is_not_on_the_list_is_added_by_keyboard(desk: Page) -> None:
    desk.keyboard.type("Blewusi Tɔgbe")
    walk_in = desk.get_by_role("link", name=re.compile("as a walk-in"))
    expect(walk_in).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(walk_in).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Full name")).to_have_value("Blewusi Tɔgbe")
    tab_to(desk, desk.get_by_label("Sector", exact=True))
    choose_by_keys(desk, "Academia")
    tab_to(desk, desk.get_by_role("button", name="Add and check in"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_contain_text("is on the list as a walk-in, and in.")


@pytest.mark.parametrize("address", (f"/events/{EVENT}", "/people", f"/events/{EVENT}/attendance"))
def test_the_first_tab_leads_past_the_menus(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_my_menu_opens_by_enter_and_closes_by_escape(page: Page) -> None:
    page.goto("/events")
    opener = page.locator("summary", has_text="my menu")
    tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My settings")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="My settings")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My settings")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_menu_of_a_phone_is_reached_by_keyboard(browse: Callable[..., Page]) -> None:
    page = browse(viewport={"width": 390, "height": 844})
    page.goto(f"/events/{EVENT}")
    opener = page.get_by_role("button", name="Menu", exact=True)
    tab_to(page, opener)
    page.keyboard.press("Enter")
    agenda = page.get_by_role("navigation", name="Event, on a phone").get_by_role("link", name="Agenda")
    expect(agenda).to_be_visible()
    tab_to(page, agenda)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Agenda")).to_be_visible()
