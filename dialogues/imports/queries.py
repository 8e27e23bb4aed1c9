"""What a list is compared with, read at once: the directory, the list of the event, organisations and groups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from dialogues.events.models import Event
from dialogues.imports.reading import Group
from dialogues.people.models import Organisation, Person, StakeholderGroup
from dialogues.people.queries import IS_PERSON, Known
from dialogues.people.rules import name_words
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import EventRole, Status
from dialogues.registration.models import Registration


class Registered(NamedTuple):
    """Somebody on the list of the event, with everything an import may compare."""

    id: int
    person_id: int
    status: Status
    full_name: str
    honorific: str | None
    sector: Sector
    stakeholder_group_id: int | None
    organisation_name: str | None
    position: str | None
    gender: Gender
    age_group: AgeGroup | None
    phone: str | None
    phone_alternative: str | None
    email: str | None
    place: str | None
    language: str | None
    role: EventRole
    notes: str | None


@dataclass(frozen=True)
class KnownAlready:
    """All that is known before an import."""

    persons: Mapping[frozenset[str], Sequence[Known]]  # by the words of the name
    registered: Mapping[int, Registered]  # by person
    organisations: Mapping[str, tuple[int, str]]  # folded name: id and name
    groups: Mapping[str, Group]  # by folded name


def read_known(session: Session, event: Event) -> KnownAlready:
    """The directory, the list of `event`, organisations and groups; four queries."""
    persons: defaultdict[frozenset[str], list[Known]] = defaultdict(list)
    for row in session.execute(_persons()):
        known = Known(*row)
        persons[name_words(known.full_name)].append(known)
    registered = (Registered(*row) for row in session.execute(_registered(event)))
    owner = aliased(Organisation)  # an alias stands for the organisation it belongs to
    organisations = session.execute(
        sa.select(
            Organisation.search_key,
            sa.func.coalesce(owner.id, Organisation.id),
            sa.func.coalesce(owner.name, Organisation.name),
        ).outerjoin(owner, owner.id == Organisation.alias_of_id)
    )
    groups = session.execute(
        sa.select(StakeholderGroup.search_key, StakeholderGroup.id, StakeholderGroup.name, StakeholderGroup.sector)
    )
    return KnownAlready(
        persons=persons,
        registered={one.person_id: one for one in registered},
        organisations={key: (id_, name) for key, id_, name in organisations},
        groups={key: Group(id_, name, sector) for key, id_, name, sector in groups},
    )


def list_persons(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    """Persons of the directory by id, with their organisations."""
    found: dict[int, Person] = {}
    for start in range(0, len(ids), 500):  # databases take a limited number of parameters
        chosen = sa.select(Person).where(Person.id.in_(ids[start : start + 500]))
        found |= {one.id: one for one in session.scalars(chosen.options(joinedload(Person.organisation)))}
    return found


def list_to_change(session: Session, event: Event, ids: Sequence[int]) -> dict[int, Registration]:
    """Registrations of the event by id, held until the unit of work ends."""
    found: dict[int, Registration] = {}
    for start in range(0, len(ids), 500):
        chosen = sa.select(Registration).where(
            Registration.event_id == event.id, Registration.id.in_(ids[start : start + 500])
        )
        found |= {one.id: one for one in session.scalars(chosen.with_for_update())}
    return found


def _persons() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Person.id, Person.full_name, Person.sector, Organisation.name, Person.position, Person.gender, Person.phone,
        Person.phone_alternative, Person.email,
    ).outerjoin(Person.organisation).where(IS_PERSON).order_by(Person.id)  # fmt: skip


def _registered(event: Event) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Registration.id, Registration.person_id, Registration.status, Registration.full_name, Registration.honorific,
        Registration.sector, Registration.stakeholder_group_id, Registration.organisation_name, Registration.position,
        Registration.gender, Registration.age_group, Registration.phone, Registration.phone_alternative,
        Registration.email, Registration.place, Registration.language, Registration.role, Registration.notes,
    ).where(Registration.event_id == event.id)  # fmt: skip
