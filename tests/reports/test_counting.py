"""How people are counted, held against a recount that knows nothing of bits and groups."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.reports import rules
from dialogues.reports.rules import Alike, DayKept, FourNumbers, Half

FIRST = date(2016, 1, 19)


def days(count, *, closed=()):
    return [DayKept(FIRST + timedelta(days=at), at in closed) for at in range(count)]


def code(*day_states):
    """Days as the counting takes them; each state is `P` (whole day), `a` or `p` (a half), `E`, `A` or `-`."""
    states = {"P": (1, 1), "a": (1, 0), "p": (0, 1), "E": (2, 2), "A": (3, 3), "-": (0, 0)}
    return sum((states[one][0] | states[one][1] << 2) << at * rules.BITS_A_DAY for at, one in enumerate(day_states))


def people(
    states="", *, sector="MIN", gender="woman", confirmed=True, walk_in=False, seat_from=None, seat_until=None, number=1
):
    facts = Sector(sector), Gender(gender), None, confirmed, walk_in, seat_from, seat_until
    return Alike(*facts, code(*states), number)


def test_the_four_numbers_are_told_apart():
    counted = rules.count([people("PPP"), people("P--"), people("---")], days(3, closed={0, 1, 2}))
    assert counted.numbers == FourNumbers(registered=3, present_any_day=2, person_days=4, present_every_day=1)


def test_half_a_day_counts_as_a_day():
    counted = rules.count([people("ap")], days(2))
    assert counted.numbers.person_days == 2
    assert (counted.days[0].morning, counted.days[0].afternoon) == (1, 0)
    assert (counted.days[1].morning, counted.days[1].afternoon) == (0, 1)


def test_a_day_without_marks_is_not_recorded_and_nobody_is_absent_on_it():
    counted = rules.count([people("P-"), people("P-")], days(2))
    assert [day.recorded for day in counted.days] == [True, False]
    assert (counted.days[1].absent, counted.days[1].not_recorded) == (0, 2)
    assert counted.numbers.present_every_day == 2  # on the one day that was recorded


def test_a_closed_day_makes_those_without_a_mark_absent():
    counted = rules.count([people("P"), people("-"), people("E")], days(1, closed={0}))
    assert (counted.days[0].present, counted.days[0].absent, counted.days[0].excused) == (1, 1, 1)
    assert counted.days[0].not_recorded == 0


def test_a_closed_day_without_a_mark_is_recorded_and_nobody_was_there_every_day():
    counted = rules.count([people("P-")], days(2, closed={1}))
    assert [day.recorded for day in counted.days] == [True, True]
    assert counted.numbers.present_every_day == 0


def test_nobody_was_there_every_day_of_an_event_that_was_never_recorded():
    assert rules.count([people("--")], days(2)).numbers == FourNumbers(registered=1)


def test_somebody_cancelled_after_being_there_stays_registered_and_present():
    counted = rules.count([people("P-", confirmed=False), people("--", confirmed=False)], days(2))
    assert counted.numbers == FourNumbers(registered=1, present_any_day=1, person_days=1, present_every_day=1)


def test_somebody_cancelled_after_being_there_is_expected_no_more_and_never_absent_for_want_of_a_mark():
    counted = rules.count([people("P--", confirmed=False)], days(3, closed={0, 1}))
    assert [(day.present, day.absent, day.not_recorded, day.not_expected) for day in counted.days] == [
        (1, 0, 0, 0),
        (0, 0, 0, 1),
        (0, 0, 0, 1),
    ]


def test_a_mark_absent_records_the_day_but_does_not_register_somebody_cancelled():
    counted = rules.count([people("A", confirmed=False)], days(1))
    assert counted.days[0].recorded
    assert counted.numbers == FourNumbers()


def test_the_substituted_and_the_substitute_count_on_the_days_each_came():
    counted = rules.count([people("P---"), people("-PPP")], days(4))
    assert counted.numbers == FourNumbers(registered=2, present_any_day=2, person_days=4, present_every_day=0)


def test_nobody_is_absent_on_a_day_on_which_the_seat_was_somebody_elses():
    second = FIRST + timedelta(days=1)
    counted = rules.count(
        [people("P--", seat_until=second), people("-P-", seat_from=second)], days(3, closed={0, 1, 2})
    )
    assert [(day.present, day.absent, day.not_expected) for day in counted.days] == [(1, 0, 1), (1, 0, 1), (0, 1, 1)]


def test_a_person_who_came_without_being_expected_is_present():
    counted = rules.count([people("P", seat_from=FIRST + timedelta(days=1))], days(1, closed={0}))
    assert (counted.days[0].present, counted.days[0].not_expected) == (1, 0)


def test_all_six_sectors_are_there_in_their_order_even_when_empty():
    counted = rules.count([people("P", sector="ACA")], days(1))
    assert [one.sector for one in counted.by_sector] == list(Sector)
    assert [one.numbers.registered for one in counted.by_sector] == [0, 0, 1, 0, 0, 0]


def test_walk_ins_are_counted_among_the_registered():
    counted = rules.count([people("P", walk_in=True), people("P"), people("-", walk_in=True, confirmed=False)], days(1))
    assert (counted.numbers.registered, counted.walk_ins) == (2, 1)


def test_an_event_without_days_or_people_counts_nothing():
    counted = rules.count([], [])
    assert counted.numbers == FourNumbers()
    assert counted.by_days_present == {0: 0}


HALVES = st.sampled_from([Half.NOT_RECORDED, Half.PRESENT, Half.EXCUSED, Half.ABSENT])


@st.composite
def events(draw):
    """People one by one, with the halves of each day, over up to twenty days."""
    length = draw(st.integers(0, 20))
    one = st.tuples(
        st.sampled_from(Sector),
        st.sampled_from(Gender),
        st.sampled_from([None, 1, 2]),
        st.booleans(),
        st.booleans(),
        st.none() | st.just(FIRST + timedelta(days=1)),
        st.none() | st.just(FIRST + timedelta(days=2)),
        st.lists(st.tuples(HALVES, HALVES), min_size=length, max_size=length),
    )
    kept = [DayKept(FIRST + timedelta(days=at), draw(st.booleans())) for at in range(length)]
    return draw(st.lists(one, max_size=12)), kept


AGES = {None: None, 1: AgeGroup.TO_30, 2: AgeGroup.OVER_80}  # by the group, so that they differ from person to person


def counted_of(everybody, kept):
    alike = [
        Alike(
            *(*facts, sum((a | p << 2) << at * rules.BITS_A_DAY for at, (a, p) in enumerate(halves)), 1, AGES[facts[2]])
        )
        for *facts, halves in everybody
    ]
    return rules.count(alike, kept)


def recount(everybody, kept):
    """The four numbers the slow way, straight from the definitions."""
    marked = [any(halves[at] != (0, 0) for *_, halves in everybody) for at in range(len(kept))]
    recorded = [at for at, day in enumerate(kept) if day.is_closed or marked[at]]
    registered = present = person_days = every = 0
    for _sector, _gender, _group, confirmed, *_, halves in everybody:
        came = [at for at, state in enumerate(halves) if Half.PRESENT in state]
        registered += confirmed or bool(came)
        present += bool(came)
        person_days += len(came)
        every += bool(recorded) and came == recorded
    return FourNumbers(registered, present, person_days, every)


@given(events())
def test_the_numbers_equal_a_naive_recount(event):
    everybody, kept = event
    assert counted_of(everybody, kept).numbers == recount(everybody, kept)


@given(events())
def test_every_table_adds_up_to_the_numbers(event):
    everybody, kept = event
    counted = counted_of(everybody, kept)
    for rows in (counted.by_sector, counted.by_gender, counted.by_group, counted.by_age):
        for name in ("registered", "present_any_day", "person_days", "present_every_day"):
            assert sum(getattr(row.numbers, name) for row in rows) == getattr(counted.numbers, name)
    assert sum(day.present for day in counted.days) == counted.numbers.person_days
    assert sum(counted.by_days_present.values()) == counted.numbers.registered
    for row in counted.by_sector:
        assert sum(row.by_gender.values()) == row.numbers.present_any_day
        assert sum(row.registered_by_gender.values()) == row.numbers.registered
        assert sum(row.by_day.values()) == row.numbers.person_days
    for at, day in enumerate(counted.days):
        assert sum(row.by_day[kept[at].day] for row in counted.by_sector) == day.present
        states = day.present, day.excused, day.absent, day.not_recorded, day.not_expected
        assert sum(states) == counted.numbers.registered


@given(events())
def test_nobody_is_present_who_is_not_registered(event):
    counted = counted_of(*event)
    for row in (counted, *counted.by_sector, *counted.by_group):
        assert row.numbers.present_every_day <= row.numbers.present_any_day <= row.numbers.registered
        assert row.numbers.present_any_day <= row.numbers.person_days


@given(events(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_how_they_are_bundled_changes_nothing(event, random):
    everybody, kept = event
    bundled = [*everybody, *everybody]
    random.shuffle(bundled)
    once, twice = counted_of(everybody, kept), counted_of(bundled, kept)
    assert twice.numbers.person_days == 2 * once.numbers.person_days
    assert [row.numbers.registered for row in twice.by_sector] == [2 * row.numbers.registered for row in once.by_sector]


def test_the_recount_would_notice_a_half_day_that_is_lost():
    everybody = [(Sector.MIN, Gender.MAN, None, True, False, None, None, [(Half.NOT_RECORDED, Half.PRESENT)])]
    lost = [(Sector.MIN, Gender.MAN, None, True, False, None, None, [(Half.NOT_RECORDED, Half.NOT_RECORDED)])]
    with pytest.raises(AssertionError):
        assert counted_of(lost, days(1)).numbers == recount(everybody, days(1))
