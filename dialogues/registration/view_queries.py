"""Questions about kept views and habits."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.registration.view_models import PARTICIPANTS, ListHabit, OpeningView, SavedView

# Asked at every page of the list, so they are put together once.
_USER, _EVENT = sa.bindparam("user", type_=sa.Integer()), sa.bindparam("event", type_=sa.Integer())
_USABLE = sa.and_(
    SavedView.page == PARTICIPANTS,
    SavedView.removed_at.is_(None),
    sa.or_(
        sa.and_(SavedView.owner_id == _USER, sa.or_(SavedView.event_id == _EVENT, SavedView.event_id.is_(None))),
        sa.and_(SavedView.is_shared, SavedView.event_id == _EVENT),
    ),
)
_OPENS = sa.and_(OpeningView.view_id == SavedView.id, OpeningView.user_id == _USER, OpeningView.event_id == _EVENT)
_VIEWS = sa.select(SavedView, OpeningView.view_id).outerjoin(OpeningView, _OPENS).where(_USABLE)
_HABIT = sa.select(ListHabit.columns, ListHabit.page_size).where(
    ListHabit.user_id == _USER, ListHabit.page == PARTICIPANTS
)


@dataclass(frozen=True)
class KeptView:
    """A view somebody may use in an event."""

    id: int
    name: str
    query: str
    is_shared: bool
    is_own: bool
    is_everywhere: bool  # in every event of its owner
    opens: bool  # the list, for the reader


@dataclass(frozen=True)
class Habit:
    """How somebody likes lists best; None where nothing was chosen."""

    columns: str | None = None
    page_size: int | None = None


def list_views(session: Session, *, user_id: int, event_id: int) -> list[KeptView]:
    """The views of this event's list that somebody may use, by name: their own, and those shared with its team."""
    views = [
        KeptView(
            id=view.id,
            name=view.name,
            query=view.query,
            is_shared=view.is_shared,
            is_own=view.owner_id == user_id,
            is_everywhere=view.event_id is None,
            opens=opening is not None,
        )
        for view, opening in session.execute(_VIEWS, {"user": user_id, "event": event_id})
    ]
    return sorted(views, key=lambda view: (view.name.casefold(), view.id))


def find_view(session: Session, *, view_id: int, user_id: int, event_id: int) -> SavedView | None:
    """One of these views."""
    chosen = sa.select(SavedView).where(SavedView.id == view_id, _USABLE)
    return session.scalar(chosen, {"user": user_id, "event": event_id})


def find_removed_view(session: Session, *, view_id: int, event_id: int) -> SavedView | None:
    """A view of this event, or of somebody's every event, that was removed and can still be brought back."""
    chosen = sa.select(SavedView).where(
        SavedView.id == view_id,
        SavedView.removed_at.is_not(None),
        sa.or_(SavedView.event_id == event_id, SavedView.event_id.is_(None)),
    )
    return session.scalar(chosen)


def count_views(session: Session, user_id: int) -> int:
    """How many views somebody keeps."""
    mine = sa.and_(SavedView.owner_id == user_id, SavedView.removed_at.is_(None))
    return session.scalar(sa.select(sa.func.count()).select_from(SavedView).where(mine)) or 0


def find_habit(session: Session, user_id: int) -> Habit:
    """How somebody likes the list of participants best."""
    row = session.execute(_HABIT, {"user": user_id}).one_or_none()
    return Habit(*row) if row else Habit()
