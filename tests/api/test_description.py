"""The description of the API says what the API does: every address, every method, every key that is answered."""

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from dialogues.accounts.access import Role
from dialogues.accounts.services import add_token
from dialogues.api.description import describe
from dialogues.attendance.api import MARKS_MAX
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from tests.factories import make_agenda_session, make_event, make_process, make_registration, make_report_version

DESCRIBED = describe()
_KINDS = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    found: Any = schema
    while "$ref" in found:
        path = found["$ref"].removeprefix("#/").split("/")
        found = DESCRIBED
        for name in path:
            found = found[name]
    return dict(found)


def faults(value: Any, schema: dict[str, Any], at: str = "answer") -> list[str]:
    """Where `value` is not as `schema` says; as much of JSON Schema as the description uses."""
    schema = resolved(schema)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, _KINDS[kind]) for kind in kinds):
        return [f"{at} is {value!r}, not {kinds}"]
    found = [] if "enum" not in schema or value in schema["enum"] else [f"{at} is {value!r}, not of {schema['enum']}"]
    if isinstance(value, list) and "items" in schema:
        found += [
            fault for number, one in enumerate(value) for fault in faults(one, schema["items"], f"{at}[{number}]")
        ]
    if isinstance(value, dict):
        known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        found += [f"{at} lacks {name}" for name in schema.get("required", ()) if name not in value]
        for name, one in value.items():
            if name in known:
                found += faults(one, known[name], f"{at}.{name}")
            elif more is False:
                found.append(f"{at} has {name}, which is not described")
            elif isinstance(more, dict):
                found += faults(one, more, f"{at}.{name}")
    return found


def answers(path: str, method: str, status: str) -> dict[str, Any]:
    response = resolved(DESCRIBED["paths"][path][method]["responses"][status])
    return dict(response["content"]["application/json"]["schema"])


def addresses(app: Flask) -> set[tuple[str, str]]:
    """What the program answers below /api/v1, written as the description writes it."""
    return {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A program with a token for everything, and an event with something of each kind in it."""
    event = make_event("tarkwa", process=make_process())
    make_agenda_session(event.days[0])
    make_registration(event, "Ama Serwaa", badge_code="0123456789ABCDEFGHJKMNPQRS")
    make_report_version(event)
    event.title = "Tarkwa again"
    _token, secret = add_token(session, name="all", role=Role.ADMINISTRATOR, actor=COMMAND_LINE, at=clock.now())
    session.commit()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def test_every_address_is_described_and_nothing_else(app: Flask):
    described = {(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods}
    assert described == addresses(app)


def test_an_address_without_a_description_would_be_found(app: Flask):
    app.add_url_rule("/api/v1/events/<slug>/new-thing", "events_api.new_thing", lambda slug: {})
    assert ("/events/{slug}/new-thing", "get") in addresses(app)


def test_everybody_may_read_the_description(app: Flask, session: Session):
    session.commit()
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.get_json() == DESCRIBED
    assert DESCRIBED["openapi"].startswith("3.1.")


def test_every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own():
    text = str(DESCRIBED)
    for name in set(re.findall(r"#/[A-Za-z]+/[A-Za-z]+/[A-Za-z0-9_]+", text)):
        assert resolved({"$ref": name})
    names = [operation["operationId"] for methods in DESCRIBED["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)


def test_arguments_of_a_path_are_described():
    for path, methods in DESCRIBED["paths"].items():
        for operation in methods.values():
            told = {resolved(one)["name"] for one in operation.get("parameters", ()) if resolved(one)["in"] == "path"}
            assert told == set(re.findall(r"{(\w+)}", path)), path


def content_types(path: str) -> list[str]:
    return list(resolved(DESCRIBED["paths"][path]["get"]["responses"]["200"])["content"])


READ = [path for path in DESCRIBED["paths"] if "get" in DESCRIBED["paths"][path]]


@pytest.mark.parametrize("path", [path for path in READ if content_types(path) != ["application/json"]])
def test_what_is_not_json_has_the_type_that_is_described(client: FlaskClient, path: str):
    answer = client.get(f"/api/v1{path.format(slug='tarkwa')}")
    assert (answer.status_code, [answer.mimetype]) == (200, content_types(path))


@pytest.mark.parametrize("path", [path for path in READ if content_types(path) == ["application/json"]])
def test_what_is_read_is_as_described(client: FlaskClient, path: str):
    answer = client.get(f"/api/v1{path.format(slug='tarkwa', number=1)}")
    assert answer.status_code == 200
    assert faults(answer.get_json(), answers(path, "get", "200")) == []


def test_lists_that_were_checked_were_not_empty(client: FlaskClient):
    marks = {"marks": [mark()]}
    client.post("/api/v1/events/tarkwa/marks", json=marks)
    for path, name in (("/events", "events"), ("/events/{slug}/registrations", "registrations"),
                       ("/events/{slug}/attendance", "attendance")):  # fmt: skip
        answer = client.get(f"/api/v1{path.format(slug='tarkwa')}").get_json()
        assert answer[name]
        assert faults(answer, answers(path, "get", "200")) == []


def mark(**facts: object) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()), "badge_code": "0123456789ABCDEFGHJKMNPQRS", "day": "2026-06-02",
        "seen_at": "2026-06-02T08:10:00Z", **facts,
    }  # fmt: skip


def test_what_is_answered_to_marks_is_as_described(client: FlaskClient):
    sent = {
        "device": {"id": "tablet 1", "sent_at": "2026-06-02T08:11:00Z"},
        "marks": [mark(), mark(day="2020-01-01"), 7],
    }
    answer = client.post("/api/v1/events/tarkwa/marks", json=sent)
    assert answer.status_code == 200
    assert len(answer.get_json()["results"]) == 3
    assert faults(answer.get_json(), answers("/events/{slug}/marks", "post", "200")) == []


def test_what_is_answered_to_a_registration_is_as_described(client: FlaskClient):
    body = {"full_name": "Ɛsi Ŋmɔ", "sector": "MIN"}
    answer = client.post("/api/v1/events/tarkwa/registrations", json=body)
    assert answer.status_code == 201
    assert faults(answer.get_json(), answers("/events/{slug}/registrations", "post", "201")) == []


def test_every_key_of_a_new_registration_that_is_described_is_taken(client: FlaskClient):
    described = resolved({"$ref": "#/components/schemas/NewRegistration"})["properties"]
    body: dict[str, object] = {name: _example(resolved(schema)) for name, schema in described.items()}
    body["stakeholder_group"] = ""
    answer = client.post("/api/v1/events/tarkwa/registrations", json={**body, "full_name": "Ama Pokuaa"})
    assert answer.status_code == 201, answer.get_json()
    refused = client.post("/api/v1/events/tarkwa/registrations", json={**body, "badge_code": "X"})
    assert refused.status_code == 422


def _example(schema: dict[str, Any]) -> object:
    if schema["type"] == "object":
        return {name: _example(resolved(one)) for name, one in schema["properties"].items()}
    return schema["enum"][0] if "enum" in schema else ""


@pytest.mark.parametrize(
    ("address", "status"),
    (("/events/nowhere", "404"), ("/events?page=x", "400"), ("/events/tarkwa/registrations?sector=X", "400")),
)
def test_errors_have_the_one_shape(client: FlaskClient, address: str, status: str):
    answer = client.get(f"/api/v1{address}")
    assert str(answer.status_code) == status
    assert faults(answer.get_json(), {"$ref": "#/components/schemas/Error"}) == []


def test_as_many_marks_are_taken_at_once_as_described():
    body = DESCRIBED["paths"]["/events/{slug}/marks"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["marks"]["maxItems"] == MARKS_MAX


def test_an_answer_that_is_not_as_described_is_found():
    schema = {"$ref": "#/components/schemas/Error"}
    assert faults({"error": {"code": "x"}}, schema) == ["answer.error lacks message"]
    assert faults({"error": {"code": 1, "message": "", "more": 2}}, schema) == [
        "answer.error.code is 1, not ['string']", "answer.error has more, which is not described",
    ]  # fmt: skip
