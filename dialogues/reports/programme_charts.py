"""The charts over several events: each once, with its figures. Page, files, pictures and paper are views of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogues.core.formats import day_range_text, instant_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.people.sectors import SECTOR_NAMES, Gender, Sector
from dialogues.reports.figures import GENDER_HEADS, EventFigures, ProgrammeFigures
from dialogues.reports.programme_rules import VisitContinuity
from dialogues.reports.wording import UTC_ZONE, number, share

ALL = "ALL"  # the key of the row that holds all rows
# Fills that are no sector's, told apart without colour like those of the sectors.
FILLS = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Column:
    """One figure of every row. `fill` is that of its part of the bar; None: not drawn."""

    key: str
    label: str
    fill: str | None = None


@dataclass(frozen=True)
class Line:
    """One row: its figures in the order of the columns; None is not recorded or cannot be known, and is no nought."""

    key: str  # address of an event, or code of a sector
    label: str
    values: tuple[int | None, ...]
    note: str = ""
    sector: Sector | None = None


@dataclass(frozen=True)
class Chart:
    """One chart. `title` says what was found, `caption` what is counted, without a figure."""

    name: str
    title: str
    caption: str
    source: str
    head: str  # what the rows are
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line | None
    is_share: bool = False  # every bar as long as the others, its parts are shares
    by_event: bool = True

    @property
    def drawn(self) -> list[int]:
        """Which columns are parts of the bars."""
        return [at for at, column in enumerate(self.columns) if column.fill is not None]

    @property
    def longest(self) -> int:
        """The largest bar."""
        return max((sum(line.values[at] or 0 for at in self.drawn) for line in self.lines), default=0)


CHARTS = ("visits", "sectors", "genders", "people", "continuity", "returning", "times", "hours")
_BY_SECTOR = frozenset({"sectors", "people", "returning"})


def charts(figures: ProgrammeFigures) -> list[Chart]:
    """The charts that these figures make; by sector only where no sector is chosen."""
    if not figures.events:
        return []
    return [make_chart(figures, name) for name in CHARTS if figures.sector is None or name not in _BY_SECTOR]


def make_chart(figures: ProgrammeFigures, name: str) -> Chart:
    """One of `CHARTS`, whatever the figures; without events it has no rows."""
    makers = {
        "visits": _visits,
        "sectors": _sectors,
        "genders": _genders,
        "people": _people,
        "continuity": _continuity,
        "returning": _continuity_by_sector,
        "times": _times,
        "hours": _hours,
    }
    return makers[name](figures)


def find_chart(figures: ProgrammeFigures, name: str) -> Chart | None:
    """One of those that these figures make."""
    return next((chart for chart in charts(figures) if chart.name == name), None)


def shown(value: int | None) -> str:
    """A figure as a reader sees it; a dash where there is none."""
    return "–" if value is None else number(value)


def source(figures: ProgrammeFigures, basis: str) -> str:
    """The line under a chart: what is counted, as of when, from where."""
    instant = instant_text(figures.as_of, UTC_ZONE, locale=current_language())
    parts = [basis]
    if figures.sector is not None:
        parts.append(_("Only the sector %(sector)s.", sector=_(SECTOR_NAMES[figures.sector])))
    parts.append(_("Source: attendance records, as of %(instant)s (UTC).", instant=instant))
    if figures.is_sample:
        parts.append(_("Sample: people and figures are invented."))
    return " ".join(map(str, parts))


def _visits(figures: ProgrammeFigures) -> Chart:
    columns = (
        Column("registered", _("Registered")),
        Column("visits", _("Visits"), "A"),
        Column("person_days", _("Person-days")),
        Column("every_day", _("Every day")),
    )
    numbers = figures.numbers
    return Chart(
        "visits",
        _n(
            "%(visits)s visits to one event",
            "%(visits)s visits to %(events)s events",
            len(figures.events),
            visits=number(figures.visits),
            events=number(len(figures.events)),
        ),
        _("Visits to each event, in the order of time"),
        source(figures, _("A visit is one person present at one event on at least one day.")),
        _("Event"),
        columns,
        tuple(
            _event_line(
                one,
                (
                    one.numbers.registered,
                    *(
                        _if_recorded(one, value)
                        for value in (
                            one.numbers.present_any_day,
                            one.numbers.person_days,
                            one.numbers.present_every_day,
                        )
                    ),
                ),
            )
            for one in reversed(figures.events)
        ),
        _total(
            (numbers.registered, numbers.present_any_day, numbers.person_days, numbers.present_every_day),
            figures,
            first_is_known=True,
        ),
    )


def _sectors(figures: ProgrammeFigures) -> Chart:
    chosen = [row.sector for row in figures.by_sector]
    columns = tuple(Column(sector.value, sector.value, sector.value) for sector in chosen)
    return Chart(
        "sectors",
        _("Which sectors came to each event"),
        _("Visits by sector, in the order of time"),
        source(figures, _("Each bar is all visits to one event; the sector is the one given at registration.")),
        _("Event"),
        columns,
        tuple(
            _event_line(
                one,
                tuple(_if_recorded(one, row.numbers.present_any_day) for row in one.by_sector if row.sector in chosen),
            )
            for one in reversed(figures.events)
        ),
        _total(tuple(row.visits for row in figures.by_sector), figures),
        is_share=True,
    )


def _genders(figures: ProgrammeFigures) -> Chart:
    women = next(row.visits for row in figures.by_gender if row.gender is Gender.WOMAN)
    title = _("Women and men at each event")
    if figures.visits:
        title = _(
            "%(women)s of %(visits)s visits were by women: %(share)s",
            women=number(women),
            visits=number(figures.visits),
            share=share(women, figures.visits),
        )
    return Chart(
        "genders",
        title,
        _("Visits by gender, in the order of time"),
        source(figures, _("Gender is what people said of themselves; nobody’s was guessed.")),
        _("Event"),
        tuple(Column(gender.value, _(GENDER_HEADS[gender]), fill) for gender, fill in zip(Gender, FILLS, strict=True)),
        tuple(
            _event_line(one, tuple(_if_recorded(one, row.numbers.present_any_day) for row in one.by_gender))
            for one in reversed(figures.events)
        ),
        _total(tuple(row.visits for row in figures.by_gender), figures),
        is_share=True,
    )


def _people(figures: ProgrammeFigures) -> Chart:
    columns = (
        Column("people", _("People"), "A"),
        Column("visits", _("Visits")),
        Column("person_days", _("Person-days")),
    )
    known = bool(figures.recorded_days)
    return Chart(
        "people",
        _n(
            "%(people)s person, by sector",
            "%(people)s people, by sector",
            figures.people,
            people=number(figures.people),
        ),
        _("People by sector, each counted once"),
        source(figures, _("Somebody who changed sector is one of the people of both.")),
        _("Sector"),
        columns,
        tuple(
            _sector_line(row.sector, (row.people, row.visits, row.person_days) if known else (None,) * 3)
            for row in figures.by_sector
        ),
        _total((figures.people, figures.visits, figures.numbers.person_days), figures),
        by_event=False,
    )


def _continuity(figures: ProgrammeFigures) -> Chart:
    back = figures.visits - figures.people
    title = _("Who came back, event by event")
    if figures.visits and len(figures.events) > 1:
        title = _(
            "%(back)s of %(visits)s visits were by people who had come before: %(share)s",
            back=number(back),
            visits=number(figures.visits),
            share=share(back, figures.visits),
        )
    return Chart(
        "continuity",
        title,
        _("New and returning people at each event, in the order of time"),
        source(
            figures,
            _("New: at none of the earlier of these events. Not again: at none of the later ones."),
        ),
        _("Event"),
        _continuity_columns(),
        tuple(
            _event_line(one, _followed(along.continuity))
            for one, along in zip(reversed(figures.events), reversed(figures.along), strict=True)
        ),
        _total((figures.people, back, _sum(along.continuity.not_again for along in figures.along)), figures),
    )


def _continuity_by_sector(figures: ProgrammeFigures) -> Chart:
    return Chart(
        "returning",
        _("Who came back, by sector"),
        _("New and returning visits by sector"),
        source(figures, _("The sector is the one given at each event; a person is new once, at their first.")),
        _("Sector"),
        _continuity_columns(),
        tuple(_sector_line(row.sector, _followed(row.continuity)) for row in figures.by_sector),
        _total(
            (
                _sum(row.continuity.new for row in figures.by_sector),
                _sum(row.continuity.returning for row in figures.by_sector),
                _sum(row.continuity.not_again for row in figures.by_sector),
            ),
            figures,
        ),
        by_event=False,
    )


def _times(figures: ProgrammeFigures) -> Chart:
    more = figures.returning
    return Chart(
        "times",
        _n(
            "%(more)s person came to two events or more",
            "%(more)s people came to two events or more",
            more,
            more=number(more),
        ),
        _("People by the number of events they came to"),
        source(figures, _("People, each counted once.")),
        _("Number of events"),
        (Column("people", _("People"), "A"),),
        tuple(
            Line(str(times), str(_n("%(num)s event", "%(num)s events", times)), (people,))
            for times, people in figures.by_times.items()
        ),
        _total((figures.people,), figures),
        by_event=False,
    )


def _hours(figures: ProgrammeFigures) -> Chart:
    hours = figures.contact.hours
    title = _("Contact hours at each event")
    if hours is not None:
        title = _n("%(hours)s contact hour", "%(hours)s contact hours", hours, hours=number(hours))
    basis = _("A contact hour is one person in working sessions for an hour, by the agenda and the half days present.")
    without = figures.contact.days_without_agenda
    if without:
        left_out = _n(
            "One recorded day without an agenda is left out.",
            "%(days)s recorded days without an agenda are left out.",
            without,
            days=number(without),
        )
        basis = f"{basis} {left_out}"
    return Chart(
        "hours",
        title,
        _("Contact hours at each event, in the order of time"),
        source(figures, basis),
        _("Event"),
        (Column("contact_hours", _("Contact hours"), "A"),),
        tuple(
            _event_line(one, (along.contact.hours,))
            for one, along in zip(reversed(figures.events), reversed(figures.along), strict=True)
        ),
        _total((hours,), figures),
    )


def _continuity_columns() -> tuple[Column, ...]:
    return (
        Column("new", _("New"), "A"),
        Column("returning", _("Came back"), "B"),
        Column("not_again", _("Not again")),
    )


def _followed(one: VisitContinuity) -> tuple[int | None, ...]:
    return one.new, one.returning, one.not_again


def _event_line(figures: EventFigures, values: tuple[int | None, ...]) -> Line:
    dates = day_range_text(figures.starts_on, figures.ends_on, locale=current_language())
    recorded = "" if figures.recorded_days else _("no day recorded")
    note = ", ".join(str(part) for part in (dates, figures.place, recorded) if part)
    return Line(figures.slug, figures.title, values, note)


def _sector_line(sector: Sector, values: tuple[int | None, ...]) -> Line:
    return Line(sector.value, _(SECTOR_NAMES[sector]), values, sector=sector)


def _if_recorded(figures: EventFigures, value: int) -> int | None:
    return value if figures.recorded_days else None


def _total(values: Sequence[int | None], figures: ProgrammeFigures, *, first_is_known: bool = False) -> Line:
    """All rows together; nothing was recorded anywhere: no figure but that of those registered."""
    if not figures.recorded_days:
        values = [value if first_is_known and at == 0 else None for at, value in enumerate(values)]
    return Line(ALL, _("All"), tuple(values))


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
