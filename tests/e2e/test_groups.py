"""Groups by hand in a real browser: with keys alone, with the mouse, and that the score moves as was promised."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.addresses import EVENT

pytestmark = pytest.mark.e2e

BOARD = f"/events/{EVENT}/groups"
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def board(browse: Callable[..., Page]) -> Page:
    page = browse(viewport=WIDE)
    page.goto(BOARD)
    return page


def group(page: Page, letter: str) -> Any:
    return page.locator(f"[data-letter='{letter}']")


def first_of(page: Page, letter: str) -> tuple[str, str]:
    """The number and the name of the first person of a group."""
    member = group(page, letter).locator("[data-member]").first
    return str(member.get_attribute("data-member")), member.locator(".group__name").inner_text()


def row(page: Page, number: str) -> Any:
    return page.locator(f"[data-member='{number}'] [data-row]")


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("That is taken back.")).to_be_visible()


def test_two_people_are_swapped_with_the_keyboard_and_the_score_becomes_what_was_promised(board: Page) -> None:
    (first, name), (second, other) = first_of(board, "A"), first_of(board, "B")
    row(board, first).focus()
    board.keyboard.press("Space")
    expect(board.locator("#picked-title")).to_have_text(name)
    expect(row(board, first)).to_be_focused()
    promised = re.match(r"\d+", row(board, second).inner_text())
    assert promised
    row(board, second).focus()
    board.keyboard.press("Enter")
    expect(group(board, "B").locator(f"[data-member='{first}']")).to_be_visible()
    expect(group(board, "A").locator(f"[data-member='{second}']")).to_be_visible()
    expect(board.locator("[data-score]")).to_contain_text(f"{promised[0]} of 100")
    expect(row(board, first)).to_be_focused()
    expect(board.get_by_role("status").filter(has_text=other).first).to_be_attached()
    undo(board)
    expect(group(board, "A").locator(f"[data-member='{first}']")).to_be_visible()


def test_a_letter_moves_l_locks_and_escape_closes(board: Page) -> None:
    first, name = first_of(board, "A")
    row(board, first).focus()
    board.keyboard.press("c")
    expect(group(board, "C").locator(f"[data-member='{first}']")).to_be_visible()
    expect(row(board, first)).to_be_focused()
    board.keyboard.press("l")
    expect(board.locator(f"[data-member='{first}'][data-locked]")).to_be_visible()
    board.keyboard.press("a")  # who is locked stays
    expect(board.get_by_text(f"{name} is locked in group C. Unlock first.").first).to_be_visible()
    row(board, first).focus()
    board.keyboard.press("l")
    expect(board.locator(f"[data-member='{first}']:not([data-locked])")).to_be_visible()
    board.keyboard.press("Space")
    expect(board.locator("#picked")).to_be_visible()
    board.keyboard.press("Escape")
    expect(board.locator("#picked")).to_have_count(0)
    board.keyboard.press("a")
    expect(group(board, "A").locator(f"[data-member='{first}']")).to_be_visible()


def test_a_name_dragged_onto_another_one_swaps_and_onto_a_group_moves(board: Page) -> None:
    (first, _name), (second, _other) = first_of(board, "A"), first_of(board, "B")
    board.locator(f"[data-member='{first}']").drag_to(board.locator(f"[data-member='{second}']"))
    expect(group(board, "B").locator(f"[data-member='{first}']")).to_be_visible()
    expect(group(board, "A").locator(f"[data-member='{second}']")).to_be_visible()
    undo(board)
    board.locator(f"[data-member='{first}']").drag_to(group(board, "B").locator(".group__topic"))
    expect(group(board, "B").locator(f"[data-member='{first}']")).to_be_visible()
    expect(group(board, "B").locator(f"[data-member='{second}']")).to_be_visible()
    undo(board)


def test_without_script_the_same_is_done_a_page_at_a_time(browse: Callable[..., Page]) -> None:
    page = browse(viewport=WIDE, java_script_enabled=False)
    page.goto(BOARD)
    (first, name), (second, _other) = first_of(page, "A"), first_of(page, "B")
    row(page, first).click()
    expect(page.locator("#picked-title")).to_have_text(name)
    row(page, second).click()
    expect(group(page, "B").locator(f"[data-member='{first}']")).to_be_visible()
    undo(page)
    expect(group(page, "A").locator(f"[data-member='{first}']")).to_be_visible()
