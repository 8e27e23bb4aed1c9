"""Who finds a seat, who shares one, who is next, how long an offer stands."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.people.sectors import Sector
from dialogues.registration import seat_rules as rules
from dialogues.registration.seat_rules import Giving, Plan, Room, Sitting

GOV, CSO, MIN = Sector.GOV, Sector.CSO, Sector.MIN
ACCRA, NAIROBI = ZoneInfo("Africa/Accra"), ZoneInfo("Africa/Nairobi")


def room(capacity=None, sectors=None, taken=None, offered=None):
    return Room(Plan(capacity=capacity, sectors=sectors or {}), taken or {}, offered or {})


def test_who_comes_first_is_served_first():
    assert rules.next_in_line(room(5, taken={MIN: 3}), [MIN, GOV, MIN]) == [0, 1]


def test_whose_sector_is_full_keeps_the_place_while_another_is_served():
    full = room(10, {MIN: 2}, taken={MIN: 2, GOV: 1})
    assert rules.next_in_line(full, [MIN, GOV, MIN]) == [1]


def test_a_seat_that_is_offered_is_not_free():
    assert rules.next_in_line(room(5, taken={MIN: 4}, offered={MIN: 1}), [GOV]) == []
    assert room(5, taken={MIN: 4}, offered={MIN: 1}).free(GOV) == 0


def test_nobody_new_passes_by_those_who_wait_for_the_same_seat():
    one_left = room(5, taken={MIN: 4})
    assert rules.may_sit(one_left, GOV, ahead=[])
    assert not rules.may_sit(one_left, GOV, ahead=[MIN])
    assert rules.may_sit(room(5, {MIN: 4}, taken={MIN: 4}), GOV, ahead=[MIN])  # the miners' seats are full anyway


def test_without_a_limit_everybody_sits():
    assert rules.may_sit(room(), MIN, ahead=[MIN, MIN])
    assert rules.may_sit(room(sectors={GOV: 0}), MIN, ahead=[])
    assert not rules.may_sit(room(sectors={GOV: 0}), GOV, ahead=[])


@pytest.mark.parametrize(("taken", "offered"), ((5, 0), (3, 2), (7, 0)))
def test_a_full_event_says_how_full_it_is(taken, offered):
    with pytest.raises(rules.EventFull, match=f"{taken + offered} of 5"):
        rules.require_free(room(5, taken={MIN: taken}, offered={GOV: offered}), CSO)


def test_a_full_sector_is_told_from_a_full_event():
    with pytest.raises(rules.SectorFull, match="2 of 2"):
        rules.require_free(room(5, {MIN: 2}, taken={MIN: 2}), MIN)
    rules.require_free(room(5, {MIN: 2}, taken={MIN: 2}), GOV)


def test_beyond_capacity_is_counted_and_never_refused_by_counting():
    assert room(5, taken={MIN: 5, GOV: 3}).over == 3
    assert room(9, {GOV: 1}, taken={MIN: 5, GOV: 3}).over_sectors == {GOV: 2}
    assert rules.overbooked(room(5, taken={MIN: 6}), MIN) == (6, 5)
    assert rules.overbooked(room(9, {MIN: 5}, taken={MIN: 6}), MIN) == (6, 5)
    assert rules.overbooked(room(9, {MIN: 5}, taken={MIN: 6}), GOV) is None


def sits(key, of=None, *, sector=GOV, seated=True):
    return Sitting(key, of, sector, seated)


@pytest.mark.parametrize(
    ("people", "shared"),
    (
        ([sits(1), sits(2, 1)], 1),
        ([sits(1, seated=False), sits(2, 1)], 0),  # gave it up before the first day
        ([sits(1), sits(2, 1), sits(3, 2)], 2),  # the substitute of a substitute
        ([sits(1), sits(2, 1, seated=False), sits(3, 2)], 1),
        ([sits(1), sits(2, 1), sits(3, 1)], 2),
        ([sits(1), sits(2, 1), sits(3), sits(4, 3)], 2),
    ),
)
def test_a_seat_is_counted_once_however_often_it_passes_on(people, shared):
    assert sum(rules.count_shared(people).values()) == shared


def test_a_ring_that_no_rule_makes_does_not_hang_the_counting():
    assert rules.count_shared([sits(1, 2), sits(2, 1)]) is not None


def test_a_shared_seat_is_counted_for_whoever_came_into_it_last():
    people = [sits(1, sector=GOV), sits(2, 1, sector=CSO)]
    assert rules.count_shared(people) == {GOV: 1}


@given(
    st.integers(0, 12), st.dictionaries(st.sampled_from([GOV, CSO, MIN]), st.integers(0, 6)),
    st.dictionaries(st.sampled_from([GOV, CSO, MIN]), st.integers(0, 6)),
    st.lists(st.sampled_from([GOV, CSO, MIN]), max_size=20),
)  # fmt: skip
def test_no_limit_is_ever_passed_and_no_seat_is_left_while_somebody_could_have_it(capacity, limits, taken, line):
    before = room(capacity, limits, taken)
    chosen = rules.next_in_line(before, line)
    assert len(chosen) <= max(0, capacity - before.all_held)
    after = {sector: before.held(sector) + sum(line[at] is sector for at in chosen) for sector in (GOV, CSO, MIN)}
    for sector, limit in limits.items():
        assert after[sector] <= max(limit, before.held(sector))
    left = [sector for at, sector in enumerate(line) if at not in chosen]
    still = room(capacity, limits, after)
    assert all(still.free(sector) <= 0 for sector in left)


def test_the_program_gives_seats_until_some_days_before_the_event():
    facts: dict[str, Any] = {"starts_on": date(2026, 6, 10), "zone": NAIROBI}
    plan = Plan(capacity=5, giving=Giving.AUTOMATIC, by_hand_days=2)
    assert rules.is_given_by_program(plan, at=datetime(2026, 6, 7, 20, 59, tzinfo=UTC), **facts)
    assert not rules.is_given_by_program(plan, at=datetime(2026, 6, 7, 21, 0, tzinfo=UTC), **facts)  # 8 June there
    by_hand = Plan(capacity=5, giving=Giving.BY_HAND)
    assert not rules.is_given_by_program(by_hand, at=datetime(2026, 1, 1, tzinfo=UTC), **facts)


@pytest.mark.parametrize(
    ("at", "until"),
    (
        (datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 3, 9, tzinfo=UTC)),
        (datetime(2026, 6, 9, 9, tzinfo=UTC), datetime(2026, 6, 10, 0, tzinfo=UTC)),  # not into the first day
        (datetime(2026, 6, 10, 9, tzinfo=UTC), datetime(2026, 6, 12, 0, tzinfo=UTC)),  # not beyond the last
        (datetime(2026, 7, 1, 9, tzinfo=UTC), datetime(2026, 7, 3, 9, tzinfo=UTC)),
    ),
)
def test_an_offer_stands_its_hours_but_not_into_what_it_is_for(at, until):
    days: dict[str, Any] = {"starts_on": date(2026, 6, 10), "ends_on": date(2026, 6, 11), "zone": ACCRA}
    assert rules.expires_at(Plan(offer_hours=48), at=at, **days) == until
