"""How long the ways between the places of an event take."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.events.models import Place, TravelTime
from dialogues.events.queries import hold_event, list_travel


def set_travel(
    session: Session, *, place: Place, minutes: Mapping[int, int | None], actor: Actor, at: datetime
) -> None:
    """Say how many minutes it takes from a place to others of its event, the same both ways; None for not known."""
    hold_event(session, place.event_id)
    known = list_travel(session, place_id=place.id)
    others = {other.id: other.name for other in place.event.places if other.id != place.id}
    changes = {}
    for other_id, new in minutes.items():
        old = known.get(other_id)
        if other_id not in others or old == new:
            continue
        first_id, second_id = sorted((place.id, other_id))
        here = (TravelTime.first_id == first_id) & (TravelTime.second_id == second_id)
        session.execute(sa.delete(TravelTime).where(here))
        if new is not None:
            session.add(TravelTime(first_id=first_id, second_id=second_id, minutes=new))
        changes[others[other_id]] = (old, new)
    if changes:
        record(session, "place.travel_set", actor=actor, at=at, subject=place, subject_name=place.name,
               event_id=place.event_id, changes=changes)  # fmt: skip
