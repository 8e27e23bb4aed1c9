"""The API's addresses of figures."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, requires
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.reports import programme_reading, programme_shapes
from dialogues.reports.programme_choice import read_choice
from dialogues.reports.programme_published import outside
from dialogues.reports.programme_reading import figures_to_see, lines_to_see
from dialogues.reports.publishing_reading import figures_to_show, groups_below, is_internal, may_see_all
from dialogues.reports.shapes import report_object

bp = Blueprint("reports_api", __name__, url_prefix="/api/v1")


@bp.get("/events/<slug>/report")
@for_event(Permission.SEE_FIGURES)
def event_report(event: Event) -> ResponseReturnValue:
    """The figures of an event; `by_gender` holds those present at least one day.

    A token that may read names gets all of them, or with `?figures=published` those to publish, as any other does.
    """
    internal = is_internal(may=may_see_all(event), unless_asked=True)
    return jsonify(report_object(figures_to_show(event, internal=internal)))


@bp.get("/report")
@requires(Permission.SEE_PROGRAMME)
def programme_report() -> ResponseReturnValue:
    """The figures over the events the token may see figures of; the same choices in the address as on the page.

    A token that may read the names of all these events gets all figures, or with `?figures=published` those to publish.
    """
    choice, lines = read_choice(dict(request.args.lists())), lines_to_see()
    figures = figures_to_see(choice, lines)
    if is_internal(may=programme_reading.may_see_all(choice, lines), unless_asked=True):
        return jsonify(programme_shapes.report_object(figures))
    return jsonify(programme_shapes.published_object(outside(figures, below=groups_below())))
