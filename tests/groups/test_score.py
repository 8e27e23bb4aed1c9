"""The score says what it says of the draw's own cost."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.groups.mixing_rules import Axis, Costs, Member, change_of_swap, cost_of_round, meetings
from dialogues.groups.scoring_rules import score, spans
from tests.groups.casts import cast

EQUAL = Costs({})


def miners_and_officials(number):
    """As many of one as of the other, alike in nothing else."""
    return {one: Member(one, ("MIN" if one < number else "GOV", None, None, None, None)) for one in range(2 * number)}


def test_a_hundred_means_that_nobody_alike_sits_together_who_need_not():
    members = miners_and_officials(4)
    mixed = score(EQUAL, members, [[0, 1, 4, 5], [2, 3, 6, 7]])
    assert (mixed.points(), mixed.axes[Axis.SECTOR].pairs, mixed.axes[Axis.SECTOR].fewest) == (100, 4, 4)


def test_nought_means_no_better_than_lots():
    parted = score(EQUAL, miners_and_officials(4), [[0, 1, 2, 3], [4, 5, 6, 7]])
    assert parted.points() == 0
    assert parted.axes[Axis.SECTOR].by_lot == Fraction(12 * 12, 28)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 500), others=st.integers(0, 2))
def test_the_cost_of_the_score_is_the_cost_of_the_draw(seed, others):
    members = {one.id: one for one in cast(24, seed=seed)}
    tables = [list(range(start, start + 6)) for start in range(0, 24, 6)]
    rounds = [[list(range(start, 24, 4)) for start in range(4)], [list(range(start, 24, 3)) for start in range(3)]][
        :others
    ]
    found = score(EQUAL, members, tables, others=rounds)
    assert found.cost == cost_of_round(EQUAL, members, tables, meetings(rounds))
    assert all(one.pairs >= one.fewest for one in found.axes.values())


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 500), first=st.integers(0, 5), second=st.integers(6, 23))
def test_the_points_promised_for_a_swap_are_the_points_after_it(seed, first, second):
    members = {one.id: one for one in cast(24, seed=seed)}
    tables = [list(range(start, start + 6)) for start in range(0, 24, 6)]
    other = [list(range(start, 24, 4)) for start in range(4)]
    now = score(EQUAL, members, tables, others=[other])
    rise = change_of_swap(EQUAL, members, tables, meetings([other]), first, second)
    swapped = [[{first: second, second: first}.get(one, one) for one in table] for table in tables]
    assert now.points(rise=rise) == score(EQUAL, members, swapped, others=[other]).points()


def test_a_table_of_another_round_counts_as_what_its_people_share():
    members = {one: Member(one, (None,) * 5) for one in range(4)}
    again = score(EQUAL, members, [[0, 1], [2, 3]], others=[[[0, 1], [2, 3]]])
    anew = score(EQUAL, members, [[0, 2], [1, 3]], others=[[[0, 1], [2, 3]]])
    assert (again.axes[Axis.MEETING].pairs, anew.axes[Axis.MEETING].pairs) == (2, 0)
    assert (again.points(), anew.points()) == (0, 100)


def test_the_least_and_the_most_of_each_sector_at_a_table():
    members = miners_and_officials(3)
    assert spans(members, [[0, 1, 3], [2, 4, 5]], Axis.SECTOR) == {"MIN": (1, 2), "GOV": (1, 2)}
    assert spans(members, [[0, 1, 2], [3, 4, 5]], Axis.SECTOR) == {"MIN": (0, 3), "GOV": (0, 3)}
