"""Two reports that are compared: versions that were issued, or the report of now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.events.models import Event
from dialogues.reports import version_queries as versions
from dialogues.reports import version_wording as wording
from dialogues.reports.version_changes import Change, list_changes
from dialogues.reports.version_content import EventReport
from dialogues.reports.version_publishing import published_now, published_version

NOW = "now"


@dataclass(frozen=True)
class Side:
    """One of two reports that are compared: a version, or the report of now."""

    code: str
    name: str
    line: str
    report: EventReport


@dataclass(frozen=True)
class Compared:
    """Two reports, and every figure of the second that is not as in the first."""

    before: Side
    after: Side
    changes: list[Change]


def compare(
    session: Session, event: Event, asked_from: str, asked_to: str, *, at: datetime, below: int | None
) -> Compared:
    """The two reports of these names; without a word, what was issued last and now.

    Each as it may be published where groups of fewer than `below` people are not told, or with every figure for None.
    Raises NotFoundHere or VersionAltered.
    """
    if not asked_from:
        last = versions.find_latest_version(session, event.id)
        if last is None:
            raise NotFoundHere
        asked_from = str(last.number)
    before, after = (_side(session, event, code or NOW, at=at, below=below) for code in (asked_from, asked_to))
    return Compared(before, after, list_changes(before.report, after.report))


def _side(session: Session, event: Event, code: str, *, at: datetime, below: int | None) -> Side:
    if code == NOW:
        report = versions.report_of_now(session, event, as_of=at)
        if below is not None:
            report = published_now(session, event.id, report, below=below)
        return Side(NOW, _("Now"), _("The figures of now"), report)
    if not versions.is_number(code):
        raise NotFoundHere
    version = versions.find_version(session, event_id=event.id, number=int(code))
    if version is None:
        raise NotFoundHere
    if below is not None:
        version = published_version(session, event.id, version, below=below)
    line = wording.issued_line(version.number, version.issued_at, version.report.figures.zone)
    return Side(str(version.number), wording.version_name(version.number), line, version.report)
