"""Pages of issued reports: issue one, look at what was issued, and at what two of them say otherwise."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.reports import event_page, pages, version_page, version_rules, version_services
from dialogues.reports import version_queries as versions
from dialogues.reports import version_wording as wording
from dialogues.reports.files import MEDIA_TYPES, FileFormat, file_name
from dialogues.reports.publishing_reading import (
    find_to_show,
    groups_below,
    is_internal,
    kind_links,
    may_see_all,
    report_to_show,
    version_to_show,
)
from dialogues.reports.shapes import INTERNAL, PUBLISHED
from dialogues.reports.version_content import fingerprint
from dialogues.reports.version_files import differences_file, version_file
from dialogues.reports.version_forms import IssueForm
from dialogues.reports.version_sides import NOW, Compared, compare


@for_event(Permission.ISSUE_REPORTS)
def issue_report(event: Event) -> ResponseReturnValue:
    """What would be issued and what it changes; then it is, and stays as it is."""
    form = IssueForm()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                version = version_services.issue_report(
                    session,
                    event=event,
                    note=form.note.data or "",
                    actor=current_viewer().actor,
                    at=clock.now(),
                    groups_below=groups_below(),
                    seen=form.seen.data,
                )
                slug, number = event.slug, version.number
        except (version_rules.FiguresMoved, version_rules.NothingToIssue, version_rules.NobodyToReport) as error:
            show_error(form.seen, error)
        else:
            flash(_("Version %(number)s of the report is issued.", number=number))
            return back_to(".report_version", slug=slug, number=number)
    report = versions.report_of_now(db.session(), event, as_of=clock.now())
    last = versions.find_latest_row(db.session(), event.id)
    may_compare = last is not None and versions.is_believed(last)
    changes = versions.changes_since(versions.believed(last), report) if last and may_compare else []
    form.seen.data = fingerprint(report)
    text = render_template(
        "reports/issue_report.html",
        event=event,
        form=form,
        number=last.number + 1 if last else 1,
        last=last,
        may_compare=may_compare,
        may_issue=bool(changes) if may_compare else bool(last) or report.figures.numbers.registered > 0,
        how_many=wording.how_many(changes),
        main_changes=wording.main_changes(changes),
        dateline=event_page.dateline(report.figures),
        numbers=pages.key_numbers(report.figures.numbers),
        open_days=version_page.days_still_open(report.figures),
        names_words=version_page.names_words(),
        small_words=version_page.small_words(groups_below()),
    )
    return text, 422 if form.errors else 200


@for_event(Permission.SEE_FIGURES)
def list_versions(event: Event) -> ResponseReturnValue:
    """Everything that was issued, the newest first; how much each changed, as far as the reader sees figures."""
    rows, internal = versions.list_versions(db.session(), event.id), may_see_all(event)
    return render_template(
        "reports/list_versions.html",
        event=event,
        lines=version_page.version_lines(
            rows, event, shown=lambda version: version_to_show(event, version, internal=internal)
        ),
        may_issue=may_in(current_viewer(), Permission.ISSUE_REPORTS, event),
    )


@for_event(Permission.SEE_FIGURES)
def report_version(event: Event, number: int) -> ResponseReturnValue:
    """The report as it was issued, whatever was recorded since: all figures, or those to publish."""
    may_see = may_see_all(event)
    internal = is_internal(may=may_see, unless_asked=True)
    version = find_to_show(event, number, internal=internal)
    report, asked = version.report, None if internal else PUBLISHED
    now = report_to_show(event, versions.report_of_now(db.session(), event, as_of=clock.now()), internal=internal)
    return render_template(
        "reports/report_version.html",
        event=event,
        version=version,
        line=wording.issued_line(version.number, version.issued_at, report.figures.zone),
        facts=version_page.version_facts(version, report.figures.zone.key),
        said=version_page.version_words(version, now),
        names_words=version_page.names_words(),
        differences_url=version_page.differences_url(event, str(number), NOW, figures=asked),
        kinds=kind_links(
            lambda kind: url_for(".report_version", slug=event.slug, number=number, figures=kind), internal=internal
        )
        if may_see
        else [],
        paper_url=url_for(
            "documents.print_report_version", slug=event.slug, number=number, names=None if internal else "no"
        ),
        **event_page.figures_shown(report.figures, late=report.late_marks, bulk=report.bulk_marks),
        may_look=False,
        files=_version_links(event, number, may_see=may_see),
    )


def _version_links(event: Event, number: int, *, may_see: bool) -> list[dict[str, str]]:
    """The files of a version to publish, and for who may see names the same with all figures."""

    def url(form: FileFormat, figures: str | None = None) -> str:
        return url_for(".report_version_file", slug=event.slug, number=number, form=form, figures=figures)

    links = pages.file_links(map(url, FileFormat))
    return links + pages.internal_file_links(lambda form: url(form, INTERNAL)) if may_see else links


@for_event(Permission.SEE_FIGURES)
def report_version_file(event: Event, number: int, form: str) -> ResponseReturnValue:
    """The figures of a version as a file: those to publish, or with `?figures=internal` all, for who may see names."""
    kind, internal = FileFormat(form), is_internal(may=may_see_all(event), unless_asked=False)
    stem = f"{event.slug}-report-version-{number}{'-internal' if internal else ''}"
    return _download(version_file(find_to_show(event, number, internal=internal), kind), stem, kind)


@for_event(Permission.SEE_FIGURES)
def report_differences(event: Event) -> ResponseReturnValue:
    """What two versions say otherwise, or a version and the figures of now: `?from=1&to=2`, `?from=1&to=now`."""
    may_see = may_see_all(event)
    internal = is_internal(may=may_see, unless_asked=True)
    compared = _compared(event, internal=internal)
    before, after, changes = compared.before, compared.after, compared.changes
    asked = None if internal else PUBLISHED
    below = after.report.figures.below
    rows = versions.list_versions(db.session(), event.id)
    choices = [(str(row.number), wording.version_name(row.number)) for row in rows]
    return render_template(
        "reports/report_differences.html",
        event=event,
        before=before,
        after=after,
        selects=[
            {"name": "from", "label": _("From"), "choices": choices, "value": before.code},
            {"name": "to", "label": _("To"), "choices": [*choices, (NOW, _("Now"))], "value": after.code},
        ],
        how_many=wording.how_many(changes, below=below),
        compared=wording.compared_words(below),
        kinds=kind_links(
            lambda kind: version_page.differences_url(event, before.code, after.code, figures=kind), internal=internal
        )
        if may_see
        else [],
        kept={"figures": asked} if may_see and asked else {},
        main_changes=wording.main_changes(changes),
        parts=version_page.parts_changed(changes, before=before.name, after=after.name),
        files=pages.file_links(
            version_page.differences_url(event, before.code, after.code, form, figures=None if asked else INTERNAL)
            for form in (FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON)
        ),
        pdf_url=version_page.differences_paper_url(event, before.code, after.code) if internal else None,
    )


@for_event(Permission.SEE_FIGURES)
def report_differences_file(event: Event, form: str) -> ResponseReturnValue:
    """What two versions say otherwise as a file: of figures to publish, or with `?figures=internal` of all."""
    internal = is_internal(may=may_see_all(event), unless_asked=False)
    compared = _compared(event, internal=internal)
    before, after = compared.before.code, compared.after.code
    kind = FileFormat(form)
    below = compared.after.report.figures.below
    content = differences_file(compared.changes, kind, slug=event.slug, before=before, after=after, below=below)
    stem = f"{event.slug}-report-differences-{before}-{after}{'-internal' if internal else ''}"
    return _download(content, stem, kind)


def _compared(event: Event, *, internal: bool) -> Compared:
    """The two reports that the address names."""
    asked_from, asked_to = request.args.get("from", ""), request.args.get("to", "")
    below = None if internal else groups_below()
    return compare(db.session(), event, asked_from, asked_to, at=clock.now(), below=below)


def _download(content: bytes, stem: str, form: FileFormat) -> Response:
    response = Response(content, content_type=MEDIA_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", filename=file_name(stem, form))
    return response


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of issued reports to the blueprint of reports."""
    base = "/events/<slug>/report"
    bp.add_url_rule(f"{base}/issue", view_func=issue_report, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/versions", view_func=list_versions)
    bp.add_url_rule(f"{base}/versions/<int:number>", view_func=report_version)
    bp.add_url_rule(f"{base}/versions/<int:number>.<any(csv, xlsx, json, hxl):form>", view_func=report_version_file)
    bp.add_url_rule(f"{base}/differences", view_func=report_differences)
    bp.add_url_rule(f"{base}/differences.<any(csv, xlsx, json):form>", view_func=report_differences_file)
    wording.teach_journal()
