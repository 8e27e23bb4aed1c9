"""Which events a programme report is about, and as which sector: read from an address or a command, and told again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.errors import NotFoundHere
from dialogues.core.formats import country_text, day_text
from dialogues.core.i18n import N_, _, current_language
from dialogues.events.models import EventKind
from dialogues.events.queries import EventLine, list_events
from dialogues.people.sectors import SECTOR_NAMES, Sector

KIND_NAMES = {EventKind.DIALOGUE: N_("Dialogue"), EventKind.DIGITAL_DAY: N_("Digital day")}
NAMES = ("year", "from", "to", "country", "process", "kind", "sector", "event")


@dataclass(frozen=True)
class Choice:
    """`?from=&to=&year=&country=&process=&kind=&sector=&event=`; what is not said leaves everything."""

    year: int | None = None
    first: date | None = None
    last: date | None = None
    country: str = ""
    process: str = ""
    kind: EventKind | None = None
    sector: Sector | None = None
    slugs: tuple[str, ...] = ()

    def holds(self, line: EventLine) -> bool:
        """Whether an event belongs to it; an event belongs to a period if any of its days does."""
        return (
            (self.year is None or line.starts_on.year <= self.year <= line.ends_on.year)
            and (self.first is None or line.ends_on >= self.first)
            and (self.last is None or line.starts_on <= self.last)
            and (not self.country or line.country == self.country)
            and (not self.process or line.process_slug == self.process)
            and (self.kind is None or line.kind == self.kind)
            and (not self.slugs or line.slug in self.slugs)
        )

    @property
    def ends_before_it_begins(self) -> bool:
        """Whether no day can lie in the period."""
        return self.first is not None and self.last is not None and self.last < self.first

    @property
    def arguments(self) -> dict[str, Any]:
        """The address of the same choice."""
        told = {
            "year": self.year,
            "from": self.first,
            "to": self.last,
            "country": self.country,
            "process": self.process,
            "kind": self.kind,
            "sector": self.sector,
            "event": list(self.slugs),
        }
        return {name: value for name, value in told.items() if value}

    @property
    def query(self) -> str:
        """The same as it stands in an address, without the question mark."""
        return urlencode(self.arguments, doseq=True)


def read_choice(arguments: Mapping[str, Sequence[str]]) -> Choice:
    """The choice that an address makes. Raises NotFoundHere for a year, day, kind or sector that is none."""

    def one(name: str) -> str:
        return (arguments.get(name) or ("",))[0]

    year = one("year")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise NotFoundHere
    try:
        return Choice(
            year=int(year) if year else None,
            first=date.fromisoformat(one("from")) if one("from") else None,
            last=date.fromisoformat(one("to")) if one("to") else None,
            country=one("country"),
            process=one("process"),
            kind=EventKind(one("kind")) if one("kind") else None,
            sector=Sector(one("sector")) if one("sector") else None,
            slugs=tuple(slug for slug in arguments.get("event", ()) if slug),
        )
    except ValueError as error:
        raise NotFoundHere from error


def read_query(query: str) -> Choice:
    """The choice that was kept under a name."""
    return read_choice(parse_qs(query))


def list_lines(
    session: Session, *, visible: sa.ColumnElement[bool] | None = None, choice: Choice | None = None
) -> list[EventLine]:
    """The events that meet `visible`, newest first; of those the ones that are chosen."""
    lines = list_events(session, visible=sa.true() if visible is None else visible)
    return [line for line in lines if choice is None or choice.holds(line)]


def in_words(choice: Choice, lines: Iterable[EventLine]) -> list[tuple[str, str]]:
    """What is chosen, each filter by its name; `lines` are the events the reader may choose from."""
    by_slug = {line.slug: line.title for line in lines}
    locale = current_language()
    processes = {line.process_slug: line.process for line in lines}
    told = (
        (_("Year"), str(choice.year or "")),
        (_("From"), day_text(choice.first, locale=locale) if choice.first else ""),
        (_("To"), day_text(choice.last, locale=locale) if choice.last else ""),
        (_("Country"), country_text(choice.country, locale=locale) if choice.country else ""),
        (_("Process"), processes.get(choice.process) or choice.process),
        (_("Kind of event"), _(KIND_NAMES[choice.kind]) if choice.kind else ""),
        (_("Sector"), _(SECTOR_NAMES[choice.sector]) if choice.sector else ""),
        (_("Events"), ", ".join(by_slug[slug] for slug in choice.slugs if slug in by_slug)),
    )
    return [(str(name), str(value)) for name, value in told if value]


def selects(lines: Collection[EventLine], choice: Choice) -> list[dict[str, object]]:
    """The filters: only what at least one event answers to."""
    locale = current_language()
    years = sorted({year for line in lines for year in range(line.starts_on.year, line.ends_on.year + 1)}, reverse=True)
    countries = sorted(
        ((line.country, country_text(line.country or "", locale=locale)) for line in _first_of(lines, "country")),
        key=lambda pair: pair[1],
    )
    processes = [(line.process_slug, line.process) for line in _first_of(lines, "process_slug")]
    kinds = [(line.kind.value, _(KIND_NAMES[line.kind])) for line in _first_of(lines, "kind")]
    sectors = [(sector.value, _(name)) for sector, name in SECTOR_NAMES.items()]
    return [
        _select("year", _("Year"), _("All years"), [(year, year) for year in years], choice.year),
        _select("country", _("Country"), _("All countries"), countries, choice.country),
        _select("process", _("Process"), _("All processes"), processes, choice.process),
        _select("kind", _("Kind of event"), _("All kinds"), kinds, choice.kind),
        _select("sector", _("Sector"), _("All sectors"), sectors, choice.sector),
    ]


def _select(name: str, label: str, every: str, choices: Sequence[tuple[Any, Any]], value: object) -> dict[str, object]:
    return {"name": name, "label": label, "choices": [("", every), *choices], "value": value or ""}


def _first_of(lines: Iterable[EventLine], field: str) -> list[EventLine]:
    """One line for each value that `field` has."""
    found: dict[str, EventLine] = {}
    for line in lines:
        if getattr(line, field):
            found.setdefault(getattr(line, field), line)
    return list(found.values())
