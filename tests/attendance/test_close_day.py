"""Closing a day makes the unmarked absent; reopening gives it back as it was."""

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from dialogues.attendance import rules, services
from dialogues.attendance.models import Mark
from dialogues.attendance.queries import day_counts
from dialogues.audit.models import Entry
from dialogues.core.errors import NotFoundHere
from dialogues.registration.models import Status
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

EVENING = MORNING + timedelta(hours=10)


def close(session, event, day=FIRST, *, at=EVENING):
    return services.close_day(session, event_id=event.id, day=day, actor=ESI, at=at)


def reopen(session, event, *, reason="Sheet 3 was found.", at=EVENING + timedelta(hours=1)):
    return services.reopen_day(session, event_id=event.id, day=FIRST, reason=reason, actor=ESI, at=at)


def test_the_unmarked_are_absent_once_the_day_is_closed_and_no_mark_is_written(session, mark, halves):
    event = make_event()
    ama, kofi = make_registration(event), make_registration(event, "Kofi Mensah")
    mark(ama, part="morning")
    assert halves(kofi) == ("not_recorded", "not_recorded")
    close(session, event)
    assert halves(ama) == ("present", "absent")
    assert halves(kofi) == ("absent", "absent")
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_a_reopened_day_is_as_it_was(session, mark, halves):
    event = make_event()
    ama = make_registration(event)
    close(session, event)
    reopen(session, event)
    assert halves(ama) == ("not_recorded", "not_recorded")


def test_other_days_stay_open(session, halves):
    event = make_event()
    ama = make_registration(event)
    close(session, event)
    assert halves(ama, date(2026, 6, 3)) == ("not_recorded", "not_recorded")


def test_a_closed_day_takes_no_mark_but_a_correction_with_its_reason(session, mark, halves):
    event = make_event()
    ama = make_registration(event)
    close(session, event)
    for source in ("desk", "qr", "phone", "paper", "import"):
        with pytest.raises(rules.DayClosed):
            mark(ama, source=source, at=EVENING)
    mark(ama, source="correction", reason="Page 3 of the sheet.", at=EVENING)
    assert halves(ama) == ("present", "present")


def test_a_mark_sent_before_the_day_was_closed_may_be_sent_again_after_it(session, mark):
    event = make_event()
    ama = make_registration(event)
    first = mark(ama, id=uuid.UUID(int=7))
    close(session, event)
    assert first.outcome is services.Outcome.RECORDED
    assert mark(ama, id=uuid.UUID(int=7), at=EVENING).outcome is services.Outcome.ALREADY_RECORDED


def test_closing_twice_keeps_the_first_time(session):
    event = make_event()
    close(session, event)
    assert close(session, event, at=EVENING + timedelta(hours=2)).closed_at == EVENING


def test_reopening_asks_for_a_reason_and_a_closed_day(session):
    event = make_event()
    with pytest.raises(rules.DayNotClosed):
        reopen(session, event)
    close(session, event)
    with pytest.raises(rules.ReasonMissing):
        reopen(session, event, reason="")


def test_closing_and_reopening_are_in_the_journal(session):
    event = make_event()
    close(session, event)
    reopen(session, event)
    closed, reopened = session.scalars(sa.select(Entry).order_by(Entry.id)).all()
    assert (closed.action, closed.actor_name, closed.event_id) == ("day.closed", "Esi Quaye", event.id)
    assert (reopened.action, reopened.reason) == ("day.reopened", "Sheet 3 was found.")
    assert reopened.changes["closed_at"] == [EVENING.isoformat(), None]


def test_a_day_of_another_event_is_not_found(session):
    with pytest.raises(NotFoundHere):
        close(session, make_event(), date(2026, 8, 1))


def test_the_counts_of_a_day_add_up_before_and_after_closing(session, mark):
    event = make_event()
    people = [make_registration(event, f"Person {number}") for number in range(5)]
    mark(people[0], part="afternoon")
    mark(people[1], "excused")
    mark(people[2], "absent")
    first = day_counts(session, event.id)[0]
    assert (first.expected, first.present, first.excused, first.absent, first.not_recorded) == (5, 1, 1, 1, 2)
    close(session, event)
    first = day_counts(session, event.id)[0]
    assert (first.expected, first.present, first.excused, first.absent, first.not_recorded) == (5, 1, 1, 3, 0)


def test_a_day_without_marks_is_not_recorded_until_it_is_closed(session, mark):
    event = make_event()
    ama = make_registration(event)
    mark(ama)
    services.take_back(
        session,
        session.scalars(sa.select(Mark.id)).one(),
        event_id=event.id,
        actor=ESI,
        at=MORNING + timedelta(minutes=1),
    )
    assert [one.recorded for one in day_counts(session, event.id)] == [False, False, False]
    close(session, event)
    assert [one.recorded for one in day_counts(session, event.id)] == [True, False, False]


def test_staff_and_people_who_are_not_confirmed_are_not_counted(session, mark):
    event = make_event()
    mark(make_registration(event))
    mark(make_registration(event, "Faraja Mrema", role="facilitator"))
    make_registration(event, "Kofi Mensah", status="cancelled")
    make_registration(event, "Musa Juma", status="invited")
    assert (day_counts(session, event.id)[0].expected, day_counts(session, event.id)[0].present) == (1, 1)


def test_a_seat_is_expected_once_on_each_day(session, mark, halves):
    event = make_event()
    ama = make_registration(event)
    make_registration(event, "Kofi Mensah", in_place_of=ama, in_place_from=date(2026, 6, 3))
    for day in event.days:
        close(session, event, day.day)
    assert [one.expected for one in day_counts(session, event.id)] == [1, 1, 1]
    assert halves(ama, date(2026, 6, 2)) == ("absent", "absent")
    assert halves(ama, date(2026, 6, 3)) == ("not_recorded", "not_recorded")


def test_somebody_seen_on_a_day_of_their_substitute_counts_all_the_same(session, mark):
    event = make_event()
    ama = make_registration(event)
    make_registration(event, "Kofi Mensah", in_place_of=ama, in_place_from=date(2026, 6, 3))
    mark(ama, day=date(2026, 6, 3))
    second = day_counts(session, event.id)[1]
    assert (second.expected, second.present, second.not_recorded) == (2, 1, 1)


def test_somebody_seen_and_cancelled_since_counts_on_the_days_they_came_and_is_expected_on_no_other(session, mark):
    event = make_event()
    make_registration(event)
    kofi = make_registration(event, "Kofi Mensah")
    mark(kofi)
    kofi.status = Status.CANCELLED
    close(session, event, date(2026, 6, 3))
    first, second, _third = day_counts(session, event.id)
    assert (first.expected, first.present, first.not_recorded) == (2, 1, 1)
    assert (second.expected, second.present, second.absent) == (1, 0, 1)
