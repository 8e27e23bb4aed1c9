"""What can happen to rounds of groups. Whoever calls holds the round (`find_round_to_change`)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dialogues.audit.services import Actor, assign
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import Event
from dialogues.groups import queries, rules
from dialogues.groups.mixing_rules import cost_of_joining, meetings
from dialogues.groups.models import GroupPlacement, GroupRound, RoundGroup
from dialogues.groups.planning_services import Plan, Settings, wishes_of
from dialogues.groups.queries import Person
from dialogues.groups.rules import ClosedBecause
from dialogues.groups.solving_rules import APART
from dialogues.groups.undo_services import Done, noted
from dialogues.registration.models import EventRole


# ---------------------------------------------------------------- making and removing
def make_rounds(session: Session, plan: Plan, *, event: Event, actor: Actor, at: datetime) -> list[GroupRound]:
    """The rounds that were drawn are kept, after those that stand; the first belongs to the session chosen."""
    settings = plan.settings
    last = session.scalar(sa.select(sa.func.max(GroupRound.number)).where(GroupRound.event_id == event.id)) or 0
    made = []
    for offset, tables in enumerate(plan.rounds):
        number = last + 1 + offset
        with noted(session, "group_round.made", event=event, name=str(number), actor=actor, at=at):
            one = GroupRound(
                event_id=event.id,
                number=number,
                drawn_at=at,
                **_kept_settings(settings, agenda_session_id=None if offset else settings.agenda_session_id),
            )
            session.add(one)
            session.flush()  # groups name their round
            groups = _set_tables(session, one, settings.tables)
            _deal_leaders(session, event, groups)
            _seat(session, one, groups, tables, at=at)
        made.append(one)
    return made


def draw_again(
    session: Session, plan: Plan, *, one: GroupRound, event: Event, version: int, actor: Actor, at: datetime
) -> Done:
    """A round has the groups that were drawn anew. Its topics, rooms and leaders stay. Raises RoundChanged."""
    _require_version(one, version)
    with _act(session, "group_round.drawn_again", one=one, event=event, actor=actor, at=at) as done:
        values = _kept_settings(plan.settings, agenda_session_id=plan.settings.agenda_session_id)
        assign(one, values | {"drawn_at": at})
        one.changed_at = None
        groups = _set_tables(session, one, plan.settings.tables)
        [tables] = plan.rounds
        _seat(session, one, groups, tables, at=at)
        _drop_groups_from(session, one, plan.settings.tables)
    one.changed_at = None  # drawn, not changed by hand
    return done


def remove_round(session: Session, *, one: GroupRound, event: Event, actor: Actor, at: datetime) -> Done:
    """A round is gone with its groups; the journal brings it back."""
    with noted(
        session, "group_round.removed", event=event, name=str(one.number), actor=actor, at=at, subject=one
    ) as done:
        for table in (GroupPlacement, RoundGroup):
            session.execute(sa.delete(table).where(table.round_id == one.id))
        session.delete(one)
    return done


# ---------------------------------------------------------------- by hand
def swap_people(
    session: Session, *, one: GroupRound, first_id: int, second_id: int, event: Event, version: int, actor: Actor,
    at: datetime,
) -> Done:  # fmt: skip
    """Two people of different groups change places. Raises NotFoundHere, IsLocked, SameGroup, RoundChanged."""
    _require_version(one, version)
    first, second = (_placement(session, one, number) for number in (first_id, second_id))
    names = _names(session, one)
    if first.group_id == second.group_id:
        raise rules.SameGroup(name=_name(session, first), group=names[first.group_id])
    for placement in (first, second):
        _require_free(session, placement, names)
    with _act(session, "group_round.swapped", one=one, event=event, actor=actor, at=at) as done:
        done.changes["swapped"] = (
            f"{_name(session, first)} ({names[first.group_id]})",
            f"{_name(session, second)} ({names[second.group_id]})",
        )
        first.group_id, second.group_id = second.group_id, first.group_id
        first.moved_at = second.moved_at = at
    return done


def move_person(
    session: Session, *, one: GroupRound, placement_id: int, group_id: int, event: Event, version: int, actor: Actor,
    at: datetime,
) -> Done:  # fmt: skip
    """Somebody goes to another group, which grows by one. Raises NotFoundHere, IsLocked, SameGroup, RoundChanged."""
    _require_version(one, version)
    placement, names = _placement(session, one, placement_id), _names(session, one)
    if group_id not in names:
        raise NotFoundHere
    if placement.group_id == group_id:
        raise rules.SameGroup(name=_name(session, placement), group=names[group_id])
    _require_free(session, placement, names)
    with _act(session, "group_round.moved", one=one, event=event, actor=actor, at=at) as done:
        done.changes["person"] = (None, _name(session, placement))
        done.changes["group"] = (names[placement.group_id], names[group_id])
        placement.group_id, placement.moved_at = group_id, at
    return done


def lock_person(
    session: Session, *, one: GroupRound, placement_id: int, event: Event, actor: Actor, at: datetime
) -> Done:
    """Somebody stays in their group when groups are made again, and cannot be moved."""
    return _lock(session, one, placement_id, "group_round.locked", True, event=event, actor=actor, at=at)


def unlock_person(
    session: Session, *, one: GroupRound, placement_id: int, event: Event, actor: Actor, at: datetime
) -> Done:
    """Somebody may be moved again."""
    return _lock(session, one, placement_id, "group_round.unlocked", False, event=event, actor=actor, at=at)


def take_out(session: Session, *, one: GroupRound, placement_id: int, event: Event, actor: Actor, at: datetime) -> Done:
    """Somebody is no longer in a group; that they were stays known."""
    placement = _placement(session, one, placement_id)
    with _act(session, "group_round.taken_out", one=one, event=event, actor=actor, at=at) as done:
        done.changes["person"] = (None, _name(session, placement))
        done.changes["group"] = (_names(session, one)[placement.group_id], None)
        _close(placement, ClosedBecause.TAKEN_OUT, at=at)
    return done


# ---------------------------------------------------------------- who came late, who left
def place_late_comers(
    session: Session, *, one: GroupRound, event: Event, today: date, actor: Actor, at: datetime
) -> tuple[Done, list[str]]:
    """Everybody who is there and in no group sits down where it costs least; nobody else moves. Raises NothingToDo.

    Groups stay as even as they are: of those with the fewest people the one where it costs least, unless wishes forbid
    it or name another one. Returns whom it placed and where, by name.
    """
    there = queries.list_there(session, event.id, who=one.who, has_guests=one.has_guests, today=today)
    placed = queries.list_placed(session, [one.id])[one.id]
    seated = {person.person.id for person in placed if person.closed_at is None}
    late = [person for person in there if person.id not in seated]
    if not late:
        raise rules.NothingToDo
    groups = queries.list_groups(session, one.id)
    tables = {group.id: [person.person.id for person in group.people] for group in groups}
    everybody = {person.id: person for person in (*there, *(row.person for row in placed))}
    seats = _best_seats(session, event, one, late, everybody, tables)
    names = {group.id: group.name for group in groups}
    with _act(session, "group_round.late_placed", one=one, event=event, actor=actor, at=at) as done:
        rows = _placements(session, one)
        for person, group_id in seats:
            row = rows.get(person.id)
            if row is None:
                row = GroupPlacement(round_id=one.id, registration_id=person.id, group_id=group_id, placed_at=at)
                session.add(row)
            else:  # came back
                row.group_id, row.placed_at, row.closed_at, row.closed_because = group_id, at, None, None
        words = [f"{person.full_name} ({names[group_id]})" for person, group_id in seats]
        done.changes["people"] = (None, ", ".join(words))
    return done, words


def close_leavers(
    session: Session, *, one: GroupRound, event: Event, today: date, actor: Actor, at: datetime
) -> tuple[Done, list[str]]:
    """Who is in a group and no longer there is closed; nobody else moves. Raises NothingToDo."""
    there = queries.list_there(session, event.id, who=one.who, has_guests=one.has_guests, today=today)
    here = {person.id for person in there}
    rows = [row for row in _placements(session, one).values() if row.closed_at is None]
    gone = [row for row in rows if row.registration_id not in here]
    if not gone:
        raise rules.NothingToDo
    names = _names(session, one)
    people = {row.person.id: row.person.full_name for row in queries.list_placed(session, [one.id])[one.id]}
    with _act(session, "group_round.leavers_closed", one=one, event=event, actor=actor, at=at) as done:
        words = [f"{people[row.registration_id]} ({names[row.group_id]})" for row in gone]
        done.changes["people"] = (", ".join(words), None)
        for row in gone:
            _close(row, ClosedBecause.LEFT, at=at)
    return done, words


def _best_seats(
    session: Session,
    event: Event,
    one: GroupRound,
    late: Sequence[Person],
    everybody: Mapping[int, Person],
    tables: dict[int, list[int]],
) -> list[tuple[Person, int]]:
    costs, members = queries.costs_of(one), {number: person.member for number, person in everybody.items()}
    others = [other.id for other in queries.list_rounds(session, event.id) if other.id != one.id]
    met = meetings([queries.tables_of(rows) for rows in queries.list_placed(session, others).values()])
    wishes = wishes_of(session, event, list(everybody.values()))
    apart = {*wishes.apart, *((other, first) for first, other in wishes.apart)}
    together = {number: unit for unit in wishes.together for number in unit}
    seats = []
    for person in late:
        mates = set(together.get(person.id, ())) - {person.id}
        with_mates = [group for group, table in tables.items() if mates & set(table)]
        least = min(map(len, tables.values()))
        even = [group for group, table in tables.items() if len(table) == least]
        allowed = [group for group in even if not any((person.id, other) in apart for other in tables[group])]

        def price(group: int, person: Person = person) -> tuple[int, int]:
            table = tables[group]
            broken = sum((person.id, other) in apart for other in table)
            known = [other for other in table if other in members]
            return broken * APART + cost_of_joining(costs, members, known, met, person.id), len(table)

        best = min(with_mates or allowed or list(tables), key=lambda group: (*price(group), group))
        tables[best].append(person.id)
        seats.append((person, best))
    return seats


# ---------------------------------------------------------------- telling people
def publish_round(session: Session, *, one: GroupRound, event: Event, actor: Actor, at: datetime) -> Done:
    """Everybody in the round can read their group; what they read from now on counts as told."""
    with _act(session, "group_round.published", one=one, event=event, actor=actor, at=at) as done:
        groups = {group.id: group for group in _groups(session, one)}
        for row in _placements(session, one).values():
            group = groups[row.group_id] if row.closed_at is None else None
            row.told_group, row.told_room = (group.name, group.room) if group else (None, None)
        one.published_at = at
    return done


def hide_round(session: Session, *, one: GroupRound, event: Event, actor: Actor, at: datetime) -> Done:
    """Nobody but the team can read the round any more."""
    with _act(session, "group_round.hidden", one=one, event=event, actor=actor, at=at) as done:
        one.published_at = None
        for row in _placements(session, one).values():
            row.told_group = row.told_room = None
    return done


def edit_group(
    session: Session, *, one: GroupRound, group: RoundGroup, values: Mapping[str, Any], event: Event, version: int,
    actor: Actor, at: datetime,
) -> Done:  # fmt: skip
    """A group has this name, room, topic, facilitator and rapporteur. Raises NameTaken, LeadsAnother, RoundChanged."""
    _require_version(one, version)
    for other in _groups(session, one):
        if other.id == group.id:
            continue
        if other.name.casefold() == str(values["name"]).casefold():
            raise rules.NameTaken(name=values["name"])
        for field in ("facilitator_id", "rapporteur_id"):
            if values[field] is not None and getattr(other, field) == values[field]:
                name = {number: name for number, name, _body in queries.list_coming(session, event.id)}
                raise rules.LeadsAnother(field=field, name=name.get(values[field], "–"), group=other.name)
    with _act(session, "group_round.group_edited", one=one, event=event, actor=actor, at=at) as done:
        done.changes["group"] = (None, values["name"])
        changes = assign(group, dict(values))
        done.changes |= {key: change for key, change in changes.items() if key in ("name", "room", "topic")}
    return done


# ---------------------------------------------------------------- inside
def _act(
    session: Session, action: str, *, one: GroupRound, event: Event, actor: Actor, at: datetime
) -> AbstractContextManager[Done]:
    one.changed_at = at
    flag_modified(one, "changed_at")  # a change of its groups raises the round's version too
    return noted(session, action, event=event, name=str(one.number), actor=actor, at=at, subject=one)


def _lock(
    session: Session, one: GroupRound, placement_id: int, action: str, locked: bool, *, event: Event, actor: Actor,
    at: datetime,
) -> Done:  # fmt: skip
    placement = _placement(session, one, placement_id)
    with _act(session, action, one=one, event=event, actor=actor, at=at) as done:
        done.changes["person"] = (None, _name(session, placement))
        placement.is_locked = locked
    return done


def _kept_settings(settings: Settings, *, agenda_session_id: int | None) -> dict[str, Any]:
    return {
        "who": settings.who,
        "has_guests": settings.has_guests,
        "seed": settings.seed,
        "agenda_session_id": agenda_session_id,
        **{axis.value: level for axis, level in settings.levels.items()},
    }


def _set_tables(session: Session, one: GroupRound, tables: int) -> list[RoundGroup]:
    """The groups of a round by place: those that stand, and new ones at the end, each with a letter nobody has."""
    groups = _groups(session, one)
    taken = {group.name for group in groups}
    letters = (name for place in range(tables + len(taken)) if (name := rules.table_name(place)) not in taken)
    for place in range(len(groups), tables):
        group = RoundGroup(round_id=one.id, position=place, name=next(letters))
        session.add(group)
        groups.append(group)
    session.flush()  # placements name their group
    return groups[:tables]


def _drop_groups_from(session: Session, one: GroupRound, tables: int) -> None:
    for group in _groups(session, one)[tables:]:
        for row in _placements(session, one).values():
            if row.group_id == group.id:
                session.delete(row)  # closed before: nobody who is there sits in a group that is gone
        session.flush()
        session.delete(group)
    session.flush()


def _seat(
    session: Session, one: GroupRound, groups: Sequence[RoundGroup], tables: Sequence[Sequence[int]], *, at: datetime
) -> None:
    rows = _placements(session, one)
    seated = set()
    for group, people in zip(groups, tables, strict=True):
        for number in people:
            seated.add(number)
            row = rows.get(number)
            if row is None:
                session.add(GroupPlacement(round_id=one.id, registration_id=number, group_id=group.id, placed_at=at))
                continue
            if row.closed_at is not None:
                row.placed_at, row.closed_at, row.closed_because = at, None, None
            elif row.group_id != group.id:
                row.moved_at = at
            row.group_id = group.id
    for number, row in rows.items():
        if number not in seated and row.closed_at is None:
            _close(row, ClosedBecause.LEFT, at=at)
    session.flush()


def _deal_leaders(session: Session, event: Event, groups: Sequence[RoundGroup]) -> None:
    """Facilitators and rapporteurs of the event, one to a group as far as they go."""
    leaders = queries.list_leaders(session, event.id)
    pairs = (leaders[EventRole.FACILITATOR], leaders[EventRole.RAPPORTEUR])
    for group, facilitator, rapporteur in zip_longest(groups, *pairs):
        if group is None:
            break
        group.facilitator_id = facilitator[0] if facilitator else None
        group.rapporteur_id = rapporteur[0] if rapporteur else None


def _close(row: GroupPlacement, because: ClosedBecause, *, at: datetime) -> None:
    row.closed_at, row.closed_because, row.is_locked = at, because, False


def _groups(session: Session, one: GroupRound) -> list[RoundGroup]:
    chosen = sa.select(RoundGroup).where(RoundGroup.round_id == one.id).order_by(RoundGroup.position)
    return list(session.scalars(chosen))


def _names(session: Session, one: GroupRound) -> dict[int, str]:
    return {group.id: group.name for group in _groups(session, one)}


def _placements(session: Session, one: GroupRound) -> dict[int, GroupPlacement]:
    chosen = sa.select(GroupPlacement).where(GroupPlacement.round_id == one.id).order_by(GroupPlacement.id)
    return {row.registration_id: row for row in session.scalars(chosen)}


def _placement(session: Session, one: GroupRound, placement_id: int) -> GroupPlacement:
    row = session.get(GroupPlacement, placement_id)
    if row is None or row.round_id != one.id or row.closed_at is not None:
        raise NotFoundHere
    return row


def _name(session: Session, row: GroupPlacement) -> str:
    return queries.find_name(session, row.registration_id)


def _require_free(session: Session, row: GroupPlacement, names: Mapping[int, str]) -> None:
    if row.is_locked:
        raise rules.IsLocked(name=_name(session, row), group=names[row.group_id])


def _require_version(one: GroupRound, version: int) -> None:
    if one.version != version:
        raise rules.RoundChanged
