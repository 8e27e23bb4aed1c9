"""The first page of the attendance report: what was found, the four numbers, what this paper is."""

from dialogues.core.i18n import _, _n
from dialogues.documents import wording
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.documents.flow import FOOT, Block, Flow
from dialogues.documents.logos import draw_logos, place_logos
from dialogues.documents.press import Press
from dialogues.documents.report_figures import Shown
from dialogues.documents.report_parts import as_of, key_figure_block, key_figures
from dialogues.documents.styles import (
    FAINT,
    INK,
    LEAD,
    LEFT,
    MUTED,
    SMALL,
    STRONG,
    TEXT,
    TEXT_STRONG,
    Style,
)
from dialogues.documents.typesetting import balance, wrap

FINDING = Style(STRONG, 25, 33)
_TITLE_TOP, _FIGURES_TOP, _FACTS_HEIGHT = 30.0, 128.0, 66.0  # mm; the last from the lower edge
_ROUNDING = 0.01  # mm; a table as high as its room must not lose its last row to the next page
_LOGOS_TOP, _LOGOS_HEIGHT = 16.6, 11.4  # mm, between the rule of the head and the title
_LABEL = 36.0  # mm, the column of what a fact is
_MOST_LINES = 40


def add_cover(flow: Flow, shown: Shown) -> None:
    """Fill the first page."""
    facts, p = shown.facts, flow.press
    logos = place_logos(
        facts.letterhead.logos, left=LEFT, right=p.right, top=_LOGOS_TOP, height=_LOGOS_HEIGHT, align="apart"
    )
    flow.place_at(_LOGOS_TOP, lambda p, _y: draw_logos(p, logos))
    flow.down_to(_TITLE_TOP)
    flow.text(LEFT, p.measure, facts.event_title, LEAD.but(font=STRONG))
    when = wording.days(facts.first_day, facts.last_day, facts.language)
    flow.text(LEFT, p.measure, wording.listed(facts.place, when), LEAD.but(colour=MUTED))
    flow.down(16)
    for sentence in findings(shown):
        flow.lines(LEFT, balance(sentence, FINDING, p.measure), FINDING)
    flow.down(18)
    flow.down_to(_FIGURES_TOP)
    flow.place(key_figure_block(p, key_figures(facts)))
    flow.down(6)
    flow.text(LEFT, p.measure, _counted(shown), SMALL)
    flow.down(8)
    _facts_table(flow, shown)


def findings(shown: Shown) -> list[str]:
    """What happened, in one or two sentences."""
    return [sentence for sentence in (_who_came(shown.facts), _largest(shown)) if sentence]


def _who_came(facts: AttendanceReportFacts) -> str:
    numbers, code = facts.numbers, facts.language
    recorded = facts.figures.recorded_days
    registered, present, every_day = (
        wording.number(count, code)
        for count in (numbers.registered, numbers.present_any_day, numbers.present_every_day)
    )
    if not numbers.registered:
        return _("Nobody is registered yet.")
    if not recorded:
        return _n(
            "%(registered)s person is registered; no day was recorded yet.",
            "%(registered)s people are registered; no day was recorded yet.",
            numbers.registered,
            registered=registered,
        )
    if recorded == 1:
        return _n(
            "%(present)s of %(registered)s registered person came.",
            "%(present)s of %(registered)s registered people came.",
            numbers.registered,
            present=present,
            registered=registered,
        )
    return _n(
        "%(present)s of %(registered)s registered person came on at least one day; "
        "%(every_day)s came on every recorded day.",
        "%(present)s of %(registered)s registered people came on at least one day; "
        "%(every_day)s came on every recorded day.",
        numbers.registered,
        present=present,
        registered=registered,
        every_day=every_day,
    )


def _largest(shown: Shown) -> str:
    """Which sector came in the largest number, if one did and its number may be printed."""
    sizes = sorted((sector.present for sector in shown.sectors), reverse=True)
    if len(sizes) < 2 or sizes[0] == sizes[1] or not all(shown.is_plain(sector) for sector in shown.sectors):
        return ""
    sector = max(shown.sectors, key=lambda one: one.present)
    return _(
        "The largest sector was %(sector)s, with %(count)s.",
        sector=sector.name,
        count=wording.number(sector.present, shown.facts.language),
    )


def _counted(shown: Shown) -> str:
    facts = shown.facts
    count, instant = wording.number(facts.numbers.registered, facts.language), as_of(facts)
    if facts.issued:
        return _(
            "n = %(count)s registered participants, as of %(instant)s. Each number is explained below. Nobody’s name "
            "is kept in an issued version, so there is no list to count again from.",
            count=count,
            instant=instant,
        )
    if facts.is_under_rule:
        return _(
            "n = %(count)s registered participants, as of %(instant)s. Each number is explained below. The event was "
            "held under the Chatham House Rule, so the list of names is left out.",
            count=count,
            instant=instant,
        )
    if shown.names:
        return _(
            "n = %(count)s registered participants, as of %(instant)s. Each number is explained below and can be "
            "counted again from the list in the annex.",
            count=count,
            instant=instant,
        )
    return _(
        "n = %(count)s registered participants, as of %(instant)s. Each number is explained below and can be "
        "counted again from the list kept in the file, which is not part of this copy.",
        count=count,
        instant=instant,
    )


def _facts_table(flow: Flow, shown: Shown) -> None:
    p = flow.press
    blocks = [block for name, text in _said(shown) for block in _fact_blocks(p, name, text)]
    height = max(sum(block.height for block in blocks), _FACTS_HEIGHT - FOOT)
    flow.down_to(p.height - FOOT - height - _ROUNDING)
    flow.place(Block(0.0, lambda p, y: p.rule(LEFT, p.right, y, 0.8, INK)))
    for block in blocks:
        flow.place(block)


def _fact_blocks(p: Press, name: str, text: str) -> list[Block]:
    lines = wrap(text, TEXT, p.measure - _LABEL)
    label = wrap(name, TEXT_STRONG, _LABEL - 2)
    return [
        _fact_block(label if n == 0 else [], lines[n : n + _MOST_LINES])
        for n in range(0, max(len(lines), 1), _MOST_LINES)
    ]


def _fact_block(label: list[str], lines: list[str]) -> Block:
    height = max(len(lines), len(label)) * TEXT.step + 2.8

    def draw(p: Press, y: float) -> None:
        p.lines(LEFT, y + 1.4, label, TEXT_STRONG)
        p.lines(LEFT + _LABEL, y + 1.4, lines, TEXT)
        p.rule(LEFT, p.right, y + height, 0.35, FAINT)

    return Block(height, draw)


def _said(shown: Shown) -> list[tuple[str, str]]:
    facts = shown.facts
    said = [(_("Convened by"), facts.convener)] if facts.convener else []
    said.append((_("Days recorded"), days_recorded(facts)))
    version = (
        _("Version %(number)s, figures as of %(instant)s.", number=facts.version, instant=as_of(facts))
        if facts.version is not None
        else _("Figures as of %(instant)s.", instant=as_of(facts))
    )
    issued = facts.issued
    by = _("%(line)s by %(name)s.", line=issued.line, name=issued.by) if issued else ""
    said.append((_("This report"), " ".join(filter(None, (by, version, facts.changes)))))
    said += _issue(shown)
    return [*said, (_("Use"), _use(shown))]


def _issue(shown: Shown) -> list[tuple[str, str]]:
    """Why a version was issued, what it changes, and the signs by which two copies are compared."""
    issued = shown.facts.issued
    if issued is None:
        return []
    said = [(_("Note"), issued.note)] if issued.note and shown.names else []
    if shown.shows_changes:
        said.append((_("What changed"), issued.how_many))
    return [*said, (_("Fingerprint"), issued.fingerprint)]


def _use(shown: Shown) -> str:
    if shown.names and shown.facts.issued:
        return _("For the file and its auditors. Contains no names, but small groups are told.")
    if shown.names:
        return _("For the file and its auditors. Contains names.")
    if shown.facts.is_under_rule:
        return _(
            "May be passed on. Held under the Chatham House Rule: no names, no organisations of participants, "
            "no group of fewer than %(below)s people.",
            below=shown.facts.groups_below,
        )
    return _(
        "May be passed on: no names, no organisations of participants, no group of fewer than %(below)s people.",
        below=shown.facts.groups_below,
    )


def days_recorded(facts: AttendanceReportFacts) -> str:
    """Which days of the event were recorded, and which were not."""
    recorded = [day for day in facts.days if day.recorded]
    missing = [wording.short_day(day.day, facts.language) for day in facts.days if not day.recorded]
    if not facts.days:
        return _("The days of this event are not set yet.")
    if not missing:
        return _n(
            "The one day of the event.",
            "All %(num)s days of the event.",
            len(facts.days),
        )
    return _(
        "%(recorded)s of %(all)s days. Not recorded, which is not the same as nobody there: %(days)s.",
        recorded=len(recorded),
        all=len(facts.days),
        days=", ".join(missing),
    )
