"""The facts of a summary for the donor, asked of the database: the figures of the report, and the words last kept."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.core.i18n import N_
from dialogues.documents.donor_rules import LIMITS, Words
from dialogues.documents.donor_summary import DonorSummaryFacts, Standing
from dialogues.documents.queries import Options, facts_of_report
from dialogues.events.models import Event
from dialogues.reports import version_queries as versions
from dialogues.reports.version_content import EventReport

TITLE = N_("Summary for the donor")  # the journal calls it so, too


def donor_facts(session: Session, event: Event, options: Options, *, at: datetime) -> DonorSummaryFacts:
    """The figures as of now, and how they stand to the version issued last; with the words that were typed or kept."""
    report = versions.report_of_now(session, event, as_of=at)
    words = options.words if options.words is not None else last_words(session, event.id)
    return DonorSummaryFacts(
        **vars(facts_of_report(session, event, options, report, at=at)),
        words=words,
        second_language=options.second_language,
        standing=_standing(session, event.id, report),
    )


def _standing(session: Session, event_id: int, report: EventReport) -> Standing | None:
    last = versions.find_latest_row(session, event_id)
    if last is None or not versions.is_believed(last):
        return None
    version = versions.believed(last)
    return Standing(version.number, version.issued_at, is_same=not versions.changes_since(version, report))


def last_words(session: Session, event_id: int) -> Words:
    """What was written when the summary of an event was last printed from a page; nothing, if it never was."""
    chosen = (
        sa.select(Entry.changes)
        .where(
            Entry.subject_kind == "event",
            Entry.subject_id == str(event_id),
            Entry.action == "document.printed",
            Entry.subject_name == TITLE,
        )
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(1)
    )
    changes = session.scalar(chosen) or {}
    return Words(**{name: str(changes[f"_{name}"][1]) for name in LIMITS if f"_{name}" in changes})
