"""Two devices at once: on a database of its own, in threads of their own, started at one moment."""

import threading
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.attendance import services
from dialogues.attendance.models import DayState, HalfState, Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import recount
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.database
HANDS = 4


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


def marking(event_id: int, *wanted: services.NewMark) -> Callable[[Session], list[str]]:
    def act(session: Session) -> list[str]:
        results = services.mark_many(session, wanted, event_id=event_id, actor=ESI, at=MORNING)
        return [result.outcome.value for result in results]

    return act


def seen(registration_id: int, part: str = "whole_day", mark_id: uuid.UUID | None = None) -> services.NewMark:
    return services.NewMark(
        mark_id or uuid.uuid4(), FIRST, MarkSource.PHONE, registration_id, part=Part(part), seen_at=MORNING
    )


def test_two_phones_that_mark_one_person_leave_two_marks_and_one_state(at_once):
    event = make_event()
    person = make_registration(event).id
    for _ in range(5):
        db.session.execute(sa.delete(DayState))
        db.session.execute(sa.delete(Mark))
        results = at_once(*[marking(event.id, seen(person)) for _ in range(HANDS)])
        assert results == [["recorded"]] * HANDS
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Mark)) == HANDS
        assert recount(db.session()) == []


def test_neither_half_is_lost_when_two_phones_mark_one_each(at_once):
    event = make_event()
    people = [make_registration(event, f"Person {number}").id for number in range(20)]
    halves = [marking(event.id, *(seen(one, part) for one in people)) for part in ("morning", "afternoon")]
    at_once(*halves)
    states = db.session.execute(sa.select(DayState.morning, DayState.afternoon)).all()
    assert set(states) == {(HalfState.PRESENT, HalfState.PRESENT)}
    assert len(states) == 20


def test_one_mark_sent_twice_at_once_is_kept_once(at_once):
    event = make_event()
    one = seen(make_registration(event).id, mark_id=uuid.uuid4())
    results = at_once(*[marking(event.id, one)] * HANDS)
    assert sorted(results) == [["already_recorded"]] * (HANDS - 1) + [["recorded"]]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_batches_that_name_the_same_people_in_opposite_order_do_not_block_each_other(at_once):
    event = make_event()
    people = [make_registration(event, f"Person {number}").id for number in range(40)]
    forth = [seen(one) for one in people]
    back = [seen(one) for one in reversed(people)]
    results = at_once(marking(event.id, *forth), marking(event.id, *back))
    assert results == [["recorded"] * 40] * 2
    assert recount(db.session()) == []


def test_an_undo_pressed_twice_at_once_acts_once(at_once):
    event = make_event()
    event_id, one = event.id, seen(make_registration(event).id)
    at_once(marking(event_id, one))

    def undo(session: Session) -> str:
        return services.take_back(session, one.id, event_id=event_id, actor=ESI, at=MORNING).outcome.value

    assert sorted(str(result) for result in at_once(undo, undo)) == ["already_recorded", "recorded"]
    assert db.session.scalars(sa.select(Mark.status).order_by(Mark.status)).all() == [
        MarkStatus.PRESENT,
        MarkStatus.WITHDRAWN,
    ]


def test_a_day_closed_while_marks_come_in_takes_each_before_or_refuses_it(at_once):
    event = make_event()
    event_id = event.id
    people = [make_registration(event, f"Person {number}").id for number in range(HANDS)]

    def close(session: Session) -> str:
        services.close_day(session, event_id=event_id, day=FIRST, actor=ESI, at=MORNING)
        return "closed"

    results = at_once(close, *[marking(event_id, seen(one)) for one in people])
    assert results[0] == "closed"
    assert {str(result) for result in results[1:]} <= {"['recorded']", "['refused']"}
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(Mark))
    assert kept == results.count(["recorded"])
