"""One's own settings: name, language, password, and the browsers one is signed in with."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts import browsers, queries
from dialogues.audit.queries import list_subject_entries
from dialogues.core import clock
from tests.browser import Browser
from tests.factories import PASSWORD, make_sign_in, make_user, make_user_with_password

NEW = "nine goats cross slowly"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
    "Chrome/121.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36 Edg/131.0.0.0"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def adwoa(app: Flask, session: Session) -> Browser:
    return Browser(app, session).sign_in(make_user_with_password("Adwoa Sarpong", email="adwoa@example.org"))


def test_a_stranger_has_no_settings(stranger: Browser):
    assert stranger.get("/settings").location == "/sign-in?next=/settings"


def test_a_new_name_is_kept_and_noted(adwoa: Browser, session: Session):
    page = adwoa.post("/settings", {"name": "Adwoa  Ɛsi Sarpong "})
    assert page.location == "/settings"
    assert "Your settings are saved." in adwoa.follow().text
    assert adwoa.user.name == "Adwoa Ɛsi Sarpong"
    entry = list_subject_entries(session, kind="user", subject_id=str(adwoa.user.id))[0]
    assert entry.changes == {"name": ["Adwoa Sarpong", "Adwoa Ɛsi Sarpong"]}


def test_a_name_is_needed(adwoa: Browser):
    page = adwoa.post("/settings", {"name": " "})
    assert page.status_code == 422
    assert "Write the name." in page.text


def test_pages_come_in_the_language_chosen_whatever_this_browser_was_told_before(adwoa: Browser):
    adwoa.get("/settings?language=en")
    adwoa.post("/settings", {"language": "fr"})
    assert '<html lang="fr"' in adwoa.get("/settings").text
    adwoa.post("/settings", {"language": ""})
    assert '<html lang="en"' in adwoa.get("/settings").text


def test_a_language_that_is_not_offered_is_refused(adwoa: Browser):
    assert adwoa.post("/settings", {"language": "xx"}).status_code == 422


def test_the_new_password_lets_in_and_the_old_one_does_not(adwoa: Browser, app: Flask, session: Session):
    adwoa.post("/settings/password", {"current": PASSWORD, "password": NEW})
    assert "Your password is changed." in adwoa.follow().text
    again = Browser(app, session)
    assert again.post("/sign-in", {"email": "adwoa@example.org", "password": PASSWORD}).status_code == 422
    assert again.post("/sign-in", {"email": "adwoa@example.org", "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "sentence"),
    (
        ("not this one at all", NEW, "This is not your present password."),
        (PASSWORD, "too short", "needs at least 15"),
        (PASSWORD, "adwoa sarpong 2026", "easy to guess"),
        (PASSWORD, PASSWORD, "This is your present password."),
        ("", NEW, "Write your present password."),
    ),
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(
    adwoa: Browser, current: str, password: str, sentence: str
):
    kept = adwoa.user.password_hash
    page = adwoa.post("/settings/password", {"current": current, "password": password})
    assert page.status_code == 422
    assert sentence in page.text
    assert adwoa.user.password_hash == kept


def test_somebody_at_an_unlocked_laptop_cannot_guess_the_password(adwoa: Browser):
    for _again in range(10):
        adwoa.post("/settings/password", {"current": "not this one at all", "password": NEW})
    page = adwoa.post("/settings/password", {"current": PASSWORD, "password": NEW})
    assert page.status_code == 429
    assert page.headers["Retry-After"]


def test_one_sees_where_one_is_signed_in_and_can_end_one(adwoa: Browser, app: Flask, session: Session):
    other = Browser(app, session)
    data = {"email": "adwoa@example.org", "password": PASSWORD}
    other.post("/sign-in", data, headers={"User-Agent": FIREFOX})
    assert "Firefox, Linux" in adwoa.get("/settings").text
    newest = queries.list_open_sign_ins(session, user_id=adwoa.user.id, now=clock.now())[0]
    adwoa.press(f"/settings/sign-ins/{newest.id}/end")
    assert "That browser is signed out." in adwoa.follow().text
    assert other.get("/settings").status_code == 302
    assert "Firefox" not in adwoa.get("/settings").text


def test_all_others_are_ended_at_once(adwoa: Browser, app: Flask, session: Session):
    others = [Browser(app, session).sign_in(adwoa.user) for _again in range(2)]
    adwoa.get("/settings")
    adwoa.press("/settings/sign-ins/end-others")
    assert "2 other browsers are signed out." in adwoa.follow().text
    assert [other.get("/settings").status_code for other in others] == [302, 302]


def test_nobody_ends_the_sign_in_of_somebody_else(adwoa: Browser, session: Session):
    secret = make_sign_in(make_user("Kwame Boateng"))
    foreign = queries.find_sign_in(session, secret=secret, now=clock.now())
    assert foreign is not None
    page = adwoa.get("/settings")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    address = f"/settings/sign-ins/{foreign.id}/end"
    session.commit()
    assert adwoa.client.post(address, data={"csrf_token": token}).status_code == 404
    session.expire_all()
    assert queries.find_sign_in(session, secret=secret, now=clock.now()) is not None


@pytest.mark.parametrize(
    ("user_agent", "name"),
    (
        (FIREFOX, "Firefox, Linux"),
        (SAMSUNG, "Samsung Internet, Android"),
        (IPHONE, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
        ("x" * 500, "x" * 60),
    ),
)
def test_a_browser_is_called_by_a_name_people_know(user_agent: str, name: str):
    assert browsers.device_name(user_agent) == name
