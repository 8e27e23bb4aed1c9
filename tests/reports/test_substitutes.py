"""A seat that passes on: each is counted on the days each came, and nobody is absent where the seat was another's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dialogues.audit.services import Actor
from dialogues.core.db import db
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Sector
from dialogues.registration import services as registrations
from dialogues.registration.substitute_services import take_back_substitution
from dialogues.reports.figures import event_figures
from tests.factories import MADE_AT, make_event, make_registration
from tests.reports.attended import NOON, attend

ACT: dict[str, Any] = {"actor": Actor(name="Kwabena Osei"), "at": datetime(2026, 6, 1, 9, 0, tzinfo=UTC)}


@pytest.fixture
def ama(session):
    return make_registration(make_event(starts="2026-06-02", days=4), "Ama Serwaa", sector="GOV")


def substitute(absent, day, name="Kofi Annor"):
    facts = PersonFacts(full_name=name, sector=Sector.GOV)
    came = registrations.substitute(db.session(), absent, facts=facts, from_day=day.day, **ACT)
    db.session.flush()
    return came


def close(event):
    for day in event.days:
        day.closed_at = MADE_AT
    db.session.flush()


def counted(event):
    figures = event_figures(db.session(), event, as_of=NOON)
    return figures.numbers, [(day.present, day.absent, day.not_expected) for day in figures.days]


def test_the_day_before_is_the_ones_and_the_day_after_the_others(session, ama):
    first, second, third, fourth = ama.event.days
    kofi = substitute(ama, third)
    for who, day in ((ama, first), (ama, second), (kofi, third), (kofi, fourth)):
        attend(who, day)
    close(ama.event)
    numbers, days = counted(ama.event)
    assert (numbers.registered, numbers.person_days, numbers.present_every_day) == (2, 4, 0)
    assert days == [(1, 0, 1)] * 4


def test_a_morning_of_one_and_an_afternoon_of_the_other_are_a_day_of_each(session, ama):
    day = ama.event.days[1]
    kofi = substitute(ama, day)
    attend(ama, day, "morning")
    attend(kofi, day, "afternoon")
    figures = event_figures(session, ama.event, as_of=NOON)
    assert (figures.days[1].present, figures.days[1].morning, figures.days[1].afternoon) == (2, 1, 1)
    assert figures.numbers.person_days == 2


def test_only_the_holder_of_the_day_is_absent_when_nobody_came(session, ama):
    substitute(ama, ama.event.days[2])
    close(ama.event)
    numbers, days = counted(ama.event)
    assert days == [(0, 1, 1)] * 4
    assert numbers.registered == 2


def test_a_seat_given_up_before_the_first_day_is_one_person(session, ama):
    substitute(ama, ama.event.days[0])
    close(ama.event)
    numbers, days = counted(ama.event)
    assert numbers.registered == 1
    assert days == [(0, 1, 0)] * 4


def test_the_substitute_of_a_substitute_is_expected_from_their_day_alone(session, ama):
    kofi = substitute(ama, ama.event.days[1])
    substitute(kofi, ama.event.days[3], "Esi Owusuaa")
    close(ama.event)
    numbers, days = counted(ama.event)
    assert numbers.registered == 3
    assert days == [(0, 1, 2)] * 4


def test_a_substitute_who_never_had_a_day_leaves_nobody_absent_twice(session, ama):
    kofi = substitute(ama, ama.event.days[1])
    substitute(kofi, ama.event.days[1], "Esi Owusuaa")
    close(ama.event)
    numbers, days = counted(ama.event)
    assert numbers.registered == 2  # Ama for the first day, Esi for the others
    assert days == [(0, 1, 1)] * 4


def test_whoever_returns_is_counted_on_the_days_they_came(session, ama):
    first, second, third, _fourth = ama.event.days
    kofi = substitute(ama, second)
    attend(ama, first)
    attend(kofi, second)
    attend(ama, third)
    numbers, days = counted(ama.event)
    assert (numbers.registered, numbers.present_any_day, numbers.person_days) == (2, 2, 3)
    assert [present for present, *_others in days] == [1, 1, 1, 0]


def test_after_the_undo_the_seat_is_the_first_holders_on_every_day(session, ama):
    kofi = substitute(ama, ama.event.days[1])
    take_back_substitution(session, kofi, version=kofi.version, **ACT)
    session.flush()
    close(ama.event)
    numbers, days = counted(ama.event)
    assert numbers.registered == 1
    assert days == [(0, 1, 0)] * 4


def test_days_on_which_the_substitute_came_stay_theirs_after_an_undo(session, ama):
    kofi = substitute(ama, ama.event.days[0])
    attend(kofi, ama.event.days[0])
    take_back_substitution(session, kofi, version=kofi.version, **ACT)
    session.flush()
    numbers, _days = counted(ama.event)
    assert (numbers.registered, numbers.present_any_day, numbers.person_days) == (2, 1, 1)
