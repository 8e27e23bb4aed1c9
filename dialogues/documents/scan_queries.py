"""Reads of the pictures of signed sheets."""

import uuid
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from dialogues.documents.scan_models import SheetScan
from dialogues.documents.sheet_models import PrintedSheet


def list_scans(session: Session, sheet_id: str) -> Sequence[SheetScan]:
    """The pictures of a sheet in the order in which they came, without their bytes."""
    chosen = sa.select(SheetScan).where(SheetScan.sheet_id == sheet_id, SheetScan.removed_at.is_(None))
    return session.scalars(chosen.order_by(SheetScan.kept_at, SheetScan.id)).all()


def find_scan(session: Session, sheet: PrintedSheet, scan_id: uuid.UUID) -> SheetScan | None:
    """A picture of this sheet, also one that was taken away."""
    return session.scalar(sa.select(SheetScan).where(SheetScan.id == scan_id, SheetScan.sheet_id == sheet.id))


def count_scans(session: Session, event_id: int) -> int:
    """How many pictures of signed sheets an event has."""
    return session.scalar(sa.select(sa.func.count()).select_from(_of_event(event_id).subquery())) or 0


def list_whole_scans(session: Session, event_id: int) -> Iterator[SheetScan]:
    """The pictures of all sheets of an event with their bytes, by sheet and in their order, one at a time in memory."""
    order = PrintedSheet.day, SheetScan.sheet_id, SheetScan.kept_at, SheetScan.id
    ids = session.scalars(_of_event(event_id).with_only_columns(SheetScan.id).order_by(*order)).all()
    for scan_id in ids:
        one = session.get_one(SheetScan, scan_id, options=[undefer(SheetScan.content)])
        yield one
        session.expunge(one)


def _of_event(event_id: int) -> sa.Select[uuid.UUID]:
    return (
        sa.select(SheetScan.id)
        .join(PrintedSheet, PrintedSheet.id == SheetScan.sheet_id)
        .where(PrintedSheet.event_id == event_id, SheetScan.removed_at.is_(None))
    )
