"""A file that arrived, its lines read and its claims checked; and what both sides last knew of each other."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dialogues.bundles import packing, rules
from dialogues.bundles.kinds import BY_NAME, KINDS, Keys, Kind, points_at
from dialogues.bundles.models import Exchange
from dialogues.bundles.queries import Heard, Row, key_of_facts
from dialogues.bundles.rules import Meeting, Memory
from dialogues.bundles.services import HEARD
from dialogues.bundles.values import decode, digest

_KEY_LENGTH_MAX = 2_000
_NAMES = frozenset({*BY_NAME, HEARD})
_RECORDED = ("mark", "session_mark")  # facts about people that no removal may take along


class Later(Exception):
    """A row speaks of one of its own table that is still to be made."""


class Skipped(Exception):
    """A row speaks of one that was removed here."""


class Arrived:
    """One file, and how its rows become ours."""

    def __init__(self, content: bytes, passphrase: str | None = None) -> None:
        manifest, parts = packing.unpack(content, _NAMES, passphrase)
        try:
            self.sender = uuid.UUID(manifest["installation"])
            self.bundle = uuid.UUID(manifest["bundle"])
            self.number = int(manifest["number"])
            self.made_at = datetime.fromisoformat(manifest["made_at"])
            self.event_key = str(uuid.UUID(manifest["event"]["key"]))
            self.title = str(manifest["event"]["title"])[:200]
            self._heard_by_them = {uuid.UUID(other): int(number) for other, number in manifest["heard"].items()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise rules.NotABundle from error
        if self.made_at.tzinfo is None or not 0 < self.number < 2**31:
            raise rules.NotABundle
        self.heard_of_us = 0
        self._lines: dict[tuple[str, str], int] = {}
        self._rows = {kind.name: self._keyed(kind, parts.get(kind.name, [])) for kind in KINDS}
        self._heard_rows = parts.get(HEARD, [])
        self._ours: dict[tuple[str, str], Memory] = {}
        self._theirs: dict[tuple[str, str], Memory] = {}
        self._are_ours_newer = self._are_theirs_newer = False
        self._skipped: set[tuple[str, str]] = set()
        if set(self._rows["event"]) != {self.event_key}:
            raise rules.NotABundle
        self._spoken_of = {
            (target, facts[column.name])
            for name in _RECORDED
            for column in BY_NAME[name].columns
            if (target := points_at(column))
            for facts in self._rows[name].values()
            if isinstance(facts.get(column.name), str)
        }

    def rows(self, name: str) -> Mapping[str, dict[str, Any]]:
        """The rows of a table, by key."""
        return self._rows[name]

    def badges(self) -> dict[str, str]:
        """Of each person of the file, a badge they wear."""
        return {
            str(facts.get("person_id")): str(facts.get("badge_code")) for facts in self._rows["registration"].values()
        }

    def registrations_marked(self, ours: Mapping[str, Row], keys: Keys) -> set[int]:
        """The numbers of the registrations that marks of the file, new here, are about."""
        fresh = (facts for key, facts in self._rows["mark"].items() if key not in ours)
        found = (keys.row_of.get(("registration", facts["registration_id"])) for facts in fresh)
        return {number for number in found if number is not None}

    def _keyed(self, kind: Kind, lines: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for number, line in enumerate(lines, start=1):
            facts = dict(line)
            key = facts.pop("key", None)
            try:
                if kind.is_named:
                    uuid.UUID(key)
                is_right = isinstance(key, str) and 0 < len(key) <= _KEY_LENGTH_MAX and key not in rows
                if not is_right or (kind.key and key != key_of_facts(kind, facts)):
                    raise ValueError(key)
                if not kind.key and not kind.is_named and key != facts.get("id"):
                    raise ValueError(key)
            except (ValueError, TypeError, AttributeError) as error:
                raise rules.UnreadableRow(line=number, part=f"{kind.name}.jsonl") from error
            if not facts.keys() <= kind.targets.keys():  # a newer program knows more
                facts = {name: value for name, value in facts.items() if name in kind.targets}
            rows[key] = facts
            self._lines[kind.name, key] = number
        return rows

    # ------------------------------------------------------------ what both knew
    def meet(self, own: uuid.UUID, heard: Iterable[Heard], last: Exchange | None) -> None:
        """Find out what both sides know of each other; `heard` is what we remember of the sender since `last`."""
        self.heard_of_us = self._heard_by_them.get(own, 0)
        self._are_ours_newer = last is not None and self.heard_of_us <= last.packed
        self._are_theirs_newer = self.heard_of_us > (last.heard_of_us if last else 0)
        self._ours = {
            (row.kind, row.key): Memory(took=row.theirs, after=row.theirs if row.ours is None else row.ours)
            for row in heard
        }
        for number, row in enumerate(self._heard_rows, start=1):
            try:
                if uuid.UUID(row["other"]) != own:
                    continue
                took, kept = _digests(row["theirs"]), row["ours"]
                memory = Memory(took=took, after=took if kept is None else _digests(kept))
                self._theirs[str(row["kind"]), str(row["key"])] = memory
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise rules.UnreadableRow(line=number, part=f"{HEARD}.jsonl") from error

    @property
    def remembered(self) -> Mapping[tuple[str, str], Memory]:
        """What we remember of the rows of the sender, by table and key."""
        return self._ours

    def meeting(self, name: str, key: str) -> Meeting:
        """What both sides remember of a row."""
        place = name, key
        return Meeting(self._ours.get(place), self._theirs.get(place), self._are_ours_newer, self._are_theirs_newer)

    def was_removed_here(self, kind: Kind, key: str) -> bool:
        """Whether a row of the file was here once and was removed, and nothing in the file asks for it again."""
        meeting = self.meeting(kind.name, key)
        was_here = (meeting.ours and meeting.ours.after) or (meeting.theirs and meeting.theirs.took)
        if kind.is_fixed or not was_here or (kind.name, key) in self._spoken_of:
            return False
        if kind.name == "person" and self._is_registered(key):
            return False
        facts = self._rows[kind.name][key]
        return not any(meeting.have_they_news(unit, digest(facts, columns)) for unit, columns in kind.units.items())

    def _is_registered(self, person: str) -> bool:
        registration = BY_NAME["registration"]
        mine = [key for key, facts in self._rows["registration"].items() if facts.get("person_id") == person]
        return not all(self.was_removed_here(registration, key) for key in mine)

    def was_removed_there(self, kind: Kind, key: str, ours: Mapping[str, Any]) -> bool:
        """Whether they had a row and removed it, and it did not change here since."""
        meeting = self.meeting(kind.name, key)
        was_there = (meeting.theirs and meeting.theirs.after) or (meeting.ours and meeting.ours.took)
        if not was_there:
            return False
        return not any(meeting.have_we_news(unit, digest(ours, columns)) for unit, columns in kind.units.items())

    def skip(self, name: str, key: str) -> None:
        """A row stays out, and so does what cannot be without it."""
        self._skipped.add((name, key))

    # ------------------------------------------------------------ values
    def decode(
        self, kind: Kind, key: str, facts: Mapping[str, Any], keys: Keys, *, whole: bool = False
    ) -> dict[str, Any]:
        """`facts` as the columns take them; `whole`: all columns of a new row. Raises Later, Skipped or a refusal."""
        values: dict[str, Any] = {}
        for unit in kind.columns_of_units:
            named = unit if whole else [column for column in unit if column.name in facts]
            try:
                values |= {column.name: self._value(kind, key, column, facts, keys) for column in named}
            except Skipped:
                if not all(column.nullable for column in named):
                    raise
                values |= dict.fromkeys([column.name for column in named], None)
        if whole and not kind.may_come(values):
            raise rules.UnreadableRow(line=self._lines.get((kind.name, key), 0), part=f"{kind.name}.jsonl")
        return values

    def _value(self, kind: Kind, key: str, column: sa.Column[Any], facts: Mapping[str, Any], keys: Keys) -> Any:
        value, target = facts.get(column.name), kind.targets[column.name]
        try:
            if target is None or value is None:
                if value is None and column.name not in facts and column.default is not None:
                    return column.default.arg  # type: ignore[attr-defined] # an older program did not have it
                return decode(column, value)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            line = self._lines.get((kind.name, key), 0)
            raise rules.UnreadableRow(line=line, part=f"{kind.name}.jsonl") from error
        if not isinstance(value, str):
            raise rules.UnreadableRow(line=self._lines.get((kind.name, key), 0), part=f"{kind.name}.jsonl")
        number = keys.row_of.get((target, value))
        if number is not None:
            return number
        if (target, value) in self._skipped:
            raise Skipped
        if target == kind.name and value in self._rows[target]:
            raise Later
        raise rules.DanglingRow(part=f"{kind.name}.jsonl")


def _digests(value: Any) -> dict[str, str]:
    return {str(unit): str(one) for unit, one in value.items()}
