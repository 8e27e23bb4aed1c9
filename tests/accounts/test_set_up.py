"""The first administrator: by a code from the terminal, once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts import passwords, queries, rules, services
from dialogues.accounts.access import Role
from dialogues.core import clock
from tests.browser import Browser
from tests.factories import MADE_AT, PASSWORD, make_user


def make_code(session: Session) -> str:
    code = services.make_setup_code(session, clock.now())
    session.commit()
    assert code is not None
    return code


def fill(code: str, **other: str) -> dict[str, str]:
    return {"code": code, "name": "Adwoa Sarpong", "email": "adwoa@example.org", "password": PASSWORD, **other}


def test_the_code_makes_the_first_administrator_who_is_signed_in_at_once(stranger: Browser, session: Session):
    page = stranger.post("/set-up", fill(make_code(session)))
    assert (page.status_code, page.location) == (303, "/")
    user = queries.find_user(session, email="adwoa@example.org")
    assert user is not None
    assert user.role is Role.ADMINISTRATOR
    assert stranger.get("/users").status_code == 200


def test_a_code_is_read_however_it_is_typed(stranger: Browser, session: Session):
    code = make_code(session)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert stranger.post("/set-up", fill(f" {typed} ")).status_code == 303


@pytest.mark.parametrize("code", ("", "0000-0000-0000", "x" * 300))
def test_a_wrong_code_makes_nobody(stranger: Browser, session: Session, code: str):
    make_code(session)
    page = stranger.post("/set-up", fill(code))
    assert page.status_code == 422
    assert not queries.has_administrator(session)
    assert "Adwoa Sarpong" in page.text  # what was typed is kept


def test_a_code_is_dead_after_use(app: Flask, session: Session):
    code = make_code(session)
    first, second = Browser(app, session), Browser(app, session)
    assert first.post("/set-up", fill(code)).status_code == 303
    assert second.get("/set-up").location == "/sign-in"
    with pytest.raises(rules.WrongSetupCode):
        services.require_setup_code(session, code=code, now=clock.now())


def test_of_two_browsers_that_have_the_form_open_one_makes_an_administrator(app: Flask, session: Session):
    code = make_code(session)
    first, second = Browser(app, session), Browser(app, session)
    first.get("/set-up")
    second.get("/set-up")
    assert first.press("/set-up", fill(code)).location == "/"
    assert second.press("/set-up", fill(code, email="kwame@example.org", name="Kwame Boateng")).location == "/sign-in"
    assert [user.email for user in queries.list_users(session)] == ["adwoa@example.org"]


def test_two_acts_at_the_same_moment_make_one_administrator(session: Session):
    code = make_code(session)
    kept = passwords.choose(PASSWORD, about=())
    services.set_up(session, code=code, email="a@example.org", name="A", password_hash=kept, at=clock.now())
    with pytest.raises(rules.WrongSetupCode):
        services.set_up(session, code=code, email="b@example.org", name="B", password_hash=kept, at=clock.now())


def test_a_new_code_kills_the_one_before(stranger: Browser, session: Session):
    old = make_code(session)
    new = make_code(session)
    assert stranger.post("/set-up", fill(old)).status_code == 422
    assert stranger.post("/set-up", fill(new)).status_code == 303


def test_a_code_is_good_for_a_day(session: Session):
    code = services.make_setup_code(session, MADE_AT)
    assert code is not None
    assert services.require_setup_code(session, code=code, now=MADE_AT + timedelta(hours=23))
    with pytest.raises(rules.WrongSetupCode):
        services.require_setup_code(session, code=code, now=MADE_AT + timedelta(hours=24))


def test_there_is_no_code_where_there_is_an_administrator(session: Session):
    make_user(role="administrator")
    assert services.make_setup_code(session, MADE_AT) is None


def test_a_code_from_before_opens_nothing_once_there_is_an_administrator(stranger: Browser, session: Session):
    code = make_code(session)
    make_user(role="administrator")
    assert stranger.get("/set-up").location == "/sign-in"
    with pytest.raises(rules.WrongSetupCode):
        services.require_setup_code(session, code=code, now=clock.now())


def test_codes_are_not_to_be_guessed(stranger: Browser, session: Session):
    code = make_code(session)
    for _again in range(10):
        assert stranger.post("/set-up", fill("0000-0000-0000")).status_code == 422
    assert stranger.post("/set-up", fill(code)).status_code == 429


def test_a_password_that_is_too_easy_does_not_use_the_code_up(stranger: Browser, session: Session):
    code = make_code(session)
    for password in ("five lamps", "passwordpassword", "adwoa sarpong 12"):
        page = stranger.post("/set-up", fill(code, password=password))
        assert page.status_code == 422
        assert password not in page.text
    assert stranger.post("/set-up", fill(code)).status_code == 303


def test_the_sign_in_page_leads_there_only_while_nobody_manages_this_copy(stranger: Browser, session: Session):
    assert 'href="/set-up"' in stranger.get("/sign-in").text
    make_user(role="administrator")
    assert 'href="/set-up"' not in stranger.get("/sign-in").text
