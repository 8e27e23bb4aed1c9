"""The API's addresses of figures."""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.api import json_body, list_answer, page_arguments
from dialogues.core.db import db, unit_of_work
from dialogues.core.folding import clean
from dialogues.events.access import for_event, permissions_in
from dialogues.events.models import Event
from dialogues.reports import programme_reading, programme_shapes, version_services
from dialogues.reports import version_queries as versions
from dialogues.reports.choice_lists import choices_object
from dialogues.reports.choice_queries import list_choices
from dialogues.reports.iati import XML_TYPE, iati_file
from dialogues.reports.iati_rules import require_activity
from dialogues.reports.programme_choice import read_choice
from dialogues.reports.programme_published import outside
from dialogues.reports.programme_reading import figures_to_see, lines_to_see
from dialogues.reports.publishing_reading import (
    figures_to_show,
    find_to_show,
    groups_below,
    is_internal,
    may_see_all,
)
from dialogues.reports.shapes import report_object
from dialogues.reports.un_feedback import feedback_object
from dialogues.reports.version_rules import NOTE_MAX, NothingToIssue
from dialogues.reports.version_shapes import differences_object, line_object, version_object
from dialogues.reports.version_sides import NOW, compare

bp = Blueprint("reports_api", __name__, url_prefix="/api/v1")


@bp.get("/events/<slug>/report")
@for_event(Permission.SEE_FIGURES)
def event_report(event: Event) -> ResponseReturnValue:
    """The figures of an event; `by_gender` holds those present at least one day.

    A token that may read names gets all of them, or with `?figures=published` those to publish, as any other does.
    """
    internal = is_internal(may=may_see_all(event), unless_asked=True)
    return jsonify(report_object(figures_to_show(event, internal=internal)))


@bp.get("/events/<slug>/report/versions")
@for_event(Permission.SEE_FIGURES)
def list_versions(event: Event) -> ResponseReturnValue:
    """Every report of an event that was issued, the first version first."""
    asked = page_arguments()
    rows = versions.list_versions(db.session(), event.id)
    shown = [line_object(row) for row in rows[asked.offset : asked.offset + asked.size]]
    return list_answer("versions", shown, total=len(rows), asked=asked)


@bp.post("/events/<slug>/report/versions")
@for_event(Permission.ISSUE_REPORTS)
def issue_report(event: Event) -> ResponseReturnValue:
    """Issue the report as it stands: 201 with the new version, and with `note`, why or for whom it was issued.

    Where the version issued last says all of this already, that one is the answer, with 200: what is sent again
    because its answer was lost issues nothing twice.
    """
    note, slug = _note(json_body()), event.slug
    actor, now, internal = current_viewer().actor, clock.now(), is_internal(may=may_see_all(event), unless_asked=True)
    try:
        with unit_of_work() as session:
            issued = version_services.issue_report(
                session, event=event, note=note, actor=actor, at=now, groups_below=groups_below()
            )
            number, status = issued.number, 201
    except NothingToIssue as same:
        number, status = same.facts["number"], 200
    response = jsonify(version_object(find_to_show(event, number, internal=internal)))
    response.status_code = status
    response.headers["Location"] = url_for(".report_version", slug=slug, number=number)
    return response


def _note(body: dict[str, Any]) -> str:
    unknown = sorted(set(body) - {"note"})
    if unknown:
        raise BadRequest(f"These cannot be set: {', '.join(unknown)[:200]}.")
    note = body.get("note") or ""
    if not isinstance(note, str) or len(note) > NOTE_MAX:
        raise BadRequest(f"note must be a text of at most {NOTE_MAX} signs.")
    return clean(note)


@bp.get("/events/<slug>/report/versions/<int:number>")
@for_event(Permission.SEE_FIGURES)
def report_version(event: Event, number: int) -> ResponseReturnValue:
    """The figures of an event as they were issued: all, or those to publish, as with the report of now."""
    internal = is_internal(may=may_see_all(event), unless_asked=True)
    return jsonify(version_object(find_to_show(event, number, internal=internal)))


@bp.get("/events/<slug>/report/versions/<int:number>/differences")
@for_event(Permission.SEE_FIGURES)
def report_differences(event: Event, number: int) -> ResponseReturnValue:
    """What another version, `?to=2`, says otherwise than this one; without it, the figures of now."""
    internal = is_internal(may=may_see_all(event), unless_asked=True)
    asked, below = request.args.get("to", NOW), None if internal else groups_below()
    compared = compare(db.session(), event, str(number), asked, at=clock.now(), below=below)
    before, after = compared.before.code, compared.after
    return jsonify(
        differences_object(
            compared.changes, slug=event.slug, before=before, after=after.code, below=after.report.figures.below
        )
    )


@bp.get("/events/<slug>/report/un-feedback")
@for_event(Permission.SEE_FIGURES)
def event_feedback(event: Event) -> ResponseReturnValue:
    """The participation table of the UN feedback form; `people` is null where it is not recorded, or not told."""
    internal = is_internal(may=may_see_all(event), unless_asked=True)
    return jsonify(feedback_object(figures_to_show(event, internal=internal)))


@bp.get("/events/<slug>/report/iati.xml")
@for_event(Permission.SEE_FIGURES)
def event_iati(event: Event) -> ResponseReturnValue:
    """The figures to publish as an IATI result; within an activity if its four facts stand in the address."""
    activity = require_activity(
        identifier=request.args.get("activity", ""),
        organisation=request.args.get("organisation", ""),
        name=request.args.get("organisation_name", ""),
        kind=request.args.get("organisation_type", ""),
    )
    figures = figures_to_show(event, internal=False)
    return Response(iati_file(event.title, [figures], as_of=figures.as_of, activity=activity), content_type=XML_TYPE)


@bp.get("/events/<slug>/choices")
@for_event(Permission.SEE_EVENT)
def event_choices(event: Event) -> ResponseReturnValue:
    """The choice lists for forms, as far as the token may see them and people agreed to be told."""
    permissions = permissions_in(db.session(), current_viewer(), event)
    return jsonify({"choices": choices_object(list_choices(db.session(), event, permissions=permissions))})


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
