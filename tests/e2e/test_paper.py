"""A signed sheet is typed in, read a second time by somebody else, and settled: by keyboard alone."""

import dataclasses
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.e2e.addresses import EVENT
from tests.e2e.conftest import ROOT, Demo, Watched, clean_environment, sign_in
from tests.e2e.test_accessibility import look_here
from tests.e2e.typing_keys import tab_to

pytestmark = pytest.mark.e2e


@pytest.fixture
def sheet(demo: Demo, tmp_path: Path, page: Page) -> str:
    """The address of the sheet of the day that is open and over: the second one."""
    page.goto(f"/events/{EVENT}/attendance")
    days = page.locator(".mark-grid__day a").evaluate_all("links => links.map(one => one.getAttribute('href'))")
    day = next(one for one in days if "/fill" in one).split("/")[-2]
    demo.run("document", EVENT, "sign-in-sheet", "--day", day, "-o", str(tmp_path / "sheet.pdf"))
    page.goto(f"/events/{EVENT}/paper")
    address = page.get_by_role("link", name=re.compile("^Type ")).first.get_attribute("href")
    assert address
    return address


@pytest.fixture
def second(demo: Demo, browse: Watched) -> Page:
    """A tab of a second person, who may do everything."""
    password = secrets.token_urlsafe(16)
    email = f"second{secrets.token_hex(4)}@example.org"
    command = [
        sys.executable, "-m", "dialogues", "--instance", str(demo.instance), "user", "add", email, "--name",
        "Musa Juma", "--role", "organiser", "--password-stdin",
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, env=clean_environment(), input=password, text=True, check=True)
    tab = browse(is_stranger=True)
    sign_in(tab, dataclasses.replace(demo, email=email, password=password))
    return tab


def type_line(page: Page, rows: str, told: str) -> None:
    """Type rows into the line, which has the focus when the page opens, and keep them by Enter."""
    expect(page.get_by_label("Rows", exact=True)).to_be_focused()
    page.keyboard.type(rows)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text(told)


def test_a_sheet_is_typed_read_again_and_settled_without_a_mouse(page: Page, second: Page, sheet: str) -> None:
    page.goto(sheet)
    type_line(page, "1-2", "2 rows are kept: 1–2.")
    expect(page.get_by_label("Rows", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    third = page.get_by_label(re.compile("^Row 3, "))
    expect(third).to_be_focused()
    page.keyboard.type("N")
    expect(third.locator("option:checked")).to_have_text("Not signed")
    page.keyboard.press("ArrowDown")
    fourth = page.get_by_label(re.compile("^Row 4, "))
    expect(fourth).to_be_focused()
    page.keyboard.type("S")
    expect(fourth.locator("option:checked")).to_have_text("Signed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("2 rows are kept: 3–4.")

    second.goto(f"{sheet}?reading=2")
    expect(second.get_by_label(re.compile("^Row 1, "))).to_have_value("")  # what was read first is not told
    type_line(second, "1-4", "4 rows are kept: 1–4.")

    page.goto(f"{sheet}/check")
    expect(page.get_by_role("main")).to_contain_text("4 cells were read twice")
    row = page.locator("[data-paper-line]").filter(has=page.get_by_role("button", name="Not signed row 3")).first
    expect(page.locator("[data-paper-line]").first.get_by_role("button").first).to_be_focused()
    before = row.evaluate("line => [...document.querySelectorAll('[data-paper-line]')].indexOf(line)")
    for _press in range(before):
        page.keyboard.press("ArrowDown")
    expect(row.get_by_role("button").first).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_role("main")).to_contain_text("Row 3 is settled: Not signed.")


def test_the_pages_of_a_sheet_keep_nobody_out(page: Page, sheet: str) -> None:
    page.context.add_init_script(AXE_SCRIPT)
    wrong = []
    for address in (sheet, f"{sheet}/walk-in", f"{sheet}/check"):
        page.goto(address)
        wrong += look_here(page, address)
    assert wrong == []


def test_the_grid_is_walked_by_arrows_and_a_letter_begins_a_correction(page: Page) -> None:
    page.goto(f"/events/{EVENT}/attendance?columns=halves")
    marks = page.locator("a.mark")
    tab_to_first = page.locator(".mark-grid tbody tr").first.get_by_role("link").nth(1)
    tab_to(page, tab_to_first)
    expect(tab_to_first.locator(".mark__words")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    below = page.locator(".mark-grid tbody tr").nth(1).locator("a.mark").nth(1)
    expect(below).to_be_focused()
    assert marks.count() > 50
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(r"part=afternoon&status=excused$"))
    expect(page.get_by_label("Reason")).to_be_focused()
    expect(page.get_by_label("Excused", exact=True)).to_be_checked()
