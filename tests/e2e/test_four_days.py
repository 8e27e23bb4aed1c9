"""Four days of a dialogue as their facilitator runs them: pattern, edition, a minister who overruns, the next edition.

The third day is today, because a late day is told on the day itself.
"""

import io
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import Demo, Watched

pytestmark = pytest.mark.e2e

SLUG = "tarkwa-four-days"
AGENDA = f"/events/{SLUG}/agenda"
MINISTER = "Opening: what we saw in the field"


def test_a_facilitator_runs_four_days_with_a_minister_who_overruns(
    demo: Demo, page: Page, browse: Watched, tmp_path: Path, shoot: Callable[[Page, str], None]
) -> None:
    today = datetime.now(UTC).date()  # of the venue, too: Accra is on UTC all year
    demo.run("event", "add", SLUG, "--title", "Four days", "--from", f"{today - timedelta(days=2)}",
             "--to", f"{today + timedelta(days=1)}", "--zone", "Africa/Accra")  # fmt: skip
    phone = phone_of_somebody(demo, browse, tmp_path)
    begin_with_the_pattern(page)
    publish(page, 1)
    phone.reload()
    expect_told(phone, "Voices from the pits", "09:45")
    expect(phone.get_by_text("minutes late")).to_have_count(0)
    screen = open_screen(demo, page)
    run_late(page, shoot)
    phone.reload()
    expect(phone.get_by_text("We are running 35 minutes late. The times here are the new ones.")).to_be_visible()
    expect_told(phone, "Voices from the pits", "09:50")
    expect_told(phone, "Lunch and prayer", "12:30")
    expect(phone.get_by_text("How we work together")).to_have_count(0)
    shoot(phone, "phone-late")
    assert planned(page, screen, today)["Voices from the pits"] == "09:50"
    assert planned(page, screen, today)["Lunch and prayer"] == "12:30"
    publish(page, 2)
    expect(
        page.get_by_text(re.compile("“Opening: what we saw in the field”.*runs from 08:30 to 09:50"))
    ).to_be_visible()
    expect(page.get_by_role("link", name="Write to those concerned")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Edition 2,")).to_be_visible()
    printed_with_the_new_times(page, today)


def phone_of_somebody(demo: Demo, browse: Watched, folder: Path) -> Page:
    """A telephone on the agenda behind the personal link of somebody registered."""
    (folder / "people.csv").write_text("Full name,Sector\nAma Pokuaa,Miners\n")
    demo.run("import", SLUG, str(folder / "people.csv"))
    token = asked(demo, "SELECT link_token FROM registration JOIN event ON event.id = event_id WHERE slug = ?", SLUG)
    phone = browse(is_stranger=True, viewport={"width": 390, "height": 844})
    phone.goto(f"/my/{token}/agenda")
    return phone


def asked(demo: Demo, question: str, *facts: str) -> str:
    connection = sqlite3.connect(f"file:{demo.instance / 'dialogues.sqlite3'}?mode=ro", uri=True)
    try:
        (found,) = connection.execute(question, facts).fetchone()
    finally:
        connection.close()
    return str(found)


def begin_with_the_pattern(page: Page) -> None:
    page.goto(AGENDA)
    page.get_by_role("link", name="Begin with a pattern").click()
    page.get_by_label("A dialogue: two field days, then two workshop days").check()
    page.get_by_role("button", name="Put it on the agenda").click()
    expect(page.get_by_text("35 sessions are on the agenda.")).to_be_visible()
    expect(page.locator("[data-day]")).to_have_count(4)


def publish(page: Page, number: int) -> None:
    page.goto(AGENDA)
    page.get_by_role("link", name=f"Publish edition {number}").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Edition {number} is published.")).to_be_visible()


def open_screen(demo: Demo, page: Page) -> str:
    """The address of a new screen in the hall."""
    page.goto(AGENDA)
    page.get_by_role("link", name="Screens").click()
    page.get_by_role("button", name="New screen").click()
    expect(page.get_by_text("The screen has an address.")).to_be_visible()
    token = asked(demo, "SELECT token FROM wall_link JOIN event ON event.id = event_id WHERE slug = ?", SLUG)
    return f"/wall/{token}/plan.json"


def run_late(page: Page, shoot: Callable[[Page, str], None]) -> None:
    """The minister speaks 35 minutes longer: looked at first, then done; lunch is pinned, tea keeps its floor."""
    page.goto(AGENDA)
    page.locator("[data-day]").nth(2).get_by_role("link", name="Running late?").click()
    page.get_by_label("What took longer").select_option(label=f"08:30 3.1 {MINISTER}")
    page.get_by_label("By how many minutes").fill("35")
    page.get_by_label("And leave out what may be left out, if that is not enough").check()
    page.get_by_role("button", name="Show what it would be").click()
    expect(page.get_by_role("row", name=re.compile("How we work together.*left out, parked"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Voices from the pits.*09:45–10:45.*09:50–10:50"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Lunch"))).to_have_count(0)
    expect(page.get_by_text("The day ends at 17:00, as planned.")).to_be_visible()
    shoot(page, "four-days-late")
    page.get_by_role("button", name="Set the rest of the day").click()
    expect(
        page.get_by_text("The rest of the day is 35 minutes late. Phones and screens show the new times.")
    ).to_be_visible()


def expect_told(phone: Page, title: str, at: str) -> None:
    """The third day tells that the session begins then."""
    row = phone.locator("section").nth(2).locator(".agenda__row", has_text=title)
    expect(row.first).to_contain_text(at)


def planned(page: Page, screen: str, day: date) -> dict[str, str]:
    """When each session of a day begins, as the screen is told."""
    told = page.request.get(screen).json()["sessions"]
    return {one["title"]: one["time"] for one in told if one["day"] == day.isoformat()}


def printed_with_the_new_times(page: Page, day: date) -> None:
    answer = page.request.get(f"/events/{SLUG}/documents/agenda.pdf?day={day}")
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.body())).pages)
    assert "Edition 2" in text
    assert re.search(r"09:50\s*3\.\d\s*Voices from the pits", text), text
