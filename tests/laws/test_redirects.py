"""Law of going on: after signing in a browser stays on this host, whatever the address said."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.core.web import safe_path
from tests.browser import Browser
from tests.factories import PASSWORD, make_user_with_password

EVIL = (
    "//evil.example", "///evil.example", "////evil.example", "//evil.example/", "//evil.example/%2e%2e",
    "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "//\\evil.example",
    "http://evil.example", "https://evil.example", "HTTPS://evil.example", "hTTp://evil.example", "http:evil.example",
    "http:/evil.example", "http:///evil.example", "https:\\\\evil.example", "ftp://evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x", "mailto:a@evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example",
    "\n//evil.example", "/\r\nLocation: //evil.example", "/\r\n\r\n<script>", "\x00//evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example", "/\x1f/evil.example", "\u00a0//evil.example", "/\u2028/evil.example", "/\u3000/evil.example",
    "//evil\u3002example", "／／evil.example", "/／evil.example", "//evil.example@localhost",
    "//localhost@evil.example",
    "//user:pass@evil.example", "@evil.example", "evil.example", "evil.example/x", ".evil.example", "//[::1]",
    "//[evil", "//]evil[", "//evil.example:80", "//evil.example:port", "//evil℀.example", "http://[evil",
    "?//evil.example",
    "#//evil.example", "//%65vil.example", "/%09/evil.example", "/%2f/evil.example", "/%5cevil.example",
    "/..//evil.example", "/.//evil.example", "/;//evil.example", "/sign-in?next=//evil.example",
    "x" * 70_000, "/" + "x" * 70_000, "/" * 5000, "",
)  # fmt: skip


def as_browsers_read_it(location: str) -> str:
    """The host a browser would go to, by the URL standard: tabs and line ends vanish, backslashes are slashes."""
    location = "".join(sign for sign in location if sign not in "\t\r\n").strip("\x00\x20").replace("\\", "/")
    if location.startswith("//"):
        return location.lstrip("/").partition("/")[0]
    scheme, colon, rest = location.partition(":")
    if colon and scheme.isalnum():
        return f"{scheme}:{rest.lstrip('/').partition('/')[0]}"
    return ""


def test_there_are_sixty_of_them():
    assert len(set(EVIL)) >= 60


@pytest.mark.parametrize("target", EVIL, ids=lambda target: ascii(target)[:40])
def test_a_path_from_outside_never_leaves_this_host(target: str):
    path = safe_path(target)
    assert path is None or (as_browsers_read_it(path) == "" and path.startswith("/"))


def test_signing_in_leads_on_within_this_host_only(app: Flask, session: Session):
    user = make_user_with_password(email="adwoa@example.org")
    browser = Browser(app, session).sign_in(user)  # somebody signed in is led on at once
    for target in EVIL:
        page = browser.get(f"/sign-in?next={quote(target.encode('utf-8', 'replace'), safe='')}")
        assert page.status_code in (302, 404, 414), ascii(target)[:60]
        assert as_browsers_read_it(page.location or "") == "", ascii(target)[:60]


@pytest.mark.parametrize("target", ("//evil.example", "/\t/evil.example", "//[evil", "/\\evil.example"))
def test_the_form_leads_on_within_this_host_only(stranger: Browser, target: str):
    make_user_with_password(email="adwoa@example.org")
    data = {"email": "adwoa@example.org", "password": PASSWORD}
    page = stranger.post(f"/sign-in?next={quote(target, safe='')}", data)
    assert (page.status_code, page.location) == (303, "/")


@pytest.mark.parametrize(
    "target", ("/events", "/events/tarkwa/participants?q=%C9%9B&page=2", "/people?q=a+b", "/e/tarkwa", "/ɛ")
)
def test_a_page_of_ours_is_led_to(target: str):
    assert safe_path(target) == target


def test_a_test_of_the_path_alone_would_let_some_out():
    """The reader above is not blind: what is often thought enough lets these leave."""
    naive = [target for target in EVIL if target.startswith("/")]
    assert [target for target in naive if as_browsers_read_it(target)]
