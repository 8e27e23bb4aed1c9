"""What can happen to the sessions of an agenda."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dialogues.agenda import queries, rules
from dialogues.agenda.link_services import Links, list_links, tie_again
from dialogues.agenda.models import AgendaSession, SessionKind, SessionPerson, SessionRole
from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import Event, EventDay, Place, Room
from dialogues.events.queries import count_uses
from dialogues.registration.models import Registration

Changes = dict[str, tuple[Any, Any]]

_REMOVED = "agenda_session.removed"
_KEPT = "_kept"  # all of a removed session, for bringing it back; the history does not show names with an underscore
_COLUMNS = (
    "day_id", "starts", "ends", "kind", "title", "place_id", "room_id", "description", "process_notes",
    "is_pinned", "may_skip", "minutes_min", "expected",
    "aim", "steps", "materials", "is_chatham_house", "translations",
)  # fmt: skip


@dataclass(frozen=True)
class RoleOf:
    """A role in a session: of a registered person, or of a name that is not registered."""

    role: SessionRole
    registration_id: int | None = None
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class SessionDetails:
    """All that is said about a session. A room's place need not be given; without a day it is parked."""

    day_id: int | None
    starts: time
    ends: time
    kind: SessionKind
    title: str
    place_id: int | None = None
    room_id: int | None = None
    description: str | None = None
    process_notes: str | None = None
    is_pinned: bool = False
    may_skip: bool = False
    minutes_min: int | None = None
    expected: int | None = None
    people: Sequence[RoleOf] = ()
    aim: str | None = None
    steps: str | None = None
    materials: str | None = None
    is_chatham_house: bool = False
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def add_session(
    session: Session, details: SessionDetails, *, event: Event, actor: Actor, at: datetime
) -> AgendaSession:
    """Put a session on a day of `event`. Clashes are not looked at: they warn, they never block.

    Raises EndsBeforeStart or NoSuchTime, NotFoundHere for a day, place, room or registration of another event.
    """
    block = AgendaSession(**_values(session, details, event=event))
    block.people = _people(session, details.people, event=event)
    session.add(block)
    _note(session, "agenda_session.added", block, event=event, actor=actor, at=at)
    return block


def edit_session(
    session: Session,
    details: SessionDetails,
    *,
    agenda_session: AgendaSession,
    event: Event,
    version: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Change a session. Raises SessionChanged if `version` is not the stored one, and what add_session raises."""
    if agenda_session.version != version:
        raise rules.SessionChanged
    changes = assign(agenda_session, _values(session, details, event=event))
    before = _people_words(session, _roles(agenda_session.people))
    people = _people(session, details.people, event=event)
    if _roles(people) != _roles(agenda_session.people):
        agenda_session.people = []
        session.flush()  # the old rows go before equal new ones come
        agenda_session.people = people
        flag_modified(agenda_session, "title")  # a change of people raises the version too
        changes["people"] = (before, _people_words(session, _roles(people)))
    if changes:
        words = _in_words(session, changes)
        _note(session, "agenda_session.changed", agenda_session, event=event, actor=actor, at=at, changes=words)


def remove_session(session: Session, *, agenda_session: AgendaSession, event: Event, actor: Actor, at: datetime) -> int:
    """Take a session out of the agenda and return the journal entry that brings it back. Raises SessionRecorded."""
    uses = count_uses(session, AgendaSession, [agenda_session.id], besides={SessionPerson.__tablename__})
    if uses[agenda_session.id].total:
        raise rules.SessionRecorded(title=agenda_session.title)
    kept = {name: _plain(getattr(agenda_session, name)) for name in (*_COLUMNS, "id", "version", "parked_in_id")}
    kept["links"] = list_links(session, agenda_session.id)
    kept["people"] = [[one.role.value, one.registration_id, one.name] for one in agenda_session.people]
    changes = {_KEPT: (json.dumps(kept), None)}
    entry_id = _note(session, _REMOVED, agenda_session, event=event, actor=actor, at=at, changes=changes)
    session.delete(agenda_session)
    return entry_id


def links_of_removed(session: Session, session_id: int) -> Links:
    """What let go of a session when it was last taken out of the agenda."""
    chosen = sa.select(Entry.changes).where(
        Entry.subject_kind == AgendaSession.__tablename__, Entry.subject_id == str(session_id), Entry.action == _REMOVED
    )
    changes = session.scalar(chosen.order_by(Entry.id.desc()).limit(1))
    links: Links = json.loads(changes[_KEPT][0]).get("links", []) if changes else []
    return links


def restore_session(session: Session, *, event: Event, entry_id: int, actor: Actor, at: datetime) -> AgendaSession:
    """Bring back the session whose removal `entry_id` tells of, under its old number. Doing it again changes nothing.

    A place, room or person that is gone since stays out. Raises NotFoundHere for an entry that tells of no removal in
    this event, DayIsGone.
    """
    entry = session.get(Entry, entry_id)
    if entry is None or entry.event_id != event.id or entry.action != _REMOVED:
        raise NotFoundHere
    kept: dict[str, Any] = json.loads(entry.changes[_KEPT][0])
    there = queries.find_agenda_session(session, event_id=event.id, session_id=kept["id"])
    if there is not None:
        return there
    day_id = kept["day_id"]
    if day_id is not None and session.scalar(sa.select(EventDay.id).where(EventDay.id == day_id)) is None:
        raise rules.DayIsGone(title=kept["title"])
    # What was removed before a column came lacks it.
    values = {name: kept[name] for name in (*_COLUMNS, "parked_in_id") if name in kept} | {
        "kind": SessionKind(kept["kind"]),
        "starts": time.fromisoformat(kept["starts"]),
        "ends": time.fromisoformat(kept["ends"]),
        "place_id": _still_there(session, Place, kept["place_id"]),
        "room_id": _still_there(session, Room, kept["room_id"]),
        "is_chatham_house": bool(kept.get("is_chatham_house")),
        "translations": kept.get("translations") or {},
    }
    # Calendars that saw the session, or saw it cancelled, take a later version of it only.
    session.execute(sa.insert(AgendaSession).values(**values, id=kept["id"], version=kept["version"] + 2))
    block = session.get_one(AgendaSession, kept["id"])
    for role, registration_id, name in kept["people"]:
        if registration_id is None or _still_there(session, Registration, registration_id):
            block.people.append(SessionPerson(role=SessionRole(role), registration_id=registration_id, name=name))
    session.flush()
    tie_again(session, block.id, kept.get("links", []))
    _note(session, "agenda_session.restored", block, event=event, actor=actor, at=at)
    return block


def move_session_later(
    session: Session, *, agenda_session: AgendaSession, event: Event, actor: Actor, at: datetime
) -> None:
    """Let a session change places with what follows it on its day. Raises NothingToChangeWith."""
    _move(session, agenda_session, rules.exchange_with_next, event=event, actor=actor, at=at)


def move_session_earlier(
    session: Session, *, agenda_session: AgendaSession, event: Event, actor: Actor, at: datetime
) -> None:
    """Let a session change places with what lies before it on its day. Raises NothingToChangeWith."""
    _move(session, agenda_session, rules.exchange_with_previous, event=event, actor=actor, at=at)


def _move(
    session: Session, agenda_session: AgendaSession, exchange: Any, *, event: Event, actor: Actor, at: datetime
) -> None:
    if agenda_session.day_id is None:
        raise rules.NothingToChangeWith
    blocks = {one.id: one for one in queries.list_day_sessions(session, day_id=agenda_session.day_id)}
    slots = [rules.Slot(one.id, one.starts, one.ends) for one in blocks.values()]
    times: rules.Times = exchange(slots, agenda_session.id)
    for block_id, (starts, ends) in times.items():
        changes = assign(blocks[block_id], {"starts": starts, "ends": ends})
        if changes:
            _note(session, "agenda_session.changed", blocks[block_id], event=event, actor=actor, at=at, changes=changes)


def copy_agenda(
    session: Session, *, days: Mapping[int, EventDay], places: Mapping[int, Place], rooms: Mapping[int, Room]
) -> int:
    """Copy the sessions of the days `days` (old id to new day) and return how many; nobody has a role in the copies.

    Noted in the journal with the event they belong to, which is new.
    """
    chosen = sa.select(AgendaSession).where(AgendaSession.day_id.in_(days)).order_by(AgendaSession.id)
    copies = [
        AgendaSession(
            day=days[old.day_id],
            starts=old.starts,
            ends=old.ends,
            kind=old.kind,
            title=old.title,
            place=places.get(old.place_id) if old.place_id else None,
            room=rooms.get(old.room_id) if old.room_id else None,
            description=old.description,
            process_notes=old.process_notes,
            is_pinned=old.is_pinned,
            may_skip=old.may_skip,
            minutes_min=old.minutes_min,
            aim=old.aim,
            steps=old.steps,
            materials=old.materials,
            is_chatham_house=old.is_chatham_house,
            translations=old.translations,
        )
        for old in session.scalars(chosen)
        if old.day_id is not None
    ]
    session.add_all(copies)
    return len(copies)


# ---------------------------------------------------------------- inside
def _values(session: Session, details: SessionDetails, *, event: Event) -> dict[str, Any]:
    if details.day_id is not None:
        day = session.scalar(sa.select(EventDay).where(EventDay.id == details.day_id, EventDay.event_id == event.id))
        if day is None:
            raise NotFoundHere
        rules.require_session_times(details.starts, details.ends, day=day.day, zone=event.zone)
    elif details.ends <= details.starts:
        raise rules.EndsBeforeStart(starts=details.starts, ends=details.ends)
    place_id = details.place_id
    if details.room_id is not None:
        place_id = session.scalar(sa.select(Room.place_id).where(Room.id == details.room_id))
    known = {place.id for place in event.places}
    if place_id not in known and (place_id is not None or details.room_id is not None):
        raise NotFoundHere
    parked_in_id = event.id if details.day_id is None else None
    return {name: getattr(details, name) for name in _COLUMNS} | {"place_id": place_id, "parked_in_id": parked_in_id}


def _people(session: Session, given: Sequence[RoleOf], *, event: Event) -> list[SessionPerson]:
    """Rows for the roles given, each person once in a role."""
    ids = {one.registration_id for one in given if one.registration_id is not None}
    if ids:
        here = sa.select(Registration.id).where(Registration.id.in_(ids), Registration.event_id == event.id)
        if set(session.scalars(here)) != ids:
            raise NotFoundHere
    return [
        SessionPerson(role=one.role, registration_id=one.registration_id, name=one.name) for one in dict.fromkeys(given)
    ]


def _roles(people: Sequence[SessionPerson]) -> list[RoleOf]:
    return [RoleOf(one.role, one.registration_id, one.name) for one in people]


def _people_words(session: Session, people: Sequence[RoleOf]) -> str:
    ids = [one.registration_id for one in people if one.registration_id is not None]
    chosen = sa.select(Registration.id, Registration.full_name).where(Registration.id.in_(ids))
    names = {row.id: row.full_name for row in session.execute(chosen)} if ids else {}
    return ", ".join(f"{one.name or names[one.registration_id]} ({one.role.value})" for one in people)


def _in_words(session: Session, changes: Changes) -> Changes:
    """Changes of a day, a place or a room by name: numbers tell the reader of the history nothing."""
    named = {"day_id": EventDay.day, "place_id": Place.name, "room_id": Room.name}
    words: Changes = {}
    for column, (old, new) in changes.items():
        if column == "parked_in_id":
            continue  # the day tells it
        if column in named:
            name: Any = named[column]
            chosen = sa.select(name.class_.id, name).where(name.class_.id.in_({old, new}))
            known = {row[0]: row[1] for row in session.execute(chosen)}
            words[column.removesuffix("_id")] = (known.get(old), known.get(new))
        elif column == "translations":
            words[column] = (_titles(old), _titles(new))
        else:
            words[column] = (old, new)
    return words


def _titles(translations: Mapping[str, Mapping[str, str]]) -> str | None:
    return "; ".join(f"{language}: {', '.join(texts.values())}" for language, texts in translations.items()) or None


def _still_there(session: Session, table: Any, row_id: int | None) -> int | None:
    return row_id if row_id is not None and session.get(table, row_id) is not None else None


def _plain(value: Any) -> Any:
    return value.isoformat("minutes") if isinstance(value, time) else value


def _note(
    session: Session,
    action: str,
    block: AgendaSession,
    *,
    event: Event,
    actor: Actor,
    at: datetime,
    changes: Changes | None = None,
) -> int:
    session.flush()  # the journal names the id
    record(
        session,
        action,
        actor=actor,
        at=at,
        subject=block,
        subject_name=block.title,
        event_id=event.id,
        changes=changes,
    )
    session.flush()  # its own id is how a removal is taken back
    newest = sa.select(sa.func.max(Entry.id)).where(
        Entry.action == action, Entry.event_id == event.id, Entry.subject_id == str(block.id)
    )
    return int(session.scalars(newest).one())
