"""What a calendar that follows an agenda is told: the sessions, when each was changed last, and which are cancelled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import edition_queries as editions
from dialogues.agenda.edition_models import AgendaEdition
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.queries import AgendaDay
from dialogues.audit.models import Entry
from dialogues.events.models import Event, EventDay

CANCELLED_KEPT = timedelta(days=60)  # how long a session that is gone is told as cancelled: calendars ask daily


@dataclass(frozen=True)
class Cancelled:
    """A session that was on the agenda and is no longer: as it was last, and when it went."""

    session_id: int
    day: date
    starts: time
    ends: time
    title: str
    version: int
    at: datetime


@dataclass(frozen=True)
class CalendarFacts:
    """An agenda for calendars."""

    days: tuple[AgendaDay, ...]
    revised: Mapping[int, datetime]
    cancelled: Sequence[Cancelled]


def find_calendar(session: Session, event: Event, *, now: datetime) -> CalendarFacts:
    """The agenda as calendars may know it: the latest edition, or the plan while there is none."""
    shown = editions.find_shown_agenda(session, event)
    here = {item.id for day in shown.days for item in day.items}
    # A change of the event, such as of its place, changes what every entry says.
    base = session.scalar(
        sa.select(sa.func.max(Entry.at)).where(Entry.event_id == event.id, Entry.action == "event.changed")
    )
    if shown.edition is None:
        revised, cancelled = _of_plan(session, event, since=now - CANCELLED_KEPT)
    else:
        revised, cancelled = _of_editions(editions.list_editions(session, event.id), since=now - CANCELLED_KEPT)
    told = {number: max(at, base) if base else at for number, at in revised.items() if number in here}
    return CalendarFacts(shown.days, told, [one for one in cancelled if one.session_id not in here])


def _of_editions(published: Sequence[AgendaEdition], *, since: datetime) -> tuple[dict[int, datetime], list[Cancelled]]:
    """Each session was changed last by the edition that says anything else of it than the one before."""
    revised: dict[int, datetime] = {}
    cancelled: dict[int, Cancelled] = {}
    for before, after in pairwise([None, *published]):
        if after is None:
            continue
        for change in editions.list_changes_between(before, after):
            revised[change.block.session_id] = after.published_at
            if change.after is None and before is not None and after.published_at >= since:
                block = change.block
                cancelled[block.session_id] = Cancelled(
                    block.session_id, block.day, block.starts, block.ends, block.title,
                    _version_in(before, block.session_id), after.published_at,
                )  # fmt: skip
    return revised, list(cancelled.values())


def _version_in(edition: AgendaEdition, session_id: int) -> int:
    items = (item for day in edition.content["days"] for item in day["sessions"])
    return int(next(item["version"] for item in items if item["id"] == session_id))


def _of_plan(session: Session, event: Event, *, since: datetime) -> tuple[dict[int, datetime], list[Cancelled]]:
    """The journal knows when each session was changed, and what was removed."""
    kind = AgendaSession.__tablename__
    touched = sa.select(Entry.subject_id, sa.func.max(Entry.at)).where(
        Entry.event_id == event.id, Entry.subject_kind == kind
    )
    revised = {int(number): at for number, at in session.execute(touched.group_by(Entry.subject_id))}
    removed = sa.select(Entry).where(Entry.event_id == event.id, Entry.action == f"{kind}.removed", Entry.at >= since)
    days = {row.id: row.day for row in session.execute(
        sa.select(EventDay.id, EventDay.day).where(EventDay.event_id == event.id)
    )}  # fmt: skip
    cancelled = {}
    for entry in session.scalars(removed.order_by(Entry.id)):
        kept = json.loads(entry.changes["_kept"][0])
        if kept["day_id"] in days:
            cancelled[kept["id"]] = Cancelled(
                kept["id"], days[kept["day_id"]], time.fromisoformat(kept["starts"]),
                time.fromisoformat(kept["ends"]), kept["title"], kept["version"], entry.at,
            )  # fmt: skip
    return revised, list(cancelled.values())
