"""What an import does: everybody new and everything changed in one transaction, and a note of all of it."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.core.collector import no_search_for_garbage
from dialogues.core.spreadsheets import Table
from dialogues.events.models import Event
from dialogues.imports import queries, rules
from dialogues.imports.decisions import NOTHING_SAID, Decisions
from dialogues.imports.heading import Heading, find_heading
from dialogues.imports.matching import Fate, Plan, make_plan
from dialogues.imports.models import ImportBatch, ImportSource
from dialogues.imports.queries import KnownAlready
from dialogues.imports.writing_services import Writer
from dialogues.registration.seat_queries import count_room
from dialogues.registration.seat_services import hold_seats

ToldOf = sa.ColumnElement[bool] | None  # the condition on Person that leaves those the reader may be told of


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do; `batch` is what it can be taken back by, None where nothing was written."""

    plan: Plan
    new: int
    updated: int
    unchanged: int
    batch: ImportBatch | None = None
    over_capacity: int = 0  # how many sit beyond the seats of the event once it is done; an import refuses nobody


@no_search_for_garbage()
def plan_import(
    session: Session, event: Event, table: Table, *, said: Decisions = NOTHING_SAID, told: ToldOf = None
) -> Outcome:
    """What an import of `table` would do. Writes nothing. Raises NoHeading or NoRows."""
    return _counted(_plan(session, event, table, queries.read_known(session, event, told=told), said))


@no_search_for_garbage()
def import_all(
    session: Session,
    event: Event,
    table: Table,
    *,
    actor: Actor,
    at: datetime,
    said: Decisions = NOTHING_SAID,
    told: ToldOf = None,
) -> Outcome:
    """Every row of `table` is on the list, or none. Raises RowsRefused if one is refused, NoHeading or NoRows."""
    hold_seats(session, event.id)
    known = queries.read_known(session, event, told=told)
    plan = _plan(session, event, table, known, said)
    if plan.of(Fate.REFUSED):
        raise rules.RowsRefused(rows=len(plan.of(Fate.REFUSED)))
    return _carry_out(session, event, plan, known, said, actor=actor, at=at)


@no_search_for_garbage()
def import_good_rows(
    session: Session,
    event: Event,
    table: Table,
    *,
    actor: Actor,
    at: datetime,
    said: Decisions = NOTHING_SAID,
    told: ToldOf = None,
) -> Outcome:
    """The rows of `table` that are not refused or left out are on the list. Raises NoHeading or NoRows."""
    hold_seats(session, event.id)
    known = queries.read_known(session, event, told=told)
    plan = _plan(session, event, table, known, said)
    return _carry_out(session, event, plan, known, said, actor=actor, at=at)


def _plan(session: Session, event: Event, table: Table, known: KnownAlready, said: Decisions) -> Plan:
    remembered = queries.find_remembered(session, find_heading(table, said).labels)
    return make_plan(table, known, country=event.country, said=said, remembered=remembered)


def _counted(plan: Plan, batch: ImportBatch | None = None) -> Outcome:
    new, updated, unchanged = (len(plan.of(fate)) for fate in (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED))
    return Outcome(plan, new, updated, unchanged, batch)


def _carry_out(
    session: Session, event: Event, plan: Plan, known: KnownAlready, said: Decisions, *, actor: Actor, at: datetime
) -> Outcome:
    new, updated, unchanged = (plan.of(fate) for fate in (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED))
    _remember(session, plan.heading, said, at=at)
    decided = [line for line in unchanged if line.decision]
    if not (new or updated or decided):
        return replace(_counted(plan), over_capacity=count_room(session, event.id).over)
    batch = ImportBatch(
        event_id=event.id, file_name=said.file_name, imported_at=at, imported_by_id=actor.user_id,
        imported_by_name=actor.name, new_count=len(new), updated_count=len(updated), unchanged_count=len(unchanged),
        left_out_count=len(plan.of(Fate.REFUSED)) + len(plan.of(Fate.SKIPPED)), undone_at=None, undone_by_name=None,
    )  # fmt: skip
    session.add(batch)
    session.flush()  # what is written names it
    writer = Writer(session, event, known, batch, actor=actor, at=at)
    writer.add(new)
    writer.change(updated)
    writer.match(decided)
    writer.end()
    counts = {"new": (None, len(new)), "updated": (None, len(updated))}
    record(
        session, "event.people_imported", actor=actor, at=at, subject=event, subject_name=event.title,
        event_id=event.id, changes=counts,
    )  # fmt: skip
    session.flush()  # the seats are counted in the database
    return replace(_counted(plan, batch), over_capacity=count_room(session, event.id).over)


def _remember(session: Session, heading: Heading, said: Decisions, *, at: datetime) -> None:
    """What was chosen for this file is proposed for the next with the same headings; what was guessed is not kept."""
    if said.columns is None and not said.words:
        return
    key = queries.source_key(heading.labels)
    source = session.scalar(sa.select(ImportSource).where(ImportSource.key == key))
    if source is None:
        source = ImportSource(key=key, columns={}, words={}, used_at=at)
        session.add(source)
    if said.columns is not None:
        source.columns = {
            label: said.columns[at_].value if at_ in said.columns else "" for at_, label in enumerate(heading.labels)
        }
    words = {field: dict(answers) for field, answers in source.words.items()}
    for field, answers in said.words.items():
        words.setdefault(field.value, {}).update(answers)
    source.words = words
    source.used_at = at
