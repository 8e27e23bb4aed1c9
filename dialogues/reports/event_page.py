"""The report of one event as its page shows it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dialogues.attendance.models import MARK_SOURCE_NAMES
from dialogues.core.formats import day_range_text, day_text, short_day_text
from dialogues.core.i18n import _, _n, current_language, name_in_words
from dialogues.people.sectors import AGE_GROUP_NAMES, SECTOR_NAMES, Gender, Sector
from dialogues.reports import wording
from dialogues.reports.figures import CONTINUITY_HEADS, GENDER_HEADS, METHOD, NUMBER_NAMES, EventFigures, FourNumbers
from dialogues.reports.pages import Row, TableShown, key_numbers, number_heads, rules_line, sector_row
from dialogues.reports.shapes import Place
from dialogues.reports.small_tables import ALL, age_key, group_key, sector_key
from dialogues.reports.wording import number, share, shown, shown_share


def sector_bars(figures: EventFigures) -> list[dict[str, Any]]:
    """A bar for each sector, the longest first: those present, with a line at those registered."""
    total = figures.numbers.present_any_day
    ranked = sorted(figures.by_sector, key=lambda row: -row.numbers.present_any_day)
    return [
        {
            "label": _(SECTOR_NAMES[row.sector]),
            "sector": row.sector.value,
            "value": row.numbers.present_any_day,
            "shown": shown(figures, _present(row.sector), row.numbers.present_any_day),
            "share": share(row.numbers.present_any_day, total) if _present(row.sector) not in figures.withheld else "",
            "target": figures.told(sector_key(row.sector, "registered"), row.numbers.registered),
        }
        for row in ranked
    ]


def sector_figure(figures: EventFigures) -> dict[str, str]:
    """Title and source line of the bars by sector, and the source line of those by day."""
    present = figures.numbers.present_any_day
    return {
        "title": wording.largest_sector(figures) or _("Present at least one day, by sector"),
        "source": _(
            "Present at least one day by sector, n = %(number)s, as of %(instant)s. Black line: registered.",
            number=number(present),
            instant=wording.as_of(figures),
        ),
        "days": _(
            "Full length: %(number)s registered, as of %(instant)s. Days not recorded are left out.",
            number=number(figures.numbers.registered),
            instant=wording.as_of(figures),
        ),
    }


def gender_table(figures: EventFigures) -> TableShown:
    """Sector by gender: those present at least one day, beside those registered."""
    total = figures.numbers.present_any_day
    genders = [shown(figures, (ALL, row.gender.value), row.numbers.present_any_day) for row in figures.by_gender]
    heads = [*(_(GENDER_HEADS[gender]) for gender in Gender), _("All present"), _("Share"), _("Registered")]
    return TableShown(
        caption=_("Participants present at least one day, by sector and gender; n = %(number)s", number=number(total)),
        heads=[_("Sector"), *number_heads(heads)],
        rows=[
            sector_row(
                row.sector,
                [
                    *(
                        shown(figures, sector_key(row.sector, gender.value), count)
                        for gender, count in row.by_gender.items()
                    ),
                    shown(figures, _present(row.sector), row.numbers.present_any_day),
                    shown_share(figures, [_present(row.sector)], row.numbers.present_any_day, total),
                    shown(figures, sector_key(row.sector, "registered"), row.numbers.registered),
                ],
            )
            for row in figures.by_sector
        ],
        total=Row(
            _("All sectors"),
            [*genders, number(total), share(total, total), number(figures.numbers.registered)],
        ),
    )


def day_table(figures: EventFigures) -> TableShown:
    """Each day with those present, set against those registered."""
    registered = figures.numbers.registered
    heads = [_("Present"), _("Of registered")]
    if not figures.is_published:  # half days and who was excused would give small groups away
        heads += [_("Morning"), _("Afternoon"), _("Excused"), _("Absent"), _("Not recorded")]
    rows = []
    for day in figures.days:
        place = (ALL, day.day.isoformat())
        cells = [shown(figures, place, day.present), shown_share(figures, [place], day.present, registered)]
        if not figures.is_published:
            cells += map(number, (day.morning, day.afternoon, day.excused, day.absent))
        rows.append(
            Row(
                day_text(day.day, locale=current_language()),
                [
                    *(cells if day.recorded else ["–"] * len(cells)),
                    *([] if figures.is_published else [number(day.not_recorded)]),
                ],
                note=_("Closed") if day.closed else _("Open") if day.recorded else _("Not recorded"),
            )
        )
    return TableShown(
        caption=_("Participants present on each day, of %(number)s registered", number=number(registered)),
        heads=[_("Day"), *number_heads(heads)],
        rows=rows,
    )


def day_bars(figures: EventFigures) -> list[dict[str, Any]]:
    """A bar for each recorded day, with the registered as the whole length."""
    registered = figures.numbers.registered
    return [
        {
            "label": short_day_text(day.day, locale=current_language()),
            "value": day.present,
            "shown": number(day.present),
            "share": share(day.present, registered),
        }
        for day in figures.days
        if day.recorded and (ALL, day.day.isoformat()) not in figures.withheld
    ]


def day_sector_table(figures: EventFigures) -> TableShown:
    """Sectors by day, with person-days and those who came every day."""
    days = [short_day_text(day.day, locale=current_language()) for day in figures.days]
    return TableShown(
        caption=_("Participants present on each day, by sector"),
        heads=[_("Sector"), *number_heads([*days, _("Person-days"), _("Every day")])],
        rows=[
            sector_row(
                row.sector,
                [
                    *_by_day(figures, ("sector", row.sector.value), list(row.by_day.values())),
                    *_four(figures, sector_key(row.sector, ""), row.numbers)[2:],
                ],
            )
            for row in figures.by_sector
        ],
        total=Row(
            _("All sectors"),
            [
                *_by_day(figures, (ALL,), [day.present for day in figures.days]),
                number(figures.numbers.person_days),
                number(figures.numbers.present_every_day),
            ],
        ),
    )


def group_table(figures: EventFigures) -> TableShown:
    """The stakeholder groups under their sectors."""
    return TableShown(
        caption=_("Participants by stakeholder group"),
        heads=[_("Stakeholder group"), *number_heads([_(name) for name in NUMBER_NAMES.values()])],
        rows=[
            Row(
                name_in_words(row.name) if row.name else _("No group"),
                _four(figures, group_key(row.sector, row.name, ""), row.numbers),
                code=row.sector.value,
            )
            for row in figures.groups
        ],
        total=Row(_("All groups"), [number(value) for value in asdict(figures.numbers).values()]),
    )


def age_table(figures: EventFigures) -> TableShown:
    """The age groups; only those with somebody registered."""
    return TableShown(
        caption=_("Participants by age group"),
        heads=[_("Age group"), *number_heads([_(name) for name in NUMBER_NAMES.values()])],
        rows=[
            Row(
                _(AGE_GROUP_NAMES[row.age]) if row.age else _("Not stated"),
                _four(figures, age_key(row.age, ""), row.numbers),
            )
            for row in figures.by_age
            if row.numbers.registered or figures.is_published
        ],
        total=Row(_("All age groups"), [number(value) for value in asdict(figures.numbers).values()]),
    )


def target_table(figures: EventFigures) -> TableShown | None:
    """The sectors that have a target against it; None where none has."""
    rows = []
    for row in figures.by_sector:
        target = figures.targets.get(row.sector)
        if target is not None:
            present = row.numbers.present_any_day
            registered = shown(figures, sector_key(row.sector, "registered"), row.numbers.registered)
            came = shown(figures, _present(row.sector), present)
            cells = [number(target), registered, came, shown_share(figures, [_present(row.sector)], present, target)]
            rows.append(sector_row(row.sector, cells))
    return (
        TableShown(
            caption=_("Participants present at least one day, against the targets of the organisers"),
            heads=[_("Sector"), *number_heads([_("Target"), _("Registered"), _("Present"), _("Of the target")])],
            rows=rows,
        )
        if rows
        else None
    )


def continuity_table(figures: EventFigures) -> TableShown | None:
    """Who came back, by sector; None where there is no earlier event."""
    if figures.continuity is None:
        return None
    return TableShown(
        caption=_n(
            "Participants present, beside the one earlier event of the process",
            "Participants present, beside the %(number)s earlier events of the process",
            figures.continuity.events,
            number=number(figures.continuity.events),
        ),
        heads=[_("Sector"), *number_heads([_(name) for name in CONTINUITY_HEADS.values()])],
        rows=[
            sector_row(
                row.sector,
                [shown(figures, sector_key(row.sector, name), getattr(row, name)) for name in CONTINUITY_HEADS],
            )
            for row in figures.continuity.by_sector
        ],
        total=Row(
            _("All sectors"),
            [
                shown(figures, (ALL, name), total)
                for name, total in zip(CONTINUITY_HEADS, figures.continuity.totals, strict=True)
            ],
        ),
    )


def method(figures: EventFigures) -> list[str]:
    """How this event was counted, in sentences."""
    sentences = [_(words) for words in METHOD.values()]
    if figures.not_counted:
        sentences.append(
            _n(
                "One confirmed person has another role and is not counted.",
                "%(number)s confirmed people have other roles and are not counted.",
                figures.not_counted,
                number=number(figures.not_counted),
            )
        )
    if figures.walk_ins:
        sentences.append(
            _n(
                "One of the registered is a walk-in.",
                "%(number)s of the registered are walk-ins.",
                figures.walk_ins,
                number=number(figures.walk_ins),
            )
        )
    return [*map(str, sentences), rules_line(figures.counting_rules)]


def remarks(*, late: int, bulk: int) -> list[str]:
    """What whoever checks the figures should know about how the marks were made."""
    said = []
    if late:
        words = _n(
            "One mark was recorded more than 24 hours after, or after its day was closed.",
            "%(number)s marks were recorded more than 24 hours after, or after their day was closed.",
            late,
            number=number(late),
        )
        said.append(str(words))
    if bulk:
        words = _n(
            "One mark was made in bulk.",
            "%(number)s marks were made in bulk: as a group, or many within seconds.",
            bulk,
            number=number(bulk),
        )
        said.append(str(words))
    return said


def figures_shown(figures: EventFigures, *, late: int, bulk: int) -> dict[str, Any]:
    """Everything the page shows of the figures, those of now or those that were issued.

    A table of which nothing is told is None, and said to be left out.
    """
    tables = {
        "gender_table": (_("Sector and gender"), gender_table(figures)),
        "day_table": (_("Day by day"), day_table(figures)),
        "day_sector_table": (_("Day by day and sector"), day_sector_table(figures)),
        "group_table": (_("Stakeholder groups"), group_table(figures)),
        "age_table": (_("Age groups"), age_table(figures)),
    }
    left_out = [str(title) for title, table in tables.values() if figures.is_published and not table.tells_something]
    tells_sectors = any(_present(row.sector) not in figures.withheld for row in figures.by_sector)
    return {
        **{
            name: table if table.tells_something or not figures.is_published else None
            for name, (_title, table) in tables.items()
        },
        "figures": figures,
        "words": [one for one in (wording.finding(figures), wording.genders(figures)) if one],
        "dateline": dateline(figures),
        "numbers": key_numbers(figures.numbers),
        "sector_figure": sector_figure(figures),
        "sector_bars": sector_bars(figures) if tells_sectors else [],
        "day_bars": day_bars(figures),
        "target_table": target_table(figures),
        "continuity_table": continuity_table(figures),
        "continuity": wording.continuity(figures),
        "method": [*method(figures), *remarks(late=late, bulk=bulk)],
        "sources": source_rows(figures),
        "kind": wording.kind(figures),
        "not_told": [*wording.not_told(figures), *_left_out(left_out)],
    }


def _left_out(titles: Sequence[str]) -> list[str]:
    return (
        [_("Left out, because a small group could be worked out: %(charts)s.", charts="; ".join(titles))]
        if titles
        else []
    )


def source_rows(figures: EventFigures) -> list[tuple[str, str]]:
    """How the marks came, each way with its number."""
    return [(_(MARK_SOURCE_NAMES[source]), number(marks)) for source, marks in figures.sources.items()]


def dateline(figures: EventFigures) -> str:
    """When the event was, when this was counted, how much of it is recorded."""
    dates = day_range_text(figures.starts_on, figures.ends_on, locale=current_language())
    counted = _("as of %(instant)s", instant=wording.as_of(figures))
    return " · ".join([dates, str(counted), wording.recorded_so_far(figures)])


def _by_day(figures: EventFigures, row: Place, counts: Sequence[int]) -> list[str]:
    return [
        shown(figures, (*row, day.day.isoformat()), count) if day.recorded else "–"
        for day, count in zip(figures.days, counts, strict=True)
    ]


def _four(figures: EventFigures, row: Place, numbers: FourNumbers) -> list[str]:
    """The four numbers of the row that a place with an empty column names."""
    return [shown(figures, (*row[:-1], name), count) for name, count in asdict(numbers).items()]


def _present(sector: Sector) -> Place:
    return sector_key(sector, "present_any_day")
