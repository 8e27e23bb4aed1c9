"""The papers of an agenda among all documents: run-sheet, wall, doors, rapporteurs, own days."""

from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.documents import (
    agenda,
    agenda_queries,
    door_signs,
    facilitator_day,
    plan_queries,
    rapporteur_sheet,
    reporting_back,
    run_sheet,
    wall_agenda,
)
from dialogues.documents.queries import Options
from dialogues.events.models import Event


def make_agenda(session: Session, event: Event, options: Options, at: datetime, base_url: str) -> bytes:
    """The agenda for participants."""
    return agenda.draw(agenda_queries.agenda_facts(session, event, options, at=at, base_url=base_url))


def make_run_sheet(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    """The run-sheet for facilitators."""
    return run_sheet.draw(plan_queries.run_facts(session, event, options, at=at))


def make_wall_agenda(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    """The agenda for the wall."""
    return wall_agenda.draw(plan_queries.wall_facts(session, event, options, at=at))


def make_door_signs(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    """A sign for each room."""
    return door_signs.draw(plan_queries.wall_facts(session, event, options, at=at))


def make_rapporteur_sheet(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    """A sheet for notes on each session."""
    return rapporteur_sheet.draw(plan_queries.run_facts(session, event, options, at=at))


def make_reporting_back_sheet(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    """A sheet for groups to report back with."""
    return reporting_back.draw(plan_queries.run_facts(session, event, options, at=at))


def make_facilitator_day(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    """The own days of one facilitator, or of all. Raises NobodyOfThatName."""
    return facilitator_day.draw(plan_queries.own_days_facts(session, event, options, at=at))
