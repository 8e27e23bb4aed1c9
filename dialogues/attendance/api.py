"""The API's addresses of attendance: what is recorded, and marks handed in by devices, one or thousands at a time."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import (
    desk_queries,
    device_queries,
    device_services,
    phone_api,
    queries,
    sync_reading,
    sync_services,
)
from dialogues.attendance.device_access import current_actor, current_device, for_event_or_phone, what_hinders
from dialogues.attendance.device_models import Device
from dialogues.attendance.models import Part
from dialogues.attendance.services import Outcome
from dialogues.attendance.sync_reading import Sender
from dialogues.attendance.telling import told_rows
from dialogues.attendance.warning_queries import list_remarks
from dialogues.audit.services import Actor
from dialogues.core import clock, formats
from dialogues.core.api import json_body, list_answer, page_arguments
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from dialogues.core.i18n import _, current_language, translated
from dialogues.core.web import problem
from dialogues.events.access import for_event, permissions_in
from dialogues.events.models import Event
from dialogues.registration.balance_page import over_words
from dialogues.registration.seat_queries import count_room

MARKS_MAX = 10_000  # in one request: a day of a large event, about 2 MB
WALK_INS_MAX = 100  # in one request; each is a person, and is written for itself

bp = Blueprint("attendance_api", __name__, url_prefix="/api/v1")
phone_api.add_addresses(bp)


@bp.get("/events/<slug>/attendance")
@for_event(Permission.SEE_NAMES)
def list_attendance(event: Event) -> ResponseReturnValue:
    """Every mark that stands, by day and name; `?day=` for one day. Under the Chatham House Rule without names."""
    asked, day = page_arguments(), _asked_day()
    rows = queries.list_attendance_rows(db.session(), event.id, day=day, limit=asked.size, offset=asked.offset)
    total = queries.count_attendance_rows(db.session(), event.id, day=day)
    permissions = permissions_in(db.session(), current_viewer(), event)
    remarks = list_remarks(db.session(), event)
    told = told_rows(event, (row.as_object(remarks) for row in rows), permissions=permissions)
    return list_answer("attendance", told, total=total, asked=asked)


@bp.post("/events/<slug>/marks")
@for_event_or_phone(Permission.MARK_ATTENDANCE)
def add_marks(event: Event) -> ResponseReturnValue:
    """Record what a device saw: an answer for each mark, in its order. One that is refused hinders no other."""
    body, now = json_body(), clock.now()
    sent = body.get("marks")
    if not isinstance(sent, list):
        raise BadRequest('The body must hold a list "marks".')
    if len(sent) > MARKS_MAX:
        return problem(413, "too_many_marks", f"At most {MARKS_MAX} marks can be handed in at once.")
    sender = _read_sender(body.get("device"), now)
    event_id, actor, zone = event.id, current_actor(), event.zone
    with unit_of_work() as session:
        device = current_device()
        hindrance = what_hinders(device, now) if device else None
        walked_in = device_queries.walked_in(session, event_id, sync_reading.walk_in_ids(sent))
        read = [sync_reading.read_mark(one, sender, now=now, walked_in=walked_in) for one in sent]
        answers = sync_services.hand_in(
            session, sent, read, event_id=event_id, sender=sender, actor=actor, at=now,
            device_id=device.id if device else None, quarantine=hindrance,
        )  # fmt: skip
        told = _note_device(session, device, sender, hindrance, now)
    results = [_answer(raw, one, zone) for raw, one in zip(sent, answers, strict=True)]
    return jsonify({"results": results, **told, **(_door(event_id, body) if told else {})})


@bp.post("/events/<slug>/walk-ins")
@for_event_or_phone(Permission.MARK_ATTENDANCE)
def add_walk_ins(event: Event) -> ResponseReturnValue:
    """Put people who came on the list: an answer for each, in order. Sent again, each is one person."""
    body, now = json_body(), clock.now()
    sent = body.get("walk_ins")
    if not isinstance(sent, list):
        raise BadRequest('The body must hold a list "walk_ins".')
    if len(sent) > WALK_INS_MAX:
        return problem(413, "too_many_walk_ins", f"At most {WALK_INS_MAX} walk-ins can be handed in at once.")
    sender, actor, results = _read_sender(body.get("device"), now), current_actor(), []
    for one in sent:
        read = sync_reading.read_walk_in(one)
        with unit_of_work() as session:  # each for itself: a name that is refused takes no other with it
            device = current_device()
            answer = sync_services.add_walk_in(
                session, one, read, event, sender=sender, actor=actor, at=now, device_id=device.id if device else None,
                quarantine=what_hinders(device, now) if device else None,
            )  # fmt: skip
            if answer.refusal is not None and not answer.is_kept:
                session.rollback()
        results.append(_walk_in_answer(one, answer))
    came = any(one["outcome"] == Outcome.RECORDED for one in results)
    over = over_words(count_room(db.session(), event.id)) if came else None
    return jsonify({"results": results, **({"over_capacity": over} if over else {})})


def _read_sender(sent: Any, now: datetime) -> Sender:
    """The device of a request, by the name it was paired under. Answers 400 if what it says cannot be read."""
    try:
        sender = sync_reading.read_sender(sent, now)
    except sync_reading.BadSender as error:
        raise BadRequest(translated(error)) from error
    device = current_device()
    return sender._replace(name=device.name) if device else sender


def _answer(raw: Any, one: sync_services.Answer, zone: ZoneInfo) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": raw.get("id") if isinstance(raw, dict) else None, "outcome": one.outcome.value}
    if one.refusal is not None:
        answer |= {"code": one.refusal.code, "message": translated(one.refusal), "kept": one.is_kept}
    if one.presence is not None:
        since = formats.time_text(one.presence.since, zone, locale=current_language())
        answer["already_present"] = {
            "since": one.presence.since.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "device": one.presence.device,
            "message": _("In since %(time)s, marked by %(device)s", time=since, device=one.presence.device)
            if one.presence.device
            else _("In since %(time)s, marked at the desk", time=since),
        }
    return answer


def _walk_in_answer(raw: Any, one: sync_services.WalkInAnswer) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": raw.get("id") if isinstance(raw, dict) else None, "outcome": one.outcome.value}
    if one.refusal is not None:
        return {**answer, "code": one.refusal.code, "message": translated(one.refusal), "kept": one.is_kept}
    return {
        **answer,
        "registration_id": one.registration_id,
        "was_known": one.was_known,
        "possible_double": one.looks_like,
    }


def _note_device(
    session: Session, device: Device | None, sender: Sender, hindrance: DomainError | None, now: datetime
) -> dict[str, Any]:
    """Keep what the phone said of itself; what it is told back. Nothing for people and programs."""
    if device is None:
        return {}
    offset_s = sender.measured_offset_s
    device_services.note_spoke(
        device, waiting=sender.waiting, app_version=sender.app_version, clock_offset_s=offset_s,
        list_age_s=sender.list_age_s, at=now,
    )  # fmt: skip
    if sender.leaves:
        device_services.revoke_device(session, device, actor=Actor(device.name), at=now)
    told: dict[str, Any] = {"name": device.name, "clock_offset_s": offset_s or 0}
    if hindrance is not None:
        told |= {"code": hindrance.code, "message": translated(hindrance)}
    return {"device": told}


def _door(event_id: int, body: dict[str, Any]) -> dict[str, Any]:
    """How many are in on the day a phone is set to; nothing if it names none."""
    day = next(
        (one for one in queries.list_days(db.session(), event_id) if one.day.isoformat() == body.get("day")), None
    )
    if day is None:
        return {}
    part = body.get("part")
    counts = desk_queries.count_sectors(
        db.session(), event_id, day=day, part=Part(part) if part in set(Part) else Part.WHOLE
    )
    present, expected = sum(one.present for one in counts), sum(one.expected for one in counts)
    return {"door": {"day": day.day.isoformat(), "present": present, "expected": expected}}


def _asked_day() -> date | None:
    text = request.args.get("day")
    day = sync_reading.read_day(text) if text else None
    if text and day is None:
        raise BadRequest("day must be a date such as 2026-06-02.")
    return day
