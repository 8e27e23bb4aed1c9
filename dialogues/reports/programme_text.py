"""The figures over several events as text for a terminal."""

from dataclasses import asdict
from textwrap import wrap

from dialogues.core import formats
from dialogues.core.i18n import _, current_language
from dialogues.reports.figures import COUNTING_RULES, ProgrammeFigures
from dialogues.reports.programme_charts import Chart, find_chart, shown
from dialogues.reports.programme_wording import finding
from dialogues.reports.text import WIDTH, columns, short_names
from dialogues.reports.wording import UTC_ZONE, number

_MORE = ("genders", "people", "continuity", "returning", "hours")


def programme_text(figures: ProgrammeFigures) -> str:
    """Several events side by side, what they come to together, and the figures of the charts."""
    locale = current_language()
    if not figures.events:
        return str(_("No event fits this choice.")) + "\n"
    lines = [
        *wrap(finding(figures), WIDTH),
        _(
            "As of %(instant)s (UTC), counting rules %(rules)s.",
            instant=formats.instant_text(figures.as_of, UTC_ZONE, locale=locale),
            rules=COUNTING_RULES,
        ),
        "",
        *_side_by_side(figures),
        "",
        *wrap(
            _("Present, and each sector: people present at least one day. Every day: on every day that was recorded."),
            WIDTH,
        ),
    ]
    for name in _MORE:
        chart = find_chart(figures, name)
        if chart is not None:
            lines += ["", chart.caption, *_chart(chart)]
    return "\n".join(map(str, lines)) + "\n"


def _side_by_side(figures: ProgrammeFigures) -> list[str]:
    locale = current_language()
    rows = []
    for one in figures.events:
        registered, *came = asdict(one.numbers).values()
        came += [row.numbers.present_any_day for row in one.by_sector]
        shown_of = map(number, came) if one.recorded_days else ["–"] * len(came)
        dates = formats.day_range_text(one.starts_on, one.ends_on, locale=locale)
        rows.append([one.slug, dates, number(registered), *shown_of])
    codes = [row.sector.value for one in figures.events[:1] for row in one.by_sector]
    visits = {row.sector.value: row.visits for row in figures.by_sector}
    people = {row.sector.value: row.people for row in figures.by_sector}
    numbers = [figures.numbers.present_any_day, figures.numbers.person_days, figures.numbers.present_every_day]
    known = bool(figures.recorded_days)
    total = [number(value) if known else "–" for value in (*numbers, *(visits.get(code, 0) for code in codes))]
    once = [number(people.get(code, 0)) if known else "–" for code in codes]
    return columns(
        [_("Event"), _("Days"), *short_names(), *codes],
        [
            *rows,
            [_("All events"), "", number(figures.numbers.registered), *total],
            [_("People, each counted once"), "", "", number(figures.people) if known else "–", "", "", *once],
        ],
        words=2,
    )


def _chart(chart: Chart) -> list[str]:
    lines = [*chart.lines, *([chart.total] if chart.total else [])]
    return columns(
        [chart.head, *(column.label for column in chart.columns)],
        [[line.label, *map(shown, line.values)] for line in lines],
        words=1,
    )
