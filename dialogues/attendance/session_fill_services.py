"""A session in which everybody was who was in on the day: marked in one act, and taken back as one."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import rules
from dialogues.attendance.models import MarkSource, MarkStatus
from dialogues.attendance.queries import find_day
from dialogues.attendance.session_queries import list_said, list_unseen
from dialogues.attendance.session_services import NewSessionMark, find_block, new_mark
from dialogues.audit.services import Actor, record
from dialogues.core.errors import NotFoundHere
from dialogues.registration.models import Registration


def fill_session(
    session: Session, fill_id: uuid.UUID, *, event_id: int, agenda_session_id: int, reason: str, actor: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Whoever is in on that half of the day and was not yet looked for in the session was in it; returns how many.

    Each mark says by its reason that it was made so. Raises NotFoundHere for a session of another event, DayClosed.
    """
    block, is_closed, its_day = find_block(session, event_id=event_id, agenda_session_id=agenda_session_id)
    day = find_day(session, event_id, its_day.day)
    if day is None:
        raise NotFoundHere
    if is_closed:
        raise rules.DayClosed(day=day.day)
    half = rules.half_at(block.starts)
    people = list_unseen(session, event_id, agenda_session_id=block.id, day=day, half=half)
    said = list_said(session, agenda_session_id=block.id, registration_ids=people)
    for one in people:
        wanted = NewSessionMark(
            _mark_of(fill_id, one), block.id, one, MarkStatus.PRESENT, MarkSource.CORRECTION, reason
        )
        session.add(new_mark(wanted, moment=rules.moment_after(said.get(one, ()), at), actor=actor, at=at))
    if people:
        record(
            session, "attendance.session_filled", actor=actor, at=at, subject=block, subject_name=block.title,
            event_id=event_id, changes={"attendance_on": (None, day.day), "marks_made": (None, len(people))},
            reason=reason,
        )  # fmt: skip
    return len(people)


def take_back_session_fill(
    session: Session, fill_id: uuid.UUID, *, event_id: int, agenda_session_id: int, reason: str, actor: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """The session is as if that act had not been, and of how many people. What was recorded since stands."""
    block, is_closed, day = find_block(session, event_id=event_id, agenda_session_id=agenda_session_id)
    if is_closed:
        raise rules.DayClosed(day=day.day)
    of_event = session.scalars(sa.select(Registration.id).where(Registration.event_id == event_id))
    its_mark = {_mark_of(fill_id, one): one for one in of_event}
    said = list_said(session, agenda_session_id=block.id)
    number = 0
    for mark_id, person in its_mark.items():
        for _part, status in rules.setting_aside(said.get(person, ()), {mark_id}):
            wanted = NewSessionMark(
                uuid.uuid5(mark_id, "back"), block.id, person, status, MarkSource.CORRECTION, reason
            )
            moment = rules.moment_after(said[person], at)
            session.add(new_mark(wanted, moment=moment, actor=actor, at=at))
            number += 1
    if number:
        record(
            session, "attendance.session_fill_taken_back", actor=actor, at=at, subject=block,
            subject_name=block.title, event_id=event_id, changes={"marks_made": (None, number)}, reason=reason,
        )  # fmt: skip
    return number


def _mark_of(fill_id: uuid.UUID, registration_id: int) -> uuid.UUID:
    return uuid.uuid5(fill_id, str(registration_id))
