"""Versions together tell no small group: what one hides, none of them, nor what they say otherwise, gives away."""

import random
from dataclasses import replace

import pytest

from dialogues.core.db import db
from dialogues.reports import version_queries as versions
from dialogues.reports.publishing import chosen, without
from dialogues.reports.small_rules import Choice, is_small, withhold
from dialogues.reports.small_solving import Key
from dialogues.reports.small_tables import TOLD, event_tables
from dialogues.reports.version_changes import list_changes
from dialogues.reports.version_content import EventReport, Issued, read, text_of
from dialogues.reports.version_publishing import published_changes, published_now, published_version
from tests.factories import make_registration, make_report_version
from tests.reports.attended import attend
from tests.reports.small_reader import reader_of_versions
from tests.reports.small_reports import corrected, counted, draw_people, in_order
from tests.reports.test_issue_report import LATER, issue, now
from tests.reports.test_published import make_mixed_event

BELOW = 5


# ---------------------------------------------------------------- a reader who holds both
def both(seed, people):
    """A report and a corrected one, without the tables that only make the search longer."""
    chance = random.Random(f"{seed}/{people}")
    first = draw_people(chance, people)
    reports = counted(first), counted(corrected(chance, first))
    return [event_tables(in_order(one), None, leave_out=("group", "age", "day")) for one in reports]


def chosen_of(tables, earlier):
    """As a report is told: single counts, or the key numbers alone."""
    choice = withhold(tables, BELOW, earlier)
    return choice or Choice(tables, frozenset(tables.counts.keys() - TOLD))


def found(told, about=()):
    """Small groups that whoever holds these versions can show to be small; those another version told are out.

    Of those `about` so large it is how many they are that may not be found.
    """
    reader, caught = reader_of_versions(told), []
    for number, (tables, withheld) in enumerate(told):
        out = set[Key]().union(*(one.counts.keys() - hidden for one, hidden in told[:number]))
        for key, count in tables.counts.items():
            if key in TOLD or key in out or not is_small(count, BELOW):
                continue
            place = (str(number), *key)
            others = ((0, count - 1), (count + 1, 10_000)) if key in about else ((BELOW, 10_000),)
            if key not in withheld or not any(reader.may_be(place, *bounds) for bounds in others):
                caught.append((number, key))
    return caught


PAIRS = [(seed, people) for people in (21, 34) for seed in range(6)]


@pytest.mark.parametrize(("seed", "people"), PAIRS)
def test_who_holds_two_versions_finds_no_small_group(seed, people):
    before, after = both(seed, people)
    first = chosen_of(before, [])
    second = chosen_of(after, [first])
    assert not second.withheld >= after.counts.keys() - TOLD  # something is told beside the key numbers
    assert found([(before, first.withheld), (after, second.withheld)], second.about) == []


def test_the_same_reader_finds_some_where_each_version_is_chosen_by_itself():
    caught = 0
    for seed, people in PAIRS:
        before, after = both(seed, people)
        caught += len(found([(before, chosen_of(before, []).withheld), (after, chosen_of(after, []).withheld)]))
    assert caught > 0


def test_the_same_reader_finds_how_many_they_are_where_the_small_counts_alone_are_hidden():
    before, after = both(*PAIRS[0])
    told = [
        (one, {key for key, count in one.counts.items() if key not in TOLD and is_small(count, BELOW)})
        for one in (before, after)
    ]
    assert found(told, about=before.counts.keys() | after.counts.keys()) != []


@pytest.mark.parametrize("seed", range(4))
def test_what_two_versions_say_otherwise_follows_from_the_two(session, seed):
    """No figure is compared that one of them hides."""
    event = make_mixed_event()
    report_of = now(session, event)
    chance = random.Random(seed)
    people = draw_people(chance, 55)
    told, earlier = list[EventReport](), list[Choice]()
    for one in (people, corrected(chance, people)):
        figures = replace(report_of.figures, **{**vars(counted(one)), "group_names": {n: f"G{n}" for n in (1, 2, 3)}})
        choice = chosen(figures, below=BELOW, earlier=earlier)
        earlier.append(choice)
        told.append(replace(report_of, figures=without(figures, choice.withheld, below=BELOW)))
    shown = {(one.of, one.figure): (one.before, one.after) for one in list_changes(*told)}
    hidden = told[0].figures.withheld | told[1].figures.withheld
    assert hidden
    for kind, *place in hidden:
        if kind in ("sector", "age"):
            assert tuple(place) not in shown
            assert tuple(reversed(place)) not in shown
    assert all(isinstance(value, int) for pair in shown.values() for value in pair)


# ---------------------------------------------------------------- issued in a database
@pytest.fixture
def twice(session):
    """Version 1 with two people of civil society, version 2 with three."""
    event = make_mixed_event()
    issue(session, event)
    late = make_registration(event, "Person CSO 9", sector="CSO", gender="woman")
    attend(late, event.days[0])
    session.flush()
    issue(session, event, at=LATER)
    session.commit()
    return event


def found_version(event, number):
    return versions.find_version(db.session(), event_id=event.id, number=number)


def test_what_a_version_does_not_tell_is_kept_with_it_and_stands_whatever_is_set_later(session, twice):
    version = found_version(twice, 1)
    assert version.issued.below == BELOW
    assert ("sector", "CSO", "registered") in version.issued.withheld
    stricter = published_version(session, twice.id, version, below=10)
    assert stricter.report.figures.withheld == frozenset(version.issued.withheld)
    assert stricter.report.figures.below == BELOW


def test_a_version_from_before_choices_were_kept_is_told_without_small_groups_too(session):
    event = make_mixed_event()
    make_report_version(event)
    session.flush()
    version = found_version(event, 1)
    assert version.issued.below == 0
    told = published_version(session, event.id, version, below=BELOW).report.figures
    assert ("sector", "CSO", "registered") in told.withheld


def test_the_text_of_a_version_reads_back_with_what_is_not_told(session):
    event = make_mixed_event()
    kept = Issued(number=1, at=LATER, below=5, withheld=(("group", "MIN", "A/B", "registered"), ("ALL", "woman")))
    assert read(text_of(now(session, event), kept))[1] == kept


def test_a_later_version_and_the_report_of_now_hide_what_an_earlier_one_hid(session, twice):
    first, second = found_version(twice, 1), found_version(twice, 2)
    assert set(first.issued.withheld) <= set(second.issued.withheld)
    late = [make_registration(twice, f"Person CSO 1{n}", sector="CSO", gender="woman") for n in range(4)]
    for one in late:
        attend(one, twice.days[0])
    session.flush()
    report_of = now(session, twice)
    assert report_of.figures.by_sector[1].numbers.registered == 7  # not small by itself any more
    told = published_now(session, twice.id, report_of, below=BELOW)
    assert ("sector", "CSO", "registered") in told.figures.withheld


def test_the_report_of_now_looks_like_the_version_it_equals(session, twice):
    told = published_now(session, twice.id, now(session, twice), below=BELOW)
    assert told.figures.withheld == frozenset(found_version(twice, 2).issued.withheld)


def test_only_figures_that_both_tell_are_compared(session, twice):
    changes = published_changes(session, twice.id, found_version(twice, 1), found_version(twice, 2), below=BELOW)
    assert {(one.part, one.figure, one.before, one.after) for one in changes} >= {
        ("numbers", "registered", 24, 25), ("numbers", "present_any_day", 24, 25),
    }  # fmt: skip
    assert not [one for one in changes if "CSO" in (one.of, one.figure)]
    every = list_changes(found_version(twice, 1).report, found_version(twice, 2).report)
    assert [(one.before, one.after) for one in every if (one.of, one.figure) == ("CSO", "registered")] == [(2, 3)]
