"""The figures in the forms of others: the UN feedback form, an IATI result, choice lists for ODK and Kobo."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import DomainError
from dialogues.core.i18n import _, current_language
from dialogues.core.spreadsheets import XLSX_TYPE
from dialogues.core.web import show_error
from dialogues.events.access import for_event, may_in, permissions_in
from dialogues.events.models import Event
from dialogues.reports import exchange_page, un_feedback, wording
from dialogues.reports.choice_lists import choices_file, version_of
from dialogues.reports.choice_queries import list_choices
from dialogues.reports.exchange_forms import IatiForm
from dialogues.reports.files import MEDIA_TYPES, FileFormat, read_separator, separator_for
from dialogues.reports.iati import XML_TYPE, iati_file
from dialogues.reports.iati_rules import require_activity
from dialogues.reports.programme_choice import read_choice
from dialogues.reports.programme_published import events_told, outside
from dialogues.reports.programme_reading import figures_to_see, lines_to_see
from dialogues.reports.publishing_reading import (
    figures_to_show,
    groups_below,
    is_internal,
    kind_links,
    may_see_all,
)
from dialogues.reports.shapes import INTERNAL


@for_event(Permission.SEE_FIGURES)
def event_exchange(event: Event) -> ResponseReturnValue:
    """The table of the UN feedback form to read, and everything that others' systems take as files."""
    return _page(event, _iati_form(sent=False))


@for_event(Permission.SEE_FIGURES)
def event_feedback_file(event: Event, form: str) -> ResponseReturnValue:
    """The table of the UN feedback form as a file: of figures to publish, or with `?figures=internal` of all."""
    internal = is_internal(may=may_see_all(event), unless_asked=False)
    figures = figures_to_show(event, internal=internal)
    separator = read_separator(request.args.get("separator"))
    content = un_feedback.feedback_file(figures, FileFormat(form), separator=separator)
    stem = f"{event.slug}-un-feedback{'-internal' if internal else ''}"
    return _download(content, MEDIA_TYPES[FileFormat(form)], f"{stem}.{form}")


@for_event(Permission.SEE_FIGURES)
def event_iati_file(event: Event) -> ResponseReturnValue:
    """The figures to publish of an event as an IATI result; within an activity if its facts stand in the address."""
    form = _iati_form(sent=True)
    if not form.validate():
        return _page(event, form), 422
    try:
        activity = require_activity(
            identifier=form.activity.data or "",
            organisation=form.organisation.data or "",
            name=form.organisation_name.data or "",
            kind=form.organisation_type.data or "",
        )
    except DomainError as error:
        show_error(form.activity, error)
        return _page(event, form), 422
    figures = figures_to_show(event, internal=False)
    content = iati_file(event.title, [figures], as_of=figures.as_of, activity=activity)
    return _download(content, XML_TYPE, f"{event.slug}-iati.xml")


@for_event(Permission.SEE_EVENT)
def event_choices_file(event: Event) -> ResponseReturnValue:
    """The choice lists of an event as an XLSForm, as far as the reader may see them and people agreed to be told."""
    permissions = permissions_in(db.session(), current_viewer(), event)
    choices = list_choices(db.session(), event, permissions=permissions)
    content = choices_file(choices, slug=event.slug, title=event.title, version=version_of(clock.now()))
    return _download(content, XLSX_TYPE, f"{event.slug}-choices.xlsx")


@requires(Permission.SEE_PROGRAMME)
def programme_iati_file() -> ResponseReturnValue:
    """Several events as one IATI result, each a period, as far as their charts may be passed on; choices as there."""
    figures = figures_to_see(read_choice(dict(request.args.lists())), lines_to_see())
    told = events_told(outside(figures, below=groups_below()))
    content = iati_file(_("Participation across events"), told, as_of=figures.as_of)
    return _download(content, XML_TYPE, "programme-iati.xml")


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of reports."""
    forms = ", ".join(form.value for form in un_feedback.FORMATS)
    bp.add_url_rule("/events/<slug>/report/exchange", view_func=event_exchange)
    bp.add_url_rule(f"/events/<slug>/report/un-feedback.<any({forms}):form>", view_func=event_feedback_file)
    bp.add_url_rule("/events/<slug>/report/iati.xml", view_func=event_iati_file)
    bp.add_url_rule("/events/<slug>/export/choices.xlsx", view_func=event_choices_file)
    bp.add_url_rule("/report/iati.xml", view_func=programme_iati_file)


def _iati_form(*, sent: bool) -> IatiForm:
    form = IatiForm(request.args if sent else None, meta={"csrf": False})
    form.offer()
    return form


def _page(event: Event, form: IatiForm) -> str:
    may_see = may_see_all(event)
    internal = is_internal(may=may_see, unless_asked=True)
    figures = figures_to_show(event, internal=internal)
    kind = INTERNAL if internal else None
    separator = separator_for(current_language())
    return render_template(
        "reports/event_exchange.html",
        event=event,
        form=form,
        dateline=exchange_page.dateline(figures),
        basis=_(un_feedback.BASIS),
        kind=wording.kind(figures),
        not_told=wording.not_told(figures),
        kinds=kind_links(lambda kind: url_for(".event_exchange", slug=event.slug, figures=kind), internal=internal)
        if may_see
        else [],
        tables=exchange_page.feedback_tables(figures),
        files=[
            (_("Spreadsheet, XLSX"), url_for(".event_feedback_file", slug=event.slug, form="xlsx", figures=kind)),
            (
                _("Table, CSV"),
                url_for(".event_feedback_file", slug=event.slug, form="csv", separator=separator, figures=kind),
            ),
            (_("For programs, JSON"), url_for(".event_feedback_file", slug=event.slug, form="json", figures=kind)),
        ],
        iati_url=url_for(".event_iati_file", slug=event.slug),
        choices_url=url_for(".event_choices_file", slug=event.slug),
        names_told=exchange_page.names_told(event, may_in(current_viewer(), Permission.PRINT_NAMES, event)),
    )


def _download(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
