"""Pages of figures of one event; those over several are in `programme_routes`."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed
from dialogues.core.i18n import _
from dialogues.events.access import for_event, may_in, permissions_in
from dialogues.events.models import Event
from dialogues.reports import event_page, exports, pages, programme_routes, programme_view_routes, wording
from dialogues.reports.files import MEDIA_TYPES, FileFormat, event_file, file_name
from dialogues.reports.publishing_reading import figures_to_show, is_internal, may_see_all
from dialogues.reports.shapes import INTERNAL, PUBLISHED

bp = Blueprint("reports", __name__)
programme_routes.add_pages(bp)
programme_view_routes.add_pages(bp)
_FORMATS = "<any(csv, xlsx, json, hxl):form>"


@bp.get("/events/<slug>/report")
@for_event(Permission.SEE_FIGURES)
def event_report(event: Event) -> ResponseReturnValue:
    """Who took part in an event: the four numbers, sectors, genders, days."""
    may_see = may_see_all(event)
    internal = is_internal(may=may_see, unless_asked=True)
    figures = figures_to_show(event, internal=internal)
    return render_template(
        "reports/event_report.html",
        event=event,
        figures=figures,
        words=[one for one in (wording.finding(figures), wording.genders(figures)) if one],
        dateline=event_page.dateline(figures),
        numbers=pages.key_numbers(figures.numbers),
        sector_figure=event_page.sector_figure(figures),
        sector_bars=event_page.sector_bars(figures),
        day_bars=event_page.day_bars(figures),
        gender_table=event_page.gender_table(figures),
        day_table=event_page.day_table(figures),
        day_sector_table=event_page.day_sector_table(figures),
        group_table=event_page.group_table(figures),
        age_table=event_page.age_table(figures),
        target_table=event_page.target_table(figures),
        continuity_table=event_page.continuity_table(figures),
        continuity=wording.continuity(figures),
        method=[*event_page.method(figures), *event_page.remarks(db.session(), event)],
        may_look=may_in(current_viewer(), Permission.CORRECT_ATTENDANCE, event),
        sources=event_page.source_rows(figures),
        kind=wording.kind(figures),
        not_told=wording.not_told(figures),
        kinds=_kinds(event, internal=internal) if may_see else [],
        paper_url=url_for(
            "documents.print_document", slug=event.slug, name="attendance-report", names=None if internal else "no"
        ),
        files=[*_figure_links(event, may_see=may_see), *_list_links(event)],
    )


@bp.get(f"/events/<slug>/report.{_FORMATS}")
@for_event(Permission.SEE_FIGURES)
def event_report_file(event: Event, form: str) -> ResponseReturnValue:
    """The figures of an event as a file: those to publish, or with `?figures=internal` all, for who may see names."""
    internal = is_internal(may=may_see_all(event), unless_asked=False)
    stem = f"{event.slug}-report{'-internal' if internal else ''}"
    return _download(event_file(figures_to_show(event, internal=internal), FileFormat(form)), stem, FileFormat(form))


@bp.get(f"/events/<slug>/export/<any(registrations, attendance):which>.{_FORMATS}")
@for_event(Permission.SEE_EVENT)
def export_list(event: Event, which: str, form: str) -> ResponseReturnValue:
    """A list of an event as a file, for who may see what stands in it."""
    kind = exports.List(which)
    if not may_in(current_viewer(), exports.NEEDED[kind], event):
        raise NotAllowed
    permissions = permissions_in(db.session(), current_viewer(), event)
    objects = exports.list_objects(db.session(), event, kind, permissions=permissions)
    objects = exports.told_in(FileFormat(form), event, objects)
    return _download(exports.list_file(objects, kind, FileFormat(form)), f"{event.slug}-{which}", FileFormat(form))


def _kinds(event: Event, *, internal: bool) -> list[dict[str, Any]]:
    """The two kinds of figures, as links to this page."""
    urls = [url_for(".event_report", slug=event.slug, figures=kind) for kind in (None, PUBLISHED)]
    names = (_("All figures, internal"), _("As published"))
    return [
        {"label": name, "url": url, "is_current": is_this}
        for name, url, is_this in zip(names, urls, (internal, not internal), strict=True)
    ]


def _figure_links(event: Event, *, may_see: bool) -> list[dict[str, str]]:
    """The files to publish, and for who may see names the same with all figures."""
    links = _file_links(url_for(".event_report_file", slug=event.slug, form=form) for form in FileFormat)
    if may_see:
        names = {
            FileFormat.CSV: _("All figures, internal, CSV"),
            FileFormat.XLSX: _("All figures, internal, XLSX"),
            FileFormat.JSON: _("All figures, internal, JSON"),
        }
        for form, name in names.items():
            url = url_for(".event_report_file", slug=event.slug, form=form, figures=INTERNAL)
            links.append({"label": name, "url": url, "icon": "lock"})
    return links


def _file_links(urls: Iterable[str]) -> list[dict[str, str]]:
    names = (_("Table, CSV"), _("Spreadsheet, XLSX"), _("For programs, JSON"), _("Humanitarian exchange, HXL"))
    return [{"label": name, "url": url, "icon": "download"} for name, url in zip(names, urls, strict=True)]


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
