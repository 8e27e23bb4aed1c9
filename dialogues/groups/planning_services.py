"""Drawing groups: who is there, what is wished, and the tables that follow; nothing is written here.

The draw takes a second where many sit in many rounds, so it is made before the act that keeps it begins: nobody at the
desk waits for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.groups import queries, rules
from dialogues.groups.mixing_rules import Axis, Costs, Level, meetings
from dialogues.groups.models import GroupRound
from dialogues.groups.queries import Person
from dialogues.groups.rules import BondKind, Who
from dialogues.groups.solving_rules import Task, draw, even_sizes


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What is asked of a draw."""

    who: Who
    tables: int
    seed: int
    has_guests: bool = False
    rounds: int = 1
    agenda_session_id: int | None = None
    levels: Mapping[Axis, Level] = field(default_factory=lambda: dict.fromkeys(Axis, Level.NORMAL))


@dataclass(frozen=True)
class Plan:
    """Tables that were drawn: for each round, for each table, the registrations at it."""

    settings: Settings
    rounds: Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True)
class Wishes:
    """Who is kept apart and who together, of those who are there."""

    apart: tuple[tuple[int, int], ...]
    together: tuple[tuple[int, ...], ...]


def plan_rounds(session: Session, event: Event, settings: Settings, *, today: date) -> Plan:
    """Draw new rounds beside those that stand. Raises what `require_possible` raises, NobodyThere, TooManyTables."""
    people = _there(session, event, settings, today=today)
    standing = [one.id for one in queries.list_rounds(session, event.id)]
    return _draw(session, event, settings, people, others=standing, locked={})


def plan_again(session: Session, event: Event, settings: Settings, *, one: GroupRound, today: date) -> Plan:
    """Draw a round again; who is locked in it stays. Raises the same."""
    people = _there(session, event, settings, today=today)
    there = {person.id for person in people}
    groups = queries.list_groups(session, one.id)
    locked = {
        placed.person.id: group.position
        for group in groups
        for placed in group.people
        if placed.is_locked and placed.person.id in there and group.position < settings.tables
    }
    others = [other.id for other in queries.list_rounds(session, event.id) if other.id != one.id]
    return _draw(session, event, settings, people, others=others, locked=locked)


def wishes_of(session: Session, event: Event, people: Sequence[Person]) -> Wishes:
    """What is wished of these people."""
    there = {one.id for one in people}
    sets: dict[BondKind, list[list[int]]] = {kind: [] for kind in BondKind}
    for bond in queries.list_bonds(session, event.id):
        named = [number for number, _name in bond.people if number in there]
        if len(named) > 1:
            sets[bond.kind].append(named)
    return Wishes(tuple(rules.pairs(sets[BondKind.APART])), tuple(rules.united(sets[BondKind.TOGETHER])))


def _there(session: Session, event: Event, settings: Settings, *, today: date) -> list[Person]:
    people = queries.list_there(session, event.id, who=settings.who, has_guests=settings.has_guests, today=today)
    if not people:
        raise rules.NobodyThere
    if len(people) < 2 * settings.tables:
        raise rules.TooManyTables(people=len(people), most=max(1, len(people) // 2))
    return people


def _draw(
    session: Session,
    event: Event,
    settings: Settings,
    people: Sequence[Person],
    *,
    others: Sequence[int],
    locked: Mapping[int, int],
) -> Plan:
    names = {one.id: one.full_name for one in people}
    wishes = wishes_of(session, event, people)
    held = [sum(place == table for place in locked.values()) for table in range(settings.tables)]
    sizes = even_sizes(len(people), settings.tables, least=held)
    rules.require_possible(names=names, sizes=sizes, apart=wishes.apart, together=wishes.together, locked=locked)
    placed = queries.list_placed(session, others)
    task = Task(
        members=tuple(one.member for one in people),
        sizes=sizes,
        costs=Costs(settings.levels),
        met=meetings([queries.tables_of(one) for one in placed.values()]),
        apart=wishes.apart,
        together=wishes.together,
        locked=locked,
        rounds=settings.rounds,
        seed=settings.seed,
    )
    drawn = draw(task)
    for tables in drawn:
        rules.require_kept_apart(tables, wishes.apart, names=names)
    return Plan(settings, drawn)
