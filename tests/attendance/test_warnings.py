"""What an auditor would ask about is found, and what is in order is not."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from dialogues.attendance import services, warning_queries
from dialogues.attendance.models import Mark
from dialogues.attendance.queries import list_days
from dialogues.attendance.warning_rules import Seen, Warned, bulk_runs, delay, is_late
from dialogues.audit.services import Actor
from dialogues.core.db import db
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.attendance.test_group_arrival import marked
from tests.factories import make_event, make_grant, make_person, make_registration, make_user

ACCRA = ZoneInfo("Africa/Accra")


@pytest.fixture
def event(session):
    """A dialogue from the second of June on."""
    return make_event("tarkwa")


@pytest.fixture
def elsewhere(session):
    """Another one that begins a day later."""
    return make_event("geita", title="Geita dialogue", starts="2026-06-03")


def counts(session, event):
    """The kinds of warnings there are, with their numbers."""
    found = warning_queries.list_warnings(session, event)
    assert found.total == sum(found.counts.values())
    return {kind: number for kind, number in found.counts.items() if number}


SECOND = FIRST + timedelta(days=1)
NEXT = MORNING + timedelta(days=1)


def test_nothing_is_doubtful_where_people_come_one_by_one(session, event, elsewhere, mark):
    for number in range(20):
        mark(make_registration(event, f"Person {number}"), at=MORNING + timedelta(seconds=9 * number))
    assert counts(session, event) == {}


def test_the_same_person_at_two_events_on_one_day(session, event, elsewhere, mark):
    person = make_person("Ama Serwaa")
    here, there = (make_registration(one, "Ama Serwaa", person=person) for one in (event, elsewhere))
    mark(here)  # on the second, when the other event had not begun
    mark(there, day=SECOND, at=NEXT)
    assert counts(session, event) == {}
    mark(here, day=SECOND, at=NEXT)
    assert counts(session, event) == counts(session, elsewhere) == {Warned.SAME_PERSON: 1}


def test_who_was_absent_there_was_not_at_two_events(session, event, elsewhere, mark):
    person = make_person("Ama Serwaa")
    here, there = (make_registration(one, "Ama Serwaa", person=person) for one in (event, elsewhere))
    mark(here, day=SECOND, at=NEXT)
    mark(there, "absent", day=SECOND, at=NEXT)
    assert counts(session, event) == {}


def test_one_telephone_number_of_two_people_present_on_a_day(session, event, elsewhere, mark):
    ama, kofi = (make_registration(event, name, phone="+233201234567") for name in ("Ama", "Kofi"))
    far = make_registration(elsewhere, "Esi", phone="+233201234567")
    mark(ama)
    mark(kofi, "excused")
    mark(far, day=SECOND, at=NEXT)
    assert counts(session, event) == {}
    mark(kofi, day=SECOND, at=NEXT)
    [number] = warning_queries.list_warnings(session, event).same_contact
    assert (dict(number.people), set(number.other_event_ids)) == ({kofi.id: "Kofi"}, {elsewhere.id})
    mark(ama, day=SECOND, at=NEXT + timedelta(minutes=1))
    [number] = warning_queries.list_warnings(session, event).same_contact
    assert set(number.people) == {ama.id, kofi.id}


def test_one_device_at_two_events_on_a_day(session, event, elsewhere, mark):
    here, there = make_registration(event, "Ama"), make_registration(elsewhere, "Esi")
    mark(here, device="Gate")
    mark(there, day=SECOND, at=NEXT, device="Gate")
    mark(here, day=SECOND, at=NEXT, device="Door")
    assert counts(session, event) == {}
    mark(here, "excused", day=SECOND, at=NEXT + timedelta(hours=1), device="Gate")
    assert counts(session, event) == {Warned.SAME_DEVICE: 1}


@pytest.mark.parametrize(
    ("hours", "is_one"),
    ((0, False), (16, False), (40, False), (41, True), (24 * 30, True)),  # the day ends sixteen hours after the morning
)
def test_what_is_typed_long_after_the_day_is_late(session, event, mark, hours, is_one):
    mark(make_registration(event, "Ama"), at=MORNING + timedelta(hours=hours))
    assert counts(session, event) == ({Warned.LATE: 1} if is_one else {})


def test_what_a_phone_hands_in_the_same_night_is_not_late_and_two_days_after_it_is(session, event, mark):
    ama, kofi = make_registration(event, "Ama"), make_registration(event, "Kofi")
    mark(ama, seen_at=MORNING, at=MORNING + timedelta(hours=14), source="phone")
    assert counts(session, event) == {}
    mark(kofi, seen_at=MORNING, at=MORNING + timedelta(hours=25), source="phone")
    assert counts(session, event) == {Warned.LATE: 1}


def test_a_clock_that_is_wrong_makes_nothing_late(session, event, mark):
    behind = timedelta(days=3)
    wrong = {"seen_at": MORNING - behind, "clock_offset_s": -int(behind.total_seconds())}
    mark(make_registration(event, "Ama"), source="phone", at=MORNING, **wrong)
    assert counts(session, event) == {}


def test_what_came_after_the_day_was_closed_is_late(session, event, mark):
    ama = make_registration(event, "Ama")
    mark(ama)
    evening = MORNING + timedelta(hours=9)
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=evening)
    assert counts(session, event) == {}
    later = evening + timedelta(minutes=5)
    mark(ama, "absent", source="correction", reason="Left at once.", at=later)
    [late] = warning_queries.list_warnings(session, event).late
    assert (late.full_name, late.is_after_closing) == ("Ama", True)


def test_the_database_and_the_rule_agree_about_what_is_late(session, event, mark):
    """The question asked of the database is another wording of the rule; here each mark is asked both ways."""
    services.close_day(session, event_id=event.id, day=SECOND, actor=ESI, at=NEXT + timedelta(hours=8))
    services.reopen_day(session, event_id=event.id, day=SECOND, reason="More came.", actor=ESI, at=NEXT)
    for number in range(60):
        at = MORNING + timedelta(hours=number * 1.7)
        seen = MORNING + timedelta(hours=number % 7) if number % 3 else None
        mark(make_registration(event, f"Person {number}"), at=at, seen_at=seen if seen and seen < at else None)
    session.flush()
    days = list_days(session, event.id)
    by_rule = {
        one.id
        for one in session.query(Mark)
        for day in days
        if day.id == one.day_id
        and is_late(
            delay(one.recorded_at, one.seen_at, one.clock_offset_s, day=day.day, zone=ACCRA),
            one.recorded_at,
            day.closed_at,
        )
    }
    found = {one.mark_id for one in warning_queries.list_late(session, event, days)}
    assert found == by_rule
    assert 0 < len(found) < 60
    assert warning_queries.count_late(session, event) == len(found)


def test_many_marks_within_seconds_look_bulk(session, event, mark):
    for number in range(14):
        mark(make_registration(event, f"Person {number}"), at=MORNING + timedelta(seconds=number))
    assert counts(session, event) == {}
    for number in range(14, 20):
        mark(make_registration(event, f"Person {number}"), at=MORNING + timedelta(seconds=number))
    [run] = warning_queries.list_bulk(session, list_days(session, event.id))
    assert (run.marks, run.by) == (20, "Esi Quaye")


def test_two_at_two_doors_are_not_one_in_a_hurry(session, event, mark):
    for number in range(28):
        who = ESI if number % 2 else Actor(name="Kofi Mensah")
        mark(make_registration(event, f"Person {number}"), at=MORNING + timedelta(seconds=number), actor=who)
    assert counts(session, event) == {}


def test_a_phone_that_collected_all_day_and_sends_at_once_does_not_look_bulk(session, event, mark):
    for number in range(30):
        seen = MORNING + timedelta(minutes=number)
        mark(make_registration(event, f"Person {number}"), seen_at=seen, at=MORNING + timedelta(hours=9), device="Gate")
    assert counts(session, event) == {}


def test_a_group_looks_like_a_group_whatever_its_size(session, event):
    marked(session, [make_registration(event, name) for name in ("Ama", "Kofi")])
    assert counts(session, event) == {Warned.BULK: 1}
    assert warning_queries.count_bulk_marks(session, event.id) == 2


@pytest.mark.parametrize("seed", range(6))
def test_the_database_counts_the_runs_that_the_rule_finds(session, event, mark, seed):
    chance = random.Random(seed)
    people = [make_registration(event, f"Person {number}") for number in range(3)]
    at = MORNING
    for number in range(150):
        at += timedelta(seconds=chance.choice((0, 0.25, 1, 1, 2, 2.5, 4) if number % 50 else (40, 600)))
        who = ESI if number < 100 else Actor(name="Kofi Mensah")
        mark(people[number % 3], chance.choice(("present", "excused")), at=at, actor=who)
    runs = warning_queries.list_bulk(session, list_days(session, event.id))
    assert runs
    assert warning_queries.count_warnings(session, event)[Warned.BULK] == len(runs)
    assert warning_queries.count_bulk_marks(session, event.id) == sum(run.marks for run in runs)


def test_runs_are_told_apart_and_hold_each_mark_once():
    ids = [UUID(int=number) for number in range(60)]
    seen = [Seen(number, ids[number]) for number in range(20)]
    seen += [Seen(1_000 + number, ids[20 + number]) for number in range(40)]
    assert [len(run) for run in bulk_runs(reversed(seen))] == [20, 40]
    assert bulk_runs(Seen(3 * number, ids[number]) for number in range(60)) == []


def test_the_warnings_of_a_large_event_take_as_many_statements_as_those_of_a_small_one(
    session, event, mark, count_queries
):
    def statements():
        session.commit()
        with count_queries() as count:
            warning_queries.list_warnings(session, event)
        return count.number

    few = statements()
    for number in range(40):
        mark(make_registration(event, f"Person {number}", phone="+233201234567"), at=MORNING + timedelta(days=number))
    assert statements() == few


def test_the_page_says_who_when_and_how_late(organiser, session, event, elsewhere, mark):
    person = make_person("Ama Serwaa")
    here, there = (make_registration(one, "Ama Serwaa", person=person) for one in (event, elsewhere))
    mark(there, day=SECOND, at=NEXT)
    mark(here, day=SECOND, at=NEXT + timedelta(days=4))
    session.commit()
    text = organiser.get("/events/tarkwa/attendance/warnings").text
    assert "At two events on one day" in text
    assert "Geita dialogue" in text
    assert "3 days late" in text
    assert "3 days late" in organiser.get(f"/events/tarkwa/attendance/2026-06-03/{here.id}").text
    assert "1 mark was entered late" in organiser.get("/events/tarkwa/attendance/2026-06-03").text
    assert "One mark was recorded more than 24 hours after" in organiser.get("/events/tarkwa/report").text
    overview = organiser.get("/events/tarkwa").text
    assert "Warnings about attendance" in overview
    assert "2 to look at" in overview


def test_an_event_in_order_has_no_warning_on_its_pages(organiser, session, event, mark):
    mark(make_registration(event, "Ama Serwaa"))
    session.commit()
    assert "Nothing looks doubtful" in organiser.get("/events/tarkwa/attendance/warnings").text
    assert "Warnings about attendance" not in organiser.get("/events/tarkwa").text
    assert "late" not in organiser.get("/events/tarkwa/attendance/2026-06-02").text.split("<main", 1)[1].lower()


def test_an_event_that_one_may_not_see_is_not_named(app, session, event, elsewhere, mark):
    from tests.browser import Browser

    person = make_person("Ama Serwaa")
    for one in (event, elsewhere):
        mark(make_registration(one, "Ama Serwaa", person=person), day=SECOND, at=NEXT)
    user = make_user("Only Here")
    make_grant(user, "organiser", event=event)
    session.commit()
    text = Browser(app, db.session()).sign_in(user).get("/events/tarkwa/attendance/warnings").text
    assert "an event that you may not see" in text
    assert "Geita dialogue" not in text


def test_the_list_that_is_taken_away_says_what_is_late_and_what_is_bulk(organiser, session, event, mark):
    late, people = make_registration(event, "Zola Late"), [make_registration(event, name) for name in ("Ama", "Kofi")]
    marked(session, people)
    mark(late, at=MORNING + timedelta(hours=41))
    session.commit()
    rows = organiser.get("/events/tarkwa/export/attendance.json").json["attendance"]
    told = {row["full_name"]: (row["late_minutes"], row["in_bulk"]) for row in rows}
    assert told == {"Ama": (None, True), "Kofi": (None, True), "Zola Late": (24 * 60 + 52, False)}
    assert datetime(2026, 6, 3, tzinfo=UTC) + timedelta(minutes=told["Zola Late"][0]) == MORNING + timedelta(hours=41)
