"""Pages of figures: one event, and the programme over several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.formats import country_text, day_range_text
from dialogues.core.i18n import _, current_language
from dialogues.events.access import for_event, may_in, permissions_in, visible_to
from dialogues.events.models import Event
from dialogues.events.queries import EventLine
from dialogues.events.queries import list_events as list_event_lines
from dialogues.reports import event_page, exports, pages, programme_page, queries, wording
from dialogues.reports.figures import event_figures, programme_figures
from dialogues.reports.files import MEDIA_TYPES, FileFormat, event_file, file_name, programme_file

bp = Blueprint("reports", __name__)
_FORMATS = "<any(csv, xlsx, json, hxl):form>"


@dataclass(frozen=True)
class Choice:
    """Which events a programme report is about, as its address says it: `?from=&to=&year=&country=&process=&event=`."""

    year: int | None
    first: date | None
    last: date | None
    country: str
    process: str
    slugs: tuple[str, ...]

    def holds(self, line: EventLine) -> bool:
        """Whether an event belongs to it; an event belongs to a period if any of its days does."""
        return (
            (self.year is None or line.starts_on.year <= self.year <= line.ends_on.year)
            and (self.first is None or line.ends_on >= self.first)
            and (self.last is None or line.starts_on <= self.last)
            and (not self.country or line.country == self.country)
            and (not self.process or line.process_slug == self.process)
            and (not self.slugs or line.slug in self.slugs)
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """The address of the same choice."""
        told = {
            "year": self.year,
            "from": self.first,
            "to": self.last,
            "country": self.country,
            "process": self.process,
            "event": list(self.slugs),
        }
        return {name: value for name, value in told.items() if value}


@bp.get("/events/<slug>/report")
@for_event(Permission.SEE_FIGURES)
def event_report(event: Event) -> ResponseReturnValue:
    """Who took part in an event: the four numbers, sectors, genders, days."""
    figures = event_figures(db.session(), event, as_of=clock.now())
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
        files=[
            *_file_links(url_for(".event_report_file", slug=event.slug, form=form) for form in FileFormat),
            *_list_links(event),
        ],
    )


@bp.get(f"/events/<slug>/report.{_FORMATS}")
@for_event(Permission.SEE_FIGURES)
def event_report_file(event: Event, form: str) -> ResponseReturnValue:
    """The figures of an event as a file."""
    figures = event_figures(db.session(), event, as_of=clock.now())
    return _download(event_file(figures, FileFormat(form)), f"{event.slug}-report", FileFormat(form))


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


@bp.get("/report")
@requires(Permission.SEE_PROGRAMME)
def programme_report() -> ResponseReturnValue:
    """Participation over several events, chosen by period, country and process."""
    lines = _lines()
    choice = _choice()
    figures = programme_figures(db.session(), _events(lines, choice), as_of=clock.now())
    urls = {one.slug: url_for(".event_report", slug=one.slug) for one in figures.events}
    return render_template(
        "reports/programme_report.html",
        has_events=bool(lines),
        figures=figures,
        finding=wording.programme_finding(figures),
        dateline=_dateline([(one.starts_on, one.ends_on) for one in figures.events]),
        numbers=programme_page.key_numbers(figures),
        number_table=programme_page.number_table(figures, urls),
        sector_table=programme_page.sector_table(figures, urls),
        people_table=programme_page.people_table(figures),
        people_bars=programme_page.people_bars(figures),
        people_source=programme_page.people_source(figures),
        method=programme_page.method(),
        selects=_selects(lines, choice),
        singles=[(line.slug, line.title, line.slug in choice.slugs) for line in lines],
        keep={name: value for name, value in choice.arguments.items() if name in ("from", "to")},
        is_chosen=bool(choice.arguments),
        files=_file_links(url_for(".programme_report_file", form=form, **choice.arguments) for form in FileFormat),
    )


@bp.get(f"/report.{_FORMATS}")
@requires(Permission.SEE_PROGRAMME)
def programme_report_file(form: str) -> ResponseReturnValue:
    """The figures of several events as a file; the same choices in the address as on the page."""
    figures = programme_figures(db.session(), _events(_lines(), _choice()), as_of=clock.now())
    return _download(programme_file(figures, FileFormat(form)), "programme-report", FileFormat(form))


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


# ---------------------------------------------------------------- which events
def _lines() -> list[EventLine]:
    """The events whose figures the reader may see."""
    return list_event_lines(db.session(), visible=visible_to(current_viewer(), Permission.SEE_FIGURES))


def _events(lines: Sequence[EventLine], choice: Choice) -> Sequence[Event]:
    return queries.list_events(db.session(), ids=[line.id for line in lines if choice.holds(line)])


def _choice() -> Choice:
    year = request.args.get("year", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise NotFoundHere
    return Choice(
        year=int(year) if year else None,
        first=_day(request.args.get("from", "")),
        last=_day(request.args.get("to", "")),
        country=request.args.get("country", ""),
        process=request.args.get("process", ""),
        slugs=tuple(slug for slug in request.args.getlist("event") if slug),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFoundHere from error


def _selects(lines: Sequence[EventLine], choice: Choice) -> list[dict[str, object]]:
    """The filters: only what at least one event answers to."""
    locale = current_language()
    years = sorted({year for line in lines for year in range(line.starts_on.year, line.ends_on.year + 1)}, reverse=True)
    countries = sorted(
        ((line.country, country_text(line.country or "", locale=locale)) for line in _first_of(lines, "country")),
        key=lambda pair: pair[1],
    )
    processes = [(line.process_slug, line.process) for line in _first_of(lines, "process_slug")]
    return [
        {
            "name": "year",
            "label": _("Year"),
            "choices": [("", _("All years")), *_twice(years)],
            "value": choice.year or "",
        },
        {
            "name": "country",
            "label": _("Country"),
            "choices": [("", _("All countries")), *countries],
            "value": choice.country,
        },
        {
            "name": "process",
            "label": _("Process"),
            "choices": [("", _("All processes")), *processes],
            "value": choice.process,
        },
    ]


def _first_of(lines: Sequence[EventLine], field: str) -> list[EventLine]:
    """One line for each value that `field` has."""
    found: dict[str, EventLine] = {}
    for line in lines:
        if getattr(line, field):
            found.setdefault(getattr(line, field), line)
    return list(found.values())


def _twice(years: Sequence[int]) -> list[tuple[int, int]]:
    return [(year, year) for year in years]


def _dateline(spans: Sequence[tuple[date, date]]) -> str | None:
    """From the first day of the first event to the last day of the last."""
    if not spans:
        return None
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    return day_range_text(first, last, locale=current_language())
