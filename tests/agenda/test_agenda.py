from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room

AGENDA = "/events/tarkwa/agenda"


def test_all_days_are_shown_with_their_sessions(facilitator, session):
    event = make_event("tarkwa", days=2)
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    make_agenda_session(event.days[0], "Welcome", starts="08:30", ends="09:15", room=room, place=room.place)
    page = facilitator.get(AGENDA).text
    for words in ("Tue 2 Jun 2026", "Wed 3 Jun 2026", "08:30", "45 min", "Welcome", "Veranda, Bonsa Hall"):
        assert words in page
    assert "Nothing is planned on this day yet." in page


def test_who_is_not_registered_or_no_longer_coming_is_pointed_out(facilitator, session, give_role):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0])
    give_role(block, "Nana Brempomaa")
    give_role(block, make_registration(event, "Ama Serwaa", status="declined"), "speaker")
    give_role(block, make_registration(event, "Kofi Annor"), "rapporteur")
    page = facilitator.get(AGENDA).text
    assert "Led by Nana Brempomaa (not registered)" in page
    assert "Speaking: Ama Serwaa (no longer coming)" in page
    assert "Rapporteur: Kofi Annor<" in page


def test_process_notes_are_for_those_who_run_the_sessions(facilitator, organiser, door, reporter, session):
    event = make_event("tarkwa")
    make_agenda_session(event.days[0], process_notes="Ask the chief first")
    for reader in (facilitator, organiser):
        assert "Ask the chief first" in reader.get(AGENDA).text
    for reader in (door, reporter):
        page = reader.get(AGENDA)
        assert page.status_code == 200
        assert "Ask the chief first" not in page.text
        assert f"{AGENDA}/new" not in page.text


def test_names_and_titles_are_never_markup(facilitator, session, give_role):
    event = make_event("tarkwa")
    give_role(make_agenda_session(event.days[0], "<script>alert(1)</script>"), "<b>%(name)s</b>")
    page = facilitator.get(AGENDA).text
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;%(name)s&lt;/b&gt; (not registered)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("server_zone", ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"))
def test_today_and_now_are_those_of_the_venue_wherever_the_server_is(facilitator, session, monkeypatch, server_zone):
    monkeypatch.setenv("TZ", server_zone)
    event = make_event("tarkwa", starts="2026-06-02", days=3, zone="Africa/Nairobi")
    make_agenda_session(event.days[1], "Early", starts="00:15", ends="01:00")
    make_agenda_session(event.days[1], "Later", starts="02:00", ends="03:00")
    session.commit()
    with time_machine.travel(datetime(2026, 6, 2, 22, 30, tzinfo=UTC), tick=False):  # 01:30 on 3 June in Nairobi
        facilitator.sign_in(facilitator.user)
        page = facilitator.get(AGENDA).text
    assert "Wed 3 Jun · today" in page
    assert "Now 01:30" in page
    assert page.index("Early") < page.index("Now 01:30") < page.index("Later")


def test_sixty_sessions_take_as_many_queries_as_one(facilitator, session, give_role, count_queries):
    small, large = make_event("small", days=1), make_event("large", days=4)
    give_role(make_agenda_session(small.days[0]), "Ama")
    for day in large.days:
        for hour in range(7, 22):
            block = make_agenda_session(day, f"S{hour}", starts=f"{hour:02}:00", ends=f"{hour:02}:50")
            give_role(block, make_registration(large, f"Person {day.id} {hour}"))
            give_role(block, "Somebody")
    counts = []
    for slug in ("small", "large"):
        facilitator.get(f"/events/{slug}/agenda")  # so that both are asked in the same state
        with count_queries() as counted:
            page = facilitator.get(f"/events/{slug}/agenda")
        counts.append(counted.number)
    assert counts[0] == counts[1]
    assert page.text.count("agenda__block") >= 60


def test_strangers_are_asked_to_sign_in_and_others_find_nothing(stranger, outsider, session):
    make_event("tarkwa")
    assert stranger.get(AGENDA).status_code == 302
    assert outsider.get(AGENDA).status_code == 404
