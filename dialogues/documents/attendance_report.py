"""The attendance report: for the file with every name, or for anyone outside without any."""

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.agreement import require_agreement
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.documents.flow import Flow
from dialogues.documents.report_annex import add_annex
from dialogues.documents.report_changes import add_changes
from dialogues.documents.report_cover import add_cover
from dialogues.documents.report_days import add_continuity, add_days
from dialogues.documents.report_figures import Shown, with_names, without_names
from dialogues.documents.report_method import add_method
from dialogues.documents.report_parts import Sections
from dialogues.documents.report_people import add_ages, add_earlier_events, add_groups
from dialogues.documents.report_sectors import add_genders, add_sectors
from dialogues.documents.styles import A4, LETTER


def draw(facts: AttendanceReportFacts) -> bytes:
    """The report with the annex of names, as a PDF. Raises FiguresDisagree."""
    require_agreement(facts)
    with force_locale(facts.language):
        return _draw(with_names(facts), _("Attendance report"))


def draw_without_names(facts: AttendanceReportFacts) -> bytes:
    """The report for outside the house: no names, no small group. Raises FiguresDisagree."""
    require_agreement(facts)
    with force_locale(facts.language):
        return _draw(without_names(facts), wording.listed(_("Attendance report"), _("without names")))


def draw_version(facts: AttendanceReportFacts) -> bytes:
    """The report as it was issued, for the file: every figure, and nobody's name, because none is kept in a version."""
    with force_locale(facts.language):
        return _draw(with_names(facts), wording.listed(_("Attendance report"), _issue(facts)))


def draw_version_without_names(facts: AttendanceReportFacts) -> bytes:
    """The report as it was issued, for outside the house: no small group."""
    with force_locale(facts.language):
        title = wording.listed(_("Attendance report"), _("without names"), _issue(facts))
        return _draw(without_names(facts), title)


def _issue(facts: AttendanceReportFacts) -> str:
    return facts.issued.name if facts.issued else ""


def _draw(shown: Shown, title: str) -> bytes:
    facts = shown.facts
    press = wording.press(facts, title, LETTER if facts.paper == "letter" else A4)
    flow = Flow(press, left=title, right=wording.listed(facts.event_title, facts.place))
    sections = Sections(flow)
    flow.mark(_("Cover"))
    add_cover(flow, shown)
    flow.new_page(_("Sectors and gender"))
    add_sectors(sections, shown)
    flow.down(12)
    add_genders(sections, shown)
    flow.new_page(_("Days"))
    add_days(sections, shown)
    flow.down(12)
    add_continuity(sections, shown)
    for add in (add_groups, add_ages, add_earlier_events):
        flow.down(12)
        add(sections, shown)
    flow.new_page(_("Method and sign-off"))
    add_method(sections, shown)
    if shown.shows_changes:
        flow.new_page(_("What changed"))
        add_changes(sections, shown)
    if shown.names and facts.issued is None:
        add_annex(press, facts, title)
    return press.pdf()
