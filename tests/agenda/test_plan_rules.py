"""Moving blocks of a day: the order is as wished, lengths stay, pins hold, and nothing unpinned is run into."""

import itertools
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.agenda import plan_rules, rules
from dialogues.agenda.plan_rules import Block, Spot, move, put_in, read_seen, runs_of, seen_text, take_out

NINE = 9 * 60


def day(*lengths, pinned=(), pauses=()):
    """Blocks 1, 2, 3 ... from nine o'clock on, one after the other; `pauses` lie before the second, the third ..."""
    blocks, at = [], NINE
    for number, length in enumerate(lengths, start=1):
        at += pauses[number - 2] if 2 <= number < len(pauses) + 2 else 0
        blocks.append(Block(number, at, at + length, is_pinned=number in pinned))
        at += length
    return blocks


def after(blocks, moved):
    """The day as it becomes: number and minutes after nine, in order."""
    times = {block.id: (block.starts, block.ends) for block in blocks} | moved
    return sorted(
        ((number, start - NINE, end - NINE) for number, (start, end) in times.items()), key=lambda one: one[1]
    )


def test_a_block_that_moves_down_lets_the_others_up_and_the_day_ends_as_before():
    blocks = day(30, 60, 45)
    assert after(blocks, move(blocks, {1}, Spot(after=3))) == [(2, 0, 60), (3, 60, 105), (1, 105, 135)]


def test_a_block_that_moves_to_the_beginning_lets_the_others_down():
    blocks = day(30, 60, 45)
    assert after(blocks, move(blocks, {3}, Spot())) == [(3, 0, 45), (1, 45, 75), (2, 75, 135)]


def test_pauses_stay_between_the_same_places_of_the_order():
    blocks = day(30, 60, pauses=(15,))
    assert after(blocks, move(blocks, {1}, Spot(after=2))) == [(2, 0, 60), (1, 75, 105)]


def test_a_pinned_block_holds_its_time_while_others_go_around_it():
    blocks = day(30, 60, 45, pinned={2})
    assert after(blocks, move(blocks, {1}, Spot(after=2))) == [(2, 30, 90), (1, 90, 120), (3, 120, 165)]


def test_a_pinned_block_that_is_moved_itself_moves():
    blocks = day(30, 60, pinned={1})
    assert after(blocks, move(blocks, {1}, Spot(after=2))) == [(2, 0, 60), (1, 60, 90)]


def test_before_a_pinned_beginning_a_block_ends_where_that_begins():
    blocks = day(30, 60, pinned={1})
    assert after(blocks, move(blocks, {2}, Spot()))[0] == (2, -60, 0)


def test_what_is_taken_out_is_closed_up_to_the_next_pin():
    blocks = day(30, 60, 45, 20, pinned={3})
    assert after(blocks[1:], take_out(blocks, {1})) == [(2, 0, 60), (3, 90, 135), (4, 135, 155)]


def test_one_of_several_beside_each_other_leaves_the_day_as_it_is():
    blocks = [Block(1, 0, 60), Block(2, 0, 60), Block(3, 60, 90)]
    assert take_out(blocks, {1}) == {}


def test_what_comes_in_uses_free_time_before_it_pushes():
    blocks = day(30, 60, pauses=(20,))
    assert after(blocks, put_in(blocks, [Block(9, 0, 15)], Spot(after=1))) == [(1, 0, 30), (9, 30, 45), (2, 50, 110)]
    assert after(blocks, put_in(blocks, [Block(9, 0, 30)], Spot(after=1))) == [(1, 0, 30), (9, 30, 60), (2, 60, 120)]


def test_what_comes_beside_another_begins_with_it():
    blocks = day(30, 60)
    assert after(blocks, put_in(blocks, [Block(9, 0, 50)], Spot(beside=1))) == [(1, 0, 30), (9, 0, 50), (2, 50, 110)]


def test_what_comes_at_a_time_begins_then():
    blocks = day(60, 60)
    assert after(blocks, put_in(blocks, [Block(9, 0, 20)], Spot(at=NINE + 60)))[1:] == [(9, 60, 80), (2, 80, 140)]


def test_blocks_that_come_together_keep_what_lies_between_them():
    moved = put_in([], [Block(1, 600, 660), Block(2, 615, 660)], Spot())
    assert moved == {1: (540, 600), 2: (555, 600)}


def test_an_empty_day_begins_at_nine():
    assert put_in([], [Block(1, 0, 30)], Spot()) == {1: (NINE, NINE + 30)}


@st.composite
def days(draw):
    lengths = draw(st.lists(st.integers(5, 120), min_size=2, max_size=9))
    pauses = draw(st.lists(st.integers(0, 30), min_size=len(lengths) - 1, max_size=len(lengths) - 1))
    pinned = draw(st.sets(st.integers(1, len(lengths)), max_size=3))
    return day(*lengths, pinned=pinned, pauses=pauses)


@st.composite
def moves(draw):
    blocks = draw(days())
    moving = draw(st.sampled_from(blocks))
    others = [block.id for block in blocks if block is not moving]
    spot = draw(
        st.one_of(
            st.just(Spot()),
            st.sampled_from(others).map(lambda one: Spot(after=one)),
            st.sampled_from(others).map(lambda one: Spot(beside=one)),
            st.integers(0, 1000).map(lambda one: Spot(at=one)),
        )
    )
    return blocks, moving, spot


@given(moves())
def test_lengths_stay_and_pins_hold_wherever_a_block_is_moved(case):
    blocks, moving, spot = case
    moved = move(blocks, {moving.id}, spot)
    for block in blocks:
        starts, ends = moved.get(block.id, (block.starts, block.ends))
        assert ends - starts == block.minutes
        if block.is_pinned and block is not moving:
            assert (starts, ends) == (block.starts, block.ends)


@given(moves())
def test_the_others_keep_their_order_and_never_run_into_one_another(case):
    blocks, moving, spot = case
    moved = move(blocks, {moving.id}, spot)
    others = [block for block in blocks if block is not moving]
    if spot.at is not None or spot.beside is not None:
        return  # put beside others on purpose
    for earlier, later in itertools.pairwise(others):
        first, second = (moved.get(one.id, (one.starts, one.ends)) for one in (earlier, later))
        assert first[0] <= second[0] or later.is_pinned
        if not later.is_pinned:
            assert first[1] <= second[0]


@given(moves())
def test_without_pins_a_changed_order_leaves_beginning_and_end_of_the_day(case):
    blocks, moving, spot = case
    blocks = [Block(one.id, one.starts, one.ends) for one in blocks]
    if spot.at is not None or spot.beside is not None:
        return
    moved = move(blocks, {moving.id}, spot)
    times = [moved.get(one.id, (one.starts, one.ends)) for one in blocks]
    assert min(times)[0] == blocks[0].starts
    assert max(end for _start, end in times) == blocks[-1].ends


def test_blocks_that_overlap_are_one_run():
    assert [len(run.blocks) for run in runs_of([Block(1, 0, 60), Block(2, 30, 90), Block(3, 90, 100)])] == [2, 1]


def test_nothing_ends_after_midnight_or_at_a_time_that_does_not_exist():
    facts: dict[str, Any] = {"title": "Film", "day": date(2026, 3, 29), "zone": ZoneInfo("Europe/Paris")}
    with pytest.raises(plan_rules.PastMidnight, match="Film"):
        plan_rules.require_on_day(23 * 60, 24 * 60, **facts)
    with pytest.raises(rules.NoSuchTime):
        plan_rules.require_on_day(2 * 60 + 30, 4 * 60, **facts)


@given(st.dictionaries(st.integers(1, 10**6), st.dictionaries(st.integers(1, 10**6), st.integers(1, 999))))
def test_what_a_page_showed_is_read_as_it_was_written(shown):
    assert read_seen(seen_text(shown)) == shown


@given(st.text())
def test_what_nobody_can_read_was_never_shown(text):
    assert all(isinstance(one, int) for one in read_seen(text))
