"""Questions about issued reports, and everything a report says as of now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.queries import list_agenda, main_place
from dialogues.attendance.warning_queries import count_bulk_marks, count_late
from dialogues.events.chatham_rules import is_under_rule
from dialogues.events.models import Event
from dialogues.reports.figures import EventFigures, event_figures
from dialogues.reports.version_changes import Change, list_changes
from dialogues.reports.version_content import EventReport, Issued, hash_of, read
from dialogues.reports.version_models import ReportVersion
from dialogues.reports.version_rules import VersionAltered

_DIGITS_MAX = 9


@dataclass(frozen=True)
class Version:
    """An issued report as it is read: nobody has changed it."""

    number: int
    issued_at: datetime
    issued_by: str
    sha256: str
    report: EventReport
    issued: Issued

    @property
    def is_renumbered(self) -> bool:
        """Whether it was issued elsewhere under a number that was taken here."""
        return self.issued.number != self.number


def report_of_now(session: Session, event: Event, *, as_of: datetime) -> EventReport:
    """Everything the attendance report of `event` says as of now."""
    return report_around(session, event, event_figures(session, event, as_of=as_of))


def report_around(session: Session, event: Event, figures: EventFigures) -> EventReport:
    """These figures of now with what else the report says."""
    places = {day.day: main_place(day.items) for day in list_agenda(session, event.id)}
    return EventReport(
        figures=figures,
        convener=event.convenor or "",
        is_under_rule=is_under_rule(event=event.is_chatham_house),
        is_sample=event.is_sample,
        places={day: place for day, place in places.items() if place},
        late_marks=count_late(session, event),
        bulk_marks=count_bulk_marks(session, event.id),
    )


def find_latest_row(session: Session, event_id: int) -> ReportVersion | None:
    """What was issued last, whether it can be believed or not."""
    newest = sa.select(ReportVersion).where(ReportVersion.event_id == event_id)
    return session.scalar(newest.order_by(ReportVersion.number.desc()).limit(1))


def find_latest_version(session: Session, event_id: int) -> Version | None:
    """What was issued last. Raises VersionAltered."""
    row = find_latest_row(session, event_id)
    return believed(row) if row else None


def find_followed(session: Session, event_id: int, version: Version) -> Version | None:
    """The version that this one took the place of, if it is here under its number and can be believed."""
    if version.issued.follows is None or version.is_renumbered:
        return None
    try:
        before = find_version(session, event_id=event_id, number=version.issued.follows)
    except VersionAltered:
        return None
    return before if before and before.sha256 == version.issued.follows_sha256 else None


def find_version(session: Session, *, event_id: int, number: int) -> Version | None:
    """One version of the report of this event. Raises VersionAltered."""
    chosen = sa.select(ReportVersion)
    row = session.scalar(chosen.where(ReportVersion.event_id == event_id, ReportVersion.number == number))
    return believed(row) if row else None


def list_versions(session: Session, event_id: int) -> Sequence[ReportVersion]:
    """Everything that was issued of an event, the first version first, whether it can be believed or not."""
    chosen = sa.select(ReportVersion).where(ReportVersion.event_id == event_id)
    return session.scalars(chosen.order_by(ReportVersion.number)).all()


def is_number(text: str) -> bool:
    """Whether this can be the number of a version: no more digits than a column holds."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX


def is_intact(row: ReportVersion) -> bool:
    """Whether what is stored is what was issued."""
    return hash_of(row.content) == row.sha256


def believed(row: ReportVersion) -> Version:
    """What stands in a version. Raises VersionAltered if it is not what was issued."""
    if not is_intact(row):
        raise VersionAltered(number=row.number)
    try:
        report, issued = read(row.content)
    except (LookupError, TypeError, ValueError) as error:  # its hash was made to fit
        raise VersionAltered(number=row.number) from error
    if issued.at != row.issued_at:  # the text of another version
        raise VersionAltered(number=row.number)
    return Version(row.number, row.issued_at, row.issued_by_name, row.sha256, report, issued)


def is_believed(row: ReportVersion) -> bool:
    """Whether a version can be shown."""
    try:
        return bool(believed(row))
    except VersionAltered:
        return False


def changes_since(version: Version, report: EventReport) -> list[Change]:
    """What `report` says otherwise than a version."""
    return list_changes(version.report, report)
