"""The figures as files: CSV, XLSX, JSON and HXL, for one event or several. Who may have them is asked elsewhere."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from dialogues.core.i18n import _, name_in_words
from dialogues.core.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Sheet, write_csv, write_text, write_xlsx
from dialogues.people.sectors import AGE_GROUP_NAMES, SECTOR_NAMES
from dialogues.reports import shapes
from dialogues.reports.figures import (
    CONTINUITY_HEADS,
    COUNTING_RULES,
    DEFINITIONS,
    GENDER_HEADS,
    METHOD,
    NUMBER_NAMES,
    EventFigures,
    FourNumbers,
    ProgrammeFigures,
)
from dialogues.reports.rules import Continuity
from dialogues.reports.shapes import cell_of, four_cells
from dialogues.reports.small_tables import ALL, age_key, group_key, sector_key
from dialogues.reports.wording import UTC_ZONE, finding, kind, not_told, programme_finding


class FileFormat(StrEnum):
    """The kinds of file that figures come in."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    HXL = "hxl"


MEDIA_TYPES = {
    FileFormat.CSV: CSV_TYPE,
    FileFormat.XLSX: XLSX_TYPE,
    FileFormat.JSON: "application/json",
    FileFormat.HXL: CSV_TYPE,
}


def file_name(stem: str, form: FileFormat) -> str:
    """`ghana-2016-report.csv`; HXL is a CSV and says so in its name: `ghana-2016-report.hxl.csv`."""
    return f"{stem}.{'hxl.csv' if form is FileFormat.HXL else form.value}"


# Where numbers have a comma, spreadsheet programs open a CSV file only by semicolons; Malagasy desks have French ones.
_SEMICOLONS = frozenset({"fr", "mg"})


def separator_for(language: str) -> str | None:
    """What an address must ask for, so that a reader of `language` opens its CSV with a double click; None: nothing."""
    return ";" if language in _SEMICOLONS else None


def read_separator(asked: str | None) -> str:
    """The separator that an address asks for; commas unless it asks for semicolons."""
    return ";" if asked == ";" else ","


def event_file(
    figures: EventFigures,
    form: FileFormat,
    *,
    separator: str = ",",
    first: Sheet | None = None,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """The figures of one event as a file; `separator` is that of CSV. HXL always has commas: programs read it.

    `first` is one more sheet of the XLSX, `more` are more keys of the JSON.
    """
    writers: dict[FileFormat, Callable[[], bytes]] = {
        FileFormat.CSV: lambda: write_text(shapes.event_rows(figures), separator=separator),
        FileFormat.HXL: lambda: write_csv(shapes.event_rows(figures, hxl=True)),
        FileFormat.JSON: lambda: _json({**shapes.report_object(figures), **(more or {})}),
        FileFormat.XLSX: lambda: write_xlsx([*([first] if first else []), *_event_sheets(figures)]),
    }
    return writers[form]()


def programme_file(figures: ProgrammeFigures, form: FileFormat, *, separator: str = ",") -> bytes:
    """The figures of several events as a file; `separator` is that of CSV."""
    writers: dict[FileFormat, Callable[[], bytes]] = {
        FileFormat.CSV: lambda: write_text(shapes.programme_rows(figures), separator=separator),
        FileFormat.HXL: lambda: write_csv(shapes.programme_rows(figures, hxl=True)),
        FileFormat.JSON: lambda: _json(shapes.programme_object(figures)),
        FileFormat.XLSX: lambda: write_xlsx(programme_sheets(figures)),
    }
    return writers[form]()


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


# ---------------------------------------------------------------- sheets of one event
def _event_sheets(figures: EventFigures) -> list[Sheet]:
    one = figures.continuity
    # Half days and who was excused are not published; a group or an age would follow from them.
    return [
        table_sheet(_("Numbers"), "numbers", _number_rows(figures), widths=[34, 14, 90]),
        table_sheet(_("Sectors"), "sectors", _sector_rows(figures), widths=[8, 18, *[14] * 12], rows_below=1),
        table_sheet(_("Days"), "days", _day_rows(figures), widths=[14, *[14] * 10]),
        table_sheet(_("Groups"), "groups", _group_rows(figures), widths=[8, 40, *[14] * 4]),
        table_sheet(_("Age groups"), "ages", _age_rows(figures), widths=[24, *[14] * 4], rows_below=1),
        *(
            [
                table_sheet(
                    _("Earlier events"),
                    "earlier",
                    _continuity_rows(figures, one),
                    widths=[8, 18, *[14] * 3],
                    rows_below=1,
                )
            ]
            if one
            else []
        ),
        Sheet(_("About"), _about_rows(figures), headings=0, widths=[34, 24, 90]),
        Sheet(_("Method"), _method_rows(), headings=0, widths=[110]),
    ]


def table_sheet(
    name: str, table: str, rows: Iterator[Sequence[Cell]], *, widths: Sequence[int], rows_below: int = 0
) -> Sheet:
    """A sheet that is a table called `table`; its last `rows_below` rows are sums and no part of it."""
    return Sheet(name, rows, widths=widths, is_table=True, table_name=table, rows_below=rows_below)


def _number_rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    yield _number_heads()
    for (name, definition), value in zip(DEFINITIONS.items(), _known(figures, figures.numbers), strict=True):
        yield [_(NUMBER_NAMES[name]), value, _(definition)]
    yield [_("Walk-ins"), cell_of(figures, (ALL, "walk_ins"), figures.walk_ins), _("Among the registered.")]
    others = cell_of(figures, (ALL, "not_counted"), figures.not_counted)
    yield [_("Other roles"), others, _("Confirmed people who are not participants and not counted.")]


def _about_rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    yield [_("Event"), figures.slug, figures.title]
    yield [_("Finding"), None, finding(figures)]
    yield [_("First day"), figures.starts_on]
    yield [_("Last day"), figures.ends_on]
    yield [_("As of"), figures.as_of.astimezone(figures.zone), figures.zone.key]
    yield [_("Counting rules"), figures.counting_rules]
    yield [_("Figures"), shapes.PUBLISHED if figures.is_published else shapes.INTERNAL, kind(figures)]
    for sentence in not_told(figures):
        yield [None, None, sentence]


def _number_heads() -> list[Cell]:
    return [_("Figure"), _("Number"), _("Definition")]


def _four_numbers(numbers: FourNumbers) -> Iterator[Sequence[Cell]]:
    for name, value in asdict(numbers).items():
        yield [_(NUMBER_NAMES[name]), value, _(DEFINITIONS[name])]


def _sector_rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    names = [_(name) for name in NUMBER_NAMES.values()]
    days = [day.day.isoformat() for day in figures.days]
    yield [_("Code"), _("Sector"), *names, *(_(name) for name in GENDER_HEADS.values()), *days, _("Target")]
    for row in figures.by_sector:
        head = sector_key(row.sector, "")[:-1]
        about: list[Cell] = [row.sector.value, _(SECTOR_NAMES[row.sector])]
        four = shapes.known(figures, four_cells(figures, (*head, ""), row.numbers))
        cells = (cell_of(figures, (*head, gender.value), count) for gender, count in row.by_gender.items())
        by_day = shapes.days_known(figures, head, row.by_day)
        yield [*about, *four, *shapes.came(figures, cells), *by_day, figures.targets.get(row.sector)]
    genders = shapes.genders_known(figures)
    by_day = shapes.days_known(figures, (ALL,), {day.day: day.present for day in figures.days})
    wanted = sum(figures.targets.values()) if figures.targets else None
    yield [ALL, _("All sectors"), *_known(figures, figures.numbers), *genders, *by_day, wanted]


def _known(figures: EventFigures, numbers: FourNumbers) -> list[Cell]:
    return shapes.known(figures, list(asdict(numbers).values()))


def _day_rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    if figures.is_published:
        yield [_("Day"), _("Recorded"), _("Closed"), _("Present")]
        for day in figures.days:
            yield [day.day, day.recorded, day.closed, cell_of(figures, (ALL, day.day.isoformat()), day.present)]
        return
    yield [
        _("Day"),
        _("Recorded"),
        _("Closed"),
        _("Present"),
        _("Morning"),
        _("Afternoon"),
        _("Excused"),
        _("Absent"),
        _("Not recorded"),
        _("Not expected"),
    ]
    for day in figures.days:
        counts = (day.present, day.morning, day.afternoon, day.excused, day.absent, day.not_recorded, day.not_expected)
        shown = counts if day.recorded else (*[None] * 5, *counts[5:])  # not recorded is no nought
        yield [day.day, day.recorded, day.closed, *shown]


def _group_rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    yield [_("Sector"), _("Stakeholder group"), *(_(name) for name in NUMBER_NAMES.values())]
    for row in figures.groups:
        name = name_in_words(row.name) if row.name else _("No group")
        four = four_cells(figures, group_key(row.sector, row.name, ""), row.numbers)
        yield [row.sector.value, name, *shapes.known(figures, four)]


def _age_rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    yield [_("Age group"), *(_(name) for name in NUMBER_NAMES.values())]
    for row in figures.by_age:
        name = _(AGE_GROUP_NAMES[row.age]) if row.age else _("Not stated")
        yield [name, *shapes.known(figures, four_cells(figures, age_key(row.age, ""), row.numbers))]
    yield [_("All age groups"), *_known(figures, figures.numbers)]


def _continuity_rows(figures: EventFigures, continuity: Continuity) -> Iterator[Sequence[Cell]]:
    yield [_("Code"), _("Sector"), *(_(name) for name in CONTINUITY_HEADS.values())]
    for row in continuity.by_sector:
        came = [cell_of(figures, sector_key(row.sector, name), getattr(row, name)) for name in CONTINUITY_HEADS]
        yield [row.sector.value, _(SECTOR_NAMES[row.sector]), *came]
    totals = zip(CONTINUITY_HEADS, continuity.totals, strict=True)
    yield [ALL, _("All sectors"), *(cell_of(figures, (ALL, name), total) for name, total in totals)]


def _method_rows() -> Iterator[Sequence[Cell]]:
    for name, words in DEFINITIONS.items():
        yield [f"{_(NUMBER_NAMES[name])}: {_(words)}"]
    for words in METHOD.values():
        yield [_(words)]


# ---------------------------------------------------------------- sheets of several events
def programme_sheets(figures: ProgrammeFigures) -> list[Sheet]:
    """The sums by event and by sector, the numbers with their definitions, and the method."""
    return [
        table_sheet(_("Events"), "events", _event_rows(figures), widths=[24, 44, 12, 12, *[14] * 11], rows_below=1),
        table_sheet(_("Sectors"), "sectors", _sector_visit_rows(figures), widths=[8, 20, 14, 14, 14]),
        table_sheet(_("Numbers"), "numbers", _programme_number_rows(figures), widths=[40, 14, 90]),
        Sheet(_("About"), _programme_about_rows(figures), headings=0, widths=[40, 24, 90]),
        Sheet(_("Method"), _method_rows(), headings=0, widths=[110]),
    ]


def _event_rows(figures: ProgrammeFigures) -> Iterator[Sequence[Cell]]:
    codes = [row.sector.value for row in figures.by_sector]
    women = _("Women present")
    yield [
        _("Event"),
        _("Title"),
        _("First day"),
        _("Last day"),
        *(_(name) for name in NUMBER_NAMES.values()),
        *codes,
        women,
    ]
    for one in figures.events:
        sectors = [row.numbers.present_any_day for row in one.by_sector if row.sector.value in codes]
        about: list[Cell] = [one.slug, one.title, one.starts_on, one.ends_on, one.numbers.registered]
        came: list[Cell] = [*list(asdict(one.numbers).values())[1:], *sectors, one.women]
        yield [*about, *(came if one.recorded_days else [None] * len(came))]
    sectors = [row.visits for row in figures.by_sector]
    total: list[Cell] = [_("All events"), None, None, None, *asdict(figures.numbers).values(), *sectors]
    yield [*total, sum(one.women for one in figures.events)]


def _sector_visit_rows(figures: ProgrammeFigures) -> Iterator[Sequence[Cell]]:
    yield [_("Code"), _("Sector"), _("Visits"), _("People"), _("Person-days")]
    for row in figures.by_sector:
        yield [row.sector.value, _(SECTOR_NAMES[row.sector]), row.visits, row.people, row.person_days]


def _programme_number_rows(figures: ProgrammeFigures) -> Iterator[Sequence[Cell]]:
    yield _number_heads()
    yield [_("Visits"), figures.visits, _("One person at one event is one visit.")]
    yield [_("People"), figures.people, _("Each person counted once, however often they came.")]
    yield [_("Came back"), figures.returning, _("People who came to two or more of these events.")]
    yield from _four_numbers(figures.numbers)


def _programme_about_rows(figures: ProgrammeFigures) -> Iterator[Sequence[Cell]]:
    yield [_("Finding"), None, programme_finding(figures)]
    yield [_("As of"), figures.as_of.astimezone(UTC_ZONE), "UTC"]
    yield [_("Counting rules"), COUNTING_RULES]
