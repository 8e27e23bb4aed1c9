"""A phone that could not send for a whole event: ten thousand marks wait on it, and it works on."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.conftest import Demo
from tests.e2e.test_phone import MARKS, mark, pair, queue, send_now, unmarked

pytestmark = pytest.mark.e2e

WAITING = 10_000
BATCH = 100
ALL_SENT_MS = 240_000  # a hundred requests, on whatever machine
# What a phone wrote into its queue in the course of days.
FILL = """([slug, number, people]) => new Promise((resolve, reject) => {
  const asked = indexedDB.open("dialogues-phone");
  asked.onsuccess = () => {
    const work = asked.result.transaction("queue", "readwrite");
    const queue = work.objectStore("queue");
    for (let counter = 1; counter <= number; counter += 1) {
      const id = crypto.randomUUID();
      const body = { id, registration_id: people[counter % people.length], day: "2016-01-19", part: "whole_day",
        status: "present", seen_at: new Date().toISOString(), counter };
      queue.add({ id, slug, format: 1, kind: "mark", counter, tries: 0, state: "waiting", at: Date.now(), body });
    }
    work.oncomplete = () => { asked.result.close(); resolve(); };
    work.onabort = () => reject(work.error);
  };
})"""


@pytest.fixture
def full_phone(chromium: Browser, demo: Demo, signed_in: Any) -> Any:
    """A phone with ten thousand marks in its queue and no way out."""
    context = chromium.new_context(
        base_url=demo.address, locale="en-GB", viewport={"width": 390, "height": 844}, storage_state=signed_in
    )
    context.set_default_timeout(60_000)
    page = pair(context.new_page())
    page.route(MARKS, lambda route: route.abort("connectionreset"))
    slug = page.url.split("/events/")[1].split("/")[0]
    page.evaluate(FILL, [slug, WAITING, [one["id"] for one in unmarked(page, 60)]])
    page.reload()
    yield page
    context.close()


def test_ten_thousand_marks_are_sent_in_batches_while_the_phone_works_on(full_phone: Any) -> None:
    waits = full_phone.locator("[data-phone=waits]")
    expect(waits).to_have_text(f"{WAITING} wait", timeout=60_000)
    people = unmarked(full_phone, 60)
    mark(full_phone, people[0]["name"])
    expect(full_phone.locator("[data-phone=answer]")).to_contain_text(people[0]["name"])
    sizes: list[int] = []
    seen: set[str] = set()

    def take(route: Route) -> None:
        ids = [one["id"] for one in route.request.post_data_json["marks"]]
        sizes.append(len(ids))
        seen.update(ids)
        results = [{"id": one, "outcome": "recorded"} for one in ids]
        device = {"name": "Phone", "clock_offset_s": 0}
        route.fulfill(body=json.dumps({"results": results, "device": device}), content_type="application/json")

    full_phone.route(MARKS, take)
    send_now(full_phone)
    mark(full_phone, people[1]["name"])  # the door does not wait for the network
    expect(full_phone.locator("[data-phone=answer]")).to_contain_text(people[1]["name"])
    expect(waits).to_have_text("All sent", timeout=ALL_SENT_MS)
    assert queue(full_phone) == []
    assert len(seen) == sum(sizes) == WAITING + 2
    assert max(sizes) == BATCH
