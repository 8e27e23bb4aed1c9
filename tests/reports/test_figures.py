"""The figures from the database: who is counted, on which days, over one event and over several."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from dialogues.attendance.models import DayState, MarkSource
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.models import EventRole, Status
from dialogues.reports.figures import DEFINITIONS, NUMBER_NAMES, FourNumbers, event_figures, programme_figures
from tests.factories import make_event, make_group, make_person, make_registration
from tests.reports.attended import NOON, attend


def figures_of(session, event, **roles):
    return event_figures(session, event, as_of=NOON, **roles)


def test_confirmed_participants_and_walk_ins_are_registered_and_others_are_not(session):
    event = make_event()
    for status in ("confirmed", "invited", "applied", "waiting", "declined", "cancelled"):
        make_registration(event, f"A {status} person", status=status)
    make_registration(event, "A walk-in", source="walk_in")
    figures = figures_of(session, event)
    assert figures.numbers == FourNumbers(registered=2)
    assert figures.walk_ins == 1


def test_people_with_other_roles_are_left_out_unless_asked_for(session):
    event = make_event()
    attend(make_registration(event), event.days[0])
    attend(make_registration(event, "Faraja Mrema", role="facilitator"), event.days[0])
    assert figures_of(session, event).numbers == FourNumbers(1, 1, 1, 1)
    assert figures_of(session, event).not_counted == 1
    everybody = figures_of(session, event, roles=set(EventRole))
    assert everybody.numbers == FourNumbers(2, 2, 2, 2)
    assert everybody.not_counted == 0


def test_a_mark_for_a_facilitator_alone_does_not_make_a_day_recorded(session):
    event = make_event()
    attend(make_registration(event), event.days[0])
    attend(make_registration(event, "Faraja Mrema", role="facilitator"), event.days[1])
    figures = figures_of(session, event)
    assert [day.recorded for day in figures.days] == [True, False, False]
    assert figures.numbers.present_every_day == 1


def test_halves_are_told_apart(session):
    event = make_event()
    day = event.days[0]
    attend(make_registration(event), day, "morning")
    kofi = make_registration(event, "Kofi")
    attend(kofi, day, "morning", "absent")
    attend(kofi, day, "afternoon")
    attend(make_registration(event, "Yaa"), day, "whole_day", "excused")
    attend(make_registration(event, "Esi"), day, "whole_day", "absent")
    make_registration(event, "Adjoa")
    day = figures_of(session, event).days[0]
    assert (day.present, day.morning, day.afternoon, day.excused, day.absent, day.not_recorded) == (2, 1, 1, 1, 1, 1)


def test_a_mark_that_was_taken_back_leaves_no_trace_in_the_figures(session):
    event = make_event()
    ama = make_registration(event)
    attend(ama, event.days[0])
    attend(ama, event.days[0], "whole_day", "withdrawn")
    figures = figures_of(session, event)
    assert not figures.days[0].recorded
    assert figures.numbers == FourNumbers(registered=1)


def test_somebody_cancelled_after_being_there_is_still_counted(session):
    event = make_event()
    ama = make_registration(event)
    attend(ama, event.days[0])
    ama.status = Status.CANCELLED
    session.flush()
    assert figures_of(session, event).numbers == FourNumbers(1, 1, 1, 1)


def test_a_substitute_and_the_substituted_are_counted_on_their_own_days(session):
    event = make_event()
    ama = make_registration(event)
    esi = make_registration(event, "Esi", in_place_of_id=ama.id, in_place_from=date(2026, 6, 3))
    attend(ama, event.days[0])
    attend(esi, event.days[1])
    for day in event.days:
        day.closed_at = NOON
    session.flush()
    figures = figures_of(session, event)
    assert figures.numbers == FourNumbers(registered=2, present_any_day=2, person_days=2, present_every_day=0)
    assert [(day.present, day.absent, day.not_expected) for day in figures.days] == [(1, 0, 1), (1, 0, 1), (0, 1, 1)]


def test_closing_a_day_is_seen_in_the_figures(session):
    event = make_event()
    make_registration(event)
    event.days[0].closed_at = NOON
    session.flush()
    day = figures_of(session, event).days[0]
    assert (day.closed, day.recorded, day.absent) == (True, True, 1)


def test_sectors_genders_and_groups_are_those_of_the_registration(session):
    event = make_event()
    person = make_person("Nana Yaa", sector="GOV", gender="man")
    chiefs = make_group("Traditional authorities and chiefs", "OTH")
    attend(
        make_registration(
            event, "Nana Yaa", person=person, sector="OTH", gender="woman", stakeholder_group_id=chiefs.id
        ),
        event.days[0],
    )
    figures = figures_of(session, event)
    sector = figures.by_sector[list(Sector).index(Sector.OTH)]
    assert sector.numbers == FourNumbers(1, 1, 1, 1)
    assert sector.by_gender[Gender.WOMAN] == 1
    assert sector.by_day[event.days[0].day] == 1
    assert [(row.sector, figures.group_names[row.group]) for row in figures.by_group] == [
        (Sector.OTH, "Traditional authorities and chiefs")
    ]


def test_the_days_of_a_very_long_event_are_kept_apart(session):
    event = make_event(days=33)
    ama, kofi = make_registration(event), make_registration(event, "Kofi")
    for at in (0, 14, 15, 16, 29, 30, 32):
        attend(ama, event.days[at])
    attend(kofi, event.days[31], "afternoon")
    figures = figures_of(session, event)
    assert [at for at, day in enumerate(figures.days) if day.recorded] == [0, 14, 15, 16, 29, 30, 31, 32]
    assert figures.numbers == FourNumbers(registered=2, present_any_day=2, person_days=8, present_every_day=0)
    assert figures.days[31].morning == 0


def test_the_marks_are_counted_by_how_they_came(session):
    event = make_event()
    ama = make_registration(event)
    attend(ama, event.days[0], source="paper")
    attend(ama, event.days[1], source="paper")
    attend(ama, event.days[2], source="phone")
    assert figures_of(session, event).sources == {MarkSource.PHONE: 1, MarkSource.PAPER: 2}


def test_another_event_changes_nothing(session):
    event, other = make_event(), make_event("obuasi")
    attend(make_registration(event), event.days[0])
    before = figures_of(session, event)
    attend(make_registration(other, "Kofi"), other.days[0])
    assert figures_of(session, event) == before


@pytest.mark.parametrize("people", (0, 7))
def test_the_number_of_queries_is_constant(session, count_queries, people):
    event = make_event()
    for number in range(people):
        attend(make_registration(event, f"Person {number}"), event.days[number % 3])
    session.commit()
    session.refresh(event)
    with count_queries() as counted:
        figures_of(session, event)
    assert counted.number == 6


def test_visits_and_people_are_told_apart_over_several_events(session):
    first, second = make_event(starts="2026-02-02"), make_event("obuasi", starts="2026-06-02")
    person = make_person()
    attend(make_registration(first, person=person, sector="MIN"), first.days[0])
    attend(make_registration(second, person=person, sector="MIN"), second.days[0])
    attend(make_registration(second, "Kofi", sector="GOV"), second.days[0])
    make_registration(second, "Never came", sector="GOV")
    figures = programme_figures(session, [first, second], as_of=NOON)
    assert [one.slug for one in figures.events] == ["obuasi", "tarkwa"]
    assert (figures.visits, figures.people, figures.returning) == (3, 2, 1)
    assert figures.numbers == FourNumbers(registered=4, present_any_day=3, person_days=3, present_every_day=3)
    assert [(row.sector, row.visits, row.people) for row in figures.by_sector if row.visits] == [
        (Sector.GOV, 1, 1),
        (Sector.MIN, 2, 1),
    ]


def test_somebody_who_changed_sector_is_one_person_but_counts_in_both_sectors(session):
    first, second = make_event(), make_event("obuasi")
    person = make_person()
    attend(make_registration(first, person=person, sector="MIN"), first.days[0])
    attend(make_registration(second, person=person, sector="CSO"), second.days[0])
    figures = programme_figures(session, [first, second], as_of=NOON)
    assert figures.people == 1
    assert sum(row.people for row in figures.by_sector) == 2


def test_each_event_of_the_programme_has_the_figures_it_has_alone(session):
    events = [make_event(), make_event("obuasi", days=2), make_event("empty", days=1)]
    attend(make_registration(events[0]), events[0].days[0])
    attend(make_registration(events[1], "Kofi", sector="ACA"), events[1].days[1])
    figures = programme_figures(session, events, as_of=NOON)
    # Ages, groups and sources are told by the report of one event; side by side nothing is claimed about them.
    left_out: dict[str, Any] = {"by_age": (), "by_group": (), "group_names": {}, "sources": {}}
    alone = {event.slug: replace(figures_of(session, event), **left_out) for event in events}
    assert {one.slug: one for one in figures.events} == alone


def test_the_programme_asks_as_often_for_many_events_as_for_one(session, count_queries):
    events = [make_event(f"event-{number}") for number in range(5)]
    session.commit()
    for event in events:
        session.refresh(event)
    with count_queries() as one:
        programme_figures(session, events[:1], as_of=NOON)
    with count_queries() as five:
        programme_figures(session, events, as_of=NOON)
    assert one.number == five.number == 5


def test_a_programme_without_events_counts_nothing(session):
    figures = programme_figures(session, [], as_of=NOON)
    assert (figures.visits, figures.people, figures.numbers) == (0, 0, FourNumbers())


def test_each_of_the_four_numbers_has_a_name_and_a_definition():
    assert list(NUMBER_NAMES) == list(DEFINITIONS) == list(FourNumbers.__dataclass_fields__)


def test_the_kept_states_are_what_is_counted_not_the_marks(session):
    event = make_event()
    attend(make_registration(event), event.days[0])
    session.execute(sa.delete(DayState))
    assert figures_of(session, event).numbers.person_days == 0
