"""Papers of groups: everybody stands on the door and in the list A–Z, each table has a card, badges say the group."""

import io
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pypdf
import pytest

from dialogues.documents import group_lists, table_cards
from dialogues.documents.badges import BadgeFacts, BadgePerson
from dialogues.documents.badges import draw as draw_badges
from dialogues.documents.group_facts import Finding, GroupPerson, GroupsFacts, GroupSheet
from dialogues.documents.styles import MM
from tests.documents import reading
from tests.factories import make_event, make_group_round, make_registration

NAMES = ("group-door-lists", "group-master-list", "table-cards")
DRAW = {
    "group-door-lists": group_lists.draw_door_lists,
    "group-master-list": group_lists.draw_master_list,
    "table-cards": table_cards.draw_table_cards,
}
LONG = "Andriantsimihetrarivonomenjanahary Rakotozandrindrainiarivelo " * 80  # 5,000 letters
HARD = ("Ɛsi ƐɛƆɔŊŋƉɖƑƒƔɣƲʋ n̄ ɔ̃ ɛ́", "<b>Ama</b> & &amp; %s %(name)s", "(paren) \\back", "Atta")


def person(name, **more):
    return GroupPerson(**{"name": name, "organisation": "Ankobra Farmers' Union", "sector": "CSO", **more})


def facts(*sheets, findings=(), rounds=("1",), **changed):
    known = {
        "event_title": "Tarkwa dialogue",
        "zone": ZoneInfo("Africa/Accra"),
        "printed_at": datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
    }
    return GroupsFacts(**{**known, "sheets": sheets, "findings": findings, "rounds": rounds, **changed})


def sheet(*names, **more):
    described = {"name": "A", "room": "Main hall, left", "topic": "Who fills the old pits?", "when": "Wed 11:00–12:30"}
    return GroupSheet(**{**described, "people": tuple(person(name) for name in names), **more})


def sizes(pdf):
    return [[round(float(side) / MM) for side in page.mediabox[2:]] for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def inside(pdf):
    """Fail if a letter of a page comes nearer than 3.5 mm to an edge."""
    for number, (width, height) in enumerate(sizes(pdf), 1):
        for one in reading.letters(pdf, number):
            assert min(one.left, one.top, width - one.right, height - one.bottom) >= 3.5, one


def test_a_door_says_group_room_question_and_everybody_in_it():
    text = reading.text(group_lists.draw_door_lists(facts(sheet("Ama Serwaa", "Kofi Asante"))))
    for words in ("Group A", "Main hall, left", "Who fills the old pits?", "Ama Serwaa", "Kofi Asante", "CSO"):
        assert words in text


def test_a_group_that_fills_a_door_goes_on_on_the_next_sheet():
    names = [f"Person Number{number:03}" for number in range(60)]
    pdf = group_lists.draw_door_lists(facts(sheet(*names)))
    assert len(reading.pages_text(pdf)) > 1
    assert all(name in reading.text(pdf) for name in names)
    assert "continued" in reading.pages_text(pdf)[1]


@pytest.mark.parametrize("people", (1, 34, 67, 75, 200))
def test_everybody_stands_in_the_list_from_a_to_z_once(people):
    findings = tuple(
        Finding(name=f"Person Number{number:03}", groups=("ABCDE"[number % 5],), room="Room Ankobra")
        for number in range(people)
    )
    pdf = group_lists.draw_master_list(facts(sheet("Ama"), findings=findings))
    text = reading.text(pdf)
    assert [text.count(one.name) for one in findings] == [1] * people
    assert len(reading.pages_text(pdf)) == -(-people // 76)
    inside(pdf)


def test_a_room_of_usual_length_stands_whole_in_the_list_from_a_to_z():
    finding = Finding(name="Ama Serwaa", groups=("A",), room="Great room, by the window")
    one = sheet("Ama", round_name="Round 1", when="Groups: what stands in the way? · Wed 25 Nov 11:15–12:30")
    told = reading.text(group_lists.draw_master_list(facts(one, findings=(finding,))))
    assert "Great room, by the window" in told
    assert "11:15–12:30" in told


def test_several_rounds_stand_side_by_side():
    finding = Finding(name="Ama Serwaa", groups=("C", "A", "–"))
    text = reading.text(group_lists.draw_master_list(facts(sheet("Ama"), findings=(finding,), rounds=("1", "2", "3"))))
    assert "Ama Serwaa C A –" in text


def test_a_card_says_the_same_on_both_sides():
    text = reading.text(table_cards.draw_table_cards(facts(sheet("Ama"))))
    assert text.count("Who fills the old pits?") == 2
    assert text.count("Main hall, left") == 2


@pytest.mark.parametrize("name", NAMES)
def test_names_of_five_thousand_letters_stay_on_the_paper(name):
    crowded = sheet(*HARD, LONG, name="W" * 40, room=LONG, topic=LONG, leads=LONG, when=LONG, round_name="Round 1")
    findings = tuple(Finding(name=one, groups=("W" * 40,), room=LONG) for one in (*HARD, LONG))
    pdf = DRAW[name](facts(crowded, findings=findings, event_title=LONG))
    inside(pdf)
    if name != "table-cards":
        assert "Atta" in reading.text(pdf)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("paper", "size"), (("A4", [210, 297]), ("letter", [216, 279])))
def test_both_papers(name, paper, size):
    pdf = DRAW[name](facts(sheet("Ama"), findings=(Finding(name="Ama", groups=("A",)),), paper=paper))
    assert sizes(pdf) == [size]


@pytest.mark.parametrize("name", NAMES)
def test_without_groups_the_paper_says_so(name):
    assert "No groups are made yet." in reading.text(DRAW[name](facts()))


def badge_facts(person):
    printed_at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    return BadgeFacts(event_title="T", zone=ZoneInfo("Africa/Accra"), printed_at=printed_at, people=(person,))


def test_a_badge_carries_the_groups_of_all_rounds_and_the_language():
    one = {"call": "Ama", "name": "Ama S", "code": "7K2M9QXA0TF2V3C68VGK1QXFYT", "sector": "MIN", "language": "English"}
    plain, told = (draw_badges(badge_facts(BadgePerson(**one, group=group))) for group in ("", "C · A"))
    assert "C · A" in reading.text(told)
    assert "C · A" not in reading.text(plain)
    assert reading.overlapping(reading.letters(told, 1)) == []


@pytest.fixture
def tarkwa(session):
    event = make_event()
    people = [make_registration(event, f"Person {letter}", honorific="Hon.") for letter in "ABCD"]
    one = make_group_round(event, people[:2], people[2:])
    session.commit()
    return event, one


@pytest.mark.parametrize("name", NAMES)
def test_who_may_print_names_gets_the_paper_and_the_door_does_not(name, tarkwa, facilitator, door):
    page = facilitator.get(f"/events/tarkwa/documents/{name}.pdf")
    assert page.mimetype == "application/pdf"
    assert "draft, not published" in reading.text(page.data)
    assert door.get(f"/events/tarkwa/documents/{name}.pdf").status_code == 403


def test_once_a_round_is_published_the_paper_and_the_badges_show_it_and_no_draft(tarkwa, facilitator, session):
    event, one = tarkwa
    facilitator.post(f"/events/tarkwa/groups/{one.id}/publish", form_at="/events/tarkwa/groups")
    make_group_round(event, [])
    session.commit()
    text = reading.text(facilitator.get("/events/tarkwa/documents/group-master-list.pdf").data)
    assert "draft" not in text
    assert re.findall(r"Hon\. Person (\w) (\w)", text) == [("A", "A"), ("B", "A"), ("C", "B"), ("D", "B")]
    badges = reading.text(facilitator.get("/events/tarkwa/documents/badges.pdf").data)
    assert sorted(re.findall(r"MIN ([AB])", badges)) == ["A", "A", "B", "B"]


def test_in_french(tarkwa, facilitator):
    assert facilitator.get("/events/tarkwa/documents/table-cards.pdf?language=fr").mimetype == "application/pdf"
