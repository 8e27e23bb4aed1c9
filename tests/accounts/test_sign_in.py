"""The page for signing in, and what a browser carries afterwards."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts import queries
from dialogues.accounts.models import SignIn, SignInFailure
from dialogues.core import clock
from tests.browser import Browser
from tests.factories import MADE_AT, PASSWORD, make_user, make_user_with_password


def sign_in(browser: Browser, email: str, password: str = PASSWORD, *, onward: str = ""):
    return browser.post(f"/sign-in{onward}", {"email": email, "password": password})


def test_address_and_password_lead_to_the_first_page(stranger: Browser):
    make_user_with_password("Adwoa Sarpong", role="administrator", email="adwoa@example.org")
    page = sign_in(stranger, "  ADWOA@example.org ")
    assert (page.status_code, page.location) == (303, "/")
    assert "Adwoa Sarpong" in stranger.get("/settings").text


def test_a_stranger_is_led_on_to_the_page_they_wanted(stranger: Browser):
    make_user_with_password(email="adwoa@example.org")
    stranger.get("/settings?a=1&b=2")
    address = stranger.page.location
    page = sign_in(stranger, "adwoa@example.org", onward=address.removeprefix("/sign-in"))
    assert page.location == "/settings?a=1&b=2"


def test_somebody_signed_in_does_not_see_the_form_again(organiser: Browser):
    assert organiser.get("/sign-in").location == "/"


@pytest.mark.parametrize(
    ("email", "password"), (("adwoa@example.org", "not this one at all"), ("nobody@example.org", PASSWORD))
)
def test_a_wrong_password_and_an_unknown_address_read_alike(stranger: Browser, email: str, password: str):
    make_user_with_password(email="adwoa@example.org")
    page = sign_in(stranger, email, password)
    assert page.status_code == 422
    assert "The e-mail address or the password is wrong." in page.text
    assert email in page.text  # what was typed is kept
    assert password not in page.text


def test_both_refusals_are_the_same_page_to_the_letter(app: Flask, session: Session):
    make_user_with_password(email="adwoa@example.org")
    pages = []
    for email in ("adwoa@example.org", "asante@example.org"):
        page = sign_in(Browser(app, session), email, "not this one at all").text.replace(email, "")
        pages.append([line for line in page.splitlines() if "csrf_token" not in line and 'name="once"' not in line])
    assert pages[0] == pages[1]


def test_a_switched_off_account_reads_like_an_unknown_one(stranger: Browser):
    make_user_with_password(email="adwoa@example.org").is_active = False
    page = sign_in(stranger, "adwoa@example.org")
    assert page.status_code == 422
    assert "The e-mail address or the password is wrong." in page.text


def test_an_empty_form_is_refused_without_counting_or_hashing(stranger: Browser, session: Session):
    page = sign_in(stranger, "", "")
    assert page.status_code == 422
    assert "Write the e-mail address." in page.text
    assert session.query(SignInFailure).count() == 0


def test_a_password_of_a_megabyte_is_refused_like_any_wrong_one(stranger: Browser):
    make_user_with_password(email="adwoa@example.org")
    assert sign_in(stranger, "adwoa@example.org", "x" * 400_000).status_code == 422


def test_after_ten_wrong_passwords_the_right_one_must_wait_too(stranger: Browser):
    make_user_with_password(email="adwoa@example.org")
    for _again in range(10):
        assert sign_in(stranger, "adwoa@example.org", "not this one at all").status_code == 422
    page = sign_in(stranger, "adwoa@example.org")
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "900"
    assert "Wait 15 min, then try again." in page.text


def test_the_owner_is_not_kept_waiting_in_the_browser_used_before(app: Flask, session: Session):
    make_user_with_password(email="adwoa@example.org")
    owner, guesser = Browser(app, session), Browser(app, session)
    sign_in(owner, "adwoa@example.org")
    owner.get("/settings")
    owner.press("/sign-out")
    for _again in range(11):
        refused = sign_in(guesser, "adwoa@example.org", "not this one at all")
    assert refused.status_code == 429
    assert sign_in(owner, "adwoa@example.org").status_code == 303
    assert sign_in(guesser, "adwoa@example.org").status_code == 429  # same network, unknown browser


def test_nothing_a_browser_carried_before_survives_signing_in(stranger: Browser):
    make_user_with_password(email="adwoa@example.org")
    with stranger.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["_user_id"] = "planted"
    stranger.get("/sign-in")
    with stranger.client.session_transaction() as cookie:
        form_token = cookie["csrf_token"]
    sign_in(stranger, "adwoa@example.org")
    with stranger.client.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "_fresh"}
        assert cookie["_user_id"] != "planted"
        assert cookie.get("csrf_token") != form_token


def test_a_language_chosen_before_signing_in_stays(stranger: Browser):
    make_user_with_password(email="adwoa@example.org")
    stranger.get("/sign-in?language=fr")
    sign_in(stranger, "adwoa@example.org")
    assert 'lang="fr"' in stranger.get("/settings").text


def test_a_browser_secret_planted_by_somebody_else_is_replaced(stranger: Browser, session: Session):
    make_user_with_password(email="adwoa@example.org")
    stranger.client.set_cookie("dialogues-browser", "planted", domain="localhost")
    sign_in(stranger, "adwoa@example.org")
    assert not queries.is_known_to_anybody(session, browser="planted")
    kept = stranger.client.get_cookie("dialogues-browser", domain="localhost")
    assert kept is not None
    assert queries.is_known_browser(session, email="adwoa@example.org", browser=kept.value)


def test_signing_in_again_ends_the_sign_in_of_before(stranger: Browser, session: Session):
    make_user_with_password(email="adwoa@example.org")
    form = stranger.get("/sign-in")
    sign_in(stranger, "adwoa@example.org")
    assert form.status_code == 200
    with stranger.client.session_transaction() as cookie:
        first = cookie["_user_id"]
    stranger.get("/settings")  # for a form token of this sign-in
    with stranger.client.session_transaction() as cookie:
        raw_token = cookie["csrf_token"]
    from itsdangerous import URLSafeTimedSerializer

    token = URLSafeTimedSerializer(stranger.app.secret_key, salt="wtf-csrf-token").dumps(raw_token)
    data = {"email": "adwoa@example.org", "password": PASSWORD, "csrf_token": token}
    assert stranger.client.post("/sign-in", data=data).status_code == 303
    session.expire_all()
    assert queries.find_sign_in(session, secret=first, now=clock.now()) is None
    assert session.query(SignIn).filter(SignIn.ended_at.is_(None)).count() == 1


def test_the_cookie_holds_a_secret_of_which_the_database_keeps_only_the_digest(stranger: Browser, session: Session):
    make_user_with_password(email="adwoa@example.org")
    sign_in(stranger, "adwoa@example.org")
    with stranger.client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    kept = session.query(SignIn).one()
    assert secret not in {kept.secret_digest, kept.device, kept.browser_digest}
    assert len(secret) >= 43


def test_cookies_are_kept_from_scripts_and_other_sites(stranger: Browser):
    make_user_with_password(email="adwoa@example.org")
    page = sign_in(stranger, "adwoa@example.org")
    for cookie in page.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie or "SameSite=Strict" in cookie
        assert "Domain=" not in cookie


def test_an_old_cost_is_raised_when_its_owner_signs_in(stranger: Browser, session: Session):
    from argon2 import PasswordHasher

    user = make_user(email="adwoa@example.org")
    user.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    assert sign_in(stranger, "adwoa@example.org").status_code == 303
    assert "m=19456,t=2,p=1" in user.password_hash
    stranger.get("/settings")
    stranger.press("/sign-out")
    assert sign_in(stranger, "adwoa@example.org").status_code == 303


def test_a_first_password_opens_nothing_but_choosing_an_own_one(stranger: Browser, session: Session):
    user = make_user_with_password(role="organiser", email="adwoa@example.org")
    user.first_password_ends_at = clock.now().replace(year=9999)
    sign_in(stranger, "adwoa@example.org")
    for address in ("/", "/settings", "/search?q=a"):
        assert stranger.get(address).location == "/settings/password"
    page = stranger.post("/settings/password", {"current": PASSWORD, "password": "nine goats cross slowly"})
    assert page.location == "/settings"
    assert stranger.get("/settings").status_code == 200


def test_a_first_password_that_was_not_used_in_time_lets_nobody_in(stranger: Browser):
    user = make_user_with_password(email="adwoa@example.org")
    user.first_password_ends_at = MADE_AT
    page = sign_in(stranger, "adwoa@example.org")
    assert page.status_code == 422
    assert "This first password has ended." in page.text
