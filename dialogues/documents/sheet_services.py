"""Keeping what a sign-in sheet says, so that its row numbers mean for ever what the paper says."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.core.errors import NotFoundHere
from dialogues.documents.marks import spoken
from dialogues.documents.queries import Options
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.documents.sheet_queries import Sheet, find_sheet, find_sheet_now, sheets_now
from dialogues.events.models import Event


def keep_sheets(session: Session, event: Event, options: Options, *, actor: Actor, at: datetime) -> list[PrintedSheet]:
    """The sheets that are about to be printed are kept, each with who stands in which row. Twice is once."""
    sheets = sheets_now(session, event, day=options.day, paper=options.paper, sector=options.people.sector)
    return _keep(session, event, sheets, actor=actor, at=at)


def keep_printed(
    session: Session, event: Event, sheets: Iterable[Sheet], *, actor: Actor, at: datetime
) -> list[PrintedSheet]:
    """Sheets that were printed already are kept as they were printed. Twice is once."""
    return _keep(session, event, sheets, actor=actor, at=at)


def keep_sheet(session: Session, event: Event, sheet_id: str, *, actor: Actor, at: datetime) -> PrintedSheet:
    """The sheet that somebody holds in their hand: as it was kept, or kept now if the list has not changed since.

    Raises NotFoundHere if it can no longer be known who stands in which row.
    """
    kept = find_sheet(session, event.id, sheet_id)
    if kept is not None:
        return kept
    found = find_sheet_now(session, event, sheet_id)
    if found is None:
        raise NotFoundHere
    return _keep(session, event, [found], actor=actor, at=at)[0]


def _keep(session: Session, event: Event, sheets: Iterable[Sheet], *, actor: Actor, at: datetime) -> list[PrintedSheet]:
    wanted = list(sheets)
    chosen = sa.select(PrintedSheet).where(PrintedSheet.id.in_([one.id for one in wanted]))
    known = {one.id: one for one in session.scalars(chosen)}
    rows = []
    for one in wanted:
        row = known.get(one.id)
        if row is None:
            row = PrintedSheet(
                id=one.id, event_id=event.id, day=one.day, paper=one.paper, people=one.people, kept_at=at,
                kept_by_id=actor.user_id, kept_by_name=actor.name,
            )  # fmt: skip
            session.add(row)
        rows.append(row)
    session.flush()  # the journal names them by their keys
    for row in rows:
        record(
            session,
            "sheet.printed",
            actor=actor,
            at=at,
            subject=row,
            subject_name=spoken(row.id),
            event_id=event.id,
            changes={"sheet_day": (None, row.day), "sheet_rows": (None, len(row.people))},
        )
    return rows
