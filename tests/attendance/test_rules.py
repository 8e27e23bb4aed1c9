"""What marks add up to, whatever the order and however often they arrive."""

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from dialogues.attendance import rules
from dialogues.attendance.rules import HalfState, MarkStatus, Part, Said
from dialogues.core.tokens import new_badge_code

NINE = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
PRESENT, EXCUSED, ABSENT, NOT_RECORDED = HalfState
ANY_DAY = settings(deadline=None, database=None, max_examples=300)

# Few instants and few ids, so that ties are common.
said = st.builds(
    Said,
    id=st.integers(0, 7).map(lambda number: uuid.UUID(int=number)),
    part=st.sampled_from(Part),
    status=st.sampled_from(MarkStatus),
    seen_at=st.integers(0, 4).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    clock_offset_s=st.sampled_from([0, 60, -60]),
)
sets_of_marks = st.lists(said, max_size=7, unique_by=lambda mark: mark.id)


def mark(status="present", *, minute=0, part="whole_day", offset_s=0, number=None):
    return Said(
        uuid.UUID(int=minute if number is None else number),
        Part(part),
        MarkStatus(status),
        NINE + timedelta(minutes=minute),
        offset_s,
    )


def halves(*marks):
    state = rules.state_of(marks)
    return state.morning, state.afternoon


@ANY_DAY
@given(sets_of_marks, st.randoms(use_true_random=False))
def test_the_order_in_which_marks_arrive_cannot_matter(marks, random):
    shuffled = random.sample(marks, len(marks))
    assert rules.state_of(shuffled) == rules.state_of(marks)


@ANY_DAY
@given(sets_of_marks, st.data())
def test_a_mark_that_arrives_twice_cannot_matter(marks, data):
    repeated = marks + data.draw(st.lists(st.sampled_from(marks), max_size=5) if marks else st.just([]))
    assert rules.state_of(repeated) == rules.state_of(marks)


def test_a_rule_that_trusts_the_order_of_arrival_is_found_out():
    def last_to_arrive(marks):
        return marks[-1].status if marks else None

    counterexample = find(
        sets_of_marks,
        lambda marks: last_to_arrive(marks) != last_to_arrive(marks[::-1]),
        settings=settings(database=None),
    )
    assert len(counterexample) >= 2


@ANY_DAY
@given(sets_of_marks)
def test_a_half_is_recorded_exactly_when_a_mark_decides_it(marks):
    state = rules.state_of(marks)
    assert (state.morning is NOT_RECORDED) == (state.morning_mark_id is None)
    assert (state.afternoon is NOT_RECORDED) == (state.afternoon_mark_id is None)
    assert (state.first_seen_at is not None) == (PRESENT in (state.morning, state.afternoon))


@ANY_DAY
@given(sets_of_marks, said)
def test_a_mark_of_the_morning_never_changes_the_afternoon(marks, one):
    one = one._replace(id=uuid.UUID(int=99), part=Part.MORNING)
    assert rules.state_of([*marks, one]).afternoon is rules.state_of(marks).afternoon


@ANY_DAY
@given(sets_of_marks, st.data())
def test_taking_a_mark_back_leaves_the_day_as_if_it_had_never_been(marks, data):
    state = rules.state_of(marks)
    standing = {state.morning_mark_id, state.afternoon_mark_id} - {None}
    if not standing:
        return
    target = data.draw(st.sampled_from(sorted(standing, key=str)))
    try:
        again = rules.taking_back(marks, target)
    except rules.ChangedSince:
        return
    later = rules.moment_after(marks, NINE)
    answers = [Said(uuid.UUID(int=100 + number), part, status, later, 0) for number, (part, status) in enumerate(again)]
    without = rules.state_of([one for one in marks if one.id != target])
    assert halves(*marks, *answers) == (without.morning, without.afternoon)


def test_nobody_is_absent_for_want_of_a_mark():
    assert halves() == (NOT_RECORDED, NOT_RECORDED)


def test_a_mark_of_the_whole_day_speaks_of_both_halves():
    assert halves(mark("present")) == (PRESENT, PRESENT)


def test_somebody_who_left_at_noon_was_present_in_the_morning_alone():
    assert halves(mark("present"), mark("absent", minute=200, part="afternoon")) == (PRESENT, ABSENT)


def test_a_withdrawn_mark_that_is_the_latest_makes_the_half_not_recorded():
    assert halves(mark("present"), mark("withdrawn", minute=1)) == (NOT_RECORDED, NOT_RECORDED)


def test_a_withdrawn_mark_takes_nothing_back_that_was_said_after_it():
    assert halves(mark("withdrawn"), mark("present", minute=1)) == (PRESENT, PRESENT)


def test_of_two_marks_at_one_instant_the_greater_id_decides():
    low, high = mark("present", number=1), mark("excused", number=2)
    assert halves(low, high) == halves(high, low) == (EXCUSED, EXCUSED)


def test_a_clock_that_runs_a_day_ahead_is_corrected_by_its_offset():
    fast = mark("absent", minute=24 * 60, offset_s=24 * 60 * 60, number=1)
    assert halves(fast, mark("present", minute=1)) == (PRESENT, PRESENT)


def test_the_first_sight_of_somebody_seen_twice_is_the_earlier_one():
    assert rules.state_of([mark(minute=5), mark(minute=2)]).first_seen_at == NINE + timedelta(minutes=2)


def test_a_sight_that_was_taken_back_is_not_the_first():
    marks = [mark(), mark("withdrawn", minute=3), mark(minute=6)]
    assert rules.state_of(marks).first_seen_at == NINE + timedelta(minutes=6)


def test_closing_a_day_makes_the_unmarked_absent_and_nobody_else():
    assert rules.shown(NOT_RECORDED, is_closed=True) is ABSENT
    assert rules.shown(NOT_RECORDED, is_closed=False) is NOT_RECORDED
    assert rules.shown(EXCUSED, is_closed=True) is EXCUSED


@pytest.mark.parametrize(
    ("morning", "afternoon", "day"),
    (
        (PRESENT, NOT_RECORDED, PRESENT),
        (ABSENT, PRESENT, PRESENT),
        (EXCUSED, ABSENT, EXCUSED),
        (NOT_RECORDED, ABSENT, ABSENT),
        (NOT_RECORDED, NOT_RECORDED, NOT_RECORDED),
    ),
)
def test_present_in_one_half_is_present_on_the_day(morning, afternoon, day):
    assert rules.day_state(morning, afternoon) is day


def test_a_mark_five_minutes_ahead_is_clock_drift_and_six_minutes_are_not():
    rules.require_not_future(NINE + timedelta(minutes=5), 0, now=NINE)
    with pytest.raises(rules.SeenInFuture):
        rules.require_not_future(NINE + timedelta(minutes=6), 0, now=NINE)


def test_a_fast_clock_whose_offset_is_known_is_not_the_future():
    rules.require_not_future(NINE + timedelta(hours=6), 6 * 3600, now=NINE)


def test_a_mark_is_taken_back_to_what_stood_before_it():
    earlier, later = mark("excused"), mark("present", minute=4)
    assert rules.taking_back([earlier, later], later.id) == [(Part.WHOLE, MarkStatus.EXCUSED)]
    assert rules.taking_back([earlier], earlier.id) == [(Part.WHOLE, MarkStatus.WITHDRAWN)]


def test_halves_that_differed_are_given_back_each_for_itself():
    morning, day = mark("present", part="morning"), mark("absent", minute=4)
    assert rules.taking_back([morning, day], day.id) == [
        (Part.MORNING, MarkStatus.PRESENT),
        (Part.AFTERNOON, MarkStatus.WITHDRAWN),
    ]


def test_a_mark_that_no_longer_stands_cannot_be_taken_back():
    with pytest.raises(rules.ChangedSince):
        rules.taking_back([mark(), mark("excused", minute=1)], mark().id)


@pytest.mark.parametrize(
    ("utc", "has_halves", "part"),
    (
        ("2026-06-03T06:00", True, Part.MORNING),  # 09:00 in Nairobi
        ("2026-06-03T09:29", True, Part.MORNING),
        ("2026-06-03T09:30", True, Part.AFTERNOON),  # 12:30 in Nairobi
        ("2026-06-02T21:30", True, Part.MORNING),  # already 3 June in Nairobi
        ("2026-06-03T21:30", True, Part.WHOLE),  # 4 June there: yesterday's sheet is typed in
        ("2026-06-03T09:30", False, Part.WHOLE),
    ),
)
def test_the_desk_offers_the_half_that_the_clock_at_the_venue_says(utc, has_halves, part):
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    zone = ZoneInfo("Africa/Nairobi")
    assert rules.offered_part(now, day=date(2026, 6, 3), zone=zone, has_halves=has_halves) is part


def test_a_badge_is_read_as_scanned_as_an_address_and_as_spoken():
    code = new_badge_code()
    for text in (code, code.lower(), f"https://dialogues.example.org/b/{code}", f" {code[:13]}-{code[13:]} "):
        assert rules.read_badge(text) == code
    assert rules.read_badge("O" + "I" * 25) == "0" + "1" * 25


@pytest.mark.parametrize("text", ("", "ama pokuaa", "2" * 25, "2" * 27, "U" * 26))
def test_a_name_is_no_badge(text):
    assert rules.read_badge(text) is None
