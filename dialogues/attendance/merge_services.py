"""Uniting what was recorded of one person under two registrations, and parting it again.

No mark is changed in what it says: it is put under the other registration, and which ones were is returned, so that
parting puts exactly those back. The states of all days follow from the marks in the same transaction.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.models import DayState, Mark, SessionMark
from dialogues.attendance.rules import Said, state_of

_AT_ONCE = 500  # ids in one statement: databases take a limited number of parameters
_DAY_STATE = cast(sa.Table, DayState.__table__)


def unite_marks(session: Session, *, from_id: int, to_id: int) -> dict[str, list[str]]:
    """All marks of one registration stand under another; returns which ones did not before, for `part_marks`.

    Both registrations are held by whoever calls, so no mark is being written to either.
    """
    moved = {}
    for kind in (Mark, SessionMark):
        statement = sa.update(kind).where(kind.registration_id == from_id).values(registration_id=to_id)
        returning = statement.returning(kind.id).execution_options(synchronize_session=False)
        moved[kind.__tablename__] = sorted(str(one) for one in session.scalars(returning))
    recount_states(session, (from_id, to_id))
    return moved


def part_marks(session: Session, moved: dict[str, list[str]], *, from_id: int, to_id: int) -> None:
    """The marks that `unite_marks` moved stand under `from_id` again; those recorded since stay under `to_id`."""
    for kind in (Mark, SessionMark):
        ids = [uuid.UUID(one) for one in moved[kind.__tablename__]]
        for start in range(0, len(ids), _AT_ONCE):
            statement = (
                sa.update(kind)
                .where(kind.id.in_(ids[start : start + _AT_ONCE]), kind.registration_id == to_id)
                .values(registration_id=from_id)
            )
            session.execute(statement.execution_options(synchronize_session=False))
    recount_states(session, (from_id, to_id))


def count_marks_since(session: Session, moved: dict[str, list[str]], *, registration_id: int, before: int) -> int:
    """How many marks a registration has beyond the `before` it had and those that were `moved` to it."""
    now = sum(
        session.scalar(sa.select(sa.func.count()).where(kind.registration_id == registration_id)) or 0
        for kind in (Mark, SessionMark)
    )
    return now - before - sum(len(ids) for ids in moved.values())


def count_marks(session: Session, registration_id: int) -> int:
    """How many marks stand under a registration, of days and of sessions."""
    return count_marks_since(session, {}, registration_id=registration_id, before=0)


def recount_states(session: Session, registration_ids: Collection[int]) -> None:
    """The kept states of some registrations are again what their marks add up to."""
    said: defaultdict[tuple[int, int], list[Said]] = defaultdict(list)
    chosen = sa.select(
        Mark.registration_id, Mark.day_id, Mark.id, Mark.part, Mark.status, Mark.seen_at, Mark.clock_offset_s
    )
    for row in session.execute(chosen.where(Mark.registration_id.in_(registration_ids))):
        said[row[0], row[1]].append(Said(*row[2:]))
    session.execute(sa.delete(_DAY_STATE).where(_DAY_STATE.c.registration_id.in_(registration_ids)))
    rows = list(_states(said.items()))
    if rows:
        session.execute(sa.insert(_DAY_STATE), rows)


def _states(said: Iterable[tuple[tuple[int, int], list[Said]]]) -> Iterable[dict[str, Any]]:
    for (registration_id, day_id), marks in said:
        yield {"registration_id": registration_id, "day_id": day_id, **state_of(marks)._asdict()}
