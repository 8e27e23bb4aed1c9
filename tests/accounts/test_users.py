"""Pages of users: who has an account, and what an administrator may change."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts import queries, rules, services
from dialogues.accounts.access import Role
from dialogues.accounts.models import User
from dialogues.audit.queries import list_subject_entries
from dialogues.audit.services import Actor
from dialogues.core import clock
from dialogues.events import team_queries
from tests.browser import Browser
from tests.factories import make_event, make_grant, make_process, make_sign_in, make_user, make_user_with_password


def find(session: Session, email: str) -> User:
    user = queries.find_user(session, email=email)
    assert user is not None
    return user


def first_password_on(text: str) -> str:
    found = re.search(r"[2-9a-z]{5}(?:-[2-9a-z]{5}){3}", text)
    assert found, "No first password is shown."
    return found[0]


def test_the_list_shows_everybody_with_all_their_roles(administrator: Browser):
    event = make_event(title="Tarkwa dialogue", process=make_process("Ghana dialogues"))
    make_user("Kwame Boateng", role="reporter")
    volunteer = make_user("Esi Quaye")
    make_grant(volunteer, "door", event=event)
    make_grant(volunteer, "facilitator", process=event.process)
    make_user("Musa Juma").is_active = False
    text = administrator.get("/users").text
    for words in ("Reporter for everything", "Door: Tarkwa dialogue", "Facilitator: Ghana dialogues",
                  "None: opens nothing", "Switched off"):  # fmt: skip
        assert words in text


def test_the_list_asks_the_database_as_often_for_forty_users_as_for_four(administrator: Browser, count_queries):
    def load() -> int:
        administrator.session.commit()
        with count_queries() as counted:
            administrator.get("/users")
        return counted.number

    for _again in range(4):
        make_grant(make_user(), "door", event=make_event(f"event-{_again}"))
    few = load()
    for _again in range(36):
        make_user(role="door")
    assert load() == few


def test_a_new_user_signs_in_with_the_password_shown_once_and_chooses_their_own(
    administrator: Browser, app: Flask, session: Session
):
    page = administrator.post("/users/new", {"name": "Esi Quaye", "email": "esi@example.org", "role": "door"})
    assert page.status_code == 200
    password = first_password_on(page.text)
    assert find(session, "esi@example.org").role is Role.DOOR
    assert password not in administrator.get(f"/users/{find(session, 'esi@example.org').id}").text
    esi = Browser(app, session)
    esi.post("/sign-in", {"email": "esi@example.org", "password": password})
    assert esi.get("/").location == "/settings/password"


def test_a_first_password_is_never_kept_in_a_cookie(administrator: Browser):
    page = administrator.post("/users/new", {"name": "Esi Quaye", "email": "esi@example.org"})
    assert first_password_on(page.text)
    assert not page.headers.getlist("Set-Cookie")


def test_a_user_can_be_added_for_one_event_only(administrator: Browser, session: Session):
    event = make_event(title="Tarkwa dialogue")
    data = {"name": "Esi Quaye", "email": "esi@example.org", "role": "organiser", "scope": f"event:{event.id}"}
    assert administrator.post("/users/new", data).status_code == 200
    esi = find(session, "esi@example.org")
    assert esi.role is None
    assert [(one.role, one.slug) for one in team_queries.list_held(session, user_id=esi.id)] == [
        ("organiser", "tarkwa")
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    (
        ({"name": " "}, "Write the name."),
        ({"email": "esi"}, "An e-mail address looks like"),
        ({"email": "ADWOA@example.org"}, "There is already an account with the address"),
        ({"role": "king"}, "Choose a role."),
        ({"role": "administrator", "scope": "event:1"}, "An administrator is one for everything."),
        ({"scope": "event:999"}, "Choose what the role is for."),
        ({"scope": "event:99999999999999999999"}, "Choose what the role is for."),
        ({"scope": "nonsense"}, "Choose what the role is for."),
    ),
)
def test_a_user_who_cannot_be_added_is_refused_in_a_sentence_and_nobody_is_added(
    administrator: Browser, session: Session, data: dict[str, str], sentence: str
):
    make_event()
    make_user(email="adwoa@example.org")
    number = len(queries.list_users(session))
    page = administrator.post("/users/new", {"name": "Esi Quaye", "email": "esi@example.org", **data})
    assert page.status_code == 422
    assert sentence in page.text
    assert len(queries.list_users(session)) == number


def test_a_form_sent_twice_adds_one_user(administrator: Browser, session: Session):
    administrator.get("/users/new")
    form = administrator.page
    data = {"name": "Esi Quaye", "email": "esi@example.org"}
    assert administrator.press("/users/new", data).status_code == 200
    administrator.page = form
    assert administrator.press("/users/new", data).status_code == 302
    assert len(queries.list_users(session)) == 2


def test_a_changed_role_is_noted_and_signs_the_user_out(administrator: Browser, session: Session):
    esi = make_user("Esi Quaye", role="organiser")
    secret = make_sign_in(esi)
    administrator.post(f"/users/{esi.id}", {"role": "reporter", "name": "Esi A. Quaye"})
    assert (esi.role, esi.name) == (Role.REPORTER, "Esi A. Quaye")
    assert queries.find_sign_in(session, secret=secret, now=clock.now()) is None
    entries = list_subject_entries(session, kind="user", subject_id=str(esi.id))
    assert [entry.action for entry in entries] == ["user.changed", "user.role_changed"]
    assert entries[1].changes == {"role": ["organiser", "reporter"]}


def test_a_role_for_everything_can_be_taken_away(administrator: Browser):
    esi = make_user("Esi Quaye", role="organiser")
    administrator.post(f"/users/{esi.id}", {"role": "none"})
    assert esi.role is None


def test_switching_off_can_be_undone(administrator: Browser):
    esi = make_user("Esi Quaye", role="door")
    administrator.get(f"/users/{esi.id}")
    administrator.press(f"/users/{esi.id}/off")
    assert "Esi Quaye can no longer sign in." in administrator.follow().text
    assert not esi.is_active
    administrator.press(f"/users/{esi.id}/on")
    assert "Esi Quaye can sign in again." in administrator.follow().text
    assert esi.is_active


def test_a_user_can_be_signed_out_everywhere(administrator: Browser, session: Session):
    esi = make_user("Esi Quaye", role="door")
    secret = make_sign_in(esi)
    administrator.get(f"/users/{esi.id}")
    administrator.press(f"/users/{esi.id}/end-sessions")
    assert "Signed out in one browser." in administrator.follow().text
    assert queries.find_sign_in(session, secret=secret, now=clock.now()) is None


def test_somebody_who_forgot_the_password_gets_a_new_first_one(administrator: Browser, app: Flask, session: Session):
    esi = make_user_with_password("Esi Quaye", email="esi@example.org")
    administrator.get(f"/users/{esi.id}")
    password = first_password_on(administrator.press(f"/users/{esi.id}/first-password").text)
    browser = Browser(app, session)
    assert browser.post("/sign-in", {"email": "esi@example.org", "password": password}).status_code == 303
    assert browser.get("/").location == "/settings/password"


def test_roles_for_events_and_processes_are_given_and_taken_with_undo(administrator: Browser, session: Session):
    process = make_process("Ghana dialogues")
    esi = make_user("Esi Quaye")
    data = {"scope": f"process:{process.id}", "role": "facilitator"}
    administrator.post(f"/users/{esi.id}/roles", data)
    assert "Ghana dialogues" in administrator.follow().text
    administrator.press(f"/users/{esi.id}/roles/process:{process.id}/take")
    administrator.follow()
    assert team_queries.list_held(session, user_id=esi.id) == []
    administrator.press(f"/users/{esi.id}/roles/process:{process.id}/restore/facilitator")
    assert [one.role for one in team_queries.list_held(session, user_id=esi.id)] == ["facilitator"]


@pytest.mark.parametrize("scope", ("event:999", "process:1x", "user:1", "event:"))
def test_a_role_of_what_is_not_there_is_not_found(administrator: Browser, scope: str):
    esi = make_user("Esi Quaye")
    administrator.get(f"/users/{esi.id}")
    token = administrator.page.text.split('name="csrf_token" value="')[1].split('"')[0]
    page = administrator.client.post(f"/users/{esi.id}/roles/{scope}/take", data={"csrf_token": token})
    assert page.status_code == 404


def test_administrators_cannot_shut_themselves_out(administrator: Browser):
    own = administrator.user
    make_user(role="administrator")
    page = administrator.post(f"/users/{own.id}", {"role": "reporter"})
    assert page.status_code == 422
    assert "You cannot take rights away from yourself." in page.text
    assert own.role is Role.ADMINISTRATOR
    assert f"/users/{own.id}/off" not in page.text


@pytest.mark.parametrize(
    "act", (services.switch_off, lambda session, **facts: services.change_role(session, role=None, **facts))
)
def test_the_last_administrator_stays_one(session: Session, act):
    adwoa, kwame = make_user(role="administrator"), make_user(role="administrator")
    act(session, user=kwame, actor=Actor(name="Adwoa", user_id=adwoa.id), at=clock.now())
    with pytest.raises(rules.LastAdministrator):  # as a race of two would end
        act(session, user=adwoa, actor=Actor(name="Kwame", user_id=kwame.id), at=clock.now())


@pytest.mark.parametrize("role", ("organiser", "facilitator", "door", "reporter", "outsider"))
def test_users_are_for_administrators(request: pytest.FixtureRequest, role: str):
    browser: Browser = request.getfixturevalue(role)
    assert browser.get("/users").status_code == 403
    assert browser.get("/users/new").status_code == 403
    assert browser.get(f"/users/{browser.user.id}").status_code == 403


def test_a_user_who_is_not_there_is_not_found(administrator: Browser):
    assert administrator.get("/users/999").status_code == 404


def test_the_list_is_in_the_order_of_names_whatever_their_letters(session: Session):
    for name in ("Yaw Boakye", "Ɛsi Quaye", "Élise Rabe", "Fatou Jallow", "esi Adom"):
        make_user(name)
    names = [user.name for user in queries.list_users(session)]
    assert names == ["Élise Rabe", "esi Adom", "Ɛsi Quaye", "Fatou Jallow", "Yaw Boakye"]
