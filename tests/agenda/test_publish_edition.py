import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dialogues.agenda import edition_rules, edition_services
from dialogues.agenda.edition_content import fingerprint
from dialogues.agenda.edition_models import AgendaEdition
from dialogues.agenda.edition_queries import find_latest_edition, find_shown_agenda
from dialogues.agenda.queries import list_agenda
from dialogues.audit.services import Actor
from dialogues.core.db import db, unit_of_work
from dialogues.events.models import Event
from dialogues.registration.models import Status
from tests.factories import make_agenda_session, make_edition, make_event, make_place, make_registration, make_room
from tests.registration.racing import at_once

AT = datetime(2026, 5, 20, 22, 10, tzinfo=UTC)
KWABENA = Actor("Kwabena Osei")
PUBLISH = "/events/tarkwa/agenda/publish"
PUBLIC = ("/e/tarkwa", "/e/tarkwa/agenda", "/e/tarkwa/agenda.ics")


@pytest.fixture
def event(session):
    return make_event("tarkwa", days=2, is_public=True)


def publish(session, event, **facts):
    return edition_services.publish_edition(session, event=event, actor=KWABENA, at=AT, **facts)


def titles(shown):
    return [item.title for day in shown.days for item in day.items]


def test_until_something_is_published_the_plan_is_shown_and_called_so(stranger, session, event):
    make_agenda_session(event.days[0], "Opening")
    for page in PUBLIC:
        assert "Opening" in stranger.get(page).text
    for page in PUBLIC[:2]:
        assert "Working plan, not published yet" in stranger.get(page).text


def test_after_that_the_public_sees_editions_only(stranger, session, event):
    block = make_agenda_session(event.days[0], "Opening", place=make_place(event, "Bonsa Hall"))
    publish(session, event)
    block.title = "Libation"
    make_agenda_session(event.days[1], "Roadmap")
    session.commit()
    for page in PUBLIC:
        text = stranger.get(page).text
        assert "Opening" in text, page
        assert "Libation" not in text, page
        assert "Roadmap" not in text, page
    assert "Edition 1, Wed 20 May 2026" in stranger.get("/e/tarkwa/agenda").text
    event = session.get(Event, event.id)
    publish(session, event)
    session.commit()
    for page in PUBLIC:
        assert "Libation" in stranger.get(page).text, page


def test_a_session_that_is_removed_stays_in_the_edition_until_the_next(session, event):
    gone = make_agenda_session(event.days[0], "Opening")
    make_agenda_session(event.days[0], "Roadmap", starts="11:00", ends="12:00")
    publish(session, event)
    session.delete(gone)
    session.flush()
    assert titles(find_shown_agenda(session, event)) == ["Opening", "Roadmap"]
    publish(session, event)
    assert titles(find_shown_agenda(session, event)) == ["Roadmap"]


def test_an_edition_reads_back_as_the_plan_it_was_made_from(session, event, give_role):
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    block = make_agenda_session(
        event.days[0], "Opening", room=room, place=room.place, description="All speak",
        translations={"fr": {"title": "Ouverture"}},
    )  # fmt: skip
    give_role(block, make_registration(event, "Ama Serwaa", honorific="Hon."))
    give_role(block, "Nana Brempomaa", "speaker")
    plan = list_agenda(session, event.id)
    publish(session, event)
    assert find_shown_agenda(session, event).days == plan


def test_a_name_that_is_corrected_or_erased_later_is_so_in_the_edition(session, event, give_role):
    ama = make_registration(event, "Ama Serwaa")
    give_role(make_agenda_session(event.days[0], "Opening"), ama)
    edition = publish(session, event)
    assert "Serwaa" not in str(edition.content)
    ama.full_name = "Ama Serwaa Mensah"
    session.flush()
    [item] = find_shown_agenda(session, event).days[0].items
    assert [one.name for one in item.people] == ["Ama Serwaa Mensah"]


def test_editions_are_numbered_from_one_and_carry_who_and_when(session, event):
    block = make_agenda_session(event.days[0], "Opening")
    first = publish(session, event)
    block.title = "Libation"
    session.flush()
    second = publish(session, event)
    assert [(one.number, one.published_by_name, one.published_at) for one in (first, second)] == [
        (1, "Kwabena Osei", AT),
        (2, "Kwabena Osei", AT),
    ]
    assert first.content["days"][0]["sessions"][0]["title"] == "Opening"


def test_the_same_plan_and_an_empty_one_are_refused(session, event):
    with pytest.raises(edition_rules.EmptyPlan):
        publish(session, event)
    make_agenda_session(event.days[0], "Opening", process_notes="Wait for the chief")
    publish(session, event)
    with pytest.raises(edition_rules.NothingToPublish):
        publish(session, event)
    block = make_agenda_session(event.days[0], "Closing", starts="11:00", ends="12:00")
    publish(session, event)
    block.process_notes = "Only the team reads this"
    session.flush()
    with pytest.raises(edition_rules.NothingToPublish):
        publish(session, event)


def test_a_plan_that_was_changed_while_it_was_looked_at_is_not_published(session, event):
    block = make_agenda_session(event.days[0], "Opening")
    seen = fingerprint(list_agenda(session, event.id))
    block.title = "Libation"
    session.flush()
    with pytest.raises(edition_rules.PlanChanged):
        publish(session, event, seen=seen)
    publish(session, event, seen=fingerprint(list_agenda(session, event.id)))


def test_two_who_publish_at_once_make_one_edition(shared):
    with shared.app_context():
        event = make_event("tarkwa", days=1)
        make_agenda_session(event.days[0], "Opening")
        db.session.commit()
        event_id = event.id

    def press():
        with unit_of_work() as session:
            publish(session, session.get(Event, event_id))

    errors = at_once(shared, [press, press])
    assert [type(one) for one in errors] == [edition_rules.NothingToPublish]
    numbers = db.session.scalars(sa.select(AgendaEdition.number)).all()
    assert numbers == [1]


# ---------------------------------------------------------------- pages
def test_publishing_is_looked_at_first_and_then_done_on_the_page(facilitator, session, event):
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    assert "Not published yet" in facilitator.get("/events/tarkwa/agenda").text
    page = facilitator.get(PUBLISH)
    assert "It is the first edition, with one session." in page.text
    done = facilitator.press(PUBLISH)
    assert done.status_code == 303
    assert done.location.endswith("/events/tarkwa/agenda/editions/1")
    assert find_latest_edition(session, event.id).number == 1
    agenda = facilitator.get("/events/tarkwa/agenda").text
    assert "Edition 1, published" in agenda
    assert "The plan says the same." in agenda


def test_the_page_promises_no_edition_where_there_is_none_to_publish(facilitator, session, event):
    assert "<h1>Nothing to publish</h1>" in flat(facilitator.get(PUBLISH))  # nothing is planned
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    assert "<h1>Publish edition 1</h1>" in flat(facilitator.get(PUBLISH))
    make_edition(event)
    session.commit()
    assert "<h1>Nothing to publish</h1>" in flat(facilitator.get(PUBLISH))  # nothing was changed


def flat(page):
    return re.sub(r"<h1[^>]*>", "<h1>", page.text)


def test_getting_the_page_publishes_nothing(facilitator, session, event):
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    facilitator.get(PUBLISH)
    assert find_latest_edition(session, event.id) is None


def test_what_changed_since_is_told_on_the_agenda(facilitator, session, event, give_role):
    hall, veranda = (make_room(make_place(event, name), name) for name in ("Hall", "Veranda"))
    block = make_agenda_session(event.days[0], "Opening", room=hall, place=hall.place)
    moved = make_agenda_session(event.days[0], "Licence", starts="11:00", ends="12:00")
    gone = make_agenda_session(event.days[0], "Songs", starts="13:00", ends="14:00")
    make_edition(event)
    block.room, block.place, moved.day = veranda, veranda.place, event.days[1]
    give_role(block, "Nana Brempomaa", "speaker")
    session.delete(gone)
    make_agenda_session(event.days[1], "Roadmap", starts="15:00", ends="16:00")
    session.commit()
    text = facilitator.get("/events/tarkwa/agenda").text
    for words in (
        "4 sessions were changed since.",
        "“Opening” is in Veranda, Veranda, no longer in Hall, Hall.",
        "In “Opening” a part goes to Nana Brempomaa.",
        "“Licence” is on Wed 3 Jun at 11:00, no longer on Tue 2 Jun at 11:00.",
        "“Songs” on Tue 2 Jun at 13:00 is off the agenda.",
        "“Roadmap” is new: Wed 3 Jun, 15:00 to 16:00.",
        "Publish edition 2",
    ):
        assert words in text, words


def test_who_may_only_look_is_not_offered_to_publish(reporter, session, event):
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    assert PUBLISH not in reporter.get("/events/tarkwa/agenda").text
    assert reporter.get(PUBLISH).status_code == 403


def test_a_change_between_look_and_act_shows_the_changes_again(facilitator, session, event):
    block = make_agenda_session(event.days[0], "Opening")
    make_edition(event)
    block.title = "Libation"
    session.commit()
    facilitator.get(PUBLISH)
    block.title = "Prayers"
    session.commit()
    again = facilitator.press(PUBLISH)
    assert again.status_code == 422
    assert "Somebody changed the plan while you looked at it." in again.text
    assert "“Opening” is called “Prayers” now." in again.text
    assert facilitator.press(PUBLISH).status_code == 303


def test_every_edition_can_be_read_again(reporter, session, event):
    block = make_agenda_session(event.days[0], "Opening")
    make_edition(event)
    block.title = "Libation"
    session.flush()
    make_edition(event)
    session.commit()
    listed = reporter.get("/events/tarkwa/agenda/editions").text
    assert "Edition 1" in listed
    assert "Edition 2" in listed
    assert "1 session changed" in listed
    assert "Opening" in reporter.get("/events/tarkwa/agenda/editions/1").text
    second = reporter.get("/events/tarkwa/agenda/editions/2").text
    assert "“Opening” is called “Libation” now." in second
    assert reporter.get("/events/tarkwa/agenda/editions/3").status_code == 404


def test_the_agenda_behind_a_personal_link_is_the_published_one(stranger, session):
    event = make_event("tarkwa", days=1, is_public=False)
    ama = make_registration(event, "Ama Serwaa")
    block = make_agenda_session(event.days[0], "Opening")
    make_edition(event)
    block.title = "Libation"
    session.commit()
    assert f"/my/{ama.link_token}/agenda" in stranger.get(f"/my/{ama.link_token}").text
    page = stranger.get(f"/my/{ama.link_token}/agenda")
    assert "Opening" in page.text
    assert "Libation" not in page.text
    assert "Edition 1, Mon 5 Jan 2026" in page.text
    ama.status = Status.CANCELLED
    session.commit()
    assert stranger.get(f"/my/{ama.link_token}/agenda").status_code == 404


def test_the_words_of_another_language_are_shown_to_who_reads_it(stranger, session, event):
    make_agenda_session(
        event.days[0], "Opening", description="All speak",
        translations={"fr": {"title": "Ouverture", "description": "Tous parlent"}},
    )  # fmt: skip
    make_edition(event)
    session.commit()
    french = stranger.get("/e/tarkwa/agenda", headers={"Accept-Language": "fr"}).text
    assert "Ouverture" in french
    assert "Tous parlent" in french
    english = stranger.get("/e/tarkwa/agenda", headers={"Accept-Language": "en"}).text
    assert "Opening" in english
    assert "Ouverture" not in english


def test_the_agenda_takes_as_many_queries_with_many_changes_as_with_none(facilitator, session, event, count_queries):
    blocks = [
        make_agenda_session(day, f"Session {hour}", starts=f"{hour:02}:00", ends=f"{hour:02}:50")
        for day in event.days
        for hour in range(7, 22)
    ]
    make_edition(event)
    session.commit()
    facilitator.get("/events/tarkwa/agenda")
    counts = []
    for title in ("Session", "Other"):
        for block in blocks[1:]:
            block.title = f"{title} {block.starts.hour}"
        session.commit()
        with count_queries() as counted:
            facilitator.get("/events/tarkwa/agenda")
        counts.append(counted.number)
    assert counts[0] == counts[1]
