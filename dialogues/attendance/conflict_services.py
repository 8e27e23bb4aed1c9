"""What an organiser does where people at different places said different things: one version is kept, and undone."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from dialogues.attendance import device_queries, rules, services
from dialogues.attendance.models import MarkSource, Part
from dialogues.attendance.services import NewMark, Result
from dialogues.audit.services import Actor

_STATUS_OF = {said: status for status, said in device_queries.SAYS.items()}


def settle_conflict(
    session: Session,
    *,
    event_id: int,
    registration_id: int,
    day: date,
    part: Part,
    kept_id: uuid.UUID,
    mark_id: uuid.UUID,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Result:
    """What the mark `kept_id` said stands, by a correction `mark_id` with its reason; all versions stay on record.

    Raises ChangedSince if nobody disagrees about that any more or none of the versions is that mark.
    """
    conflicts = device_queries.list_conflicts(session, event_id, registration_id=registration_id)
    here = next((one for one in conflicts if (one.day, one.part) == (day, part)), None)
    kept = next((one for one in here.versions if one.mark_id == kept_id), None) if here else None
    if kept is None:
        raise rules.ChangedSince
    wanted = NewMark(
        id=mark_id,
        day=day,
        source=MarkSource.CORRECTION,
        registration_id=registration_id,
        part=part,
        status=_STATUS_OF[kept.said],
        reason=reason,
    )
    return services.mark(session, wanted, event_id=event_id, actor=actor, at=at)


def reopen_conflict(
    session: Session, mark_id: uuid.UUID, *, event_id: int, reason: str, actor: Actor, at: datetime
) -> None:
    """A choice is taken back: the day is as it was before it, and people disagree about it again.

    Raises ChangedSince if the choice no longer stands.
    """
    services.take_back(
        session, mark_id, event_id=event_id, actor=actor, at=at, source=MarkSource.CORRECTION, reason=reason
    )
