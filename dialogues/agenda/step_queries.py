"""Questions about steps: what can be taken back, and what can be done again."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.step_models import AgendaStep

_LOOKED_AT = 50  # steps of one person; nobody goes back further at once


@dataclass(frozen=True)
class Step:
    """One step as a button names it."""

    id: int
    title: str


@dataclass(frozen=True)
class Steps:
    """The step that Undo takes back, and the one that Redo does again."""

    undo: Step | None = None
    redo: Step | None = None


def list_steps(session: Session, *, event_id: int, user_id: int | None) -> Steps:
    """What somebody can take back and do again on the agenda of an event; a new step ends what could be done again."""
    if user_id is None:
        return Steps()
    chosen = (
        sa.select(AgendaStep.id, AgendaStep.title, AgendaStep.undone_at)
        .where(AgendaStep.event_id == event_id, AgendaStep.made_by_id == user_id)
        .order_by(AgendaStep.id.desc())
        .limit(_LOOKED_AT)
    )
    undo, redo = None, None
    for row in session.execute(chosen):
        if row.undone_at is None:
            undo = Step(row.id, row.title)
            break
        redo = Step(row.id, row.title)
    return Steps(undo, redo)


def find_step(session: Session, *, event_id: int, step_id: int) -> AgendaStep | None:
    """One step of this event."""
    return session.scalar(sa.select(AgendaStep).where(AgendaStep.id == step_id, AgendaStep.event_id == event_id))


def find_made(session: Session, *, event_id: int, user_id: int | None, at: datetime) -> Step | None:
    """The step that somebody made at this instant."""
    chosen = sa.select(AgendaStep.id, AgendaStep.title).where(
        AgendaStep.event_id == event_id, AgendaStep.made_by_id == user_id, AgendaStep.made_at == at
    )
    row = session.execute(chosen.order_by(AgendaStep.id.desc()).limit(1)).first()
    return Step(row.id, row.title) if row else None
