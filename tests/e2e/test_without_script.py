"""With JavaScript switched off everything still works: adding somebody, the desk, a correction."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.addresses import EVENT

pytestmark = pytest.mark.e2e

NAME = "Gifty Sɔgbɔwo"


@pytest.fixture
def plain(browse: Callable[..., Page]) -> Page:
    """A tab of somebody signed in whose browser runs no scripts."""
    return browse(java_script_enabled=False, viewport={"width": 390, "height": 844})


def test_somebody_is_added_marked_taken_back_and_corrected_without_script(plain: Page) -> None:
    add(plain)
    mark(plain)
    plain.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(plain.get_by_role("main")).to_contain_text(f"The mark of {NAME} is taken back.")
    mark(plain)
    correct(plain)


def add(page: Page) -> None:
    page.goto(f"/events/{EVENT}/participants/new")
    page.get_by_label("Full name", exact=True).fill(NAME)
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("sector")  # refused, and nothing typed is lost
    expect(page.get_by_label("Full name", exact=True)).to_have_value(NAME)
    page.get_by_label("Sector", exact=True).select_option(label="Civil society")
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(f"{NAME} is on the list.")


def mark(page: Page) -> None:
    page.goto(f"/events/{EVENT}/desk?part=whole_day")
    page.get_by_label("Name, organisation or badge").fill("sogbowo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile(NAME)).click()
    expect(page.get_by_role("main")).to_contain_text(f"{NAME} is in.")


def correct(page: Page) -> None:
    page.goto(f"/events/{EVENT}/attendance?q=sogbowo")
    present = page.get_by_role("table").get_by_role("link", name=re.compile("Present"))
    cell = page.locator(f"td a[href='{present.get_attribute('href')}']")
    cell.click()
    page.get_by_label("Absent", exact=True).check()
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    expect(page.get_by_label("Absent", exact=True)).to_be_checked()
    page.get_by_label("Reason").fill("Marked by mistake; she comes tomorrow.")
    page.get_by_role("button", name="Save the correction").click()
    page.goto(f"/events/{EVENT}/attendance?q=sogbowo")
    expect(cell).to_contain_text("Absent")


def test_what_only_script_could_do_is_not_shown(plain: Page) -> None:
    plain.goto(f"/events/{EVENT}/participants/new")
    expect(plain.get_by_label("Full name", exact=True)).to_be_visible()
    expect(plain.get_by_role("button", name="Letter ɛ")).to_be_hidden()


def test_a_form_sent_twice_acts_once_without_script_too(plain: Page) -> None:
    plain.goto(f"/events/{EVENT}/participants/new")
    fields = plain.locator("#person :is(input, select, textarea):not([type=radio])[name]")
    form = dict(fields.evaluate_all("nodes => nodes.map(node => [node.name, node.value])"))
    form |= {"full_name": "Senanu Kpeglo", "sector": "CSO"}
    places = [plain.request.post(plain.url, form=form).url for _time in range(2)]
    assert places[0] == places[1]
    plain.goto(f"/events/{EVENT}/participants?q=senanu+kpeglo")
    expect(plain.get_by_role("rowheader", name="Senanu Kpeglo")).to_have_count(1)
