"""The screen in the hall counts on without a network, says so, and catches up."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Watched

pytestmark = pytest.mark.e2e

NINE = int(datetime(2026, 6, 2, 9, 0, tzinfo=UTC).timestamp() * 1000)
MINUTE = 60_000


def session(title: str, starts_min: int, ends_min: int) -> dict[str, object]:
    at = f"{9 + starts_min // 60:02}:{starts_min % 60:02}"
    return {
        "title": title, "starts": NINE + starts_min * MINUTE, "ends": NINE + ends_min * MINUTE, "day": "2026-06-02",
        "time": at, "dated": f"Tue 2 Jun, {at}", "place": "Veranda",
    }  # fmt: skip


@pytest.fixture
def screen(browse: Watched, wall_address: str) -> Page:
    """The screen with a plan of our own, on a clock that stands still until it is moved."""
    page = browse(is_stranger=True, viewport={"width": 1366, "height": 768})
    page.clock.install(time=datetime(2026, 6, 2, 9, 0, tzinfo=UTC))
    plan = {"offset_min": 0, "sessions": [session("Opening", 0, 30), session("Licence", 30, 90)]}

    page.route("**/plan.json", lambda route: route.fulfill(json={**plan, "as_of": NINE}))
    page.goto(wall_address)
    page.clock.pause_at(datetime(2026, 6, 2, 9, 0, 30, tzinfo=UTC))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-list=running]")).to_contain_text("Opening")
    return page


def test_it_goes_on_counting_without_a_network_and_says_how_old_its_plan_is(screen: Page) -> None:
    expect(screen.locator("[data-left]")).to_have_text("30 min left")
    expect(screen.locator("[data-list=next]")).to_contain_text("Licence")
    screen.context.set_offline(True)
    screen.clock.run_for(31 * MINUTE)
    expect(screen.locator("[data-list=running]")).to_contain_text("Licence")
    expect(screen.locator("[data-clock]")).to_have_text("09:31")
    expect(screen.locator("[data-left]")).to_have_text("59 min left")
    expect(screen.locator("[data-age]")).to_have_text("No network. The plan is that of 09:00.")


def test_it_takes_the_plan_that_was_changed_meanwhile_when_the_network_is_back(screen: Page) -> None:
    screen.context.set_offline(True)
    screen.clock.run_for(10 * MINUTE)
    expect(screen.locator("[data-age]")).to_contain_text("No network.")
    late = {"as_of": NINE + 10 * MINUTE, "offset_min": 0, "sessions": [session("Opening", 0, 65)]}
    screen.route("**/plan.json", lambda route: route.fulfill(json=late))
    screen.context.set_offline(False)
    expect(screen.locator("[data-left]")).to_have_text("55 min left")
    expect(screen.locator("[data-age]")).to_have_text("Plan as it stands at 09:10")
    expect(screen.locator("[data-list=next] li")).to_have_count(0)


def test_a_page_of_somebodys_hotspot_is_no_plan(screen: Page) -> None:
    screen.route(
        "**/plan.json", lambda route: route.fulfill(body="<html>Please sign in</html>", content_type="text/html")
    )
    screen.clock.run_for(5 * MINUTE)
    expect(screen.locator("[data-list=running]")).to_contain_text("Opening")
    expect(screen.locator("[data-age]")).to_contain_text("No network.")
