"""Questions about sheets that are read back in; they never write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.attendance.models import Part
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.paper.models import SheetEntry
from dialogues.paper.rules import Reading, Row, differ
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration, Status

_AT_ONCE = 10_000  # numbers in one statement: databases take some 32,000 parameters

Cell = tuple[Row, Part]


class Signer(NamedTuple):
    """Who stands in a row of a sheet, as the list knows them today."""

    registration_id: int
    name: str
    organisation_name: str | None
    sector: Sector
    status: Status


@dataclass(frozen=True)
class Readings:
    """What stands of one cell: the first reading, the second one, and what was settled."""

    first: SheetEntry | None = None
    second: SheetEntry | None = None
    settled: SheetEntry | None = None

    @property
    def is_in_dispute(self) -> bool:
        """Whether the readings differ, or the first one contradicts the list; settled or not."""
        first, second = (one.says if one is not None else None for one in (self.first, self.second))
        return differ(first, second) or (self.first is not None and self.first.is_held)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to settle it. What was typed after it was settled opens it again."""
        if not self.is_in_dispute:
            return False
        typed = [one.typed_at for one in (self.first, self.second) if one is not None]
        return self.settled is None or self.settled.typed_at < max(typed)


class Progress(NamedTuple):
    """How many rows of a sheet were read in one part of the day."""

    reading: Reading
    part: Part
    rows: int


def list_signers(session: Session, people: Collection[int]) -> dict[int, Signer]:
    """Who the numbers on a sheet are today: a registration that was merged is the other one; one removed is no key."""
    old, now = aliased(Registration), aliased(Registration)
    chosen = (
        sa.select(old.id, now.id, now.honorific, now.full_name, now.organisation_name, now.sector, now.status)
        .join(now, now.id == sa.func.coalesce(old.merged_into_id, old.id))
        .order_by(old.id)
    )
    wanted, found = list(people), {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in session.execute(chosen.where(old.id.in_(wanted[start : start + _AT_ONCE]))):
            name = f"{row[2]} {row[3]}" if row[2] else row[3]
            found[row[0]] = Signer(row[1], name, row[4], row[5], row[6])
    return found


def list_standing(
    session: Session, sheet_id: str, *, rows: Collection[Row] | None = None
) -> dict[tuple[Reading, Row, Part], SheetEntry]:
    """What stands of a sheet, of some rows or of all: of each reading of a cell its highest version."""
    chosen = sa.select(SheetEntry).where(SheetEntry.sheet_id == sheet_id).order_by(SheetEntry.version)
    if rows is not None and len(rows) < _AT_ONCE:
        chosen = chosen.where(SheetEntry.row_number.in_({row.number for row in rows}))
    return {(Reading(one.reading), one.row, one.part): one for one in session.scalars(chosen)}


def list_readings(session: Session, sheet_id: str) -> dict[Cell, Readings]:
    """Every cell of a sheet that was read, in the order of the paper."""
    standing = list_standing(session, sheet_id)
    cells = sorted({(row, part) for _reading, row, part in standing}, key=lambda cell: (cell[0], str(cell[1])))
    return {(row, part): Readings(*(standing.get((reading, row, part)) for reading in Reading)) for row, part in cells}


def list_progress(session: Session, sheet_ids: Collection[str]) -> dict[str, list[Progress]]:
    """How far each sheet is read: every row that was read has a first version."""
    chosen = (
        sa.select(SheetEntry.sheet_id, SheetEntry.reading, SheetEntry.part, sa.func.count())
        .where(SheetEntry.sheet_id.in_(sheet_ids), SheetEntry.version == 1)
        .group_by(SheetEntry.sheet_id, SheetEntry.reading, SheetEntry.part)
        .order_by(SheetEntry.reading, SheetEntry.part)
    )
    found: dict[str, list[Progress]] = {one: [] for one in sheet_ids}
    for sheet_id, reading, part, rows in session.execute(chosen):
        found[sheet_id].append(Progress(Reading(reading), part, rows))
    return found


def list_walk_ins(session: Session, sheet_id: str) -> dict[Row, int]:
    """Who signed in the blank rows of a sheet, as far as they were typed."""
    chosen = sa.select(SheetEntry.row_number, SheetEntry.registration_id).where(
        SheetEntry.sheet_id == sheet_id, SheetEntry.is_walk_in.is_(True), SheetEntry.registration_id.is_not(None)
    )
    return {Row(True, number): person for number, person in session.execute(chosen) if person is not None}


def signed_by(sheet: PrintedSheet, walk_ins: dict[Row, int], rows: Sequence[Row]) -> dict[Row, int]:
    """The number of the registration in each row that has one."""
    numbers = {row: walk_ins.get(row) if row.is_walk_in else sheet.people[row.number - 1] for row in rows}
    return {row: number for row, number in numbers.items() if number is not None}
