"""Pages and files of the figures over several events. What is chosen stands in the address, so it can be kept."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core.db import db
from dialogues.core.formats import day_range_text
from dialogues.core.i18n import _, current_language
from dialogues.reports import programme_page, programme_view_queries, programme_wording, wording
from dialogues.reports.figures import ProgrammeFigures
from dialogues.reports.files import MEDIA_TYPES, FileFormat, file_name, read_separator, separator_for
from dialogues.reports.programme_charts import CHARTS, Chart, charts, make_chart
from dialogues.reports.programme_choice import Choice, read_choice, read_query, selects
from dialogues.reports.programme_files import published_file, report_file
from dialogues.reports.programme_published import inside, nothing_of, outside
from dialogues.reports.programme_reading import figures_to_see, lines_to_see, may_see_all
from dialogues.reports.programme_shapes import CHART_FORMATS, chart_file
from dialogues.reports.publishing_reading import groups_below, is_internal
from dialogues.reports.shapes import INTERNAL


def read() -> Choice:
    """The choice in the present address."""
    return read_choice(dict(request.args.lists()))


@requires(Permission.SEE_PROGRAMME)
def programme_report() -> ResponseReturnValue:
    """Participation over several events, chosen by period, country, process, kind and sector."""
    lines, choice = lines_to_see(), read()
    figures = figures_to_see(choice, lines)
    may_see = may_see_all(choice, lines)
    public = None if is_internal(may=may_see, unless_asked=True) else outside(figures, below=groups_below())
    urls = {one.slug: url_for(".event_report", slug=one.slug) for one in figures.events}
    return render_template(
        "reports/programme_report.html",
        has_events=bool(lines),
        figures=figures,
        finding=programme_wording.finding(figures) if public is None else "",
        kind=wording.kind_words(public.below if public else 0),
        not_told=[wording.not_told_words(public.below)] if public and any(one.signs for one in public.charts) else [],
        left_out=public.left_out if public else (),
        dateline=_dateline(figures),
        numbers=programme_page.told_numbers(public) if public else programme_page.key_numbers(figures),
        number_table=(programme_page.event_table if public else programme_page.number_table)(figures, urls),
        sector_table=programme_page.sector_table(figures, urls) if figures.sector is None and not public else None,
        plates=[
            programme_page.plate(one, _chart_urls(one.chart, choice))
            for one in (public.charts if public else map(inside, charts(figures)))
        ],
        method=programme_wording.method(),
        selects=selects(lines, choice),
        days=[
            {"name": "from", "label": _("From"), "value": choice.first or "", "type": "date"},
            {"name": "to", "label": _("To"), "value": choice.last or "", "type": "date"},
        ],
        singles=[(line.slug, line.title, line.slug in choice.slugs) for line in lines],
        keep=choice.arguments,
        is_chosen=bool(choice.arguments),
        ends_before=choice.ends_before_it_begins,
        views=_views(choice),
        save_url=url_for(".save_programme_view", **choice.arguments),
        files=_files(choice, may_see=may_see),
    )


@requires(Permission.SEE_PROGRAMME)
def programme_report_file(form: str) -> ResponseReturnValue:
    """The figures of several events as a file; the same choices in the address as on the page.

    Those to pass on, or with `?figures=internal` all, for who may take away the names of all these events.
    """
    lines, choice, kind = lines_to_see(), read(), FileFormat(form)
    figures = figures_to_see(choice, lines)
    separator = read_separator(request.args.get("separator"))
    if is_internal(may=may_see_all(choice, lines), unless_asked=False):
        return _download(report_file(figures, kind, separator=separator), "programme-report-internal", kind)
    told = outside(figures, below=groups_below())
    return _download(published_file(told, kind, separator=separator), "programme-report", kind)


@requires(Permission.SEE_PROGRAMME)
def programme_chart_file(chart: str, form: str) -> ResponseReturnValue:
    """The figures of one chart as a file: those to pass on, or with `?figures=internal` all."""
    lines, choice, kind = lines_to_see(), read(), FileFormat(form)
    figures = figures_to_see(choice, lines)
    if is_internal(may=may_see_all(choice, lines), unless_asked=False):
        found, below = inside(make_chart(figures, chart)), 0
        return _download(
            chart_file(found, figures, kind, said=wording.kind_words(below)), f"programme-{chart}-internal", kind
        )
    below = groups_below()
    shown = outside(figures, below=below).find(chart) or nothing_of(make_chart(figures, chart))
    return _download(chart_file(shown, figures, kind, said=wording.kind_words(below)), f"programme-{chart}", kind)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of reports."""
    bp.add_url_rule("/report", view_func=programme_report)
    forms = ", ".join(form.value for form in FileFormat)
    bp.add_url_rule(f"/report.<any({forms}):form>", view_func=programme_report_file)
    names, forms = ", ".join(CHARTS), ", ".join(form.value for form in CHART_FORMATS)
    bp.add_url_rule(f"/report/charts/<any({names}):chart>.<any({forms}):form>", view_func=programme_chart_file)


def _files(choice: Choice, *, may_see: bool) -> list[dict[str, str]]:
    """The whole report in each kind of file; the paper first, because that is what is passed on."""
    names = {
        FileFormat.CSV: _("Table, CSV"),
        FileFormat.XLSX: _("Spreadsheet, XLSX"),
        FileFormat.JSON: _("For programs, JSON"),
        FileFormat.HXL: _("Humanitarian exchange, HXL"),
    }
    paper = {
        "label": _("Report to pass on, PDF"),
        "url": url_for("documents.programme_paper_file", **choice.arguments),
        "icon": "printer",
    }
    separator = separator_for(current_language())
    data = [
        {
            "label": name,
            "url": url_for(
                ".programme_report_file",
                form=form,
                separator=separator if form is FileFormat.CSV else None,
                **choice.arguments,
            ),
            "icon": "download",
        }
        for form, name in names.items()
    ]
    if may_see:
        url = url_for(".programme_report_file", form="xlsx", figures=INTERNAL, **choice.arguments)
        data.append({"label": _("All figures, internal, XLSX"), "url": url, "icon": "lock"})
    result = {
        "label": _("Result for IATI, XML"),
        "url": url_for(".programme_iati_file", **choice.arguments),
        "icon": "download",
    }
    return [paper, *data, result]


def _chart_urls(chart: Chart, choice: Choice) -> dict[str, str]:
    """The files of a chart by what they are called: figures, and pictures for pasting."""
    data = {
        form.value.upper(): url_for(".programme_chart_file", chart=chart.name, form=form, **choice.arguments)
        for form in CHART_FORMATS
    }
    pictures = {
        form.upper(): url_for("documents.programme_picture_file", chart=chart.name, picture=form, **choice.arguments)
        for form in ("png", "svg")
    }
    return data | pictures


def _views(choice: Choice) -> list[dict[str, object]]:
    """The reader's kept choices, as links."""
    return [
        {
            "label": view.name,
            "url": url_for(".programme_report", **read_query(view.query).arguments),
            "is_current": read_query(view.query) == choice,
        }
        for view in programme_view_queries.list_views(db.session(), user_id=current_viewer().id)
    ]


def _download(content: bytes, stem: str, form: FileFormat) -> Response:
    response = Response(content, content_type=MEDIA_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", filename=file_name(stem, form))
    return response


def _dateline(figures: ProgrammeFigures) -> str | None:
    """From the first day of the first event to the last day of the last."""
    if not figures.events:
        return None
    first = min(one.starts_on for one in figures.events)
    return day_range_text(first, max(one.ends_on for one in figures.events), locale=current_language())
