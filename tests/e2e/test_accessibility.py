"""Nobody is kept out: every page, light and dark, wide and narrow, with larger text and by keyboard (WCAG 2.2 AA)."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.addresses import EVENT, pages
from tests.e2e.conftest import Demo

pytestmark = pytest.mark.e2e

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, PHONE, SMALLEST = (1280, 800), (390, 844), (320, 640)
# Pages nobody needs to sign in for.
OPEN = ("/sign-in", f"/e/{EVENT}", f"/e/{EVENT}/agenda", f"/e/{EVENT}/register", "/", "/there-is-no-such-page")
# WCAG 1.4.12: text must be readable when its reader sets it wider.
_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Whatever is cut off by its own box: text that is there, and cannot be seen or scrolled to.
_CUT = """() => [...document.querySelectorAll("main *")].filter(node => {
  const style = getComputedStyle(node);
  const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  const seen = node.getBoundingClientRect();
  return hides && seen.width > 4 && seen.height > 4 && node.textContent.trim() && node.childElementCount < 20 &&
    (node.scrollWidth > node.clientWidth + 2 || node.scrollHeight > node.clientHeight + 2);
}).map(node => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)"""
_HIDDEN_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect();
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  if (right - left < 1 || bottom - top < 1) return `${node.outerHTML.slice(0, 90)} is off the screen`;
  const free = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => {
    const found = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return found && (node.contains(found) || found.contains(node) || found.closest("label")?.control === node);
  });
  return free ? null : `${node.outerHTML.slice(0, 90)} is covered`;
}"""
_PRESSES = 60  # of Tab; further down the page nothing new comes


@pytest.fixture(scope="module")
def addresses(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page of the program."""
    return pages(demo.instance, tmp_path_factory.mktemp("scratch"))


def load(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer, address
    assert answer.status == (404 if "no-such" in address else 200), f"{address} answered {answer.status}"


def violations(page: Page, *, only: str | None = None) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    chosen = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": TAGS}
    options = {"runOnly": chosen, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']} at {node['target']}: {node['html'][:120]}" for one in found for node in one["nodes"][:3]]


def look(page: Page, address: str) -> list[str]:
    """All that is wrong with the page at an address."""
    load(page, address)
    return look_here(page, address)


def look_here(page: Page, name: str) -> list[str]:
    """All that is wrong with the page that is open: barriers at two widths in both themes, and what does not fit."""
    wrong = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width, height in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("scrollTo(0, 0)")  # a page that scrolled to its first error is looked at from its top
            # In the second theme nothing but the colours is new.
            only = "color-contrast" if theme == "dark" else None
            wrong += [f"{theme} {width}: {one}" for one in violations(page, only=only)]
    page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
    wrong += [f"{one} at 320" for one in too_wide(page)]
    page.evaluate(_SPACED)
    wrong += [f"{one} at 320, text spaced" for one in too_wide(page)]
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    wrong += [f"cut off when text is spaced: {one}" for one in page.evaluate(_CUT)]
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    return [f"{name}: {one}" for one in wrong]


def too_wide(page: Page) -> list[str]:
    """How far the page must be scrolled sideways, if it must."""
    extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{extra} px too wide"] if extra > 0 else []


def watched(browse: Callable[..., Page], **options: Any) -> Page:
    page = browse(viewport={"width": WIDE[0], "height": WIDE[1]}, **options)
    page.context.add_init_script(AXE_SCRIPT)
    return page


def test_no_page_keeps_anybody_out(browse: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = watched(browse)
    wrong = [one for address in addresses.values() for one in look(page, address)]
    assert not wrong, "\n".join(wrong)


def test_no_page_open_to_all_keeps_anybody_out(browse: Callable[..., Page]) -> None:
    page = watched(browse, is_stranger=True)
    wrong = [one for address in OPEN for one in look(page, address)]
    assert not wrong, "\n".join(wrong)


def test_the_rows_of_a_file_are_shown_without_barriers(browse: Callable[..., Page]) -> None:
    page = watched(browse)
    page.goto(f"/events/{EVENT}/import")
    rows = "Full name\tSector\tGender\nAbla Sɔgbɔ\tminers\twoman\nNobody\tnowhere\t\nAma Serwaa Wiredua\tCSO\twoman"
    page.get_by_label("Or paste cells here").fill(rows)
    page.get_by_role("main").get_by_role("button").last.click()
    page.wait_for_url(lambda address: "/import/" in address)
    assert not look_here(page, "rows of a file")


def test_a_form_sent_empty_comes_back_without_barriers(browse: Callable[..., Page]) -> None:
    page = watched(browse)
    wrong = []
    for address in (f"/events/{EVENT}/participants/new", "/events/new", f"/events/{EVENT}/agenda/new", "/users/new"):
        page.goto(address)
        main = page.get_by_role("main")
        main.locator("form[method=post]").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        page.get_by_role("alert").wait_for()
        assert page.get_by_role("alert").evaluate("node => node.contains(document.activeElement)")
        wrong += [f"{address}: {one}" for one in violations(page)]
    assert not wrong, "\n".join(wrong)


def test_a_planted_barrier_is_found(browse: Callable[..., Page]) -> None:
    page = watched(browse)
    page.goto("/events")
    page.evaluate("document.querySelectorAll('main label').forEach(label => label.remove())")
    assert any("label" in one or "select-name" in one for one in violations(page))
    page.evaluate("document.querySelector('h1').style.color = '#eeeeee'")
    assert any(one.startswith("color-contrast") for one in violations(page, only="color-contrast"))


def test_a_page_that_does_not_fit_is_found(browse: Callable[..., Page]) -> None:
    page = watched(browse)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/sign-in")
    page.evaluate("document.querySelector('h1').style.minWidth = '400px'")
    assert too_wide(page)


def test_what_is_said_on_the_console_is_heard(browse: Any) -> None:
    page = browse()
    page.goto("/sign-in")
    page.evaluate("document.body.setAttribute('style', 'color: red'); 0")  # by script, which the policy allows
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">inline</p>')")
    assert any("Content Security Policy" in one for one in browse.said)
    browse.said.clear()


@pytest.mark.parametrize("size", (WIDE, PHONE))
def test_the_focus_is_always_seen(browse: Callable[..., Page], size: tuple[int, int]) -> None:
    page = browse(viewport={"width": size[0], "height": size[1]})
    wrong = []
    for address in (
        f"/events/{EVENT}/desk?q=ama",
        f"/events/{EVENT}/participants",
        f"/events/{EVENT}/participants/new",
        f"/events/{EVENT}/agenda/new",
        f"/events/{EVENT}/attendance",
    ):
        page.goto(address)
        for _press in range(_PRESSES):
            page.keyboard.press("Tab")
            hidden = page.evaluate(_HIDDEN_FOCUS)
            if hidden:
                wrong.append(f"{address}: {hidden}")
    assert not wrong, "\n".join(wrong)


def test_a_covered_focus_is_found(browse: Callable[..., Page]) -> None:
    page = browse(viewport={"width": 390, "height": 844})
    page.goto(f"/events/{EVENT}/participants/new")
    page.get_by_label("Full name").focus()
    assert page.evaluate(_HIDDEN_FOCUS) is None
    page.evaluate(
        """() => { const lid = document.createElement('div'); document.body.append(lid);
        Object.assign(lid.style, {position: 'fixed', inset: 0, background: 'white', zIndex: 1000}); }"""
    )
    assert "is covered" in page.evaluate(_HIDDEN_FOCUS)


def test_every_page_was_looked_at(addresses: dict[str, str]) -> None:
    assert len(addresses) > 40
    assert {"home.overview", "attendance.desk", "registration.add_participant"} <= set(addresses)
