"""Section three of the attendance report: day by day, and each day by sector."""

from collections.abc import Sequence

from dialogues.core.i18n import _, _n
from dialogues.documents import wording
from dialogues.documents.flow import Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.report_chart import set_day_chart
from dialogues.documents.report_figures import SectorLine, Shown
from dialogues.documents.report_parts import Sections, as_of, note
from dialogues.documents.report_sectors import explained
from dialogues.documents.styles import LEFT
from dialogues.reports.rules import DayFigures
from dialogues.reports.shapes import NOT_TOLD

SECTORS_ACROSS = 6  # sectors that fit beside each other


def add_days(sections: Sections, shown: Shown) -> None:
    """Bars for the days, then the numbers by half day and sector."""
    facts, flow = shown.facts, sections.flow
    sections.begin(_day_finding(shown))
    if not facts.days:
        return
    set_day_chart(flow, shown)
    note(
        flow,
        _(
            "Frame: all %(count)s registered. As of %(instant)s.",
            count=wording.number(facts.numbers.registered, facts.language),
            instant=as_of(facts),
        ),
    )
    if not facts.any_recorded:
        return
    if not shown.shows_days:
        said = _(
            "Days are not shown by sector: a group of fewer than %(below)s people could be found.",
            below=facts.groups_below,
        )
        note(flow, said)
        return
    for first in range(0, max(len(shown.sectors), 1), SECTORS_ACROSS):
        flow.down(6)
        _table(flow, shown, shown.sectors[first : first + SECTORS_ACROSS])
    told = [_("A person with one half day counts as present on that day.")]
    if not shown.names:
        recorded = [day for day in facts.days if day.recorded]
        cells = [shown.day_total(day) for day in recorded]
        cells += [shown.on_day(day, sector) for day in recorded for sector in shown.sectors]
        left_out = _("Half days and sums over all days are left out, so that no small group can be worked out.")
        told += [*explained(shown, cells), left_out]
    note(flow, " ".join(told))


def add_continuity(sections: Sections, shown: Shown) -> None:
    """On how many days people came. Only for the file: outside, the groups would be too small."""
    facts, flow, code = shown.facts, sections.flow, shown.facts.language
    if not shown.names or facts.figures.recorded_days < 2:
        return
    registered = facts.numbers.registered
    every_day = wording.share(facts.numbers.present_every_day, registered, code)
    if facts.figures.recorded_days == len(facts.days):
        sections.begin(_("%(share)s of those registered were there every day", share=every_day))
    else:
        sections.begin(_("%(share)s of those registered were there on every recorded day", share=every_day))
    rows = []
    for days, people in sorted(facts.figures.by_days_present.items(), reverse=True):
        name = _n("%(num)s day", "%(num)s days", days) if days else _("Registered, never came")
        if days <= facts.figures.recorded_days:
            rows.append([name, wording.number(people, code), wording.share(people, registered, code)])
    total = [_("Registered"), wording.number(registered, code), wording.share(registered, registered, code)]
    columns = [Column(_("Days present"), 60), Column(_("People"), 24, "right"), Column(_("Share"), 24, "right")]
    set_ledger(flow, LEFT, columns, rows, total)


def _table(flow: Flow, shown: Shown, sectors: Sequence[SectorLine]) -> None:
    facts = shown.facts
    halves = [Column(_("Morning"), 20, "right"), Column(_("Afternoon"), 24, "right")] if shown.names else []
    columns = [Column(_("Day"), 28), *halves, *(Column(sector.code, 15, "right") for sector in sectors)]
    columns.append(Column(_("Present"), max(18.0, flow.press.measure - sum(c.width for c in columns)), "right"))
    rows = [_row(shown, day, sectors) for day in facts.days]
    total: list[str] = []
    if shown.names:
        sums = [sum(sector.by_day.get(day.day, 0) for day in facts.days) for sector in sectors]
        numbers = [wording.number(count, facts.language) for count in (*sums, facts.numbers.person_days)]
        total = [_("Person-days"), "", "", *numbers]
    set_ledger(flow, LEFT, columns, rows, total)


def _row(shown: Shown, day: DayFigures, sectors: Sequence[SectorLine]) -> list[str]:
    code = shown.facts.language
    name = wording.short_day(day.day, code)
    if not day.recorded:
        return [name, _("not recorded")]
    halves = [wording.number(count, code) for count in (day.morning, day.afternoon)] if shown.names else []
    cells = [shown.on_day(day, sector) for sector in sectors]
    present = shown.day_total(day)
    return [name, *halves, *cells, present if present == NOT_TOLD else wording.number(day.present, code)]


def _day_finding(shown: Shown) -> str:
    facts = shown.facts
    if not shown.shows_all_days:
        return _("Day by day")
    recorded = [day for day in facts.days if day.recorded]
    code = facts.language
    if not recorded:
        return _("No day was recorded yet")
    most = max(recorded, key=lambda day: day.present)
    fewest = min(recorded, key=lambda day: day.present)
    if len(recorded) == 1:
        return _n(
            "%(num)s person was there on %(day)s",
            "%(num)s people were there on %(day)s",
            most.present,
            day=wording.short_day(most.day, code),
        )
    if most.present == fewest.present:
        return _n(
            "%(num)s person was there on each recorded day",
            "%(num)s people were there on each recorded day",
            most.present,
        )
    return _(
        "Most people were there on %(most_day)s, %(most)s; fewest on %(fewest_day)s, %(fewest)s",
        most_day=wording.short_day(most.day, code),
        most=wording.number(most.present, code),
        fewest_day=wording.short_day(fewest.day, code),
        fewest=wording.number(fewest.present, code),
    )
