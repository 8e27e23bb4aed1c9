"""Recording marks: what is kept, what a repeat does, what is refused."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from dialogues.attendance import rules, services
from dialogues.attendance.models import DayState, Mark, MarkSource, MarkStatus
from dialogues.attendance.queries import recount
from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.registration.models import Status
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration, make_user

NEXT_DAY = MORNING + timedelta(days=1)


def marks_of(session, registration):
    return session.scalars(
        sa.select(Mark).where(Mark.registration_id == registration.id).order_by(Mark.recorded_at)
    ).all()


def test_a_mark_says_who_recorded_it_when_where_and_how(session, mark):
    ama = make_registration(make_event())
    mark(ama, source="phone", seen_at=MORNING - timedelta(hours=2), clock_offset_s=30, device="Phone 2")
    kept = marks_of(session, ama)[0]
    assert (kept.marked_by_name, kept.recorded_at, kept.seen_at) == ("Esi Quaye", MORNING, MORNING - timedelta(hours=2))
    assert (kept.source, kept.device, kept.clock_offset_s) == (MarkSource.PHONE, "Phone 2", 30)


def test_the_state_of_the_day_is_kept_in_the_same_act(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    assert halves(ama) == ("present", "present")
    mark(ama, "excused", part="afternoon", at=MORNING + timedelta(hours=5))
    assert halves(ama) == ("present", "excused")
    assert recount(session) == []


def test_a_state_that_was_changed_by_hand_is_found_by_the_recount(session, mark):
    ama, kofi = make_registration(make_event()), make_registration(make_event("obuasi"), "Kofi Mensah")
    mark(ama)
    mark(kofi)
    session.execute(sa.update(DayState).where(DayState.registration_id == ama.id).values(morning="absent"))
    session.execute(sa.delete(DayState).where(DayState.registration_id == kofi.id))
    assert {one.registration_id for one in recount(session)} == {ama.id, kofi.id}


def test_a_mark_that_is_sent_twice_is_kept_once(session, mark):
    ama, same = make_registration(make_event()), uuid.uuid4()
    mark(ama, id=same)
    again = mark(ama, id=same, at=MORNING + timedelta(minutes=9))
    assert again.outcome is services.Outcome.ALREADY_RECORDED
    assert [one.recorded_at for one in marks_of(session, ama)] == [MORNING]


@pytest.mark.parametrize("other", ({"status": "absent"}, {"part": "morning"}, {"day": date(2026, 6, 3)}))
def test_an_id_that_says_something_else_the_second_time_is_refused(session, mark, halves, other):
    ama, same = make_registration(make_event()), uuid.uuid4()
    mark(ama, id=same)
    with pytest.raises(rules.IdReused):
        mark(ama, id=same, **other)
    assert halves(ama) == ("present", "present")


def test_an_id_used_for_another_person_is_refused_even_in_another_event(mark):
    same = uuid.uuid4()
    mark(make_registration(make_event()), id=same)
    with pytest.raises(rules.IdReused):
        mark(make_registration(make_event("obuasi"), "Kofi Mensah"), id=same)


def test_a_device_that_sends_another_time_under_the_same_id_is_refused(mark):
    ama, same = make_registration(make_event()), uuid.uuid4()
    mark(ama, id=same, source="qr", seen_at=MORNING)
    with pytest.raises(rules.IdReused):
        mark(ama, id=same, source="qr", seen_at=MORNING - timedelta(minutes=1))


def test_marks_handed_in_late_and_out_of_order_give_the_same_state(session, mark, halves):
    event = make_event()
    ama, kofi = make_registration(event), make_registration(event, "Kofi Mensah")
    early = {"status": "present", "source": "phone", "seen_at": MORNING}
    late = {"status": "excused", "source": "phone", "seen_at": MORNING + timedelta(hours=1)}
    for one, order in ((ama, (early, late)), (kofi, (late, early))):
        for facts in order:
            mark(one, at=NEXT_DAY, **facts)
    assert halves(ama) == halves(kofi) == ("excused", "excused")


def test_two_phones_that_saw_the_same_person_leave_two_marks_and_one_arrival(session, mark):
    ama = make_registration(make_event())
    mark(ama, source="phone", seen_at=MORNING, device="Phone 1")
    mark(ama, source="phone", seen_at=MORNING - timedelta(minutes=2), device="Phone 2")
    state = session.scalars(sa.select(DayState)).one()
    assert len(marks_of(session, ama)) == 2
    assert state.first_seen_at == MORNING - timedelta(minutes=2)


def test_the_desk_does_not_write_a_second_mark_for_somebody_who_is_in(session, mark):
    ama = make_registration(make_event())
    mark(ama)
    again = mark(ama, at=MORNING + timedelta(minutes=20))
    assert again.outcome is services.Outcome.ALREADY_IN
    assert again.before.first_seen_at == MORNING
    assert len(marks_of(session, ama)) == 1


def test_the_desk_marks_the_afternoon_of_somebody_who_was_in_the_morning(mark, halves):
    ama = make_registration(make_event())
    mark(ama, part="morning")
    assert mark(ama, part="afternoon", at=MORNING + timedelta(hours=6)).outcome is services.Outcome.RECORDED
    assert halves(ama) == ("present", "present")


def test_yesterdays_sheet_may_be_typed_in_and_looks_late(session, mark):
    ama = make_registration(make_event())
    mark(ama, at=NEXT_DAY)
    assert marks_of(session, ama)[0].seen_at == NEXT_DAY


def test_the_day_is_the_one_that_was_said_whatever_the_clock_of_the_server(mark, halves):
    # 22:30 UTC on 1 June is 01:30 on 2 June in Nairobi.
    ama = make_registration(make_event(zone="Africa/Nairobi"))
    mark(ama, at=datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    assert halves(ama) == ("present", "present")


def test_a_mark_from_the_future_is_refused(session, mark):
    ama = make_registration(make_event())
    with pytest.raises(rules.SeenInFuture):
        mark(ama, source="phone", seen_at=MORNING + timedelta(minutes=6))
    assert marks_of(session, ama) == []


def test_a_phone_that_runs_a_day_ahead_is_believed_once_its_offset_is_known(mark, halves):
    ama = make_registration(make_event())
    mark(ama, source="phone", seen_at=MORNING + timedelta(days=1), clock_offset_s=86_400)
    assert halves(ama) == ("present", "present")


def test_a_day_that_is_not_of_the_event_is_refused(mark):
    with pytest.raises(rules.DayNotOfEvent, match="2026-07-01"):
        mark(make_registration(make_event()), day=date(2026, 7, 1))


def test_somebody_of_another_event_is_refused(session):
    here, there = make_event(), make_event("obuasi")
    stranger = make_registration(there, "Kofi Mensah")
    wanted = services.NewMark(uuid.uuid4(), FIRST, MarkSource.DESK, stranger.id)
    with pytest.raises(rules.UnknownPerson):
        services.mark(session, wanted, event_id=here.id, actor=ESI, at=MORNING)
    by_badge = services.NewMark(uuid.uuid4(), FIRST, MarkSource.QR, badge_code=stranger.badge_code)
    with pytest.raises(rules.BadgeOfOtherEvent):
        services.mark(session, by_badge, event_id=here.id, actor=ESI, at=MORNING)


def test_a_badge_marks_its_holder(session, halves):
    event = make_event()
    ama, kofi = make_registration(event), make_registration(event, "Kofi Mensah")
    wanted = services.NewMark(uuid.uuid4(), FIRST, MarkSource.QR, badge_code=ama.badge_code)
    services.mark(session, wanted, event_id=event.id, actor=ESI, at=MORNING)
    assert halves(ama) == ("present", "present")
    assert halves(kofi) == ("not_recorded", "not_recorded")


def test_a_cancelled_person_is_refused_by_name(mark):
    with pytest.raises(rules.RegistrationCancelled, match="The registration of Ama Serwaa is cancelled"):
        mark(make_registration(make_event(), status="cancelled"))


@pytest.mark.parametrize("status", ("invited", "applied", "waiting", "declined"))
def test_somebody_who_is_not_confirmed_is_refused(mark, status):
    with pytest.raises(rules.NotConfirmed):
        mark(make_registration(make_event(), status=status))


def test_what_was_recorded_of_somebody_cancelled_since_can_be_put_right(session, mark, halves):
    ama = make_registration(make_event())
    mark(ama)
    ama.status = Status.CANCELLED
    session.flush()
    mark(ama, "withdrawn", source="correction", reason="It was her sister.")
    assert halves(ama) == ("not_recorded", "not_recorded")


def test_a_correction_without_a_reason_is_refused(mark):
    with pytest.raises(rules.ReasonMissing):
        mark(make_registration(make_event()), "absent", source="correction")


def test_a_correction_wins_over_a_mark_from_a_clock_that_runs_ahead(mark, halves):
    ama = make_registration(make_event())
    mark(ama, source="phone", seen_at=MORNING + timedelta(minutes=4))
    mark(ama, "absent", source="correction", reason="Wrong badge.", at=MORNING + timedelta(minutes=1))
    assert halves(ama) == ("absent", "absent")


def test_the_journal_says_who_when_from_what_to_what(session, mark):
    kwabena = make_user("Kwabena Osei")
    ama = make_registration(make_event())
    mark(ama, part="morning")
    actor = Actor(name=kwabena.name, user_id=kwabena.id)
    mark(ama, "excused", part="morning", source="correction", reason="Letter.", actor=actor, at=NEXT_DAY)
    first, second = session.scalars(sa.select(Entry).order_by(Entry.id)).all()
    assert first.changes == {"attendance_on": [None, "2026-06-02"], "morning": ["not_recorded", "present"]}
    assert (second.action, second.actor_id, second.at) == ("attendance.corrected", kwabena.id, NEXT_DAY)
    assert second.changes == {"attendance_on": [None, "2026-06-02"], "morning": ["present", "excused"]}
    assert (second.subject_kind, second.subject_id, second.subject_name) == ("registration", str(ama.id), "Ama Serwaa")
    assert second.reason == "Letter."


def test_of_many_marks_one_that_is_refused_hinders_no_other(session, halves):
    event = make_event()
    ama, kofi = make_registration(event), make_registration(event, "Kofi Mensah", status="cancelled")
    wanted = [
        services.NewMark(uuid.uuid4(), FIRST, MarkSource.PAPER, kofi.id),
        services.NewMark(uuid.uuid4(), date(2030, 1, 1), MarkSource.PAPER, ama.id),
        services.NewMark(uuid.uuid4(), FIRST, MarkSource.PAPER, ama.id),
    ]
    results = services.mark_many(session, wanted, event_id=event.id, actor=ESI, at=MORNING)
    assert [one.refusal and one.refusal.code for one in results] == ["registration_cancelled", "day_not_of_event", None]
    assert halves(ama) == ("present", "present")


def test_the_same_mark_twice_in_one_batch_is_kept_once(session):
    event = make_event()
    ama = make_registration(event)
    one = services.NewMark(uuid.uuid4(), FIRST, MarkSource.QR, ama.id, seen_at=MORNING)
    results = services.mark_many(session, [one, one], event_id=event.id, actor=ESI, at=MORNING)
    assert [result.outcome.value for result in results] == ["recorded", "already_recorded"]
    assert len(marks_of(session, ama)) == 1


def test_marks_of_one_batch_build_on_each_other(session, halves):
    event = make_event()
    ama = make_registration(event)
    wanted = [
        services.NewMark(uuid.uuid4(), FIRST, MarkSource.QR, ama.id, seen_at=MORNING),
        services.NewMark(
            uuid.uuid4(), FIRST, MarkSource.QR, ama.id, status=MarkStatus.EXCUSED, seen_at=MORNING - timedelta(hours=1)
        ),
    ]
    results = services.mark_many(session, wanted, event_id=event.id, actor=ESI, at=MORNING)
    assert results[1].before == results[1].after == results[0].after
    assert halves(ama) == ("present", "present")
    assert recount(session) == []


def test_a_batch_takes_as_many_statements_for_three_people_as_for_ninety(session, count_queries):
    event = make_event()
    people = [make_registration(event, f"Person {number}") for number in range(93)]

    def statements(some):
        wanted = [services.NewMark(uuid.uuid4(), FIRST, MarkSource.PAPER, one.id) for one in some]
        with count_queries() as counted:
            services.mark_many(session, wanted, event_id=event.id, actor=ESI, at=MORNING)
        return counted.number

    assert statements(people[:3]) == statements(people[3:])
