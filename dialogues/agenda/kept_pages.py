"""The worker that keeps public agendas and screens for when there is no network."""

import hashlib
import json
import re
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from dialogues import __version__

_KEPT = (r"e/[a-z0-9-]+(/agenda)?", r"wall/[^/]+")  # the public page and agenda of an event; a screen
_FILES = ("css/screen.css", "img/icons.svg", "img/mark.svg", "js/kept.js", "js/wall.js")


def kept_pages_worker() -> ResponseReturnValue:
    """The worker, for the pages below its own folder; where PHONE_OFFLINE says no, one that takes itself away."""
    scripts = Path(current_app.static_folder or "static") / "js"
    if current_app.config["DIALOGUES"].PHONE_OFFLINE:
        text = _worker((scripts / "kept-worker.js").read_text(encoding="utf-8"))
    else:
        text = (scripts / "phone" / "worker-off.js").read_text(encoding="utf-8")
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache, no-store"  # a browser never keeps an old worker
    return response


def _worker(text: str) -> str:
    asset = current_app.jinja_env.globals["asset"]
    files = [asset(path) for path in _FILES]  # type: ignore[operator]
    facts = {
        # What it says without a copy is not in the version: in another language the copies are the same.
        "VERSION": hashlib.sha256("\n".join([__version__, *files, text]).encode()).hexdigest()[:12],
        "KEEPS": rf"^{re.escape(request.script_root)}/({'|'.join(_KEPT)})/?$",
        "FILES": files,
        "NO_COPY": render_template("agenda/no_copy.html"),
    }
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items()) + text


def add_pages(bp: Blueprint) -> None:
    """Give the worker's two addresses to the blueprint of the agenda: each lies where its pages are."""
    bp.add_url_rule("/e/worker.js", view_func=kept_pages_worker, methods=["GET"])
    bp.add_url_rule("/wall/worker.js", "kept_screens_worker", kept_pages_worker, methods=["GET"])
