"""Whose names have letters that no face of the press has, asked of the database before anything is printed.

Scripts that run from right to left, and others that need faces of their own, are among them: every letter of such a
name is told, and what would be printed is never a wrong name without a word.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.models import AgendaSession, SessionPerson
from dialogues.attendance.models import DayState
from dialogues.documents.faces import unprintable
from dialogues.events.models import Event, EventDay
from dialogues.invitations import queries as invitations
from dialogues.invitations.letter_services import addressee
from dialogues.registration.models import Registration, Status


def list_unprintable_on(session: Session, event: Event, document: str) -> list[tuple[str, str]]:
    """What would come out wrong on the document of this name, each with the letters that are missing."""
    if document == "invitation-letters":
        return list_unprintable_invited(session, event)
    return list_unprintable(session, event)


def list_unprintable(session: Session, event: Event) -> list[tuple[str, str]]:
    """What stands about people on the papers of an event and cannot be printed, each with the letters that are missing.

    These are names, what people are addressed by and sorted as, their organisations, who is on the agenda by name, the
    titles there, and what the event says of itself. Whoever came is on paper, also when no longer confirmed.
    """
    came = sa.exists().where(DayState.registration_id == Registration.id)
    people = (
        sa.select(Registration.full_name, Registration.honorific, Registration.sort_as, Registration.organisation_name)
        .where(Registration.event_id == event.id, (Registration.status == Status.CONFIRMED) | came)
        .order_by(Registration.sort_key)
    )
    named = (
        sa.select(SessionPerson.name)
        .join(AgendaSession, AgendaSession.id == SessionPerson.agenda_session_id)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id == event.id, SessionPerson.name.is_not(None))
        .order_by(SessionPerson.name)
    )
    titles = (
        sa.select(AgendaSession.title)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id == event.id)
        .order_by(EventDay.day, AgendaSession.starts)
    )
    texts = [text for row in session.execute(people) for text in row]
    return _told([*texts, *session.scalars(named), *_of_event(event), *session.scalars(titles)])


def list_unprintable_invited(session: Session, event: Event) -> list[tuple[str, str]]:
    """The same of those to whom letters go."""
    texts: list[str | None] = _of_event(event)
    for one in invitations.list_to_print(session, event.id):
        somebody = one.registration
        texts += [addressee(one), one.position, one.organisation_name]
        texts += [somebody.position, somebody.organisation_name] if somebody else []
    return _told(texts)


def _of_event(event: Event) -> list[str | None]:
    return [event.title, event.place, event.convenor, event.contact]


def _told(texts: Iterable[str | None]) -> list[tuple[str, str]]:
    known = [text for text in dict.fromkeys(texts) if text]
    if not unprintable("\n".join(known)):  # nearly always: looked at in one go
        return []
    # Each by itself, composed: a letter may be missing whose parts are there.
    missing = ((text, unprintable(text)) for text in known)
    return [(text, " ".join(sorted(letters))) for text, letters in missing if letters]
