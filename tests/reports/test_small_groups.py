"""No small group can be found in figures that leave the house, however a reader puts them together."""

import random
from dataclasses import asdict
from typing import Any

import pytest

from dialogues.reports import publishing
from dialogues.reports.publishing import choose, published
from dialogues.reports.small_rules import Choice, Tables, is_small, withhold
from dialogues.reports.small_tables import TOLD, event_tables, sector_key
from tests.reports.small_reader import Reader, reader_of
from tests.reports.small_reports import corrected, counted, draw_people, in_order

BELOW = 5
A, B, C, D = (("row", name) for name in "ABCD")
ALL = ("row", "ALL")


def line_of(*counts, told=frozenset({ALL})):
    """One row of counts and its sum, which is told."""
    keys = (A, B, C, D)[: len(counts)]
    return Tables({**dict(zip(keys, counts, strict=True)), ALL: sum(counts)}, [(keys, ALL)], told=told)


def small(tables):
    return {key for key, count in tables.counts.items() if key not in TOLD and is_small(count, BELOW)}


def found(reader: Reader, tables, withheld):
    """Small groups of which the reader can show that they are small."""
    return [key for key in small(tables) & set(withheld) if not reader.may_be(key, BELOW, 10_000)]


# ---------------------------------------------------------------- one row
def test_a_small_group_is_hidden_together_with_one_it_could_be_worked_out_from():
    assert withhold(line_of(2, 9, 30), BELOW).withheld == {A, B}


def test_numbers_that_betray_nobody_are_all_told():
    assert withhold(line_of(12, 0, 30), BELOW).withheld == set()


def test_the_smallest_group_that_hides_another_is_taken():
    assert withhold(line_of(2, 30, 9, 0), BELOW).withheld == {A, C}


def test_two_small_groups_hide_each_other_only_if_one_of_them_could_be_large():
    assert withhold(line_of(4, 4, 30), BELOW).withheld == {A, B}
    assert withhold(line_of(2, 2, 30), BELOW).withheld == {A, B, C}


def test_a_higher_threshold_hides_more():
    tables = line_of(6, 12, 30)
    assert withhold(tables, BELOW).withheld == set()
    assert withhold(tables, 10).withheld == {A, B}


def test_where_a_number_that_stays_is_small_itself_it_remains_open_who_it_is():
    tables = Tables({A: 3, B: 0, ALL: 3}, [((A, B), ALL)], told=frozenset({ALL}), caps={A: ALL, B: ALL})
    assert withhold(tables, BELOW).withheld == {A, B}


def test_a_group_in_which_all_are_the_same_is_not_told_so():
    tables = Tables({A: 8, B: 0, ALL: 8}, [((A, B), ALL)], told=frozenset({ALL}), alike={A: ALL})
    assert withhold(tables, BELOW).withheld == {A, B}


def test_nothing_is_promised_where_nothing_helps():
    assert withhold(Tables({A: 2, ALL: 2}, [((A,), ALL)], told=frozenset({ALL})), BELOW) is None


# ---------------------------------------------------------------- whole reports
def report(seed, people):
    figures = in_order(counted(draw_people(random.Random(f"{seed}/{people}"), people)))
    return figures, event_tables(figures, None, leave_out=("group", "age", "day"))


REPORTS = [(seed, people) for people in (21, 34, 55, 90) for seed in range(5)]


@pytest.mark.parametrize(("seed", "people"), REPORTS)
def test_a_reader_who_tries_everything_finds_no_small_group(seed, people):
    _figures, tables = report(seed, people)
    choice = withhold(tables, BELOW)
    assert choice is not None
    assert small(tables) <= choice.withheld
    assert found(reader_of(tables, choice.withheld), tables, choice.withheld) == []


def test_the_same_reader_finds_most_of_them_where_small_counts_alone_are_hidden():
    there = caught = 0
    for seed, people in REPORTS:
        _figures, tables = report(seed, people)
        there += len(small(tables))
        caught += len(found(reader_of(tables, small(tables)), tables, small(tables)))
    assert caught > there / 2


def test_the_same_report_is_told_in_the_same_way_every_time():
    once, again = (choose(counted(draw_people(random.Random(1), 55)), None, below=BELOW) for _number in range(2))
    assert (once.withheld, once.changes) == (again.withheld, again.changes)


def test_what_was_chosen_once_is_not_looked_for_again(monkeypatch):
    """Else whoever asks for a page would wait for it each time."""
    asked: list[Any] = []

    def noted(*tables: Any) -> Any:
        asked.append(tables)
        return withhold(*tables)

    monkeypatch.setattr(publishing, "withhold", noted)
    people = draw_people(random.Random(17), 89)
    first = published(counted(people), below=BELOW)
    looked = len(asked)
    assert looked > 0
    assert published(counted(people), below=BELOW) == first
    assert len(asked) == looked
    published(counted(people), below=10)
    assert len(asked) > looked


def test_the_four_numbers_stay_and_what_is_not_told_is_not_in_the_figures():
    figures = counted(draw_people(random.Random(3), 34))
    told = published(figures, below=BELOW)
    assert (told.numbers, told.is_published) == (figures.numbers, True)
    for row in told.by_sector:
        for name, count in asdict(row.numbers).items():
            if sector_key(row.sector, name) in told.withheld:
                assert count == 0
        assert not any(row.registered_by_gender.values())
    assert not any((day.morning, day.afternoon, day.excused, day.absent) != (0, 0, 0, 0) for day in told.days)
    assert told.by_days_present == {}


def test_a_report_of_fewer_people_than_that_tells_the_four_numbers_alone():
    figures = counted(draw_people(random.Random(1), 4))
    told = published(figures, below=BELOW)
    assert told.numbers == figures.numbers
    assert not any(asdict(row.numbers)["registered"] for row in told.by_sector)
    assert told.by_group == ()


# ---------------------------------------------------------------- two versions
def test_what_one_version_hid_stays_hidden_in_the_next():
    first = withhold(line_of(4, 9, 30), BELOW)
    assert first.withheld == {A, B}
    later = withhold(line_of(6, 9, 30), BELOW, [first])
    assert first.withheld <= later.withheld
    assert withhold(line_of(6, 9, 30), BELOW).withheld == set()


def test_two_versions_of_a_report_do_not_hide_each_a_part_that_the_other_tells():
    """Without the first one the second would hide C beside A, and tell B; from the first A follows then."""
    first = withhold(line_of(2, 9, 30), BELOW)
    alone = withhold(line_of(2, 12, 10), BELOW)
    assert first.withheld == {A, B}
    assert alone.withheld == {A, C}
    assert withhold(line_of(2, 12, 10), BELOW, [first]).withheld == {A, B}


def test_of_two_versions_each_hides_at_least_what_the_one_before_hid_and_all_that_is_small():
    for seed in range(6):
        chance = random.Random(seed)
        people = draw_people(chance, 90)
        first = choose(in_order(counted(people)), None, below=BELOW)
        later = choose(in_order(counted(corrected(chance, people))), None, below=BELOW, earlier=[first])
        assert isinstance(later, Choice)
        assert first.withheld & later.tables.counts.keys() <= later.withheld
        assert small(later.tables) <= later.withheld
