"""What can happen to mails."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.core.folding import clean, clean_line
from dialogues.outbox import rules
from dialogues.outbox.models import Mail, MailState
from dialogues.outbox.wanted import is_wanted

POSTMAN = Actor(name="outbox")  # who gives a mail up, in the journal


@dataclass(frozen=True)
class Claimed:
    """A mail somebody has taken in hand: all that is needed to send it, and by which claim."""

    id: uuid.UUID
    claim: uuid.UUID
    to_address: str
    to_name: str
    subject: str
    text: str
    language: str
    created_at: datetime


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


# ---------------------------------------------------------------- for who sends
def claim_next(session: Session, *, at: datetime) -> Claimed | None:
    """Take the mail in hand that has waited longest, so that nobody else sends it; None if none is due.

    The claim runs out after a while, so a mail whose sender died is taken by another one, under the same number.
    """
    due = (
        sa.select(Mail)
        .where(Mail.state == MailState.WAITING, Mail.next_try_at <= at, _is_free(at))
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    while (mail := session.scalar(due)) is not None:
        if not is_wanted(session, mail):
            mail.state, mail.last_error = MailState.WITHDRAWN, "not_wanted_any_more"
            _note(session, mail, "mail.withdrawn", actor=POSTMAN, at=at)
        elif rules.is_given_up(mail.tries):  # each try was cut off before it could be noted
            _give_up(session, mail, rules.reason_text("interrupted"), at=at)
        else:
            mail.tries += 1
            mail.claimed_by, mail.claimed_until = uuid.uuid4(), at + rules.LEASE
            return Claimed(
                id=mail.id, claim=mail.claimed_by, to_address=mail.to_address, to_name=mail.to_name,
                subject=mail.subject, text=mail.text, language=mail.language, created_at=mail.created_at,
            )  # fmt: skip
        session.flush()  # the next question must not find it again
    return None


def note_sent(session: Session, claimed: Claimed, *, at: datetime) -> None:
    """The mail server took the mail."""
    mail = _held(session, claimed)
    if mail is not None:
        mail.state, mail.sent_at, mail.last_error = MailState.SENT, at, None
        _release(mail)


def note_refused(session: Session, claimed: Claimed, reason: str, *, at: datetime) -> None:
    """The mail cannot be sent, and trying again would change nothing."""
    mail = _held(session, claimed)
    if mail is not None:
        _give_up(session, mail, reason, at=at)


def note_failed_try(session: Session, claimed: Claimed, reason: str, *, at: datetime) -> None:
    """This try failed: there is another one later, unless there were enough."""
    mail = _held(session, claimed)
    if mail is None:
        return
    if rules.is_given_up(mail.tries):
        _give_up(session, mail, reason, at=at)
        return
    mail.last_error, mail.next_try_at = reason, at + rules.pause_after(mail.tries)
    _release(mail)


def note_no_server(session: Session, claimed: Claimed, reason: str, *, at: datetime) -> None:
    """The mail server was not to be had: that is no fault of the mail, so it does not count as a try."""
    mail = _held(session, claimed)
    if mail is not None:
        mail.tries -= 1
        mail.last_error, mail.next_try_at = reason, at + rules.RETRY_SERVER_AFTER
        _release(mail)


# ---------------------------------------------------------------- for people
def retry(session: Session, mail: Mail, *, actor: Actor, at: datetime) -> None:
    """A mail that was given up or taken back waits again, from the beginning. Raises NothingToRetry."""
    if mail.state not in (MailState.FAILED, MailState.WITHDRAWN):
        raise rules.NothingToRetry
    mail.state, mail.tries, mail.next_try_at, mail.last_error = MailState.WAITING, 0, at, None
    _note(session, mail, "mail.put_back", actor=actor, at=at)


def retry_failed(session: Session, *, actor: Actor, at: datetime, event_id: int | None = None) -> int:
    """Every mail that was given up waits again, of one event or of all; returns how many."""
    wanted = sa.select(Mail).where(Mail.state == MailState.FAILED)
    if event_id is not None:
        wanted = wanted.where(Mail.event_id == event_id)
    mails = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    for mail in mails:
        retry(session, mail, actor=actor, at=at)
    return len(mails)


def withdraw(session: Session, mail: Mail, *, actor: Actor, at: datetime) -> None:
    """A waiting mail is not sent. Raises AlreadyLeft if it was, or is leaving at this moment."""
    if mail.state is not MailState.WAITING or rules.is_leaving(mail.claimed_until, now=at):
        raise rules.AlreadyLeft
    mail.state = MailState.WITHDRAWN
    _release(mail)
    _note(session, mail, "mail.withdrawn", actor=actor, at=at)


def withdraw_batch(session: Session, batch: uuid.UUID, *, event_id: int, actor: Actor, at: datetime) -> list[Mail]:
    """Whatever of one act's mails still waits is not sent; returns those mails."""
    return _withdraw_where(session, Mail.batch == batch, Mail.event_id == event_id, actor=actor, at=at)


def withdraw_about(session: Session, about: str, *, actor: Actor, at: datetime, kind: str = "") -> Sequence[Mail]:
    """Whatever still waits that belongs to `about`, of one kind or of all, is not sent; returns those mails."""
    only = [Mail.kind == kind] if kind else []
    return _withdraw_where(session, Mail.about == about, *only, actor=actor, at=at)


def _withdraw_where(session: Session, *conditions: sa.ColumnElement[bool], actor: Actor, at: datetime) -> list[Mail]:
    waiting = sa.select(Mail).where(*conditions, Mail.state == MailState.WAITING, _is_free(at))
    mails = list(session.scalars(waiting.with_for_update().execution_options(populate_existing=True)))
    for mail in mails:
        withdraw(session, mail, actor=actor, at=at)
    return mails


def _is_free(at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Mail.claimed_until.is_(None), Mail.claimed_until <= at)


def _held(session: Session, claimed: Claimed) -> Mail | None:
    """The mail, if the claim on it is still ours: whose claim ran out has nothing to say about it any more."""
    held = sa.select(Mail).where(Mail.id == claimed.id, Mail.claimed_by == claimed.claim)
    return session.scalar(held.with_for_update().execution_options(populate_existing=True))


def _release(mail: Mail) -> None:
    mail.claimed_by = mail.claimed_until = None


def _give_up(session: Session, mail: Mail, reason: str, *, at: datetime) -> None:
    mail.state, mail.last_error = MailState.FAILED, reason
    _release(mail)
    _note(session, mail, "mail.given_up", actor=POSTMAN, at=at)


def _note(session: Session, mail: Mail, action: str, *, actor: Actor, at: datetime) -> None:
    record(session, action, actor=actor, at=at, subject=mail, subject_name=mail.to_name, event_id=mail.event_id)
