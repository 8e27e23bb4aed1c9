"""The API's addresses for phones: pairing, and the list they take along."""

import hashlib
from datetime import UTC
from typing import Any

from flask import Blueprint, current_app, json, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission
from dialogues.attendance import device_queries, device_rules, device_services, phone_queries, queries, sync_reading
from dialogues.attendance.device_access import current_device, for_event_or_phone, refused_names, what_hinders
from dialogues.core import clock
from dialogues.core.api import json_body
from dialogues.core.db import db, unit_of_work
from dialogues.core.folding import clean_line
from dialogues.core.i18n import _n
from dialogues.events.models import Event

_CODE_LENGTH_MAX = 40
_READ_ALIKE = str.maketrans("OIL", "011")  # codes have no O, I or L: whoever types one means the digit


def pair_phone(slug: str) -> ResponseReturnValue:
    """Use a pairing code: the phone is paired and told its token, once."""
    body, now = json_body(), clock.now()
    code, name = body.get("code"), body.get("name")
    sender = sync_reading.read_sender({"app_version": body.get("app_version"), "sent_at": body.get("sent_at")}, now)
    with unit_of_work() as session:
        event = device_queries.find_open_event(session, slug)
        if event is None:
            raise device_rules.PairingCodeWrong  # whether there is such an event is told to nobody
        device, token = device_services.pair(
            session,
            event,
            code=_read_code(code),
            device_name=clean_line(name) if isinstance(name, str) else None,
            app_version=sender.app_version,
            at=now,
        )
        device.clock_offset_s = sender.measured_offset_s
        told = {"token": token, "device": {"name": device.name, "clock_offset_s": sender.clock_offset_s}}
    return jsonify(told), 201


def _read_code(sent: Any) -> str:
    """A pairing code as it was made, however it was typed; empty for what can be none."""
    if not isinstance(sent, str) or len(sent) > _CODE_LENGTH_MAX:
        return ""
    signs = sent.replace("-", "").replace(" ", "").upper().translate(_READ_ALIKE)
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


@for_event_or_phone(Permission.MARK_ATTENDANCE)
def take_list(event: Event) -> ResponseReturnValue:
    """The event as a phone takes it along: name, organisation, sector, status and the end of each badge code.

    With `If-None-Match` an unchanged list costs a line. A phone that may not have it is told so with a code.
    """
    device, now = current_device(), clock.now()
    hindrance = what_hinders(device, now) if device else None
    if hindrance is not None:
        return refused_names(hindrance)
    session = db.session()
    ends_at = device_rules.list_ends_at(event.ends_on, event.zone)
    stale_h = current_app.config["DIALOGUES"].PHONE_LIST_HOURS
    found = {
        "event": {
            "slug": event.slug,
            "title": event.title,
            "zone": event.zone_name,
            "days": _days(event),
        },
        "ends_at": ends_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "stale_after_hours": stale_h,
        "people": phone_queries.list_offline(session, event.id),
    }
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    response = make_response(body)
    response.content_type = "application/json"
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:20], weak=True)  # weak: it is packed on the way
    return response.make_conditional(request)


def _days(event: Event) -> list[dict[str, Any]]:
    """The days a phone can be set to; of one that runs late it is said in words, for whoever asks at the door."""
    late = phone_queries.list_late(db.session(), event.id)
    days: list[dict[str, Any]] = []
    for one in queries.list_days(db.session(), event.id):
        days.append({"day": one.day.isoformat(), "has_halves": one.has_halves, "closed": one.is_closed})
        if one.id in late:
            words = _n("The day runs one minute late.", "The day runs %(num)d minutes late.", late[one.id])
            days[-1]["late"] = str(words)
    return days


def add_addresses(bp: Blueprint) -> None:
    """Give the addresses for phones to the blueprint of the API."""
    bp.add_url_rule("/events/<slug>/phones", view_func=pair_phone, methods=["POST"])
    bp.add_url_rule("/events/<slug>/offline-list", view_func=take_list, methods=["GET"])
