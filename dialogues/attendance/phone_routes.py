"""The check-in page of a phone, and what lets it work without a network.

The page is the same for every event and everybody: it holds no name, so it may be kept on the phone. What it shows
comes from the phone's own store and from the API, with the phone's token; cookies play no part in it.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import segno
from flask import Blueprint, Response, current_app, json, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues import __version__
from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import device_rules, device_services
from dialogues.attendance.device_forms import PairForm
from dialogues.core import clock
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES
from dialogues.registration.models import STATUS_NAMES

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")  # what an event's address looks like
DECODER = "vendor/qr-scanner-1.4.2/qr-scanner-worker.min.js"
ICONS = (("img/phone-192.png", "192x192"), ("img/phone-512.png", "512x512"))
# The one page that may look through the camera; its decoder builds a worker from a blob.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def phone(slug: str) -> ResponseReturnValue:
    """The check-in page. It says nothing of any event, so it answers alike for all, and for none."""
    if not SLUG.fullmatch(slug):
        raise NotFoundHere
    return _shell()


def phone_shell() -> ResponseReturnValue:
    """The same page without an event: what a phone keeps for all of them, and the way back to each."""
    return _shell()


def _shell() -> Response:
    page = render_template(
        "attendance/phone.html",
        sectors=[(sector.value, _(name)) for sector, name in SECTOR_NAMES.items()],
        statuses=[(status.value, _(name)) for status, name in STATUS_NAMES.items()],
        decoder=DECODER,
    )
    response = Response(page)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


def phone_manifest(slug: str) -> ResponseReturnValue:
    """What makes the page of one event an app on the phone."""
    if not SLUG.fullmatch(slug):
        raise NotFoundHere
    manifest: dict[str, Any] = {
        "id": url_for(".phone", slug=slug),
        "start_url": url_for(".phone", slug=slug),
        "scope": url_for(".phone", slug=slug),
        "name": _("Door: %(slug)s", slug=slug),
        "short_name": _("Door"),
        "display": "standalone",
        "background_color": "#FAF9F6",
        "theme_color": "#0A5C73",
        "icons": [
            {"src": _asset(path), "sizes": sizes, "type": "image/png", "purpose": "any"} for path, sizes in ICONS
        ],
    }
    return Response(json.dumps(manifest), mimetype="application/manifest+json")


def phone_worker() -> ResponseReturnValue:
    """The service worker, or, where PHONE_OFFLINE says no, one that removes every worker and copy there is."""
    folder = Path(current_app.static_folder or "static") / "js" / "phone"
    if not current_app.config["DIALOGUES"].PHONE_OFFLINE:
        text = (folder / "worker-off.js").read_text(encoding="utf-8")
    else:
        text = _worker((folder / "worker.js").read_text(encoding="utf-8"))
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache, no-store"  # a browser never keeps an old worker
    response.headers["Service-Worker-Allowed"] = f"{request.script_root}/"
    return response


def _worker(text: str) -> str:
    """The worker with the list of files it may keep; the list's digest names its store."""
    files = [_asset(path) for path in ("css/screen.css", "js/phone.js", "img/icons.svg", "img/mark.svg", DECODER)]
    shell = url_for(".phone_shell")
    source = current_app.jinja_env.loader.get_source(current_app.jinja_env, "attendance/phone.html")[0]  # type: ignore[union-attr]
    version = hashlib.sha256("\n".join([__version__, shell, *files, source, text]).encode()).hexdigest()[:12]
    root = re.escape(request.script_root)
    facts = {
        "VERSION": version,
        "SHELL": shell,
        "FILES": files,
        "PHONES": rf"^{root}/(events/[a-z0-9-]+/phone|phone)/?$",
    }
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items()) + text


def _asset(path: str) -> str:
    found: str = current_app.jinja_env.globals["asset"](path)  # type: ignore[operator]
    return found


@for_event(Permission.MARK_ATTENDANCE)
def pair_phone(event: Event) -> ResponseReturnValue:
    """Make a code that pairs a phone with the event: shown once, as a QR and to be typed, for ten minutes."""
    form, now = PairForm(), clock.now()
    shown = None
    if form.validate_on_submit():
        slug, actor = event.slug, current_viewer().actor
        name = form.device_name.data or _("Phone of %(name)s", name=actor.name)
        with act(form) as session:
            code = device_services.make_pairing_code(session, event, device_name=name, actor=actor, at=now)
        address = f"{_base_url()}{url_for('.phone', slug=slug)}#pair={code}"
        if form.here.data:
            return redirect(f"{url_for('.phone', slug=slug)}#pair={code}", code=303)
        shown = {"code": code, "address": address, "qr": _qr(address), "name": name}
    return render_template(
        "attendance/pair_phone.html",
        event=event,
        form=form,
        shown=shown,
        is_secure=request.is_secure or request.host.partition(":")[0] in ("localhost", "127.0.0.1"),
        lasts_min=int(device_rules.PAIRING_LASTS.total_seconds() // 60),
    )


def _base_url() -> str:
    """How phones reach this instance: as set, else as the one who asks reached it."""
    told: str = current_app.config["DIALOGUES"].BASE_URL
    return told.rstrip("/") or request.host_url.rstrip("/") + request.script_root


def _qr(text: str) -> str:
    """A QR code as an address of its picture, which the content policy lets in."""
    return segno.make_qr(text, error="m").svg_data_uri(border=4, dark="#000", light="#fff")


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of the phone to the blueprint of attendance."""
    bp.add_url_rule("/phone", view_func=phone_shell, methods=["GET"])
    bp.add_url_rule("/sw.js", view_func=phone_worker, methods=["GET"])
    bp.add_url_rule("/events/<slug>/phone", view_func=phone, methods=["GET"])
    bp.add_url_rule("/events/<slug>/phone.webmanifest", view_func=phone_manifest, methods=["GET"])
    bp.add_url_rule("/events/<slug>/desk/phone", view_func=pair_phone, methods=["GET", "POST"])
