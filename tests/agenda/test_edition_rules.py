from dataclasses import replace
from datetime import date, time

import pytest

from dialogues.agenda.edition_rules import (
    Block,
    EmptyPlan,
    NothingToPublish,
    list_changes,
    people_concerned,
    require_something_new,
)

TUESDAY, WEDNESDAY = date(2026, 6, 2), date(2026, 6, 3)
OPENING = Block(1, TUESDAY, time(9), time(10), "Opening", "plenary", ("Hall", "Bonsa"), frozenset({("lead", 7)}))
LICENCE = Block(
    2, TUESDAY, time(10), time(11), "The licence", "plenary", ("Hall", "Bonsa"), frozenset({("lead", "Nana")})
)


def kinds(before, after):
    return [(one.block.session_id, one.kind.value) for one in list_changes(before, after)]


def test_equal_plans_differ_in_nothing_whatever_their_order():
    assert list_changes([OPENING, LICENCE], [LICENCE, OPENING]) == []


@pytest.mark.parametrize(
    ("changed", "kind"),
    (
        ({"day": WEDNESDAY}, "moved"),
        ({"day": WEDNESDAY, "starts": time(8)}, "moved"),
        ({"starts": time(8)}, "retimed"),
        ({"ends": time(10, 30)}, "retimed"),
        ({"where": ("Veranda", "Bonsa")}, "room"),
        ({"where": ("Hall", "Tarkwa")}, "room"),
        ({"people": frozenset({("lead", 8)})}, "lead"),
        ({"people": frozenset({("speaker", 7)})}, "lead"),
        ({"people": frozenset()}, "lead"),
        ({"title": "Libation"}, "title"),
        ({"text": ("All speak",)}, "text"),
        ({"kind": "breakout"}, "text"),
        ({"is_under_rule": True}, "rule"),
    ),
)
def test_each_difference_is_told_as_what_it_is(changed, kind):
    assert kinds([OPENING], [replace(OPENING, **changed)]) == [(1, kind)]


def test_what_came_and_what_went_are_told_once_each():
    assert kinds([OPENING], [LICENCE]) == [(1, "removed"), (2, "added")]


def test_one_session_may_change_in_several_ways():
    after = replace(OPENING, title="Libation", where=("Veranda", "Bonsa"), starts=time(8))
    assert kinds([OPENING], [after]) == [(1, "retimed"), (1, "room"), (1, "title")]


def test_changes_come_in_the_order_of_the_days():
    early = replace(LICENCE, day=WEDNESDAY)
    late = replace(OPENING, starts=time(8))
    assert [one.block.day for one in list_changes([OPENING, LICENCE], [early, late])] == [TUESDAY, WEDNESDAY]


def test_whoever_had_or_has_a_part_is_concerned_and_nobody_else():
    after = replace(OPENING, people=frozenset({("lead", 8), ("speaker", "Nana")}))
    untouched = replace(LICENCE, people=frozenset({("lead", 9)}))
    assert people_concerned(list_changes([OPENING, untouched], [after, untouched])) == {7, 8}


def test_the_same_plan_is_not_published_twice():
    with pytest.raises(NothingToPublish, match="Edition 3"):
        require_something_new([], last_number=3, blocks=2)
    require_something_new(list_changes([OPENING], [LICENCE]), last_number=3, blocks=1)


def test_an_empty_plan_is_no_first_edition_but_may_be_a_later_one():
    with pytest.raises(EmptyPlan):
        require_something_new([], last_number=None, blocks=0)
    require_something_new(list_changes([OPENING], []), last_number=1, blocks=0)
