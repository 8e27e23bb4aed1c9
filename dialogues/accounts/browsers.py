"""What is known of the browser at the other end: what it calls itself, where it is, whether it was here before."""

import re
from datetime import timedelta

from flask import Response, current_app, request

from dialogues.core.folding import clean
from dialogues.core.tokens import new_secret

_KNOWN_FOR = timedelta(days=400)  # the longest a browser keeps a cookie
_SECRET_LENGTH_MAX = 64

# First match wins: every browser claims to be some of the others as well.
_PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox|FxiOS", "Firefox"),
             ("Chrome|CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def device_name(user_agent: str) -> str:
    """What a list of sign-ins calls this browser: "Firefox, Android", or how it names itself."""
    found = [
        next((name for sign, name in signs if re.search(sign, user_agent)), None) for signs in (_PROGRAMS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name) or clean(user_agent)[:60]


def present_device() -> str:
    """The name of the browser of this request."""
    return device_name(request.user_agent.string)


def present_network() -> str:
    """The address this request came from; behind a proxy the one the configured proxy tells."""
    return request.remote_addr or ""


def known_browser() -> str | None:
    """What the long-lived cookie of this browser holds, if it has one. It opens nothing; see guessing."""
    held = request.cookies.get(_cookie_name(), "")
    return held if 0 < len(held) <= _SECRET_LENGTH_MAX else None


def new_browser() -> str:
    """A value for the long-lived cookie of a browser that had none of ours."""
    return new_secret()


def carry_browser(response: Response, secret: str) -> None:
    """Let this browser be known again at the next sign-in."""
    response.set_cookie(
        _cookie_name(),
        secret,
        max_age=_KNOWN_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-browser"
