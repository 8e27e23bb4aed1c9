"""The program as a newcomer starts it, in a real browser: one demo for the whole run, a fresh browser for each test.

A page that says anything on the console, breaks its content policy or opens a dialog fails the test that loaded it.
"""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, StorageState

from tests.chromium import PATIENCE_MS

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(__file__).resolve().parent / "shots"
SHOTS_VARIABLE = "DIALOGUES_SHOTS"  # set to anything: pictures of the main pages are kept in tests/e2e/shots
_SIGN_IN = re.compile(r"Sign in at (\S+)/sign-in as (\S+) with (\S+)")
# A form that is refused answers 422, a wrong address 404, a lost race 409: the browser notes it, and nothing is wrong.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (404|409|422) ")
# Chromium tells that somebody had already pressed Tab or typed when a page wanted to set the focus: nothing is wrong.
_TOLD_OF_FOCUS = "Autofocus processing was blocked"
_HERE = ("http://127.0.0.1:", "data:", "blob:")


@dataclass(frozen=True)
class Demo:
    """The demo, running: where it answers, who may sign in, the instance behind it."""

    address: str
    email: str
    password: str
    instance: Path

    def run(self, *arguments: str) -> str:
        """What a command says about this instance; a command that fails fails the test."""
        command = [sys.executable, "-m", "dialogues", "--instance", str(self.instance), *arguments]
        done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


def clean_environment() -> dict[str, str]:
    """The variables of this process without those of somebody's instance."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as `python3 -m dialogues demo` starts it, on a free port of this computer."""
    folder = tmp_path_factory.mktemp("e2e")
    command = [sys.executable, "-m", "dialogues", "--instance", str(folder), "demo", "--port", "0"]
    with (folder / "errors.txt").open("w+b") as errors:
        server = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            told = next(filter(None, map(_SIGN_IN.search, server.stdout or ())), None)
            assert told, f"The demo did not start: {(folder / 'errors.txt').read_text()}"
            yield Demo(told[1], told[2], told[3], folder / "demo")
        finally:
            server.terminate()
            server.wait(timeout=20)
            if server.stdout:
                server.stdout.close()
    said = (folder / "errors.txt").read_text()
    assert "Traceback" not in said, said


@pytest.fixture
def wall_address(demo: Demo) -> str:
    """Where the screen in the hall is."""
    connection = sqlite3.connect(f"file:{demo.instance / 'dialogues.sqlite3'}?mode=ro", uri=True)
    try:
        (token,) = connection.execute("SELECT token FROM wall_link WHERE ended_at IS NULL").fetchone()
    finally:
        connection.close()
    return f"/wall/{token}"


class Watched:
    """Opens browsers, listens to every page in them, and closes them in the end."""

    def __init__(self, chromium: Browser, demo: Demo, signed_in: StorageState | None) -> None:
        self._chromium = chromium
        self._demo = demo
        self._signed_in = signed_in
        self._contexts: list[BrowserContext] = []
        self.said: list[str] = []

    def __call__(self, *, is_stranger: bool = False, **options: Any) -> Page:
        """A tab of a new browser, signed in unless it is a stranger's; `options` are Playwright's of a context."""
        state = None if is_stranger else self._signed_in
        context = self._chromium.new_context(
            base_url=self._demo.address, locale="en-GB", **{"storage_state": state, **options}
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.said.append(f"script failed: {error}"))
        page.on("dialog", self._note_dialog)
        page.on("request", self._note_request)
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        if not _REFUSED.match(message.text) and not message.text.startswith(_TOLD_OF_FOCUS):
            self.said.append(f"{message.type}: {message.text}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.said.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith(_HERE):
            self.said.append(f"something was asked of another host: {request.url}")

    def close(self) -> None:
        """Close every browser that was opened."""
        for context in self._contexts:
            context.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, demo: Demo) -> StorageState:
    """The cookies of a browser in which the demo's administrator has signed in through the form."""
    context = chromium.new_context(base_url=demo.address, locale="en-GB")
    page = context.new_page()
    sign_in(page, demo)
    state = context.storage_state()
    context.close()
    return state


def sign_in(page: Page, demo: Demo) -> None:
    """Sign in through the form, by keyboard."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(demo.email)
    page.get_by_label("Password", exact=True).fill(demo.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


@pytest.fixture
def browse(chromium: Browser, demo: Demo, signed_in: StorageState) -> Iterator[Watched]:
    """Open browsers at will; at the end all must have been silent."""
    watched = Watched(chromium, demo, signed_in)
    yield watched
    watched.close()
    assert watched.said == []


@pytest.fixture
def page(browse: Watched) -> Page:
    """A tab of somebody signed in, 1280 wide."""
    return browse(viewport={"width": 1280, "height": 800})


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Keep a picture of the page as it stands, where pictures are asked for."""

    def keep(page: Page, name: str) -> None:
        if os.environ.get(SHOTS_VARIABLE):
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return keep
