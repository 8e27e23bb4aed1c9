"""What can happen to the places of an event and their rooms."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.core.folding import fold
from dialogues.events import queries, rules
from dialogues.events.models import Event, Place, Room, TravelTime


def add_place(
    session: Session,
    *,
    event: Event,
    name: str,
    address: str | None,
    also_spelled: str | None,
    actor: Actor,
    at: datetime,
) -> Place:
    """Add a venue or site. Raises PlaceNameTaken."""
    _require_free(name, queries.list_places(session, event.id))
    place = Place(event=event, name=name, address=address, also_spelled=also_spelled)
    session.add(place)
    _note(session, "place.added", place, event_id=event.id, actor=actor, at=at)
    return place


def edit_place(
    session: Session,
    *,
    place: Place,
    name: str,
    address: str | None,
    also_spelled: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Change a place's name, address or other spellings. Raises PlaceNameTaken."""
    others = [one for one in queries.list_places(session, place.event_id) if one is not place]
    _require_free(name, others)
    changes = assign(place, {"name": name, "address": address, "also_spelled": also_spelled})
    if changes:
        _note(session, "place.changed", place, event_id=place.event_id, actor=actor, at=at, changes=changes)


def remove_place(session: Session, *, place: Place, actor: Actor, at: datetime) -> int:
    """Remove a place with its rooms and return the journal entry that brings it back. Raises PlaceInUse."""
    rooms = queries.count_uses(session, Room, [room.id for room in place.rooms])
    own = queries.count_uses(session, Place, [place.id], besides={Room.__tablename__, TravelTime.__tablename__})
    if own[place.id].total or any(uses.total for uses in rooms.values()):
        raise rules.PlaceInUse(name=place.name)
    kept = {
        "address": (place.address, None),
        "also_spelled": (place.also_spelled, None),
        "_rooms": (json.dumps([[room.name, room.seats] for room in place.rooms]), None),
    }
    entry_id = _note(session, "place.removed", place, event_id=place.event_id, actor=actor, at=at, changes=kept)
    for room in place.rooms:
        session.delete(room)
    ways = sa.or_(TravelTime.first_id == place.id, TravelTime.second_id == place.id)
    session.execute(sa.delete(TravelTime).where(ways))
    session.flush()  # rooms point at their place
    session.delete(place)
    return entry_id


def add_room(session: Session, *, place: Place, name: str, seats: int | None, actor: Actor, at: datetime) -> Room:
    """Add a room to a place. Raises PlaceNameTaken."""
    _require_free(name, place.rooms)
    room = Room(place=place, name=name, seats=seats)
    session.add(room)
    _note(session, "room.added", room, event_id=place.event_id, actor=actor, at=at)
    return room


def edit_room(session: Session, *, room: Room, name: str, seats: int | None, actor: Actor, at: datetime) -> None:
    """Change a room's name or seats. Raises PlaceNameTaken."""
    _require_free(name, [one for one in room.place.rooms if one is not room])
    changes = assign(room, {"name": name, "seats": seats})
    if changes:
        _note(session, "room.changed", room, event_id=room.place.event_id, actor=actor, at=at, changes=changes)


def remove_room(session: Session, *, room: Room, actor: Actor, at: datetime) -> int:
    """Remove a room and return the journal entry that brings it back. Raises PlaceInUse."""
    if queries.count_uses(session, Room, [room.id])[room.id].total:
        raise rules.PlaceInUse(name=room.name)
    kept = {"seats": (room.seats, None), "place_id": (room.place_id, None)}
    entry_id = _note(session, "room.removed", room, event_id=room.place.event_id, actor=actor, at=at, changes=kept)
    session.delete(room)
    return entry_id


def restore_removed(session: Session, *, event: Event, entry_id: int, actor: Actor, at: datetime) -> Place | Room:
    """Bring back the place or room whose removal `entry_id` tells of, as it was.

    Raises NotFoundHere if the entry is not one of this event, PlaceNameTaken if its name was given again since.
    """
    entry = session.get(Entry, entry_id)
    if entry is None or entry.event_id != event.id or entry.action not in {"place.removed", "room.removed"}:
        raise NotFoundHere
    before: dict[str, Any] = {name: old for name, (old, _new) in entry.changes.items()}
    if entry.action == "room.removed":
        place = queries.find_place(session, event_id=event.id, place_id=int(before["place_id"]))
        if place is None:
            raise NotFoundHere
        return add_room(session, place=place, name=entry.subject_name, seats=before["seats"], actor=actor, at=at)
    place = add_place(session, event=event, name=entry.subject_name, address=before["address"],
                      also_spelled=before["also_spelled"], actor=actor, at=at)  # fmt: skip
    for name, seats in json.loads(before["_rooms"]):
        add_room(session, place=place, name=name, seats=seats, actor=actor, at=at)
    return place


def _require_free(name: str, others: Iterable[Place | Room]) -> None:
    if any(fold(one.name) == fold(name) for one in others):
        raise rules.PlaceNameTaken(name=name)


def _note(
    session: Session,
    action: str,
    subject: Place | Room,
    *,
    event_id: int,
    actor: Actor,
    at: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> int:
    session.flush()  # the journal names the id
    record(session, action, actor=actor, at=at, subject=subject, subject_name=subject.name, event_id=event_id,
           changes=changes)  # fmt: skip
    session.flush()  # its own id is how a removal is taken back
    newest = sa.select(sa.func.max(Entry.id)).where(
        Entry.action == action, Entry.event_id == event_id, Entry.subject_id == str(subject.id)
    )
    return int(session.scalars(newest).one())
