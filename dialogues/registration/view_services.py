"""What can happen to views of a list. The journal tells of those shared with a team; one's own are one's own affair."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean_line
from dialogues.registration import view_queries, view_rules
from dialogues.registration.view_models import PARTICIPANTS, ListHabit, OpeningView, SavedView

_REMOVED_ARE_KEPT = timedelta(days=30)


def save_view(
    session: Session,
    *,
    actor: Actor,
    event_id: int | None,
    name: str,
    query: str,
    is_shared: bool,
    at: datetime,
    page: str = PARTICIPANTS,
) -> SavedView:
    """Keep a view of the list, or of another `page`, under a name; without `event_id` for every event.

    Raises NoViewName, ViewNameTooLong, ViewTooLong or TooManyViews.
    """
    name = clean_line(name)
    view_rules.require_name(name)
    view_rules.require_query(query)
    if actor.user_id is None:
        raise ValueError("A view is kept by somebody with an account.")
    view_rules.require_room(view_queries.count_views(session, actor.user_id))
    session.execute(sa.delete(SavedView).where(SavedView.removed_at < at - _REMOVED_ARE_KEPT))
    view = SavedView(
        page=page, event_id=event_id, owner_id=actor.user_id, name=name, query=query, is_shared=is_shared,
        created_at=at,
    )  # fmt: skip
    session.add(view)
    session.flush()  # the journal needs the id, and so does whoever opens the list with it
    _note(session, view, "saved_view.saved", actor=actor, at=at)
    return view


def rename_view(session: Session, view: SavedView, *, name: str, actor: Actor, at: datetime) -> None:
    """Call a view something else. Raises NoViewName or ViewNameTooLong."""
    name = clean_line(name)
    view_rules.require_name(name)
    changes = assign(view, {"name": name})
    if changes:
        _note(session, view, "saved_view.renamed", actor=actor, at=at, changes=changes)


def remove_view(session: Session, view: SavedView, *, actor: Actor, at: datetime) -> None:
    """A view is offered no more. For a month it can be brought back."""
    view.removed_at = at
    _note(session, view, "saved_view.removed", actor=actor, at=at)


def restore_view(session: Session, view: SavedView, *, actor: Actor, at: datetime) -> None:
    """A removed view is offered again."""
    view.removed_at = None
    _note(session, view, "saved_view.restored", actor=actor, at=at)


def open_with_view(session: Session, *, user_id: int, event_id: int, view: SavedView | None) -> None:
    """Somebody's list of this event opens with a view, or with everybody."""
    session.execute(sa.delete(OpeningView).where(OpeningView.user_id == user_id, OpeningView.event_id == event_id))
    if view is not None:
        session.add(OpeningView(user_id=user_id, event_id=event_id, view_id=view.id))


def like_columns(session: Session, *, user_id: int, columns: str | None) -> None:
    """Remember the columns somebody chose; None: the usual ones."""
    _habit(session, user_id).columns = columns


def like_page_size(session: Session, *, user_id: int, size: int) -> None:
    """Remember how many rows of a page somebody wants."""
    _habit(session, user_id).page_size = size


def _note(session: Session, view: SavedView, action: str, *, actor: Actor, at: datetime, **more: Any) -> None:
    if view.is_shared:
        record(
            session, action, actor=actor, at=at, subject=view, subject_name=view.name, event_id=view.event_id, **more
        )


def _habit(session: Session, user_id: int) -> ListHabit:
    habit = session.get(ListHabit, (user_id, PARTICIPANTS))
    if habit is None:
        habit = ListHabit(user_id=user_id, page=PARTICIPANTS)
        session.add(habit)
    return habit
