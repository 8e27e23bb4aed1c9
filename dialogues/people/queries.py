"""Questions about persons, organisations and stakeholder groups."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from dialogues.core.folding import fold, search_key
from dialogues.core.paging import Page
from dialogues.people.contact import figures_of
from dialogues.people.models import Organisation, Person, StakeholderGroup
from dialogues.people.rules import is_same_name, name_words
from dialogues.people.sectors import Gender, Sector

PAGE_SIZE = 50  # rows of a list page
IS_PERSON = Person.merged_into_id.is_(None)  # not a double of somebody else
IS_ORGANISATION = Organisation.alias_of_id.is_(None)  # not one more name of another one
_NAMES_OFFERED_MAX = 400  # names a browser completes while somebody types; more would cost more than the page
_OFFERED_MAX = 5  # possible same persons shown at once


class ListedPerson(NamedTuple):
    """A line of the directory."""

    id: int
    full_name: str
    honorific: str | None
    sector: Sector
    organisation_id: int | None
    organisation_name: str | None
    position: str | None
    place: str | None
    phone: str | None


class ListedOrganisation(NamedTuple):
    """A line of the list of organisations."""

    id: int
    name: str
    sector: Sector | None
    country: str | None
    people: int


class ListedGroup(NamedTuple):
    """A line of the list of stakeholder groups."""

    id: int
    name: str
    sector: Sector
    is_active: bool
    people: int


class GroupChoice(NamedTuple):
    """A stakeholder group as a form offers it."""

    id: int
    name: str
    sector: Sector


_GROUP_CHOICES = (
    sa.select(StakeholderGroup.id, StakeholderGroup.name, StakeholderGroup.sector)
    .where(sa.or_(StakeholderGroup.is_active, StakeholderGroup.id == sa.bindparam("chosen", type_=sa.Integer())))
    .order_by(StakeholderGroup.search_key)
)


class Known(NamedTuple):
    """Somebody who may be the person being written down, with the facts that tell them apart."""

    person_id: int
    full_name: str
    sector: Sector
    organisation_name: str | None
    position: str | None
    gender: Gender
    phone: str | None
    phone_alternative: str | None
    email: str | None


def has_all_words(key: Any, text: str) -> sa.ColumnElement[bool]:
    """The condition that each word typed in `text` begins some word of the folded `key`.

    `rj` is also tried as `n`, because it is typed for ŋ.
    """
    words = fold(text).split()
    forms = [{word, word.replace("rj", "n")} for word in words]
    return sa.and_(
        sa.true(), *(sa.or_(*(key.contains(f" {form}", autoescape=True) for form in sorted(some))) for some in forms)
    )


def has_phone(text: str, *columns: Any) -> sa.ColumnElement[bool]:
    """The condition that `text` looks like part of a telephone number and one of `columns` has it."""
    figures = figures_of(text)
    return sa.or_(sa.false(), *(column.contains(figures) for column in columns)) if figures else sa.false()


def list_people(session: Session, *, text: str = "", sector: Sector | None = None, page: int = 1) -> Page[ListedPerson]:
    """The directory by name: those whose name, organisation or telephone number is what was typed."""
    key = Person.search_key + sa.func.coalesce(Organisation.search_key, "")
    wanted = (
        sa.true()
        if not text
        else sa.or_(_words_or_none(key, text), has_phone(text, Person.phone, Person.phone_alternative))
    )
    wanted = sa.and_(IS_PERSON, wanted)
    if sector is not None:
        wanted = sa.and_(wanted, Person.sector == sector)
    chosen = (
        sa.select(
            Person.id, Person.full_name, Person.honorific, Person.sector, Person.organisation_id, Organisation.name,
            Person.position, Person.place, Person.phone,
        )
        .outerjoin(Person.organisation)
        .where(wanted)
        .order_by(Person.sort_key, Person.id)
    )  # fmt: skip
    total = sa.select(sa.func.count()).select_from(Person).outerjoin(Person.organisation).where(wanted)
    return _page(session, ListedPerson, chosen, total, page)


def find_person(session: Session, person_id: int) -> Person | None:
    """Somebody in the directory, with organisation and group."""
    chosen = (
        sa.select(Person)
        .where(Person.id == person_id, IS_PERSON)
        .options(joinedload(Person.organisation), joinedload(Person.stakeholder_group))
    )
    return session.scalar(chosen)


def find_person_to_change(session: Session, person_id: int) -> Person | None:
    """Somebody in the directory, held until the unit of work ends, so that nobody changes them in between."""
    held = session.get(Person, person_id, with_for_update=True)
    return held if held is not None and held.merged_into_id is None else None


def find_person_to_register(session: Session, person_id: int) -> Person | None:
    """Somebody in the directory, who stays who they are until the unit of work ends: nobody merges them in between.

    Who was merged into somebody else since the page was made is that other person.
    """
    chosen = sa.select(Person).where(Person.id == person_id).execution_options(populate_existing=True)
    held = session.scalar(chosen.with_for_update(key_share=True))
    if held is None or held.merged_into_id is None:
        return held
    return find_person_to_register(session, held.merged_into_id)


def find_whom_it_became(session: Session, person_id: int) -> int | None:
    """The number of the person that `person_id` was merged into, if it was."""
    return session.scalar(sa.select(Person.merged_into_id).where(Person.id == person_id))


def list_doubles(session: Session, person_id: int) -> Sequence[int]:
    """The numbers of those who were merged into one person."""
    return session.scalars(sa.select(Person.id).where(Person.merged_into_id == person_id).order_by(Person.id)).all()


def list_people_of(session: Session, *, organisation_id: int, page: int = 1) -> Page[ListedPerson]:
    """Those whose organisation is this one now."""
    wanted = sa.and_(Person.organisation_id == organisation_id, IS_PERSON)
    chosen = (
        sa.select(
            Person.id, Person.full_name, Person.honorific, Person.sector, Person.organisation_id, Organisation.name,
            Person.position, Person.place, Person.phone,
        )
        .join(Person.organisation)
        .where(wanted)
        .order_by(Person.sort_key, Person.id)
    )  # fmt: skip
    return _page(session, ListedPerson, chosen, sa.select(sa.func.count()).select_from(Person).where(wanted), page)


def list_possible_same(
    session: Session, *, full_name: str, phones: Sequence[str] = (), among: sa.ColumnElement[bool] | None = None
) -> list[Known]:
    """Those in the directory with the same name in any order of its words, or with one of `phones`; a few at most.

    `among` is a condition on Person, for a reader who may not see the whole directory.
    """
    words = name_words(full_name)
    same_phone = sa.or_(sa.false(), Person.phone.in_(phones), Person.phone_alternative.in_(phones))
    chosen = (
        sa.select(
            Person.id, Person.full_name, Person.sector, Organisation.name, Person.position, Person.gender,
            Person.phone, Person.phone_alternative, Person.email,
        )
        .outerjoin(Person.organisation)
        .where(
            IS_PERSON,
            sa.or_(has_all_words(Person.search_key, " ".join(sorted(words))), same_phone) if words else same_phone,
        )
        .order_by(Person.sort_key, Person.id)
    )  # fmt: skip
    if among is not None:
        chosen = chosen.where(among)
    rows = (Known(*row) for row in session.execute(chosen))
    same = [
        row for row in rows if is_same_name(row.full_name, full_name) or {row.phone, row.phone_alternative} & {*phones}
    ]
    return same[:_OFFERED_MAX]


def list_organisations(
    session: Session, *, text: str = "", sector: Sector | None = None, page: int = 1
) -> Page[ListedOrganisation]:
    """Organisations by name, each with the number of people in it now."""
    people = (
        sa.select(sa.func.count())
        .where(Person.organisation_id == Organisation.id, IS_PERSON)
        .correlate(Organisation)
        .scalar_subquery()
    )
    wanted = sa.and_(IS_ORGANISATION, is_called(text) if text else sa.true())
    if sector is not None:
        wanted = sa.and_(wanted, Organisation.sector == sector)
    chosen = (
        sa.select(Organisation.id, Organisation.name, Organisation.sector, Organisation.country, people)
        .where(wanted)
        .order_by(Organisation.search_key)
    )
    total = sa.select(sa.func.count()).select_from(Organisation).where(wanted)
    return _page(session, ListedOrganisation, chosen, total, page)


def list_organisation_names(session: Session) -> Sequence[str]:
    """Names a browser may complete: of the organisations with most people, by name."""
    most = (
        sa.select(Organisation.name, Organisation.search_key)
        .outerjoin(Person, sa.and_(Person.organisation_id == Organisation.id, IS_PERSON))
        .where(IS_ORGANISATION)
        .group_by(Organisation.id, Organisation.name, Organisation.search_key)
        .order_by(sa.func.count(Person.id).desc(), Organisation.search_key)
        .limit(_NAMES_OFFERED_MAX)
        .subquery()
    )
    return session.scalars(sa.select(most.c.name).order_by(most.c.search_key)).all()


def find_organisation(session: Session, organisation_id: int) -> Organisation | None:
    """One organisation."""
    return session.get(Organisation, organisation_id)


def find_organisation_to_change(session: Session, organisation_id: int) -> Organisation | None:
    """One organisation, held until the unit of work ends."""
    return session.get(Organisation, organisation_id, with_for_update=True)


def find_organisation_by_name(session: Session, name: str) -> Organisation | None:
    """The organisation that has this name or alias, however it is typed."""
    found = session.scalar(sa.select(Organisation).where(Organisation.search_key == search_key(name)))
    if found is None or found.alias_of_id is None:
        return found
    return session.get(Organisation, found.alias_of_id)


def list_aliases(session: Session, organisation_id: int) -> Sequence[Organisation]:
    """The other names of an organisation, by name."""
    chosen = sa.select(Organisation).where(Organisation.alias_of_id == organisation_id)
    return session.scalars(chosen.order_by(Organisation.search_key)).all()


def is_called(text: str) -> sa.ColumnElement[bool]:
    """The condition on Organisation that its name, or one of its aliases, has each word typed."""
    alias = aliased(Organisation)
    by_alias = sa.select(alias.alias_of_id).where(
        alias.alias_of_id.is_not(None), _words_or_none(alias.search_key, text)
    )
    return sa.or_(_words_or_none(Organisation.search_key, text), Organisation.id.in_(by_alias))


def list_groups(session: Session) -> list[ListedGroup]:
    """All stakeholder groups by sector and name, each with the number of people in it now."""
    people = (
        sa.select(sa.func.count())
        .where(Person.stakeholder_group_id == StakeholderGroup.id, IS_PERSON)
        .correlate(StakeholderGroup)
        .scalar_subquery()
    )
    chosen = sa.select(
        StakeholderGroup.id, StakeholderGroup.name, StakeholderGroup.sector, StakeholderGroup.is_active, people
    ).order_by(StakeholderGroup.search_key)
    order = list(Sector)
    return sorted((ListedGroup(*row) for row in session.execute(chosen)), key=lambda row: order.index(row.sector))


def list_group_choices(session: Session, *, chosen_id: int | None = None) -> list[GroupChoice]:
    """The groups somebody may be put in, by sector and name: those in use, and the one they are in already."""
    groups = [GroupChoice(*row) for row in session.execute(_GROUP_CHOICES, {"chosen": chosen_id})]
    order = list(Sector)
    return sorted(groups, key=lambda group: order.index(group.sector))


def find_group(session: Session, group_id: int) -> StakeholderGroup | None:
    """One stakeholder group."""
    return session.get(StakeholderGroup, group_id)


def find_group_by_name(session: Session, name: str) -> StakeholderGroup | None:
    """The group of this name, however it is typed."""
    return session.scalar(sa.select(StakeholderGroup).where(StakeholderGroup.search_key == search_key(name)))


def _words_or_none(key: Any, text: str) -> sa.ColumnElement[bool]:
    """Like `has_all_words`, but signs without a letter or figure find nobody instead of everybody."""
    return has_all_words(key, text) if fold(text) else sa.false()


def _page(session: Session, row: Any, chosen: Any, total: Any, number: int) -> Page[Any]:
    rows = session.execute(chosen.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Page(rows=[row(*one) for one in rows], number=number, size=PAGE_SIZE, total=session.scalar(total) or 0)
