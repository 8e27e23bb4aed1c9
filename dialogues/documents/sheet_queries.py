"""Which sign-in sheets there are: those that were kept when they were printed, and those that would be printed now."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import NamedTuple, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.queries import list_days
from dialogues.documents.facts import Paper
from dialogues.documents.queries import list_sheet_people, sheet_id_of
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.events.models import Event
from dialogues.people.sectors import Sector


class Sheet(NamedTuple):
    """A sheet as the list stands: what a print of this moment carries."""

    id: str
    day: date
    paper: Paper
    people: list[int]


def find_sheet(session: Session, event_id: int, sheet_id: str) -> PrintedSheet | None:
    """The kept sheet of an event with this id."""
    return session.scalar(sa.select(PrintedSheet).where(PrintedSheet.event_id == event_id, PrintedSheet.id == sheet_id))


def list_sheets(session: Session, event_id: int) -> Sequence[PrintedSheet]:
    """The kept sheets of an event, by day, the last that was printed first."""
    chosen = sa.select(PrintedSheet).where(PrintedSheet.event_id == event_id)
    return session.scalars(chosen.order_by(PrintedSheet.day, PrintedSheet.kept_at.desc(), PrintedSheet.id)).all()


def sheets_now(
    session: Session, event: Event, *, day: date | None, paper: Paper, sector: Sector | None = None
) -> list[Sheet]:
    """The sheets that printing one day, or all, gives as the list stands; of one sector, or of everybody."""
    people = [key for key, _person in list_sheet_people(session, event, day, sector)]
    days = [one.day for one in list_days(session, event.id) if day in (None, one.day)]
    return [Sheet(sheet_id_of(event.id, one, paper, people), one, paper, people) for one in days]


def find_sheet_now(session: Session, event: Event, sheet_id: str) -> Sheet | None:
    """The sheet with this id if the list still is as it was when it was printed, on whichever paper."""
    days = [one.day for one in list_days(session, event.id)]
    for only, sector in product((None, *days), (None, *Sector)):
        people = [key for key, _person in list_sheet_people(session, event, only, sector)]
        for day in days if only is None else [only]:
            for paper in get_args(Paper):
                if sheet_id_of(event.id, day, paper, people) == sheet_id:
                    return Sheet(sheet_id, day, paper, people)
    return None
