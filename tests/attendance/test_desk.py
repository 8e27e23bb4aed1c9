"""The desk: find somebody, Enter, next. Everything here works without script."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import desk_queries, services
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.queries import find_day
from dialogues.registration.models import Registration, Source, Status
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_grant, make_registration, make_user
from tests.registration.seats import plan

DESK = "/events/tarkwa/desk"


@pytest.fixture(autouse=True)
def first_morning():
    """It is 07:52 on the first day of the event, in Tarkwa."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def press(browser, registration, *, address=DESK, **data):
    """Choose somebody in the list of results, as a browser without script does."""
    browser.get(f"{address}{'&' if '?' in address else '?'}q={registration.full_name.split()[0]}")
    return browser.press(address, {"registration_id": str(registration.id), **data})


def marks(session):
    return session.scalars(sa.select(Mark).order_by(Mark.recorded_at, Mark.id)).all()


def test_the_desk_shows_nobody_until_one_searches(door, session):
    make_registration(make_event(), "Ama Serwaa")
    assert "Ama Serwaa" not in door.get(DESK).text
    assert "Ama Serwaa" in door.get(f"{DESK}?q=ama").text


@pytest.mark.parametrize("typed", ("esi", "3si", "ESI", "Ɛsi", "quay esi"))
def test_a_name_is_found_however_it_is_typed(door, session, typed):
    make_registration(make_event(), "Ɛsi Quaye")
    assert "Ɛsi Quaye" in door.get(DESK, query_string={"q": typed}).text


def test_the_door_sees_name_organisation_and_sector_and_nothing_else(door, session):
    make_registration(
        make_event(), "Ama Serwaa", organisation="Wassa Gold Buyers", phone="+233244000111", email="ama@example.org",
        notes="Needs a chair.", position="Treasurer",
    )  # fmt: skip
    page = door.get(f"{DESK}?q=ama").text
    assert "Wassa Gold Buyers" in page
    for secret in ("+233244000111", "ama@example.org", "Needs a chair", "Treasurer"):
        assert secret not in page


def test_a_press_marks_the_person_present_for_the_half_that_the_clock_says(door, session, halves):
    ama = make_registration(make_event())
    answer = press(door, ama)
    assert answer.status_code == 303
    assert "Ama Serwaa is in." in door.follow().text
    assert halves(ama) == ("present", "not_recorded")
    assert (marks(session)[0].source, marks(session)[0].marked_by_name) == (MarkSource.DESK, "Esi Quaye")


def test_in_the_afternoon_the_desk_marks_the_afternoon(door, session, halves, first_morning):
    ama = make_registration(make_event())
    first_morning.move_to(MORNING + timedelta(hours=6))
    press(door.sign_in(door.user), ama)
    assert halves(ama) == ("not_recorded", "present")


def test_the_part_can_be_chosen(door, session, halves):
    ama = make_registration(make_event())
    press(door, ama, address=f"{DESK}?day=2026-06-02&part=whole_day")
    assert halves(ama) == ("present", "present")


def test_a_day_without_halves_is_marked_whole(door, session, halves):
    ama = make_registration(make_event(has_halves=False))
    press(door, ama)
    assert halves(ama) == ("present", "present")
    assert "Afternoon" not in door.get(DESK).text


def test_another_day_can_be_typed_in(door, session, halves):
    ama = make_registration(make_event())
    press(door, ama, address=f"{DESK}?day=2026-06-03")
    assert halves(ama, date(2026, 6, 3)) == ("present", "present")
    assert "This day has not begun" in door.get(f"{DESK}?day=2026-06-03").text


def test_the_day_of_the_desk_is_todays_at_the_venue(door, session, first_morning):
    make_event(zone="Africa/Nairobi")
    first_morning.move_to(datetime(2026, 6, 2, 21, 30, tzinfo=UTC))  # 00:30 on 3 June in Nairobi
    assert "Wed 3 Jun" in door.sign_in(door.user).get(DESK).text.split("<h1")[1].split("</h1>")[0]


def test_a_press_that_arrives_twice_marks_once(door, session):
    ama = make_registration(make_event())
    same = str(uuid.uuid4())
    press(door, ama, mark_id=same)
    press(door, ama, mark_id=same)
    assert len(marks(session)) == 1


def test_somebody_who_is_in_is_not_marked_twice_and_the_desk_says_since_when(door, session, first_morning):
    ama = make_registration(make_event())
    press(door, ama)
    first_morning.move_to(MORNING + timedelta(minutes=20))
    press(door, ama)
    assert "Ama Serwaa has been in since 07:52." in door.follow().text
    assert len(marks(session)) == 1
    assert "since 07:52" in door.get(f"{DESK}?q=ama").text


def test_equal_names_are_told_apart_before_enter_is_armed(door, session):
    event = make_event()
    make_registration(event, "Ama Serwaa", organisation="Wassa Gold Buyers")
    make_registration(event, "Áma Serwaa", organisation="Land and Livelihoods Ghana", sector="CSO")
    page = door.get(f"{DESK}?q=ama").text
    assert "Several people have this name" in page
    assert "Wassa Gold Buyers" in page
    assert "Land and Livelihoods Ghana" in page
    assert "data-desk-enter" not in page


def test_enter_is_armed_for_the_first_of_different_names(door, session):
    event = make_event()
    make_registration(event, "Ama Darkwah")
    make_registration(event, "Ama Serwaa")
    page = door.get(f"{DESK}?q=ama").text
    assert page.count("data-desk-enter") == 1
    assert page.index("Ama Darkwah") < page.index("data-desk-enter") + 300 < page.index("Ama Serwaa") + 300


def test_a_badge_finds_its_holder_and_marks_at_once(door, session, halves):
    event = make_event()
    ama = make_registration(event)
    make_registration(event, "Kofi Mensah")
    assert "Ama Serwaa" in door.get(f"{DESK}?q={ama.badge_code.lower()}").text
    door.press(DESK, {"registration_id": "", "badge": f"https://d.example.org/b/{ama.badge_code}"})
    assert halves(ama) == ("present", "not_recorded")
    assert marks(session)[0].source is MarkSource.QR


def test_a_badge_of_another_event_is_refused_in_words(door, session):
    make_registration(make_event())
    stranger = make_registration(make_event("obuasi"), "Kofi Mensah")
    page = door.get(f"{DESK}?q={stranger.badge_code}")
    assert "Nobody on the list of this event has this badge." in page.text
    assert "Kofi Mensah" not in page.text
    answer = door.press(DESK, {"badge": stranger.badge_code})
    assert answer.status_code == 422
    assert "This badge was printed for another event. Look the person up by name." in answer.text


def test_a_cancelled_person_is_shown_as_such_and_refused_with_a_sentence(door, session):
    ama = make_registration(make_event(), status="cancelled")
    assert "Cancelled" in door.get(f"{DESK}?q=ama").text
    answer = press(door, ama)
    assert answer.status_code == 422
    assert "The registration of Ama Serwaa is cancelled. An organiser can restore it." in answer.text
    assert marks(session) == []


def test_nobody_can_be_marked_at_the_desk_of_a_closed_day(door, session):
    event = make_event()
    ama = make_registration(event)
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    assert "Tue 2 Jun is closed" in door.get(DESK).text
    assert press(door, ama).status_code == 422
    assert marks(session) == []


def test_the_last_ten_can_each_be_taken_back(door, session, halves, first_morning):
    event = make_event()
    people = [make_registration(event, f"Person {number}") for number in range(12)]
    for one in people:
        first_morning.shift(60)
        press(door, one)
    assert f"{people[-1].full_name} is in." in door.follow().text
    page = door.get(DESK).text
    assert page.count("/desk/take-back/") == 10
    last = marks(session)[-1]
    door.press(f"{DESK}/take-back/{last.id}")
    taken_back = next(one for one in people if one.id == last.registration_id)
    assert f"The mark of {taken_back.full_name} is taken back." in door.follow().text
    assert halves(taken_back) == ("not_recorded", "not_recorded")
    assert [one.registration_id for one in marks(session) if one.status is MarkStatus.WITHDRAWN] == [taken_back.id]
    assert f"/desk/take-back/{last.id}" not in door.get(DESK).text


def test_taking_back_what_was_changed_since_says_so(door, session, mark, halves):
    ama = make_registration(make_event())
    press(door, ama)
    door.get(DESK)
    first = marks(session)[0].id
    mark(ama, "excused", source="correction", reason="Letter.", at=MORNING + timedelta(minutes=1))
    door.press(f"{DESK}/take-back/{first}")
    assert "This was changed or taken back already." in door.follow().text
    assert halves(ama) == ("excused", "excused")


def test_the_counter_keeps_whoever_was_seen_and_is_cancelled_since(door, session):
    event = make_event()
    kofi = make_registration(event, "Kofi Mensah", sector="GOV")
    press(door, kofi)
    press(door, make_registration(event, "Ama Serwaa", sector="MIN"))
    kofi.status = Status.CANCELLED
    session.flush()
    counts = desk_queries.count_sectors(session, event.id, day=find_day(session, event.id, FIRST), part=Part.WHOLE)
    assert [(one.sector, one.present, one.expected) for one in counts] == [("GOV", 1, 1), ("MIN", 1, 1)]
    assert len(counts) == len({one.sector for one in counts})


def test_the_counter_counts_participants_by_sector(door, session):
    event = make_event()
    press(door, make_registration(event, "Ama Serwaa", sector="MIN"))
    make_registration(event, "Kofi Mensah", sector="MIN")
    make_registration(event, "Yaw Boateng", sector="GOV")
    press(door, make_registration(event, "Faraja Mrema", role="facilitator"))
    page = door.get(DESK).text
    assert "of 3 participants are in" in page
    assert "1 of 2" in page
    assert "0 of 1" in page


def test_the_last_result_adds_what_was_typed_as_a_walk_in(door, session, halves):
    make_event()
    page = door.get(f"{DESK}?q=Abena+Ofori")
    assert "Add Abena Ofori as a walk-in" in page.text
    answer = door.post(
        f"{DESK}/walk-in?name=Abena+Ofori&day=2026-06-02&part=morning",
        {"sector": "MIN", "organisation": "Bonsa miners"},
    )
    assert answer.status_code == 303
    assert "Abena Ofori is on the list as a walk-in, and in." in door.follow().text
    abena = session.scalars(sa.select(Registration)).one()
    assert (abena.source, abena.status, abena.organisation_name) == (Source.WALK_IN, Status.CONFIRMED, "Bonsa miners")
    assert halves(abena) == ("present", "not_recorded")


def test_a_walk_in_without_a_sector_is_refused_and_the_name_is_kept(door, session):
    make_event()
    answer = door.post(f"{DESK}/walk-in?name=Abena+Ofori", {"sector": ""})
    assert answer.status_code == 422
    assert "Choose a sector: everybody is counted in one." in answer.text
    assert 'value="Abena Ofori"' in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


@pytest.mark.parametrize("typed", ("0244 123 457", "+233244123457", "123-457", "2441"))
def test_who_sees_numbers_finds_people_by_them_at_the_desk(organiser, door, session, typed):
    event = make_event()
    make_registration(event, "Ama Serwaa", phone="+233244123457")
    make_registration(event, "Kofi Annor", phone="+233209999999")
    main = organiser.get(f"{DESK}?{urlencode({'q': typed})}").text.split("<main")[1]
    assert "Ama Serwaa" in main
    assert "Kofi Annor" not in main
    assert "as a walk-in" not in main  # a number is no name
    hidden = door.get(f"{DESK}?{urlencode({'q': typed})}").text.split("<main")[1]
    assert "Ama Serwaa" not in hidden


def test_a_number_that_is_too_short_finds_nobody(organiser, session):
    make_registration(make_event(), "Ama Serwaa", phone="+233244123457")
    assert "Ama Serwaa" not in organiser.get(f"{DESK}?q=24").text.split("<main")[1]


def test_the_desk_says_how_many_are_to_come(door, session):
    event = make_event()
    people = [make_registration(event, name) for name in ("Ama", "Kofi", "Esi")]
    said = ("3 are to come.", "2 are to come.", "One is to come.", "Nobody is missing.")
    for somebody, words in zip((*people, None), said, strict=True):
        assert words in door.get(DESK).text
        if somebody:
            press(door, somebody)


def test_the_script_gets_the_walk_in_as_a_line_and_the_answer_as_a_card(door, session):
    make_event()
    address = f"{DESK}/walk-in?name=Abena+Ofori&day=2026-06-02&part=morning"
    token = re.search(r'name="csrf_token" value="([^"]+)"', door.get(DESK).text)[1]
    fields = {"csrf_token": token, "once": "one-key", "full_name": "Abena Ofori", "gender": "not_stated"}
    line = door.client.get(address, headers={"X-Fragment": "line"})
    refused = door.client.post(address, data=fields, headers={"X-Fragment": "answer"})
    for answer, status in ((line, 200), (refused, 422)):
        assert answer.status_code == status
        assert "<html" not in answer.text
        assert 'value="Abena Ofori"' in answer.text
    assert "Choose a sector: everybody is counted in one." in refused.text
    answer = door.client.post(address, data=fields | {"sector": "MIN"}, headers={"X-Fragment": "answer"})
    assert answer.status_code == 200
    assert "Abena Ofori is on the list as a walk-in, and in." in answer.text
    [mark] = marks(session)
    assert f"/take-back/{mark.id}" in answer.text


def test_a_walk_in_sent_twice_is_one_person(door, session):
    make_event()
    address = f"{DESK}/walk-in?name=Abena+Ofori"
    once = {"sector": "MIN", "once": "the-same-key"}
    door.post(address, once)
    door.post(address, once)
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1
    assert len(marks(session)) == 1


def test_a_walk_in_on_a_full_event_is_in_and_the_desk_says_that_it_is_over(door, session):
    event = make_event()
    plan(session, event, capacity=1)
    make_registration(event, "Ama Serwaa")
    assert door.post(f"{DESK}/walk-in?name=Abena+Ofori", {"sector": "MIN"}).status_code == 303
    assert "One person over capacity." in door.follow().text
    assert len(marks(session)) == 1


def test_a_walk_in_on_a_closed_day_leaves_nothing_behind(door, session):
    event = make_event()
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    answer = door.post(f"{DESK}/walk-in?name=Abena+Ofori&day=2026-06-02", {"sector": "MIN"})
    assert answer.status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


def test_the_script_gets_the_piece_of_the_page_that_it_asks_for(door, session):
    make_registration(make_event())
    door.get(DESK)
    results = door.client.get(f"{DESK}?q=ama", headers={"X-Fragment": "results"}).text
    aside = door.client.get(DESK, headers={"X-Fragment": "aside"}).text
    assert "Ama Serwaa" in results
    assert "participants are in" not in results
    assert "participants are in" in aside
    for piece in (results, aside):
        assert "<html" not in piece


def test_a_mark_takes_as_many_statements_with_many_people_as_with_few(door, session, count_queries):
    event = make_event()
    first = make_registration(event, "Ama Serwaa")
    door.get(f"{DESK}?q=ama")

    def statements(registration):
        with count_queries() as counted:
            press(door, registration)
        return counted.number

    few = statements(first)
    last = [make_registration(event, f"Person {number}") for number in range(40)][-1]
    session.commit()
    assert statements(last) == few


@pytest.mark.parametrize("address", (DESK, f"{DESK}/walk-in"))
def test_whoever_may_not_mark_is_kept_out(reporter, outsider, session, address):
    make_event()
    assert reporter.get(address).status_code == 403
    assert outsider.get(address).status_code == 404


def test_a_door_volunteer_of_one_event_does_not_find_another(stranger, session):
    esi = make_user("Esi Quaye")
    make_grant(esi, "door", event=make_event("obuasi"))
    make_event()
    stranger.sign_in(esi)
    assert stranger.get("/events/obuasi/desk").status_code == 200
    assert stranger.get(DESK).status_code == 404


def test_a_day_that_is_not_of_the_event_is_not_found(door, session):
    make_event()
    assert door.get(f"{DESK}?day=2026-07-01").status_code == 404
    assert door.get(f"{DESK}?day=nonsense").status_code == 404


def test_an_event_without_days_says_so(door, session):
    session.delete(make_event(days=1).days[0])
    assert "This event has no days yet" in door.get(DESK).text


def test_a_short_code_said_at_the_desk_finds_its_holder_and_a_double_name_is_a_name(door, session):
    event = make_event()
    ama = make_registration(event, "Ama Serwaa", badge_code="7K2M9QXA0TF2V3C68VGK1QXFYT")
    make_registration(event, "Abla-Adzo Mensah")
    page = door.get("/events/tarkwa/desk?q=7k2m-9qxa").text
    assert ama.full_name in page
    assert "Abla-Adzo" in door.get("/events/tarkwa/desk?q=abla-adzo").text
    make_registration(event, "Kofi Annor", badge_code="7K2M9QXA0TF2V3C68VGK1QXFY0")
    assert ama.full_name not in door.get("/events/tarkwa/desk?q=7k2m-9qxa").text
