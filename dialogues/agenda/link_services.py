"""What let go of a session that was removed holds on to it again when it comes back.

Features above this one may point at a session with a key that is emptied when the session goes; this one must not know
them, so the foreign keys themselves are asked.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.models import AgendaSession
from dialogues.core.db import Base

Links = list[list[Any]]  # table, column, numbers of its rows


def list_links(session: Session, session_id: int) -> Links:
    """The rows that would let go of a session if it went."""
    found = []
    for column in _letting_go():
        chosen = sa.select(column.table.c.id).where(column == session_id).order_by(column.table.c.id)
        if numbers := list(session.scalars(chosen)):
            found.append([column.table.name, column.name, numbers])
    return found


def tie_again(session: Session, session_id: int, links: Links) -> None:
    """The rows that let go of a session point at it again, but for those that are gone or point elsewhere by now."""
    kept = {(table, column): numbers for table, column, numbers in links}
    for column in _letting_go():
        if numbers := kept.get((column.table.name, column.name)):
            which = (column.table.c.id.in_(numbers), column.is_(None))
            session.execute(sa.update(column.table).where(*which).values({column: session_id}))
    session.expire_all()


def _letting_go() -> Iterator[sa.Column[Any]]:
    target = AgendaSession.__table__.c.id
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is target and key.ondelete == "SET NULL" for key in column.foreign_keys):
                yield column
