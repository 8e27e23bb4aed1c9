"""The letters of invitations: their texts, sending them, reminding."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.core import formats
from dialogues.events.models import Event
from dialogues.invitations import queries, rules
from dialogues.invitations.models import Answer, Invitation, InvitationLetter
from dialogues.messages.rules import fill, require_letter
from dialogues.messages.services import UNDO_FOR
from dialogues.outbox import services as outbox
from dialogues.outbox.models import Mail
from dialogues.people.rules import require_length
from dialogues.registration.kinds import Status

_HOUR = time(8, 0)  # at the event's place, when planned reminders leave


@dataclass(frozen=True)
class Letter:
    """A letter in one language, its placeholders not filled in yet, and the text that reminds of it."""

    subject: str
    body: str
    reminder_subject: str
    reminder_body: str
    signed_by: str = ""
    signed_as: str = ""


@dataclass(frozen=True)
class Sent:
    """How many letters wait, the act they can be taken back by, and who has no address."""

    batch: uuid.UUID
    written: int
    without_email: tuple[str, ...]


def change_letter(
    session: Session,
    event: Event,
    *,
    language: str,
    subject: str,
    body: str,
    signed_by: str | None,
    signed_as: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """The letter of an event in one language reads so from now on. Raises NoSuchLetter or TooLong."""
    require_letter(subject, body)
    for text in (signed_by, signed_as):
        require_length("position", text)
    chosen = sa.select(InvitationLetter).where(
        InvitationLetter.event_id == event.id, InvitationLetter.language == language
    )
    letter = session.scalar(chosen)
    if letter is None:
        letter = InvitationLetter(event_id=event.id, language=language, subject=subject, body=body)
        session.add(letter)
    letter.subject, letter.body = subject, body
    letter.signed_by, letter.signed_as = signed_by or None, signed_as or None
    record(
        session, "event.letter_changed", actor=actor, at=at, subject=event, subject_name=event.title, event_id=event.id
    )


def values_of(event: Event, invitation: Invitation, *, base_url: str, language: str) -> Mapping[str, str]:
    """What the placeholders stand for in the letter of this invitation."""
    registration = invitation.registration
    answer_by = rules.last_day_to_answer(invitation.answer_by, starts_on=event.starts_on)
    return {
        "name": addressee(invitation),
        "organisation": invitation.organisation_name or (registration.organisation_name if registration else "") or "",
        "position": invitation.position or (registration.position if registration else "") or "",
        "event": event.title,
        "dates": formats.day_range_text(event.starts_on, event.ends_on, locale=language),
        "place": event.place or "",
        "convenor": event.convenor or "",
        "contact": event.contact or "",
        "answer_by": formats.day_text(answer_by, locale=language),
        "link": link_of(invitation, base_url),
    }


def link_of(invitation: Invitation, base_url: str) -> str:
    """The personal link."""
    return f"{base_url}/invitation/{invitation.token}" if base_url else ""


def addressee(invitation: Invitation) -> str:
    """Whom the letter speaks to: the person, or who receives it at the institution, or the institution."""
    registration = invitation.registration
    if invitation.is_seat or registration is None:
        return invitation.contact_name or invitation.organisation_name or ""
    return " ".join(one for one in (registration.honorific, registration.full_name) if one)


def address_of(invitation: Invitation) -> str | None:
    """Where the letter can be sent to."""
    if invitation.is_seat or invitation.registration is None:
        return invitation.email
    return invitation.registration.email


def send_letters(
    session: Session,
    event: Event,
    invitations: Sequence[Invitation],
    *,
    letters: Mapping[str, Letter],
    base_url: str,
    actor: Actor,
    at: datetime,
    remind_days_before: int = 0,
) -> Sent:
    """The letter of each of these waits to be sent, in its language; with days, a reminder is planned along with it.

    They leave after a minute at the earliest, so that the act can be taken back.
    """
    batch, written, without = uuid.uuid4(), 0, []
    for one in invitations:
        if address_of(one) is None:
            without.append(addressee(one))
            continue
        language, letter = _letter_of(one, letters)
        _post(
            session, event, one, kind=queries.LETTER, subject=letter.subject, body=letter.body, language=language,
            base_url=base_url, at=at, not_before=at + UNDO_FOR, batch=batch,
        )  # fmt: skip
        written += 1
        when = _reminder_time(event, one, days_before=remind_days_before)
        if when is not None and when > at + UNDO_FOR:
            _post_reminder(session, event, one, letters=letters, base_url=base_url, at=at, when=when, batch=batch)
    if written:
        _note_letters(session, event, "event.invitations_sent", written, actor=actor, at=at)
    return Sent(batch=batch, written=written, without_email=tuple(without))


def remind(
    session: Session,
    event: Event,
    invitations: Sequence[Invitation],
    *,
    letters: Mapping[str, Letter],
    base_url: str,
    today: date,
    actor: Actor,
    at: datetime,
) -> Sent:
    """A reminder waits for each of these who has not answered, has an address and was not reminded too often.

    Raises NotToRemind if that is nobody.
    """
    counts, batch, written, without = queries.count_reminders(session, event.id), uuid.uuid4(), 0, []
    for one in invitations:
        last = rules.last_day_to_answer(one.answer_by, starts_on=event.starts_on)
        is_enough = counts.get(queries.about(one.id), 0) >= rules.REMINDERS_MAX
        if one.answer is not Answer.OPEN or is_enough or today > last:
            continue
        if address_of(one) is None:
            without.append(addressee(one))
            continue
        _post_reminder(session, event, one, letters=letters, base_url=base_url, at=at, when=at + UNDO_FOR, batch=batch)
        written += 1
    if not written:
        raise rules.NotToRemind
    _note_letters(session, event, "event.reminders_sent", written, actor=actor, at=at)
    return Sent(batch=batch, written=written, without_email=tuple(without))


def is_reminder_wanted(session: Session, mail: Mail) -> bool:
    """Whether a reminder is still needed when its turn comes: nobody has answered, here or on the list."""
    number = queries.invitation_of(mail)
    invitation = session.get(Invitation, number, populate_existing=True) if number is not None else None
    if invitation is None or invitation.answer is not Answer.OPEN:
        return False
    registration = invitation.registration
    return registration is None or registration.status is Status.INVITED


def is_letter_wanted(session: Session, mail: Mail) -> bool:
    """Whether a letter is still to be sent: it is not when the invitation was withdrawn."""
    number = queries.invitation_of(mail)
    invitation = session.get(Invitation, number, populate_existing=True) if number is not None else None
    return invitation is not None and invitation.answer is not Answer.WITHDRAWN


def _letter_of(invitation: Invitation, letters: Mapping[str, Letter]) -> tuple[str, Letter]:
    language = invitation.language or ""
    language = language if language in letters else next(iter(letters))
    return language, letters[language]


def _reminder_time(event: Event, invitation: Invitation, *, days_before: int) -> datetime | None:
    if not days_before:
        return None
    last = rules.last_day_to_answer(invitation.answer_by, starts_on=event.starts_on)
    return datetime.combine(last - timedelta(days=days_before), _HOUR, event.zone)


def _post_reminder(
    session: Session,
    event: Event,
    invitation: Invitation,
    *,
    letters: Mapping[str, Letter],
    base_url: str,
    at: datetime,
    when: datetime,
    batch: uuid.UUID,
) -> None:
    language, letter = _letter_of(invitation, letters)
    _post(
        session, event, invitation, kind=queries.REMINDER, subject=letter.reminder_subject, body=letter.reminder_body,
        language=language, base_url=base_url, at=at, not_before=when, batch=batch,
    )  # fmt: skip


def _post(
    session: Session,
    event: Event,
    invitation: Invitation,
    *,
    kind: str,
    subject: str,
    body: str,
    language: str,
    base_url: str,
    at: datetime,
    not_before: datetime,
    batch: uuid.UUID,
) -> None:
    values = values_of(event, invitation, base_url=base_url, language=language)
    mail = outbox.post(
        session, kind=kind, to_address=address_of(invitation) or "", to_name=addressee(invitation),
        subject=fill(subject, values), text=fill(body, values), language=language, at=at, event_id=event.id,
        registration_id=invitation.registration_id, not_before=not_before,
    )  # fmt: skip
    mail.about, mail.batch = queries.about(invitation.id), batch


def _note_letters(session: Session, event: Event, action: str, count: int, *, actor: Actor, at: datetime) -> None:
    record(
        session, action, actor=actor, at=at, subject=event, subject_name=event.title, event_id=event.id,
        changes={"message_receivers": (None, count)},
    )  # fmt: skip
