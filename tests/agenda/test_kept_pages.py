"""The worker that keeps public pages: what it may keep, and how an installation takes it away."""

import json
import re

import pytest
from flask import make_response

from dialogues.agenda.kept_pages import kept_pages_worker
from dialogues.app import create_app
from tests.factories import make_agenda_session, make_event


def facts(text):
    """What the program put before the script."""
    return {
        name: json.loads(value)
        for name, value in re.findall(r"^const (VERSION|KEEPS|FILES|NO_COPY) = (.+);$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("address", ("/e/worker.js", "/wall/worker.js"))
def test_the_worker_keeps_public_pages_and_nothing_else(stranger, address):
    answer = stranger.client.get(address)
    assert answer.mimetype == "text/javascript"
    assert "no-store" in answer.headers["Cache-Control"]
    keeps = re.compile(facts(answer.text)["KEEPS"])
    for kept in ("/e/tarkwa", "/e/tarkwa/agenda", "/wall/Ab3_x-9"):
        assert keeps.search(kept)
    for not_kept in (
        "/e/tarkwa/register", "/e/tarkwa/agenda.ics", "/my/abc/agenda", "/events/tarkwa/agenda", "/", "/sign-in",
        "/e/tarkwa/register/sent", "/wall/abc/plan.json", "/x/e/tarkwa",
    ):  # fmt: skip
        assert not keeps.search(not_kept)


def test_every_file_that_it_keeps_is_there(stranger):
    files = facts(stranger.client.get("/e/worker.js").text)["FILES"]
    assert len(files) == 5
    for path in files:
        assert stranger.client.get(path).status_code == 200


def test_an_installation_that_wants_no_copies_takes_the_worker_away(tmp_path):
    app = create_app(instance=tmp_path, settings={"DATABASE_URL": "sqlite://", "PHONE_OFFLINE": False})
    text = app.test_client().get("/e/worker.js").text
    assert "unregister" in text
    assert "respondWith" not in text


def test_a_page_says_of_itself_only_as_a_copy_that_it_is_one(stranger, session):
    event = make_event("tarkwa", is_public=True)
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    for address in ("/e/tarkwa", "/e/tarkwa/agenda"):
        page = stranger.get(address).text
        assert page.count("data-kept hidden") == 1  # the sign by which the worker shows the sentence
        assert "No network: this page is of" in page


@pytest.mark.parametrize(
    ("language", "words"),
    (("en", "This page was not opened on this device before"), ("fr", "pas encore été ouverte sur cet appareil")),
)
def test_without_a_copy_the_worker_says_so_in_the_language_of_its_reader(app, stranger, language, words):
    worker = stranger.client.get("/e/worker.js", headers={"Accept-Language": language})
    said = facts(worker.text)
    assert f'<html lang="{language}"' in said["NO_COPY"]
    assert words in said["NO_COPY"]
    with app.test_request_context():
        assert said["VERSION"] in make_response(kept_pages_worker()).get_data(as_text=True)  # so the copies stay


def test_a_page_with_something_for_its_reader_alone_is_not_kept(stranger, session):
    make_event("tarkwa", is_public=True)
    session.commit()
    with stranger.client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Ama Serwaa is marked present.")]
    page = stranger.get("/e/tarkwa").text
    assert "Ama Serwaa" in page
    assert "data-kept hidden" not in page
    assert "data-kept hidden" in stranger.get("/e/tarkwa").text
