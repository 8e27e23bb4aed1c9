"""Whatever somebody types stays text: on every page it is shown, in the files and on paper."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.addresses import EVENT

pytestmark = pytest.mark.e2e

SLUG = "hostile-words"
CORPUS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' autofocus onfocus='alert(4)",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(5)",
    "</textarea><script>alert(6)</script>",
    "<b>bold</b> &amp; &lt;i&gt;",
    '=HYPERLINK("http://example.org","x")',
)
DAY = "2026-07-07"


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Names made of the corpus, each with a word by which it is found."""
    return [f"Zz{number} {words}" for number, words in enumerate(CORPUS)]


@pytest.fixture
def hostile(page: Page, names: list[str]) -> Page:
    """A tab in front of an event whose every text was typed by somebody who means harm; made once."""
    if page.goto(f"/events/{SLUG}").status == 200:
        return page
    make_event(page)
    for number, name in enumerate(names):
        register(page, name, CORPUS[(number + 1) % len(CORPUS)])
    plan(page, names[0])
    mark(page)
    return page


def make_event(page: Page) -> None:
    page.goto("/events/new")
    page.get_by_label("Title", exact=True).fill(f"Zz {CORPUS[0]}")
    page.get_by_label("First day").fill(DAY)
    page.get_by_label("Last day").fill(DAY)
    page.get_by_label("Country").select_option(label="Ghana")
    page.get_by_label("Time zone").select_option("Africa/Accra")
    page.get_by_label("Place (optional)").fill(CORPUS[1])
    page.get_by_label("Or a new process (optional)").fill(f"Zz {CORPUS[2]}")
    page.get_by_label("Web address (optional)").fill(SLUG)
    page.get_by_role("button", name="Make the event").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(CORPUS[0])
    page.goto(f"/events/{SLUG}/settings")
    for label in ("Summary", "How to get there", "Questions", "Languages"):
        field = page.get_by_label(re.compile(f"^{label}"))
        if field.count():
            field.first.fill(" ".join(CORPUS[:7]))
    page.get_by_role("main").get_by_role("button", name=re.compile("^Save")).first.click()
    page.goto(f"/events/{SLUG}/places")
    page.get_by_label("Name", exact=True).fill(f"Zz {CORPUS[1]}")
    page.get_by_role("button", name="Add the place").click()


def register(page: Page, name: str, words: str) -> None:
    page.goto(f"/events/{SLUG}/participants/new")
    page.get_by_label("Full name", exact=True).fill(name)
    page.get_by_label("Organisation (optional)").fill(f"Zz {words}")
    page.get_by_label("Position (optional)").fill(words)
    page.get_by_label("Title or honorific (optional)").fill(words)
    page.get_by_label("Telephone (optional)").fill(words)
    page.get_by_label("Comes from (optional)").fill(words)
    page.get_by_label("Notes (optional)").fill(words)
    page.get_by_label("Sector", exact=True).select_option(label="Miners")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(f"{name} is on the list.")


def plan(page: Page, name: str) -> None:
    page.goto(f"/events/{SLUG}/agenda/new")
    page.get_by_label("Title", exact=True).fill(f"Zz {CORPUS[2]}")
    page.get_by_label("Begins").fill("9")
    page.get_by_label("Ends").fill("10")
    for number, who in ((1, name), (2, CORPUS[3])):
        person = page.get_by_role("group", name=f"Person {number}")
        person.get_by_label("Name").fill(who)
        person.get_by_label("Role").select_option(label="Lead")
    page.get_by_label("Description (optional)").fill("\n".join(CORPUS))
    page.get_by_label("Process notes (optional)").fill("\n".join(CORPUS))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(CORPUS[2])


def mark(page: Page) -> None:
    page.goto(f"/events/{SLUG}/desk?day={DAY}&part=whole_day")
    for number in range(3):
        page.keyboard.type(f"zz{number}")
        page.keyboard.press("Enter")
        expect(page.locator("[data-desk-answer]")).to_contain_text(CORPUS[number])


@pytest.mark.parametrize(
    ("path", "shows"),
    (
        ("", CORPUS[0]),
        ("/participants", CORPUS[1]),
        ("/participants?q=<script>alert(1)</script>", CORPUS[0]),
        (f"/desk?day={DAY}&q=zz3", CORPUS[3]),
        ("/desk/walk-in?name=<script>alert(1)</script>", None),
        ("/attendance", CORPUS[4]),
        (f"/attendance/{DAY}", CORPUS[5]),
        ("/agenda", CORPUS[2]),
        ("/places", CORPUS[1]),
        ("/report", CORPUS[0]),
        ("/documents", CORPUS[0]),
        ("/history", CORPUS[0]),
        ("/settings", None),
    ),
)
def test_a_page_shows_what_was_typed_and_runs_none_of_it(hostile: Page, path: str, shows: str | None) -> None:
    hostile.goto(f"/events/{SLUG}{path}")
    if shows:
        expect(hostile.locator("body")).to_contain_text(shows)
    assert hostile.locator("main script:not([src]), main [onerror], main [onload], main [onfocus]").count() == 0


def test_everything_outside_the_event_shows_it_as_text_too(hostile: Page, names: list[str]) -> None:
    for address, words in (
        ("/search?q=zz1", CORPUS[1]),
        ("/people?q=zz2", CORPUS[2]),
        ("/organisations?q=zz", CORPUS[3]),
        ("/events?q=zz", CORPUS[0]),
        ("/processes", CORPUS[2]),
        ("/history", CORPUS[0]),
        ("/report", CORPUS[0]),
    ):
        hostile.goto(address)
        expect(hostile.locator("body")).to_contain_text(words)
    hostile.goto("/search?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    hostile.goto(f"/people?q={names[0]}")


def test_a_person_and_a_session_show_every_word_as_text(hostile: Page) -> None:
    hostile.goto(f"/events/{SLUG}/participants?q=zz1")
    hostile.get_by_role("rowheader").get_by_role("link").first.click()
    expect(hostile.locator("body")).to_contain_text(CORPUS[2])
    hostile.goto(f"/events/{SLUG}/agenda")
    hostile.get_by_role("link", name=re.compile("^Zz")).last.click()
    expect(hostile.get_by_label("Description (optional)")).to_have_value("\n".join(CORPUS))


def test_paper_shows_what_was_typed(hostile: Page, names: list[str]) -> None:
    for document in ("agenda", "sign-in-sheet", "attendance-report"):
        answer = hostile.context.request.get(f"/events/{SLUG}/documents/{document}.pdf")
        assert answer.status == 200
        pages = PdfReader(io.BytesIO(answer.body())).pages
        text = squeezed("".join(page.extract_text() for page in pages))
        expected = [CORPUS[0], f"Zz {CORPUS[2]}", names[0], CORPUS[3]] if document == "agenda" else names
        missing = [words for words in expected if squeezed(words) not in text]
        assert missing == [], document


def squeezed(text: str) -> str:
    """A text without its spaces: on paper lines break where they must."""
    return "".join(text.split())


def test_files_hold_it_as_text_and_no_formula(hostile: Page) -> None:
    answer = hostile.context.request.get(f"/events/{SLUG}/export/registrations.csv")
    text = answer.body().decode("utf-8-sig")
    assert "<script>alert(1)</script>" in text
    assert not re.search(r"(^|,)\"?=HYPERLINK", text, re.MULTILINE)


def test_a_page_that_would_run_it_is_noticed(browse: Callable[..., Page]) -> None:
    page = browse()
    page.goto(f"/events/{EVENT}")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x onerror=alert(1)>'")
    assert page.locator("main [onerror]").count() == 1
    expect(page.locator("main [onerror]")).to_be_attached()
    said = browse.said  # type: ignore[attr-defined]
    assert any("Content Security Policy" in one for one in said)
    said.clear()
