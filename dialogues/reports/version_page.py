"""Issued reports as pages show them: how the figures of now stand to them, the list, the differences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dialogues.core.formats import day_text
from dialogues.core.i18n import _, _n, current_language, translated
from dialogues.events.models import Event
from dialogues.reports import version_queries as versions
from dialogues.reports import version_wording as wording
from dialogues.reports.figures import COUNTING_RULES, EventFigures
from dialogues.reports.pages import Row, TableShown, number_heads
from dialogues.reports.version_changes import Change, list_changes
from dialogues.reports.version_content import EventReport
from dialogues.reports.version_models import ReportVersion
from dialogues.reports.version_publishing import published_version
from dialogues.reports.version_queries import Version
from dialogues.reports.version_rules import VersionAltered
from dialogues.reports.wording import as_of


@dataclass(frozen=True)
class Standing:
    """How the report of now stands to what was issued last."""

    title: str
    words: str
    may_issue: bool  # there is something new
    number: int | None = None
    has_changes: bool = False


@dataclass(frozen=True)
class PartChanged:
    """One part of the report with what changed in it."""

    id: str
    title: str
    table: TableShown


def standing_of(session: Session, event: Event, report: EventReport) -> Standing:
    """How the report of now stands to the version issued last."""
    try:
        last = versions.find_latest_version(session, event.id)
    except VersionAltered as error:
        return Standing(_("Draft: figures of now"), translated(error), may_issue=True, number=error.facts["number"])
    if last is not None and report.figures.is_published:
        last = published_version(session, event.id, last, below=report.figures.below)
    if last is None:
        is_empty = not report.figures.numbers.registered
        words = _("They follow every mark and every correction, until the report is issued for the first time.")
        return Standing(_("Draft: figures of now"), words, may_issue=not is_empty)
    line = wording.issued_line(last.number, last.issued_at, report.figures.zone)
    count = len(versions.changes_since(last, report))
    if not count:
        title = _("Same as version %(number)s", number=last.number)
        words = _("%(line)s. Nothing was recorded since that would change a figure of it.", line=line)
        if report.figures.is_published:
            words = _("%(line)s. Every figure that both show is the same.", line=line)
        return Standing(title, words, may_issue=False, number=last.number)
    words = _n(
        "They differ in one figure from version %(number)s, issued %(day)s.",
        "They differ in %(num)s figures from version %(number)s, issued %(day)s.",
        count,
        number=last.number,
        day=wording.issued_day(last.issued_at, report.figures.zone),
    )
    return Standing(_("Draft: figures of now"), words, may_issue=True, number=last.number, has_changes=True)


def version_facts(version: Version, zone_name: str) -> list[tuple[str, str]]:
    """What is said of a version beside its figures."""
    figures, issued = version.report.figures, version.issued
    facts = [
        (_("Issued by"), version.issued_by),
        (_("Figures as of"), f"{as_of(figures)} ({zone_name})"),
        (_("Fingerprint"), wording.short_hash(version.sha256)),
    ]
    if issued.note:
        facts.insert(1, (_("Note"), issued.note))
    if issued.follows is not None:
        facts.append((_("Takes the place of"), wording.version_name(issued.follows)))
    if version.is_renumbered:
        facts.append((_("Issued elsewhere as"), wording.version_name(issued.number)))
    return facts


def version_words(version: Version, report_of_now: EventReport) -> list[str]:
    """What a reader of a version must know of it."""
    said = [
        _("These are the figures as they were issued. What was recorded or corrected later is not in them."),
        wording_since(version, report_of_now),
    ]
    if version.report.figures.counting_rules != COUNTING_RULES:
        said.append(
            _(
                "They were counted by version %(old)s of the counting rules; the definitions on this page are those "
                "of version %(new)s.",
                old=version.report.figures.counting_rules,
                new=COUNTING_RULES,
            )
        )
    return [str(one) for one in said]


def wording_since(version: Version, report_of_now: EventReport) -> str:
    """How a version stands to the figures of now."""
    count = len(list_changes(version.report, report_of_now))
    if not count and report_of_now.figures.is_published:
        return str(_("The figures of now are the same, as far as both are shown."))
    if not count:
        return str(_("The figures of now are the same."))
    return str(_n("The figures of now differ in one.", "The figures of now differ in %(num)s.", count))


def names_words() -> str:
    """Why nobody is named in a version."""
    return str(
        _(
            "The list of names and days is not part of a version, so that nobody’s data is kept in it longer than "
            "allowed; it can be printed with the report of now as long as the names are kept."
        )
    )


def small_words(below: int) -> str:
    """What a version tells outside, beside those that are out."""
    return str(
        _(
            "What may be published of it is chosen now and kept: no group of fewer than %(below)s people, and nothing "
            "from which one could be worked out with the versions before it.",
            below=below,
        )
    )


def version_lines(
    rows: Sequence[ReportVersion], event: Event, *, shown: Callable[[Version], Version]
) -> list[dict[str, Any]]:
    """Every version for the list of them, the newest first: number, when, by whom, why, how much it changed.

    `shown` is a version as the reader sees its figures.
    """
    lines: list[dict[str, Any]] = []
    before: Version | None = None
    for row in rows:
        line: dict[str, Any] = {
            "name": wording.version_name(row.number),
            "url": url_for(".report_version", slug=event.slug, number=row.number),
            "at": row.issued_at,
            "by": row.issued_by_name,
            "note": "",
            "changed": str(_("Not what was issued")),
            "changes_url": None,
        }
        try:
            version = shown(versions.believed(row))
        except VersionAltered:
            before = None
        else:
            changes = list_changes(before.report, version.report) if before else []
            line["note"] = version.issued.note
            line["changed"] = str(_n("%(num)s figure", "%(num)s figures", len(changes)) if before else wording.NOTHING)
            if before:
                line["changes_url"] = differences_url(event, str(before.number), str(row.number))
            before = version
        lines.append(line)
    return lines[::-1]


def differences_url(
    event: Event, before: str, after: str, form: str | None = None, *, figures: str | None = None
) -> str:
    """The address of what two reports say otherwise, as a page or as a file, of all figures or those to publish."""
    asked: dict[str, Any] = {
        "from": before,
        "to": after,
        "figures": figures,
    }  # "from" is a word of Python, so it cannot be named in a call
    if form is None:
        return url_for("reports.report_differences", slug=event.slug, **asked)
    return url_for("reports.report_differences_file", slug=event.slug, form=form, **asked)


def differences_paper_url(event: Event, before: str, after: str) -> str:
    """The address of the same on paper."""
    asked: dict[str, Any] = {"from": before, "to": after}
    return url_for("documents.print_report_differences", slug=event.slug, language=current_language(), **asked)


def parts_changed(changes: Iterable[Change], *, before: str, after: str) -> list[PartChanged]:
    """The changes under the parts of the report they stand in; `before` and `after` are the names of the two."""
    heads: list[str | dict[str, Any]] = [_("Figure"), *number_heads([before, after, _("Change")])]
    return [
        PartChanged(
            part.value.replace("_", "-"),
            _(wording.PART_NAMES[part]),
            TableShown(
                _("What differs under “%(part)s”", part=_(wording.PART_NAMES[part])), heads, [_row(one) for one in some]
            ),
        )
        for part, some in groupby(changes, key=lambda one: one.part)
    ]


def _row(change: Change) -> Row:
    of, sector = wording.of_words(change)
    figure = wording.figure_words(change)
    cells = [wording.value_words(change, change.before), wording.value_words(change, change.after)]
    note = ", ".join(filter(None, (sector, figure))) if of else None
    return Row(of or figure, [*cells, wording.step_words(change)], note=note)


def days_still_open(figures: EventFigures) -> list[str]:
    """The days on which something is recorded that nobody has closed yet."""
    return [day_text(day.day, locale=current_language()) for day in figures.days if day.recorded and not day.closed]
