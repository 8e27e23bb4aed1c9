"""The page that merges: differences chosen by a person, undone with one press, refused in a sentence."""

import pytest
import sqlalchemy as sa

from dialogues.directory.models import Merge
from dialogues.people.models import Person
from dialogues.registration import queries
from tests.factories import make_event, make_organisation, make_person, make_registration

PHONE = "+233201234567"


@pytest.fixture
def two():
    bonsa = make_organisation("Bonsa Mines")
    return (
        make_person("Esi Quaye", position="Chair", organisation_id=bonsa.id),
        make_person("Ɛsi Akosua Quaye", position="Treasurer", phone=PHONE),
    )


def test_both_values_are_shown_and_the_fuller_one_is_chosen(organiser, two):
    one, other = two
    page = organiser.get(f"/people/merge/{one.id}/{other.id}").text
    for words in ("Chair", "Treasurer", "Bonsa Mines", "+233 20 123 4567", "Ɛsi Akosua Quaye"):
        assert words in page
    organiser.press(f"/people/merge/{one.id}/{other.id}")
    merged = organiser.follow().text
    assert "Ɛsi Akosua Quaye is one person now" in merged  # the name that was kept, as it was chosen
    assert (one.full_name, one.position, one.phone) == ("Ɛsi Akosua Quaye", "Treasurer", PHONE)
    assert one.organisation.name == "Bonsa Mines"


def test_what_a_person_chooses_is_kept_and_undone_with_one_press(organiser, session, two):
    one, other = two
    organiser.post(f"/people/merge/{other.id}/{one.id}", {"position": "first"})
    assert one.position == "Chair"
    assert organiser.follow().request.path == f"/people/{one.id}"
    merge_id = session.scalar(sa.select(Merge.id))
    organiser.press(f"/people/merges/{merge_id}/undo")
    assert "is in the directory again" in organiser.follow().text
    assert (one.phone, one.full_name) == (None, "Esi Quaye")
    assert session.get(Person, other.id).merged_into_id is None
    undone_twice = organiser.client.post(f"/people/merges/{merge_id}/undo")
    assert undone_twice.status_code == 400  # without its token


def test_the_old_addresses_lead_on(organiser, two):
    one, other = two
    event = make_event()
    rows = [make_registration(event, person.full_name, person=person) for person in two]
    organiser.post(f"/people/merge/{one.id}/{other.id}")
    assert organiser.get(f"/people/{other.id}").location == f"/people/{one.id}"
    assert (
        organiser.get(f"/events/tarkwa/participants/{rows[1].id}").location
        == f"/events/tarkwa/participants/{rows[0].id}"
    )
    assert organiser.get(f"/people/{other.id}/edit").status_code == 404


def test_the_registration_that_describes_is_chosen(organiser, session, two):
    event = make_event()
    rows = [
        make_registration(event, person.full_name, person=person, organisation=word)
        for person, word in zip(two, ("Bonsa Mines", "Prestea Mines"), strict=True)
    ]
    ids = [row.id for row in rows]
    organiser.post(f"/people/merge/{two[0].id}/{two[1].id}", {f"event_{event.id}": str(ids[1])})
    [row] = queries.list_full(session, event.id)
    assert (row.id, row.organisation) == (ids[1], "Prestea Mines")


def test_the_history_of_both_is_on_the_page(organiser, session, two):
    one, other = two
    organiser.post(f"/people/{other.id}/edit", {"place": "Tarkwa"})
    organiser.post(f"/people/merge/{one.id}/{other.id}")
    page = organiser.follow().text
    assert "Comes from: – → Tarkwa" in page
    assert "“Ɛsi Akosua Quaye” was merged into this on" in page


def test_an_answer_that_is_none_is_refused_beside_the_field(organiser, session, two):
    one, other = two
    page = organiser.post(f"/people/merge/{one.id}/{other.id}", {"position": "third"})
    assert page.status_code == 422
    assert "Choose one of the list." in page.text
    assert session.scalar(sa.select(sa.func.count(Merge.id))) == 0


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    (
        ("/people/merge/{one}/{one}", 422, "This is one and the same already."),
        ("/people/merge/{one}/9999", 404, ""),
        ("/people/merge/{one}/{gone}", 422, "“Esi Q.” was merged in the meantime."),
        ("/people/merge/{one}/99999999999999", 404, ""),
    ),
)
def test_what_cannot_be_merged_is_told_in_a_sentence(organiser, two, merge, address, status, sentence):
    one, other = two
    gone = make_person("Esi Q.")
    merge(other.id, gone.id)
    page = organiser.get(address.format(one=one.id, gone=gone.id))
    assert page.status_code == status
    assert sentence in page.text


def test_somebody_merged_while_the_page_was_open_is_left_alone(organiser, session, two, merge):
    one, other = two
    third = make_person("Esi Q.")
    address = f"/people/merge/{one.id}/{third.id}"
    organiser.get(address)
    merge(other.id, third.id)
    page = organiser.press(address)
    assert page.status_code == 422
    assert "was merged in the meantime" in page.text
    assert third.merged_into_id == other.id


def test_a_difference_that_came_up_while_the_page_was_open_is_asked_about(organiser, session, two):
    one, other = two
    address = f"/people/merge/{one.id}/{other.id}"
    organiser.get(address)
    one.place, other.place = "Tarkwa", "Prestea"
    page = organiser.press(address)
    assert page.status_code == 422
    assert "Prestea" in page.text
    assert other.merged_into_id is None


def test_the_name_that_was_chosen_is_the_one_that_is_told(organiser, two):
    one, other = two
    organiser.post(f"/people/merge/{other.id}/{one.id}", {"full_name": "first"})
    assert f"{one.full_name} is one person now" in organiser.follow().text
    assert one.full_name == "Esi Quaye"
