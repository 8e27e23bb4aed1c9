"""The rows that the figures of an event are counted from, one by one, without a name in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.agenda.edition_models import AgendaEdition
from dialogues.attendance.models import Mark
from dialogues.audit.models import Entry
from dialogues.core.spreadsheets import Cell
from dialogues.documents.marks import spoken
from dialogues.documents.scan_queries import count_scans
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.documents.sheet_queries import list_sheets
from dialogues.events.models import EventDay
from dialogues.registration.models import Registration, Source, Status
from dialogues.reports.figures import PARTICIPANTS
from dialogues.reports.version_models import ReportVersion

Cells = tuple[Cell, ...]


def list_people(session: Session, event_id: int) -> Iterator[Cells]:
    """Each registration, in the columns of `rules.PEOPLE`."""
    other = aliased(Registration)
    given_up = (
        sa.select(other.in_place_of_id, sa.func.min(other.in_place_from).label("since"))
        .where(other.event_id == event_id, other.status == Status.CONFIRMED, other.in_place_of_id.is_not(None))
        .group_by(other.in_place_of_id)
        .subquery()
    )
    chosen = (
        sa.select(
            Registration.id,
            Registration.role,
            Registration.sector,
            Registration.gender,
            Registration.status,
            Registration.source,
            Registration.in_place_from,
            given_up.c.since,
        )
        .outerjoin(given_up, given_up.c.in_place_of_id == Registration.id)
        .where(Registration.event_id == event_id)
        .order_by(Registration.id)
    )
    for number, role, sector, gender, status, source, held, since in session.execute(chosen):
        counts, confirmed = _yes(role in PARTICIPANTS), _yes(status is Status.CONFIRMED)
        seat = held.isoformat() if held else "", since.isoformat() if since else ""
        yield number, role.value, counts, sector.value, gender.value, confirmed, _yes(source is Source.WALK_IN), *seat


def list_days(session: Session, event_id: int) -> Iterator[Cells]:
    """Each day, in the columns of `rules.DAYS`."""
    for day, closed_at in session.execute(
        sa.select(EventDay.day, EventDay.closed_at).where(EventDay.event_id == event_id).order_by(EventDay.day)
    ):
        yield day.isoformat(), _yes(closed_at is not None)


def list_marks(session: Session, event_id: int, *, tells_names: bool) -> Iterator[Cells]:
    """Each mark that was ever made, taken back ones too, in the columns of `rules.MARKS`.

    A reason is free text that may name somebody: it is left out where names may not be told.
    """
    chosen = (
        sa.select(
            Mark.id,
            Mark.registration_id,
            EventDay.day,
            Mark.part,
            Mark.status,
            Mark.seen_at,
            Mark.clock_offset_s,
            Mark.recorded_at,
            Mark.marked_by_name,
            Mark.device,
            Mark.source,
            Mark.reason,
        )
        .join(EventDay, EventDay.id == Mark.day_id)
        .join(Registration, Registration.id == Mark.registration_id)
        .where(Registration.event_id == event_id)
        .order_by(Mark.recorded_at, Mark.id)
    )
    for key, who, day, part, status, seen, offset, at, by, device, source, reason in session.execute(chosen):
        said = reason or "" if tells_names else ""
        when = seen.isoformat(), offset, at.isoformat()
        yield str(key), who, day.isoformat(), part.value, status.value, *when, by, device or "", source.value, said


def list_changes(session: Session, event_id: int, *, tells_names: bool) -> Iterator[Cells]:
    """The journal of an event, oldest first: which columns were changed, not what a telephone number was."""
    chosen = sa.select(Entry).where(Entry.event_id == event_id).order_by(Entry.at, Entry.id)
    for one in session.scalars(chosen.execution_options(yield_per=1000)):
        subject = one.subject_kind, one.subject_id, one.subject_name if tells_names else ""
        reason = one.reason or "" if tells_names else ""
        yield one.at.isoformat(), one.actor_name, one.action, *subject, " ".join(sorted(one.changes)), reason


def list_printed(session: Session, event_id: int) -> Iterator[Cells]:
    """Each sign-in sheet that went to paper before this pack: its number, day, paper and rows, when and by whom."""
    for one in list_sheets(session, event_id):
        yield spoken(one.id), one.day.isoformat(), one.paper, len(one.people), one.kept_at.isoformat(), one.kept_by_name


@dataclass(frozen=True)
class Inside:
    """How many rows of each kind a pack of now would hold."""

    registrations: int
    marks: int
    changes: int
    editions: int
    versions: int
    sheets: int
    scans: int


def count_inside(session: Session, event_id: int) -> Inside:
    """What a pack of an event would hold."""
    kinds = (Registration, Entry, AgendaEdition, ReportVersion, PrintedSheet)
    registrations, changes, editions, versions, sheets = (
        sa.select(sa.func.count()).select_from(kind).where(kind.event_id == event_id).scalar_subquery()
        for kind in kinds
    )
    of_event = sa.select(sa.func.count()).select_from(Mark).join(Registration, Mark.registration_id == Registration.id)
    marks = of_event.where(Registration.event_id == event_id).scalar_subquery()
    counts = session.execute(sa.select(registrations, marks, changes, editions, versions, sheets)).one()
    return Inside(*counts, scans=count_scans(session, event_id))


def list_packs(session: Session, event_id: int, *, most: int) -> Sequence[Entry]:
    """The packs of an event that were made last, from the journal."""
    chosen = sa.select(Entry).where(Entry.event_id == event_id, Entry.action == "event.audit_packed")
    return session.scalars(chosen.order_by(Entry.at.desc(), Entry.id.desc()).limit(most)).all()


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
