"""The Chatham House Rule: what it forbids to tell, and to whom names are still needed."""

from dialogues.core.i18n import N_

PAPER_NOTE = N_("Chatham House Rule: do not pass on who was here")


def is_under_rule(*, event: bool, agenda_session: bool = False) -> bool:
    """Whether names may not be told of a session, or of an event as a whole: either flag is enough.

    The rule as Chatham House (the Royal Institute of International Affairs, London) words it since 2002: what is said
    may be used freely, but nothing may be revealed of who said it, of the speakers' affiliation, or of any other
    participant's identity or affiliation. So whatever may leave the room tells nobody of a session under the rule, not
    even who led it; what everybody may know of it is when, where and what about.
    """
    return event or agenda_session


def may_tell_names(*, event: bool, agenda_session: bool = False, needs_names: bool = False) -> bool:
    """Whether the names of a session may stand in what a reader gets.

    `needs_names` is for readers who cannot do their work without them (whoever plans the agenda, or keeps the record
    for the audit), on a page that stays inside. Paper and files that are passed on are made for nobody who needs them.
    """
    return needs_names or not is_under_rule(event=event, agenda_session=agenda_session)
