"""What a visit weighs on the wire: at 100 kbit/s twelve kilobytes are a second, and each request is a journey."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.addresses import EVENT

pytestmark = pytest.mark.e2e

KB = 1000
# Bytes at the first and at a later visit, requests at the first.
PUBLIC = (45 * KB, 12 * KB, 5)
OF_ORGANISERS = (100 * KB, 25 * KB, 9)
LIST_HTML, FRAGMENT = 15 * KB, 8 * KB


class Scales:
    """Counts what comes over the wire into a tab, headers included; what the browser kept weighs nothing."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sent: dict[str, str] = {}
        self._bytes: dict[str, float] = {}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._note_request)
        network.on("Network.loadingFinished", self._note_end)

    def _note_request(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self._sent[event["requestId"]] = event["request"]["url"]

    def _note_end(self, event: dict[str, Any]) -> None:
        self._bytes[event["requestId"]] = event["encodedDataLength"]

    def visit(self, address: str) -> tuple[dict[str, float], float]:
        """The bytes by address of what was fetched to show a page, and their sum."""
        self._sent.clear()
        self._bytes.clear()
        self._page.goto(address, wait_until="networkidle")
        fetched = {url: self._bytes[key] for key, url in self._sent.items() if self._bytes.get(key)}
        return fetched, sum(fetched.values())


def weigh(page: Page, address: str) -> tuple[float, float, int]:
    """Bytes of the first visit and of the second, and requests of the first."""
    scales = Scales(page)
    fetched, first = scales.visit(address)
    _kept, second = scales.visit(address)
    return first, second, len(fetched)


def within(found: tuple[float, float, int], most: tuple[float, float, int]) -> bool:
    return all(one <= limit for one, limit in zip(found, most, strict=True))


@pytest.mark.parametrize("address", (f"/e/{EVENT}", f"/e/{EVENT}/agenda", f"/e/{EVENT}/register"))
def test_a_public_page_is_light(browse: Callable[..., Page], address: str) -> None:
    found = weigh(browse(is_stranger=True), address)
    assert within(found, PUBLIC), found


@pytest.mark.parametrize(
    "address",
    (
        "/",
        f"/events/{EVENT}",
        f"/events/{EVENT}/participants",
        f"/events/{EVENT}/participants/new",
        f"/events/{EVENT}/attendance",
        f"/events/{EVENT}/agenda",
        f"/events/{EVENT}/report",
        f"/events/{EVENT}/desk",
        "/events/new",
    ),
)
def test_a_page_of_organisers_is_light(browse: Callable[..., Page], address: str) -> None:
    found = weigh(browse(), address)
    assert within(found, OF_ORGANISERS), found


def test_fifty_people_are_a_light_list_and_a_search_lighter_still(browse: Callable[..., Page]) -> None:
    page = browse()
    fetched, _sum = Scales(page).visit(f"/events/{EVENT}/participants")
    assert page.get_by_role("rowheader").count() == 50
    assert fetched[page.url] <= LIST_HTML
    page.goto(f"/events/{EVENT}/desk")
    with page.expect_response(lambda answer: "/desk?" in answer.url and "q=ama" in answer.url) as told:
        page.keyboard.type("ama")
    assert told.value.request.sizes()["responseBodySize"] <= FRAGMENT


def test_a_picture_that_slipped_in_tips_the_scales(browse: Callable[..., Page]) -> None:
    page = browse(is_stranger=True)
    heavy = b"\x89PNG" + bytes(range(256)) * 200
    page.route("**/heavy.png", lambda route: route.fulfill(body=heavy, content_type="image/png"))
    page.route(f"**/e/{EVENT}", add_picture)
    found = weigh(page, f"/e/{EVENT}")
    assert not within(found, PUBLIC)
    assert found[2] == 6


def add_picture(route: Any) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("</main>", '<img src="/heavy.png" alt=""></main>'))
