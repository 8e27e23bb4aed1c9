"""A day that runs late: a minister who overruns, and what must hold however late it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.agenda.late_rules import Catching, NothingFollows, Part, run_late

TEA_FLOOR, MEAL_FLOOR = 10, 30


def minutes(clock):
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def part(number, span, **facts):
    starts, ends = span.split("-")
    return Part(number, minutes(starts), minutes(ends), **facts)


def spans(outcome):
    def clock(at):
        return f"{at // 60:02}:{at % 60:02}"

    return {number: f"{clock(start)}-{clock(end)}" for number, (start, end) in outcome.times.items()}


WEDNESDAY = (
    part(1, "08:30-09:15"),  # the minister
    part(2, "09:15-10:15"),
    part(3, "10:15-10:45", is_break=True),
    part(4, "11:00-12:15"),
    part(5, "11:00-12:15"),
    part(6, "12:30-13:30", is_break=True),
    part(7, "13:30-14:00", may_skip=True),
    part(8, "14:00-15:30"),
    part(9, "16:45-17:00", is_pinned=True),  # the bus
)


def test_a_minister_who_overruns_shifts_the_day_as_far_as_free_time_allows():
    outcome = run_late(WEDNESDAY, 1, minutes=35, catching=Catching.SHIFT)
    assert spans(outcome) == {
        1: "08:30-09:50", 2: "09:50-10:50", 3: "10:50-11:20", 4: "11:20-12:35", 5: "11:20-12:35",
        6: "12:35-13:35", 7: "13:35-14:05", 8: "14:05-15:35", 9: "16:45-17:00",
    }  # fmt: skip
    assert (outcome.minutes_over, outcome.into_pins, outcome.skipped) == (0, {}, ())


def test_breaks_are_left_whole_as_long_as_the_next_pin_is_reached_in_time():
    assert run_late(WEDNESDAY, 1, minutes=35, catching=Catching.SHORTEN) == run_late(
        WEDNESDAY, 1, minutes=35, catching=Catching.SHIFT
    )


TIGHT = (
    part(1, "08:30-09:15"),
    part(2, "09:15-09:45", is_break=True),
    part(3, "09:45-10:45", minutes_min=50),
    part(4, "10:45-11:00", may_skip=True),
    part(5, "11:00-11:15", is_pinned=True),
    part(6, "11:15-12:15", is_break=True),
)


def test_breaks_give_way_first_and_as_little_as_is_needed():
    outcome = run_late(TIGHT, 1, minutes=15, catching=Catching.SHORTEN)
    assert spans(outcome)[2] == "09:30-09:45"
    assert spans(outcome)[3] == "09:45-10:45"


def test_then_sessions_that_may_be_shorter_and_what_is_left_runs_into_the_pin_and_is_told():
    outcome = run_late(TIGHT, 1, minutes=35, catching=Catching.SHORTEN)
    assert spans(outcome) == {
        1: "08:30-09:50", 2: "09:50-10:00", 3: "10:00-10:50", 4: "10:50-11:05", 5: "11:00-11:15", 6: "11:15-12:15",
    }  # fmt: skip
    assert outcome.into_pins == {5: 5}


def test_what_may_be_skipped_goes_last_and_gives_the_others_their_time_back():
    outcome = run_late(TIGHT, 1, minutes=35, catching=Catching.SKIP)
    assert outcome.skipped == (4,)
    assert outcome.into_pins == {}
    assert spans(outcome) == {
        1: "08:30-09:50", 2: "09:50-10:00", 3: "10:00-11:00", 5: "11:00-11:15", 6: "11:15-12:15",
    }  # fmt: skip


def test_a_day_that_cannot_catch_up_says_by_how_much_it_ends_later():
    parts = (part(1, "09:00-10:00"), part(2, "10:00-11:00"))
    outcome = run_late(parts, 1, minutes=20, catching=Catching.SKIP)
    assert (outcome.ends, outcome.minutes_over) == (minutes("11:20"), 20)


def test_a_meal_keeps_half_an_hour_and_tea_ten_minutes():
    parts = (part(1, "09:00-10:00"), part(2, "10:00-10:20", is_break=True), part(3, "10:20-11:20", is_break=True))
    outcome = run_late(parts, 1, minutes=90, catching=Catching.SHORTEN)
    assert [end - start for start, end in outcome.times.values()] == [150, TEA_FLOOR, MEAL_FLOOR]


def test_a_session_that_is_not_on_the_day_overran_nothing():
    with pytest.raises(NothingFollows):
        run_late(WEDNESDAY, 99, minutes=5, catching=Catching.SHIFT)


@st.composite
def late_days(draw):
    """A day of runs one after the other, some of them of several parts, and how late it is."""
    parts, at, number = [], 8 * 60, 0
    for _ in range(draw(st.integers(1, 8))):
        at += draw(st.integers(0, 20))
        lengths = draw(st.lists(st.integers(5, 120), min_size=1, max_size=3))
        pinned, is_break, may_skip = (draw(st.booleans()) for _ in range(3))
        for length in lengths:
            number += 1
            floor = draw(st.one_of(st.none(), st.integers(1, 120)))
            parts.append(Part(number, at, at + length, pinned and length == lengths[0], is_break, may_skip, floor))
        at += max(lengths)
    return parts, draw(st.sampled_from(parts)).id, draw(st.integers(1, 240)), draw(st.sampled_from(Catching))


def outcome_of(case):
    parts, overran, late, catching = case
    return (
        {one.id: one for one in parts},
        overran,
        late,
        catching,
        run_late(parts, overran, minutes=late, catching=catching),
    )


@given(late_days())
def test_every_part_stays_or_is_named_as_skipped_and_only_what_may_be(case):
    parts, overran, _late, catching, outcome = outcome_of(case)
    assert {*outcome.times, *outcome.skipped} == set(parts)
    assert not set(outcome.times) & set(outcome.skipped)
    assert all(parts[one].may_skip and not parts[one].is_pinned and one != overran for one in outcome.skipped)
    assert catching is Catching.SKIP or outcome.skipped == ()


@given(late_days())
def test_pins_hold_floors_hold_and_nothing_begins_early(case):
    parts, overran, late, catching, outcome = outcome_of(case)
    for number, (starts, ends) in outcome.times.items():
        one = parts[number]
        assert starts >= one.starts
        if number == overran:
            assert (starts, ends) == (one.starts, one.ends + late)
        elif one.is_pinned:
            assert (starts, ends) == (one.starts, one.ends)
        else:
            assert one.floor <= ends - starts <= one.minutes
            assert catching is not Catching.SHIFT or ends - starts == one.minutes


@given(late_days())
def test_the_order_is_kept_and_only_pins_are_run_into_and_then_it_is_told(case):
    parts, _overran, _late, _catching, outcome = outcome_of(case)
    for first, (_starts, ends) in outcome.times.items():
        for second, (starts, _ends) in outcome.times.items():
            if parts[first].ends > parts[second].starts:
                continue  # beside each other, or the other way round
            beside_pin = [one.id for one in parts.values() if one.is_pinned and one.starts < parts[second].ends
                          and parts[second].starts < one.ends]  # fmt: skip
            if ends > starts:
                assert parts[second].is_pinned or beside_pin
                assert set(beside_pin) & set(outcome.into_pins)


@given(late_days())
def test_catching_up_never_makes_the_day_longer_than_shifting_and_the_end_is_told(case):
    parts, overran, late, _catching, outcome = outcome_of(case)
    shifted = run_late(list(parts.values()), overran, minutes=late, catching=Catching.SHIFT)
    assert outcome.ends <= shifted.ends
    assert outcome.ends == max(end for _start, end in outcome.times.values())
    assert outcome.minutes_over == max(0, outcome.ends - max(one.ends for one in parts.values()))


@given(late_days())
def test_nothing_is_shortened_or_skipped_where_shifting_is_enough(case):
    parts, overran, late, _catching, outcome = outcome_of(case)
    shifted = run_late(list(parts.values()), overran, minutes=late, catching=Catching.SHIFT)
    if not shifted.into_pins and not shifted.minutes_over:
        assert outcome == shifted
