"""The summary for the donor: what was found, the four numbers, one chart, three findings; commitments, table, sources.

It leaves the house, so it is made of the report without names: no figure of a sector stands here that does not follow
from what that report prints, and no small group can be worked out of the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dialogues.core.i18n import LANGUAGES, _, force_locale
from dialogues.documents import wording
from dialogues.documents.agreement import require_agreement
from dialogues.documents.binding import Binder
from dialogues.documents.donor_findings import three_findings
from dialogues.documents.donor_rules import NO_WORDS, Finding, Words, read_commitments, read_findings
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.documents.flow import Block, Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.logos import draw_logos, place_logos
from dialogues.documents.press import Press
from dialogues.documents.report_chart import set_sector_chart
from dialogues.documents.report_cover import days_recorded, findings
from dialogues.documents.report_figures import SectorLine, Shown, without_names
from dialogues.documents.report_parts import NONE, as_of, key_figure_block, key_figures, note
from dialogues.documents.report_sectors import explained
from dialogues.documents.styles import (
    A4,
    HEADING,
    ITEM,
    LEAD,
    LEFT,
    LETTER,
    MUTED,
    PETROL,
    SMALL,
    SMALLEST,
    TEXT,
    TEXT_STRONG,
    TITLE,
)
from dialogues.documents.typesetting import balance, running_head, wrap
from dialogues.reports.figures import METHOD
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.version_wording import issued_day, issued_line

_SIZES = (32.0, 28.0, 24.0, 20.0)
_ROW = 11.0  # mm of a bar
_ROW_BELOW_LOGOS = 8.5  # so that the first page still holds the findings
_LOGOS_TOP, _LOGOS_HEIGHT = 16.6, 11.4  # mm, between the rule of the head and the house
_FOOT_ABOVE = 13.6  # mm from the lower edge: above the rule of the foot
_GAP = 6.0  # mm between the findings
_WHERE = LEAD.but(size=10, leading=14, colour=MUTED)
_WHO, _WHEN, _STATUS = 58.0, 26.0, 24.0  # mm of a commitment, right of what it is


@dataclass(frozen=True)
class Standing:
    """The version of the report that was issued last, and whether the figures here are its figures."""

    number: int
    issued_at: datetime  # aware
    is_same: bool


@dataclass(frozen=True, kw_only=True)
class DonorSummaryFacts(AttendanceReportFacts):
    """The facts of the report, and what the organiser writes about them."""

    words: Words = NO_WORDS
    second_language: str = ""
    standing: Standing | None = None  # None: nothing was issued that could be believed

    @property
    def is_draft(self) -> bool:
        """Whether the figures are not those of an issued version."""
        return self.standing is None or not self.standing.is_same


def draw(facts: DonorSummaryFacts) -> bytes:
    """The summary as a PDF; in two languages, one after the other in one file. Raises FiguresDisagree."""
    require_agreement(facts)
    if not facts.second_language:
        return _press(facts).pdf()
    with force_locale(facts.language):
        heading = _("Summary for the donor")
    binder = Binder(facts.language, wording.listed(heading, facts.event_title), facts.event_title)
    for code in (facts.language, facts.second_language):
        with binder.chapter(LANGUAGES[code]):
            _press(replace(facts, language=code)).pdf()
    return binder.pdf(first=[])


def _press(facts: DonorSummaryFacts) -> Press:
    with force_locale(facts.language):
        facts = replace(facts, edition=_edition(facts))
        shown = without_names(facts)
        heading = wording.listed(_("Summary for the donor"), _("Draft") if facts.is_draft else "")
        press = wording.press(facts, heading, LETTER if facts.paper == "letter" else A4)
        flow = Flow(press, left=heading, right=facts.event_title)
        flow.mark(_("Summary"))
        _first_page(flow, shown, facts)
        flow.new_page(_("Figures and sources"))
        _second_page(flow, shown, facts)
    return press


# ---------------------------------------------------------------- first page
def _first_page(flow: Flow, shown: Shown, facts: DonorSummaryFacts) -> None:
    p = flow.press
    _letterhead(flow, facts)
    flow.lines(LEFT, balance(" ".join(findings(shown)), TITLE, p.measure), TITLE)
    flow.down(1)
    when = wording.days(facts.first_day, facts.last_day, facts.language)
    flow.text(LEFT, p.measure, wording.listed(facts.event_title, facts.place, when), _WHERE)
    flow.text(LEFT, p.measure, _which_figures(facts), TEXT_STRONG.but(colour=PETROL))
    flow.down(9)
    flow.place(key_figure_block(p, key_figures(facts), _SIZES))
    flow.down(9)
    _chart(flow, shown)
    flow.down(9)
    found = three_findings(shown, read_findings(facts.words.findings))
    if found:
        flow.place(_side_by_side(p, found))


def _letterhead(flow: Flow, facts: AttendanceReportFacts) -> None:
    """Whose paper it is: logos, under them the house and its address, and its own line at the foot."""
    p, own = flow.press, facts.letterhead
    if own.logos:
        row = place_logos(own.logos, left=LEFT, right=p.right, top=_LOGOS_TOP, height=_LOGOS_HEIGHT, align="apart")
        flow.place_at(_LOGOS_TOP, lambda p, _y: draw_logos(p, row))
        flow.down_to(_LOGOS_TOP + _LOGOS_HEIGHT + 1.6)
    if own.name:
        flow.text(LEFT, p.measure, own.name, TEXT_STRONG)
    if own.address:
        flow.text(LEFT, p.measure, wording.listed(*own.address), SMALL)
    flow.down(6)
    if own.footer:
        foot = running_head(own.footer, SMALLEST, p.measure)
        flow.place_at(0, lambda p, _y: p.text(LEFT, p.height - _FOOT_ABOVE, foot, SMALLEST))


def _edition(facts: DonorSummaryFacts) -> str:
    """Which version of the report the figures are, for the foot of each page."""
    standing = facts.standing
    if standing is None or not standing.is_same:
        return _("Draft")
    return issued_line(standing.number, standing.issued_at, facts.zone)


def _which_figures(facts: DonorSummaryFacts) -> str:
    """Which version of the report the figures are; of a draft, how it stands to what was issued."""
    standing, instant = facts.standing, as_of(facts)
    if standing is None:
        return _("Draft: figures as of %(instant)s, which were not issued as a version of the report.", instant=instant)
    day = issued_day(standing.issued_at, facts.zone)
    if standing.is_same:
        return _(
            "The figures are those of version %(number)s of the attendance report, issued %(day)s.",
            number=standing.number,
            day=day,
        )
    return _(
        "Draft: figures as of %(instant)s. They differ from version %(number)s of the report, issued %(day)s.",
        instant=instant,
        number=standing.number,
        day=day,
    )


def _chart(flow: Flow, shown: Shown) -> None:
    """The one chart: how many came from each sector."""
    facts = shown.facts
    if not facts.any_recorded:
        note(flow, _("There is nothing to show by sector before a day is recorded."))
        return
    if not any(shown.is_plain(sector) for sector in shown.sectors):
        note(
            flow,
            _(
                "The groups are too small to be shown by sector: a group of fewer than %(below)s people "
                "could be found.",
                below=facts.groups_below,
            ),
        )
        return
    own = facts.letterhead
    set_sector_chart(flow, shown, row=_ROW_BELOW_LOGOS if own.logos or own.name else _ROW)
    said = _(
        "n = %(count)s people present at least one day, as of %(instant)s. Bars are sorted by size.",
        count=wording.number(facts.numbers.present_any_day, facts.language),
        instant=as_of(facts),
    )
    note(flow, " ".join([said, *explained(shown, (shown.present(sector) for sector in shown.sectors))]))


def _side_by_side(p: Press, found: Sequence[Finding]) -> Block:
    """The findings in columns, each under a rule; a lone one has a column's width too, so that lines stay short."""
    width = (p.measure - 2 * _GAP) / 3
    wrapped = [(balance(one.heading, ITEM, width) if one.heading else [], wrap(one.text, TEXT, width)) for one in found]
    deepest = max(len(heading) * ITEM.step + len(text) * TEXT.step for heading, text in wrapped)

    def draw_them(p: Press, y: float) -> None:
        for n, (heading, text) in enumerate(wrapped):
            x = LEFT + n * (width + _GAP)
            p.rule(x, x + width, y, 0.8, PETROL)
            p.lines(x, p.lines(x, y + 2, heading, ITEM) + 0.4, text, TEXT)

    return Block(2.4 + deepest, draw_them)


# ---------------------------------------------------------------- second page
def _second_page(flow: Flow, shown: Shown, facts: DonorSummaryFacts) -> None:
    words = facts.words
    commitments = read_commitments(words.commitments)
    if commitments:
        _heading(flow, _("Commitments"))
        widths = (flow.press.measure - _WHO - _WHEN - _STATUS, _WHO, _WHEN, _STATUS)
        labels = (_("What"), _("Who"), _("By when"), _("How it stands"))
        columns = [Column(label, width, shrinks=False) for label, width in zip(labels, widths, strict=True)]
        set_ledger(flow, LEFT, columns, commitments)
        flow.down(10)
    _heading(flow, _("Participation in numbers"))
    _table(flow, shown)
    if words.next:
        flow.down(10)
        _heading(flow, _("What happens next"))
        flow.text(LEFT, flow.press.measure, words.next, TEXT)
    flow.down(10)
    _heading(flow, _("Sources and definitions"))
    for paragraph in _sources(facts):
        flow.text(LEFT, flow.press.measure, paragraph, TEXT)
        flow.down(1.5)


def _heading(flow: Flow, text: str) -> None:
    flow.keep(HEADING.step + 20)
    flow.lines(LEFT, [text], HEADING)
    flow.down(2)


def _table(flow: Flow, shown: Shown) -> None:
    """Sectors against their targets, with women and person-days as far as small groups allow."""
    facts = shown.facts
    if not facts.any_recorded or not shown.shows_sectors:
        note(flow, _("There are no figures by sector that could be shown."))
        return
    targets = any(sector.target is not None for sector in shown.sectors)
    columns = [Column(_("Target"), 26.0, "right")] if targets else []
    columns += [Column(_("Present"), 26.0, "right"), Column(_("Share"), 24.0, "right")]
    columns += [Column(_("Women"), 26.0, "right")] if shown.shows_women else []
    columns += [Column(_("Person-days"), 28.0, "right")] if shown.shows_days else []
    columns.insert(0, Column(_("Sector"), flow.press.measure - sum(column.width for column in columns)))
    rows = [_row(shown, sector, targets=targets) for sector in shown.sectors]
    set_ledger(flow, LEFT, columns, rows, _totals(shown, targets=targets))
    note(flow, " ".join([_as_of_line(facts), *explained(shown, (cell for row in rows for cell in row))]))


def _row(shown: Shown, sector: SectorLine, *, targets: bool) -> list[str]:
    facts, code = shown.facts, shown.facts.language
    plain = shown.is_plain(sector)
    cells = [f"{sector.code}\u2002{sector.name}"]
    if targets:
        cells.append(NONE if sector.target is None else wording.number(sector.target, code))
    cells.append(wording.number(sector.present, code) if plain else shown.present(sector))
    cells.append(wording.share(sector.present, facts.numbers.present_any_day, code) if plain else NONE)
    if shown.shows_women:
        women = shown.women(sector)
        cells.append(women if women == NOT_TOLD else wording.number(sector.women, code))
    if shown.shows_days:
        cells.append(_person_days(shown, sector))
    return cells


def _person_days(shown: Shown, sector: SectorLine) -> str:
    """The sum over the days, where it may be told."""
    if shown.person_days(sector) == NOT_TOLD:
        return NOT_TOLD
    return wording.number(sector.person_days, shown.facts.language)


def _totals(shown: Shown, *, targets: bool) -> list[str]:
    facts, code, women = shown.facts, shown.facts.language, shown.women_total
    present = facts.numbers.present_any_day
    cells = [_("All sectors")]
    if targets:
        cells.append(wording.number(sum(sector.target or 0 for sector in shown.sectors), code))
    cells += [wording.number(present, code), wording.share(present, present, code)]
    if shown.shows_women:
        cells.append(NONE if women is None else wording.number(women, code))
    if shown.shows_days:
        cells.append(wording.number(facts.numbers.person_days, code))
    return cells


def _as_of_line(facts: AttendanceReportFacts) -> str:
    return _("People present at least one day, as of %(instant)s.", instant=as_of(facts))


def _sources(facts: DonorSummaryFacts) -> list[str]:
    report = _("The figures are those of the attendance report without names, as of %(instant)s.", instant=as_of(facts))
    if facts.standing is not None and facts.standing.is_same:
        report = _(
            "The figures are those of version %(number)s of the attendance report without names, as of %(instant)s.",
            number=facts.standing.number,
            instant=as_of(facts),
        )
    recorded = _("Days recorded: %(days)s", days=days_recorded(facts))
    kept = _(
        "The list of names they are counted from is kept in the file of the event and is not part of this summary."
    )
    small = _(
        "No names, no organisations of participants, no group of fewer than %(below)s people.",
        below=facts.groups_below,
    )
    return [
        f"{report} {kept} {small}",
        " ".join([recorded, *(_(METHOD[name]) for name in ("participant", "present", "rounding"))]),
    ]
