"""Questions about the screens in the hall."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.edition_models import WallLink
from dialogues.events.models import Event


def find_wall_event(session: Session, token: str) -> Event | None:
    """The event whose plan a secret address shows; None for one that was ended, or never was."""
    chosen = sa.select(Event).join(WallLink, WallLink.event_id == Event.id)
    return session.scalar(chosen.where(WallLink.token == token, WallLink.ended_at.is_(None)))


def find_wall(session: Session, *, event_id: int, wall_id: int) -> WallLink | None:
    """One screen of this event."""
    return session.scalar(sa.select(WallLink).where(WallLink.id == wall_id, WallLink.event_id == event_id))


def list_walls(session: Session, event_id: int) -> Sequence[WallLink]:
    """The screens of an event, open ones first, the newest first."""
    chosen = sa.select(WallLink).where(WallLink.event_id == event_id)
    return session.scalars(chosen.order_by(WallLink.ended_at.is_not(None), WallLink.id.desc())).all()
