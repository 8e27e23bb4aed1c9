"""The pages of the directory show, accept, refuse and forbid."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.people.models import Organisation, Person, StakeholderGroup
from tests.browser import Browser, Document
from tests.factories import make_event, make_group, make_organisation, make_person, make_registration

ADDRESSES = (
    "/people", "/people/1", "/people/1/edit", "/organisations", "/organisations/new", "/organisations/1",
    "/organisations/1/edit", "/stakeholder-groups", "/stakeholder-groups/1/edit",
)  # fmt: skip


@pytest.fixture
def ama(session: Session) -> Person:
    group, bonsa = make_group("Artisanal miners", "MIN"), make_organisation("Bonsa Group", sector="MIN")
    person = make_person(
        "Ama Serwaa", position="Treasurer", phone="+233244118207", organisation_id=bonsa.id,
        stakeholder_group_id=group.id, language="ak",
    )  # fmt: skip
    make_registration(make_event(title="Tarkwa dialogue"), "Ama Serwaa", person=person, organisation="Bonsa Group")
    return person


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_who_may_see_the_directory_sees_it(ama, organiser, door, facilitator, reporter, stranger, address):
    assert organiser.get(address).status_code == 200
    for other in (door, facilitator, reporter):
        page = other.get(address)
        assert page.status_code == 403
        assert "Ama Serwaa" not in page.text
    assert stranger.get(address).status_code == 302


@pytest.mark.parametrize("address", ("/people/9", "/people/9/edit", "/organisations/9", "/stakeholder-groups/9/edit"))
def test_what_is_not_there_is_not_found(organiser: Browser, address: str):
    assert organiser.get(address).status_code == 404


def test_the_directory_shows_who_is_searched_and_says_when_nobody_is_found(ama, organiser):
    page = organiser.get("/people?q=serwaa+bons&sector=MIN")
    assert "Ama Serwaa" in page.text
    assert "+233 24 411 8207" in page.text
    assert "Nobody was found" in organiser.get("/people?q=kofi").text
    assert "Ama Serwaa" in organiser.get("/people?sector=XXX&page=zero").text


def test_a_page_of_the_directory_asks_the_database_the_same_for_two_and_for_fifty(organiser, session, count_queries):
    def number() -> int:
        with count_queries() as counted:
            assert organiser.get("/people").status_code == 200
        return counted.number

    for place in range(2):
        make_person(f"Ama {place}", organisation_id=make_organisation(f"Group {place}").id)
    few = number()
    for place in range(2, 60):
        make_person(f"Ama {place}", organisation_id=make_organisation(f"Group {place}").id)
    assert number() == few
    assert "1–50 of 60" in organiser.page.text


def test_the_page_of_a_person_names_the_events(ama, organiser):
    page = organiser.get(f"/people/{ama.id}")
    assert "Tarkwa dialogue" in page.text
    assert "/events/tarkwa/participants/1" in page.text
    assert "Akan" in page.text


def test_a_person_is_edited_and_the_change_is_told(ama, organiser):
    page = organiser.post(f"/people/{ama.id}/edit", {"full_name": "Ama Sɛrwaa", "position": "Chair"})
    assert page.status_code == 303
    page = organiser.follow()
    assert "Ama Sɛrwaa was changed in the directory" in page.text
    assert "Position: Treasurer → Chair" in page.text


WRONG = {
    "full_name": ("---", "Write the full name, as the person writes it."),
    "email": ("ama at example.org", "is not an e-mail address"),
    "position": ("long " * 300, "there is room for 1,000"),
    "sector": ("XXX", "Choose one of the list."),
    "stakeholder_group": ("77", "Choose one of the list."),
    "gender": ("unsure", "Choose one of the list."),
    "age_group": ("9-99", "Choose one of the list."),
}


@pytest.mark.parametrize("field", WRONG)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(ama, organiser, field):
    wrong, sentence = WRONG[field]
    typed = {"full_name": "Ama Ɔkyerɛ", "organisation": "Prestea Diggers", "place": "Bogoso", field: wrong}
    page = organiser.post(f"/people/{ama.id}/edit", typed)
    assert page.status_code == 422
    assert page.text.count(sentence) >= 2  # in the summary and at the field
    for text in {**typed, "sector": "", "stakeholder_group": "", "gender": "", "age_group": ""}.values():
        assert text.strip() in page.text


def test_a_lost_race_shows_both_and_the_second_press_wins(ama, organiser, session):
    organiser.get(f"/people/{ama.id}/edit")
    first = organiser.page.text
    assert 'value="Treasurer"' in first
    other = Browser(organiser.app, session).sign_in(organiser.user)
    assert other.post(f"/people/{ama.id}/edit", {"position": "Chair"}).status_code == 303
    page = organiser.press(f"/people/{ama.id}/edit", {"position": "Secretary", "place": "Bogoso"})
    assert page.status_code == 422
    assert "Somebody else changed this while you were writing" in page.text
    assert "Chair" in page.text
    assert 'value="Secretary"' in page.text
    assert "+233 24 411 8207</dd>" not in page.text  # what is alike is not shown as different
    assert organiser.press(f"/people/{ama.id}/edit").status_code == 303
    assert session.get(Person, ama.id).position == "Secretary"


@pytest.mark.parametrize(
    "column", ("id", "search_key", "sort_key", "created_at", "organisation_id", "phone_alternative")
)
def test_a_column_that_is_not_a_field_is_not_taken(ama, organiser, session, column):
    before = getattr(ama, column)
    address = f"/people/{ama.id}/edit"
    values = organiser._form_to(Document(organiser.get(address).text), address).values
    page = organiser.client.post(address, data={**values, column: "666"})
    assert page.status_code == 303
    session.expire_all()
    assert getattr(session.get(Person, ama.id), column) == before


def test_an_organisation_is_added_shown_and_renamed(organiser, session):
    assert (
        organiser.post("/organisations/new", {"name": "Bɔnsa Group", "sector": "MIN", "country": "GH"}).status_code
        == 303
    )
    assert "Ghana" in organiser.follow().text
    assert "Bɔnsa Group" in organiser.get("/organisations?q=bonsa").text
    assert "No organisation was found" in organiser.get("/organisations?q=prestea").text
    page = organiser.post("/organisations/1/edit", {"name": "Bonsa Cooperative"})
    assert page.status_code == 303
    assert session.get(Organisation, 1).name == "Bonsa Cooperative"


def test_an_organisation_there_already_is_refused_and_what_was_typed_stays(organiser, session):
    make_organisation("Bonsa Group")
    page = organiser.post("/organisations/new", {"name": "bɔnsa group", "country": "TZ"})
    assert page.status_code == 422
    assert "The directory has “Bonsa Group” already." in page.text
    assert 'value="bɔnsa group"' in page.text
    assert '<option selected value="TZ">' in page.text
    assert organiser.post("/organisations/new", {"name": " "}).status_code == 422


def test_an_organisation_changed_meanwhile_is_compared(organiser, session):
    make_organisation("Bonsa Group")
    organiser.get("/organisations/1/edit")
    other = Browser(organiser.app, session).sign_in(organiser.user)
    other.post("/organisations/1/edit", {"country": "GH"})
    page = organiser.press("/organisations/1/edit", {"name": "Bonsa Union"})
    assert page.status_code == 422
    assert "Ghana" in page.text
    assert 'value="Bonsa Union"' in page.text


def test_the_people_of_an_organisation_stand_on_its_page(ama, organiser):
    page = organiser.get("/organisations/1")
    assert "Ama Serwaa" in page.text
    assert "1 person" in page.text


def test_a_form_sent_twice_adds_once(organiser, session):
    form = organiser.get("/organisations/new")
    led_to = set()
    for _time in range(2):
        organiser.page = form
        led_to.add(organiser.press("/organisations/new", {"name": "Prestea Diggers"}).location)
    assert led_to == {"/organisations/1"}
    assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1


def test_groups_are_added_renamed_moved_retired_and_restored(organiser, session):
    page = organiser.post("/stakeholder-groups", {"name": "Gold buyers", "sector": "IND"})
    assert page.status_code == 303
    make_person("Ama Serwaa", sector="IND", stakeholder_group_id=1)
    assert organiser.post("/stakeholder-groups/1/edit", {"name": "Buyers", "sector": "OTH"}).status_code == 303
    assert "1 person moved with it." in organiser.follow().text
    group = session.get(StakeholderGroup, 1)
    assert (group.name, group.sector) == ("Buyers", "OTH")
    assert organiser.press("/stakeholder-groups/1/retire").status_code == 303
    assert "No longer offered" in organiser.follow().text
    organiser.press("/stakeholder-groups/1/restore")
    assert session.get(StakeholderGroup, 1).is_active


@pytest.mark.parametrize(
    ("typed", "sentence"),
    (
        ({"name": "MEDIA", "sector": "OTH"}, "There is a group called “Media” already."),
        ({"name": "?", "sector": "OTH"}, "Write the name."),
        ({"name": "Chiefs", "sector": ""}, "Choose the sector it rolls up to."),
    ),
)
def test_a_group_that_cannot_be_is_refused(organiser, session, typed, sentence):
    make_group("Media", "OTH")
    page = organiser.post("/stakeholder-groups", typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{typed["name"]}"' in page.text


def test_all_six_sectors_are_shown_though_only_one_has_a_group(organiser, session):
    make_group("Media", "OTH")
    page = organiser.get("/stakeholder-groups").text
    for words in ("Government", "Civil society", "Academia", "Industry", "Miners", "Other"):
        assert f">{words}</dt>" in page
