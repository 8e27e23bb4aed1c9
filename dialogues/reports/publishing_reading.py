"""Which figures are asked for: all of them, or those to publish. `?figures=internal` or `?figures=published`."""

from flask import current_app, request

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.reports.figures import EventFigures, event_figures
from dialogues.reports.publishing import published
from dialogues.reports.shapes import INTERNAL, PUBLISHED


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


def figures_to_show(event: Event, *, internal: bool) -> EventFigures:
    """The figures of an event as of now."""
    figures = event_figures(db.session(), event, as_of=clock.now())
    return figures if internal else published(figures, below=groups_below())
