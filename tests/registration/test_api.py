"""Registrations through the API: listed in pages, less what a role may not see, added once."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts.models import ApiToken
from dialogues.core.tokens import digest
from dialogues.events.models import Grant
from dialogues.people.models import Person
from dialogues.registration.models import Consent, Registration
from tests.factories import MADE_AT, make_event, make_group, make_person, make_registration
from tests.registration.seats import plan

LIST = "/api/v1/events/tarkwa/registrations"
ALL_KEYS = [
    "id", "full_name", "honorific", "sector", "stakeholder_group", "organisation", "position", "gender", "age_group",
    "phone", "email", "language", "role", "status", "source", "in_place_of", "badge_code",
]  # fmt: skip


class Program:
    """A program with a token of its own."""

    def __init__(self, app: Flask, session: Session, role: str | None, *, event: Any = None) -> None:
        self.client, self.session = app.test_client(), session
        self.token = f"token-{role}-{event and event.slug}"
        row = ApiToken(
            name="Spreadsheet", token_digest=digest(self.token), role=None if event else role, made_at=MADE_AT
        )
        session.add(row)
        session.flush()
        if event:
            session.add(Grant(token_id=row.id, event_id=event.id, role=role))

    def get(self, address: str) -> Any:
        return self._load(self.client.get, address)

    def post(self, address: str, body: Any) -> Any:
        return self._load(self.client.post, address, json=body)

    def _load(self, verb: Any, address: str, **more: Any) -> Any:
        self.session.commit()
        answer = verb(address, headers={"Authorization": f"Bearer {self.token}"}, **more)
        self.session.expire_all()
        return answer


@pytest.fixture
def event(session: Session):
    return make_event()


@pytest.fixture
def organising(app: Flask, session: Session) -> Program:
    return Program(app, session, "organiser")


def test_the_list_is_given_in_pages_with_the_address_of_the_next(event, organising):
    for number in range(3):
        make_registration(event, f"Ama {number}", organisation="Bonsa Group")
    answer = organising.get(f"{LIST}?per_page=2&sector=MIN").get_json()
    assert [row["full_name"] for row in answer["registrations"]] == ["Ama 0", "Ama 1"]
    assert answer["total"] == 3
    rest = organising.get(answer["next"]).get_json()
    assert [row["full_name"] for row in rest["registrations"]] == ["Ama 2"]
    assert rest["next"] is None


def test_a_registration_has_its_keys_in_their_order(event, organising, session):
    group = make_group("Media", "OTH")
    absent = make_registration(event, "Kofi Annor")
    one = make_registration(
        event, "Ɛsi Mensah", sector="OTH", stakeholder_group_id=group.id, phone="+233244118207",
        organisation="Tarkwa FM", in_place_of_id=absent.id, in_place_from=event.starts_on,
    )  # fmt: skip
    (row,) = organising.get(f"{LIST}?q=3si").get_json()["registrations"]
    assert sorted(row) == sorted(ALL_KEYS)
    assert row == {
        "id": one.id, "full_name": "Ɛsi Mensah", "honorific": None, "sector": "OTH", "stakeholder_group": "Media",
        "organisation": "Tarkwa FM", "position": None, "gender": "woman", "age_group": None, "phone": "+233244118207",
        "email": None, "language": None, "role": "participant", "status": "confirmed", "source": "staff",
        "in_place_of": absent.id, "badge_code": one.badge_code,
    }  # fmt: skip


@pytest.mark.parametrize("role", ("door", "facilitator"))
def test_the_door_is_told_names_and_nothing_else(app, session, event, role):
    make_registration(event, "Ɛsi Mensah", phone="+233244118207", organisation="Bonsa Group")
    program = Program(app, session, role)
    (row,) = program.get(LIST).get_json()["registrations"]
    assert set(row) == {"id", "full_name", "honorific", "sector", "organisation", "status"}
    assert program.get(f"{LIST}?q=0244118207").get_json()["total"] == 0
    assert program.post(LIST, {"full_name": "Ama", "sector": "MIN"}).status_code == 403


def test_who_may_not_see_the_list_is_told_so(app, session, event):
    assert Program(app, session, "reporter").get(LIST).status_code == 403
    other = make_event("accra")
    foreign = Program(app, session, "organiser", event=other)
    assert foreign.get(LIST).status_code == 404
    assert foreign.get("/api/v1/events/accra/registrations").status_code == 200
    answer = app.test_client().get(LIST)
    assert answer.status_code == 401
    assert set(answer.get_json()["error"]) == {"code", "message"}


def test_an_unknown_sector_in_the_address_is_refused(event, organising):
    assert organising.get(f"{LIST}?sector=XXX").status_code == 400


def test_somebody_is_added_and_given_back(event, organising, session):
    make_group("Media", "OTH")
    answer = organising.post(
        LIST,
        {
            "full_name": "  Ɛsi  Mensah ", "stakeholder_group": "media", "organisation": "Tarkwa FM", "gender": "woman",
            "phone": "0244 118 207", "email": None, "role": "speaker", "status": "waiting", "language": "dag",
            "consents": {"photo": "yes"},
        },
    )  # fmt: skip
    assert answer.status_code == 201
    row = answer.get_json()
    assert (row["full_name"], row["sector"], row["stakeholder_group"]) == ("Ɛsi Mensah", "OTH", "Media")
    assert (row["phone"], row["role"], row["status"], row["source"]) == ("+233244118207", "speaker", "waiting", "staff")
    assert session.get(Registration, row["id"]).organisation_name == "Tarkwa FM"
    assert session.scalar(sa.select(Consent.answer)) == "yes"


def test_the_same_person_sent_twice_is_added_once(event, organising, session):
    body = {"full_name": "Ama Serwaa", "sector": "MIN", "organisation": "Bonsa Group"}
    assert organising.post(LIST, body).status_code == 201
    answer = organising.post(LIST, body)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["code"] == "already_registered"
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1


def test_two_people_of_one_name_are_two_when_a_fact_tells_them_apart(event, organising, session):
    for phone in ("0244118207", "0201557318"):
        assert organising.post(LIST, {"full_name": "Ama Serwaa", "sector": "MIN", "phone": phone}).status_code == 201
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2


def test_somebody_surely_known_keeps_one_place_in_the_directory(event, organising, session):
    known = make_person("Ama Serwaa", phone="+233244118207", position="Chair")
    answer = organising.post(LIST, {"full_name": "AMA SERWAA", "sector": "MIN", "phone": "0244118207"})
    assert answer.get_json()["position"] == "Chair"
    assert session.get(Registration, answer.get_json()["id"]).person_id == known.id


@pytest.mark.parametrize(
    ("body", "code", "words"),
    (
        ({}, "unusable_fields", "full_name: Write the full name"),
        ({"full_name": "Ama"}, "unusable_fields", "sector: Choose a sector"),
        ({"full_name": "Ama", "sector": "XXX"}, "unusable_fields", "sector: Choose one of the list."),
        ({"full_name": "Ama", "sector": "MIN", "email": "ama"}, "unusable_fields", "is not an e-mail address"),
        ({"full_name": "Ama", "sector": "MIN", "language": "<b>"}, "unusable_fields", "language: Choose one"),
        ({"full_name": "Ama", "stakeholder_group": "Chiefs"}, "unknown_group", "no stakeholder group"),
        ({"full_name": 7, "sector": "MIN"}, "not_a_text", "full_name must be a text."),
        ({"full_name": ["Ama"], "sector": "MIN"}, "not_a_text", "full_name"),
        ({"full_name": "Ama", "sector": "MIN", "consents": "yes"}, "not_a_text", "consents"),
        ({"full_name": "Ama", "sector": "MIN", "consents": {"diet": "yes"}}, "unknown_fields", "consents.diet"),
    ),
)
def test_what_is_wrong_is_said_and_nothing_is_kept(event, organising, session, body, code, words):
    answer = organising.post(LIST, body)
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert error["code"] == code
    assert words in error["message"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


@pytest.mark.parametrize(
    "column", ("id", "event_id", "person_id", "source", "badge_code", "in_place_of", "version", "once", "same_person")
)
def test_what_cannot_be_set_is_refused_by_name(event, organising, column):
    answer = organising.post(LIST, {"full_name": "Ama", "sector": "MIN", column: "1"})
    assert answer.status_code == 422
    assert answer.get_json()["error"] == {"code": "unknown_fields", "message": f"These cannot be set: {column}."}


@pytest.mark.parametrize("body", (7, [], "Ama"))
def test_a_body_that_is_no_object_is_refused(event, organising, body):
    assert organising.post(LIST, body).status_code == 400


def test_a_page_of_five_hundred_asks_no_more_of_the_database_than_one_of_one(event, organising, count_queries):
    def number() -> int:
        with count_queries() as counted:
            assert organising.get(f"{LIST}?per_page=500").status_code == 200
        return counted.number

    make_registration(event)
    number()
    few = number()
    for place in range(30):
        make_registration(event, f"Ama {place}")
    assert number() == few


@pytest.mark.parametrize(
    ("sent", "answered", "status"),
    (
        ({}, 422, None),
        ({"when_full": "refuse"}, 422, None),
        ({"when_full": "wait"}, 201, "waiting"),
        ({"when_full": "confirm"}, 201, "confirmed"),
        ({"role": "speaker"}, 201, "confirmed"),
        ({"status": "invited"}, 201, "invited"),
    ),
)
def test_on_a_full_event_the_program_says_what_shall_become_of_somebody(
    session: Session, event, organising: Program, sent: dict[str, str], answered: int, status: str | None
):
    plan(session, event, capacity=1)
    make_registration(event, "Yaa Asantewaa")
    answer = organising.post(LIST, {"full_name": "Ama Serwaa", "sector": "MIN", **sent})
    assert answer.status_code == answered, answer.text
    if status:
        assert answer.json["status"] == status
        return
    assert answer.json["error"]["code"] == "event_full"
    assert "1 of 1 seats" in answer.json["error"]["message"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1


def test_a_word_that_is_no_choice_is_refused_with_the_choices(organising: Program, event):
    answer = organising.post(LIST, {"full_name": "Ama Serwaa", "sector": "MIN", "when_full": "perhaps"})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "unknown_choice")
    assert "refuse, wait, confirm" in answer.json["error"]["message"]


def test_with_seats_left_waiting_is_not_needed(session: Session, organising: Program, event):
    plan(session, event, capacity=1)
    answer = organising.post(LIST, {"full_name": "Ama Serwaa", "sector": "MIN", "when_full": "wait"})
    assert answer.json["status"] == "confirmed"
