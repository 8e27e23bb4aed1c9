"""What people read of their groups, and what they are told when it changes."""

import pytest

from dialogues.groups.models import GroupRound, RoundGroup
from dialogues.registration.models import Registration
from tests.factories import make_agenda_session
from tests.groups.conftest import AT


@pytest.fixture
def own(session, stranger):
    """The text of the own page of the person with this letter."""

    def read(letter):
        person = session.query(Registration).filter_by(full_name=f"Person {letter}").one()
        return stranger.get(f"/my/{person.link_token}").text

    return read


@pytest.fixture
def described(session, six, event):
    """The first group has a room, a topic and a session."""
    group = session.query(RoundGroup).order_by(RoundGroup.position).first()
    group.room, group.topic = "Room Bonsa", "Who fills the old pits?"
    six.agenda_session_id = make_agenda_session(event.days[0], "Five questions", kind="breakout").id
    session.commit()
    return group


def publish(browser, one):
    browser.post(f"{AT}/{one.id}/publish", form_at=AT)


def swap(browser, one, first, second):
    browser.post(f"{AT}/{one.id}/swap", {"first": str(first.id), "second": str(second.id)}, form_at=AT)


def test_nobody_reads_a_group_before_it_is_published(facilitator, six, described, own):
    assert "Room Bonsa" not in own("A")
    publish(facilitator, six)
    page = own("A")
    for words in ("Your group", "Group A", "Room Bonsa", "Who fills the old pits?", "Five questions"):
        assert words in page
    assert "Before, it was" not in page
    assert "Person B" not in page


def test_a_group_is_hidden_again(facilitator, six, described, own):
    publish(facilitator, six)
    facilitator.post(f"{AT}/{six.id}/hide", form_at=AT)
    assert "Your group" not in own("A")


def test_a_later_change_says_what_it_was_before_until_it_is_told(facilitator, six, described, own, place):
    publish(facilitator, six)
    swap(facilitator, six, place("A"), place("D"))
    assert "Before, it was group A, Room Bonsa." in own("A")
    assert "Before, it was" not in own("B")
    board = facilitator.get(AT).text
    assert "Person A: from group A to group B." in board
    assert "Person D: from group B to group A." in board
    publish(facilitator, six)
    assert "Before, it was" not in own("A")
    assert "Changed since it was published" not in facilitator.get(AT).text


def test_late_leaving_and_another_room_are_changes_too(facilitator, six, described, own, place, session):
    publish(facilitator, six)
    facilitator.post(
        f"{AT}/{six.id}/take-out", {"placement": str(place("C").id)}, form_at=f"{AT}?picked={place('C').id}"
    )
    facilitator.post(f"{AT}/{six.id}/group/{described.id}", {"room": "Veranda"})
    board = facilitator.get(AT).text
    assert "Person C left group A." in board
    assert "Group A meets at: Veranda." in board
    assert "Your group" not in own("C")
    assert "Before, it was group A, Room Bonsa." in own("A")


def test_two_rounds_are_told_apart(facilitator, six, session, own, event):
    publish(facilitator, six)
    facilitator.post(f"{AT}/new", {"tables": "2"})
    publish(facilitator, session.query(GroupRound).filter_by(number=2).one())
    page = own("A")
    assert "Your groups" in page
    assert "Round 1: group A" in page
    assert "Round 2: group" in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    (
        ({"name": ""}, "Give the group a letter or a short name."),
        ({"name": "A" * 5000}, "A name of a group has at most 40 letters."),
        ({"topic": "Pits " * 1000}, "Write at most 200 letters."),
        ({"name": "b"}, "Another group of this round is called b."),
        ({"facilitator_id": "999999"}, "Choose one of the list."),
        ({"facilitator_id": "x"}, "Choose one of the list."),
    ),
)
def test_a_group_that_cannot_be_described_so_says_why_and_keeps_what_was_written(
    facilitator, six, described, session, sent, sentence
):
    page = facilitator.post(f"{AT}/{six.id}/group/{described.id}", {"topic": "Kept words", **sent})
    assert page.status_code == 422
    assert sentence in page.text
    assert "topic" in sent or "Kept words" in page.text
    session.expire_all()
    assert described.topic == "Who fills the old pits?"


def test_nobody_leads_two_groups_and_leaders_who_change_places_are_taken_back(facilitator, six, described, session):
    second = session.query(RoundGroup).filter_by(position=1).one()
    first_one, second_one = (session.query(Registration).filter_by(full_name=f"Person {one}").one() for one in "AB")
    described.facilitator_id, second.facilitator_id = first_one.id, second_one.id
    session.commit()
    edit = f"{AT}/{six.id}/group/{described.id}"
    page = facilitator.post(edit, {"facilitator_id": str(second_one.id)})
    assert "Person B does that in group B already." in page.text
    facilitator.post(edit, {"facilitator_id": ""})
    undo = facilitator.follow().text.split('action="/events/tarkwa/groups/take-back/')[1].split('"')[0]
    facilitator.press(f"/events/tarkwa/groups/take-back/{undo}")
    session.expire_all()
    assert (described.facilitator_id, second.facilitator_id) == (first_one.id, second_one.id)


def test_two_people_describe_one_group_and_the_second_sees_what_is_stored(facilitator, organiser, six, described):
    edit = f"{AT}/{six.id}/group/{described.id}"
    facilitator.get(edit)
    organiser.post(edit, {"topic": "Water after the mine"})
    page = facilitator.press(edit, {"topic": "Gold prices"})
    assert page.status_code == 422
    assert "Water after the mine" in page.text
    assert "Gold prices" in page.text


def test_a_round_stays_when_its_session_is_taken_off_the_agenda(facilitator, six, described, session, letters):
    facilitator.post(
        f"/events/tarkwa/agenda/{six.agenda_session_id}/remove",
        form_at=f"/events/tarkwa/agenda/{six.agenda_session_id}",
    )
    assert letters(six) == ["ABC", "DEF"]
    assert six.agenda_session_id is None


def test_the_copy_of_what_is_kept_names_the_published_groups(facilitator, stranger, session, six, described):
    person = session.query(Registration).filter_by(full_name="Person A").one()

    def kept():
        return stranger.get(f"/my/{person.link_token}/data.json").json["groups"]

    assert kept() == []
    publish(facilitator, six)
    [one] = kept()
    assert one["what"] == "Group A"
    assert "Room Bonsa" in one["words"]
