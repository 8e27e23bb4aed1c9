"""Taking a mark back: what was before stands again, and everything is kept."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from dialogues.attendance import rules, services
from dialogues.attendance.models import Mark, MarkSource, MarkStatus
from dialogues.attendance.queries import recount
from dialogues.core.errors import NotFoundHere
from tests.attendance.conftest import ESI, MORNING
from tests.factories import make_event, make_registration

LATER = MORNING + timedelta(minutes=3)


def last_mark(session, registration):
    chosen = sa.select(Mark).where(Mark.registration_id == registration.id)
    return session.scalars(chosen.order_by(Mark.recorded_at.desc(), Mark.id.desc())).first()


def take_back(session, registration, mark_id=None, *, at=LATER, **facts):
    mark_id = mark_id or last_mark(session, registration).id
    return services.take_back(session, mark_id, event_id=registration.event_id, actor=ESI, at=at, **facts)


def test_an_arrival_that_is_taken_back_is_not_recorded_and_both_marks_are_kept(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    take_back(session, ama)
    assert halves(ama) == ("not_recorded", "not_recorded")
    assert session.scalars(sa.select(Mark.status).order_by(Mark.recorded_at)).all() == [
        MarkStatus.PRESENT,
        MarkStatus.WITHDRAWN,
    ]
    assert recount(session) == []


def test_taking_back_twice_acts_once(session, mark):
    ama = make_registration(make_event())
    mark(ama)
    first = last_mark(session, ama).id
    take_back(session, ama, first)
    again = take_back(session, ama, first, at=LATER + timedelta(minutes=1))
    assert again.outcome is services.Outcome.ALREADY_RECORDED
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 2


def test_somebody_taken_back_by_mistake_can_be_marked_again(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    take_back(session, ama)
    mark(ama, at=LATER + timedelta(minutes=1))
    assert halves(ama) == ("present", "present")


def test_what_was_recorded_before_the_mark_stands_again(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama, "excused", source="paper")
    mark(ama, at=MORNING + timedelta(minutes=1))
    take_back(session, ama)
    assert halves(ama) == ("excused", "excused")


def test_halves_that_differed_before_differ_again(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama, part="morning")
    mark(ama, at=MORNING + timedelta(minutes=1))
    take_back(session, ama)
    assert halves(ama) == ("present", "not_recorded")


def test_a_mark_that_was_changed_since_is_not_taken_back(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    first = last_mark(session, ama).id
    mark(ama, "excused", source="correction", reason="Letter.", at=MORNING + timedelta(minutes=1))
    with pytest.raises(rules.ChangedSince):
        take_back(session, ama, first)
    assert halves(ama) == ("excused", "excused")


def test_an_arrival_seen_by_a_clock_that_runs_ahead_can_be_taken_back(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama, source="phone", seen_at=MORNING + timedelta(minutes=5))
    take_back(session, ama, at=MORNING + timedelta(minutes=1))
    assert halves(ama) == ("not_recorded", "not_recorded")


def test_what_stood_before_an_arrival_by_a_fast_clock_stands_again(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama, "excused")
    mark(ama, source="phone", seen_at=MORNING + timedelta(minutes=5))
    phones = session.scalars(sa.select(Mark.id).where(Mark.source == MarkSource.PHONE)).one()
    take_back(session, ama, phones, at=MORNING)
    assert halves(ama) == ("excused", "excused")


def test_the_door_takes_back_arrivals_only(session, mark):
    ama = make_registration(make_event())
    mark(ama, source="paper")
    with pytest.raises(rules.NeedsCorrection):
        take_back(session, ama)


def test_a_correction_is_taken_back_by_a_correction_with_its_reason(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    mark(ama, "absent", source="correction", reason="Wrong badge.", at=MORNING + timedelta(minutes=1))
    with pytest.raises(rules.ReasonMissing):
        take_back(session, ama, source=MarkSource.CORRECTION)
    take_back(session, ama, source=MarkSource.CORRECTION, reason="It was the right badge.")
    assert halves(ama) == ("present", "present")


def test_nothing_is_taken_back_on_a_closed_day_without_a_correction(session, mark, halves):
    event = make_event()
    ama = make_registration(event)
    mark(ama)
    services.close_day(session, event_id=event.id, day=event.days[0].day, actor=ESI, at=LATER)
    with pytest.raises(rules.DayClosed):
        take_back(session, ama)
    assert halves(ama) == ("present", "present")


def test_a_mark_of_another_event_is_not_found(session, mark):
    ama = make_registration(make_event())
    mark(ama)
    with pytest.raises(NotFoundHere):
        services.take_back(session, last_mark(session, ama).id, event_id=make_event("obuasi").id, actor=ESI, at=LATER)
