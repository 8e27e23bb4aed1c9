"""What two reports of one event say otherwise, on paper: for the file, because small groups stand in it as they are."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.flow import Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.logos import draw_logos, place_logos
from dialogues.documents.queries import Options, common_facts
from dialogues.documents.report_parts import note
from dialogues.documents.styles import A4, HEADING, LEAD, LEFT, LETTER, MUTED, TEXT, TEXT_STRONG, TITLE
from dialogues.documents.typesetting import balance
from dialogues.events.models import Event
from dialogues.reports import version_wording
from dialogues.reports.version_changes import Change
from dialogues.reports.version_sides import Compared, compare

_SIDE, _STEP = 34.0, 20.0  # mm
_LOGOS_TOP, _LOGOS_HEIGHT = 16.6, 11.4  # mm


@dataclass(frozen=True, kw_only=True)
class DifferencesFacts(DocumentFacts):
    """Two reports, and what differs."""

    compared: Compared


def print_differences(
    session: Session, event: Event, asked_from: str, asked_to: str, options: Options, *, at: datetime
) -> bytes:
    """What two reports say otherwise, as a PDF. Raises NotFoundHere, VersionAltered."""
    with force_locale(options.language):
        compared = compare(session, event, asked_from, asked_to, at=at, below=None)
    common = common_facts(event, options, at)
    return draw(DifferencesFacts(**common, letterhead=letterhead_of(session, event), compared=compared))


def draw(facts: DifferencesFacts) -> bytes:
    """The paper: how many figures differ, those of the four numbers in sentences, and each of them under its part."""
    with force_locale(facts.language):
        compared = facts.compared
        title = _(
            "What differs between two reports: %(before)s, %(after)s",
            before=compared.before.name,
            after=compared.after.name,
        )
        press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
        flow = Flow(
            press,
            left=wording.listed(_("Differences"), _("For the file")),
            right=wording.listed(facts.event_title, facts.place),
        )
        flow.mark(_("Differences"))
        _opening(flow, facts)
        for part, changes in groupby(compared.changes, key=lambda one: one.part):
            flow.down(8)
            flow.keep(40)
            flow.lines(LEFT, [_(version_wording.PART_NAMES[part])], HEADING)
            flow.down(2)
            _table(flow, compared, list(changes))
        return press.pdf()


def _opening(flow: Flow, facts: DifferencesFacts) -> None:
    p, compared = flow.press, facts.compared
    logos = facts.letterhead.logos
    if logos:
        row = place_logos(logos, left=LEFT, right=p.right, top=_LOGOS_TOP, height=_LOGOS_HEIGHT, align="apart")
        flow.place_at(_LOGOS_TOP, lambda p, _y: draw_logos(p, row))
        flow.down_to(_LOGOS_TOP + _LOGOS_HEIGHT + 4)
    flow.lines(LEFT, balance(version_wording.how_many(compared.changes), TITLE, p.measure), TITLE)
    flow.down(1)
    flow.text(LEFT, p.measure, wording.listed(facts.event_title, facts.place), LEAD.but(size=10, colour=MUTED))
    flow.down(5)
    for label, side in ((_("From"), compared.before), (_("To"), compared.after)):
        figures = side.report.figures
        instant = wording.instant(figures.as_of, figures.zone, facts.language)
        said = _("%(label)s: %(report)s, as of %(instant)s", label=label, report=side.line, instant=instant)
        flow.text(LEFT, p.measure, said, TEXT_STRONG)
    flow.down(3)
    for sentence in version_wording.main_changes(compared.changes):
        flow.text(LEFT, p.measure, sentence, TEXT)
    note(
        flow,
        _("Every figure stands here as it was counted, groups of one to four people too: do not pass this paper on."),
    )


def _table(flow: Flow, compared: Compared, changes: list[Change]) -> None:
    columns = [
        Column(_("Figure"), flow.press.measure - 2 * _SIDE - _STEP),
        Column(compared.before.name, _SIDE, "right"),
        Column(compared.after.name, _SIDE, "right"),
        Column(_("Change"), _STEP, "right"),
    ]
    rows = [[*version_wording.row_words(one), version_wording.step_words(one)] for one in changes]
    set_ledger(flow, LEFT, columns, rows)
