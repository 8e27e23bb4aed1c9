"""Signing out on a phone takes the names off it and leaves what waits there."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import PATIENCE_MS
from tests.e2e.conftest import Demo, sign_in
from tests.e2e.test_phone import MARKS, PHONE, kept_marks, mark, pair, queue, send_now, stored, unmarked

pytestmark = pytest.mark.e2e


@pytest.fixture
def own_phone(chromium: Browser, demo: Demo) -> Any:
    """A phone on which somebody signed in for themselves, so that signing out ends nobody else's work."""
    context = chromium.new_context(
        base_url=demo.address, locale="en-GB", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    sign_in(page, demo)
    yield pair(page)
    context.close()


def keys_in(kept: str) -> list[str]:
    """The keys of lists among all that a phone keeps."""
    return re.findall(r"^key \w+$", kept, re.MULTILINE)


def test_signing_out_wipes_the_names_and_keeps_what_waits(own_phone: Any, demo: Demo) -> None:
    names = [one["name"] for one in unmarked(own_phone, 44)]
    own_phone.route(MARKS, lambda route: route.abort("connectionreset"))
    mark(own_phone, names[0])
    expect(own_phone.locator("[data-phone=answer]")).to_contain_text(names[0])
    waiting = [one["id"] for one in queue(own_phone)]
    assert len(waiting) == 1
    assert keys_in(stored(own_phone)) == ["key false"]
    account = own_phone.context.new_page()
    account.goto("/events")
    account.locator("summary", has_text="my menu").click()
    account.get_by_role("button", name="Sign out").click()
    account.wait_for_url("**/sign-in")
    told = own_phone.locator("[data-phone=pair]")
    expect(told).to_contain_text("Somebody signed out on this phone")  # the page that was open, too
    kept = stored(account)
    assert keys_in(kept) == []
    assert not any(name in kept for name in names)
    assert [one["id"] for one in queue(account)] == waiting
    own_phone.goto(PHONE)  # opened again: the names do not come back
    expect(told).to_contain_text("Somebody signed out on this phone")
    expect(own_phone.get_by_text("names, fetched")).to_have_count(0)
    own_phone.unroute(MARKS)
    send_now(own_phone)
    expect(own_phone.locator("[data-phone=waits]")).to_have_text("All sent")
    assert waiting[0] in kept_marks(demo)
    assert keys_in(stored(own_phone)) == []
