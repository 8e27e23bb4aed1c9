"""Sections one and two of the attendance report: who came, by sector and by gender."""

from collections.abc import Iterable, Sequence

from dialogues.core.i18n import _, _n
from dialogues.documents import wording
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.documents.flow import Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.report_chart import set_sector_chart
from dialogues.documents.report_figures import SectorLine, Shown
from dialogues.documents.report_parts import NONE, Sections, as_of, note
from dialogues.documents.styles import LEFT
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.wording import not_told


def add_sectors(sections: Sections, shown: Shown) -> None:
    """Bars sorted by size with registered people as a frame and the target as an upright mark."""
    facts, flow = shown.facts, sections.flow
    if not shown.shows_sectors:
        sections.begin(_("Sectors"))
        note(
            flow,
            _(
                "The groups are too small to be shown by sector: a group of fewer than %(below)s people "
                "could be found.",
                below=facts.groups_below,
            ),
        )
        return
    sections.begin(_sector_finding(shown))
    set_sector_chart(flow, shown)
    if facts.any_recorded:
        count = wording.number(facts.numbers.present_any_day, facts.language)
        said = _(
            "n = %(count)s people present at least one day, as of %(instant)s. Bars are sorted by size.",
            count=count,
            instant=as_of(facts),
        )
    else:
        count = wording.number(facts.numbers.registered, facts.language)
        said = _("n = %(count)s registered people, as of %(instant)s.", count=count, instant=as_of(facts))
    note(flow, " ".join([said, *explained(shown, (shown.present(sector) for sector in shown.sectors))]))


def add_genders(sections: Sections, shown: Shown) -> None:
    """Sector by gender, "not stated" always among them."""
    facts, flow = shown.facts, sections.flow
    sections.begin(_gender_finding(shown))
    if not facts.any_recorded:
        note(flow, _("Gender is shown of people who came, and no day was recorded yet."))
        return
    if not shown.names:
        _women_only(flow, shown)
        return
    measure = flow.press.measure
    columns = [
        Column(_("Sector"), 42),
        Column(_("Registered"), 22, "right"),
        Column(_("Present"), 20, "right"),
        Column(_("Women"), 19, "right"),
        Column(_("Men"), 16, "right"),
        Column(_("Other"), 17, "right"),
        Column(_("Not stated"), 23, "right"),
        Column(_("Share of women"), measure - 159, "right"),
    ]
    rows = [_gender_row(facts, _named(s), [s]) for s in shown.sectors]
    set_ledger(flow, LEFT, columns, rows, _gender_row(facts, _("All sectors"), shown.sectors))
    note(
        flow,
        _(
            "People present at least one day, by the gender they gave at registration. As of %(instant)s.",
            instant=as_of(facts),
        ),
    )


def _women_only(flow: Flow, shown: Shown) -> None:
    facts, code = shown.facts, shown.facts.language
    left_out = _("Men, other and not stated are not listed apart: small groups could be worked out.")
    if not shown.shows_women or not shown.shows_sectors:
        said = _(
            "Women are not shown by sector: a group of fewer than %(below)s people could be found.",
            below=facts.groups_below,
        )
        note(flow, said)
        return
    columns = [
        Column(_("Sector"), 72),
        Column(_("Present"), 26, "right"),
        Column(_("Women"), 26, "right"),
        Column(_("Share of women"), 30, "right"),
    ]
    rows = []
    for sector in shown.sectors:
        women = shown.women(sector)
        plain = shown.is_plain(sector) and women != NOT_TOLD
        share = wording.share(sector.women, sector.present, code) if plain else NONE
        rows.append([_named(sector), shown.present(sector), women, share])
    present, women_total = facts.numbers.present_any_day, shown.women_total
    total = [_("All sectors"), wording.number(present, code), NONE, NONE]
    if women_total is not None:
        total[2:] = [wording.number(women_total, code), wording.share(women_total, present, code)]
    set_ledger(flow, LEFT, columns, rows, total)
    note(flow, " ".join([*explained(shown, (cell for row in rows for cell in row)), left_out]))


def _gender_row(facts: AttendanceReportFacts, name: str, sectors: Sequence[SectorLine]) -> list[str]:
    present, women = sum(s.present for s in sectors), sum(s.women for s in sectors)
    counts = (
        sum(s.registered for s in sectors),
        present,
        women,
        sum(s.men for s in sectors),
        sum(s.other for s in sectors),
        sum(s.not_stated for s in sectors),
    )
    numbers = [wording.number(count, facts.language) for count in counts]
    return [name, *numbers, wording.share(women, present, facts.language)]


def _named(sector: SectorLine) -> str:
    return f"{sector.code}\u2002{sector.name}"  # an en space


def _sector_finding(shown: Shown) -> str:
    sectors = shown.sectors
    if not shown.facts.any_recorded:
        return _("Who is registered, by sector")
    if not all(shown.is_plain(sector) for sector in sectors):
        return _("Who came, by sector")
    if all(shown.is_plain(sector) for sector in sectors) and all(s.target is not None for s in sectors):
        met = sum(s.target is not None and s.present >= s.target for s in sectors)
        return _n(
            "%(met)s of %(num)s sector met its target",
            "%(met)s of %(num)s sectors met their target",
            len(sectors),
            met=met,
        )
    came = sum(sector.present > 0 for sector in sectors)
    if came == len(sectors):
        return _n("The one sector came", "All %(num)s sectors were there", came)
    return _n("%(came)s of %(num)s sector was there", "%(came)s of %(num)s sectors were there", len(sectors), came=came)


def _gender_finding(shown: Shown) -> str:
    facts = shown.facts
    present = facts.numbers.present_any_day
    women = shown.women_total
    not_stated = sum(sector.not_stated for sector in shown.sectors)
    if not present or women is None:
        return _("Women and men")
    facts_of = {
        "women": wording.number(women, facts.language),
        "present": wording.number(present, facts.language),
        "share": wording.share(women, present, facts.language),
    }
    if not_stated and shown.names:
        return _n(
            "%(women)s of %(present)s people present were women: %(share)s; %(unknown)s person did not state a gender",
            "%(women)s of %(present)s people present were women: %(share)s; %(unknown)s people did not state a gender",
            not_stated,
            unknown=wording.number(not_stated, facts.language),
            **facts_of,
        )
    return _("%(women)s of %(present)s people present were women: %(share)s", **facts_of)


def explained(shown: Shown, cells: Iterable[str]) -> list[str]:
    """What the sign for a count that is not told means, where it really stands in a table."""
    return not_told(shown.facts.figures)[:1] if NOT_TOLD in cells else []
