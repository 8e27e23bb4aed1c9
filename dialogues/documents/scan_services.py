"""What can happen to the pictures of a signed sheet."""

import hashlib
import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.core.errors import NotFoundHere
from dialogues.documents.marks import spoken
from dialogues.documents.scan_models import SheetScan
from dialogues.documents.scan_queries import find_scan, list_scans
from dialogues.documents.scan_rules import SCANS_MAX, ScanGone, TooManyScans, read_scan
from dialogues.documents.sheet_models import PrintedSheet

_KEPT_REMOVED = timedelta(days=1)  # so long a picture that was taken away can come back


def keep_scan(session: Session, sheet: PrintedSheet, content: bytes, *, actor: Actor, at: datetime) -> SheetScan:
    """The sheet has this picture, to the byte. One it has already changes nothing. Raises one of RefusedScan."""
    kind, sha256 = read_scan(content), hashlib.sha256(content).hexdigest()
    _hold(session, sheet)
    _clear(session, sheet, at)
    same = sa.select(SheetScan).where(SheetScan.sheet_id == sheet.id, SheetScan.sha256 == sha256)
    known = session.scalar(same)
    if known is not None and known.removed_at is None:
        return known
    if len(list_scans(session, sheet.id)) >= SCANS_MAX:
        raise TooManyScans(limit=SCANS_MAX)
    if known is not None:
        known.removed_at = None
        _note(session, "sheet.scan_restored", sheet, known, actor=actor, at=at)
        return known
    scan = SheetScan(
        id=uuid.uuid4(), sheet_id=sheet.id, media_type=kind, content=content, size=len(content), sha256=sha256,
        kept_at=at, kept_by_id=actor.user_id, kept_by_name=actor.name,
    )  # fmt: skip
    session.add(scan)
    session.flush()
    _note(session, "sheet.scanned", sheet, scan, actor=actor, at=at)
    return scan


def remove_scan(session: Session, sheet: PrintedSheet, scan_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """The sheet has this picture no more; within a day it can come back. A second time changes nothing."""
    _hold(session, sheet)
    scan = find_scan(session, sheet, scan_id)
    if scan is None:
        raise NotFoundHere
    if scan.removed_at is None:
        scan.removed_at = at
        _note(session, "sheet.scan_removed", sheet, scan, actor=actor, at=at)
    session.flush()
    _clear(session, sheet, at)


def restore_scan(session: Session, sheet: PrintedSheet, scan_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """The picture that was taken away is there again. Raises ScanGone after a day."""
    _hold(session, sheet)
    scan = find_scan(session, sheet, scan_id)
    if scan is None:
        raise ScanGone
    if scan.removed_at is not None:
        if len(list_scans(session, sheet.id)) >= SCANS_MAX:
            raise TooManyScans(limit=SCANS_MAX)
        scan.removed_at = None
        _note(session, "sheet.scan_restored", sheet, scan, actor=actor, at=at)


def _hold(session: Session, sheet: PrintedSheet) -> None:
    """Whoever else brings a picture of this sheet waits, so that none is kept twice and none too many."""
    session.execute(sa.select(PrintedSheet.id).where(PrintedSheet.id == sheet.id).with_for_update())


def _clear(session: Session, sheet: PrintedSheet, at: datetime) -> None:
    gone = SheetScan.sheet_id == sheet.id, SheetScan.removed_at < at - _KEPT_REMOVED
    session.execute(sa.delete(SheetScan).where(*gone))


def _note(session: Session, action: str, sheet: PrintedSheet, scan: SheetScan, *, actor: Actor, at: datetime) -> None:
    about = {"sheet_day": (None, sheet.day), "scan_sha256": (None, scan.sha256)}
    record(
        session, action, actor=actor, at=at, subject=sheet, subject_name=spoken(sheet.id), event_id=sheet.event_id,
        changes=about,
    )  # fmt: skip
