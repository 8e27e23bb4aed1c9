from datetime import time

import pytest
import sqlalchemy as sa

from dialogues.agenda import queries
from dialogues.agenda.models import AgendaSession
from dialogues.audit.models import Entry
from tests.factories import make_agenda_session, make_event

AGENDA = "/events/tarkwa/agenda"


@pytest.fixture
def morning(session):
    """An event whose first day has three sessions one after the other."""
    event = make_event("tarkwa")
    times = (("Opening", "09:00", "09:30"), ("Voices", "09:30", "10:30"), ("Tea", "10:30", "10:45"))
    blocks = [make_agenda_session(event.days[0], title, starts=at, ends=end) for title, at, end in times]
    return event, blocks


def move(reader, block, **fields):
    reader.get(f"{AGENDA}/{block.id}/move")
    return reader.press(f"{AGENDA}/{block.id}/move", fields)


def test_a_session_moves_and_the_times_after_it_follow(facilitator, session, morning, titles):
    _event, (opening, voices, _tea) = morning
    assert move(facilitator, opening, spot=f"after-{voices.id}").status_code == 303
    assert titles() == [("Voices", "09:00", "10:00"), ("Opening", "10:00", "10:30"), ("Tea", "10:30", "10:45")]
    assert "“Opening” begins at 10:00 now." in facilitator.follow().text
    actions = session.scalars(sa.select(Entry.action)).all()
    assert actions == ["agenda_session.changed"] * 2


def test_a_pinned_session_holds_its_time(facilitator, session, morning, titles):
    _event, (opening, _voices, tea) = morning
    facilitator.get(f"{AGENDA}/{tea.id}/move")
    facilitator.press(f"{AGENDA}/{tea.id}/pin")
    assert move(facilitator, opening, spot=f"after-{tea.id}").status_code == 303
    assert titles() == [("Voices", "09:00", "10:00"), ("Tea", "10:30", "10:45"), ("Opening", "10:45", "11:15")]
    assert "Pinned, holds its time" in facilitator.get(AGENDA).text


def test_a_session_goes_to_another_day_and_its_own_closes_up(facilitator, session, morning, titles):
    event, (opening, *_rest) = morning
    make_agenda_session(event.days[1], "Roadmap", starts="08:30", ends="09:30")
    move(facilitator, opening, spot=f"first-{event.days[1].id}", at="8")
    assert titles() == [
        ("Voices", "09:00", "10:00"), ("Tea", "10:00", "10:15"), ("Opening", "08:00", "08:30"),
        ("Roadmap", "08:30", "09:30"),
    ]  # fmt: skip
    assert opening.day_id == event.days[1].id


def test_what_runs_beside_it_moves_along_if_that_is_wished(facilitator, session, morning, titles):
    _event, (opening, _voices, tea) = morning
    make_agenda_session(opening.day, "Beside", starts="09:00", ends="09:20")
    move(facilitator, opening, spot=f"after-{tea.id}", beside_too="y")
    assert titles()[2:] == [("Opening", "10:15", "10:45"), ("Beside", "10:15", "10:35")]


def test_a_parked_session_is_on_no_page_for_others_and_comes_back(facilitator, stranger, session, morning):
    event, (opening, voices, _tea) = morning
    event.is_public = True
    facilitator.get(f"{AGENDA}/{opening.id}/move")
    facilitator.press(f"{AGENDA}/{opening.id}/park")
    assert (opening.day_id, opening.parked_in_id) == (None, event.id)
    assert "Opening" in facilitator.get(AGENDA).text
    for address in ("/e/tarkwa", "/e/tarkwa/agenda", "/e/tarkwa/agenda.ics"):
        assert "Opening" not in stranger.get(address).text
    assert voices.starts == time(9)
    move(facilitator, opening, spot=f"after-{voices.id}")
    assert (opening.starts, opening.ends, opening.parked_in_id) == (time(10), time(10, 30), None)
    assert [item.title for item in queries.list_agenda(session, event.id)[0].items] == ["Voices", "Opening", "Tea"]


def test_a_parked_session_can_be_begun_and_changed_as_one(facilitator, session):
    event = make_event("tarkwa")
    facilitator.post(f"{AGENDA}/new", {"title": "Film", "day_id": "", "minutes": "18"})
    block = session.scalar(sa.select(AgendaSession))
    assert (block.day_id, block.parked_in_id, block.starts, block.ends) == (None, event.id, time(9), time(9, 18))
    facilitator.post(f"{AGENDA}/{block.id}", {"title": "A film"})
    assert "18 min" in facilitator.get(AGENDA).text
    assert session.scalars(sa.select(Entry.action)).all() == ["agenda_session.added", "agenda_session.changed"]


def test_two_who_move_on_one_day_are_told_of_each_other_and_nothing_is_lost(facilitator, session, morning, titles):
    _event, (opening, voices, tea) = morning
    facilitator.get(f"{AGENDA}/{opening.id}/move")
    voices.title = "Theirs"
    answer = facilitator.press(f"{AGENDA}/{opening.id}/move", {"spot": f"after-{tea.id}"})
    assert answer.status_code == 422
    assert "Somebody changed this part of the agenda meanwhile: “Theirs”." in answer.text
    assert f'selected value="after-{tea.id}"' in answer.text
    assert titles()[0] == ("Opening", "09:00", "09:30")
    assert facilitator.press(f"{AGENDA}/{opening.id}/move").status_code == 303
    assert titles()[-1] == ("Opening", "10:15", "10:45")


def test_a_change_on_another_day_is_nobodys_business(facilitator, session, morning):
    event, (opening, voices, _tea) = morning
    facilitator.get(f"{AGENDA}/{opening.id}/move")
    make_agenda_session(event.days[2], "Far away")
    answer = facilitator.press(f"{AGENDA}/{opening.id}/move", {"spot": f"after-{voices.id}"})
    assert answer.status_code == 303


def test_a_session_that_was_just_removed_is_told_in_a_sentence(facilitator, session, morning):
    _event, (opening, voices, _tea) = morning
    facilitator.get(f"{AGENDA}/{opening.id}")
    facilitator.press(f"{AGENDA}/{opening.id}/remove")
    facilitator.get(f"{AGENDA}/{voices.id}/move")
    address = f"{AGENDA}/{opening.id}/move"
    facilitator.get(address)
    assert "The session is no longer where it was" in facilitator.follow().text


def test_what_was_typed_about_a_session_that_was_removed_meanwhile_can_be_kept(facilitator, session, morning, titles):
    _event, (opening, *_rest) = morning
    address = f"{AGENDA}/{opening.id}"
    facilitator.get(address)
    form = facilitator.page
    facilitator.press(f"{address}/remove")
    facilitator.page = form
    answer = facilitator.press(address, {"title": "Opening, rewritten", "description": "An hour of work"})
    assert answer.status_code == 422
    assert "“Opening” was removed from the agenda meanwhile. Nothing you wrote is lost" in answer.text
    assert "An hour of work" in answer.text
    assert facilitator.press(f"{AGENDA}/new").status_code == 303
    assert ("Opening, rewritten", "09:00", "09:30") in titles()


def test_a_move_past_midnight_is_refused(facilitator, session, morning):
    event, (opening, voices, _tea) = morning
    answer = move(facilitator, opening, spot=f"first-{event.days[1].id}", at="23:45")
    assert answer.status_code == 422
    assert "“Opening” would end after midnight." in answer.text
    assert voices.starts == time(9, 30)


def test_a_move_to_a_time_that_does_not_exist_is_refused(facilitator, session):
    event = make_event("tarkwa", starts="2026-03-28", days=2, zone="Europe/Paris")
    block = make_agenda_session(event.days[0], "Film")
    answer = move(facilitator, block, spot=f"first-{event.days[1].id}", at="2:15")
    assert answer.status_code == 422
    assert "Clocks go forward" in answer.text


@pytest.mark.parametrize("spot", ("", "after-", "after-x", "beside-99999", "first-0", "first-" + "9" * 40, "nowhere-1"))
def test_a_spot_that_is_not_there_is_refused(facilitator, session, morning, spot):
    _event, (opening, *_rest) = morning
    answer = move(facilitator, opening, spot=spot)
    assert answer.status_code == 422
    assert "no longer where it was" in answer.text


def test_a_session_of_another_event_is_not_there(facilitator, session, morning):
    block = make_agenda_session(make_event("geita").days[0])
    assert facilitator.get(f"{AGENDA}/{block.id}/move").status_code == 404


def test_the_form_begins_with_the_spot_where_the_session_is(facilitator, session, morning):
    _event, (_opening, voices, tea) = morning
    assert f'selected value="after-{voices.id}"' in facilitator.get(f"{AGENDA}/{tea.id}/move").text


def test_a_title_of_five_thousand_signs_is_refused_and_nothing_typed_is_lost(facilitator, session, morning, titles):
    event, _blocks = morning
    long = "Ɛ" * 5000
    fields = {"title": long, "starts": "11", "ends": "12", "description": "An hour of work"}
    answer = facilitator.post(f"{AGENDA}/new?day={event.days[0].day}", fields)
    assert answer.status_code == 422
    assert "Write at most 200 signs." in answer.text
    assert long in answer.text
    assert "An hour of work" in answer.text
    assert len(titles()) == 3
