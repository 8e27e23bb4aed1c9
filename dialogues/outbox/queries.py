"""Questions about mails."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.paging import Page
from dialogues.outbox.models import Mail, MailState

PAGE_SIZE = 50


class Listed(NamedTuple):
    """A line of the list of mails."""

    id: uuid.UUID
    kind: str
    to_address: str
    to_name: str
    subject: str
    event_id: int | None
    state: MailState
    created_at: datetime
    next_try_at: datetime
    tries: int
    last_error: str | None
    sent_at: datetime | None
    claimed_until: datetime | None


_COLUMNS = tuple(getattr(Mail, name) for name in Listed._fields)


def count_by_state(session: Session, *, event_id: int | None = None) -> dict[MailState, int]:
    """How many mails stand in each state, of one event or of all. Every state is a key."""
    counted = sa.select(Mail.state, sa.func.count()).where(_of(event_id)).group_by(Mail.state)
    return dict.fromkeys(MailState, 0) | dict(session.execute(counted).all())


def list_mails(
    session: Session, *, state: MailState | None = None, event_id: int | None = None, page: int = 1
) -> Page[Listed]:
    """One page of mails, newest first; of one event and one state, or of all."""
    wanted = sa.and_(_of(event_id), Mail.state == state if state else sa.true())
    chosen = sa.select(*_COLUMNS).where(wanted).order_by(Mail.created_at.desc(), Mail.id)
    rows = session.execute(chosen.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    total = session.scalar(sa.select(sa.func.count()).select_from(Mail).where(wanted)) or 0
    return Page(rows=[Listed(*row) for row in rows], number=page, size=PAGE_SIZE, total=total)


def list_all(session: Session, *, state: MailState | None = None) -> list[Listed]:
    """Every mail, newest first, of one state or of all."""
    chosen = sa.select(*_COLUMNS).where(Mail.state == state if state else sa.true())
    return [Listed(*row) for row in session.execute(chosen.order_by(Mail.created_at.desc(), Mail.id))]


def list_about(session: Session, about: str) -> Sequence[Mail]:
    """The mails that belong to one thing, newest first."""
    return session.scalars(sa.select(Mail).where(Mail.about == about).order_by(Mail.created_at.desc(), Mail.id)).all()


def find_mail(session: Session, mail_id: uuid.UUID, *, event_id: int | None = None) -> Mail | None:
    """One mail, of one event or of any."""
    return session.scalar(sa.select(Mail).where(Mail.id == mail_id, _of(event_id)))


def find_mail_to_change(session: Session, mail_id: uuid.UUID, *, event_id: int | None = None) -> Mail | None:
    """The same, held until the unit of work ends."""
    chosen = sa.select(Mail).where(Mail.id == mail_id, _of(event_id)).with_for_update()
    return session.scalar(chosen.execution_options(populate_existing=True))


def is_any_due(session: Session, *, at: datetime) -> bool:
    """Whether something waits whose time has come. Asked before the write lock is taken."""
    due = sa.exists().where(Mail.state == MailState.WAITING, Mail.next_try_at <= at)
    return bool(session.scalar(sa.select(due)))


def count_failed(session: Session, *, event_id: int | None = None) -> int:
    """How many mails were given up and nobody has looked after, of one event or of all."""
    counted = sa.select(sa.func.count()).select_from(Mail).where(Mail.state == MailState.FAILED, _of(event_id))
    return session.scalar(counted) or 0


def count_failed_by_event(session: Session, event_ids: Sequence[int]) -> dict[int, int]:
    """The same for several events at once; those without any are left out."""
    counted = (
        sa.select(Mail.event_id, sa.func.count())
        .where(Mail.state == MailState.FAILED, Mail.event_id.in_(list(event_ids)))
        .group_by(Mail.event_id)
    )
    return {key: count for key, count in session.execute(counted) if key is not None}


def count_overdue(session: Session, *, before: datetime) -> int:
    """How many mails wait that should have left before this instant."""
    late = sa.select(sa.func.count()).where(Mail.state == MailState.WAITING, Mail.next_try_at < before)
    return session.scalar(late) or 0


def _of(event_id: int | None) -> sa.ColumnElement[bool]:
    return sa.true() if event_id is None else Mail.event_id == event_id
