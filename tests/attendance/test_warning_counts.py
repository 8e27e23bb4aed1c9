"""How many warnings there are is counted without reading them: in whatever was recorded it is as many as are listed."""

import random
import uuid
from collections import defaultdict
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dialogues.attendance import group_services, services, warning_queries
from dialogues.attendance.device_queries import SAYS, list_conflicts
from dialogues.attendance.device_rules import Version, disagree, standing
from dialogues.attendance.group_models import GroupMark
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import find_day, list_days
from dialogues.attendance.rules import HALVES, corrected
from dialogues.attendance.warning_rules import BULK_MARKS, Seen, Warned, bulk_runs, delay, is_late
from dialogues.audit.services import Actor
from dialogues.events.models import EventDay
from tests.attendance.conftest import FIRST, MORNING
from tests.factories import make_event, make_person, make_registration

PEOPLE, MARKS = 24, 160
_ACTORS = (Actor(name="Esi Quaye"), Actor(name="Kofi Mensah"))
_STATUSES = (*MarkStatus, *[MarkStatus.PRESENT] * 6)
_SOURCES = (MarkSource.DESK, MarkSource.PHONE, MarkSource.QR, MarkSource.PAPER)


def made_world(session, seed):
    """Three events that share days, people, telephones and devices, and marks of all kinds."""
    chance = random.Random(seed)
    events = [
        make_event(slug, starts=starts, zone=zone)
        for slug, starts, zone in (
            ("tarkwa", "2026-06-02", "Africa/Accra"),
            ("geita", "2026-06-03", "Africa/Dar_es_Salaam"),
            ("far", "2026-06-02", "Pacific/Apia"),
        )
    ]
    persons = [make_person(f"Person {number}") for number in range(PEOPLE)]
    phones = [None, *(f"+23320{number:07d}" for number in range(PEOPLE // 2))]
    people = {
        event: [
            make_registration(event, person.full_name, person=person, phone=chance.choice(phones))
            for person in chance.sample(persons, k=PEOPLE // 2)
        ]
        for event in events
    }
    for event in events:
        _mark_some(session, chance, event, people[event])
        day = chance.choice(list_days(session, event.id)).day
        at = MORNING + timedelta(hours=chance.randrange(72))
        services.close_day(session, event_id=event.id, day=day, actor=_ACTORS[0], at=at)
    return events


def _mark_some(session, chance, event, people):
    """Marks by two people at two doors, in bursts, of which some are late, from clocks that are off, or of a group."""
    days = list_days(session, event.id)
    for actor in _ACTORS:
        wanted = []
        for _number in range(MARKS // len(_ACTORS)):
            on = chance.choice(days).day
            seen = MORNING + (on - FIRST) + timedelta(seconds=chance.choice((1, 2, 30)) * chance.randrange(60))
            seen -= timedelta(hours=chance.choice((0, 0, 0, 17, 30)))
            off = timedelta(seconds=chance.choice((0, 0, 0, 7, 3_601, -86_400, 200_000)))
            wanted.append(
                services.NewMark(
                    id=uuid.UUID(int=chance.getrandbits(128), version=4),
                    day=on,
                    source=chance.choice(_SOURCES),
                    registration_id=chance.choice(people).id,
                    part=chance.choice(tuple(Part)),
                    status=chance.choice(_STATUSES),
                    seen_at=seen + off + timedelta(milliseconds=chance.randrange(1_000)),
                    clock_offset_s=round(off.total_seconds()),
                    device=chance.choice(("Gate", "Door", None)),
                )
            )
        for start in range(0, len(wanted), 20):
            at = MORNING + timedelta(days=3, hours=chance.choice((0, 0, 30, 90)))
            services.mark_many(session, wanted[start : start + 20], event_id=event.id, actor=actor, at=at)
    # Some were recorded when they were seen, some that evening, the rest days after.
    for one in session.scalars(sa.select(Mark).where(Mark.day_id.in_([day.id for day in days]))):
        evening = MORNING + (one.day.day - FIRST) + timedelta(hours=9)
        one.recorded_at = chance.choice((one.seen_at, evening, one.recorded_at))
    fresh = [make_registration(event, f"Newcomer {number}").id for number in range(BULK_MARKS)]
    day = find_day(session, event.id, days[-1].day)
    group_services.mark_group(
        session, uuid.UUID(int=chance.getrandbits(128), version=4), fresh, event_id=event.id, day=day,
        part=Part.WHOLE, label="Bus", actor=_ACTORS[0], at=MORNING + timedelta(days=2),
    )  # fmt: skip
    session.flush()


@pytest.mark.parametrize("seed", range(3))
def test_as_many_are_counted_as_are_listed(session, seed):
    for event in made_world(session, seed):
        found = warning_queries.list_warnings(session, event)
        assert warning_queries.count_warnings(session, event) == found.counts
        for kind in (Warned.LATE, Warned.BULK):
            assert found.counts[kind] > 0


@pytest.mark.parametrize("seed", range(3))
def test_what_is_counted_is_what_the_rules_say_of_each_mark(session, seed):
    for event in made_world(session, seed):
        late, runs, in_runs, in_groups = by_the_rules(session, event)
        counted = warning_queries.count_warnings(session, event)
        assert (counted[Warned.LATE], counted[Warned.BULK]) == (late, runs + 1)
        assert warning_queries.count_bulk_marks(session, event.id) == len(in_runs) + len(in_groups)
        remarks = warning_queries.list_remarks(session, event)
        assert {mark_id for mark_id, remark in remarks.items() if remark["in_bulk"]} == in_runs | in_groups
        assert sum(remark["late_minutes"] is not None for remark in remarks.values()) == late


def by_the_rules(session, event):
    """How many marks of an event are late and how many runs there are, each mark read and asked of the plain rules."""
    in_groups = set(session.scalars(sa.select(GroupMark.mark_id)))
    days = {day.id: day for day in list_days(session, event.id)}
    late, seen, of_event = 0, defaultdict(list), set()
    for one in session.scalars(sa.select(Mark).where(Mark.day_id.in_(days))):
        of_event.add(one.id)
        day = days[one.day_id]
        after = delay(one.recorded_at, one.seen_at, one.clock_offset_s, day=day.day, zone=event.zone)
        late += is_late(after, one.recorded_at, day.closed_at)
        if one.id not in in_groups:
            at_s = int(one.seen_at.timestamp()) - one.clock_offset_s
            seen[one.day_id, one.marked_by_name, one.device, one.source].append(Seen(at_s, one.id))
    runs = [run for marks in seen.values() for run in bulk_runs(marks)]
    return late, len(runs), {one.mark_id for run in runs for one in run}, in_groups & of_event


@pytest.mark.parametrize("seed", range(3))
def test_nobody_at_odds_is_left_out_although_few_marks_are_read(session, seed):
    """Only marks that say something else than present are looked at first; here every mark is asked of the rule."""
    for event in made_world(session, seed):
        versions = defaultdict(list)
        for one in session.scalars(sa.select(Mark).join(EventDay).where(EventDay.event_id == event.id)):
            at = corrected(one.seen_at, one.clock_offset_s)
            version = Version(SAYS[one.status], one.part, at, one.marked_by_name, one.device, one.source, one.id)
            for half in HALVES[one.part]:
                versions[one.registration_id, one.day.day, half].append(version)
        at_odds = {key for key, said in versions.items() if disagree(standing(said))}
        found = {
            (one.registration_id, one.day, half)
            for one in list_conflicts(session, event.id)
            for half in HALVES[one.part]
        }
        assert found == at_odds
        assert found


def test_counting_takes_as_many_statements_whatever_was_recorded(session, count_queries):
    def statements(event):
        session.commit()
        with count_queries() as count:
            warning_queries.count_warnings(session, event)
        return count.number

    empty, full = make_event("empty"), made_world(session, 1)[0]
    assert statements(empty) == statements(full)


def test_nothing_is_counted_where_nothing_was_recorded(session):
    assert set(warning_queries.count_warnings(session, make_event("empty")).values()) == {0}
