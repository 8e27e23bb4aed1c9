"""What is said about somebody, before and after it is tidied."""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from dialogues.people.sectors import AgeGroup, Gender, Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A description of somebody as it was typed or read from a file. Only the name must be there.

    `sector` may be left to the stakeholder group. `organisation` is a name, found or added by its folded form.
    `phone` may hold two numbers.
    """

    full_name: str
    sector: Sector | None = None
    stakeholder_group_id: int | None = None
    honorific: str | None = None
    sort_as: str | None = None
    organisation: str | None = None
    position: str | None = None
    gender: Gender = Gender.NOT_STATED
    age_group: AgeGroup | None = None
    phone: str | None = None
    email: str | None = None
    place: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The same facts tidied: the columns that a person and a registration have in common."""

    full_name: str
    honorific: str | None
    sort_as: str | None
    sector: Sector
    stakeholder_group_id: int | None
    organisation_id: int | None
    position: str | None
    gender: Gender
    age_group: AgeGroup | None
    phone: str | None
    phone_alternative: str | None
    email: str | None
    place: str | None
    language: str | None

    def columns(self) -> dict[str, Any]:
        """Column: value."""
        return dict(zip(_COLUMNS, _values(self), strict=True))


_COLUMNS = tuple(one.name for one in fields(Description))
_values = attrgetter(*_COLUMNS)
