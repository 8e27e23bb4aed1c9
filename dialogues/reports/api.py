"""The API's addresses of figures."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, requires
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.reports import programme_shapes
from dialogues.reports.figures import event_figures
from dialogues.reports.programme_choice import read_choice
from dialogues.reports.programme_reading import figures_to_see, lines_to_see
from dialogues.reports.shapes import report_object

bp = Blueprint("reports_api", __name__, url_prefix="/api/v1")


@bp.get("/events/<slug>/report")
@for_event(Permission.SEE_FIGURES)
def event_report(event: Event) -> ResponseReturnValue:
    """The figures of an event; `by_gender` holds those present at least one day."""
    return jsonify(report_object(event_figures(db.session(), event, as_of=clock.now())))


@bp.get("/report")
@requires(Permission.SEE_PROGRAMME)
def programme_report() -> ResponseReturnValue:
    """The figures over the events the token may see figures of; the same choices in the address as on the page."""
    return jsonify(
        programme_shapes.report_object(figures_to_see(read_choice(dict(request.args.lists())), lines_to_see()))
    )
