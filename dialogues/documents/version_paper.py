"""An issued report on paper: drawn from its frozen figures, whatever was recorded since."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, force_locale
from dialogues.documents import attendance_report
from dialogues.documents.facts import AttendanceReportFacts, IssueFacts
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.queries import Options, common_facts, foot_note, place_line, told_of
from dialogues.events.chatham_rules import is_under_rule
from dialogues.events.models import Event
from dialogues.reports import version_queries as versions
from dialogues.reports import version_wording as wording
from dialogues.reports.version_changes import Change, list_changes
from dialogues.reports.version_publishing import published_changes, published_version
from dialogues.reports.version_queries import Version


def print_version(session: Session, event: Event, number: int, options: Options, *, at: datetime) -> bytes:
    """Version `number` of the report with every figure, as a PDF. Raises NotFoundHere, VersionAltered."""
    return attendance_report.draw_version(_facts(session, event, number, options, at=at, changed=_changes))


def print_version_without_names(
    session: Session, event: Event, number: int, options: Options, *, at: datetime
) -> bytes:
    """The same for outside the house: no small group is told. Raises NotFoundHere, VersionAltered."""

    def changed(before: Version, version: Version) -> list[Change]:
        return published_changes(session, event.id, before, version, below=options.groups_below)

    facts = _facts(session, event, number, options, at=at, changed=changed)
    return attendance_report.draw_version_without_names(facts)


def _changes(before: Version, version: Version) -> list[Change]:
    return list_changes(before.report, version.report)


def _facts(
    session: Session,
    event: Event,
    number: int,
    options: Options,
    *,
    at: datetime,
    changed: Callable[[Version, Version], list[Change]],
) -> AttendanceReportFacts:
    """What the paper is told of version `number`. Raises NotFoundHere, VersionAltered.

    `changed` tells what the version says otherwise than the one before. Of now are only the time of printing, the
    letterhead, and the Chatham House Rule if the event came under it later.
    """
    version = versions.find_version(session, event_id=event.id, number=number)
    if version is None:
        raise NotFoundHere
    before = versions.find_followed(session, event.id, version)
    report, language = version.report, options.language
    figures = report.figures
    under_rule = report.is_under_rule or is_under_rule(event=event.is_chatham_house)
    with force_locale(language):
        issued = _issue_facts(version, before, changed(before, version) if before else [])
        rules = _("Counting rules, version %(version)s.", version=figures.counting_rules)
    common = common_facts(event, options, at) | {
        "event_title": figures.title,
        "place": place_line(figures.place, figures.country, language),
        "zone": figures.zone,
        "note": foot_note(language, under_rule=under_rule, sample=report.is_sample),
        "edition": issued.line,
    }
    told = told_of(report) | {
        "is_under_rule": under_rule,
        "groups_below": options.groups_below,
        "outside": lambda: published_version(session, event.id, version, below=options.groups_below).report.figures,
    }
    letterhead = letterhead_of(session, event)
    return AttendanceReportFacts(**common, **told, letterhead=letterhead, people=(), changes=str(rules), issued=issued)


def _issue_facts(version: Version, before: Version | None, changes: Sequence[Change]) -> IssueFacts:
    return IssueFacts(
        name=wording.version_name(version.number),
        line=wording.issued_line(version.number, version.issued_at, version.report.figures.zone),
        by=version.issued_by,
        fingerprint=wording.short_hash(version.sha256),
        note=version.issued.note,
        how_many=wording.how_many(changes) if before else "",
        changes=tuple(_rows(changes)),
        before=before.number if before else None,
    )


def _rows(changes: Sequence[Change]) -> list[tuple[str, str, str, str]]:
    return [(_(wording.PART_NAMES[one.part]), *wording.row_words(one)) for one in changes]
