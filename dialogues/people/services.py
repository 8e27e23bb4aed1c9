"""What can happen to persons, organisations and stakeholder groups."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean_line, search_key
from dialogues.people import queries, rules
from dialogues.people.contact import read_email, read_phones
from dialogues.people.facts import Description, PersonFacts
from dialogues.people.models import Organisation, Person, StakeholderGroup
from dialogues.people.sectors import FIRST_GROUPS, Sector

_KEYS = ("search_key", "sort_key")  # follow from other columns: the journal leaves them out


def describe(
    session: Session,
    facts: PersonFacts,
    *,
    country: str | None,
    actor: Actor,
    at: datetime,
    before: Any = None,
    organisation_then: tuple[str, int] | None = None,
) -> Description:
    """`facts` tidied into columns; an organisation the directory does not know is added.

    Telephone numbers are read as dialled in `country`. `before` is the person or registration that is changed: a
    sector and group it has already may stay together although the group has moved to another sector since.
    `organisation_then` is a name an organisation had, and its id: whoever leaves the name as it was means that one.
    Raises a RefusedFact.
    """
    name = clean_line(facts.full_name)
    rules.require_name(name)
    for field in rules.LENGTHS_MAX:
        rules.require_length(field, getattr(facts, field))
    is_as_before = before is not None and facts.stakeholder_group_id == before.stakeholder_group_id
    if is_as_before and facts.sector in (None, before.sector):
        sector = before.sector
    else:
        sector = _sector(session, facts)
    phones = read_phones(facts.phone, country=country)
    return Description(
        full_name=name,
        honorific=_line(facts.honorific),
        sort_as=_line(facts.sort_as),
        sector=sector,
        stakeholder_group_id=facts.stakeholder_group_id,
        organisation_id=_organisation_id(session, facts.organisation, organisation_then, actor=actor, at=at),
        position=_line(facts.position),
        gender=facts.gender,
        age_group=facts.age_group,
        phone=phones.first,
        phone_alternative=phones.second,
        email=read_email(_line(facts.email)),
        place=_line(facts.place),
        language=facts.language,
    )


def name_keys(full_name: str, sort_as: str | None, *more: str | None) -> dict[str, str]:
    """The folded columns of a name: what it is found by, `more` included, and where it stands in a list."""
    return {
        "search_key": search_key(full_name, sort_as, *more),
        "sort_key": search_key(sort_as) if sort_as and search_key(sort_as) else search_key(full_name),
    }


def add_person(session: Session, description: Description, *, actor: Actor, at: datetime) -> Person:
    """Put somebody new into the directory."""
    keys = name_keys(description.full_name, description.sort_as)
    person = Person(**description.columns(), **keys, created_at=at)
    session.add(person)
    session.flush()  # the journal needs the id
    record(session, "person.added", actor=actor, at=at, subject=person, subject_name=person.full_name)
    return person


def update_person(
    session: Session, person: Person, facts: PersonFacts, *, version: int | None, actor: Actor, at: datetime
) -> Person:
    """Describe `person` anew in the directory. What was written at events stays as it was.

    Telephone numbers are read as dialled in the country of the person's organisation.
    Raises ChangedMeanwhile unless `version` is the present one, or a RefusedFact.
    """
    rules.require_version(person.version, seen=version)
    country = person.organisation.country if person.organisation else None
    description = describe(session, facts, country=country, actor=actor, at=at, before=person)
    change_person(session, person, description.columns(), actor=actor, at=at)
    return person


def change_person(session: Session, person: Person, values: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """Set columns of `person`, its keys along with them, and note what really changed, if anything did."""
    changes = assign(person, values) | assign(person, _keys_of(person, values))
    if changes:
        shown = readable_changes(session, changes)
        record(
            session, "person.changed", actor=actor, at=at, subject=person, subject_name=person.full_name, changes=shown
        )


def readable_changes(session: Session, changes: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """`changes` for the journal: names in place of the ids of organisations and groups, no folded keys."""
    shown = {}
    for column, (old, new) in changes.items():
        if column == "organisation_id":
            shown["organisation"] = tuple(_name_of(session, Organisation, one) for one in (old, new))
        elif column == "stakeholder_group_id":
            shown["stakeholder_group"] = tuple(_name_of(session, StakeholderGroup, one) for one in (old, new))
        elif column == "logo_id":
            shown["logo"] = (old is not None, new is not None)  # type: ignore[assignment] # a pair as the others
        elif column not in _KEYS:
            shown[column] = (old, new)
    return shown  # type: ignore[return-value] # pairs all


def add_organisation(
    session: Session, *, name: str, sector: Sector | None, country: str | None, actor: Actor, at: datetime
) -> Organisation:
    """Put a new organisation into the directory. Raises OrganisationExists or BlankTitle."""
    name = clean_line(name)
    rules.require_title(name)
    _require_free(session, name)
    organisation = Organisation(name=name, search_key=search_key(name), sector=sector, country=country)
    session.add(organisation)
    session.flush()  # the journal needs the id
    record(session, "organisation.added", actor=actor, at=at, subject=organisation, subject_name=name)
    return organisation


def update_organisation(
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    sector: Sector | None,
    country: str | None,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Rename or describe an organisation. Registrations keep the name it had then.

    Raises ChangedMeanwhile, OrganisationExists or BlankTitle.
    """
    rules.require_version(organisation.version, seen=version)
    name = clean_line(name)
    rules.require_title(name)
    if search_key(name) != organisation.search_key:
        _require_free(session, name)
    values = {"name": name, "search_key": search_key(name), "sector": sector, "country": country}
    changes = readable_changes(session, assign(organisation, values))
    if changes:
        record(
            session,
            "organisation.changed",
            actor=actor,
            at=at,
            subject=organisation,
            subject_name=name,
            changes=changes,
        )


def find_or_add_organisation(session: Session, name: str, *, actor: Actor, at: datetime) -> Organisation:
    """The organisation of this name, however it is typed; added if the directory has none."""
    known = queries.find_organisation_by_name(session, name)
    return known or add_organisation(session, name=name, sector=None, country=None, actor=actor, at=at)


def add_group(session: Session, *, name: str, sector: Sector, actor: Actor, at: datetime) -> StakeholderGroup:
    """Put a new stakeholder group on the list. Raises GroupExists or BlankTitle."""
    name = clean_line(name)
    rules.require_title(name)
    _require_free_group(session, name)
    group = StakeholderGroup(name=name, search_key=search_key(name), sector=sector, is_active=True)
    session.add(group)
    session.flush()  # the journal needs the id
    record(session, "stakeholder_group.added", actor=actor, at=at, subject=group, subject_name=name)
    return group


def update_group(
    session: Session, group: StakeholderGroup, *, name: str, sector: Sector, actor: Actor, at: datetime
) -> int:
    """Rename a group or move it to another sector, and return how many people moved along with it.

    The people in it now move in the directory; registrations keep the sector they had at their event, so a report
    already issued stays true. Raises GroupExists or BlankTitle.
    """
    name = clean_line(name)
    rules.require_title(name)
    if search_key(name) != group.search_key:
        _require_free_group(session, name)
    changes = assign(group, {"name": name, "search_key": search_key(name), "sector": sector})
    moved = 0
    if "sector" in changes:
        people = session.scalars(
            sa.select(Person).where(Person.stakeholder_group_id == group.id, Person.sector != sector, queries.IS_PERSON)
        )
        for person in people.all():
            change_person(session, person, {"sector": sector}, actor=actor, at=at)
            moved += 1
    shown = readable_changes(session, changes)
    if shown:
        record(
            session, "stakeholder_group.changed", actor=actor, at=at, subject=group, subject_name=name, changes=shown
        )
    return moved


def retire_group(session: Session, group: StakeholderGroup, *, actor: Actor, at: datetime) -> None:
    """Take a group off the forms; the people in it stay in it. A second time changes nothing."""
    _switch_group(session, group, "stakeholder_group.retired", is_active=False, actor=actor, at=at)


def restore_group(session: Session, group: StakeholderGroup, *, actor: Actor, at: datetime) -> None:
    """Offer a retired group again. A second time changes nothing."""
    _switch_group(session, group, "stakeholder_group.restored", is_active=True, actor=actor, at=at)


def ensure_first_groups(session: Session) -> None:
    """The stakeholder groups a new instance starts with are there, unless the list has any group already."""
    if session.scalar(sa.select(StakeholderGroup.id).limit(1)) is None:
        session.add_all(
            StakeholderGroup(name=name, search_key=search_key(name), sector=sector, is_active=True)
            for name, sector in FIRST_GROUPS
        )


def _switch_group(
    session: Session, group: StakeholderGroup, action: str, *, is_active: bool, actor: Actor, at: datetime
) -> None:
    changes = assign(group, {"is_active": is_active})
    if changes:
        record(session, action, actor=actor, at=at, subject=group, subject_name=group.name, changes=changes)


def _sector(session: Session, facts: PersonFacts) -> Sector:
    if facts.stakeholder_group_id is None:
        return rules.sector_of(facts.sector)
    group = queries.find_group(session, facts.stakeholder_group_id)
    if group is None:
        raise rules.UnknownGroup
    return rules.sector_of(facts.sector, group=group.name, group_sector=group.sector)


def _organisation_id(
    session: Session, name: str | None, then: tuple[str, int] | None, *, actor: Actor, at: datetime
) -> int | None:
    line = _line(name)
    if line is None or not search_key(line):
        return None  # a dash says that there is none
    if then is not None and search_key(then[0]) == search_key(line):
        return then[1]
    return find_or_add_organisation(session, line, actor=actor, at=at).id


def _keys_of(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    return name_keys(person.full_name, person.sort_as) if {"full_name", "sort_as"} & {*values} else {}


def _name_of(session: Session, table: type[Organisation] | type[StakeholderGroup], key: int | None) -> str | None:
    return session.scalar(sa.select(table.name).where(table.id == key)) if key is not None else None


def _line(text: str | None) -> str | None:
    """`text` on one line, or None if nothing is left."""
    return clean_line(text or "") or None


def _require_free(session: Session, name: str) -> None:
    known = queries.find_organisation_by_name(session, name)
    if known is not None:
        raise rules.OrganisationExists(name=known.name)


def _require_free_group(session: Session, name: str) -> None:
    known = queries.find_group_by_name(session, name)
    if known is not None:
        raise rules.GroupExists(name=known.name)
