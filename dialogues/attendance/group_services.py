"""Marking people who arrived together in one act, and taking it back as one. Each mark says that it was made so."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import group_queries, rules, services
from dialogues.attendance.group_models import GroupArrival, GroupMark
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import Day
from dialogues.attendance.rules import Said
from dialogues.attendance.services import NewMark, Outcome
from dialogues.audit.services import Actor, record
from dialogues.events.models import EventDay


def mark_group(
    session: Session,
    group_id: uuid.UUID,
    registration_ids: Sequence[int],
    *,
    event_id: int,
    day: Day,
    part: Part,
    label: str,
    actor: Actor,
    at: datetime,
) -> int:
    """These people are in, marked in one act; returns how many it marked. Who was in already is not marked again.

    Sent again with the same id, nothing changes. Raises DayClosed, or the refusal of whoever may not be marked.
    """
    known = group_queries.find_group(session, event_id, group_id)
    if known is not None:
        return len(group_queries.list_group_marks(session, group_id))
    wanted = [
        NewMark(uuid.uuid5(group_id, str(number)), day.day, MarkSource.DESK, number, part=part)
        for number in sorted(set(registration_ids))
    ]
    results = services.mark_many(session, wanted, event_id=event_id, actor=actor, at=at)
    refusal = next((one.refusal for one in results if one.refusal is not None), None)
    if refusal is not None:
        raise refusal
    made = [one.id for one, told in zip(wanted, results, strict=True) if told.outcome is Outcome.RECORDED]
    if not made:
        return 0
    group = GroupArrival(
        id=group_id, event_id=event_id, day_id=day.id, part=part, label=label, made_at=at, made_by_name=actor.name
    )
    session.add(group)
    session.flush()  # the marks of the group name it
    session.execute(sa.insert(GroupMark), [{"mark_id": mark_id, "group_id": group_id} for mark_id in made])
    record(
        session, "attendance.group_marked", actor=actor, at=at, subject=group, subject_name=label, event_id=event_id,
        changes={"attendance_on": (None, day.day), "marks_made": (None, len(made))},
    )  # fmt: skip
    return len(made)


def take_back_group(session: Session, group_id: uuid.UUID, *, event_id: int, actor: Actor, at: datetime) -> int:
    """The day is for all of them what it was before; returns for how many. What was changed since stays as it is.

    Raises ChangedSince if it was taken back already, or the event has no such act; DayClosed.
    """
    group = group_queries.find_group(session, event_id, group_id)
    if group is None or group.taken_back_at is not None:
        raise rules.ChangedSince
    ids = set(group_queries.list_group_marks(session, group_id))
    about = sa.select(Mark.registration_id).join(GroupMark, GroupMark.mark_id == Mark.id)
    chosen = sa.select(Mark.registration_id, Mark.id, Mark.part, Mark.status, Mark.seen_at, Mark.clock_offset_s).where(
        Mark.day_id == group.day_id, Mark.registration_id.in_(about.where(GroupMark.group_id == group_id))
    )
    said: defaultdict[int, list[Said]] = defaultdict(list)
    for row in session.execute(chosen):
        said[row[0]].append(Said(*row[1:]))
    day = session.scalars(sa.select(EventDay.day).where(EventDay.id == group.day_id)).one()
    wanted = [
        NewMark(
            uuid.uuid5(mark.id, f"group {again}"), day, MarkSource.DESK, number, part=again, status=status,
            speaks_last=True,
        )
        for number, marks in said.items()
        for mark in marks
        if mark.id in ids
        for again, status in _taking_back(marks, mark.id)
    ]  # fmt: skip
    results = services.mark_many(session, wanted, event_id=event_id, actor=actor, at=at)
    refusal = next((one.refusal for one in results if isinstance(one.refusal, rules.DayClosed)), None)
    if refusal is not None:
        raise refusal
    group.taken_back_at = at
    record(
        session, "attendance.group_taken_back", actor=actor, at=at, subject=group, subject_name=group.label,
        event_id=event_id,
    )  # fmt: skip
    return len({one.person.id for one in results if one.person is not None and one.outcome is Outcome.RECORDED})


def _taking_back(marks: list[Said], mark_id: uuid.UUID) -> list[tuple[Part, MarkStatus]]:
    try:
        return rules.taking_back(marks, mark_id)
    except rules.ChangedSince:
        return []  # somebody put this one right meanwhile
