"""Public agendas and the screen in the hall come back without a network, and say that they are copies."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.chromium import PATIENCE_MS
from tests.e2e.addresses import EVENT
from tests.e2e.conftest import Demo

pytestmark = pytest.mark.e2e
AGENDA = f"/e/{EVENT}/agenda"
CLOCK = "new Date().toISOString().slice(11, 16)"  # the venue of the sample keeps UTC


@pytest.fixture
def reader(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """A stranger's browser that was nowhere yet; what it says without a network is not listened to."""
    context = chromium.new_context(base_url=demo.address, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def open_and_keep(page: Page, path: str) -> None:
    """Open a page with a network, until it says itself that it is kept."""
    page.goto(path)
    expect(page.locator("[data-kept]")).to_be_hidden()
    expect(page.get_by_text("Kept on this device")).to_be_visible()


def lose_the_network(page: Page) -> None:
    """From here on nothing comes, and the worker that keeps the page has to be woken, as after a night."""
    page.context.set_offline(True)
    chromium = page.context.new_cdp_session(page)
    chromium.send("ServiceWorker.enable")
    chromium.send("ServiceWorker.stopAllWorkers")


def test_the_public_agenda_comes_back_without_a_network_and_says_that_it_is_a_copy(reader: Page) -> None:
    copy = reader.get_by_text("No network: this page is of")
    open_and_keep(reader, AGENDA)
    heading = reader.get_by_role("heading", level=2).first.text_content()
    lose_the_network(reader)
    reader.reload()
    expect(copy).to_be_visible()
    expect(reader.get_by_role("heading", level=2).first).to_have_text(str(heading))
    assert reader.evaluate("getComputedStyle(document.querySelector('.public')).display") == "grid"  # its files too
    with pytest.raises(Error):  # a form is never kept, and without the worker nothing comes back
        reader.goto(f"/e/{EVENT}/register")
    reader.context.set_offline(False)
    reader.goto(AGENDA)
    expect(copy).to_be_hidden()


def test_a_page_that_was_never_opened_here_says_that_there_is_no_copy_of_it(reader: Page) -> None:
    open_and_keep(reader, AGENDA)
    lose_the_network(reader)
    reader.goto(f"/e/{EVENT}")
    expect(reader.get_by_role("heading", level=1)).to_have_text("No network")
    expect(reader.get_by_text("This page was not opened on this device before")).to_be_visible()


def test_without_its_copy_a_page_is_not_shown_as_one(reader: Page) -> None:
    """The control: what comes back above comes from the copy, and from nothing else."""
    open_and_keep(reader, AGENDA)
    assert reader.evaluate(f"caches.keys().then(([name]) => caches.open(name)).then((one) => one.delete('{AGENDA}'))")
    lose_the_network(reader)
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("No network")


def test_the_page_of_a_hotspot_takes_no_copy_s_place(reader: Page) -> None:
    open_and_keep(reader, AGENDA)
    body = "<!doctype html><title>Wifi</title><h1>Please sign in</h1>"
    reader.context.route(f"**{AGENDA}", lambda route: route.fulfill(body=body, content_type="text/html"))
    reader.reload()
    expect(reader.get_by_role("heading")).to_have_text("Please sign in")
    reader.context.unroute(f"**{AGENDA}")
    lose_the_network(reader)
    reader.reload()
    expect(reader.get_by_text("No network: this page is of")).to_be_visible()


def test_a_screen_that_is_started_again_without_a_network_counts_on(reader: Page, wall_address: str) -> None:
    open_and_keep(reader, wall_address)
    lose_the_network(reader)
    reader.reload()
    expect(reader.locator("[data-age]")).to_contain_text("No network. The plan is that of")
    ahead = reader.evaluate(f"JSON.parse(localStorage.getItem('plan {wall_address}/plan.json')).ahead")
    assert abs(ahead) < 60_000  # this computer's clock is the server's: what was measured is next to nothing
    reader.wait_for_function(f"document.querySelector('[data-clock]').textContent === {CLOCK}")
    reader.context.set_offline(False)
    reader.reload()
    expect(reader.locator("[data-age]")).to_contain_text("Plan as it stands at")
