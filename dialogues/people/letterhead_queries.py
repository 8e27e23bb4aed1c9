"""Questions about letterheads and logos."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.people.models import Logo, Organisation
from dialogues.people.queries import IS_ORGANISATION


class Letterhead(NamedTuple):
    """The letterhead of one organisation, its picture left out."""

    organisation_id: int
    name: str  # as it is printed
    address: str | None
    footer: str | None
    logo_id: int | None
    sha256: str | None
    width: int | None
    height: int | None


HAS_LETTERHEAD = sa.or_(
    Organisation.logo_id.is_not(None), Organisation.printed_name.is_not(None), Organisation.letter_address.is_not(None)
)
_LETTERHEADS = (
    sa.select(
        Organisation.id,
        sa.func.coalesce(Organisation.printed_name, Organisation.name),
        Organisation.letter_address,
        Organisation.letter_footer,
        Logo.id,
        Logo.sha256,
        Logo.width,
        Logo.height,
    )
    .outerjoin(Logo, Organisation.logo_id == Logo.id)
    .order_by(Organisation.search_key)
)


def list_letterheads(session: Session, organisation_ids: Collection[int]) -> Mapping[int, Letterhead]:
    """The letterheads of some organisations, by their numbers."""
    found = session.execute(_LETTERHEADS.where(Organisation.id.in_(organisation_ids)))
    return {row[0]: Letterhead(*row) for row in found}


def list_with_letterhead(session: Session, *, among: sa.ColumnElement[bool]) -> list[Letterhead]:
    """The organisations that have something to print, by name, of those that a condition leaves."""
    return [Letterhead(*row) for row in session.execute(_LETTERHEADS.where(IS_ORGANISATION, HAS_LETTERHEAD, among))]


def list_pictures(session: Session, logo_ids: Collection[int]) -> Mapping[int, bytes]:
    """The pictures of some logos, by their numbers."""
    chosen = sa.select(Logo.id, Logo.png).where(Logo.id.in_(logo_ids))
    return dict(session.execute(chosen).all())


def find_logo_by_hash(session: Session, sha256: str) -> Logo | None:
    """The logo that is this picture."""
    return session.scalar(sa.select(Logo).where(Logo.sha256 == sha256))
