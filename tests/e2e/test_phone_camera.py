"""A printed badge is held before the camera of a phone, and whoever wears it is in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.chromium import find_chromium
from tests.e2e.addresses import EVENT
from tests.e2e.conftest import Demo, sign_in
from tests.e2e.test_phone import kept_marks, pair, queue

pytestmark = pytest.mark.e2e

WIDTH, HEIGHT = 640, 480  # what a poor camera gives
QR_SIDE = 200  # pixels: a badge at arm's length
MARKED = re.compile(r"is in\.|was marked")
# A browser with a reader of its own, which this one lacks.
NATIVE = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "CODE" }]; }
};
"""


@pytest.fixture(scope="module")
def badge(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the QR of a printed badge says, and a film of that badge as a camera takes it."""
    folder = tmp_path_factory.mktemp("badges")
    demo.run("document", EVENT, "badges", "-o", str(folder / "badges.pdf"))
    document = pypdfium2.PdfDocument(folder / "badges.pdf")
    page = document[0].render(scale=3).to_pil().convert("L")
    document.close()
    found = zxingcpp.read_barcodes(page)[0]
    corner, far = found.position.top_left, found.position.bottom_right
    scale = QR_SIDE / (far.x - corner.x)
    middle = (corner.x + far.x) / 2 * scale, (corner.y + far.y) / 2 * scale
    seen = page.resize((round(page.width * scale), round(page.height * scale)))
    frame = Image.new("L", (WIDTH, HEIGHT), 200)
    frame.paste(seen, (round(WIDTH / 2 - middle[0]), round(HEIGHT / 2 - middle[1])))
    film = folder / "badge.y4m"
    picture = b"FRAME\n" + frame.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)  # grey: both colours in the middle
    film.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + picture * 4)
    return found.text, film


@pytest.fixture
def camera_phone(chromium: Browser, demo: Demo, badge: tuple[str, Path]) -> Iterator[Page]:
    """A phone whose camera sees that badge."""
    browser = chromium.browser_type.launch(
        executable_path=find_chromium(),
        args=[
            "--no-sandbox",
            "--no-first-run",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={badge[1]}",
        ],
    )
    context = browser.new_context(
        base_url=demo.address, locale="en-GB", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    sign_in(page, demo)
    yield pair(page)
    browser.close()


def scan(page: Page) -> None:
    page.get_by_role("button", name="Scan a badge").click()
    page.get_by_role("button", name="Mark present").click()
    expect(page.locator("[data-phone=answer]")).to_contain_text(MARKED)


def test_the_decoder_that_came_with_the_page_reads_a_printed_badge(
    camera_phone: Page, demo: Demo, badge: tuple[str, Path]
) -> None:
    assert not camera_phone.evaluate("'BarcodeDetector' in window")
    code = badge[0].rpartition("/")[2]
    camera_phone.context.set_offline(True)
    scan(camera_phone)
    waiting = [one for one in queue(camera_phone) if one["kind"] == "mark"]
    assert [one["body"]["badge_code"] for one in waiting] == [code]
    camera_phone.context.set_offline(False)
    camera_phone.evaluate("dispatchEvent(new Event('online'))")
    expect(camera_phone.locator("[data-phone=waits]")).to_have_text("All sent")
    assert kept_marks(demo)[waiting[0]["id"]] == ("qr", "present")


def test_a_browser_with_a_reader_of_its_own_uses_that(camera_phone: Page, badge: tuple[str, Path]) -> None:
    fetched: list[str] = []
    camera_phone.on("request", lambda request: fetched.append(request.url))
    camera_phone.add_init_script(NATIVE.replace("CODE", badge[0]))
    camera_phone.reload()
    expect(camera_phone.get_by_text("names, fetched")).to_be_visible()
    scan(camera_phone)
    assert not any("qr-scanner" in address for address in fetched)
