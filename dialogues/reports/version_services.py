"""Issuing a report."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.events.models import Event
from dialogues.reports import version_rules
from dialogues.reports.version_content import Issued, fingerprint, hash_of, text_of
from dialogues.reports.version_models import ReportVersion
from dialogues.reports.version_publishing import published_now
from dialogues.reports.version_queries import believed, changes_since, find_latest_row, is_believed, report_of_now


def issue_report(
    session: Session,
    *,
    event: Event,
    note: str = "",
    actor: Actor,
    at: datetime,
    groups_below: int,
    seen: str | None = None,
) -> ReportVersion:
    """The report as it stands is the next version; whatever is recorded later does not change it.

    What of it is told outside, where groups of fewer people than `groups_below` are not, is chosen and kept, too.
    `seen` is the fingerprint of the report as it was looked at. Raises FiguresMoved if it is another one now,
    NobodyToReport or NothingToIssue.
    """
    # Whoever else issues a report of this event waits here, so that both do not give the same number.
    session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    report = report_of_now(session, event, as_of=at)
    last = find_latest_row(session, event.id)
    # What somebody altered cannot be compared, and hinders no better version.
    is_new = last is None or not is_believed(last) or bool(changes_since(believed(last), report))
    version_rules.require_something_to_issue(
        is_new=is_new,
        last_number=last.number if last else None,
        registered=report.figures.numbers.registered,
    )
    if seen is not None and seen != fingerprint(report):
        raise version_rules.FiguresMoved
    number = last.number + 1 if last else 1
    outside = published_now(session, event.id, report, below=groups_below).figures
    issued = Issued(
        number=number,
        at=at,
        note=note,
        follows=last.number if last else None,
        follows_sha256=last.sha256 if last else None,
        below=outside.below,
        withheld=tuple(sorted(outside.withheld)),
    )
    content = text_of(report, issued)
    sha256 = hash_of(content)
    version = ReportVersion(
        id=uuid.UUID(hex=sha256[:32]),
        event_id=event.id,
        number=number,
        issued_at=at,
        issued_by_id=actor.user_id,
        issued_by_name=actor.name,
        content=content,
        sha256=sha256,
    )
    session.add(version)
    session.flush()  # the journal names its id
    record(
        session, "report.issued", actor=actor, at=at, subject=version, subject_name=str(number), event_id=event.id,
        changes={"report_version": (last.number if last else None, number), "sha256": (None, sha256)},
        reason=note or None,
    )  # fmt: skip
    return version
