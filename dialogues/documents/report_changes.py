"""What an issued report changes against the version before it: every figure, before and after. Only for the file."""

from dialogues.core.i18n import _
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.report_figures import Shown
from dialogues.documents.report_parts import Sections, note
from dialogues.documents.styles import LEFT
from dialogues.reports.version_wording import version_name

_WHERE, _SIDE = 46.0, 24.0  # mm


def add_changes(sections: Sections, shown: Shown) -> None:
    """A row for each figure that changed, in the order of the report."""
    issued, flow = shown.facts.issued, sections.flow
    if issued is None or issued.before is None:
        return
    sections.begin(_("What changed against version %(number)s", number=issued.before))
    columns = [
        Column(_("Where it stands"), _WHERE),
        Column(_("Figure"), flow.press.measure - _WHERE - 2 * _SIDE),
        Column(version_name(issued.before), _SIDE, "right"),
        Column(issued.name, _SIDE, "right"),
    ]
    set_ledger(flow, LEFT, columns, issued.changes)
    note(flow, issued.how_many)
