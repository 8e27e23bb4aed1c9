"""The figures as text for a terminal: columns that line up, definitions under the numbers."""

from collections.abc import Sequence
from dataclasses import asdict
from textwrap import wrap
from unicodedata import combining, east_asian_width

from dialogues.core import formats
from dialogues.core.i18n import _, current_language, name_in_words
from dialogues.people.sectors import AGE_GROUP_NAMES, SECTOR_NAMES
from dialogues.reports.figures import (
    CONTINUITY_HEADS,
    DEFINITIONS,
    GENDER_HEADS,
    NUMBER_NAMES,
    EventFigures,
    FourNumbers,
)
from dialogues.reports.shapes import Place
from dialogues.reports.small_tables import ALL, age_key, group_key, sector_key
from dialogues.reports.wording import as_of, continuity, finding, genders, kind, not_told, number, shown

WIDTH = 100
_GAP = "  "


def event_text(figures: EventFigures) -> str:
    """One event: the finding, the four numbers with their definitions, sectors and days."""
    locale = current_language()
    dates = formats.day_range_text(figures.starts_on, figures.ends_on, locale=locale)
    where = ", ".join(part for part in (figures.place, _country(figures.country, locale)) if part)
    lines = [
        figures.title,
        _GAP.join(part for part in (dates, where, figures.slug) if part),
        _(
            "As of %(instant)s (%(zone)s), counting rules %(rules)s.",
            instant=as_of(figures),
            zone=figures.zone.key,
            rules=figures.counting_rules,
        ),
        "",
        *wrap(" ".join(part for part in (finding(figures), genders(figures)) if part), WIDTH),
        "",
        *_numbers(figures),
        "",
        *_sectors(figures),
        "",
        *_days(figures),
        "",
        *_groups(figures),
        "",
        *_ages(figures),
        *_against(figures),
        "",
        *(line for sentence in (kind(figures), *not_told(figures)) for line in wrap(sentence, WIDTH)),
    ]
    return "\n".join(lines) + "\n"


def _numbers(figures: EventFigures) -> list[str]:
    values = asdict(figures.numbers)
    wide = max(_width(_(name)) for name in NUMBER_NAMES.values())
    digits = max(len(number(value)) for value in values.values())
    lines = []
    for name, value in values.items():
        first, *rest = wrap(_(DEFINITIONS[name]), WIDTH - wide - digits - 2 * len(_GAP))
        lines.append(f"{_padded(_(NUMBER_NAMES[name]), wide)}{_GAP}{number(value):>{digits}}{_GAP}{first}")
        lines += [" " * (wide + digits + 2 * len(_GAP)) + line for line in rest]
    return lines


def _sectors(figures: EventFigures) -> list[str]:
    heads = [_("Sector"), *short_names(), *(_(name) for name in GENDER_HEADS.values())]
    rows = [
        [
            f"{row.sector.value} {_(SECTOR_NAMES[row.sector])}",
            *_four(figures, sector_key(row.sector, ""), row.numbers),
            *(shown(figures, sector_key(row.sector, gender.value), count) for gender, count in row.by_gender.items()),
        ]
        for row in figures.by_sector
    ]
    genders = [shown(figures, (ALL, row.gender.value), row.numbers.present_any_day) for row in figures.by_gender]
    total = [_("All sectors"), *map(number, asdict(figures.numbers).values()), *genders]
    note = _("Present, and each gender: people present at least one day.")
    return [*columns(heads, [*rows, total], words=1), note]


def _groups(figures: EventFigures) -> list[str]:
    rows = [
        [
            f"{row.sector.value} {name_in_words(row.name) if row.name else _('No group')}",
            *_four(figures, group_key(row.sector, row.name, ""), row.numbers),
        ]
        for row in figures.groups
    ]
    return columns([_("Stakeholder group"), *short_names()], rows, words=1)


def _ages(figures: EventFigures) -> list[str]:
    rows = [
        [
            _(AGE_GROUP_NAMES[row.age]) if row.age else _("Not stated"),
            *_four(figures, age_key(row.age, ""), row.numbers),
        ]
        for row in figures.by_age
        if row.numbers.registered or figures.is_published
    ]
    return columns([_("Age group"), *short_names()], rows, words=1)


def _against(figures: EventFigures) -> list[str]:
    """The sectors against their targets and against earlier events, where there are any."""
    lines: list[str] = []
    if figures.targets:
        rows = [
            [
                _(SECTOR_NAMES[row.sector]),
                number(figures.targets[row.sector]),
                shown(figures, sector_key(row.sector, "present_any_day"), row.numbers.present_any_day),
            ]
            for row in figures.by_sector
            if row.sector in figures.targets
        ]
        lines += ["", *columns([_("Sector"), _("Target"), _("Present")], rows, words=1)]
    if figures.continuity:
        heads = [_("Sector"), *(_(name) for name in CONTINUITY_HEADS.values())]
        rows = [
            [
                _(SECTOR_NAMES[row.sector]),
                *(shown(figures, sector_key(row.sector, name), getattr(row, name)) for name in CONTINUITY_HEADS),
            ]
            for row in figures.continuity.by_sector
        ]
        totals = zip(CONTINUITY_HEADS, figures.continuity.totals, strict=True)
        rows.append([_("All sectors"), *(shown(figures, (ALL, name), total) for name, total in totals)])
        lines += ["", *wrap(continuity(figures), WIDTH), "", *columns(heads, rows, words=1)]
    return lines


def _four(figures: EventFigures, row: Place, numbers: FourNumbers) -> list[str]:
    """The four numbers of the row that a place with an empty column names."""
    return [shown(figures, (*row[:-1], name), count) for name, count in asdict(numbers).items()]


def short_names() -> list[str]:
    """The four numbers as headings of narrow columns."""
    return [_("Registered"), _("Present"), _("Person-days"), _("Every day")]


def _days(figures: EventFigures) -> list[str]:
    locale = current_language()
    heads = [_("Day"), _("State"), _("Present")]
    if not figures.is_published:
        heads += [_("Morning"), _("Afternoon"), _("Excused"), _("Absent"), _("Not recorded")]
    rows = []
    for day in figures.days:
        state = _("closed") if day.closed else _("open") if day.recorded else _("not recorded")
        if figures.is_published:
            present = shown(figures, (ALL, day.day.isoformat()), day.present) if day.recorded else "–"
            rows.append([formats.day_text(day.day, locale=locale), state, present])
            continue
        counts = (day.present, day.morning, day.afternoon, day.excused, day.absent, day.not_recorded)
        cells = [number(count) for count in counts] if day.recorded else ["–"] * 5 + [number(day.not_recorded)]
        rows.append([formats.day_text(day.day, locale=locale), state, *cells])
    return columns(heads, rows, words=2)


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], *, words: int) -> list[str]:
    """Lines in which the first `words` columns stand left and the others right; the heading has a rule under it."""
    table = [list(map(str, heads)), *(list(map(str, row)) for row in rows)]
    widths = [max(_width(row[at]) for row in table) for at in range(len(heads))]
    lines = [
        _GAP.join(
            _padded(cell, width) if at < words else " " * (width - _width(cell)) + cell
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
    lines.insert(1, "-" * (sum(widths) + len(_GAP) * (len(widths) - 1)))
    return lines


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in str(text))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _country(code: str | None, locale: str) -> str:
    return formats.country_text(code, locale=locale) if code else ""
