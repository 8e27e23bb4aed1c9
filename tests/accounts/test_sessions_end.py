"""A copied cookie is dead once the sign-in has ended, however it ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts import passwords, services
from dialogues.accounts.access import Role
from dialogues.accounts.models import SignIn, User
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from tests.browser import Browser
from tests.factories import PASSWORD, make_user, make_user_with_password

Ending = Callable[[Browser, Session, User], object]


def by_signing_out(browser: Browser, session: Session, user: User) -> None:
    browser.get("/settings")
    browser.press("/sign-out")


def by_changing_the_password(browser: Browser, session: Session, user: User) -> None:
    browser.post("/settings/password", {"current": PASSWORD, "password": "nine goats cross slowly"})


def by_another_password_given(browser: Browser, session: Session, user: User) -> None:
    _first, kept = passwords.choose_first()
    services.give_first_password(session, user=user, password_hash=kept, actor=COMMAND_LINE, at=clock.now())
    session.commit()


def by_changing_the_role(browser: Browser, session: Session, user: User) -> None:
    services.change_role(session, user=user, role=Role.DOOR, actor=COMMAND_LINE, at=clock.now())
    session.commit()


def by_switching_the_account_off(browser: Browser, session: Session, user: User) -> None:
    services.switch_off(session, user=user, actor=COMMAND_LINE, at=clock.now())
    session.commit()


def by_ending_all_sessions(browser: Browser, session: Session, user: User) -> None:
    assert services.end_sessions(session, user=user, actor=COMMAND_LINE, at=clock.now()) == 1
    session.commit()


def by_running_out(browser: Browser, session: Session, user: User) -> None:
    session.query(SignIn).update({SignIn.ends_at: clock.now() - timedelta(seconds=1)})
    session.commit()


def by_ending_it_in_the_settings(browser: Browser, session: Session, user: User) -> None:
    other = Browser(browser.app, session).sign_in(user)
    other.get("/settings")
    open_one = session.query(SignIn).order_by(SignIn.id).first()
    assert open_one is not None
    other.press(f"/settings/sign-ins/{open_one.id}/end")


def replay(app: Flask, session: Session, cookie: str) -> int:
    """Open a page of one's own with a copied cookie."""
    thief = Browser(app, session)
    thief.client.set_cookie("dialogues", cookie, domain="localhost")
    return thief.get("/settings").status_code


def signed_in(app: Flask, session: Session, user: User) -> tuple[Browser, str]:
    browser = Browser(app, session)
    assert browser.post("/sign-in", {"email": user.email, "password": PASSWORD}).status_code == 303
    cookie = browser.client.get_cookie("dialogues", domain="localhost")
    assert cookie is not None
    return browser, cookie.value


@pytest.mark.parametrize(
    "end",
    (by_signing_out, by_changing_the_password, by_another_password_given, by_changing_the_role,
     by_switching_the_account_off, by_ending_all_sessions, by_running_out, by_ending_it_in_the_settings),
)  # fmt: skip
def test_a_copied_cookie_is_dead_after_the_sign_in_ended(app: Flask, session: Session, end: Ending):
    make_user(role="administrator")
    user = make_user_with_password(role="organiser")
    browser, copied = signed_in(app, session, user)
    assert replay(app, session, copied) == 200  # or the test would prove nothing
    end(browser, session, user)
    assert replay(app, session, copied) == 302


def test_a_deleted_cookie_alone_would_not_end_a_sign_in(app: Flask, session: Session):
    browser, copied = signed_in(app, session, make_user_with_password())
    browser.client.delete_cookie("dialogues", domain="localhost")
    assert replay(app, session, copied) == 200


def test_changing_the_password_leaves_this_browser_signed_in_and_no_other(app: Flask, session: Session):
    user = make_user_with_password()
    browser, _cookie = signed_in(app, session, user)
    other, _cookie = signed_in(app, session, user)
    by_changing_the_password(browser, session, user)
    assert browser.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 302


def test_a_role_that_stays_the_same_signs_nobody_out(app: Flask, session: Session):
    user = make_user_with_password(role="door")
    browser, _cookie = signed_in(app, session, user)
    by_changing_the_role(browser, session, user)
    assert browser.get("/settings").status_code == 200


def test_a_forged_cookie_opens_nothing(app: Flask, session: Session):
    _browser, copied = signed_in(app, session, make_user_with_password())
    assert replay(app, session, copied[:-4] + "AAAA") == 302
