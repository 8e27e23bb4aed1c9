"""Two who change one day at the same moment: each act is done whole or refused whole, in threads of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.agenda import plan_services, queries, rules, services, step_services
from dialogues.agenda.models import AgendaSession, SessionKind
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


# ---------------------------------------------------------------- the same session by two at once
def editing(event: Event, number: int, title: str) -> Callable[[Session], object]:
    """Save the form of a session, as somebody does who opened it as it is now."""
    event_id, day_id = event.id, event.days[0].id
    block = db.session.get_one(AgendaSession, number)
    version = block.version
    written = services.SessionDetails(
        day_id=day_id, starts=block.starts, ends=block.ends, kind=SessionKind.PLENARY, title=title,
        description=f"Said by {title}",
    )  # fmt: skip

    def act(session: Session) -> str:
        here = session.get_one(Event, event_id)
        with step_services.one_step(session, event=here, title=title, actor=COMMAND_LINE, at=MADE_AT):
            block = session.get_one(AgendaSession, number)
            services.edit_session(
                session, written, agenda_session=block, event=here, version=version, actor=COMMAND_LINE, at=MADE_AT
            )
        return title

    return act


def splitting(event: Event, number: int, minutes: int) -> Callable[[Session], object]:
    """Cut a session, as somebody does who saw the day as it is now."""
    event_id = event.id
    seen = list_versions(db.session(), day_ids=[event.days[0].id])

    def act(session: Session) -> str:
        here = session.get_one(Event, event_id)
        block = session.get_one(AgendaSession, number)
        shared_act = Act(event=here, seen=seen, actor=COMMAND_LINE, at=MADE_AT)
        plan_services.split_session(session, shared_act, block=block, minutes=minutes, title="Second part")
        return "done"

    return act


def merging(event: Event, number: int, other: int) -> Callable[[Session], object]:
    """Make one of two sessions, as somebody does who saw the day as it is now."""
    event_id = event.id
    seen = list_versions(db.session(), day_ids=[event.days[0].id])

    def act(session: Session) -> str:
        here = session.get_one(Event, event_id)
        block, neighbour = session.get_one(AgendaSession, number), session.get_one(AgendaSession, other)
        shared_act = Act(event=here, seen=seen, actor=COMMAND_LINE, at=MADE_AT)
        plan_services.merge_sessions(session, shared_act, block=block, other=neighbour, title="Both")
        return "done"

    return act


def kinds(results: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in results)


def the_titles() -> list[str]:
    return list(db.session.scalars(sa.select(AgendaSession.title).order_by(AgendaSession.starts, AgendaSession.id)))


def test_of_two_who_save_one_session_one_is_told_and_the_text_of_the_other_stands_whole(at_once):
    event, numbers = make_morning()
    for turn in range(ROUNDS):
        results = at_once(editing(event, numbers[1], f"Ama {turn}"), editing(event, numbers[1], f"Kofi {turn}"))
        assert kinds(results) == ["SessionChanged", "str"]
        [saved] = [one for one in results if isinstance(one, str)]
        block = db.session.get_one(AgendaSession, numbers[1])
        assert (block.title, block.description) == (saved, f"Said by {saved}")


def test_without_looking_at_the_version_the_later_would_write_over_the_earlier(at_once, monkeypatch):
    """The control: both are done, and what one of the two wrote is gone without a word."""
    event, numbers = make_morning()
    blind = services.edit_session

    def edit(session: Session, written: services.SessionDetails, **known: Any) -> object:
        return blind(session, written, **known | {"version": known["agenda_session"].version})

    monkeypatch.setattr(services, "edit_session", edit)
    results = at_once(editing(event, numbers[1], "Ama"), editing(event, numbers[1], "Kofi"))
    assert sorted(results) == ["Ama", "Kofi"]


def test_a_session_that_two_cut_at_once_is_cut_once(at_once):
    event, numbers = make_morning()
    results = at_once(splitting(event, numbers[0], 20), splitting(event, numbers[0], 30))
    assert kinds(results) == ["DayChanged", "str"]
    assert the_titles() == ["S8", "Second part", "S9", "S10", "S11", "S12"]
    first, second = (blocks_of(event)[place] for place in (0, 1))
    assert (first.ends, second.ends) == (second.starts, 8 * 60 + 50), "no minute is lost and none is there twice"


def test_without_looking_a_session_would_be_cut_twice(at_once, monkeypatch):
    """The control: nothing else tells the second that the first part is not what they saw."""
    monkeypatch.setattr(plan_services, "require_seen", lambda *_arguments: None)
    event, numbers = make_morning()
    assert at_once(splitting(event, numbers[0], 1), splitting(event, numbers[1], 1)) == ["done", "done"]


def test_two_who_join_one_session_with_another_each_lose_no_text(at_once):
    event, numbers = make_morning()
    for number in numbers:
        block = db.session.get_one(AgendaSession, number)
        block.description = f"About {block.title}"
    db.session.commit()
    results = at_once(merging(event, numbers[1], numbers[0]), merging(event, numbers[1], numbers[2]))
    assert kinds(results)[-1] == "str"
    assert sum(one == "done" for one in results) == 1
    assert len(blocks_of(event)) == len(numbers) - 1
    told = "\n".join(db.session.scalars(sa.select(AgendaSession.description)))
    assert all(f"About S{hour}" in told for hour in range(8, 13))


def test_who_cuts_what_somebody_else_joins_or_saves_is_told(at_once):
    event, numbers = make_morning()
    results = at_once(splitting(event, numbers[0], 20), merging(event, numbers[0], numbers[1]))
    assert sum(one == "done" for one in results) == 1
    number = blocks_of(event)[-1].id
    results = at_once(splitting(event, number, 20), editing(event, number, "Ama"))
    done = [one for one in results if isinstance(one, str)]
    told = [one for one in results if isinstance(one, DayChanged | rules.SessionChanged)]
    assert (len(done), len(told)) == (1, 1), results
