"""The last page before the annex: how people were counted, from what, and who answers for it."""

from collections.abc import Sequence

from dialogues.attendance.models import MARK_SOURCE_NAMES
from dialogues.core.i18n import N_, _
from dialogues.documents import wording
from dialogues.documents.flow import Block, Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.press import Press
from dialogues.documents.report_figures import Shown
from dialogues.documents.report_parts import Sections, note
from dialogues.documents.styles import INK, LEFT, SMALLEST, TEXT, TEXT_STRONG
from dialogues.documents.typesetting import wrap
from dialogues.reports.figures import METHOD
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.small_tables import ALL

_GAP = 10.0  # mm between the two columns of the method
_SIGN_GAP, _SIGN_HEIGHT = 6.0, 50.0  # mm


def add_method(sections: Sections, shown: Shown) -> None:
    """Method, sources and sign-off."""
    flow = sections.flow
    sections.begin(_("How people were counted"), keep=60)
    flow.place(_two_columns(flow.press, _method(shown)))
    if shown.facts.sources:
        flow.down(10)
        sections.begin(_("Sources"), keep=25)
        _sources(flow, shown)
    flow.down(12)
    sections.begin(_("Signed off"), keep=_SIGN_HEIGHT + 4)
    flow.place(_sign_off(flow.press))


def _method(shown: Shown) -> list[tuple[str, str]]:
    said = [
        (_("Who is a participant"), METHOD["participant"]),
        (_("Present"), METHOD["present"]),
        (_("Not recorded is not absent"), METHOD["recorded"]),
        (_("Substitutes"), METHOD["substitute"]),
        (_("Sector and gender"), METHOD["sector"]),
        (_("Shares"), METHOD["rounding"]),
    ]
    if shown.facts.targets:
        said.append((_("Targets"), N_("Set by the organisers. They guide invitations; they close no door.")))
    return [(name, _(text)) for name, text in said]


def _two_columns(p: Press, parts: Sequence[tuple[str, str]]) -> Block:
    width = (p.measure - _GAP) / 2
    wrapped = [(wrap(name, TEXT_STRONG, width), wrap(text, TEXT, width)) for name, text in parts]
    heights = [(len(name) + len(text)) * TEXT.step + 3 for name, text in wrapped]
    half = min(range(len(parts)), key=lambda n: max(sum(heights[:n]), sum(heights[n:])))
    height = max(sum(heights[:half]), sum(heights[half:]))
    columns = (wrapped[:half], wrapped[half:])

    def draw(p: Press, y: float) -> None:
        for n, some in enumerate(columns):
            x, at = LEFT + n * (width + _GAP), y
            for name, text in some:
                at = p.lines(x, at, name, TEXT_STRONG)
                at = p.lines(x, at, text, TEXT) + 3

    return Block(height, draw)


def _sources(flow: Flow, shown: Shown) -> None:
    facts = shown.facts
    columns = [Column(_("Marks came from"), 110), Column(_("Marks"), 30, "right")]
    rows = [
        [_(MARK_SOURCE_NAMES[source]), wording.number(marks, facts.language)] for source, marks in facts.sources.items()
    ]
    set_ledger(flow, LEFT, columns, rows)
    is_told = facts.figures.told((ALL, "walk_ins"), 0) is not None
    count = wording.number(facts.figures.walk_ins, facts.language) if is_told else NOT_TOLD
    said = _("Corrections and marks taken back are counted too. Walk-ins among the registered: %(count)s.", count=count)
    note(flow, said)
    if facts.late_marks or facts.bulk_marks:
        late, bulk = (wording.number(count, facts.language) for count in (facts.late_marks, facts.bulk_marks))
        said = _(
            "Recorded more than 24 hours after, or after the day was closed: %(late)s. "
            "Made in bulk, as a group or many within seconds: %(bulk)s.",
            late=late,
            bulk=bulk,
        )
        note(flow, said)


def _sign_off(p: Press) -> Block:
    """Three people, each with room for a name, a signature and a date."""
    roles = (_("Prepared by"), _("Checked against the sheets by"), _("Approved by"))
    fields = (_("Name and position"), _("Signature"), _("Date and place"))
    width = (p.measure - _SIGN_GAP * (len(roles) - 1)) / len(roles)

    def draw(p: Press, y: float) -> None:
        for n, role in enumerate(roles):
            x = LEFT + n * (width + _SIGN_GAP)
            p.text(x, y + 4, role, TEXT_STRONG)
            for k, field in enumerate(fields):
                at = y + 18 + k * 14
                p.rule(x, x + width, at, 0.6, INK)
                p.text(x, at + 3.4, field, SMALLEST)

    return Block(_SIGN_HEIGHT, draw)
