from datetime import time
from typing import Any

import pytest
import sqlalchemy as sa

from dialogues.agenda import queries
from dialogues.agenda.models import AgendaSession, SessionPerson, SessionRole


@pytest.fixture
def give_role(session):
    """Give a registered person, or a name, a role in a session."""

    def giving(block, who, role="lead"):
        by_name = isinstance(who, str)
        person = SessionPerson(
            registration=None if by_name else who, name=who if by_name else None, role=SessionRole(role)
        )
        block.people.append(person)
        session.flush()

    return giving


@pytest.fixture
def the_session(session):
    """The only session there is, as the agenda tells it."""

    def telling(event):
        items = [item for day in queries.list_agenda(session, event.id) for item in day.items]
        assert len(items) == 1, [item.title for item in items]
        return items[0]

    return telling


@pytest.fixture
def titles(session):
    """The titles and times of all sessions in order, what is parked first."""

    def telling() -> list[Any]:
        chosen = sa.select(AgendaSession.title, AgendaSession.starts, AgendaSession.ends)
        rows = session.execute(chosen.order_by(AgendaSession.day_id.nulls_first(), AgendaSession.starts))
        return [(title, _short(starts), _short(ends)) for title, starts, ends in rows]

    return telling


def _short(at: time) -> str:
    return at.isoformat("minutes")
