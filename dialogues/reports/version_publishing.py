"""Reports as they may leave the house beside every version that is out: what one of them hides, all together hide.

What a version does not tell is chosen once, when it is issued, and kept in it. Whatever is told later, a newer version,
the report of now, what two of them say otherwise, is chosen beside all earlier ones, and is made of nothing but what
they tell. How the figures of now looked at other times, before they were issued, nobody keeps: who passes on figures
issues them first.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from dialogues.reports.publishing import chosen, chosen_once, published, without
from dialogues.reports.small_rules import Choice
from dialogues.reports.version_changes import Change, list_changes
from dialogues.reports.version_content import EventReport
from dialogues.reports.version_models import ReportVersion
from dialogues.reports.version_queries import Version, believed, is_believed, list_versions


def published_now(session: Session, event_id: int, report: EventReport, *, below: int) -> EventReport:
    """The report of now without small groups, also for who holds every version that was issued."""
    choices = _choices(list_versions(session, event_id), below=below)
    return replace(report, figures=published(report.figures, below=below, earlier=choices))


def published_version(session: Session, event_id: int, version: Version, *, below: int) -> Version:
    """A version without small groups, as it was chosen when it was issued.

    `below` is for those that were issued before the choice was kept with them.
    """
    figures, issued = version.report.figures, version.issued
    if issued.below:
        told = without(figures, frozenset(issued.withheld), below=issued.below)
    else:
        before = [row for row in list_versions(session, event_id) if row.number < version.number]
        told = published(figures, below=below, earlier=_choices(before, below=below))
    return replace(version, report=replace(version.report, figures=told))


def published_changes(
    session: Session, event_id: int, before: Version, after: Version | EventReport, *, below: int
) -> list[Change]:
    """What a later version, or the report of now, says otherwise than `before`, as far as both tell it outside."""
    first = published_version(session, event_id, before, below=below).report
    if isinstance(after, Version):
        return list_changes(first, published_version(session, event_id, after, below=below).report)
    return list_changes(first, published_now(session, event_id, after, below=below))


def _choices(rows: Sequence[ReportVersion], *, below: int) -> list[Choice]:
    """What was chosen for these versions, each beside those before it; one that was altered is shown to nobody."""
    choices: list[Choice] = []
    for version in map(believed, filter(is_believed, rows)):
        figures, issued = version.report.figures, version.issued
        if issued.below:
            choices.append(chosen_once(figures, issued.withheld, below=issued.below, earlier=choices))
        else:
            choices.append(chosen(figures, below=below, earlier=choices))
    return choices
