"""Which tables travel with an event, in the order in which their rows can be made, and what stays behind.

Columns are asked of the tables themselves, so a column that comes later travels without being named here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from dialogues.bundles.logos import is_logo, is_logos_of, logos_of, shown_on_papers
from dialogues.bundles.models import SharedName
from dialogues.core.db import Base
from dialogues.events.logo_models import Chosen

Scope = Callable[[int], sa.ColumnElement[bool]]

# Secrets, and numbers that mean something in one installation only.
STAYS = frozenset({"id", "version", "link_token", "token", "device_id"})
STAYING_TABLES = frozenset({"user", "device"})  # what points there stays behind; names of people are kept beside it

# Tables that hang on an event and do not travel, each with why.
LEFT_OUT: Mapping[str, str] = {
    "grant": "who may do what is decided where it is done",
    "device": "a phone is paired with one installation, and its token is a secret",
    "pairing_code": "a secret that lives ten minutes",
    "saved_view": "belongs to a user",
    "opening_view": "belongs to a user",
    "bulk_act": "can be taken back only where it was done",
    "bulk_change": "can be taken back only where it was done",
    "import_batch": "can be taken back only where it was done",
    "import_change": "can be taken back only where it was done",
    "sending": "kept two days to tell a hall from a machine",
    "seat_offer": "its link is a secret; the seat is given on where the offer was made",
    "mail": "is sent where it was written",
    "audit_entry": "the journal of each installation is its own; marks carry who made them and when",
    "day_state": "follows from the marks",
    "event_tally": "is counted again where it is asked for",
    "exchange": "what an installation remembers of the others",
    "heard_row": "what an installation remembers of the others",
    "bundle_conflict": "is settled where it was found",
    "shared_name": "is what the keys in the file are",
    "agenda_edition": "is published where it was made, and names people by that installation's numbers",
    "wall_link": "its address is a secret",
    "agenda_step": "can be taken back only where it was done",
    "printed_sheet": "a sheet is typed in where it was printed; the marks of its rows travel",
    "sheet_scan": "stays with the sheet it shows; the audit pack holds it",
    "sheet_entry": "a sheet is typed in where it was printed; the marks of its rows travel",
    "group_round": "groups are made for a hall, and nothing is counted from them",
    "round_group": "groups are made for a hall, and nothing is counted from them",
    "group_placement": "groups are made for a hall, and nothing is counted from them",
    "group_bond": "a wish for the groups of a hall",
    "group_bond_person": "a wish for the groups of a hall",
}


@dataclass(frozen=True)
class Kind:
    """One table that travels.

    `key`: the columns a row is known by everywhere; empty where it has a shared name, or an id that is one already.
    `same`: what makes a row without a shared name the same as one in a file. `together`: columns that change as one.
    """

    name: str
    scope: Scope
    key: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    is_fixed: bool = False  # rows are added and never change
    is_removable: bool = False
    counted: tuple[str, tuple[str, ...]] | None = None  # a number that is given once within these columns
    pair: tuple[str, str] | None = None  # two columns in the order of their numbers, which differ from place to place
    shown_as: tuple[str, ...] = ("name",)  # what a person calls a row
    hangs_on: str | None = None  # the column that names a row of the directory, and may name the row alone
    may_come: Callable[[Mapping[str, Any]], bool] = lambda _values: True  # whether a new row is what it says

    @cached_property
    def table(self) -> sa.Table:
        """Its table."""
        return Base.metadata.tables[self.name]

    @cached_property
    def is_named(self) -> bool:
        """Whether its rows have shared names."""
        return f"{self.name}_id" in SharedName.__table__.columns

    @cached_property
    def columns(self) -> list[sa.Column[Any]]:
        """The columns that travel."""
        has_own_id = isinstance(self.table.c["id"].type, sa.Uuid) if "id" in self.table.c else False
        return [
            column
            for column in self.table.columns
            if (column.name not in STAYS or (column.name == "id" and has_own_id))
            and points_at(column) not in STAYING_TABLES
        ]

    @cached_property
    def columns_of_units(self) -> list[list[sa.Column[Any]]]:
        """The columns that travel, those that are decided as one together."""
        return [[self.table.c[name] for name in unit] for unit in self.units.values()]

    @cached_property
    def targets(self) -> dict[str, str | None]:
        """By name of each column that travels: the table whose row it names, if it names one."""
        return {column.name: points_at(column) for column in self.columns}

    def in_order(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same, its two that are in order put in the order of what they are here: keys, or numbers."""
        told = dict(values)
        if self.pair is not None and all(told.get(name) is not None for name in self.pair):
            first, second = self.pair
            told[first], told[second] = sorted((told[first], told[second]))
        return told

    def called(self, facts: Mapping[str, Any]) -> str:
        """What a person calls a row that says `facts`."""
        return next((str(facts[name]) for name in self.shown_as if facts.get(name)), self.name)

    @cached_property
    def units(self) -> dict[str, tuple[str, ...]]:
        """What is decided as one, under the name of its first column."""
        grouped = {name: group for group in self.together for name in group}
        units: dict[str, tuple[str, ...]] = {}
        for column in self.columns:
            group = grouped.get(column.name, (column.name,))
            units.setdefault(group[0], group)
        return units


def points_at(column: sa.Column[Any]) -> str | None:
    """The table whose row a column names."""
    return next((key.column.table.name for key in column.foreign_keys), None)


def _t(name: str) -> sa.Table:
    return Base.metadata.tables[name]


def _of_event(name: str) -> Scope:
    return lambda event_id: _t(name).c.event_id == event_id


def registrations_of(event_id: int) -> sa.Select[Any]:
    """The numbers of the registrations of an event, those included that became part of another one of it."""
    table = _t("registration")
    other = table.alias()
    own = sa.select(other.c.id).where(other.c.event_id == event_id)
    return sa.select(table.c.id).where(sa.or_(table.c.event_id == event_id, table.c.merged_into_id.in_(own)))


def _of_registrations(name: str) -> Scope:
    return lambda event_id: _t(name).c.registration_id.in_(registrations_of(event_id))


def _days_of(event_id: int) -> sa.Select[Any]:
    return sa.select(_t("event_day").c.id).where(_t("event_day").c.event_id == event_id)


def _is_session_of(event_id: int) -> sa.ColumnElement[bool]:
    table = _t("agenda_session")
    return sa.or_(table.c.day_id.in_(_days_of(event_id)), table.c.parked_in_id == event_id)


def _sessions_of(event_id: int) -> sa.Select[Any]:
    return sa.select(_t("agenda_session").c.id).where(_is_session_of(event_id))


def _persons_of(event_id: int) -> sa.CompoundSelect[Any]:
    table = _t("registration")
    own = sa.select(table.c.person_id).where(table.c.id.in_(registrations_of(event_id)))
    person = _t("person").alias()
    became = sa.select(person.c.merged_into_id).where(person.c.id.in_(own), person.c.merged_into_id.is_not(None))
    return own.union(became)


def _used(column: str, target: str) -> Scope:
    """The rows of the directory that the people of an event are of."""

    def scope(event_id: int) -> sa.ColumnElement[bool]:
        registration, person = _t("registration"), _t("person")
        used = [
            sa.select(table.c[column]).where(table.c.id.in_(ids), table.c[column].is_not(None))
            for table, ids in ((registration, registrations_of(event_id)), (person, _persons_of(event_id)))
        ]
        chosen = sa.union(*used)
        if target != "organisation":
            return _t(target).c.id.in_(chosen)
        chosen = sa.union(*used, *shown_on_papers(event_id))
        of = _t("organisation").alias()
        real = sa.select(of.c.alias_of_id).where(of.c.id.in_(chosen), of.c.alias_of_id.is_not(None))
        table = _t("organisation")
        return sa.or_(table.c.id.in_(chosen), table.c.alias_of_id.in_(chosen), table.c.id.in_(real))

    return scope


_NAME = ("full_name", "sort_as", "organisation_id", "organisation_name", "search_key", "sort_key")

KINDS: tuple[Kind, ...] = (
    Kind(
        "process",
        lambda event_id: _t("process").c.id.in_(
            sa.select(_t("event").c.process_id).where(_t("event").c.id == event_id)
        ),
        key=("slug",),
        shown_as=("title",),
    ),
    Kind(
        "event",
        lambda event_id: _t("event").c.id == event_id,
        same=("slug", "created_at"),
        together=(("starts_on", "ends_on"),),
        shown_as=("title",),
    ),
    Kind("seat_plan", _of_event("seat_plan"), key=("event_id",), shown_as=()),
    Kind(
        "sector_seats",
        _of_event("sector_seats"),
        key=("event_id", "sector"),
        is_removable=True,
        shown_as=("sector",),
    ),
    Kind(
        "balance_target",
        _of_event("balance_target"),
        key=("event_id", "subject"),
        together=(("number", "percent"),),
        is_removable=True,
        shown_as=("subject",),
    ),
    Kind(
        "public_form",
        _of_event("public_form"),
        key=("event_id",),
        together=(("opens_at", "closes_at"),),
        shown_as=(),
    ),
    Kind(
        "consent_wording",
        _of_event("consent_wording"),
        key=("event_id", "language", "made_at"),
        is_fixed=True,
        counted=("number", ("event_id", "language")),
        shown_as=("language",),
    ),
    Kind(
        "invitation_letter",
        _of_event("invitation_letter"),
        key=("event_id", "language"),
        is_removable=True,
        shown_as=("subject",),
    ),
    Kind("place", _of_event("place"), same=("event_id", "name"), is_removable=True),
    Kind(
        "travel_time",
        lambda event_id: _t("travel_time").c.first_id.in_(
            sa.select(_t("place").c.id).where(_t("place").c.event_id == event_id)
        ),
        key=("first_id", "second_id"),
        pair=("first_id", "second_id"),
        is_removable=True,
        shown_as=("minutes",),
    ),
    Kind(
        "room",
        lambda event_id: _t("room").c.place_id.in_(
            sa.select(_t("place").c.id).where(_t("place").c.event_id == event_id)
        ),
        same=("place_id", "name"),
        is_removable=True,
    ),
    Kind(
        "event_day",
        _of_event("event_day"),
        key=("event_id", "day"),
        together=(("opens", "closes"),),
        shown_as=("day",),
    ),
    Kind("stakeholder_group", _used("stakeholder_group_id", "stakeholder_group"), key=("search_key",)),
    Kind("logo", logos_of(_used("organisation_id", "organisation")), key=("sha256",), is_fixed=True, may_come=is_logo),
    Kind("organisation", _used("organisation_id", "organisation"), key=("search_key",)),
    Kind(
        "paper_logos",
        is_logos_of,
        key=("event_id", "process_id"),
        together=(Chosen._fields,),
        is_removable=True,
        hangs_on="process_id",
        shown_as=(),
    ),
    Kind(
        "person",
        lambda event_id: _t("person").c.id.in_(_persons_of(event_id)),
        together=(("full_name", "sort_as", "search_key", "sort_key"), ("sector", "stakeholder_group_id")),
        shown_as=("full_name",),
    ),
    Kind(
        "question",
        _of_event("question"),
        same=("event_id", "label", "position"),
        together=(("shown_if_id", "shown_if_answer"),),
        is_removable=True,
        shown_as=("label",),
    ),
    Kind(
        "registration",
        lambda event_id: _t("registration").c.id.in_(registrations_of(event_id)),
        same=("badge_code",),
        together=(
            _NAME,
            ("sector", "stakeholder_group_id"),
            ("in_place_of_id", "in_place_from"),
            ("event_id", "merged_into_id", "person_id"),
        ),
        counted=("queue_number", ("event_id",)),
        shown_as=("full_name",),
    ),
    Kind(
        "given_answer",
        _of_registrations("given_answer"),
        key=("registration_id", "question_id"),
        is_removable=True,
        shown_as=(),
    ),
    Kind(
        "consent",
        _of_registrations("consent"),
        key=("registration_id", "purpose", "recorded_at", "answer"),
        is_fixed=True,
    ),
    Kind("application", _of_registrations("application"), key=("registration_id",), shown_as=()),
    Kind("erasure_request", _of_registrations("erasure_request"), key=("registration_id",), shown_as=()),
    Kind(
        "invitation",
        _of_event("invitation"),
        same=("event_id", "registration_id", "organisation_name", "position", "invited_at"),
        together=(("answer", "answered_at", "named_id", "reason"),),
        shown_as=("organisation_name", "contact_name"),
    ),
    Kind(
        "agenda_session",
        _is_session_of,
        same=("day_id", "starts", "title"),
        together=(("day_id", "parked_in_id", "starts", "ends"), ("place_id", "room_id")),
        is_removable=True,
        shown_as=("title",),
    ),
    Kind(
        "session_person",
        lambda event_id: _t("session_person").c.agenda_session_id.in_(_sessions_of(event_id)),
        same=("agenda_session_id", "registration_id", "name", "role"),
        together=(("agenda_session_id", "registration_id", "name", "role"),),
        is_removable=True,
    ),
    Kind("group_arrival", _of_event("group_arrival"), shown_as=("label",)),
    Kind("mark", _of_registrations("mark"), is_fixed=True),
    Kind(
        "group_mark",
        lambda event_id: _t("group_mark").c.group_id.in_(
            sa.select(_t("group_arrival").c.id).where(_t("group_arrival").c.event_id == event_id)
        ),
        key=("mark_id",),
        is_fixed=True,
    ),
    Kind("session_mark", _of_registrations("session_mark"), is_fixed=True),
    Kind("walk_in", _of_event("walk_in"), is_fixed=True),
    Kind(
        "report_version",
        _of_event("report_version"),
        is_fixed=True,
        counted=("number", ("event_id",)),
        shown_as=("number",),
    ),
    Kind(
        "held_mark",
        _of_event("held_mark"),
        key=("event_id", "fingerprint"),
        together=(("settled_at", "settlement", "settled_by_name", "settle_reason", "result_mark_id"),),
        shown_as=("device",),
    ),
)

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


@dataclass
class Keys:
    """What the rows of the tables are called everywhere, and back."""

    of_row: dict[tuple[str, Any], str] = field(default_factory=dict)  # (table, its id): key
    row_of: dict[tuple[str, str], Any] = field(default_factory=dict)  # (table, key): its id

    def add(self, name: str, number: Any, key: str) -> None:
        """A row is called `key`."""
        self.of_row[name, number] = key
        self.row_of[name, key] = number
