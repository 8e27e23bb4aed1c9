"""Pages of figures of one event; those over several are in `programme_routes`."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed
from dialogues.core.i18n import _, current_language
from dialogues.core.turns import one_after_another
from dialogues.events.access import for_event, may_in, permissions_in
from dialogues.events.models import Event
from dialogues.reports import (
    event_page,
    exchange_routes,
    exports,
    pages,
    programme_routes,
    programme_view_routes,
    version_page,
    version_queries,
    version_routes,
)
from dialogues.reports.files import MEDIA_TYPES, FileFormat, event_file, file_name, read_separator, separator_for
from dialogues.reports.publishing_reading import (
    figures_to_show,
    is_internal,
    kind_links,
    may_see_all,
    report_to_show,
)
from dialogues.reports.shapes import INTERNAL

bp = Blueprint("reports", __name__)
programme_routes.add_pages(bp)
programme_view_routes.add_pages(bp)
version_routes.add_pages(bp)
exchange_routes.add_pages(bp)
_FORMATS = "<any(csv, xlsx, json, hxl):form>"


@bp.get("/events/<slug>/report")
@for_event(Permission.SEE_FIGURES)
def event_report(event: Event) -> ResponseReturnValue:
    """Who took part in an event: the four numbers, sectors, genders, days."""
    may_see = may_see_all(event)
    internal = is_internal(may=may_see, unless_asked=True)
    report = version_queries.report_of_now(db.session(), event, as_of=clock.now())
    report = report_to_show(event, report, internal=internal)
    viewer = current_viewer()
    return render_template(
        "reports/event_report.html",
        event=event,
        **event_page.figures_shown(report.figures, late=report.late_marks, bulk=report.bulk_marks),
        standing=version_page.standing_of(db.session(), event, report),
        may_issue=may_in(viewer, Permission.ISSUE_REPORTS, event),
        may_look=may_in(viewer, Permission.CORRECT_ATTENDANCE, event),
        kinds=kind_links(lambda kind: _page_url(event, kind), internal=internal) if may_see else [],
        paper_url=url_for(
            "documents.print_document", slug=event.slug, name="attendance-report", names=None if internal else "no"
        ),
        files=[
            *_figure_links(event, may_see=may_see),
            {
                "label": _("UN feedback form, IATI, ODK and Kobo"),
                "url": url_for(".event_exchange", slug=event.slug),
                "icon": "download",
            },
            *_list_links(event),
        ],
    )


@bp.get(f"/events/<slug>/report.{_FORMATS}")
@for_event(Permission.SEE_FIGURES)
def event_report_file(event: Event, form: str) -> ResponseReturnValue:
    """The figures of an event as a file: those to publish, or with `?figures=internal` all, for who may see names."""
    internal = is_internal(may=may_see_all(event), unless_asked=False)
    figures, separator = figures_to_show(event, internal=internal), read_separator(request.args.get("separator"))
    stem = f"{event.slug}-report{'-internal' if internal else ''}"
    return _download(event_file(figures, FileFormat(form), separator=separator), stem, FileFormat(form))


@bp.get(f"/events/<slug>/export/<any(registrations, attendance):which>.{_FORMATS}")
@for_event(Permission.SEE_EVENT)
@one_after_another
def export_list(event: Event, which: str, form: str) -> ResponseReturnValue:
    """A list of an event as a file, for who may see what stands in it."""
    kind = exports.List(which)
    if not may_in(current_viewer(), exports.NEEDED[kind], event):
        raise NotAllowed
    permissions = permissions_in(db.session(), current_viewer(), event)
    objects = exports.list_objects(db.session(), event, kind, permissions=permissions)
    objects = exports.told_in(db.session(), FileFormat(form), event, objects, which=kind)
    separator = read_separator(request.args.get("separator"))
    content = exports.list_file(objects, kind, FileFormat(form), zone=event.zone, separator=separator)
    return _download(content, f"{event.slug}-{which}", FileFormat(form))


def _page_url(event: Event, kind: str | None) -> str:
    return url_for(".event_report", slug=event.slug, figures=kind)


def _figure_links(event: Event, *, may_see: bool) -> list[dict[str, str]]:
    """The files to publish, and for who may see names the same with all figures."""
    links = pages.file_links(_file_url(event, form) for form in FileFormat)
    if may_see:
        links += pages.internal_file_links(lambda form: _file_url(event, form, figures=INTERNAL))
    return links


def _file_url(event: Event, form: FileFormat, **asked: Any) -> str:
    """Where the report comes as a file; a CSV opens by a double click where the reader's language is spoken."""
    separator = separator_for(current_language()) if form is FileFormat.CSV else None
    return url_for(".event_report_file", slug=event.slug, form=form, separator=separator, **asked)


def _list_links(event: Event) -> list[dict[str, str]]:
    """The lists behind the figures that the reader may take away."""
    names = {
        exports.List.REGISTRATIONS: _("List of registrations, XLSX"),
        exports.List.ATTENDANCE: _("List of attendance, XLSX"),
    }
    return [
        {"label": name, "url": url_for(".export_list", slug=event.slug, which=kind, form="xlsx"), "icon": "users"}
        for kind, name in names.items()
        if may_in(current_viewer(), exports.NEEDED[kind], event)
    ]


def _download(content: bytes, stem: str, form: FileFormat) -> Response:
    """A file to keep; its name holds nothing but the event's address."""
    response = Response(content, content_type=MEDIA_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", filename=file_name(stem, form))
    return response
