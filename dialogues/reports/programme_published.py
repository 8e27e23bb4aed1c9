"""What of a programme report may leave the house: its charts without any small group.

The rule is that of `small_rules`. Charts are protected each for itself, with the sums that other charts tell about the
same rows taken as known; a row whose own sum may not be told shows nothing at all in any chart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialogues.people.sectors import Gender, Sector
from dialogues.reports.figures import EventFigures, ProgrammeFigures
from dialogues.reports.programme_charts import ALL, Chart, Line, charts, shown
from dialogues.reports.publishing import without
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.small_rules import Tables, is_small, withhold
from dialogues.reports.small_solving import Key
from dialogues.reports.small_tables import NUMBERS, sector_key

Signs = Mapping[tuple[str, str], str]  # row, column -> what is printed in place of the figure


@dataclass(frozen=True)
class Outside:
    """A chart as it may be passed on. Figures that may not be told are None, and `signs` say what stands for them."""

    chart: Chart
    signs: Signs

    def cell(self, line: Line, at: int) -> str:
        """A figure as it is printed."""
        return self.signs.get((line.key, self.chart.columns[at].key)) or shown(line.values[at])

    def value(self, line: Line, at: int) -> int | str | None:
        """A figure as it stands in a table of a file: a number, the sign for one that is not told, or nothing."""
        return self.signs.get((line.key, self.chart.columns[at].key)) or line.values[at]

    def is_plain(self, line: Line) -> bool:
        """Whether the bar of a row can be drawn: every part of it may be told."""
        return not any((line.key, self.chart.columns[at].key) in self.signs for at in self.chart.drawn)

    @property
    def marks(self) -> frozenset[str]:
        """The signs that really stand in it."""
        return frozenset(self.signs.values())


@dataclass(frozen=True)
class Public:
    """Everything of a programme report that may be passed on; `left_out` are captions of charts that may not."""

    below: int  # groups of fewer people are not told
    figures: ProgrammeFigures
    charts: tuple[Outside, ...]
    left_out: tuple[str, ...]
    tells_visits: bool
    tells_people: bool

    def find(self, name: str) -> Outside | None:
        """One of the charts."""
        return next((one for one in self.charts if one.chart.name == name), None)


def inside(chart: Chart) -> Outside:
    """The chart with every figure, for who may see all."""
    return Outside(chart, {})


def nothing_of(chart: Chart) -> Outside:
    """A chart that may not be passed on: what it would have been, without a row."""
    return Outside(replace(chart, title=chart.caption, lines=(), total=None), {})


def events_told(public: Public) -> list[EventFigures]:
    """Each event by itself with what the charts tell of it, and the four numbers, which are told of every event."""
    sectors, genders = public.find("sectors"), public.find("genders")
    told = []
    for event in public.figures.events:
        places: set[Key] = {(ALL, gender.value) for gender in Gender if not _tells(genders, event.slug, gender.value)}
        for sector in Sector:
            places |= {sector_key(sector, name) for name in NUMBERS if name != "present_any_day"}
            if not _tells(sectors, event.slug, sector.value):
                places.add(sector_key(sector, "present_any_day"))
        told.append(without(event, frozenset(places), below=public.below))
    return told


def _tells(one: Outside | None, row: str, column: str) -> bool:
    """Whether a chart is told and has this figure."""
    if one is None:
        return False
    is_there = any(each.key == column for each in one.chart.columns) and any(
        line.key == row for line in one.chart.lines
    )
    return is_there and (row, column) not in one.signs


def outside(figures: ProgrammeFigures, *, below: int) -> Public:
    """The charts of `figures` for outside the house."""
    back = figures.visits - figures.people
    tells_visits = not is_small(figures.visits, below)
    tells_people = tells_visits and not is_small(figures.people, below) and not is_small(back, below)
    made = {chart.name: _neutral(chart) for chart in charts(figures)}
    told: list[Outside] = []
    if tells_visits and "visits" in made:
        hidden = _hidden_events(made["visits"], below)
        told += [_of_events(made["visits"], hidden)] if hidden is not None else []
        told += _by_event(made, hidden, below, tells_people=tells_people) if hidden is not None else []
        told += _by_sector(made, below) if tells_people else []
        told += _times(made, below) if tells_people else []
    by_name = {one.chart.name: one for one in told}
    return Public(
        below=below,
        figures=figures,
        charts=tuple(by_name[name] for name in made if name in by_name),
        left_out=tuple(chart.caption for name, chart in made.items() if name not in by_name),
        tells_visits=tells_visits,
        tells_people=tells_people,
    )


def _neutral(chart: Chart) -> Chart:
    """The same under a title that tells no figure, without what only the house needs."""
    kept = [at for at, column in enumerate(chart.columns) if column.key != "every_day"]

    def fewer(line: Line) -> Line:
        return replace(line, values=tuple(line.values[at] for at in kept))

    return replace(
        chart,
        title=chart.caption,
        columns=tuple(chart.columns[at] for at in kept),
        lines=tuple(map(fewer, chart.lines)),
        total=fewer(chart.total) if chart.total else None,
    )


def _hidden_events(chart: Chart, below: int) -> dict[str, dict[str, str]] | None:
    """By row and column of the visits what stands for a figure; None if they cannot be protected."""
    at = {column.key: number for number, column in enumerate(chart.columns)}
    counts: dict[Key, int] = {}
    lines = []
    for name in ("visits", "registered"):
        parts = {(name, line.key): line.values[at[name]] for line in chart.lines}
        known: dict[Key, int] = {key: value for key, value in parts.items() if value is not None}
        counts |= known
        if known:
            lines.append((tuple(known), sum(known.values())))
    within = [
        (("visits", line.key), ("registered", line.key)) for line in chart.lines if ("visits", line.key) in counts
    ]
    signs = _withheld(counts, lines, within, below=below)
    if signs is None:
        return None
    hidden: dict[str, dict[str, str]] = {}
    for name, row in sorted(signs):
        hidden.setdefault(row, {})[name] = NOT_TOLD
    return hidden


def _rows_hidden(hidden: Mapping[str, Mapping[str, str]]) -> set[str]:
    return {row for row, signs in hidden.items() if "visits" in signs}


def _of_events(chart: Chart, hidden: Mapping[str, Mapping[str, str]]) -> Outside:
    """A chart about each event by itself: of an event whose visits are hidden nothing else is told either."""
    signs = {(row, column): sign for row, found in hidden.items() for column, sign in found.items()}
    for row in _rows_hidden(hidden):
        line = next(line for line in chart.lines if line.key == row)
        for at, column in enumerate(chart.columns):
            if column.key != "registered" and line.values[at] is not None:
                signs.setdefault((row, column.key), NOT_TOLD)
    return _with(chart, signs)


def _by_event(
    made: Mapping[str, Chart], hidden: Mapping[str, Mapping[str, str]], below: int, *, tells_people: bool
) -> list[Outside]:
    rows = _rows_hidden(hidden)
    told = [_of_events(made["hours"], hidden)]
    names = ["sectors", "genders", *(["continuity"] if tells_people else [])]
    for name in names:
        chart = made.get(name)
        found = None if chart is None else _two_way(chart, rows, below)
        if chart is not None and found is not None:
            told.append(_with(chart, found))
    return told


def _by_sector(made: Mapping[str, Chart], below: int) -> list[Outside]:
    """People and visits of each sector, and who came back: one table, because the first two tell the third."""
    people, back = made.get("people"), made.get("returning")
    if people is None or back is None or people.total is None:
        return []
    at = {column.key: number for number, column in enumerate(people.columns)}
    counts: dict[Key, int] = {}
    for line, followed in zip(people.lines, back.lines, strict=True):
        if line.values[0] is None:
            return [_with(people, {}), _with(back, {})]
        visits, once = line.values[at["visits"]] or 0, line.values[at["people"]] or 0
        if once != followed.values[0]:  # somebody changed sector, and the two charts are no longer one table
            return []
        counts |= {("visits", line.key): visits, ("people", line.key): once, ("back", line.key): visits - once}
    rows = [line.key for line in people.lines]
    # What one count less another tells is hidden with them: a row shows all three or nothing.
    small = {row for row in rows if any(is_small(counts[name, row], below) for name in ("visits", "people", "back"))}
    private = frozenset((name, row) for row in small for name in ("visits", "people", "back"))
    lines = [
        (tuple((name, row) for row in rows), sum(counts[name, row] for row in rows))
        for name in ("visits", "people", "back")
    ]
    within = [((name, row), ("visits", row)) for row in rows for name in ("people", "back")]
    signs = _withheld(counts, lines, within, private, below=below)
    if signs is None:
        return []
    gone = {row for _name, row in signs}
    return [_with(chart, _whole_rows(chart, gone)) for chart in (people, _without_last(back))]


def _whole_rows(chart: Chart, gone: set[str]) -> Signs:
    return {(line.key, column.key): NOT_TOLD for line in chart.lines if line.key in gone for column in chart.columns}


def _without_last(chart: Chart) -> Chart:
    """The same without its last column, the one that is no part of the bars."""

    def fewer(line: Line) -> Line:
        return replace(line, values=line.values[:-1])

    return replace(
        chart,
        columns=chart.columns[:-1],
        lines=tuple(map(fewer, chart.lines)),
        total=fewer(chart.total) if chart.total else None,
    )


def _times(made: Mapping[str, Chart], below: int) -> list[Outside]:
    """People by the number of events: its parts add up in two ways, so it is told whole or not at all."""
    chart = made["times"]
    values = [value for line in chart.lines for value in line.values]
    return [] if any(value is not None and is_small(value, below) for value in values) else [_with(chart, {})]


def _two_way(chart: Chart, hidden_rows: set[str], below: int) -> Signs | None:
    """What to print in a table of rows by drawn columns, both with sums that are known; None if nothing may be."""
    total = chart.total
    if total is None or any(total.values[at] is None for at in chart.drawn):
        return {}
    columns = [chart.columns[at].key for at in chart.drawn]
    sums: dict[Key, int] = {("all", key): total.values[at] or 0 for key, at in zip(columns, chart.drawn, strict=True)}
    untold = _withheld(sums, [(tuple(sums), sum(sums.values()))], below=below)
    if untold is None:
        return None
    counts: dict[Key, int] = {}
    lines: list[tuple[tuple[Key, ...], int]] = []
    private: set[Key] = set()
    for line in chart.lines:
        row: dict[Key, int] = {
            ("cell", line.key, key): line.values[at] or 0
            for key, at in zip(columns, chart.drawn, strict=True)
            if line.values[at] is not None
        }
        counts |= row
        if line.key in hidden_rows:
            private |= set(row)
        elif row:
            lines.append((tuple(row), sum(row.values())))
    for key in columns:
        column = tuple(cell for cell in counts if cell[2] == key)
        if ("all", key) not in untold:
            lines += [(column, sums["all", key])] if column else []
        else:
            private |= {cell for cell in column if counts[cell]}
    signs = _withheld(counts, lines, private=frozenset(private), below=below)
    if signs is None:
        return None
    found = {(cell[1], cell[2]): NOT_TOLD for cell in signs} | {(ALL, key): NOT_TOLD for _all, key in untold}
    return {**found, **_rest(chart, below)}


def _withheld(
    counts: Mapping[Key, int],
    lines: Sequence[tuple[tuple[Key, ...], int]],
    within: Sequence[tuple[Key, Key]] = (),
    private: frozenset[Key] = frozenset(),
    *,
    below: int,
) -> frozenset[Key] | None:
    """Which counts not to tell, where the sums of `lines` are told; None if they cannot be protected."""
    wholes: dict[Key, int] = {("whole", str(at)): whole for at, (_parts, whole) in enumerate(lines)}
    tables = Tables(
        {**counts, **wholes},
        [(parts, ("whole", str(at))) for at, (parts, _whole) in enumerate(lines)],
        [{more: 1, less: -1} for less, more in within],
        told=frozenset(wholes),
        private=private,
    )
    choice = withhold(tables, below)
    return None if choice is None else choice.withheld


def _rest(chart: Chart, below: int) -> Signs:
    """Figures beside the bars that are small are not told, nor are the other figures of their columns."""
    rest = [at for at in range(len(chart.columns)) if at not in chart.drawn]
    lines: Sequence[Line] = (*chart.lines, *([chart.total] if chart.total else []))
    return {
        (line.key, chart.columns[at].key): NOT_TOLD
        for at in rest
        if any(is_small(line.values[at] or 0, below) for line in lines)
        for line in lines
        if line.values[at] is not None
    }


def _with(chart: Chart, signs: Signs) -> Outside:
    """The chart without the figures that signs stand for: what is not there cannot be found in any file."""

    def told(line: Line) -> Line:
        values = (
            None if (line.key, column.key) in signs else value
            for column, value in zip(chart.columns, line.values, strict=True)
        )
        return replace(line, values=tuple(values))

    kept = replace(chart, lines=tuple(map(told, chart.lines)), total=told(chart.total) if chart.total else None)
    return Outside(kept, dict(signs))
