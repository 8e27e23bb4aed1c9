"""The facts of a summary for the donor, asked of the database: the figures of the report, and the words last kept."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.core.i18n import N_
from dialogues.documents.donor_rules import LIMITS, Words
from dialogues.documents.donor_summary import DonorSummaryFacts
from dialogues.documents.queries import Options, attendance_report_facts
from dialogues.events.models import Event

TITLE = N_("Summary for the donor")  # the journal calls it so, too


def donor_facts(session: Session, event: Event, options: Options, *, at: datetime) -> DonorSummaryFacts:
    """The figures as of now; with the words that were typed, else with those that were last printed."""
    report = attendance_report_facts(session, event, options, at=at)
    words = options.words if options.words is not None else last_words(session, event.id)
    return DonorSummaryFacts(**vars(report), words=words, second_language=options.second_language)


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
