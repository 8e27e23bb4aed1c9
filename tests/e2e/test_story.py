"""The whole job, as somebody does it who has just started the demo: from an empty event to figures that agree."""

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import Demo, sign_in
from tests.e2e.typing_keys import choose_by_keys, tab_to, type_into

pytestmark = pytest.mark.e2e

SLUG = "prestea-story"
DAYS = ("2026-06-02", "2026-06-03", "2026-06-04")  # a Tuesday to a Thursday
PEOPLE = (
    ("Ama Pokuaa Darkwahene", "Miners", "Woman"),
    ("Kɔfi Annorson", "Miners", "Man"),
    ("Ɛsi Quansabra", "Miners", "Woman"),
    ("Yaw Boakyewa", "Government", "Man"),
    ("Adzo Kpɔɖo", "Government", "Woman"),
    ("Selɔm Agbɛkɔ", "Civil society", "Man"),
    ("Fati Yelbɔn", "Civil society", "Woman"),
    ("Mawuli Ƒenyi", "Academia", "Man"),
    ("Nana Ɔdamtɛn II", "Other", "Man"),
    ("Dzifa Wiredua", "Other", "Woman"),
    ("Iddrisu Dramanii", "Industry", "Man"),
    ("Lamisi Bukarisu", "Miners", "Woman"),
)
# Three letters that find each of them alone, as somebody at a door would type them.
TYPED = ("pok", "ann", "quan", "yaw", "adzo", "sel", "fat", "maw", "odam", "dzi", "idd", "lam")
FIRST_DAY = TYPED[:10]
SECOND_DAY = TYPED[2:]

# What follows: all twelve are registered. On the first day ten came, less the one taken back and the one who turned out
# to be excused; on the second ten came. Six of them on both days.
NUMBERS = {"registered": 12, "present_any_day": 12, "person_days": 18, "present_every_day": 6}
TAKEN_BACK, EXCUSED = "sel", "Ɛsi Quansabra"


def test_one_story_gives_the_same_four_numbers_everywhere(
    browse: Callable[..., Page], demo: Demo, shoot: Callable[[Page, str], None]
) -> None:
    page = browse(is_stranger=True, viewport={"width": 1280, "height": 900})
    sign_in(page, demo)
    make_event(page)
    register(page)
    shoot(page, "participants")
    plan_a_day(page)
    shoot(page, "agenda")
    mark(page, DAYS[0], FIRST_DAY)
    take_back(page)
    mark(page, DAYS[1], SECOND_DAY)
    shoot(page, "desk")
    correct(page)
    shoot(page, "grid")
    close_first_day(page)
    page.goto(f"/events/{SLUG}/report")
    shoot(page, "report")
    agree(page, demo)


def make_event(page: Page) -> None:
    page.goto("/events")
    page.get_by_role("link", name="New event").first.click()
    type_into(page, "Title", "Prestea story dialogue")
    page.get_by_label("First day").fill(DAYS[0])
    page.get_by_label("Last day").fill(DAYS[-1])
    page.get_by_label("Workshop days only").check()
    page.get_by_label("Country").select_option(label="Ghana")
    page.get_by_label("Time zone").select_option("Africa/Accra")
    page.get_by_label("Place (optional)").fill("Bonsa Hall, Prestea")
    page.get_by_label("Web address (optional)").fill(SLUG)
    page.get_by_role("button", name="Make the event").click()
    expect(page.get_by_role("heading", level=1, name="Prestea story dialogue")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/events/{SLUG}$"))


def register(page: Page) -> None:
    page.goto(f"/events/{SLUG}/participants/new")
    for number, (name, sector, gender) in enumerate(PEOPLE, start=1):
        type_into(page, "Full name", name)
        tab_to(page, page.get_by_label("Sector", exact=True))
        choose_by_keys(page, sector)
        tab_to(page, page.get_by_label("Gender", exact=True))
        choose_by_keys(page, gender)
        is_last = number == len(PEOPLE)
        tab_to(page, page.get_by_role("button", name="Save" if is_last else "Save and add another", exact=True))
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text(f"{name} is on the list.")
    page.goto(f"/events/{SLUG}/participants")
    for name, _sector, _gender in PEOPLE:
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()


def plan_a_day(page: Page) -> None:
    page.goto(f"/events/{SLUG}/places")
    page.get_by_label("Name", exact=True).fill("Bonsa Hall")
    page.get_by_role("button", name="Add the place").click()
    add_session(page, "Opening", "9", "10:30", "Ama Pokuaa Darkwahene", "Lead")
    add_session(page, "Licences that miners can get", "11:00", "12:30", "Kɔfi Annorson", "Facilitator")
    add_session(page, "Water below the pits", "11:30", "13:00", "Kɔfi Annorson", "Rapporteur")
    page.goto(f"/events/{SLUG}/agenda")
    clash = page.get_by_role("region", name="One clash")
    expect(clash).to_contain_text("Kɔfi Annorson is in “1.2 Licences that miners can get”")
    expect(page.get_by_role("rowheader", name="09:00")).to_be_visible()


def add_session(page: Page, title: str, begins: str, ends: str, who: str, role: str) -> None:
    page.goto(f"/events/{SLUG}/agenda/new?day={DAYS[0]}")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Begins").fill(begins)
    page.get_by_label("Ends").fill(ends)
    person = page.get_by_role("group", name="Person 1")
    person.get_by_label("Name").fill(who)
    person.get_by_label("Role").select_option(label=role)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(title)


def mark(page: Page, day: str, typed: tuple[str, ...]) -> None:
    page.goto(f"/events/{SLUG}/desk?day={day}&part=whole_day")
    for number, letters in enumerate(typed, start=1):
        page.keyboard.type(letters)
        page.keyboard.press("Enter")
        expect_in(page, number)


def take_back(page: Page) -> None:
    """The one who was marked by mistake: found again, and taken back from the list of the last who came."""
    name = PEOPLE[TYPED.index(TAKEN_BACK)][0]
    page.get_by_role("button", name=f"Undo {name}").click()
    expect_in(page, 9)


def expect_in(page: Page, number: int) -> None:
    expect(page.get_by_role("complementary")).to_contain_text(re.compile(rf"\b{number}\s*of 12 participants are in"))


def correct(page: Page) -> None:
    page.goto(f"/events/{SLUG}/attendance")
    cell = cell_of(page, EXCUSED, 0)
    expect(cell).to_contain_text("Present")
    cell.get_by_role("link").click()
    page.get_by_label("Excused", exact=True).check()
    page.get_by_label("Reason").fill("She had sent word; her cousin came to greet.")
    page.get_by_role("button", name=re.compile("^(Save|Correct)")).first.click()
    page.goto(f"/events/{SLUG}/attendance")
    expect(cell_of(page, EXCUSED, 0)).to_contain_text("Excused")


def cell_of(page: Page, name: str, day: int) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name)).get_by_role("cell").nth(1 + day)


def close_first_day(page: Page) -> None:
    page.goto(f"/events/{SLUG}/attendance/{DAYS[0]}")
    page.get_by_role("button", name="Close the day").click()
    expect(page.get_by_role("main")).to_contain_text("losed")
    page.goto(f"/events/{SLUG}/attendance")
    expect(cell_of(page, PEOPLE[TYPED.index(TAKEN_BACK)][0], 0)).to_contain_text("Absent")


def agree(page: Page, demo: Demo) -> None:
    shown = page.get_by_role("main").locator("dl").first.locator("dd:first-of-type").all_inner_texts()
    labels = page.get_by_role("main").locator("dl").first.locator("dt").all_inner_texts()
    assert dict(zip(labels, shown, strict=True)) == {
        "Registered": "12",
        "Present at least one day": "12",
        "Person-days": "18",
        "Present every day": "6",
    }
    assert on_paper(page) == NUMBERS
    assert in_csv(page) == NUMBERS
    assert by_program(page, demo) == NUMBERS
    told = json.loads(demo.run("report", SLUG, "--format", "json"))
    assert told["numbers"] == NUMBERS
    assert [day["present"] for day in told["days"]] == [8, 10, 0]
    assert {one["sector"]: one["registered"] for one in told["by_sector"]} == {
        "GOV": 2,
        "CSO": 2,
        "ACA": 1,
        "IND": 1,
        "MIN": 4,
        "OTH": 2,
    }


def on_paper(page: Page) -> dict[str, int]:
    """The numbers of the printed report; the other two papers are read on the way."""
    agenda, sheet, report = (pdf(page, name) for name in ("agenda", "sign-in-sheet", "attendance-report"))
    for title in ("Opening", "Licences that miners can get", "Water below the pits"):
        assert title in agenda
    for name, _sector, _gender in PEOPLE:
        assert name in sheet
        assert name in report
    labels = {
        "registered": "Registered",
        "present_any_day": "Present at least one day",
        "person_days": "Person-days",
        "present_every_day": "Present every day",
    }
    found = {key: re.search(rf"(\d+)\s+{label}|{label}\s+(\d+)", report) for key, label in labels.items()}
    return {key: int(match[1] or match[2]) for key, match in found.items() if match}


def pdf(page: Page, name: str) -> str:
    """The text of a document, taken from the page of documents as a reader takes it."""
    page.goto(f"/events/{SLUG}/documents?document={name}")
    form = page.get_by_role("main").locator("form").first
    kept = f"/events/{SLUG}/documents/{name}"  # of a sign-in sheet, whose rows are kept before it is shown
    assert form.get_attribute("action") == (kept if name == "sign-in-sheet" else f"{kept}.pdf")
    answer = page.context.request.get(f"/events/{SLUG}/documents/{name}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.body()))
    return "\n".join(" ".join(sheet.extract_text().split()) for sheet in reader.pages)


def in_csv(page: Page) -> dict[str, int]:
    answer = page.context.request.get(f"/events/{SLUG}/report.csv")
    rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    total = next(row for row in rows if row["sector"] == "ALL")
    return {key: int(total[key]) for key in NUMBERS}


def by_program(page: Page, demo: Demo) -> dict[str, int]:
    token = demo.run("token", "add", "story", "--role", "reporter", "--event", SLUG).split()[-1]
    answer = page.request.get(f"/api/v1/events/{SLUG}/report", headers={"Authorization": f"Bearer {token}"})
    numbers: dict[str, int] = answer.json()["numbers"]
    return numbers
