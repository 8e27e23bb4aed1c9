"""The components in a real browser: accessible, within the screen, within the policy, and alive."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.look.showroom import ERRORS

pytestmark = pytest.mark.e2e

WIDTHS = (1280, 390, 320)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ("/guide?wrong=1", "/frame/event", "/frame/form", "/frame/desk?q=ama+p", "/frame/public", "/frame/plain")
# What a finger presses; inline links in a sentence are not among them (WCAG 2.5.8).
PRESSED = (
    ".button, .field__input, .field__select, .desk__field, .desk__result, .menu__item, .topbar__tool, .tabs__tab, "
    ".side-menu__link, .pagination__link, .letter-bar__key, .toast__undo, .segment__option, .choice__option, .mark, "
    ".topbar__brand, .language-switch__item"
)
FINGER_PX = 44


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("theme", ("light", "dark"))
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_keeps_anybody_out(page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for address in PAGES:
        page.goto(f"{address}{'&' if '?' in address else '?'}theme={theme}")
        assert violations(page) == [], address
        assert fits(page), address


def test_the_check_for_barriers_finds_one(page: Page) -> None:
    page.goto("/frame/plain")
    page.evaluate("document.querySelector('label').remove()")
    assert violations(page)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_keeps_nobody_out(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/error/{name}")
    assert violations(page) == []
    assert fits(page)


@pytest.mark.parametrize("width", (*WIDTHS, 640, 768, 1024))
def test_words_may_grow_by_two_fifths(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for address in PAGES:
        page.goto(f"{address}{'&' if '?' in address else '?'}long=1")
        assert fits(page), address


def test_a_page_wider_than_the_screen_is_noticed(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/frame/plain")
    page.evaluate(
        "document.querySelector('h1').textContent = 'n'.repeat(200); document.body.style.overflowWrap = 'normal'"
    )
    assert not fits(page)


def test_more_space_between_letters_and_lines_hides_nothing(chromium: Browser, served: str) -> None:
    context = chromium.new_context(base_url=served, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/guide")
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    )
    assert fits(page)
    context.close()


def test_a_page_from_right_to_left_fits_as_well(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/guide?dir=rtl")
    assert fits(page)


@pytest.fixture
def phone(chromium: Browser, served: str) -> Iterator[Page]:
    """A phone: small, touched, in one hand."""
    context = chromium.new_context(
        base_url=served, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


def test_whatever_a_finger_presses_is_large_enough(phone: Page) -> None:
    for address in (*PAGES, "/guide"):
        phone.goto(address)
        small = phone.evaluate(
            """([what, least]) => [...document.querySelectorAll(what)].map(node => [node, node.getBoundingClientRect()])
            .filter(([node, box]) => box.width && box.height && box.height < least - 0.5)
            .map(([node, box]) => `${node.className} ${box.height}`)""",
            [PRESSED, FINGER_PX],
        )
        legend_and_still = {name for name in small if "mark--fixed" in name}
        assert set(small) - legend_and_still == set(), address


def test_the_menu_of_a_phone_opens_without_script(chromium: Browser, served: str) -> None:
    context = chromium.new_context(base_url=served, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/frame/event")
    drawer = page.get_by_role("navigation", name="Event, on a phone")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(drawer).to_be_visible()
    page.get_by_role("button", name="Close the menu").click()
    expect(drawer).to_be_hidden()
    context.close()


def test_what_needs_script_is_not_shown_without_it(chromium: Browser, served: str) -> None:
    context = chromium.new_context(base_url=served, java_script_enabled=False)
    page = context.new_page()
    page.goto("/frame/form")
    expect(page.locator("[data-shows-password]")).to_be_hidden()
    expect(page.locator(".letter-bar")).to_be_hidden()
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    context.close()


def test_the_first_tab_leads_past_the_menus(page: Page) -> None:
    page.goto("/frame/event")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_errors_are_read_first(page: Page) -> None:
    page.goto("/guide?wrong=1")
    expect(page.get_by_role("alert")).to_be_focused()


def test_the_switch_to_dark_is_kept_for_the_next_page(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/frame/event")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/frame/form")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 32)"


def test_my_menu_opens_and_closes_by_keyboard(page: Page) -> None:
    page.goto("/frame/event")
    opener = page.locator("summary", has_text="Adwoa Bentsiwaa, my menu")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.locator("h1").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


@pytest.mark.parametrize("width", (320, 700, 1280))
def test_an_open_menu_lies_inside_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/guide")
    for words in ("More", "Adwoa Bentsiwaa, my menu"):
        page.locator("summary", has_text=words).click()
        box = page.locator("details[open] .menu__list").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 640


def test_a_rare_letter_lands_where_the_cursor_stands(page: Page) -> None:
    page.goto("/frame/form")
    name = page.get_by_label("Full name")
    name.fill("fua")
    name.press("Home")
    page.get_by_role("button", name="Letter Ɛ", exact=True).click()
    expect(name).to_have_value("Ɛfua")
    expect(name).to_be_focused()


def test_a_password_is_shown_only_while_asked_for(page: Page) -> None:
    page.goto("/frame/plain")
    password = page.get_by_label("Password", exact=True)
    shows = page.get_by_role("button", name="Show Password")
    expect(password).to_have_attribute("type", "password")
    shows.click()
    expect(password).to_have_attribute("type", "text")
    shows.click()
    expect(password).to_have_attribute("type", "password")


def test_a_form_pressed_twice_is_sent_once_and_says_so(page: Page) -> None:
    page.goto("/frame/plain")
    page.evaluate(  # counts what would leave the browser, and holds it back as a slow line does
        """() => { window.sent = 0; addEventListener("submit", event => {
        if (!event.defaultPrevented) window.sent += 1; event.preventDefault(); }); }"""
    )
    page.get_by_role("button", name="Sign in").evaluate("button => { button.click(); button.click(); }")
    expect(page.get_by_role("button", name="Sending…")).to_be_disabled()
    assert page.evaluate("window.sent") == 1


def test_a_pressed_button_still_sends_its_value(page: Page) -> None:
    page.goto("/frame/desk?q=ama+p")
    with page.expect_request("**/came/7") as sent:
        page.get_by_role("button", name=re.compile("Ama Pokuaa Darkwah")).click()
    assert "day=2026-11-25" in (sent.value.post_data or "")


def test_typing_anywhere_lands_in_the_field_and_enter_takes_the_one_who_is_armed(page: Page) -> None:
    page.goto("/frame/desk")
    page.locator("h1").evaluate("node => document.activeElement.blur()")
    with page.expect_request("**/came/7"):
        page.keyboard.type("ama p")
        page.keyboard.press("Enter")  # before the answer is there: it waits for it


def test_enter_takes_nobody_where_two_are_nearly_alike(page: Page) -> None:
    came: list[str] = []
    page.on("request", lambda request: came.append(request.url) if "/came/" in request.url else None)
    page.goto("/frame/desk")
    page.keyboard.type("ama")
    page.keyboard.press("Enter")
    first = page.get_by_role("button", name=re.compile("Ama Pokuaa Darkwah"))
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name=re.compile("Ama Pokuaa Darko"))).to_be_focused()
    assert came == []


def test_escape_clears_and_control_z_takes_back_the_last(page: Page) -> None:
    page.goto("/frame/desk")
    field = page.get_by_label("Name, organisation, phone or badge")
    field.fill("ama p")
    expect(page.get_by_role("button", name=re.compile("Darkwah"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(page.get_by_role("button", name=re.compile("Darkwah"))).to_have_count(0)
    with page.expect_request("**/undone/3"):
        page.keyboard.press("Control+z")


def test_the_desk_works_without_script(chromium: Browser, served: str) -> None:
    context = chromium.new_context(base_url=served, java_script_enabled=False)
    page = context.new_page()
    page.goto("/frame/desk")
    page.get_by_label("Name, organisation, phone or badge").fill("ama p")
    page.keyboard.press("Enter")
    with page.expect_request("**/came/7"):
        page.get_by_role("button", name=re.compile("Ama Pokuaa Darkwah")).click()
    context.close()
