import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.agenda.edition_models import WallLink
from dialogues.agenda.wall_rules import Spell, look_at, minutes_left
from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room, make_wall

TEN = datetime(2026, 6, 2, 10, 0, tzinfo=UTC)


def spell(title, starts_min, ends_min, **facts):
    return Spell(TEN + timedelta(minutes=starts_min), TEN + timedelta(minutes=ends_min), title, **facts)


def titles(spells):
    return [one.title for one in spells]


def test_a_session_runs_until_its_end_which_belongs_to_the_next():
    opening, licence = spell("Opening", 0, 30), spell("Licence", 30, 60)
    assert titles(look_at([opening, licence], TEN).running) == ["Opening"]
    seen = look_at([opening, licence], TEN + timedelta(minutes=30))
    assert titles(seen.running) == ["Licence"]
    assert seen.next == ()


def test_sessions_side_by_side_are_shown_together():
    seen = look_at([spell("A", 0, 30), spell("B", 0, 20), spell("C", 40, 50), spell("D", 40, 60)], TEN)
    assert titles(seen.running) == ["B", "A"]
    assert titles(seen.next) == ["C", "D"]


def test_after_the_last_of_a_day_comes_the_first_of_another_and_what_follows_it_there():
    tomorrow = 24 * 60
    spells = [
        spell("Closing", 0, 30),
        spell("Bus", tomorrow, tomorrow + 30),
        spell("Pit", tomorrow + 30, tomorrow + 90),
    ]
    seen = look_at(spells, TEN)
    assert titles(seen.next) == ["Bus"]
    assert titles(seen.later) == ["Pit"]


def test_the_minutes_that_are_left_count_begun_ones_and_the_first_that_ends():
    running = [spell("A", 0, 30), spell("B", 0, 20)]
    assert minutes_left(running, TEN) == 20
    assert minutes_left(running, TEN + timedelta(seconds=1)) == 20
    assert minutes_left(running, TEN + timedelta(minutes=19, seconds=30)) == 1
    assert minutes_left([], TEN) is None


# ---------------------------------------------------------------- the page
@pytest.fixture
def event(session, give_role):
    """Half past nine in Nairobi is half past six in London."""
    event = make_event("tarkwa", starts="2026-06-02", days=2, zone="Africa/Nairobi")
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    block = make_agenda_session(event.days[0], "Opening", room=room, place=room.place)
    give_role(block, make_registration(event, "Ama Serwaa"))
    make_agenda_session(event.days[0], "Licence", starts="10:00", ends="11:00")
    make_agenda_session(event.days[1], "Roadmap")
    session.commit()
    return event


@pytest.fixture
def screen(session, event):
    link = make_wall(event)
    session.commit()
    return f"/wall/{link.token}"


@pytest.fixture
def half_past_nine():
    with time_machine.travel(datetime(2026, 6, 2, 6, 30, tzinfo=UTC), tick=False):
        yield


def test_it_shows_what_runs_what_comes_and_how_long_is_left_by_the_clock_of_the_venue(stranger, screen, half_past_nine):
    page = stranger.get(screen).text
    for words in ("Opening", "Veranda", "30 min left", "Licence", "10:00", "09:30"):
        assert words in page, words
    assert 'http-equiv="refresh"' in page  # without script it is asked for anew


def test_it_names_nobody(stranger, screen, half_past_nine):
    assert "Serwaa" not in stranger.get(screen).text
    assert "Serwaa" not in stranger.get(f"{screen}/plan.json").text


def test_its_script_gets_the_plan_as_it_stands_now(stranger, session, event, screen, half_past_nine):
    told = stranger.get(f"{screen}/plan.json").json
    assert told["as_of"] == 1780381800000
    assert told["offset_min"] == 180
    assert [one["title"] for one in told["sessions"]] == ["Opening", "Licence", "Roadmap"]
    first = told["sessions"][0]
    assert (first["time"], first["day"], first["place"]) == ("09:00", "2026-06-02", "Veranda")
    assert first["ends"] - first["starts"] == 60 * 60 * 1000
    make_agenda_session(event.days[0], "Late")
    session.commit()
    assert len(stranger.get(f"{screen}/plan.json").json["sessions"]) == 4


def test_an_address_that_was_ended_shows_nothing_until_it_is_opened_again(
    stranger, facilitator, session, event, screen
):
    facilitator.get("/events/tarkwa/agenda/screens")
    link = session.scalars(sa.select(WallLink.id)).one()
    facilitator.press(f"/events/tarkwa/agenda/screens/{link}/end")
    for address in (screen, f"{screen}/plan.json"):
        assert stranger.get(address).status_code == 404
    facilitator.get("/events/tarkwa/agenda/screens")
    facilitator.press(f"/events/tarkwa/agenda/screens/{link}/reopen")
    assert stranger.get(screen).status_code == 200


def test_each_screen_gets_an_address_of_its_own_that_cannot_be_guessed(facilitator, session, event):
    seen = set()
    for _turn in range(2):
        facilitator.get("/events/tarkwa/agenda/screens")
        facilitator.press("/events/tarkwa/agenda/screens/open")
        seen |= set(re.findall(r"/wall/([\w-]+)", facilitator.follow().text))
    assert len(seen) == 2
    assert all(len(one) == 43 for one in seen)


def test_an_address_that_never_was_is_not_there(stranger):
    assert stranger.get("/wall/nothing").status_code == 404


def test_its_plan_costs_a_fixed_number_of_queries(stranger, session, event, screen, count_queries):
    with count_queries() as few:
        stranger.get(f"{screen}/plan.json")
    for hour in range(12, 23):
        make_agenda_session(event.days[0], f"At {hour}", starts=f"{hour}:00", ends=f"{hour}:30")
    session.commit()
    with count_queries() as many:
        stranger.get(f"{screen}/plan.json")
    assert few.number == many.number <= 3
