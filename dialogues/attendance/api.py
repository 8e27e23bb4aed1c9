"""The API's addresses of attendance: what is recorded, and marks handed in by devices, one or thousands at a time."""

import uuid
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import queries, rules, services
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.core import clock
from dialogues.core.api import json_body, list_answer, page_arguments
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from dialogues.core.folding import clean
from dialogues.core.i18n import translated
from dialogues.core.web import problem
from dialogues.events.access import for_event
from dialogues.events.models import Event

MARKS_MAX = 10_000  # in one request: a day of a large event, about 2 MB
_DEVICE_LENGTH_MAX = 200  # signs of a device's name
_NUMBER_MAX = 2**31 - 1  # what both databases take as a number
_YEARS = range(2000, 2200)  # a time outside is not one that a device means

bp = Blueprint("attendance_api", __name__, url_prefix="/api/v1")


class Device(NamedTuple):
    """Who hands marks in, and how far its clock runs ahead of ours."""

    name: str | None
    clock_offset_s: int


@bp.get("/events/<slug>/attendance")
@for_event(Permission.SEE_NAMES)
def list_attendance(event: Event) -> ResponseReturnValue:
    """Every mark that stands, by day and name; `?day=` for one day."""
    asked, day = page_arguments(), _asked_day()
    rows = queries.list_attendance_rows(db.session(), event.id, day=day, limit=asked.size, offset=asked.offset)
    total = queries.count_attendance_rows(db.session(), event.id, day=day)
    return list_answer("attendance", [row.as_object() for row in rows], total=total, asked=asked)


@bp.post("/events/<slug>/marks")
@for_event(Permission.MARK_ATTENDANCE)
def add_marks(event: Event) -> ResponseReturnValue:
    """Record what a device saw: an answer for each mark, in its order. One that is refused hinders no other."""
    body, now = json_body(), clock.now()
    sent = body.get("marks")
    if not isinstance(sent, list):
        raise BadRequest('The body must hold a list "marks".')
    if len(sent) > MARKS_MAX:
        return problem(413, "too_many_marks", f"At most {MARKS_MAX} marks can be handed in at once.")
    device = _read_device(body.get("device"), now)
    read = [_read_mark(one, device) for one in sent]
    wanted = [one for one in read if isinstance(one, services.NewMark)]
    event_id, actor = event.id, current_viewer().actor
    with unit_of_work() as session:
        results = iter(services.mark_many(session, wanted, event_id=event_id, actor=actor, at=now))
    answers = []
    for raw, one in zip(sent, read, strict=True):
        refusal = one if isinstance(one, DomainError) else None
        outcome = services.Outcome.REFUSED
        if refusal is None:
            result = next(results)
            outcome, refusal = result.outcome, result.refusal
        answers.append(_answer(raw, outcome, refusal))
    return jsonify({"results": answers})


def _answer(raw: Any, outcome: services.Outcome, refusal: DomainError | None) -> dict[str, Any]:
    answer = {"id": raw.get("id") if isinstance(raw, dict) else None, "outcome": outcome.value}
    return answer if refusal is None else {**answer, "code": refusal.code, "message": translated(refusal)}


def _read_device(sent: Any, now: datetime) -> Device:
    """The device of a request, its clock compared with ours. Answers 400 if what it says of itself cannot be read."""
    if sent is None:
        return Device(None, 0)
    name, sent_at = (sent.get("id"), sent.get("sent_at")) if isinstance(sent, dict) else (sent, None)
    if not isinstance(sent, dict) or not (name is None or isinstance(name, str)):
        raise BadRequest('"device" must be an object with "id" and "sent_at".')
    offset_s = 0
    if sent_at is not None:
        at = _read_instant(sent_at)
        if at is None:
            raise BadRequest('"sent_at" must be a time with its zone, such as 2026-06-02T07:52:00Z.')
        offset_s = round((at - now).total_seconds())
    return Device(clean(name)[:_DEVICE_LENGTH_MAX] if name else None, offset_s)


def _read_mark(sent: Any, device: Device) -> services.NewMark | DomainError:
    """One mark as it was sent, or why it cannot be read."""
    if not isinstance(sent, dict):
        return rules.BadMark(field="id")
    mark_id, day, seen_at = _read_uuid(sent.get("id")), _read_day(sent.get("day")), _read_instant(sent.get("seen_at"))
    part, status = sent.get("part", Part.WHOLE.value), sent.get("status", MarkStatus.PRESENT.value)
    if mark_id is None:
        return rules.BadMark(field="id")
    if day is None:
        return rules.BadMark(field="day")
    if seen_at is None:
        return rules.BadMark(field="seen_at")
    if not isinstance(part, str) or part not in _PARTS:
        return rules.BadMark(field="part")
    if not isinstance(status, str) or status not in _STATUSES:
        return rules.BadMark(field="status")
    number, badge = sent.get("registration_id"), sent.get("badge_code")
    if number is None and badge is None:
        return rules.BadMark(field="badge_code")
    return services.NewMark(
        id=mark_id,
        day=day,
        source=MarkSource.PHONE if badge is None else MarkSource.QR,
        registration_id=_read_number(number) if badge is None else None,
        badge_code=rules.read_badge(badge) if isinstance(badge, str) else None,
        part=Part(part),
        status=MarkStatus(status),
        seen_at=seen_at,
        clock_offset_s=device.clock_offset_s,
        device=device.name,
    )


_PARTS = frozenset(part.value for part in Part)
_STATUSES = frozenset(status.value for status in MarkStatus)


def _read_uuid(sent: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(sent)
    except (AttributeError, TypeError, ValueError):
        return None


def _read_day(sent: Any) -> date | None:
    try:
        return date.fromisoformat(sent)
    except (TypeError, ValueError):
        return None


def _read_instant(sent: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(sent)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo is not None and at.year in _YEARS else None


def _read_number(sent: Any) -> int | None:
    """The number of a registration; None, which is nobody, for what no database would hold."""
    is_number = isinstance(sent, int) and not isinstance(sent, bool)
    return sent if is_number and 0 < sent <= _NUMBER_MAX else None


def _asked_day() -> date | None:
    text = request.args.get("day")
    day = _read_day(text) if text else None
    if text and day is None:
        raise BadRequest("day must be a date such as 2026-06-02.")
    return day
