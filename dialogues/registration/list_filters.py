"""What a list of participants is filtered and sorted by, as its address says it.

Whatever comes in an address, sent by a browser or kept under a name, is read here and nowhere else: nonsense asks for
nothing, and neither does what the reader may not see.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from dialogues.people.sectors import Gender, Sector
from dialogues.registration.kinds import ConsentAnswer, EventRole, Purpose, Source, Status
from dialogues.registration.list_columns import all_columns, known_columns

Code = TypeVar("Code", bound=StrEnum)

NO_GROUP = 0  # who is in no stakeholder group
EVERYBODY = "everybody"  # the argument of an address that asks for the plain list, whatever the reader's opens with
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class ConsentAsked:
    """One purpose, and what was answered; None: it was not asked about."""

    purpose: Purpose
    answer: ConsentAnswer | None

    @property
    def code(self) -> str:
        """As in an address: `photo-yes`, `photo-none`."""
        return f"{self.purpose.value}-{self.answer.value if self.answer else 'none'}"


CONSENTS = {
    asked.code: asked
    for asked in (ConsentAsked(purpose, answer) for purpose in Purpose for answer in (*ConsentAnswer, None))
}


@dataclass(frozen=True)
class Filters:
    """Who is wanted. `by_phone`: the text is looked for in telephone numbers as well."""

    text: str = ""
    organisation: str = ""
    sector: Sector | None = None
    status: Status | None = None
    role: EventRole | None = None
    group: int | None = None
    gender: Gender | None = None
    language: str | None = None
    source: Source | None = None
    consent: ConsentAsked | None = None
    by_phone: bool = False

    def without_status(self) -> "Filters":
        """The same of every state, for the numbers on the tabs."""
        return replace(self, status=None)

    @property
    def is_of_kinds(self) -> bool:
        """Whether nothing but sector, gender, role and state narrows the list: the kinds that are counted together."""
        return replace(self, sector=None, gender=None, role=None, status=None, by_phone=False) == Filters()


@dataclass(frozen=True)
class View:
    """A list as it is asked for. Without `columns`: those the reader likes best."""

    filters: Filters
    sort: str = "name"
    columns: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """The view as the arguments of an address; what is not said is left out."""
        wanted = self.filters
        told = {
            "q": wanted.text,
            "sector": wanted.sector,
            "status": wanted.status,
            "gender": wanted.gender,
            "group": None if wanted.group is None else str(wanted.group),
            "organisation": wanted.organisation,
            "role": wanted.role,
            "language": wanted.language,
            "source": wanted.source,
            "consent": wanted.consent.code if wanted.consent else None,
            "sort": "" if self.sort == "name" else self.sort,
            "columns": ",".join(self.columns),
        }
        return {_ARGUMENT.get(name, name): str(value) for name, value in told.items() if value}

    def query(self) -> str:
        """The same as one text, for keeping."""
        return urlencode(self.arguments(), safe=",")


# The interface's own language is chosen by ?language=, so what people speak goes by another name.
_ARGUMENT = {"language": "speaks"}

# What may be filtered by who sees names alone; the rest would tell what is not shown.
_OF_NAMES = frozenset({"q", "sector", "status"})


def read_view(arguments: Mapping[str, str], *, sees_contacts: bool) -> View:
    """The view that an address asks for, as far as the reader may see it."""
    asked = {name: value for name, value in arguments.items() if sees_contacts or name in _OF_NAMES}
    columns = known_columns(arguments.get("columns", "").split(","), sees_contacts=sees_contacts)
    sort = arguments.get("sort", "")
    sortable = {
        "name",
        *(column.code for column in all_columns(sees_contacts=sees_contacts) if column.sort is not None),
    }
    filters = Filters(
        text=asked.get("q", "").strip(),
        organisation=asked.get("organisation", "").strip(),
        sector=_code(Sector, asked.get("sector")),
        status=_code(Status, asked.get("status")),
        role=_code(EventRole, asked.get("role")),
        group=_number(asked.get("group")),
        gender=_code(Gender, asked.get("gender")),
        language=_language(asked.get("speaks")),
        source=_code(Source, asked.get("source")),
        consent=CONSENTS.get(asked.get("consent", "")),
        by_phone=sees_contacts,
    )
    return View(
        filters,
        sort=sort if sort.removeprefix("-") in sortable else "name",
        columns=tuple(column.code for column in columns),
    )


def read_query(query: str, *, sees_contacts: bool) -> View:
    """The view that was kept as a text."""
    return read_view(dict(parse_qsl(query)), sees_contacts=sees_contacts)


def is_whole(query: str) -> bool:
    """Whether somebody who sees names alone gets from a kept view what its name promises."""
    full, seen = (read_query(query, sees_contacts=one) for one in (True, False))
    return replace(full.filters, by_phone=False) == seen.filters


def filters_set(view: View) -> Sequence[str]:
    """The arguments by which the list is narrowed, the tabs of states aside."""
    return [name for name in view.arguments() if name not in {"status", "sort", "columns"}]


def _code(kind: type[Code], text: str | None) -> Code | None:
    return next((one for one in kind if one.value == text), None)


def _number(text: str | None) -> int | None:
    return int(text) if text and _NUMBER.fullmatch(text) else None


def _language(text: str | None) -> str | None:
    return text if text and _LANGUAGE.fullmatch(text) else None
