"""Questions about whom a message goes to."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration, Status


def list_audience(
    session: Session,
    event_id: int,
    *,
    status: Status | None = None,
    sector: Sector | None = None,
    language: str | None = None,
    among: Sequence[int] | None = None,
) -> Sequence[Registration]:
    """Those of an event that a message is meant for, by name; `among` are ids somebody chose one by one."""
    conditions = [Registration.event_id == event_id]
    for column, value in (
        (Registration.status, status), (Registration.sector, sector), (Registration.language, language)
    ):  # fmt: skip
        if value is not None:
            conditions.append(column == value)
    if among is not None:
        conditions.append(Registration.id.in_(list(among)))
    return list_matching(session, sa.and_(*conditions))


def list_matching(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Registration]:
    """Those for whom `condition` on Registration holds, by name."""
    order = (Registration.sort_key, Registration.id)
    return session.scalars(sa.select(Registration).where(condition).order_by(*order)).all()
