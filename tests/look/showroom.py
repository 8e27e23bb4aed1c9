"""A small application that shows the layouts and components with invented facts, under the strictest content policy."""

import re
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, redirect, render_template, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from dialogues.core import formats
from dialogues.core.assets import init_assets
from dialogues.core.i18n import FORMATS
from dialogues.home.forms import GuideForm

ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A page in each layout that the style guide does not use.
FRAMES = ("event", "form", "desk", "public", "plain")
ERRORS = ("403", "404", "409", "422", "4xx", "500", "503", "csrf")
ADDRESSES = (
    "/guide",
    "/guide?wrong=1",
    *(f"/frame/{name}" for name in FRAMES),
    "/frame/desk?q=ama+p",
    *(f"/error/{name}" for name in ERRORS),
)


class Viewer:
    """Somebody signed in."""

    name = "Adwoa Bentsiwaa"
    initials = "AB"
    is_signed_in = True

    def may(self, permission: str, event: object = None) -> bool:
        """Everything."""
        return bool(permission)


class EventMenu:
    """The menu of one event."""

    title = "Ghana action dialogue, Tarkwa"
    url = "#main"
    dates = "23–26 Nov 2026"
    note = "Day 3 of 4"

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self.items = items


def _item(label: str, icon: str, *, is_current: bool = False, count: int | None = None) -> dict[str, Any]:
    return {"label": label, "url": "#main", "icon": icon, "is_current": is_current, "count": count}


def _words(text: str) -> str:
    """The text as it is, or 40 per cent longer where a page is asked for with `?long=1`."""
    if "long" not in request.args:
        return text
    bare = re.sub(r"%\(\w+\)[sd]", "", text)
    return f"{text} {bare[: len(text) * 2 // 5]}"


def create_showroom() -> Flask:
    """The application, with one page for each layout, error and state of the forms."""
    app = Flask("dialogues", root_path=str(ROOT), static_folder="static")
    app.config.update(SECRET_KEY="shown to nobody", WTF_CSRF_ENABLED=True)
    folders = [ROOT / "templates", Path(__file__).parent]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    Babel(app, configure_jinja=False)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        _words, lambda one, many, count: _words(one if count == 1 else many), newstyle=True
    )
    for name in FORMATS:
        app.add_template_filter(partial(getattr(formats, f"{name}_text"), locale="en"), name)
    CSRFProtect(app)
    init_assets(app)
    app.context_processor(_facts)
    _add_pages(app)

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


def _facts() -> dict[str, Any]:
    items = [_item("Overview", "house", is_current=True), _item("Participants", "users", count=62)]
    return {
        "viewer": Viewer(),
        "locale": "en",
        "text_direction": request.args.get("dir", "ltr"),
        "theme": request.args.get("theme", "system"),
        "is_sample": True,
        "languages": [("en", "English"), ("fr", "Français")],
        "nav": [_item("Home", "house", is_current=True), _item("Events", "calendar-days", count=9)],
        "event_nav": EventMenu(items),
    }


def _add_pages(app: Flask) -> None:
    @app.route("/guide", methods=["GET", "POST"])
    def guide() -> str:
        form = GuideForm()
        if "wrong" in request.args:
            g.csrf_valid = True  # the page shows what a reader got wrong, not a missing token
            form.validate()
        return render_template("style_guide.html", form=form)

    @app.route("/frame/<name>", methods=["GET", "POST"])
    def frame(name: str) -> str:
        if name not in FRAMES:
            abort(404)
        form = GuideForm()
        if request.method == "POST":
            form.validate()
        return render_template(f"frames/{name}.html", form=form)

    @app.get("/error/<name>")
    def error(name: str) -> str:
        if name not in ERRORS:
            abort(404)
        return render_template(f"errors/{name}.html", message="Seats 4 and 5 are taken.", reference="4f20a1b2")

    @app.post("/came/<int:number>")
    @app.post("/undone/<int:number>")
    def done(number: int) -> Response:
        return redirect("/frame/desk", code=303)  # type: ignore[return-value]
