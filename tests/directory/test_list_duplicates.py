"""Who may be there twice is found, with why; what was said to be two is not proposed again."""

import pytest

from dialogues.directory.models import Kind
from dialogues.directory.queries import list_proposals, list_proposals_of
from dialogues.directory.services import say_not_same
from dialogues.people.duplicate_queries import NewName, possible_duplicates_of
from dialogues.people.likeness import Reason, describe, pairs_within
from tests.directory.conftest import ADWOA, NOW
from tests.factories import make_event, make_organisation, make_person, make_registration

PHONE = "+233201234567"


def _reasons(one, other, **facts):
    found = pairs_within([describe(1, one, **facts), describe(2, other, **facts)])
    return [reason.value for pair in found for reason in pair.reasons]


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("Ɛsi Quaye", "Esi Quaye"),
        ("3si Quaye", "QUAYE Esi"),
        ("Nii Osah Mills", "Hon. Nii Osah Mills"),
        ("Nana Amakye II", "Amakye II"),
        ("Prof. Ama Owusu-Ansah", "Ama Owusu Ansah"),
    ),
)
def test_one_name_typed_in_two_ways_is_the_same_name(one, other):
    assert _reasons(one, other) == ["same_name"]


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("Kwasi Boateng", "Kwesi Boaten"),
        ("Kofi Agyei", "Kofi Adjei"),
        ("Rakotomalala Jean", "Jean Rakotomalaa"),
        ("Mohammed Issah", "Muhamed Issa"),
        ("Amakye II", "Nana Amakye"),
    ),
)
def test_two_spellings_of_one_name_are_nearly_alike(one, other):
    assert _reasons(one, other) == ["alike_name"]


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("Nana Amakye II", "Nana Amakye III"),
        ("Kofi Mensah", "Kojo Mensah"),
        ("Ama Owusu", "Abena Owusu"),
        ("K. Mensah", "Kofi Mensah"),
        ("Ama Serwaa", "Ama Serwaa Boateng"),
    ),
)
def test_two_names_are_not_proposed_for_their_names_alone(one, other):
    assert _reasons(one, other) == []


def test_initials_and_a_shorter_name_count_where_something_else_speaks_for_them():
    assert _reasons("K. Mensah", "Kofi Mensah", organisation="bonsa") == ["initials", "same_organisation"]
    assert _reasons("Ama Serwaa", "Ama Serwaa Boateng", phones=[PHONE]) == ["part_of_name", "same_phone"]


def test_a_number_that_a_family_shares_is_worth_a_look_and_that_of_an_office_is_not():
    names = ["Ama Owusu", "Kofi Boateng", "Yaw Darko", "Efua Sarpong", "Esi Quaye", "Kojo Asante", "Adwoa Mensah"]
    family = [describe(at, name, phones=[PHONE]) for at, name in enumerate(names[:2])]
    office = [describe(at, name, phones=[PHONE]) for at, name in enumerate(names)]
    assert [pair.reasons for pair in pairs_within(family)] == [(Reason.SAME_PHONE,)]
    assert pairs_within(office) == []


def test_the_likeliest_pair_stands_first_whatever_the_order_of_the_directory(session):
    make_person("Kwasi Boateng")
    make_person("Kwesi Boateng")
    double = [make_person("Ɛsi Quaye", phone=PHONE).id, make_person("Esi Quaye", phone=PHONE).id]
    first = list_proposals(session).rows[0]
    assert [first.first.person.id, first.second.person.id] == double
    assert first.reasons == (Reason.SAME_NAME, Reason.SAME_PHONE)


def test_the_page_of_one_person_proposes_whom_the_list_proposes(session):
    people = [
        make_person(name, **facts)
        for name, facts in (
            ("Kofi Agyei", {}), ("Kofi Adjei", {}), ("Ama Owusu", {"email": "A.Owusu@example.org"}),
            ("Efua Darko", {"email": "a.owusu@example.org"}), ("Yaw Osei", {"phone": PHONE}),
            ("Abena Sarpong", {"phone_alternative": PHONE}), ("Charity Quist", {}), ("Karity Kwist", {}),
        )
    ]  # fmt: skip
    listed = {(one.first.person.id, one.second.person.id) for one in list_proposals(session).rows}
    of_each = {
        (one.first.person.id, one.second.person.id) for row in people for one in list_proposals_of(session, row.id)
    }
    assert len(listed) >= 3
    assert of_each == listed


def test_an_event_leaves_the_pairs_with_somebody_on_its_list(session):
    event = make_event()
    make_registration(event, "Esi Quaye")
    make_person("Esi Quaye")
    make_person("Yaw Osei")
    make_person("Yaw Osei")
    assert list_proposals(session).total == 2
    [pair] = list_proposals(session, event_id=event.id).rows
    assert pair.first.person.full_name == "Esi Quaye"
    assert [row.slug for row in pair.first.events] == ["tarkwa"]


def test_new_names_are_compared_with_the_directory(session):
    known = make_person("Ɛsi Quaye", phone=PHONE)
    make_person("Yaw Osei")
    found = possible_duplicates_of(
        session, [NewName(full_name="Abena Darko"), NewName(full_name="Quaye, Esi", phones=[PHONE])]
    )
    assert {at: [(one.person_id, one.reasons) for one in some] for at, some in found.items()} == {
        1: [(known.id, (Reason.SAME_NAME, Reason.SAME_PHONE))]
    }


def test_what_was_said_of_somebody_is_said_of_whom_they_became(session, merge):
    one, other, third = make_person("Esi Quaye"), make_person("Esi Quaye"), make_person("Esi Quaye")
    say_not_same(session, Kind.PERSON, first_id=other.id, second_id=third.id, actor=ADWOA, at=NOW)
    merge(one.id, other.id)
    assert list_proposals(session).total == 0


def test_the_page_shows_the_pair_and_why_and_leads_to_the_merge(organiser):
    one, other = make_person("Ɛsi Quaye", phone=PHONE), make_person("Esi Quaye", phone=PHONE)
    page = organiser.get("/people/duplicates")
    for words in ("Ɛsi Quaye and Esi Quaye", "Same name", "Same telephone", f"/people/merge/{one.id}/{other.id}"):
        assert words in page.text


def test_a_pair_that_is_not_the_same_goes_and_comes_back(organiser, session):
    one, other = make_person("Esi Quaye"), make_person("Esi Quaye")
    organiser.get("/people/duplicates")
    organiser.press(f"/people/not-same/{one.id}/{other.id}")
    assert "Nobody seems to be there twice" in organiser.follow().text
    assert "Esi Quaye and Esi Quaye" in organiser.get("/people/not-same").text
    organiser.press(f"/people/not-same/{one.id}/{other.id}/undo")
    assert "Esi Quaye and Esi Quaye" in organiser.follow().text
    assert list_proposals(session).total == 1


def test_the_page_of_a_person_says_how_many_may_be_the_same(organiser):
    one = make_person("Esi Quaye")
    make_person("Ɛsi Quaye")
    assert "1 possible duplicate" in organiser.get(f"/people/{one.id}").text
    assert "Esi Quaye and Ɛsi Quaye" in organiser.get(f"/people/{one.id}/duplicates").text
    assert organiser.get("/people/9999/duplicates").status_code == 404


def test_a_page_of_pairs_asks_as_much_as_a_page_of_one(organiser, count_queries):
    organisation = make_organisation("Bonsa Mines")
    counts = []
    for number in range(2):
        for at in range(1 + 12 * number):
            for _twice in range(2):
                make_person(f"Esi Quaye {number} {at}", organisation_id=organisation.id)
        organiser.get("/people/duplicates")
        with count_queries() as count:
            organiser.get("/people/duplicates")
        counts.append(count.number)
    assert counts[0] == counts[1]


def test_whoever_has_one_event_alone_sees_no_pairs(app, session):
    from tests.browser import Browser
    from tests.factories import make_grant, make_user

    event = make_event()
    user = make_user("Kwabena Osei")
    make_grant(user, "organiser", event=event)
    browser = Browser(app, session).sign_in(user)
    assert browser.get("/people/duplicates").status_code == 403
