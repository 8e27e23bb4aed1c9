"""Two who change one day at the same moment: each act is done whole or refused whole, in threads of their own."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.agenda import plan_services, queries, step_services
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.plan_queries import list_versions
from dialogues.agenda.plan_rules import Block, DayChanged, Spot, minutes_of, runs_of
from dialogues.agenda.plan_services import Act
from dialogues.agenda.step_models import AgendaStep
from dialogues.audit.services import COMMAND_LINE
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from dialogues.events.models import Event
from tests.factories import MADE_AT, make_agenda_session, make_event

pytestmark = pytest.mark.database
ROUNDS = 5


@pytest.fixture
def at_once(shared: Flask) -> Callable[..., list[object]]:
    """Run each act in a thread and a unit of work of its own, all begun at one moment; what each gave, or raised."""

    def running(*acts: Callable[[Session], object]) -> list[object]:
        db.session.commit()
        start = threading.Barrier(len(acts))
        results: list[object] = [None] * len(acts)

        def run(number: int, act: Callable[[Session], object]) -> None:
            with shared.app_context():
                start.wait()
                try:
                    with unit_of_work() as session:
                        results[number] = act(session)
                except (DomainError, sa.exc.SQLAlchemyError) as error:
                    results[number] = error
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.expire_all()
        return results

    return running


def make_morning() -> tuple[Event, list[int]]:
    event = make_event()
    hours = range(8, 13)
    blocks = [make_agenda_session(event.days[0], f"S{at}", starts=f"{at:02}:00", ends=f"{at:02}:50") for at in hours]
    db.session.commit()
    return event, [block.id for block in blocks]


def moving(event: Event, number: int, after: int) -> Callable[[Session], object]:
    """Move one session after another, as somebody does who saw the day as it is now."""
    event_id, day_id = event.id, event.days[0].id
    seen = list_versions(db.session(), day_ids=[day_id])

    def act(session: Session) -> str:
        here = session.get_one(Event, event_id)
        block = session.get_one(AgendaSession, number)
        plan_services.move_session(
            session, Act(event=here, seen=seen, actor=COMMAND_LINE, at=MADE_AT), block=block, day_id=day_id,
            spot=Spot(after=after),
        )  # fmt: skip
        return "done"

    return act


def blocks_of(event: Event) -> list[Block]:
    rows = queries.list_day_sessions(db.session(), day_id=event.days[0].id)
    return [Block(row.id, minutes_of(row.starts), minutes_of(row.ends)) for row in rows]


def test_of_two_who_saw_the_same_day_one_moves_and_the_other_is_told(at_once):
    event, numbers = make_morning()
    for _ in range(ROUNDS):
        order = [block.id for block in blocks_of(event)]
        results = at_once(moving(event, order[0], order[2]), moving(event, order[4], order[1]))
        assert sorted(type(one).__name__ for one in results) == ["DayChanged", "str"]
        assert len(runs_of(blocks_of(event))) == len(numbers), "nothing lies over anything"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AgendaStep)) == ROUNDS


def test_without_looking_whether_the_day_is_as_it_was_seen_both_would_be_done(at_once, monkeypatch):
    """The control: what is refused above is refused because of what was seen, and by nothing else."""
    monkeypatch.setattr(plan_services, "require_seen", lambda *_arguments: None)
    event, _numbers = make_morning()
    order = [block.id for block in blocks_of(event)]
    results = at_once(moving(event, order[0], order[2]), moving(event, order[4], order[1]))
    assert results == ["done", "done"]


def test_a_step_that_two_take_back_at_once_is_taken_back_once(at_once):
    event, numbers = make_morning()
    before = blocks_of(event)
    with unit_of_work() as session:
        moving(event, numbers[0], numbers[3])(session)
    step_id, event_id = db.session.scalar(sa.select(AgendaStep.id)), event.id

    def undo(session: Session) -> int:
        here = session.get_one(Event, event_id)
        return step_services.undo_step(session, event=here, step_id=step_id, actor=COMMAND_LINE, at=MADE_AT).id

    assert at_once(undo, undo) == [step_id, step_id]
    assert blocks_of(event) == before
    assert sorted(db.session.scalars(sa.select(AgendaSession.version))) == [1, 3, 3, 3, 3]


def test_who_parks_what_somebody_else_moves_is_told(at_once):
    event, numbers = make_morning()
    event_id, day_id = event.id, event.days[0].id
    seen = list_versions(db.session(), day_ids=[day_id])

    def park(session: Session) -> str:
        here = session.get_one(Event, event_id)
        block = session.get_one(AgendaSession, numbers[1])
        act = Act(event=here, seen=seen, actor=COMMAND_LINE, at=MADE_AT)
        plan_services.park_session(session, act, block=block)
        return "done"

    results = at_once(park, moving(event, numbers[1], numbers[4]))
    assert sum(one == "done" for one in results) == 1
    assert sum(isinstance(one, DayChanged) for one in results) == 1
