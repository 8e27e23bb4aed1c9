"""Laws of the answers: what every one of them says to browsers and to caches on the way."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dialogues.app import create_app
from dialogues.core import schema
from dialogues.core.db import Base, db
from tests.browser import Browser
from tests.factories import make_user
from tests.laws.table import TABLE
from tests.laws.world import address_of, make_world, open_hall


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, TestResponse]]:
    """Every address that answers GET, as an administrator gets it; asked once for all tests."""
    app = create_app(instance=tmp_path_factory.mktemp("instance"), settings={"DATABASE_URL": "sqlite://"})
    app.testing = True
    open_hall(app, tmp_path_factory.mktemp("hall"))
    found = []
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "current_revision", lambda _engine: schema.head_revision())
        Base.metadata.create_all(db.engine)
        world = make_world()
        browser = Browser(app, db.session()).sign_in(make_user(role="administrator"))
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint in TABLE and rule.endpoint != "static":
                address = address_of(rule, world.values["tarkwa"])
                found.append((address, browser.get(address)))
        db.session.remove()
        db.engine.dispose()
    return found


def test_every_answer_forbids_what_it_does_not_need(answers: list[tuple[str, TestResponse]]):
    for address, page in answers:
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), address
        for forbidden in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
            assert forbidden not in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert page.headers["X-Content-Type-Options"] == "nosniff", address
        assert page.headers["Referrer-Policy"] == "no-referrer", address


def test_no_cache_keeps_what_somebody_signed_in_was_shown(answers: list[tuple[str, TestResponse]]):
    for address, page in answers:
        assert "no-store" in page.headers["Cache-Control"], address
        assert "Cookie" in page.headers.get("Vary", ""), address


def test_no_page_asks_another_host_for_anything(answers: list[tuple[str, TestResponse]]):
    for address, page in answers:
        if page.mimetype == "text/html":
            for attribute in ('src="', '<link rel="stylesheet" href="', 'srcset="', 'action="'):
                for part in page.text.split(attribute)[1:]:
                    assert not part.startswith(("http:", "https:", "//")), f"{address}: {attribute}{part[:40]}"


def test_every_address_answers_an_administrator(answers: list[tuple[str, TestResponse]]):
    refused = [(address, page.status_code) for address, page in answers if page.status_code >= 400]
    assert [(address, status) for address, status in refused if not address.startswith("/api/")] == []
    assert len(answers) > 40


@pytest.mark.parametrize("address", ("/nothing/here", "/events/nowhere", "/sign-in", "/api/v1/nothing"))
def test_refusals_carry_the_same_headers(stranger: Browser, address: str):
    page = stranger.get(address)
    assert "Content-Security-Policy" in page.headers
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in page.headers["Cache-Control"]


def test_a_refusal_tells_no_version_and_no_trace(stranger: Browser):
    page = stranger.get("/nothing/here")
    for word in ("Werkzeug", "Flask", "Python", "Traceback", "jinja"):
        assert word not in page.text


def test_secure_transport_is_asked_for_only_where_there_is_some(app: Flask, session: Session):
    client = app.test_client()
    session.commit()
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    secure = client.get("/sign-in", base_url="https://dialogues.example.org")
    assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("base_url", "name", "is_secure"),
    (("https://dialogues.example.org", "__Host-dialogues", True), ("http://192.168.8.2:8000", "dialogues", False)),
)
def test_cookies_are_bound_to_the_host_where_the_transport_is_secure(
    tmp_path: Path, base_url: str, name: str, is_secure: bool
):
    app = create_app(instance=tmp_path / "other", settings={"DATABASE_URL": "sqlite://", "BASE_URL": base_url})
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
        cookie = app.test_client().get("/sign-in", base_url=base_url).headers["Set-Cookie"]
        db.session.remove()
        db.engine.dispose()
    assert cookie.startswith(f"{name}=")
    assert ("Secure" in cookie) is is_secure
    assert "HttpOnly" in cookie
    assert "Domain" not in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "headers",
    (
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
    ),
)
def test_a_forged_host_comes_back_nowhere(app: Flask, session: Session, headers: dict[str, str]):
    session.commit()
    client = app.test_client()
    for address in ("/sign-in", "/settings", "/", "/nothing/here", "/api/v1/openapi.json"):
        answer = client.get(address, headers=headers)
        assert "evil.example" not in answer.text, address
        assert "evil.example" not in answer.headers.get("Location", ""), address
