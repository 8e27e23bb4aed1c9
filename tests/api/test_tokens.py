"""The API knows its readers by a token in the header and by nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dialogues.accounts import services
from dialogues.accounts.access import Permission, Role, current_viewer, requires
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.events import team_services
from dialogues.events.access import for_event
from dialogues.events.models import Event
from tests.browser import Browser
from tests.factories import make_event


class Refusal(DomainError):
    message = N_("It is %(why)s.")


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A program, and two addresses to try: one for the directory, one for an event."""

    @requires(Permission.SEE_DIRECTORY)
    def directory():
        return {"reader": current_viewer().actor.name}

    @for_event(Permission.SEE_FIGURES)
    def figures(event: Event):
        return {"event": event.slug}

    def refuse():
        raise Refusal(why="so")

    app.add_url_rule("/api/v1/try/directory", view_func=directory)
    app.add_url_rule("/api/v1/try/<slug>/figures", view_func=figures)
    app.add_url_rule("/api/v1/try/refuse", view_func=refuse)
    return app.test_client()


def make_token(session: Session, role: str | None, *, event: Event | None = None) -> dict[str, str]:
    token, secret = services.add_token(
        session, name=f"program {role}", role=Role(role) if role and event is None else None,
        actor=COMMAND_LINE, at=clock.now(),
    )  # fmt: skip
    if event is not None:
        team_services.give_role(session, holder=token, of=event, role=Role(role), actor=COMMAND_LINE, at=clock.now())
    session.commit()
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_opens_what_its_role_may_see_under_its_name(client: FlaskClient, session: Session):
    answer = client.get("/api/v1/try/directory", headers=make_token(session, "organiser"))
    assert answer.get_json() == {"reader": "program organiser"}


def test_a_token_whose_role_may_not_is_refused(client: FlaskClient, session: Session):
    answer = client.get("/api/v1/try/directory", headers=make_token(session, "door"))
    assert answer.status_code == 403
    assert answer.get_json() == {"error": {"code": "not_allowed", "message": "Your role does not allow this."}}


def test_a_token_for_one_event_finds_no_other(client: FlaskClient, session: Session):
    headers = make_token(session, "reporter", event=make_event("tarkwa"))
    make_event("elsewhere")
    session.commit()
    assert client.get("/api/v1/try/tarkwa/figures", headers=headers).get_json() == {"event": "tarkwa"}
    for slug in ("elsewhere", "nowhere"):
        answer = client.get(f"/api/v1/try/{slug}/figures", headers=headers)
        assert answer.status_code == 404
        assert answer.get_json()["error"]["code"] == "not_found_here"


@pytest.mark.parametrize("address", ("/api/v1/try/directory", "/api/v1/try/tarkwa/figures"))
@pytest.mark.parametrize(
    "header", (None, "", "Bearer", "Bearer ", "Bearer not-a-token", "Basic YTpi", "Bearer " + "x" * 90_000, "Bearer ɛ")
)
def test_without_a_known_token_the_api_answers_401(
    client: FlaskClient, session: Session, address: str, header: str | None
):
    make_event("tarkwa")
    session.commit()
    headers = {} if header is None else {"Authorization": header.encode().decode("latin-1")}
    answer = client.get(address, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.get_json()["error"]) == {"code", "message"}


def test_a_token_that_was_ended_opens_nothing(client: FlaskClient, session: Session):
    headers = make_token(session, "organiser")
    assert client.get("/api/v1/try/directory", headers=headers).status_code == 200
    services.end_token(session, name="program organiser", actor=COMMAND_LINE, at=clock.now())
    session.commit()
    assert client.get("/api/v1/try/directory", headers=headers).status_code == 401


def test_a_signed_in_browser_is_nobody_to_the_api(client: FlaskClient, administrator: Browser):
    assert administrator.get("/users").status_code == 200
    assert administrator.get("/api/v1/try/directory").status_code == 401


def test_a_token_opens_no_pages(client: FlaskClient, session: Session):
    headers = make_token(session, "administrator")
    assert client.get("/users", headers=headers).status_code == 302


@pytest.mark.parametrize("address", ("/api/v1/nothing", "/api/nothing", "/api/v1/events/x/nothing", "/api/"))
def test_an_unknown_address_of_the_api_answers_json(client: FlaskClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not_found"


def test_a_wrong_method_answers_json(client: FlaskClient):
    answer = client.delete("/api/v1/openapi.json")
    assert answer.status_code == 405
    assert answer.get_json()["error"]["code"] == "method_not_allowed"


def test_a_refused_rule_answers_its_code_and_its_sentence(client: FlaskClient):
    answer = client.get("/api/v1/try/refuse")
    assert answer.status_code == 422
    assert answer.get_json() == {"error": {"code": "refusal", "message": "It is so."}}


def test_other_sites_cannot_read_the_api_in_a_browser(client: FlaskClient):
    answer = client.get("/api/v1/openapi.json", headers={"Origin": "https://example.org"})
    assert not [name for name, _value in answer.headers if name.lower().startswith("access-control")]
