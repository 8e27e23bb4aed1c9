"""The API's addresses of events."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core.api import list_answer, page_arguments
from dialogues.core.db import db
from dialogues.events import queries
from dialogues.events.access import for_event, visible_to
from dialogues.events.models import Event
from dialogues.events.shapes import event_line_object, event_object

bp = Blueprint("events_api", __name__, url_prefix="/api/v1")


@bp.get("/events")
@requires(Permission.SEE_PROGRAMME)
def events() -> ResponseReturnValue:
    """The events the token may see, newest first."""
    asked = page_arguments()
    lines = queries.list_events(db.session(), visible=visible_to(current_viewer()))
    rows = [event_line_object(line) for line in lines[asked.offset : asked.offset + asked.size]]
    return list_answer("events", rows, total=len(lines), asked=asked)


@bp.get("/events/<slug>")
@for_event(Permission.SEE_EVENT)
def event(event: Event) -> ResponseReturnValue:
    """One event with its days."""
    return jsonify(event_object(event, queries.list_days(db.session(), event.id)))
