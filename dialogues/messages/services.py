"""Writing to many people at once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.core import formats
from dialogues.events.models import Event
from dialogues.messages import queries, rules
from dialogues.outbox import services as outbox
from dialogues.outbox.models import Mail
from dialogues.registration.models import Registration

UNDO_FOR = timedelta(minutes=1)  # mails to many rest so long before they leave, to be taken back


@dataclass(frozen=True)
class Sent:
    """What became of a message: how many mails wait, the act they can be taken back by, and who has no address."""

    batch: uuid.UUID
    written: int
    without_email: tuple[str, ...]


def send_message(
    session: Session,
    event: Event,
    *,
    registration_ids: Sequence[int],
    subject: str,
    text: str,
    base_url: str,
    language: str,
    actor: Actor,
    at: datetime,
    not_before: datetime | None = None,
    kind: str = "message.written",
) -> Sent:
    """A mail waits for each of these people of the event, its placeholders filled in with what is theirs.

    `language` is the one it is written in: days are named in it. Who has no address is named in the answer. The mails
    leave after a minute at the earliest, so that the act can be taken back. Raises NoSuchLetter or NobodyToWriteTo.
    """
    rules.require_letter(subject, text)
    audience = queries.list_audience(session, event.id, among=registration_ids)
    written, without_email, batch = 0, [], uuid.uuid4()
    for one in audience:
        if not one.email:
            without_email.append(one.full_name)
            continue
        mail = write_to(
            session, event, one, subject=subject, text=text, base_url=base_url, language=language, kind=kind, at=at,
            not_before=not_before or at + UNDO_FOR,
        )  # fmt: skip
        mail.batch = batch
        written += 1
    if not written:
        raise rules.NobodyToWriteTo
    record(
        session, "event.message_written", actor=actor, at=at, subject=event, subject_name=event.title,
        event_id=event.id, changes={"message_subject": (None, subject), "message_receivers": (None, written)},
    )  # fmt: skip
    return Sent(batch=batch, written=written, without_email=tuple(without_email))


def write_to(
    session: Session,
    event: Event,
    registration: Registration,
    *,
    subject: str,
    text: str,
    base_url: str,
    language: str,
    kind: str,
    at: datetime,
    not_before: datetime | None = None,
) -> Mail:
    """One mail to somebody registered who has an address, its placeholders filled in."""
    values = values_of(event, registration, base_url=base_url, language=language)
    return outbox.post(
        session, kind=kind, to_address=registration.email or "", to_name=registration.full_name,
        subject=rules.fill(subject, values), text=rules.fill(text, values), language=language, at=at,
        event_id=event.id, registration_id=registration.id, not_before=not_before,
    )  # fmt: skip


def values_of(event: Event, registration: Registration, *, base_url: str, language: str) -> Mapping[str, str]:
    """What the placeholders stand for in a message to this person."""
    return {
        "name": " ".join(one for one in (registration.honorific, registration.full_name) if one),
        "organisation": registration.organisation_name or "",
        "event": event.title,
        "dates": formats.day_range_text(event.starts_on, event.ends_on, locale=language),
        "place": event.place or "",
        "link": f"{base_url}/my/{registration.link_token}" if base_url else "",
    }
