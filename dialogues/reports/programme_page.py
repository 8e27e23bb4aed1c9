"""The report over several events as its page shows it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dialogues.core.formats import day_range_text, instant_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.people.sectors import SECTOR_NAMES, Sector
from dialogues.reports import wording
from dialogues.reports.figures import METHOD, NUMBER_NAMES, EventFigures, ProgrammeFigures
from dialogues.reports.pages import Row, TableShown, number_heads, rules_line, sector_row
from dialogues.reports.wording import number, share


def key_numbers(figures: ProgrammeFigures) -> list[dict[str, str]]:
    """Events, visits, people and person-days, each with what it means."""
    days = sum(one.recorded_days for one in figures.events)
    return [
        {
            "label": _("Events"),
            "value": number(len(figures.events)),
            "note": _("chosen above, with what is recorded now"),
        },
        {"label": _("Visits"), "value": number(figures.visits), "note": _("one person at one event is one visit")},
        {
            "label": _("People"),
            "value": number(figures.people),
            "note": _("each counted once, however often they came"),
        },
        {
            "label": _("Person-days"),
            "value": number(figures.numbers.person_days),
            "note": _n("on one recorded day", "on %(days)s recorded days", days, days=number(days)),
        },
    ]


def number_table(figures: ProgrammeFigures, urls: dict[str, str]) -> TableShown:
    """The four numbers of each event, newest first. `urls` leads from an event's slug to its report."""
    return TableShown(
        caption=_("The four numbers of each event, newest first"),
        heads=[_("Event"), *number_heads([*(_(name) for name in NUMBER_NAMES.values()), _("Days recorded")])],
        rows=[
            _event_row(
                one,
                [
                    *(number(value) for value in asdict(one.numbers).values()),
                    _("%(recorded)s of %(days)s", recorded=one.recorded_days, days=len(one.days)),
                ],
                urls,
            )
            for one in figures.events
        ],
        total=Row(
            _("All events"),
            [
                *(number(value) for value in asdict(figures.numbers).values()),
                _(
                    "%(recorded)s of %(days)s",
                    recorded=sum(one.recorded_days for one in figures.events),
                    days=sum(len(one.days) for one in figures.events),
                ),
            ],
        ),
    )


def sector_table(figures: ProgrammeFigures, urls: dict[str, str]) -> TableShown:
    """Events by sector, with the shares as a bar."""
    codes = [sector.value for sector in Sector]
    return TableShown(
        caption=_("Participants present at least one day, newest event first"),
        heads=[_("Event"), _("Shares of the sectors"), *number_heads([*codes, _("All"), _("Women")])],
        rows=[
            _event_row(
                one,
                [
                    *(number(row.numbers.present_any_day) for row in one.by_sector),
                    number(one.numbers.present_any_day),
                    _part_of(one.women, one.numbers.present_any_day),
                ],
                urls,
                parts=[(row.sector, row.numbers.present_any_day) for row in one.by_sector],
            )
            for one in figures.events
        ],
        total=Row(
            _("All visits"),
            [
                *(number(row.visits) for row in figures.by_sector),
                number(figures.visits),
                _part_of(sum(one.women for one in figures.events), figures.visits),
            ],
            parts=_parts([(row.sector, row.visits) for row in figures.by_sector]),
        ),
    )


def people_table(figures: ProgrammeFigures) -> TableShown:
    """Visits and people of each sector over all events."""
    return TableShown(
        caption=_("Visits and people by sector, over all these events"),
        heads=[_("Sector"), *number_heads([_("Visits"), _("People"), _("Person-days")])],
        rows=[
            sector_row(row.sector, [number(row.visits), number(row.people), number(row.person_days)])
            for row in figures.by_sector
        ],
        total=Row(
            _("All sectors"), [number(figures.visits), number(figures.people), number(figures.numbers.person_days)]
        ),
    )


def people_bars(figures: ProgrammeFigures) -> list[dict[str, Any]]:
    """A bar for each sector, the longest first: people, each counted once."""
    ranked = sorted(figures.by_sector, key=lambda row: -row.people)
    return [
        {
            "label": _(SECTOR_NAMES[row.sector]),
            "sector": row.sector.value,
            "value": row.people,
            "shown": number(row.people),
            "share": share(row.people, figures.people),
        }
        for row in ranked
    ]


def people_source(figures: ProgrammeFigures) -> str:
    """The line under those bars."""
    return str(
        _(
            "n = %(number)s people present at one event or more, as of %(instant)s (UTC).",
            number=number(figures.people),
            instant=instant_text(figures.as_of, wording.UTC_ZONE, locale=current_language()),
        )
    )


def method() -> list[str]:
    """How several events were counted, in sentences."""
    sentences = [
        _("Somebody who came to two events is counted once if both registrations are of one person in the directory."),
        _(
            "The sector is the one given at each event. Somebody who changed it is one of the people of both sectors, "
            "so the sectors may add up to more than all people."
        ),
        _(METHOD["participant"]),
        _(METHOD["present"]),
        _(METHOD["recorded"]),
    ]
    return [*map(str, sentences), rules_line()]


def _event_row(
    figures: EventFigures, cells: Sequence[str], urls: dict[str, str], *, parts: Sequence[tuple[Sector, int]] = ()
) -> Row:
    dates = day_range_text(figures.starts_on, figures.ends_on, locale=current_language())
    note = ", ".join(part for part in (dates, figures.place) if part)
    return Row(figures.title, cells, note=note, url=urls[figures.slug], parts=_parts(parts))


def _parts(parts: Sequence[tuple[Sector, int]]) -> list[dict[str, Any]]:
    return [{"sector": sector.value, "value": value} for sector, value in parts]


def _part_of(part: int, whole: int) -> str:
    return f"{number(part)}, {share(part, whole)}" if whole else number(part)
