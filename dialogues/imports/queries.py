"""What a list is compared with, read at once: the directory, the list of the event, organisations and groups."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from dialogues.events.models import Event
from dialogues.imports.columns import Field
from dialogues.imports.heading import Remembered
from dialogues.imports.likeness import Likeness
from dialogues.imports.models import ImportBatch, ImportChange, ImportSource, Kind, Undone
from dialogues.imports.reading import Group
from dialogues.people.models import Organisation, Person, StakeholderGroup
from dialogues.people.queries import IS_PERSON, Known
from dialogues.people.rules import name_words
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import EventRole, Status
from dialogues.registration.models import Registration

BATCHES_SHOWN = 20  # last imports on the page


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
    rows: Mapping[str, int]  # by the key of a row that came in before: the person it is
    likeness: Likeness


def read_known(session: Session, event: Event, *, told: sa.ColumnElement[bool] | None = None) -> KnownAlready:
    """The directory, the list of `event`, organisations, groups, and the rows of earlier imports; six queries at most.

    `told` is the condition on Person that leaves those of whom the reader may be told; None: everybody.
    """
    directory = [Known(*row) for row in session.execute(_persons())]
    persons: defaultdict[frozenset[str], list[Known]] = defaultdict(list)
    for known in directory:
        persons[name_words(known.full_name)].append(known)
    told_ids = None if told is None else set(session.scalars(sa.select(Person.id).where(told)))
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
        rows=dict(session.execute(_rows(event)).all()),
        likeness=Likeness(directory, told=told_ids),
    )


def source_key(labels: Sequence[str]) -> str:
    """By what files of one source are known: the names of their columns, whatever their order."""
    return hashlib.blake2b("\x1f".join(sorted(labels)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def find_remembered(session: Session, labels: Sequence[str]) -> Remembered | None:
    """What was chosen for the last file with these columns; a file that we gave back has one more, for its reasons."""
    keys = [source_key(labels), source_key(labels[:-1])]
    found = {one.key: one for one in session.scalars(sa.select(ImportSource).where(ImportSource.key.in_(keys)))}
    source = found.get(keys[0]) or found.get(keys[1])
    if source is None:
        return None
    return Remembered(source.columns, {Field(field): answers for field, answers in source.words.items()})


def list_batches(session: Session, event_id: int) -> Sequence[ImportBatch]:
    """The last imports into an event, the newest first."""
    chosen = sa.select(ImportBatch).where(ImportBatch.event_id == event_id).order_by(ImportBatch.id.desc())
    return session.scalars(chosen.limit(BATCHES_SHOWN)).all()


def find_batch(session: Session, event_id: int, batch_id: int | None = None) -> ImportBatch | None:
    """One import into this event; without a number the newest that was not taken back."""
    chosen = sa.select(ImportBatch).where(ImportBatch.event_id == event_id).order_by(ImportBatch.id.desc()).limit(1)
    if batch_id is None:
        return session.scalar(chosen.where(ImportBatch.undone_at.is_(None)))
    return session.scalar(chosen.where(ImportBatch.id == batch_id))


def list_kept(session: Session, batch_id: int) -> list[tuple[int, str]]:
    """Number and name of the registrations that stayed as they were when an import was taken back, by name."""
    chosen = (
        sa.select(Registration.id, Registration.full_name)
        .join(ImportChange, ImportChange.row_id == Registration.id)
        .where(
            ImportChange.batch_id == batch_id,
            ImportChange.kind == Kind.REGISTRATION,
            ImportChange.undone == Undone.KEPT,
        )
        .order_by(Registration.sort_key, Registration.id)
    )
    return [(id_, name) for id_, name in session.execute(chosen)]


def list_persons(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    """Persons of the directory by id, with their organisations, who stay who they are until the unit of work ends.

    Who was merged into somebody else since the directory was read is that other person.
    """
    found: dict[int, Person] = {}
    for start in range(0, len(ids), 500):  # databases take a limited number of parameters
        chosen = sa.select(Person).where(Person.id.in_(ids[start : start + 500])).order_by(Person.id)
        held = chosen.with_for_update(key_share=True).execution_options(populate_existing=True)
        found |= {one.id: one for one in session.scalars(held.options(selectinload(Person.organisation)))}
    became = {key: one.merged_into_id for key, one in found.items() if one.merged_into_id is not None}
    if became:
        kept = list_persons(session, sorted(set(became.values())))
        found |= {key: kept[into] for key, into in became.items()}
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


def _rows(event: Event) -> sa.Select[*tuple[Any, ...]]:
    """The rows of imports into `event` that were not taken back, with the persons they are; the newest last."""
    now = aliased(Registration)  # what the registration became part of, if it was merged since
    return (
        sa.select(ImportChange.row_key, now.person_id)
        .join(ImportBatch, ImportBatch.id == ImportChange.batch_id)
        .join(Registration, Registration.id == ImportChange.row_id)
        .join(now, now.id == sa.func.coalesce(Registration.merged_into_id, Registration.id))
        .where(
            ImportBatch.event_id == event.id,
            now.event_id == event.id,
            ImportChange.kind == Kind.REGISTRATION,
            ImportChange.row_key.is_not(None),
            sa.or_(ImportBatch.undone_at.is_(None), ImportChange.undone == Undone.KEPT),
        )
        .order_by(ImportChange.id)
    )


def _registered(event: Event) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Registration.id, Registration.person_id, Registration.status, Registration.full_name, Registration.honorific,
        Registration.sector, Registration.stakeholder_group_id, Registration.organisation_name, Registration.position,
        Registration.gender, Registration.age_group, Registration.phone, Registration.phone_alternative,
        Registration.email, Registration.place, Registration.language, Registration.role, Registration.notes,
    ).where(Registration.event_id == event.id)  # fmt: skip
