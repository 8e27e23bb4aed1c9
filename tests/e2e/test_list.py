"""The list of participants by hand: ticked in ranges, all at once, copied, kept; and the same without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.addresses import EVENT

pytestmark = pytest.mark.e2e

LIST = f"/events/{EVENT}/participants"
WIDE = {"width": 1280, "height": 900}


def boxes(page: Page) -> Any:
    return page.locator("input[name=chosen]")


def number(page: Page) -> Any:
    return page.locator("[data-bulk-told]")


def chosen(number: int, total: int) -> str:
    """What the bar says of so many."""
    return f"{number} person of {total} is chosen" if number == 1 else f"{number} people of {total} are chosen"


def told(page: Page) -> int:
    """How many people the list says there are."""
    return int(page.locator("caption").inner_text().split()[0])


def copied(page: Page) -> list[list[str]]:
    text = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n").strip("\n")
    return [line.split("\t") for line in text.split("\n")]


@pytest.fixture
def clerk(browse: Callable[..., Page]) -> Page:
    """Somebody whose browser lets pages use the clipboard."""
    page = browse(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(LIST)
    return page


def test_a_range_is_ticked_with_shift_by_mouse_and_by_keyboard(clerk: Page) -> None:
    boxes(clerk).nth(2).click()
    boxes(clerk).nth(6).click(modifiers=["Shift"])
    expect(number(clerk)).to_have_text(chosen(5, told(clerk)))
    boxes(clerk).nth(9).focus()
    clerk.keyboard.press("Shift+Space")
    expect(number(clerk)).to_have_text(chosen(8, told(clerk)))
    boxes(clerk).nth(4).click(modifiers=["Shift"])
    expect(number(clerk)).to_have_text(chosen(2, told(clerk)))
    clerk.get_by_role("button", name="Clear").click()
    expect(number(clerk)).to_be_empty()


def test_the_box_in_the_head_means_the_page_and_the_other_all_that_match(clerk: Page) -> None:
    total, on_page = told(clerk), boxes(clerk).count()
    assert total > on_page
    clerk.get_by_label("Choose all on this page").check()
    expect(number(clerk)).to_have_text(chosen(on_page, total))
    clerk.get_by_label(f"All {total} that match").check()
    expect(number(clerk)).to_have_text(chosen(total, total))
    clerk.get_by_label(f"All {total} that match").uncheck()
    expect(number(clerk)).to_be_empty()


def test_the_whole_list_is_copied_as_it_is_on_the_screen(clerk: Page) -> None:
    clerk.goto(f"{LIST}?sector=MIN&columns=phone,role")
    clerk.get_by_role("link", name="Copy the list").click()
    expect(clerk.get_by_text("The list is copied.")).to_be_visible()
    rows = copied(clerk)
    assert rows[0] == ["Name", "Telephone", "Role"]
    assert len(rows) == 1 + told(clerk)
    first = clerk.locator("tbody tr").first
    assert rows[1][0] == first.locator(".table__name").inner_text()


def test_only_those_chosen_are_copied(clerk: Page) -> None:
    boxes(clerk).nth(0).check()
    boxes(clerk).nth(3).check()
    clerk.locator("summary", has_text="Take away").click()
    clerk.get_by_role("button", name="Copy the chosen").click()
    expect(clerk.get_by_text("The chosen people are copied.")).to_be_visible()
    assert len(copied(clerk)) == 3


def test_where_a_browser_does_not_let_pages_copy_a_file_is_saved(browse: Callable[..., Page]) -> None:
    page = browse(viewport=WIDE)
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false"
    )
    page.goto(LIST)
    with page.expect_download() as download:
        page.get_by_role("link", name="Copy the list").click()
    assert download.value.suggested_filename == f"{EVENT}-participants.tsv"


def test_enter_in_a_box_does_nothing_to_anybody(clerk: Page, browse: Callable[..., Page]) -> None:
    boxes(clerk).nth(0).check()
    boxes(clerk).nth(0).press("Enter")
    expect(number(clerk)).to_have_text(chosen(1, told(clerk)))
    assert clerk.url.endswith(LIST)
    plain = browse(viewport=WIDE, java_script_enabled=False)
    plain.goto(LIST)
    boxes(plain).nth(0).check()
    boxes(plain).nth(0).press("Enter")
    expect(plain.get_by_text("Say what to do with the people chosen")).to_be_visible()


def test_an_address_says_only_what_was_filled_in(clerk: Page) -> None:
    clerk.get_by_label("Sector", exact=True).select_option("MIN")
    clerk.get_by_role("button", name="Show").click()
    clerk.wait_for_url(f"**{LIST}?sector=MIN")
    expect(clerk.get_by_role("list", name="Filters set")).to_contain_text("Sector: Miners")


def test_without_script_the_boxes_and_buttons_do_the_same(browse: Callable[..., Page]) -> None:
    page = browse(viewport=WIDE, java_script_enabled=False)
    page.goto(f"{LIST}?status=invited&sector=")
    name = page.locator(".table__name").first.inner_text()
    boxes(page).first.check()
    page.locator("summary", has_text="Status").click()
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("One person is confirmed.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("One person stands as before.")).to_be_visible()
    expect(page.locator(".table__name").first).to_have_text(name)
    with page.expect_download() as download:
        page.get_by_role("link", name="Copy the list").click()
    assert download.value.suggested_filename.endswith("-participants-invited.tsv")


def test_a_view_is_kept_and_found_again(clerk: Page) -> None:
    clerk.goto(f"{LIST}?gender=woman&sector=MIN")
    clerk.get_by_role("link", name="Save this view").click()
    clerk.get_by_label("Name", exact=True).fill("Women miners")
    clerk.get_by_role("button", name="Save").first.click()
    expect(clerk.get_by_text("The view “Women miners” is saved.")).to_be_visible()
    chip = clerk.get_by_role("navigation", name="Saved views").get_by_role("link", name="Women miners")
    expect(chip).to_have_attribute("aria-current", "page")
    clerk.get_by_role("link", name="All views").click()
    clerk.get_by_role("button", name="Remove Women miners").click()
    clerk.get_by_role("button", name="Undo").click()
    expect(clerk.get_by_text("The view “Women miners” is back.")).to_be_visible()
    clerk.get_by_role("button", name="Remove Women miners").click()


def test_columns_are_moved_by_keyboard(clerk: Page) -> None:
    clerk.get_by_role("link", name="Columns").click()
    clerk.get_by_role("button", name="Move Status up").press("Enter")
    clerk.get_by_role("button", name="Save").last.click()
    heads = clerk.locator("thead th").all_inner_texts()
    assert heads.index("Status") < heads.index("Telephone")
    clerk.get_by_role("link", name="Columns").click()
    clerk.get_by_role("button", name="The usual columns").click()
