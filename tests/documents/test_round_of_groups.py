"""Which round of groups: the papers of groups can be asked for one; what the event has not is said in a sentence."""

import re

import pytest
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.documents.cli import document
from dialogues.documents.option_rules import NotARound, read_round
from dialogues.documents.services import NotAnOption
from tests.documents.reading import pages_text, text
from tests.factories import make_agenda_session, make_event, make_group_round, make_registration

PAGE = "/events/tarkwa/documents"
NAMES = ("group-door-lists", "group-master-list", "table-cards")


@pytest.fixture
def event(session):
    """Four people in two rounds: in the first Ama sits with Kofi, in the second with Esi."""
    event = make_event()
    ama, kofi, esi, yaw = (make_registration(event, name) for name in ("Ama S", "Kofi A", "Esi Q", "Yaw B"))
    make_group_round(event, [ama, kofi], [esi, yaw])
    block = make_agenda_session(event.days[1], "Who fills the old pits?", kind="breakout")
    make_group_round(event, [ama, esi], [kofi, yaw], agenda_session_id=block.id)
    session.commit()
    return event


def press(browser, name, **options):
    told = browser.get(f"{PAGE}?document={name}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', told)[1]
    data = {"csrf_token": token, "language": "en", "paper": "A4", **options}
    return browser.client.post(f"{PAGE}/{name}.pdf", data=data)


def ask(app, *arguments):
    db.session.expire_all()
    return CliRunner().invoke(document, ["tarkwa", *arguments], obj=lambda: app)


@pytest.mark.parametrize("name", NAMES)
def test_one_round_is_printed_where_one_is_asked_for(name, event, facilitator):
    both = pages_text(facilitator.get(f"{PAGE}/{name}.pdf").data)
    second = pages_text(facilitator.get(f"{PAGE}/{name}.pdf?round=2").data)
    assert "Who fills the old pits?" in second[0]
    if name != "group-master-list":
        assert (len(both), len(second)) == (4, 2)
        assert "Who fills" not in both[0]
    assert "draft, not published" in second[0]


def test_the_list_from_a_to_z_has_the_groups_of_that_round_alone(event, facilitator):
    told = text(facilitator.get(f"{PAGE}/group-master-list.pdf?round=2").data)
    assert re.findall(r"(\w+ \w) ([AB])\b", told) == [("Ama S", "A"), ("Esi Q", "A"), ("Kofi A", "B"), ("Yaw B", "B")]
    assert "Round 2" in told


def test_a_draft_can_be_asked_for_beside_a_published_round_and_says_that_it_is_one(event, facilitator, session):
    first = session.query(type(make_group_round(event))).filter_by(number=1).one()
    session.commit()
    facilitator.post(f"/events/tarkwa/groups/{first.id}/publish", form_at="/events/tarkwa/groups?round=1")
    assert "draft" not in text(facilitator.get(f"{PAGE}/group-master-list.pdf").data)
    assert "draft" not in text(facilitator.get(f"{PAGE}/group-master-list.pdf?round=1").data)
    assert "draft, not published" in text(facilitator.get(f"{PAGE}/group-master-list.pdf?round=2").data)


def test_the_page_offers_the_rounds_and_leads_to_the_one_that_was_chosen(event, facilitator):
    offered = facilitator.get(f"{PAGE}?document=table-cards").text
    assert re.findall(r'<option[^>]*value="(\d?)"[^>]*>([^<]*Round[^<]*|All rounds)<', offered) == [
        ("", "All rounds"),
        ("1", "Round 1 · draft, not published"),
        ("2", "Round 2 · Who fills the old pits? · draft, not published"),
    ]
    answer = press(facilitator, "table-cards", round="2")
    assert answer.status_code == 303
    assert "round=2" in answer.location
    again = facilitator.get(f"{PAGE}?document=table-cards").text
    assert re.search(r'<option[^>]*selected[^>]*value="2"|<option[^>]*value="2"[^>]*selected', again)
    assert "Round 2 · " not in facilitator.get(f"{PAGE}?document=agenda").text.split("Printed lately")[0]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    (
        ("3", "There is no round 3 of groups. There are these: 1, 2."),
        ("x", "“x” is not a round of groups. Write its number, such as 2."),
        ("0", "“0” is not a round of groups."),
        ("9" * 50, "is not a round of groups."),
    ),
)
def test_a_round_that_is_not_there_is_refused_in_a_sentence(asked, sentence, event, facilitator):
    refused = press(facilitator, "group-door-lists", round=asked)
    assert refused.status_code == 422
    assert sentence in refused.text
    address = facilitator.client.get(f"{PAGE}/group-door-lists.pdf", query_string={"round": asked})
    assert address.status_code == 422
    assert sentence in address.text


def test_before_there_are_groups_a_round_is_refused_too(facilitator, session):
    make_event()
    session.commit()
    assert "no groups are made yet" in press(facilitator, "table-cards", round="1").text


def test_a_document_without_groups_has_no_rounds(event, facilitator):
    assert facilitator.client.get(f"{PAGE}/agenda.pdf?round=1").status_code == 404


def test_the_command_prints_one_round_or_says_why_not(app, event, tmp_path):
    path = tmp_path / "cards.pdf"
    told = ask(app, "table-cards", "--round", "2", "-o", str(path))
    assert told.exit_code == 0, told.output
    assert len(pages_text(path.read_bytes())) == 2
    refused = ask(app, "table-cards", "--round", "7", "-o", str(path))
    assert str(refused.exception) == "There is no round 7 of groups. There are these: 1, 2."
    assert isinstance(ask(app, "agenda", "--round", "1", "-o", str(path)).exception, NotAnOption)


@pytest.mark.parametrize("text", ("1.5", "-1", "٣", "1 2", "on"))
def test_what_is_no_number_is_no_round(text):
    with pytest.raises(NotARound):
        read_round(text)
    assert read_round(" 2 ") == 2
    assert read_round("  ") is None
