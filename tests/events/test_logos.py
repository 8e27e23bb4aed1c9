"""Whose logos stand on the papers of an event: its own choice, else that of its process."""

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.audit.services import COMMAND_LINE
from dialogues.audit.wording import done_in_words
from dialogues.core.db import unit_of_work
from dialogues.directory.organisation_services import merge_organisations
from dialogues.directory.rules import Side
from dialogues.directory.services import undo_merge
from dialogues.events.logo_models import PaperLogos
from dialogues.events.logo_queries import list_on_papers
from tests.browser import Browser, Document
from tests.factories import (
    MADE_AT,
    make_event,
    make_grant,
    make_letterhead,
    make_organisation,
    make_paper_logos,
    make_process,
    make_user,
)

PAGE = "/events/tarkwa/letterhead"


@pytest.fixture
def event(session):
    return make_event("tarkwa", process=make_process("Ghana dialogues", slug="ghana"))


@pytest.fixture
def three(session):
    """Three organisations with letterheads, and one without."""
    make_organisation("Nobody printed")
    return [make_letterhead(make_organisation(f"{name} Mines")) for name in ("Bonsa", "Nsuta", "Aboso")]


def on_papers(session, event):
    return [one.name for one in list_on_papers(session, event)]


def chosen(*organisations, whose="own"):
    ids = [str(one.id) for one in organisations] + [""] * (3 - len(organisations))
    return dict(zip(("first", "second", "third"), ids, strict=True)) | ({"whose": whose} if whose else {})


def own_organiser(app, session, event):
    """Somebody who organises this event and does not see the directory."""
    user = make_user("Esi Quaye")
    make_grant(user, "organiser", event=event)
    return Browser(app, session).sign_in(user)


def test_an_event_without_a_choice_has_the_logos_of_its_process(session, event, three):
    assert on_papers(session, event) == []
    make_paper_logos(event.process, three[1], three[0])
    assert on_papers(session, event) == ["Nsuta Mines", "Bonsa Mines"]
    make_paper_logos(event, three[2])
    assert on_papers(session, event) == ["Aboso Mines"]


def test_a_choice_of_nobody_is_a_choice(session, event, three):
    make_paper_logos(event.process, three[1])
    make_paper_logos(event)
    assert on_papers(session, event) == []


def test_the_logos_of_an_event_are_chosen_in_order(organiser, session, event, three):
    make_paper_logos(event.process, three[2])
    page = organiser.get(PAGE).text
    assert "Those of the process: Aboso Mines" in page
    assert "Nobody printed" not in page
    organiser.post(PAGE, chosen(three[1], three[0]))
    assert on_papers(session, event) == ["Nsuta Mines", "Bonsa Mines"]
    page = organiser.follow().text
    assert page.index("Logo of Nsuta Mines") < page.index("Logo of Bonsa Mines")
    entry = session.scalars(sa.select(Entry).order_by(Entry.id)).first()
    assert done_in_words(entry) == "It was chosen whose logos stand on the papers of “Tarkwa dialogue”"
    assert entry.changes == {"logos": [None, "Nsuta Mines, Bonsa Mines"]}
    assert entry.event_id == event.id


def undo(browser):
    """Press the button that takes the last act back."""
    page = browser.follow()
    action = next(one.action for one in Document(page.text).forms if "/restore" in one.action)
    return browser.press(action)


def test_what_was_chosen_before_comes_back(organiser, session, event, three):
    make_paper_logos(event.process, three[2])
    organiser.post(PAGE, chosen(three[1], three[0]))
    undo(organiser)
    assert on_papers(session, event) == ["Aboso Mines"]
    assert session.scalar(sa.select(PaperLogos.id).where(PaperLogos.event_id == event.id)) is None
    organiser.post(PAGE, chosen(three[0], three[1], three[2]))
    organiser.post(PAGE, chosen(three[1]))
    undo(organiser)
    assert on_papers(session, event) == ["Bonsa Mines", "Nsuta Mines", "Aboso Mines"]
    organiser.post(PAGE, chosen(whose="process"))
    assert on_papers(session, event) == ["Aboso Mines"]
    undo(organiser)
    assert on_papers(session, event) == ["Bonsa Mines", "Nsuta Mines", "Aboso Mines"]


def test_gaps_are_closed(organiser, session, event, three):
    organiser.post(PAGE, {"whose": "own", "first": "", "second": str(three[0].id), "third": str(three[1].id)})
    assert on_papers(session, event) == ["Bonsa Mines", "Nsuta Mines"]
    row = session.scalars(sa.select(PaperLogos)).one()
    assert row.first_id == three[0].id


@pytest.mark.parametrize(
    ("values", "sentence"),
    (
        ({"first": "1", "second": "1"}, "Choose each organisation once."),
        ({"first": "4711"}, "Choose one of the list."),
        ({"first": "one"}, "Choose one of the list."),
    ),
)
def test_what_cannot_be_chosen_is_refused_beside_the_field(organiser, session, event, three, values, sentence):
    values = {name: str(three[0].id) if value == "1" else value for name, value in values.items()}
    answer = organiser.post(PAGE, {"whose": "own", **values})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert on_papers(session, event) == []


@pytest.mark.parametrize(
    "query",
    (
        "?own=1&logo=x",
        "?own=1&logo=4711",
        "?own=1&logo=99999999999999999999",
        "?own=1&logo=99999999999999999999&logo=99999999999999999999",
    ),
)
def test_an_address_that_somebody_made_up_changes_nothing(organiser, session, event, three, query):
    organiser.post(PAGE, chosen(three[0]))
    organiser.follow()
    answer = organiser.press(f"{PAGE}/restore{query}")
    assert answer.status_code in (303, 404)
    assert on_papers(session, event) == ["Bonsa Mines"]


def test_an_event_outside_a_process_chooses_for_itself(organiser, session, three):
    event = make_event("geita")
    assert "Those of the process" not in organiser.get("/events/geita/letterhead").text
    organiser.post("/events/geita/letterhead", chosen(three[0], whose=None))
    assert on_papers(session, event) == ["Bonsa Mines"]


def test_a_process_chooses_for_its_events_and_takes_it_back(organiser, session, event, three):
    address = "/processes/ghana/letterhead"
    assert address in organiser.get("/processes/ghana").text
    organiser.post(address, chosen(three[0], whose=None))
    assert on_papers(session, event) == ["Bonsa Mines"]
    organiser.post(address, chosen(three[1], three[2], whose=None))
    assert on_papers(session, event) == ["Nsuta Mines", "Aboso Mines"]
    undo(organiser)
    assert on_papers(session, event) == ["Bonsa Mines"]


def test_who_organises_one_event_sees_no_other_organisation(app, session, event, three):
    browser = own_organiser(app, session, event)
    make_paper_logos(make_event("elsewhere"), three[2])
    assert "Mines" not in browser.get(PAGE).text
    make_paper_logos(event, three[0])
    page = browser.get(PAGE).text
    assert "Bonsa Mines" in page
    assert "Nsuta Mines" not in page
    assert "Aboso Mines" not in page
    assert browser.get(f"{PAGE}/1.png").status_code == 200
    assert browser.get(f"/organisations/{three[0].id}/logo.png").status_code == 403


def test_the_picture_of_a_place_without_a_logo_is_not_there(organiser, event, three, session):
    make_paper_logos(event, three[0], make_letterhead(make_organisation("Without")))
    session.query(type(three[0])).filter_by(name="Without").one().logo_id = None
    assert organiser.get(f"{PAGE}/1.png").content_type == "image/png"
    for place in ("0", "2", "3"):
        assert organiser.get(f"{PAGE}/{place}.png").status_code == 404


def test_two_organisations_that_become_one_stand_once_and_keep_the_logo(session, event):
    plain, drawn = make_organisation("Bonsa"), make_letterhead(make_organisation("Bonsa Mines"), address="Tarkwa")
    make_paper_logos(event, plain, drawn)
    session.commit()
    with unit_of_work() as work:
        ids = {"first_id": plain.id, "second_id": drawn.id}
        merge = merge_organisations(work, **ids, chosen={"name": Side.FIRST}, actor=COMMAND_LINE, at=MADE_AT)
        merge_id = merge.id
    [one] = list_on_papers(session, event)
    assert (one.name, one.address, one.logo_id is not None) == ("Bonsa", "Tarkwa", True)
    with unit_of_work() as work:
        undo_merge(work, merge_id, actor=COMMAND_LINE, at=MADE_AT)
    assert [(one.name, one.logo_id is not None) for one in list_on_papers(session, event)] == [
        ("Bonsa", False),
        ("Bonsa Mines", True),
    ]


def test_the_papers_ask_as_often_for_three_as_for_one(session, event, three, count_queries):
    make_paper_logos(event, three[0])
    session.commit()
    with count_queries() as one:
        list_on_papers(session, event)
    session.query(PaperLogos).delete()
    make_paper_logos(event, *three)
    session.commit()
    with count_queries() as all_three:
        list_on_papers(session, event)
    assert one.number == all_three.number <= 4
