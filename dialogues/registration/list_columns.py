"""The columns a list of participants may have: what each is called and what it reads. The name always comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from dialogues.core.i18n import N_
from dialogues.people.models import Organisation, StakeholderGroup
from dialogues.registration.kinds import EventRole, Status
from dialogues.registration.models import Registration

SEAT = aliased(Registration)  # whose seat somebody holds


@dataclass(frozen=True)
class Column:
    """One column: `code` in addresses and as the API's key, `sort` by what it is ordered where it can be."""

    code: str
    label: str
    reads: Any
    width: int = 14  # in a spreadsheet, in signs
    sort: Any = None
    is_for_all: bool = False  # else only for who may see participants with their contact data


def _place(kind: Any, column: Any) -> Any:
    """Orders codes as they are listed and not by their letters."""
    return sa.case({one: number for number, one in enumerate(kind)}, value=column)


NAME = Column("full_name", N_("Name"), Registration.full_name, 34, Registration.sort_key, is_for_all=True)
# The heads are words by which an import knows them again.
COLUMNS: tuple[Column, ...] = (
    Column(
        "organisation", N_("Organisation"), Registration.organisation_name, 34, Organisation.search_key, is_for_all=True
    ),
    Column("position", N_("Position"), Registration.position, 28),
    Column("sector", N_("Sector"), Registration.sector, 16, Registration.sector, is_for_all=True),
    Column("stakeholder_group", N_("Stakeholder group"), StakeholderGroup.name, 28, StakeholderGroup.search_key),
    Column("gender", N_("Gender"), Registration.gender, 12, Registration.gender),
    Column("age_group", N_("Age group"), Registration.age_group, 14, Registration.age_group),
    Column("phone", N_("Telephone"), Registration.phone, 22),
    Column("email", N_("E-mail"), Registration.email, 28),
    Column("place", N_("Place"), Registration.place, 20),
    Column("language", N_("Language"), Registration.language, 14, Registration.language),
    Column("role", N_("Role"), Registration.role, 14, _place(EventRole, Registration.role)),
    Column("status", N_("Status"), Registration.status, 14, _place(Status, Registration.status), is_for_all=True),
    Column("source", N_("Source"), Registration.source, 18, Registration.source),
    Column("registered_on", N_("Registered on"), Registration.registered_at, 14, Registration.registered_at),
    Column("in_place_of", N_("In place of"), SEAT.full_name, 34),
    Column("consents", N_("Consents given"), Registration.id, 34),
    Column("honorific", N_("Title or honorific"), Registration.honorific, 10),
    Column("notes", N_("Notes"), Registration.notes, 40),
)
BY_CODE = {column.code: column for column in COLUMNS}
_USUAL = ("organisation", "sector", "phone", "status")


def all_columns(*, sees_contacts: bool) -> list[Column]:
    """Every column the reader may see."""
    return [column for column in COLUMNS if sees_contacts or column.is_for_all]


def known_columns(codes: Iterable[str], *, sees_contacts: bool) -> list[Column]:
    """The columns of these codes in their order, each once, less what the reader may not see."""
    columns = [BY_CODE[code] for code in dict.fromkeys(codes) if code in BY_CODE]
    return [column for column in columns if sees_contacts or column.is_for_all]


def usual_columns(*, sees_contacts: bool) -> list[Column]:
    """What a list shows to somebody who has chosen nothing."""
    return known_columns(_USUAL, sees_contacts=sees_contacts)


def chosen_columns(codes: Sequence[str], liked: str | None, *, sees_contacts: bool) -> list[Column]:
    """The columns an address asks for, else those the reader likes best, else the usual ones."""
    return (
        known_columns(codes, sees_contacts=sees_contacts)
        or known_columns((liked or "").split(","), sees_contacts=sees_contacts)
        or usual_columns(sees_contacts=sees_contacts)
    )
