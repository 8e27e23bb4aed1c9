"""An agenda for readers who may not learn who was in a session under the Chatham House Rule."""

from collections.abc import Sequence
from dataclasses import replace

from dialogues.agenda import rules
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.events.chatham_rules import is_under_rule, may_tell_names
from dialogues.events.models import Event


def is_protected(event: Event, item: AgendaItem) -> bool:
    """Whether a session is under the rule, by its own flag or by that of its event."""
    return is_under_rule(event=event.is_chatham_house, agenda_session=item.is_under_rule)


def without_protected_names(
    event: Event, days: Sequence[AgendaDay], *, needs_names: bool = False
) -> tuple[AgendaDay, ...]:
    """The same days with nobody in the sessions under the rule; a clash that would tell who it is goes too."""

    def as_told(item: AgendaItem) -> AgendaItem:
        tells = may_tell_names(event=event.is_chatham_house, agenda_session=item.is_under_rule, needs_names=needs_names)
        return item if tells else replace(item, people=())

    told = []
    for day in days:
        items = tuple(as_told(item) for item in day.items)
        hidden = {item.id for item, was in zip(items, day.items, strict=True) if item is not was}
        told.append(replace(day, items=items, clashes=_clashes_told(day.clashes, hidden)) if hidden else day)
    return tuple(told)


def _clashes_told(clashes: Sequence[rules.Clash], hidden: set[int]) -> tuple[rules.Clash, ...]:
    return tuple(
        clash
        for clash in clashes
        if clash.kind is not rules.ClashKind.PERSON or not hidden & {clash.first_id, clash.second_id}
    )
