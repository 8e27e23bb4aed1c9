import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.events.models import Process
from tests.factories import make_event, make_process


def test_a_process_is_added_and_listed_with_its_events(organiser, session):
    organiser.post("/processes", {"title": "Ghana dialogues", "country": "GH"})
    process = session.scalars(sa.select(Process)).one()
    assert (process.slug, process.country) == ("ghana-dialogues", "GH")
    make_event("tarkwa", process=process)
    page = organiser.get("/processes")
    assert "Ghana dialogues" in page.text
    assert "/events?process=ghana-dialogues" in page.text


def test_a_process_is_renamed_and_keeps_its_address(organiser, session):
    process = make_process("Ghana dialogues", slug="ghana")
    organiser.post("/processes/ghana", {"title": "Ghana mining dialogues"})
    assert (process.title, process.slug) == ("Ghana mining dialogues", "ghana")
    assert session.scalars(sa.select(Entry.action)).all() == ["process.changed"]


def test_two_processes_cannot_have_one_title(organiser, session):
    make_process("Ghana dialogues", slug="ghana")
    make_process("Tanzania dialogues", slug="tanzania")
    for address in ("/processes", "/processes/tanzania"):
        answer = organiser.post(address, {"title": "GHANA Dialogues"})
        assert answer.status_code == 422
        assert "There is a process called “GHANA Dialogues” already." in answer.text
    assert organiser.post("/processes/ghana", {"title": "GHANA Dialogues"}).status_code == 303


def test_a_process_that_is_not_there_is_not_found(organiser):
    assert organiser.get("/processes/nowhere").status_code == 404


def test_who_makes_no_events_makes_no_processes(facilitator, door):
    for reader in (facilitator, door):
        assert reader.get("/processes").status_code == 403
