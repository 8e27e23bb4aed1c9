"""Questions about choices of the programme report kept under a name. They are their owner's alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.registration.view_models import SavedView

PROGRAMME = "programme"  # the name of the page among kept views


def list_views(session: Session, *, user_id: int) -> Sequence[SavedView]:
    """The choices somebody keeps, by name."""
    chosen = sa.select(SavedView).where(_own(user_id), SavedView.removed_at.is_(None))
    return sorted(session.scalars(chosen), key=lambda view: (view.name.casefold(), view.id))


def find_view(session: Session, *, view_id: int, user_id: int, is_removed: bool = False) -> SavedView | None:
    """One of them; or one that was removed and can still be brought back."""
    removed = SavedView.removed_at.is_not(None) if is_removed else SavedView.removed_at.is_(None)
    return session.scalar(sa.select(SavedView).where(SavedView.id == view_id, _own(user_id), removed))


def _own(user_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(SavedView.page == PROGRAMME, SavedView.owner_id == user_id)
