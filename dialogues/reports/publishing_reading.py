"""Which figures are asked for: all of them, or those to publish. `?figures=internal` or `?figures=published`."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.i18n import _
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.reports.figures import EventFigures, event_figures
from dialogues.reports.shapes import INTERNAL, PUBLISHED
from dialogues.reports.version_content import EventReport
from dialogues.reports.version_publishing import published_now, published_version
from dialogues.reports.version_queries import Version, find_version


def groups_below() -> int:
    """Groups of fewer people are not told outside, as this instance is set."""
    below: int = current_app.config["DIALOGUES"].SMALL_GROUPS_BELOW
    return below


def may_see_all(event: Event) -> bool:
    """Whether the reader sees every figure: who may take the names away can count them again."""
    return may_in(current_viewer(), Permission.PRINT_NAMES, event)


def is_internal(*, may: bool, unless_asked: bool) -> bool:
    """Whether all figures are shown.

    Raises NotAllowed if they are asked for without the right, NotFoundHere for a kind that is none.
    """
    asked = request.args.get("figures", "")
    if asked not in ("", INTERNAL, PUBLISHED):
        raise NotFoundHere
    if asked == INTERNAL and not may:
        raise NotAllowed
    return may and (asked == INTERNAL or (not asked and unless_asked))


def report_to_show(event: Event, report: EventReport, *, internal: bool) -> EventReport:
    """The report of now with all figures, or as it may be published beside every version that is out."""
    if internal:
        return report
    return published_now(db.session(), event.id, report, below=groups_below())


def figures_to_show(event: Event, *, internal: bool) -> EventFigures:
    """The figures of an event as of now."""
    report = EventReport(figures=event_figures(db.session(), event, as_of=clock.now()))
    return report_to_show(event, report, internal=internal).figures


def version_to_show(event: Event, version: Version, *, internal: bool) -> Version:
    """A version with all figures, or as it may be published."""
    return version if internal else published_version(db.session(), event.id, version, below=groups_below())


def find_to_show(event: Event, number: int, *, internal: bool) -> Version:
    """One version of the report of this event. Raises NotFoundHere, VersionAltered."""
    version = find_version(db.session(), event_id=event.id, number=number)
    if version is None:
        raise NotFoundHere
    return version_to_show(event, version, internal=internal)


def kind_links(url: Callable[[str | None], str], *, internal: bool) -> list[dict[str, Any]]:
    """The two kinds of figures as links to one page, whose address `url` makes for each."""
    names = (_("All figures, internal"), _("As published"))
    return [
        {"label": name, "url": url(kind), "is_current": is_this}
        for name, kind, is_this in zip(names, (None, PUBLISHED), (internal, not internal), strict=True)
    ]
