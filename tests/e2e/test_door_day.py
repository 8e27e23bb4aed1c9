"""A whole day at the door: two phones without a network, the desk beside them, and the report of the next morning."""

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.chromium import PATIENCE_MS
from tests.documents.reading import text
from tests.e2e.addresses import EVENT
from tests.e2e.conftest import Demo
from tests.e2e.test_phone import mark, pair, queue, send_now

pytestmark = pytest.mark.e2e


LATE = {
    "Zubeida Doorstep": "GOV",
    "Zacharias Doorstep": "MIN",
    "Zenabu Doorstep": "CSO",
    "Zinedine Doorstep": "ACA",
    "Zuwena Doorstep": "IND",
    "Zoltan Doorstep": "OTH",
}


@dataclass(frozen=True)
class Absent:
    """Somebody confirmed who is not yet in today."""

    id: int
    name: str
    sector: str


def read(demo: Demo, asked: str, *values: Any) -> list[Any]:
    connection = sqlite3.connect(f"file:{demo.instance / 'dialogues.sqlite3'}?mode=ro", uri=True)
    try:
        return connection.execute(asked, values).fetchall()
    finally:
        connection.close()


@pytest.fixture
def people(demo: Demo, tmp_path: Path) -> list[Absent]:
    """Six people who were put on the list for this day and were seen nowhere yet."""
    sheet = tmp_path / "late.csv"
    rows = [f"{name},{sector}" for name, sector in LATE.items()]
    sheet.write_text("\n".join(["Full name,Sector", *rows]), encoding="utf-8")
    demo.run("import", EVENT, str(sheet))
    asked = "SELECT r.id FROM registration r JOIN event e ON e.id = r.event_id WHERE e.slug = ? AND r.full_name = ?"
    return [Absent(read(demo, asked, EVENT, name)[0][0], name, sector) for name, sector in LATE.items()]


@pytest.fixture
def phones(chromium: Browser, demo: Demo, signed_in: StorageState, people: list[Absent]) -> Iterator[tuple[Page, Page]]:
    """Two phones, paired by who is signed in, with those people on their lists."""
    contexts = [
        chromium.new_context(
            base_url=demo.address, locale="en-GB", viewport={"width": 390, "height": 844}, storage_state=signed_in
        )
        for _ in range(2)
    ]
    for context in contexts:
        context.set_default_timeout(PATIENCE_MS)
    first, second = (pair(context.new_page()) for context in contexts)
    yield first, second
    for context in contexts:
        context.close()


def told(demo: Demo) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(demo.run("report", EVENT, "--format", "json"))
    return report


def present(report: dict[str, Any], day: str) -> int:
    return next(int(one["present"]) for one in report["days"] if one["day"] == day)


def by_sector(report: dict[str, Any], day: str) -> dict[str, int]:
    return {one["sector"]: one["by_day"][day] for one in report["by_sector"]}


def test_the_report_next_morning_is_right_after_a_day_without_a_network(
    phones: tuple[Page, Page], people: list[Absent], page: Page, demo: Demo, tmp_path: Path
) -> None:
    (today,) = read(demo, "SELECT date('now')")[0]
    before = told(demo)
    twice, on_first, desk_too, on_second, taken_back, at_desk = people
    first, second = phones
    for phone in phones:
        phone.context.set_offline(True)
    for one in (twice, on_first, desk_too, taken_back):
        mark(first, one.name)
    first.get_by_role("button", name=f"Undo {taken_back.name}").click()
    expect(first.get_by_text("is taken back")).to_be_visible()
    for one in (twice, on_second):
        mark(second, one.name)
    second.get_by_role("button", name="Walk-in").click()
    second.get_by_label("Full name").fill("Afriyie Without-A-Letter")
    second.get_by_label("Sector", exact=True).select_option("MIN")
    second.get_by_role("button", name="Add, and mark present").click()
    expect(second.get_by_text("is written down as a walk-in")).to_be_visible()
    second.reload()  # the battery, in the middle of the day
    expect(second.get_by_text("names, fetched")).to_be_visible()

    page.goto(f"/events/{EVENT}/desk?part=whole_day")
    for one in (at_desk, desk_too):
        page.get_by_label("Name, organisation or badge").fill(one.name)
        expect(page.locator("[data-desk-found]")).to_contain_text(one.name)
        page.keyboard.press("Enter")
        expect(page.locator(".desk__last-name").first).to_have_text(one.name)

    # What no network has carried yet is in no report: the check of all that follows.
    assert present(told(demo), today) == present(before, today) + 2

    for phone in phones:
        phone.context.set_offline(False)
        send_now(phone)
        expect(phone.get_by_text("All sent")).to_be_visible()
        assert queue(phone) == []

    arrived = (twice, on_first, desk_too, on_second, at_desk)
    after = told(demo)
    assert present(after, today) == present(before, today) + len(arrived) + 1
    expected = by_sector(before, today)
    for one in arrived:
        expected[one.sector] += 1
    expected["MIN"] += 1
    assert by_sector(after, today) == expected
    assert after["numbers"]["person_days"] == before["numbers"]["person_days"] + len(arrived) + 1
    kept = read(
        demo,
        "SELECT m.status, m.device FROM mark m JOIN event_day d ON d.id = m.day_id"
        " WHERE m.registration_id = ? AND d.day = date('now') ORDER BY m.seen_at",
        twice.id,
    )
    assert [status for status, _ in kept] == ["present", "present"]  # neither phone's mark is dropped

    demo.run("document", EVENT, "attendance-report", "-o", str(tmp_path / "report.pdf"))
    paper = re.sub(r"\s+", " ", text((tmp_path / "report.pdf").read_bytes()))
    assert re.search(rf"\b{after['numbers']['person_days']}\b", paper)
    page.goto(f"/events/{EVENT}/report")
    expect(page.get_by_role("main")).to_contain_text(str(after["numbers"]["person_days"]))
