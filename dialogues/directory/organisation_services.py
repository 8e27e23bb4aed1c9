"""What can happen to the names of organisations: one more, one less, two organisations that were one."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, assign, record
from dialogues.core.errors import NotFoundHere
from dialogues.core.folding import clean_line, search_key
from dialogues.directory import rules
from dialogues.directory.models import Kind, Merge
from dialogues.directory.moving import Moved, move
from dialogues.directory.rules import ORGANISATION_FIELDS, Side
from dialogues.directory.services import begin, end, hold
from dialogues.people.letterhead_rules import letterhead_of_both
from dialogues.people.models import Organisation
from dialogues.people.queries import find_organisation_by_name
from dialogues.people.rules import OrganisationExists, require_length, require_title


def merge_organisations(
    session: Session, *, first_id: int, second_id: int, chosen: Mapping[str, Side], actor: Actor, at: datetime
) -> Merge:
    """Two organisations are one, under the chosen name; the other name is an alias, its people and registrations move.

    Registrations keep the name as it was written then. Raises WithItself, NotFoundHere, MergedMeanwhile or NotChosen.
    """
    first, second = hold(session, Organisation, first_id, second_id)
    values = rules.chosen_values(ORGANISATION_FIELDS, first, second, chosen)
    kept, gone = (first, second) if values.pop("name") == first.name else (second, first)
    values |= letterhead_of_both(kept, gone)
    moved = Moved()
    merge = begin(session, Kind.ORGANISATION, kept.id, gone.id, (kept.name, gone.name), actor=actor, at=at)
    changes = assign(kept, values)
    assign(gone, {"alias_of_id": kept.id})
    session.flush()  # what follows is told to the tables directly
    move(session, "organisation", from_id=gone.id, to_id=kept.id, moved=moved)
    end(session, merge, kept, changes, moved, actor=actor, at=at)
    return merge


def add_alias(session: Session, organisation_id: int, *, name: str, actor: Actor, at: datetime) -> Organisation:
    """An organisation is found by one more name. Raises NotFoundHere, OrganisationExists, OwnName or a RefusedFact."""
    owner = _owner(session, organisation_id)
    name = clean_line(name)
    require_title(name)
    require_length("organisation", name)
    known = find_organisation_by_name(session, name)
    if known is not None:
        raise rules.OwnName(name=name) if known.id == owner.id else OrganisationExists(name=known.name)
    alias = Organisation(name=name, search_key=search_key(name), sector=None, country=None, alias_of_id=owner.id)
    session.add(alias)
    record(
        session, "organisation.alias_added", actor=actor, at=at, subject=owner, subject_name=owner.name,
        changes={"alias": (None, name)},
    )  # fmt: skip
    session.flush()  # the page needs the id for taking it back
    return alias


def remove_alias(session: Session, alias_id: int, *, actor: Actor, at: datetime) -> tuple[int, str]:
    """An organisation is no longer found by one of its aliases; returns its id and that name.

    Raises NotFoundHere, or NameOfAMerge for a name that was an organisation of its own.
    """
    alias = session.get(Organisation, alias_id, with_for_update=True, populate_existing=True)
    if alias is None or alias.alias_of_id is None:
        raise NotFoundHere
    merges = sa.select(Merge.id).where(Merge.kind == Kind.ORGANISATION, Merge.gone_id == alias_id)
    if session.scalar(merges.limit(1)) is not None:
        raise rules.NameOfAMerge(name=alias.name)
    owner, name = _owner(session, alias.alias_of_id), alias.name
    record(
        session, "organisation.alias_removed", actor=actor, at=at, subject=owner, subject_name=owner.name,
        changes={"alias": (name, None)},
    )  # fmt: skip
    session.delete(alias)
    return owner.id, name


def restore_alias(session: Session, organisation_id: int, *, actor: Actor, at: datetime) -> str:
    """The alias that was removed last is there again; returns it. Raises NotFoundHere or OrganisationExists."""
    changes = session.scalar(
        sa.select(Entry.changes)
        .where(
            Entry.action == "organisation.alias_removed",
            Entry.subject_kind == "organisation",
            Entry.subject_id == str(organisation_id),
        )
        .order_by(Entry.id.desc())
        .limit(1)
    )
    if changes is None:
        raise NotFoundHere
    return add_alias(session, organisation_id, name=changes["alias"][0], actor=actor, at=at).name


def _owner(session: Session, organisation_id: int) -> Organisation:
    owner = session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    if owner is None:
        raise NotFoundHere
    if owner.alias_of_id is not None:
        raise rules.MergedMeanwhile(name=owner.name)
    return owner
