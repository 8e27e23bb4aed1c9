"""A day at the door with the network cut: nothing shown as saved is lost, and nothing leaves unanswered."""

import json
import os
import re
import signal
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dialogues.core.folding import fold, search_key
from tests.chromium import PATIENCE_MS, find_chromium
from tests.e2e.addresses import EVENT
from tests.e2e.conftest import Demo, sign_in
from tests.e2e.test_weight import KB, Scales

pytestmark = pytest.mark.e2e

PHONE = f"/events/{EVENT}/phone"
PHONE_WEIGHT = 70 * KB
FOLDING = Path(__file__).resolve().parents[2] / "static/js/phone/folding.js"
MARKS = "**/api/v1/events/*/marks"


@pytest.fixture
def phone(chromium: Browser, demo: Demo, signed_in: Any) -> Any:
    """A phone that was paired by who is signed in on it."""
    context = chromium.new_context(
        base_url=demo.address, locale="en-GB", viewport={"width": 390, "height": 844}, storage_state=signed_in
    )
    context.set_default_timeout(PATIENCE_MS)
    yield pair(context.new_page())
    context.close()


def pair(page: Page) -> Page:
    page.goto(f"/events/{EVENT}/desk/phone")
    page.get_by_label("It is the phone I am holding").check()
    page.get_by_role("button", name="Make a code").click()
    page.wait_for_url("**/phone#pair=*")
    page.get_by_role("button", name="Pair this phone").click()
    expect(page.get_by_text("names, fetched")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def queue(page: Page) -> list[dict[str, Any]]:
    """What lies in the phone's queue, read past the page."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open("dialogues-phone");
          asked.onsuccess = () => {
            const all = asked.result.transaction("queue").objectStore("queue").getAll();
            all.onsuccess = () => { asked.result.close(); resolve(all.result); };
          };
        })"""
    )
    return found


def stored(page: Page) -> str:
    """All that the phone keeps of names: stores and caches, as text."""
    text: str = page.evaluate(
        """async () => {
          const opened = await new Promise((resolve) => {
            const asked = indexedDB.open("dialogues-phone");
            asked.onsuccess = () => resolve(asked.result);
          });
          const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
          for (const name of opened.objectStoreNames) {
            const rows = await new Promise((resolve) => {
              const all = opened.transaction(name).objectStore(name).getAll();
              all.onsuccess = () => resolve(all.result);
            });
            for (const row of rows) {
              const data = row instanceof CryptoKey ? `key ${row.extractable}` : JSON.stringify(row);
              parts.push(name, data, row.data ? new TextDecoder("latin1").decode(row.data) : "");
            }
          }
          opened.close();
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const one of await cache.keys()) parts.push(one.url, await (await cache.match(one)).text());
          }
          return parts.join("\\n");
        }"""
    )
    return text


def unmarked(page: Page, number: int) -> list[dict[str, Any]]:
    """Some people whose names are on the phone, with a name that nobody else has."""
    answer = page.evaluate(
        """async () => {
          const opened = await new Promise((resolve) => {
            const asked = indexedDB.open("dialogues-phone");
            asked.onsuccess = () => resolve(asked.result);
          });
          const get = (store) => new Promise((resolve) => {
            const asked = opened.transaction(store).objectStore(store).getAll();
            asked.onsuccess = () => resolve(asked.result[0]);
          });
          const [key, kept] = [await get("keys"), await get("lists")];
          opened.close();
          const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.data);
          return JSON.parse(new TextDecoder().decode(data)).people;
        }"""
    )
    confirmed = str(answer["status_codes"].index("confirmed"))
    names = answer["names"]
    ids = [sum(answer["ids"][: at + 1]) for at in range(len(names))]
    badges = [answer["badges"][at * 8 : at * 8 + 8] for at in range(len(names))]
    people = [
        {"id": ids[at], "name": name, "tail": badges[at]}
        for at, name in enumerate(names)
        if answer["statuses"][at] == confirmed and names.count(name) == 1
    ]
    return people[-number:]


def mark(page: Page, name: str) -> None:
    """Find somebody by name and mark them; done when the page lists this very mark as saved, not the one before."""
    page.get_by_label("Find a name, or type a badge").fill(name)
    page.locator("[data-phone=hits] button").filter(has_text=name).first.click()
    expect(page.locator("[data-phone=last]")).to_contain_text(name)  # news of other marks may take the answer's place


def kept_marks(demo: Demo) -> dict[str, tuple[str, str]]:
    """Every mark the server recorded: how and of which status, by its id."""
    connection = sqlite3.connect(f"file:{demo.instance / 'dialogues.sqlite3'}?mode=ro", uri=True)
    try:
        return {
            str(uuid.UUID(row[0])): (row[1], row[2])
            for row in connection.execute("SELECT id, source, status FROM mark")
        }
    finally:
        connection.close()


def send_now(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def let_it_finish(page: Page) -> None:
    """Until no tab is sending."""
    page.evaluate(
        """async () => {
          while ((await navigator.locks.query()).held.length) await new Promise((resolve) => setTimeout(resolve, 20));
        }"""
    )


def test_a_day_at_the_door_with_the_network_cut(phone: Page, demo: Demo) -> None:
    people = unmarked(phone, 6)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text("names, fetched")).to_be_visible()
    for one in people[:4]:
        mark(phone, one["name"])
    phone.reload()
    expect(phone.get_by_text("names, fetched")).to_be_visible()  # signs typed before the page is there go nowhere
    badge = holder(demo, people[4]["id"])
    phone.keyboard.type(badge)
    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Mark present").click()
    phone.get_by_role("button", name="Walk-in").click()
    phone.get_by_label("Full name").fill("Yaw <img src=x onerror=alert(1)> Tetteh")
    phone.get_by_label("Sector", exact=True).select_option("MIN")
    phone.get_by_role("button", name="Add, and mark present").click()
    expect(phone.get_by_text("is written down as a walk-in")).to_be_visible()
    mark(phone, people[5]["name"])
    phone.get_by_role("button", name=f"Undo {people[5]['name']}").click()
    expect(phone.get_by_text("is taken back")).to_be_visible()
    waiting = queue(phone)
    assert len(waiting) in (7, 8)  # five marks, the walk-in and its mark; the undo too if sending had been tried
    assert [one["counter"] for one in sorted(waiting, key=lambda one: one["counter"])] == sorted(
        {one["counter"] for one in waiting}
    )
    phone.context.set_offline(False)
    send_now(phone)
    expect(phone.get_by_text("All sent")).to_be_visible()
    assert queue(phone) == []
    kept = kept_marks(demo)
    marks = [one for one in waiting if one["kind"] == "mark"]
    assert all(one["id"] in kept for one in marks)
    assert kept[next(one["id"] for one in marks if "badge_code" in one["body"])] == ("qr", "present")
    phone.context.set_offline(True)  # and the names are there the next time, the walk-in among them
    phone.reload()
    expect(phone.get_by_text("names, fetched")).to_be_visible()
    phone.keyboard.type("tetteh yaw")
    expect(phone.locator("[data-phone=hits]")).to_contain_text("<img src=x onerror=alert(1)>")


def holder(demo: Demo, registration_id: int) -> str:
    connection = sqlite3.connect(f"file:{demo.instance / 'dialogues.sqlite3'}?mode=ro", uri=True)
    try:
        asked = "SELECT badge_code FROM registration WHERE id = ?"
        return str(connection.execute(asked, (registration_id,)).fetchone()[0])
    finally:
        connection.close()


def as_json(status: int, body: Any, **headers: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json", headers=headers)

    return answer


def error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "No."}}


BAD_ANSWERS: dict[str, Callable[[Route], None]] = {
    "portal": lambda route: route.fulfill(status=200, body="<h1>Welcome to the hotel</h1>", content_type="text/html"),
    "portal that says JSON": lambda route: route.fulfill(body="<h1>Welcome</h1>", content_type="application/json"),
    "half": lambda route: route.fulfill(body='{"results": [{"id": "', content_type="application/json"),
    "nothing named": as_json(200, {"results": []}),
    "others named": as_json(200, {"results": [{"id": str(uuid.uuid4()), "outcome": "recorded"}]}),
    "no outcome": lambda route: route.fulfill(
        body=json.dumps(
            {"results": [{"id": one["id"], "outcome": "ok"} for one in route.request.post_data_json["marks"]]}
        ),
        content_type="application/json",
    ),
    "400": as_json(400, error("bad_request")),
    "401": lambda route: route.fulfill(status=401, body="<h1>Log in</h1>", content_type="text/html"),
    "403": as_json(403, error("not_allowed")),
    "404": as_json(404, error("not_found")),
    "409": as_json(409, error("conflict")),
    "413": as_json(413, error("too_many_marks")),
    "429": as_json(429, error("slow_down"), **{"Retry-After": "0"}),
    "500": as_json(500, error("internal")),
    "503": as_json(503, error("unavailable"), **{"Retry-After": "0"}),
    "redirect": lambda route: route.fulfill(status=302, headers={"Location": "/sign-in"}),
    "cut": lambda route: route.abort("connectionreset"),
}


def test_no_bad_answer_takes_a_mark_out_of_the_queue(phone: Page) -> None:
    people = unmarked(phone, 12)
    phone.route(MARKS, lambda route: route.abort("connectionreset"))
    mark(phone, people[6]["name"])
    mark(phone, people[7]["name"])
    before = {one["id"] for one in queue(phone)}
    assert len(before) == 2
    lost = {}
    for name, bad in BAD_ANSWERS.items():
        phone.route(MARKS, bad)  # in front of the one before it: a retry never finds the way open
        with phone.expect_request(MARKS):
            send_now(phone)
        let_it_finish(phone)
        left = {one["id"]: one["state"] for one in queue(phone)}
        if left != dict.fromkeys(before, "waiting"):
            lost[name] = left
    assert lost == {}
    assert phone.get_by_text("names, fetched").is_visible()  # and none of them wiped the names


def test_a_server_that_asks_for_time_gets_it(phone: Page) -> None:
    phone.route(MARKS, as_json(503, error("unavailable"), **{"Retry-After": "3600"}))
    with phone.expect_request(MARKS):
        mark(phone, unmarked(phone, 13)[0]["name"])
    let_it_finish(phone)
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    phone.route(MARKS, note)
    for _again in range(3):
        send_now(phone)
        let_it_finish(phone)
    assert asked == []
    assert len(queue(phone)) == 1


def test_one_bad_mark_holds_up_no_other_and_what_is_refused_waits_for_a_person(phone: Page) -> None:
    people = unmarked(phone, 15)
    phone.route(MARKS, lambda route: route.abort("connectionreset"))
    for one in people[:3]:
        mark(phone, one["name"])
    bad = queue(phone)[1]["id"]

    def choke(route: Route) -> None:
        marks = route.request.post_data_json["marks"]
        if any(one["id"] == bad for one in marks):
            as_json(400, error("bad_request"))(route)
        else:
            route.continue_()

    phone.route(MARKS, choke)
    send_now(phone)
    expect(phone.locator("[data-phone=waits]")).to_have_text("1 wait")
    assert [one["id"] for one in queue(phone)] == [bad]
    words = "Nobody on the list of this event has this badge or number."
    refusal = {"id": bad, "outcome": "refused", "code": "unknown_person", "message": words, "kept": True}
    phone.route(MARKS, as_json(200, {"results": [refusal], "device": {"name": "x", "clock_offset_s": 0}}))
    send_now(phone)
    expect(phone.get_by_role("heading", name="Needs a person")).to_be_visible()
    expect(phone.locator("[data-phone=refused-list]")).to_contain_text(words)
    assert [one["state"] for one in queue(phone)] == ["refused"]
    phone.get_by_role("button", name="Leave it to the organiser").click()
    expect(phone.get_by_role("heading", name="Needs a person")).to_be_hidden()
    assert queue(phone) == []


def test_two_tabs_send_each_mark_once(phone: Page) -> None:
    people = unmarked(phone, 20)
    phone.route(MARKS, lambda route: route.abort("connectionreset"))
    for one in people[:3]:
        mark(phone, one["name"])
    sent: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/marks"):
            sent.extend(one["id"] for one in request.post_data_json["marks"])

    phone.context.on("requestfinished", note)
    other = phone.context.new_page()
    phone.unroute(MARKS)
    other.goto(PHONE)
    send_now(other)
    send_now(phone)
    expect(other.locator("[data-phone=waits]")).to_have_text("All sent")
    expect(phone.locator("[data-phone=waits]")).to_have_text("All sent")
    assert queue(other) == []
    assert len(sent) == len(set(sent)) == 3


def test_a_phone_taken_off_while_away_loses_its_names_and_hands_in_its_marks(phone: Page, demo: Demo) -> None:
    people = unmarked(phone, 25)
    names = [one["name"] for one in people]
    assert not any(name in stored(phone) for name in names)  # encrypted even before
    assert "key false" in stored(phone)
    phone.route(MARKS, lambda route: route.abort("connectionreset"))
    mark(phone, names[0])
    mark_id = queue(phone)[0]["id"]
    desk = phone.context.new_page()
    desk.goto(f"/events/{EVENT}/devices")
    for button in desk.get_by_role("button", name="Take off").all():
        desk.get_by_role("button", name="Take off").first.click()
        assert button is not None
    phone.unroute(MARKS)
    send_now(phone)
    expect(phone.get_by_text("This phone was taken off the event, so the names were wiped.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Needs a person")).to_be_visible()
    kept = stored(phone)
    assert "key" not in re.findall(r"^key \w+$", kept, re.MULTILINE)
    assert not any(name in kept for name in names)
    assert [(one["id"], one["answer"]["kept"]) for one in queue(phone)] == [(mark_id, True)]
    assert mark_id not in kept_marks(demo)
    desk.reload()
    expect(desk.get_by_role("link", name="Settle").first).to_be_visible()
    desk.get_by_role("link", name="Settle").first.click()
    desk.get_by_label("Record it, as a correction").check()
    desk.get_by_label("Reason", exact=True).fill("I saw her come in")
    desk.get_by_role("button", name="Settle it").click()
    expect(desk.get_by_text("That is settled.")).to_be_visible()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("It waits again.")).to_be_visible()


def test_what_was_shown_as_saved_survives_a_killed_browser(
    chromium: Browser, demo: Demo, tmp_path: Any, signed_in: Any
) -> None:
    """The browser of its own is killed, with no time to put anything away; its profile is opened again."""
    profile = tmp_path / "profile"
    shown: set[str] = set()
    for turn in range(2):
        context = persistent(chromium, profile, demo)
        page = context.pages[0]
        if turn == 0:
            context.add_cookies(signed_in["cookies"])
            pair(page)
            people = unmarked(page, 30)
        else:
            page.goto(PHONE)
            expect(page.get_by_text("names, fetched")).to_be_visible()
            assert shown <= {one["id"] for one in queue(page)}
        page.route(MARKS, lambda route: route.abort("connectionreset"))
        for one in people[turn * 4 : turn * 4 + 4]:
            mark(page, one["name"])
            shown |= {item["id"] for item in queue(page)}
        kill(profile)
    context = persistent(chromium, profile, demo)
    page = context.pages[0]
    page.goto(PHONE)
    expect(page.locator("[data-phone=waits]")).to_have_text("All sent")
    assert len(shown) == 8
    assert shown <= set(kept_marks(demo))
    context.close()


def persistent(chromium: Browser, profile: Any, demo: Demo) -> BrowserContext:
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=find_chromium(), args=["--no-sandbox", "--no-first-run"], base_url=demo.address,
        locale="en-GB",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    return context


def kill(profile: Any) -> None:
    """SIGKILL to the browser that holds this profile, and to nothing else."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command:
            os.kill(int(folder.name), signal.SIGKILL)


def test_the_page_is_light_and_open_to_everybody(phone: Page, shoot: Callable[[Page, str], None]) -> None:
    fresh = phone.context.browser.new_context(base_url=phone.url.split("/events")[0])
    page = fresh.new_page()
    fetched, weight = Scales(page).visit(PHONE)
    worker = page.evaluate(
        """async () => {
          await navigator.serviceWorker.ready;
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          return (await cache.keys()).map((one) => new URL(one.url).pathname);
        }"""
    )
    kept = {path.rpartition("/")[2] for path in worker}
    assert kept == {"phone", "screen.css", "phone.js", "icons.svg", "mark.svg", "qr-scanner-worker.min.js"}
    decoder = next(path for path in worker if "qr-scanner" in path)
    packed = page.evaluate(
        "path => fetch(path, { cache: 'reload' }).then((a) => a.headers.get('Content-Length'))", decoder
    )
    assert weight + int(packed) <= PHONE_WEIGHT, (fetched, packed)
    fresh.close()
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        phone.get_by_label("Find a name, or type a badge").fill("a")
        phone.get_by_role("button", name="Walk-in").click()
        wrong = Axe().run(phone, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert wrong.violations_count == 0, wrong.generate_report()
        shoot(phone, f"phone-{scheme}")
    phone.set_viewport_size({"width": 320, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def corpus() -> list[str]:
    """Every sign of the scripts that names here are written in, alone and among letters, and signs typed for others."""
    ranges = ((0x20, 0x250), (0x250, 0x2B0), (0x2B0, 0x370), (0x370, 0x530), (0x600, 0x6E0), (0x1200, 0x1240))
    signs = [chr(code) for first, last in ranges for code in range(first, last) if chr(code).isprintable()]
    more = ["‘", "’", "′", "＇", "ꞌ", "\u200b", "\u200d", "\u202e", "ﬁ", "①", "😀", "Ⅷ", "٣", "\u00a0"]
    shapes = ("{}", "a{}b", "3{}", "{}3", "{})", "({}", "Yaw {}li")
    typed = ["3si", "K)fi", "Kɔfi (chair)", "Ab3na S3kyi 33", "0243)", "N'Guessan Ng’ombe", ")) a) (b)", "Ɛ\u0301SI"]
    return [shape.format(sign) for sign in (*signs, *more) for shape in shapes] + typed


def test_names_fold_on_the_phone_as_they_do_here(chromium: Browser) -> None:
    texts, source = corpus(), FOLDING.read_text(encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    asked = """async ([source, texts]) => {
      const { fold, searchKey } = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(source));
      return texts.map((text) => [fold(text), searchKey(text, "Bɔnsu (chair) 3 )")]);
    }"""
    found = page.evaluate(asked, [source, texts])
    context.close()
    expected = [[fold(text), search_key(text, "Bɔnsu (chair) 3 )")] for text in texts]
    wrong = [(text, *two) for text, *two in zip(texts, expected, found, strict=True) if two[0] != two[1]]
    assert (len(wrong), wrong[:20]) == (0, [])


def test_signing_in_is_not_what_a_phone_stands_on(phone: Page, demo: Demo) -> None:
    phone.context.clear_cookies()
    mark(phone, unmarked(phone, 40)[0]["name"])
    expect(phone.get_by_text("All sent")).to_be_visible()
    sign_in(phone, demo)


def test_a_day_that_runs_late_is_told_and_kept_without_a_network(phone: Page, demo: Demo) -> None:
    days = "SELECT d.id FROM event_day d JOIN event e ON e.id = d.event_id WHERE e.slug = ? AND d.day = date('now')"
    told = phone.locator("[data-put=late]")
    expect(told).to_be_hidden()
    connection = sqlite3.connect(demo.instance / "dialogues.sqlite3", timeout=30)
    try:
        change = f"UPDATE event_day SET minutes_late = ? WHERE id = ({days})"
        connection.execute(change, (35, EVENT))
        connection.commit()
        phone.reload()
        expect(told).to_have_text("The day runs 35 minutes late.")
        phone.context.set_offline(True)
        phone.reload()
        expect(told).to_have_text("The day runs 35 minutes late.")
        phone.context.set_offline(False)
        connection.execute(change, (None, EVENT))
        connection.commit()
        phone.reload()
        expect(told).to_be_hidden()
    finally:
        connection.execute(change, (None, EVENT))
        connection.commit()
        connection.close()
