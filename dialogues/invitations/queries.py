"""Questions about who was asked and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from dialogues.core.paging import Page
from dialogues.events.queries import hold_event
from dialogues.invitations.models import Answer, Invitation, InvitationLetter
from dialogues.invitations.rules import Standing
from dialogues.outbox.models import Mail, MailState
from dialogues.people.models import Organisation, Person
from dialogues.people.queries import IS_PERSON, has_all_words
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration

PAGE_SIZE = 50
FOUND_MAX = 50  # persons of the directory offered at once
REMINDER = "invitation.reminder"
LETTER = "invitation.sent"
_PREFIX = "invitation:"


_SOMEBODY = aliased(Registration)
_NAMED = aliased(Registration)
_WITH_PEOPLE = (joinedload(Invitation.registration), joinedload(Invitation.named))
_NAME = sa.func.coalesce(_SOMEBODY.full_name, Invitation.contact_name, Invitation.organisation_name)
_EMAIL = sa.func.coalesce(_SOMEBODY.email, Invitation.email)


class Listed(NamedTuple):
    """A line of the list of invitations."""

    id: int
    is_seat: bool
    name: str  # of the person, or of the institution
    organisation_name: str | None
    position: str | None
    sector: Sector
    answer: Answer
    answer_by: date | None
    answered_at: datetime | None
    reason: str | None
    email: str | None
    phone: str | None
    named: str | None  # who comes instead


@dataclass(frozen=True)
class Counts:
    """How the invitations of an event stand, in all and by sector."""

    total: dict[Standing, int]
    by_sector: dict[Sector, dict[Standing, int]]


def about(invitation_id: int) -> str:
    """What mails of an invitation belong to."""
    return f"{_PREFIX}{invitation_id}"


def invitation_of(mail: Mail) -> int | None:
    """The number of the invitation that a mail belongs to."""
    text = (mail.about or "").removeprefix(_PREFIX)
    return int(text) if text.isascii() and text.isdigit() else None


def find_invitation(session: Session, event_id: int, invitation_id: int) -> Invitation | None:
    """One invitation of an event with whom it names."""
    chosen = sa.select(Invitation).where(Invitation.event_id == event_id, Invitation.id == invitation_id)
    return session.scalar(chosen.options(*_WITH_PEOPLE))


def find_invitation_to_change(session: Session, event_id: int, invitation_id: int) -> Invitation | None:
    """The same, held until the unit of work ends; the event's row is held first, as by everybody."""
    hold_event(session, event_id)
    chosen = sa.select(Invitation).where(Invitation.event_id == event_id, Invitation.id == invitation_id)
    return session.scalar(chosen.with_for_update().execution_options(populate_existing=True))


def find_by_token(session: Session, token: str) -> Invitation | None:
    """The invitation behind a personal link; where two of one person were merged, either link leads to the one."""
    chosen = sa.select(Invitation).options(*_WITH_PEOPLE, joinedload(Invitation.event))
    found = session.scalar(chosen.where(Invitation.token == token))
    if found is None or found.registration is None or found.registration.merged_into_id is None:
        return found
    return session.scalar(chosen.where(Invitation.registration_id == found.registration.merged_into_id))


def find_invitation_of(session: Session, registration_id: int) -> Invitation | None:
    """The invitation of somebody on the list."""
    return session.scalar(sa.select(Invitation).where(Invitation.registration_id == registration_id))


def count_standings(session: Session, event_id: int, *, today: date, **filters: Any) -> Counts:
    """How many invitations stand how, of those the other filters leave."""
    standing = _standing(today)
    counted = (
        sa.select(Invitation.sector, standing, sa.func.count())
        .outerjoin(_SOMEBODY, _SOMEBODY.id == Invitation.registration_id)
        .where(_wanted(event_id, today=today, **filters))
        .group_by(Invitation.sector, standing)
    )
    total = dict.fromkeys(Standing, 0)
    by_sector = {sector: dict.fromkeys(Standing, 0) for sector in Sector}
    for sector, code, count in session.execute(counted):
        total[Standing(code)] += count
        by_sector[sector][Standing(code)] += count
    return Counts(total=total, by_sector=by_sector)


def list_invitations(session: Session, event_id: int, *, today: date, page: int = 1, **filters: Any) -> Page[Listed]:
    """One page of invitations by name. Filters: `text`, `sector`, `standing`, `by_phone` (without an address)."""
    wanted = _wanted(event_id, today=today, **filters)
    base = sa.select(Invitation.id).outerjoin(_SOMEBODY, _SOMEBODY.id == Invitation.registration_id).where(wanted)
    total = session.scalar(sa.select(sa.func.count()).select_from(base.subquery())) or 0
    chosen = _listed().where(wanted).order_by(Invitation.sort_key, Invitation.id)
    rows = session.execute(chosen.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return Page(rows=[Listed(*row) for row in rows], number=page, size=PAGE_SIZE, total=total)


def list_to_print(
    session: Session, event_id: int, *, among: Sequence[int] | None = None, limit: int | None = None
) -> Sequence[Invitation]:
    """The invitations that letters are printed of, by name: all that were not withdrawn, or those asked for."""
    chosen = (
        sa.select(Invitation)
        .outerjoin(_SOMEBODY, _SOMEBODY.id == Invitation.registration_id)
        .where(
            Invitation.event_id == event_id, Invitation.answer != Answer.WITHDRAWN, _SOMEBODY.merged_into_id.is_(None)
        )
    )
    if among is not None:
        chosen = chosen.where(Invitation.id.in_(list(among)))
    return session.scalars(
        chosen.options(*_WITH_PEOPLE).order_by(Invitation.sort_key, Invitation.id).limit(limit)
    ).all()


def list_open_to_change(
    session: Session, event_id: int, *, today: date, among: Sequence[int] | None = None, **filters: Any
) -> Sequence[Invitation]:
    """The invitations nobody has answered, held until the unit of work ends; those asked for, or all of the filters."""
    hold_event(session, event_id)
    wanted = _wanted(event_id, today=today, **filters)
    ids = sa.select(Invitation.id).outerjoin(_SOMEBODY, _SOMEBODY.id == Invitation.registration_id).where(wanted)
    chosen = sa.select(Invitation).where(Invitation.id.in_(ids), Invitation.answer == Answer.OPEN)
    if among is not None:
        chosen = chosen.where(Invitation.id.in_(list(among)))
    held = chosen.order_by(Invitation.sort_key, Invitation.id).with_for_update()
    people = selectinload(Invitation.registration)  # a join could not be held
    return session.scalars(held.options(people).execution_options(populate_existing=True)).all()


def count_reminders(session: Session, event_id: int) -> dict[str, int]:
    """How many reminders each invitation of an event got or will get, by what the mails are about."""
    counted = (
        sa.select(Mail.about, sa.func.count())
        .where(Mail.event_id == event_id, Mail.kind == REMINDER, Mail.state != MailState.WITHDRAWN)
        .group_by(Mail.about)
    )
    return {key: count for key, count in session.execute(counted) if key is not None}


def list_letters(session: Session, event_id: int) -> dict[str, InvitationLetter]:
    """The letters of an event that somebody changed, by language."""
    rows = session.scalars(sa.select(InvitationLetter).where(InvitationLetter.event_id == event_id))
    return {one.language: one for one in rows}


def search_directory(session: Session, event_id: int, text: str) -> list[Any]:
    """Persons of the directory with the typed words who are not on the list of this event yet, by name."""
    if not text.strip():
        return []
    here = sa.exists().where(Registration.person_id == Person.id, Registration.event_id == event_id)
    chosen = (
        sa.select(Person.id, Person.full_name, Person.honorific, Person.sector, Person.position, Person.email,
                  Person.phone, Organisation.name.label("organisation"))
        .outerjoin(Person.organisation)
        .where(IS_PERSON, has_all_words(Person.search_key, text), ~here)
        .order_by(Person.sort_key, Person.id)
        .limit(FOUND_MAX)
    )  # fmt: skip
    return list(session.execute(chosen))


def _listed() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Invitation.id, Invitation.is_seat, _NAME,
            sa.func.coalesce(Invitation.organisation_name, _SOMEBODY.organisation_name),
            sa.func.coalesce(Invitation.position, _SOMEBODY.position), Invitation.sector, Invitation.answer,
            Invitation.answer_by, Invitation.answered_at, Invitation.reason, _EMAIL,
            sa.func.coalesce(_SOMEBODY.phone, Invitation.phone), _NAMED.full_name,
        )
        .outerjoin(_SOMEBODY, _SOMEBODY.id == Invitation.registration_id)
        .outerjoin(_NAMED, _NAMED.id == Invitation.named_id)
    )  # fmt: skip


def _standing(today: date) -> sa.ColumnElement[str]:
    has_expired = sa.and_(Invitation.answer == Answer.OPEN, Invitation.answer_by < today)
    return sa.case((has_expired, Standing.EXPIRED.value), else_=sa.cast(Invitation.answer, sa.Text))


def _wanted(
    event_id: int,
    *,
    today: date,
    text: str = "",
    sector: Sector | None = None,
    standing: Standing | None = None,
    by_phone: bool = False,
) -> sa.ColumnElement[bool]:
    # Of somebody invited twice and merged since, the second invitation leads to the first and is not counted.
    conditions = [Invitation.event_id == event_id, _SOMEBODY.merged_into_id.is_(None)]
    if text:
        conditions.append(has_all_words(Invitation.search_key, text))
    if sector is not None:
        conditions.append(Invitation.sector == sector)
    if by_phone:
        conditions += [_EMAIL.is_(None), Invitation.answer == Answer.OPEN]
    if standing is not None:
        conditions.append(_standing(today) == standing.value)
    return sa.and_(*conditions)
