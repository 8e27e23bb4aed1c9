"""What a reader may see of several events: the same on the page, in every file and through the API."""

from collections.abc import Sequence

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.events.access import visible_to
from dialogues.events.queries import EventLine
from dialogues.reports import queries
from dialogues.reports.figures import ProgrammeFigures, programme_figures
from dialogues.reports.programme_choice import Choice, list_lines


def lines_to_see() -> list[EventLine]:
    """The events whose figures the reader may see."""
    return list_lines(db.session(), visible=visible_to(current_viewer(), Permission.SEE_FIGURES))


def may_see_all(choice: Choice, lines: Sequence[EventLine]) -> bool:
    """Whether the reader sees every figure of the events chosen: they may take the names away from each."""
    allowed = list_lines(db.session(), visible=visible_to(current_viewer(), Permission.PRINT_NAMES))
    return {line.id for line in lines if choice.holds(line)} <= {line.id for line in allowed}


def figures_to_see(choice: Choice, lines: Sequence[EventLine]) -> ProgrammeFigures:
    """What is recorded now of those of `lines` that are chosen."""
    events = queries.list_events(db.session(), ids=[line.id for line in lines if choice.holds(line)])
    return programme_figures(db.session(), events, as_of=clock.now(), sector=choice.sector)
