"""Questions about rounds of groups: who could sit in one, who does, and what each person may read of it."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.agenda.models import AgendaSession, SessionKind
from dialogues.attendance.models import DayState, HalfState
from dialogues.attendance.queries import find_seats, list_days, nearest_day
from dialogues.core.folding import fold
from dialogues.events.models import EventDay, Place, Room
from dialogues.groups.mixing_rules import Axis, Costs, Level, Member
from dialogues.groups.models import GroupBond, GroupBondPerson, GroupPlacement, GroupRound, RoundGroup
from dialogues.groups.rules import BondKind, ClosedBecause, Who
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.models import EventRole, Registration, Status

_GUESTS = (EventRole.PARTICIPANT, EventRole.SPEAKER, EventRole.OBSERVER)
_LEADERS = (EventRole.FACILITATOR, EventRole.RAPPORTEUR)


@dataclass(frozen=True)
class Person:
    """Somebody who may sit in a group, as far as groups are concerned."""

    id: int  # of the registration
    full_name: str
    honorific: str | None
    sector: Sector
    gender: Gender
    organisation_id: int | None
    organisation_name: str | None
    stakeholder_group_id: int | None
    language: str | None
    sort_key: str

    @property
    def member(self) -> Member:
        """What counts when tables are drawn; what is not said is like nothing."""
        organisation: Hashable | None = self.organisation_id
        if organisation is None and self.organisation_name:
            organisation = fold(self.organisation_name)
        gender = None if self.gender is Gender.NOT_STATED else self.gender.value
        return Member(
            self.id, (self.sector.value, organisation, gender, self.stakeholder_group_id, self.language or None)
        )


@dataclass(frozen=True)
class Placed:
    """Somebody in a group, or who was."""

    id: int  # of the placement
    person: Person
    group_id: int
    is_locked: bool
    placed_at: datetime
    moved_at: datetime | None
    closed_at: datetime | None
    closed_because: ClosedBecause | None
    told_group: str | None
    told_room: str | None


@dataclass(frozen=True)
class Group:
    """A group with those who are in it, by name."""

    id: int
    position: int
    name: str
    room: str | None
    topic: str | None
    facilitator_id: int | None
    facilitator: str | None
    rapporteur_id: int | None
    rapporteur: str | None
    people: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Slot:
    """When a round is held: the agenda session it belongs to."""

    id: int
    title: str
    day: date
    starts: time
    ends: time


_PERSON = (
    Registration.id,
    Registration.full_name,
    Registration.honorific,
    Registration.sector,
    Registration.gender,
    Registration.organisation_id,
    Registration.organisation_name,
    Registration.stakeholder_group_id,
    Registration.language,
    Registration.sort_key,
)


# ---------------------------------------------------------------- who could sit in a group
def list_there(session: Session, event_id: int, *, who: Who, has_guests: bool, today: date) -> list[Person]:
    """Who is there to sit in groups, by name: confirmed and expected today, or seen today in the last half recorded."""
    day = nearest_day(list_days(session, event_id), today)
    roles = _GUESTS if has_guests else (EventRole.PARTICIPANT,)
    chosen: sa.Select[*tuple[Any, ...]] = sa.select(*_PERSON).where(
        Registration.event_id == event_id, Registration.status == Status.CONFIRMED, Registration.role.in_(roles)
    )
    if who is Who.PRESENT:
        if day is None:
            return []
        last = sa.case((DayState.afternoon != HalfState.NOT_RECORDED, DayState.afternoon), else_=DayState.morning)
        seen = sa.select(DayState.registration_id).where(DayState.day_id == day.id, last == HalfState.PRESENT)
        chosen = chosen.where(Registration.id.in_(seen))
    people = [Person(*row) for row in session.execute(chosen.order_by(Registration.sort_key, Registration.id))]
    if who is Who.CONFIRMED and day is not None:
        seats = find_seats(session, event_id)
        people = [one for one in people if seats.is_expected(one.id, day.day)]
    return people


def count_there(session: Session, event_id: int, *, today: date) -> dict[Who, int]:
    """How many participants each way of choosing them finds."""
    return {who: len(list_there(session, event_id, who=who, has_guests=False, today=today)) for who in Who}


def list_leaders(session: Session, event_id: int) -> dict[EventRole, list[tuple[int, str]]]:
    """Who came to facilitate or to write, by name."""
    chosen = (
        sa.select(Registration.id, Registration.full_name, Registration.role)
        .where(
            Registration.event_id == event_id,
            Registration.status == Status.CONFIRMED,
            Registration.role.in_(_LEADERS),
        )
        .order_by(Registration.sort_key, Registration.id)
    )
    found: dict[EventRole, list[tuple[int, str]]] = {role: [] for role in _LEADERS}
    for number, name, role in session.execute(chosen):
        found[role].append((number, name))
    return found


def list_coming(session: Session, event_id: int) -> list[tuple[int, str, str]]:
    """Everybody confirmed, whatever they do there: number, name, organisation."""
    chosen = (
        sa.select(Registration.id, Registration.full_name, Registration.organisation_name)
        .where(Registration.event_id == event_id, Registration.status == Status.CONFIRMED)
        .order_by(Registration.sort_key, Registration.id)
    )
    return [(number, name, organisation or "") for number, name, organisation in session.execute(chosen)]


def find_name(session: Session, registration_id: int) -> str:
    """What somebody registered is called."""
    return session.scalars(sa.select(Registration.full_name).where(Registration.id == registration_id)).one()


def list_slots(session: Session, event_id: int) -> list[tuple[Slot, SessionKind]]:
    """The sessions of the agenda, in their order."""
    chosen = (
        sa.select(
            AgendaSession.id,
            AgendaSession.title,
            EventDay.day,
            AgendaSession.starts,
            AgendaSession.ends,
            AgendaSession.kind,
        )
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id == event_id)
        .order_by(EventDay.day, AgendaSession.starts, AgendaSession.id)
    )
    return [(Slot(*row[:5]), row.kind) for row in session.execute(chosen)]


def find_slot(session: Session, agenda_session_id: int | None) -> Slot | None:
    """When the session of a round is."""
    if agenda_session_id is None:
        return None
    chosen = (
        sa.select(AgendaSession.id, AgendaSession.title, EventDay.day, AgendaSession.starts, AgendaSession.ends)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(AgendaSession.id == agenda_session_id)
    )
    row = session.execute(chosen).one_or_none()
    return Slot(*row) if row else None


def list_room_names(session: Session, event_id: int) -> list[str]:
    """The rooms of the event's places, to choose from."""
    chosen = sa.select(Room.name).join(Place, Place.id == Room.place_id).where(Place.event_id == event_id)
    return list(session.scalars(chosen.order_by(Room.id)))


# ---------------------------------------------------------------- rounds
def list_rounds(session: Session, event_id: int) -> list[GroupRound]:
    """The rounds of an event in their order."""
    chosen = sa.select(GroupRound).where(GroupRound.event_id == event_id).order_by(GroupRound.number)
    return list(session.scalars(chosen))


def find_round(session: Session, event_id: int, round_id: int) -> GroupRound | None:
    """A round of this event."""
    return session.scalar(sa.select(GroupRound).where(GroupRound.id == round_id, GroupRound.event_id == event_id))


def find_round_to_change(session: Session, event_id: int, round_id: int) -> GroupRound | None:
    """The same, as it is now and held until the unit of work ends: nobody else changes its groups meanwhile."""
    chosen = sa.select(GroupRound).where(GroupRound.id == round_id, GroupRound.event_id == event_id)
    held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(held)


def list_groups(session: Session, round_id: int) -> list[Group]:
    """The groups of a round with those who are in them now, by name."""
    return list_groups_of(session, [round_id])[round_id]


def list_groups_of(session: Session, round_ids: Sequence[int]) -> dict[int, list[Group]]:
    """The same for several rounds, in their order."""
    placed: dict[int, list[Placed]] = defaultdict(list)
    for people in list_placed(session, round_ids).values():
        for one in people:
            if one.closed_at is None:
                placed[one.group_id].append(one)
    leads, writes = aliased(Registration), aliased(Registration)
    chosen = (
        sa.select(
            RoundGroup.round_id,
            RoundGroup.id,
            RoundGroup.position,
            RoundGroup.name,
            RoundGroup.room,
            RoundGroup.topic,
            RoundGroup.facilitator_id,
            leads.full_name.label("facilitator"),
            RoundGroup.rapporteur_id,
            writes.full_name.label("rapporteur"),
        )
        .outerjoin(leads, leads.id == RoundGroup.facilitator_id)
        .outerjoin(writes, writes.id == RoundGroup.rapporteur_id)
        .where(RoundGroup.round_id.in_(round_ids))
        .order_by(RoundGroup.position)
    )
    found: dict[int, list[Group]] = {one: [] for one in round_ids}
    for row in session.execute(chosen):
        found[row.round_id].append(
            Group(
                row.id, row.position, row.name, row.room, row.topic, row.facilitator_id, row.facilitator,
                row.rapporteur_id, row.rapporteur, tuple(placed[row.id]),
            )
        )  # fmt: skip
    return found


def list_placed(session: Session, round_ids: Collection[int]) -> dict[int, list[Placed]]:
    """Everybody who is or was in a group of these rounds, by name. Who became part of another registration is not."""
    chosen = (
        sa.select(
            GroupPlacement.round_id,
            GroupPlacement.id,
            GroupPlacement.group_id,
            GroupPlacement.is_locked,
            GroupPlacement.placed_at,
            GroupPlacement.moved_at,
            GroupPlacement.closed_at,
            GroupPlacement.closed_because,
            GroupPlacement.told_group,
            GroupPlacement.told_room,
            *_PERSON,
        )
        .join(Registration, Registration.id == GroupPlacement.registration_id)
        .where(GroupPlacement.round_id.in_(round_ids), Registration.event_id.is_not(None))
        .order_by(Registration.sort_key, Registration.id)
    )
    found: dict[int, list[Placed]] = {one: [] for one in round_ids}
    for round_id, placement_id, group_id, *facts in session.execute(chosen):
        found[round_id].append(Placed(placement_id, Person(*facts[7:]), group_id, *facts[:7]))
    return found


def tables_of(placed: Sequence[Placed]) -> list[list[int]]:
    """Who sits together now, by the numbers of their registrations; the order of the tables tells nothing."""
    tables: dict[int, list[int]] = defaultdict(list)
    for one in placed:
        if one.closed_at is None:
            tables[one.group_id].append(one.person.id)
    return [tables[group] for group in sorted(tables)]


def costs_of(one: GroupRound) -> Costs:
    """What counts in a round, and how much."""
    return Costs({axis: getattr(one, axis.value) for axis in Axis})


def levels_of(one: GroupRound) -> dict[Axis, Level]:
    """The same by axis, for a form."""
    return {axis: getattr(one, axis.value) for axis in Axis}


# ---------------------------------------------------------------- wishes
@dataclass(frozen=True)
class Bond:
    """Some people who are to be kept apart, or together."""

    id: int
    kind: BondKind
    people: tuple[tuple[int, str], ...]  # number and name


def list_bonds(session: Session, event_id: int) -> list[Bond]:
    """The wishes of an event with those they name, in the order in which they were written."""
    chosen = (
        sa.select(GroupBond.id, GroupBond.kind, Registration.id, Registration.full_name)
        .join(GroupBondPerson, GroupBondPerson.bond_id == GroupBond.id)
        .join(Registration, Registration.id == GroupBondPerson.registration_id)
        .where(GroupBond.event_id == event_id, Registration.event_id == event_id)
        .order_by(GroupBond.id, Registration.sort_key, Registration.id)
    )
    people: dict[int, list[tuple[int, str]]] = defaultdict(list)
    kinds: dict[int, BondKind] = {}
    for bond_id, kind, number, name in session.execute(chosen):
        kinds[bond_id] = kind
        people[bond_id].append((number, name))
    return [Bond(bond_id, kind, tuple(people[bond_id])) for bond_id, kind in kinds.items()]


def find_bond(session: Session, event_id: int, bond_id: int) -> GroupBond | None:
    """A wish of this event."""
    return session.scalar(sa.select(GroupBond).where(GroupBond.id == bond_id, GroupBond.event_id == event_id))
