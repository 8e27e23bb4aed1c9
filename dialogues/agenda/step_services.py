"""Every act on an agenda is a step that can be taken back, and done again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import ObjectDeletedError

from dialogues.agenda import plan_rules, rules, step_queries, step_rules
from dialogues.agenda.link_services import tie_again
from dialogues.agenda.models import AgendaSession, SessionPerson, SessionRole
from dialogues.agenda.services import links_of_removed
from dialogues.agenda.step_models import AgendaStep
from dialogues.agenda.step_rules import Change, Facts, Key, Snapshot
from dialogues.audit.services import Actor, Note, record_many
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import Event, EventDay, Place, Room
from dialogues.events.queries import count_uses, hold_event
from dialogues.registration.models import Registration

KEPT_MAX = 200  # steps of an event; older ones cannot be taken back
_TABLE = cast(sa.Table, AgendaSession.__table__)
_COLUMNS = {column.name: column for column in _TABLE.columns if column.name not in ("id", step_rules.VERSION)}
_NAMED = {"day_id": EventDay.day, "place_id": Place.name, "room_id": Room.name}


@dataclass
class Named:
    """What a step is about: the title of a session, or the words of a day; it may be known only at the end."""

    title: str


@contextmanager
def one_step(session: Session, *, event: Event, title: str, actor: Actor, at: datetime) -> Iterator[Named]:
    """Whatever happens to the agenda of `event` inside is one step; `title` says what it was about.

    The event is held first: two who change its agenda at once come one after the other.
    """
    _hold(session, event.id)
    before = _snapshot(session, event.id)
    named = Named(title)
    with _gone_in_words():
        yield named
    _keep(session, step_rules.changes_between(before, _snapshot(session, event.id)), event, named.title, actor, at)


@contextmanager
def one_noted_step(session: Session, *, event: Event, title: str, actor: Actor, at: datetime) -> Iterator[Named]:
    """The same for acts that do not write to the journal themselves: what changed is noted session by session."""
    _hold(session, event.id)
    before = _snapshot(session, event.id)
    named = Named(title)
    with _gone_in_words():
        yield named
    after = _snapshot(session, event.id)
    changes = step_rules.changes_between(before, after)
    _note(session, changes, _titles(before, after), event=event, actor=actor, at=at)
    _keep(session, changes, event, named.title, actor, at)


def undo_step(session: Session, *, event: Event, step_id: int, actor: Actor, at: datetime) -> AgendaStep:
    """Take a step back. Doing it again changes nothing.

    Raises StepOvertaken if something it changed was changed since, DayIsGone, SessionRecorded, NotFoundHere.
    """
    step = _held(session, event, step_id)
    if step.undone_at is None:
        _make(session, [change.backwards for change in _changes(step)], event=event, actor=actor, at=at)
        step.undone_at = at
    return step


def redo_step(session: Session, *, event: Event, step_id: int, actor: Actor, at: datetime) -> AgendaStep:
    """Do again a step that was taken back; raises what undo_step raises."""
    step = _held(session, event, step_id)
    if step.undone_at is not None:
        _make(session, _changes(step), event=event, actor=actor, at=at)
        step.undone_at = None
    return step


def _hold(session: Session, event_id: int) -> None:
    """Wait until nobody else changes the agenda; what was read before may be old, so it is read again."""
    hold_event(session, event_id)
    session.flush()  # nothing of ours is lost with what is read again
    session.expire_all()


@contextmanager
def _gone_in_words() -> Iterator[None]:
    """A session that was removed while we waited is told in a sentence."""
    try:
        yield
    except ObjectDeletedError:
        raise plan_rules.NotOnTheAgenda from None


def _held(session: Session, event: Event, step_id: int) -> AgendaStep:
    _hold(session, event.id)
    step = step_queries.find_step(session, event_id=event.id, step_id=step_id)
    if step is None:
        raise NotFoundHere
    return step


def _changes(step: AgendaStep) -> list[Change]:
    return [step_rules.read_change(kept) for kept in step.changes]


def _keep(session: Session, changes: Sequence[Change], event: Event, title: str, actor: Actor, at: datetime) -> None:
    if not changes:
        return
    kept = [change.as_json() for change in changes]
    session.add(AgendaStep(event_id=event.id, made_at=at, made_by_id=actor.user_id, title=title, changes=kept))
    session.flush()  # counted below
    newest = sa.select(AgendaStep.id).where(AgendaStep.event_id == event.id).order_by(AgendaStep.id.desc())
    oldest = session.scalar(newest.offset(KEPT_MAX).limit(1))
    if oldest is not None:
        session.execute(sa.delete(AgendaStep).where(AgendaStep.event_id == event.id, AgendaStep.id <= oldest))


# ---------------------------------------------------------------- reading
def _snapshot(session: Session, event_id: int) -> Snapshot:
    """The whole agenda of an event as it stands, parked sessions too; three queries however long it is."""
    session.flush()  # the tables are read past the objects
    days = sa.select(EventDay.id).where(EventDay.event_id == event_id)
    here = sa.or_(AgendaSession.day_id.in_(days), AgendaSession.parked_in_id == event_id)
    found: dict[Key, dict[str, Any]] = {}
    for row in session.execute(sa.select(_TABLE).where(here)).mappings():
        facts = {name: _plain(row[name]) for name in _COLUMNS}
        found["session", row["id"]] = facts | {step_rules.VERSION: row["version"], "people": []}
    chosen = sa.select(
        SessionPerson.agenda_session_id, SessionPerson.role, SessionPerson.registration_id, SessionPerson.name
    )
    here_too = sa.select(AgendaSession.id).where(here)
    for one in session.execute(chosen.where(SessionPerson.agenda_session_id.in_(here_too)).order_by(SessionPerson.id)):
        found["session", one.agenda_session_id]["people"].append([one.role.value, one.registration_id, one.name])
    day_facts = sa.select(EventDay.id, EventDay.minutes_late, EventDay.opens, EventDay.closes)
    for day in session.execute(day_facts.where(EventDay.event_id == event_id)).mappings():
        found["day", day["id"]] = {name: _plain(day[name]) for name in ("minutes_late", "opens", "closes")}
    return found


def _titles(*snapshots: Snapshot) -> dict[Key, str]:
    return {key: facts["title"] for one in snapshots for key, facts in one.items() if "title" in facts}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, time) else value


def _typed(name: str, value: Any) -> Any:
    kind = _COLUMNS[name].type
    if value is None:
        return None
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return time.fromisoformat(value) if isinstance(kind, sa.Time) else value


# ---------------------------------------------------------------- making the change
def _make(session: Session, changes: Sequence[Change], *, event: Event, actor: Actor, at: datetime) -> None:
    now = _snapshot(session, event.id)
    overtaken = step_rules.list_overtaken(changes, now)
    titles = _titles({change.key: change.before or change.after or {} for change in changes}, now)
    if overtaken:
        named = dict.fromkeys(f"“{titles[key]}”" for key in overtaken if key in titles)
        raise step_rules.StepOvertaken(titles=", ".join(named) or "–")
    _require_days(session, changes, titles, event)
    for change in changes:
        kind, number = change.key
        if kind == "day":
            _assign_day(session, number, change.after or {})
        elif change.after is None:
            _remove(session, number)
        elif change.before is None:
            _bring_back(session, number, change.after)
        else:
            _assign(session, number, change.after)
    session.flush()
    _note(session, changes, titles, event=event, actor=actor, at=at)


def _require_days(session: Session, changes: Sequence[Change], titles: Mapping[Key, str], event: Event) -> None:
    here = set(session.scalars(sa.select(EventDay.id).where(EventDay.event_id == event.id)))
    for change in changes:
        day_id = (change.after or {}).get("day_id")
        if change.key[0] == "session" and day_id is not None and day_id not in here:
            raise rules.DayIsGone(title=titles[change.key])


def _remove(session: Session, number: int) -> None:
    block = session.get_one(AgendaSession, number)
    uses = count_uses(session, AgendaSession, [number], besides={SessionPerson.__tablename__})
    if uses[number].total:
        raise rules.SessionRecorded(title=block.title)
    session.delete(block)
    session.flush()


def _bring_back(session: Session, number: int, facts: Facts) -> None:
    values = {name: _typed(name, facts[name]) for name in _COLUMNS if name in facts} | _places(session, facts)
    # Calendars that saw the session take a later version of it only.
    session.execute(sa.insert(AgendaSession).values(**values, id=number, version=facts[step_rules.VERSION] + 1))
    _give_roles(session, session.get_one(AgendaSession, number), facts["people"])
    session.flush()
    tie_again(session, number, links_of_removed(session, number))


def _assign(session: Session, number: int, facts: Facts) -> None:
    block = session.get_one(AgendaSession, number)
    places = _places(session, facts)
    for name in facts:
        if name in _COLUMNS:
            setattr(block, name, places.get(name, _typed(name, facts[name])))
    if "people" in facts:
        block.people = []
        session.flush()  # the old rows go before equal new ones come
        _give_roles(session, block, facts["people"])
        flag_modified(block, "title")  # a change of people raises the version too


def _assign_day(session: Session, number: int, facts: Facts) -> None:
    day = session.get_one(EventDay, number)
    for name, value in facts.items():
        setattr(day, name, time.fromisoformat(value) if isinstance(value, str) else value)


def _places(session: Session, facts: Facts) -> dict[str, int | None]:
    """The place and the room, as far as they are still there."""
    found: dict[str, int | None] = {}
    tables: tuple[tuple[str, Any], ...] = (("place_id", Place), ("room_id", Room))
    for name, table in tables:
        if name in facts:
            found[name] = facts[name] if facts[name] and session.get(table, facts[name]) else None
    return found


def _give_roles(session: Session, block: AgendaSession, people: Sequence[Sequence[Any]]) -> None:
    for role, registration_id, name in people:
        if registration_id is None or session.get(Registration, registration_id) is not None:
            block.people.append(SessionPerson(role=SessionRole(role), registration_id=registration_id, name=name))


# ---------------------------------------------------------------- the journal
def _note(
    session: Session,
    changes: Sequence[Change],
    titles: Mapping[Key, str],
    *,
    event: Event,
    actor: Actor,
    at: datetime,
) -> None:
    names = _names(session, changes)
    notes = [
        Note(_action(change), AgendaSession.__tablename__, str(change.key[1]), titles[change.key],
             _in_words(change, names))
        for change in changes
        if change.key[0] == "session"
    ]  # fmt: skip
    record_many(session, notes, actor=actor, at=at, event_id=event.id)


def _action(change: Change) -> str:
    if change.before is None:
        return "agenda_session.added"
    if change.after is None:
        return "agenda_session.dissolved"
    if "parked_in_id" in change.after:
        return "agenda_session.parked" if change.after["parked_in_id"] else "agenda_session.placed"
    return "agenda_session.changed"


def _in_words(change: Change, names: Mapping[tuple[str, int], Any]) -> dict[str, tuple[Any, Any]]:
    if change.before is None or change.after is None:
        return {}
    words: dict[str, tuple[Any, Any]] = {}
    for name, new in change.after.items():
        old = change.before[name]
        if name in _NAMED:
            words[name.removesuffix("_id")] = (names.get((name, old)), names.get((name, new)))
        elif name == "people":
            words[name] = (_roles(old), _roles(new))
        elif name != "parked_in_id":
            words[name] = (old, new)
    return words


def _roles(people: Sequence[Sequence[Any]]) -> str:
    """Roles, and names where the session itself keeps them: registered people are not named twice."""
    return ", ".join(f"{name or f'#{number}'} ({role})" for role, number, name in people)


def _names(session: Session, changes: Sequence[Change]) -> dict[tuple[str, int], Any]:
    """Days, places and rooms that the changes speak of, by column and number."""
    names = {}
    for column, attribute in _NAMED.items():
        ids = {
            facts[column]
            for change in changes
            if change.before is not None and change.after is not None
            for facts in (change.before, change.after)
            if facts.get(column)
        }
        if ids:
            table: Any = attribute.class_
            for row in session.execute(sa.select(table.id, attribute).where(table.id.in_(ids))):
                names[column, row[0]] = row[1]
    return names
