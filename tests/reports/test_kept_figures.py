"""Figures that are kept of an event hold exactly as long as nothing changes it, whoever does whatever."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dialogues.attendance import services as attendance
from dialogues.attendance.models import DayState, Mark
from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, record
from dialogues.core.errors import DomainError
from dialogues.core.spreadsheets import read_table, write_csv
from dialogues.directory import rules as directory_rules
from dialogues.directory import services as directory
from dialogues.directory.models import Merge
from dialogues.home.cli import check
from dialogues.imports import services as imports
from dialogues.imports import undo_services
from dialogues.imports.decisions import Decisions
from dialogues.imports.models import ImportBatch
from dialogues.people.facts import PersonFacts
from dialogues.people.models import Person
from dialogues.people.sectors import Gender, Sector
from dialogues.registration import bulk_services
from dialogues.registration import services as registration
from dialogues.registration.bulk_models import BulkAct
from dialogues.registration.bulk_rules import BulkKind
from dialogues.registration.models import EventRole, Registration
from dialogues.reports import keeping, tally_queries
from dialogues.reports.figures import programme_figures
from dialogues.reports.tally_models import EventTally
from dialogues.reports.tally_services import keep_tally
from tests.factories import make_event, make_registration
from tests.reports.attended import NOON, attend, make_attended_event

ESI = Actor(name="Esi Quaye")
BY: dict[str, Any] = {"actor": ESI, "at": NOON}


def keep(session, *events):
    session.commit()
    for event in events:
        keep_tally(session, event.id, at=NOON)
    session.commit()


def holding(session):
    """The events of which what is kept is read."""
    return set(session.scalars(sa.select(EventTally.event_id).where(tally_queries.holds())))


def figures(session, events):
    """The figures over the events, of everybody and of each sector."""
    return [programme_figures(session, events, as_of=NOON, sector=sector) for sector in (None, *Sector)]


def counted(session, events):
    """The same, counted from what is recorded."""
    kept = sa.update(EventTally).values(form=0)
    with session.begin_nested() as without:
        session.execute(kept.execution_options(synchronize_session=False))
        found = figures(session, events)
        without.rollback()
    return found


# ---------------------------------------------------------------- acts: somebody at one event, on a day
def present(session, event, who, day):
    attend(who, day)


def morning(session, event, who, day):
    attend(who, day, "morning")


def excused(session, event, who, day):
    attend(who, day, "whole_day", "excused")


def withdrawn(session, event, who, day):
    attend(who, day, "whole_day", "withdrawn")


def undo_mark(session, event, who, day):
    last = session.scalars(sa.select(Mark.id).where(Mark.registration_id == who.id, Mark.source == "desk")).first()
    if last is not None:
        attendance.take_back(session, last, event_id=event.id, **BY)


def close(session, event, who, day):
    attendance.close_day(session, event_id=event.id, day=day.day, **BY)


def reopen(session, event, who, day):
    attendance.reopen_day(session, event_id=event.id, day=day.day, reason="Too early", **BY)


def cancel(session, event, who, day):
    registration.cancel(session, who, **BY)


def restore(session, event, who, day):
    registration.restore(session, who, **BY)


def _described(session, who, **changes):
    facts = PersonFacts(full_name=who.full_name, sector=who.sector, gender=who.gender)
    role = changes.pop("role", who.role)
    registration.update_registration(session, who, facts=replace(facts, **changes), version=None, role=role, **BY)


def other_sector(session, event, who, day):
    _described(session, who, sector=Sector.IND if who.sector is not Sector.IND else Sector.ACA)


def other_gender(session, event, who, day):
    _described(session, who, gender=Gender.MAN if who.gender is not Gender.MAN else Gender.OTHER)


def other_role(session, event, who, day):
    is_participant = who.role is EventRole.PARTICIPANT
    _described(session, who, role=EventRole.OBSERVER if is_participant else EventRole.PARTICIPANT)


def walk_in(session, event, who, day):
    came = registration.register_walk_in(session, event, full_name=f"Yaw {uuid.uuid4().hex}", sector=Sector.CSO, **BY)
    attend(came, day)


def substitute(session, event, who, day):
    facts = PersonFacts(full_name=f"Neema {uuid.uuid4().hex}", sector=Sector.OTH)
    registration.substitute(session, who, facts=facts, from_day=day.day, **BY)


def merge(session, event, who, day):
    one, other = session.scalars(
        sa.select(Person).where(Person.merged_into_id.is_(None)).order_by(Person.id == who.person_id, Person.id.desc())
    ).all()[-2:]
    sides = directory_rules.proposed(directory_rules.PERSON_FIELDS, *sorted((one, other), key=lambda row: row.id))
    directory.merge_persons(session, first_id=one.id, second_id=other.id, chosen=sides, **BY)


def part(session, event, who, day):
    merge_id = session.scalar(sa.select(sa.func.max(Merge.id)).where(Merge.undone_at.is_(None)))
    if merge_id is not None:
        directory.undo_merge(session, merge_id, **BY)


def bring_list(session, event, who, day):
    table = read_table(write_csv([("Name", "Sector"), (f"Faraja {uuid.uuid4().hex}", "MIN"), (who.full_name, "GOV")]))
    imports.import_good_rows(session, event, table, said=Decisions(), **BY)


def undo_list(session, event, who, day):
    batch = session.scalars(sa.select(ImportBatch).where(ImportBatch.undone_at.is_(None))).first()
    if batch is not None:
        undo_services.undo_import(session, batch, **BY)


def give_role(session, event, who, day):
    chosen = bulk_services.Chosen({who.id: who.version})
    bulk_services.change_many(session, event, chosen=chosen, kind=BulkKind.ROLE, value="observer", **BY)


def undo_role(session, event, who, day):
    act = session.scalars(
        sa.select(BulkAct).where(BulkAct.event_id == event.id, BulkAct.taken_back_at.is_(None))
    ).first()
    if act is not None:
        bulk_services.take_back_many(session, act, **BY)


ACTS = (
    present, morning, excused, withdrawn, undo_mark, close, reopen, cancel, restore, other_sector, other_gender,
    other_role, walk_in, substitute, merge, part, bring_list, undo_list, give_role, undo_role,
)  # fmt: skip


def make_two(slug="tarkwa"):
    """Two events of two days; three of the people are on both lists."""
    events = [make_event(f"{slug}-{at}", days=2, starts=f"2026-0{at}-02") for at in (5, 6)]
    people = [make_registration(events[0], f"Person {at} {slug}", sector="MIN") for at in range(4)]
    again = [make_registration(events[1], one.full_name, sector="GOV", person=one.person) for one in people[:3]]
    for one in (*people, *again):
        attend(one, one.event.days[0])
    return events


def do(session, act, event, who, day):
    """One act of somebody, all of it or nothing."""
    try:
        with session.begin_nested():
            act(session, event, who, day)
    except DomainError:
        pass
    session.commit()


def _people(session, event):
    return session.scalars(sa.select(Registration).where(Registration.event_id == event.id).order_by(Registration.id))


# What must have been done before an act has anything to do.
BEFORE = {reopen: close, restore: cancel, part: merge, undo_list: bring_list, undo_role: give_role}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_each_act_shows_in_the_next_report(session, act):
    events = make_two()
    session.commit()
    event = events[1]
    if act in BEFORE:
        do(session, BEFORE[act], event, _people(session, event).first(), event.days[1])
    keep(session, *events)
    before = session.scalar(sa.select(sa.func.max(Entry.id)))
    assert holding(session) == {one.id for one in events}
    do(session, act, event, _people(session, event).first(), event.days[1])
    assert session.scalar(sa.select(sa.func.max(Entry.id))) > before  # it was not refused
    assert event.id not in holding(session)
    assert figures(session, events) == counted(session, events)


_STEP = st.tuples(st.sampled_from((*ACTS, None, None)), st.integers(0, 1), st.integers(0, 4), st.integers(0, 1))


@settings(
    max_examples=15,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_STEP, min_size=4, max_size=12))
def test_after_whatever_acts_what_is_kept_is_what_is_recorded(session, steps):
    events = make_two(f"event-{uuid.uuid4().hex[:8]}")
    keep(session, *events)
    for act, which, who, day in steps:
        event = events[which]
        if act is None:
            keep(session, event)
        else:
            people = _people(session, event).all()
            do(session, act, event, people[who % len(people)], event.days[day])
        assert tally_queries.list_wrong(session) == []
    keep(session, events[0])
    assert events[0].id in holding(session)
    assert figures(session, events) == counted(session, events)
    session.execute(sa.delete(EventTally))
    session.commit()


def test_an_act_that_tells_the_journal_nothing_is_found_by_the_check(session):
    event = make_attended_event()
    keep(session, event)
    assert tally_queries.list_wrong(session) == []
    session.execute(sa.update(DayState).values(morning="absent", afternoon="absent"))
    session.commit()
    assert tally_queries.list_wrong(session) == [event.id]


def test_the_figures_of_other_events_are_kept_when_one_is_changed(session):
    events = make_two()
    keep(session, *events)
    do(session, present, events[1], _people(session, events[1]).first(), events[1].days[1])
    assert holding(session) == {events[0].id}
    assert figures(session, events) == counted(session, events)


def test_nothing_is_counted_where_everything_is_kept(session, count_queries):
    events = make_two()
    keep(session, *events)
    with count_queries() as sent:
        programme_figures(session, events, as_of=NOON)
    assert not [one for one in sent.statements if "day_state" in one]


def test_figures_of_other_roles_are_counted(session):
    event = make_event()
    attend(make_registration(event, role="observer"), event.days[0])
    keep(session, event)
    roles = frozenset({EventRole.OBSERVER})
    assert programme_figures(session, [event], as_of=NOON, roles=roles).people == 1
    assert programme_figures(session, [event], as_of=NOON).people == 0


def test_what_was_kept_by_an_earlier_way_of_counting_is_not_read(session):
    event = make_attended_event()
    keep(session, event)
    session.execute(sa.update(EventTally).values(form=0, others=99))
    assert holding(session) == set()
    assert programme_figures(session, [event], as_of=NOON).events[0].not_counted == 1


def test_days_that_changed_behind_the_journal_are_not_mixed_with_what_is_kept(session):
    event = make_attended_event()
    keep(session, event)
    event.days[2].day += timedelta(days=1)
    session.commit()
    assert figures(session, [event]) == counted(session, [event])


def test_only_quiet_events_are_kept_by_the_clock(session):
    quiet, busy = make_event("quiet"), make_event("busy")
    for event, ago in ((quiet, 6), (busy, 4)):
        at = NOON - timedelta(minutes=ago)
        record(session, "event.changed", actor=ESI, at=at, subject=event, subject_name="", event_id=event.id)
    session.commit()
    assert keeping.keep_quiet_events(at=NOON) == 1
    assert holding(session) == {quiet.id}
    assert keeping.keep_quiet_events(at=NOON) == 0


def test_reading_figures_keeps_nothing(organiser, session):
    make_attended_event()
    session.commit()
    assert organiser.get("/report").status_code == 200
    assert session.scalar(sa.select(sa.func.count()).select_from(EventTally)) == 0


def test_the_command_counts_anew_what_is_missing_and_what_is_wrong(app, session):
    event = make_attended_event()
    session.commit()
    CliRunner().invoke(check, [], obj=lambda: app)
    assert holding(session) == set()  # looking keeps nothing
    for _missing_then_wrong in range(2):
        session.commit()
        done = CliRunner().invoke(check, ["--recount"], obj=lambda: app)
        assert "Figures kept of 1 events; 0 are being changed just now." in done.stderr
        assert holding(session) == {event.id}
        assert tally_queries.list_wrong(session) == []
        session.execute(sa.update(EventTally).values(others=99))
        session.commit()
        assert tally_queries.list_wrong(session) == [event.id]
