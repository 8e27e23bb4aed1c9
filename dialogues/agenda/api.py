"""The API's addresses of the agenda."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda import clash_queries, queries
from dialogues.agenda.confidence import without_protected_names
from dialogues.agenda.shapes import agenda_object
from dialogues.core.db import db
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event

bp = Blueprint("agenda_api", __name__, url_prefix="/api/v1")


@bp.get("/events/<slug>/agenda")
@for_event(Permission.SEE_EVENT)
def agenda(event: Event) -> ResponseReturnValue:
    """The agenda; process notes only for a token that may edit it."""
    may_edit = may_in(current_viewer(), Permission.EDIT_AGENDA, event)
    notes = queries.list_process_notes(db.session(), event.id) if may_edit else {}
    days = without_protected_names(event, queries.list_agenda(db.session(), event.id), needs_names=may_edit)
    findings = clash_queries.list_findings_by_day(db.session(), event.id, days)
    return jsonify(agenda_object(event, days, notes, findings))
