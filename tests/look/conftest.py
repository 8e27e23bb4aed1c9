"""The showroom, a reader of it without script, and one with a real browser."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.chromium import PATIENCE_MS
from tests.look.showroom import create_showroom


@pytest.fixture
def showroom() -> Flask:
    """The application that shows layouts and components."""
    app = create_showroom()
    app.testing = True
    return app


@pytest.fixture
def reader(showroom: Flask) -> FlaskClient:
    """A browser without script in front of the showroom."""
    return showroom.test_client()


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The address of the showroom, served on this computer alone."""
    server = make_server("127.0.0.1", 0, create_showroom(), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(chromium: Browser, served: str) -> Iterator[Page]:
    """One tab at the showroom, which must stay silent: nothing on the console, no script that fails."""
    tab = chromium.new_page(base_url=served)
    tab.set_default_timeout(PATIENCE_MS)
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab
    tab.close()
    assert said == []
