"""Somebody registers in a real browser, on a phone, with script and without; and what comes after is theirs alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.addresses import EVENT
from tests.e2e.test_hostile import CORPUS
from tests.e2e.test_weight import PUBLIC, weigh, within

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}


def fill_in(page: Page, name: str, number: str) -> None:
    page.goto(f"/e/{EVENT}")
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Academia", exact=True).check()
    page.get_by_role("textbox", name="Telephone").fill(number)
    page.get_by_role("group", name="Do you need a bed in Tarkwa?").get_by_label("Yes", exact=True).check()
    page.get_by_role("group", name=re.compile("photographed")).get_by_label("No", exact=True).check()


def send(page: Page) -> None:
    """Press until three seconds have gone by since the page was made: nobody reads faster."""
    page.get_by_role("main").get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over your answers")
    page.get_by_role("button", name="Send my registration").click()
    while "faster than anybody can read" in page.get_by_role("main").inner_text():
        page.get_by_role("main").get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Send my registration").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_somebody_registers_changes_and_cancels_without_script(browse: Callable[..., Page]) -> None:
    page = browse(is_stranger=True, java_script_enabled=False, viewport=PHONE)
    name = "Yaa Akosua Bɔhyɛba"
    fill_in(page, name, "020 155 7318")
    expect(page.get_by_text("For which nights?")).to_be_hidden()
    page.get_by_role("main").get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("One more question follows from your answers.")
    page.get_by_label("All of them").check()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#full_name")).to_have_value(name)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("All of them")).to_be_checked()
    send(page)
    page.get_by_role("link", name="/my/").click()
    expect(page.get_by_role("main")).to_contain_text("All of them")
    page.get_by_role("button", name="Change to yes").click()
    expect(page.get_by_role("main")).to_contain_text("Your answer: Yes")
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("What you do there (optional)").fill("Treasurer")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Treasurer")
    page.get_by_role("button", name="Cancel my registration").click()
    expect(page.get_by_role("main")).to_contain_text("This registration is cancelled.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("main")).to_contain_text("You are registered.")


def test_a_question_appears_at_once_and_goes_with_its_reason(browse: Callable[..., Page]) -> None:
    page = browse(is_stranger=True)
    fill_in(page, "Kojo Annan Mensa", "024 411 8209")
    nights = page.get_by_role("group", name="For which nights?")
    expect(nights).to_be_visible()
    bed = page.get_by_role("group", name="Do you need a bed in Tarkwa?")
    bed.get_by_label("No", exact=True).check()
    expect(nights).to_be_hidden()
    bed.get_by_label("Yes", exact=True).check()
    nights.get_by_label("All of them").check()
    send(page)


def test_enter_goes_on_and_never_changes_the_language(browse: Callable[..., Page]) -> None:
    page = browse(is_stranger=True)
    fill_in(page, "Esi Nyarko", "024 411 8210")
    page.get_by_label("Full name").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over your answers")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_letters_go_where_the_cursor_is(browse: Callable[..., Page]) -> None:
    page = browse(is_stranger=True)
    page.goto(f"/e/{EVENT}/register")
    page.get_by_label("Full name").fill("Esi")
    page.get_by_role("button", name="Letter ɔ", exact=True).click()
    expect(page.get_by_label("Full name")).to_have_value("Esiɔ")


def test_hostile_words_stay_words_on_every_page_of_the_form(browse: Callable[..., Page], page: Page) -> None:
    visitor = browse(is_stranger=True)
    name = f"Zz {CORPUS[0]} {CORPUS[2]}"
    fill_in(visitor, name, "024 411 8211")
    visitor.get_by_label("Organisation or group (optional)").fill(CORPUS[1])
    visitor.get_by_label("What do you need to take part? (optional)").fill("\n".join(CORPUS))
    visitor.get_by_label("What must change first? (optional)").fill("\n".join(CORPUS))
    send(visitor)
    own = visitor.url.removesuffix("/registered")
    for path in ("", "/data", "/change", "/registered"):
        visitor.goto(own + path)
        if path == "/change":
            expect(visitor.get_by_label("What do you need to take part? (optional)")).to_have_value("\n".join(CORPUS))
        else:
            expect(visitor.locator("body")).to_contain_text(CORPUS[0])
        assert visitor.locator("main script:not([src]), main [onerror], main [onload], main [onfocus]").count() == 0
    page.goto(f"/events/{EVENT}/participants?q=zz")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.locator("body")).to_contain_text(CORPUS[3])


def test_one_s_own_page_is_as_light_as_the_form(browse: Callable[..., Page]) -> None:
    page = browse(is_stranger=True)
    fill_in(page, "Abena Light", "024 411 8212")
    send(page)
    own = page.url.removesuffix("/registered")
    for path in ("", "/registered", "/change"):
        found = weigh(browse(is_stranger=True), own + path)
        assert within(found, PUBLIC), (path, found)
