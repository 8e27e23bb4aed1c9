"""Registrations that became part of another one: their numbers, badges and links lead to that one."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from dialogues.registration.models import Registration


def list_former(
    session: Session, *, ids: Collection[int], badges: Collection[str]
) -> Sequence[sa.Row[int, str, int | None]]:
    """Of these numbers and badge codes, those that became part of another registration: (id, badge_code, of which)."""
    chosen = sa.select(Registration.id, Registration.badge_code, Registration.merged_into_id).where(
        Registration.merged_into_id.is_not(None),
        sa.or_(Registration.id.in_(ids), Registration.badge_code.in_(badges)),
    )
    return session.execute(chosen).all()


def find_what_it_became(session: Session, event_id: int, registration_id: int) -> int | None:
    """The number of the registration of this event that `registration_id` has become part of, if it has."""
    into = sa.select(Registration.merged_into_id).where(Registration.id == registration_id).scalar_subquery()
    return session.scalar(sa.select(Registration.id).where(Registration.event_id == event_id, Registration.id == into))


def find_by_link(session: Session, link_token: str) -> Registration | None:
    """The registration behind a personal link, with its event; the link of one that was merged leads to that one."""
    chosen = sa.select(Registration).options(joinedload(Registration.event), joinedload(Registration.stakeholder_group))
    row = session.scalar(chosen.where(Registration.link_token == link_token))
    if row is None or row.merged_into_id is None:
        return row
    return session.scalar(chosen.where(Registration.id == row.merged_into_id))
