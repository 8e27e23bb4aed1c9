"""The page of the forms of others: the table of the UN feedback form, and what each file holds, in words."""

from dialogues.core.i18n import _
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event
from dialogues.reports import event_page
from dialogues.reports.figures import EventFigures
from dialogues.reports.pages import Row, TableShown, number_heads
from dialogues.reports.un_feedback import feedback
from dialogues.reports.wording import number


def feedback_tables(figures: EventFigures) -> list[TableShown]:
    """The four questions of the form, each a table."""
    return [
        TableShown(
            caption=part.title,
            heads=[_("Category"), *number_heads([_("People")])],
            rows=[
                Row(
                    line.category,
                    [number(line.people) if line.people is not None else line.sign],
                    note=line.note,
                )
                for line in part.lines
            ],
        )
        for part in feedback(figures)
    ]


def dateline(figures: EventFigures) -> str:
    """When the event was, when this was counted, how much of it is recorded."""
    return event_page.dateline(figures)


def names_told(event: Event, may_print: bool) -> str:
    """Whom the choice lists name, for this reader."""
    if not may_tell_names(event=event.is_chatham_house):
        return _("This event is under the Chatham House Rule: the file names no person and no organisation.")
    if may_print:
        return _(
            "Participants and their organisations are in it as far as they agreed to be on the list that others "
            "receive. The file carries names: keep it safe."
        )
    return _("The file names no person and no organisation: your role does not print names.")
