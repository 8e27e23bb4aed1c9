"""What can happen to mails."""

from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.core.folding import clean, clean_line
from dialogues.outbox.models import Mail, MailState


def post(
    session: Session,
    *,
    kind: str,
    to_address: str,
    to_name: str,
    subject: str,
    text: str,
    language: str,
    at: datetime,
    event_id: int | None = None,
    registration_id: int | None = None,
    not_before: datetime | None = None,
) -> Mail:
    """A mail waits to be sent, in the transaction of the act it tells of; if that is rolled back, there is no mail.

    `to_address` is an address that `people.contact.read_email` took. Subject and name are put on one line.
    """
    mail = Mail(
        kind=kind,
        to_address=to_address,
        to_name=clean_line(to_name),
        subject=clean_line(subject),
        text=clean(text),
        language=language,
        event_id=event_id,
        registration_id=registration_id,
        state=MailState.WAITING,
        created_at=at,
        next_try_at=not_before or at,
        tries=0,
    )
    session.add(mail)
    return mail
