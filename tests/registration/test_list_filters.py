"""What the list is narrowed by: each filter finds its people, nonsense is none, the door learns nothing."""

import itertools

import pytest
from sqlalchemy.orm import Session

from dialogues.registration.list_filters import is_whole, read_query, read_view
from dialogues.registration.models import Consent, ConsentAnswer, Purpose
from tests.browser import Document
from tests.factories import MADE_AT, make_event, make_group, make_organisation, make_registration

LIST = "/events/tarkwa/participants"


@pytest.fixture
def people(session: Session):
    event = make_event()
    chiefs = make_group("Chiefs", "OTH")
    bonsa = make_organisation("Bonsa Women's Group")
    esi = make_registration(
        event, "Ɛsi Mensah", gender="woman", language="ak", source="import", organisation="Bonsa Women's Group",
        organisation_id=bonsa.id,
    )  # fmt: skip
    kofi = make_registration(
        event, "Kofi Annor", sector="OTH", gender="man", role="speaker", stakeholder_group_id=chiefs.id, language="en"
    )
    session.add_all(
        [
            Consent(registration_id=esi.id, purpose=Purpose.PHOTO, answer=ConsentAnswer.NO, recorded_at=MADE_AT),
            Consent(registration_id=esi.id, purpose=Purpose.PHOTO, answer=ConsentAnswer.YES, recorded_at=MADE_AT),
            Consent(registration_id=kofi.id, purpose=Purpose.PHOTO, answer=ConsentAnswer.YES, recorded_at=MADE_AT),
            Consent(registration_id=kofi.id, purpose=Purpose.PHOTO, answer=ConsentAnswer.NO, recorded_at=MADE_AT),
        ]
    )
    session.flush()
    return {"group": chiefs.id}


def main(page) -> str:
    return page.text[page.text.index("<main") :]


def rows(page: str) -> list[str]:
    """The people of the list: never by a bare "n1", which the random key of a form may hold as well."""
    return [line for line in page.splitlines() if 'id="n' in line]


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    (
        ("gender=woman", "Ɛsi Mensah", "Kofi Annor"),
        ("group={group}", "Kofi Annor", "Ɛsi Mensah"),
        ("group=0", "Ɛsi Mensah", "Kofi Annor"),
        ("speaks=ak", "Ɛsi Mensah", "Kofi Annor"),
        ("source=import", "Ɛsi Mensah", "Kofi Annor"),
        ("organisation=wom+bonsa", "Ɛsi Mensah", "Kofi Annor"),
        ("consent=photo-yes", "Ɛsi Mensah", "Kofi Annor"),
        ("consent=photo-no", "Kofi Annor", "Ɛsi Mensah"),
    ),
)
def test_each_filter_leaves_its_people(people, organiser, query, shown, hidden):
    page = main(organiser.get(f"{LIST}?{query.format(**people)}"))
    assert f">{shown}<" in page
    assert f">{hidden}<" not in page
    assert "1 person" in page


def test_who_was_not_asked_is_found_as_well(people, organiser):
    assert "2 people" in main(organiser.get(f"{LIST}?consent=recording-none"))
    page = main(organiser.get(f"{LIST}?consent=photo-none"))
    assert "Nobody was found" in page
    assert "Look for part of a name" not in page  # nobody was looked for
    assert "Look for part of a name" in main(organiser.get(f"{LIST}?q=zzz"))


@pytest.mark.parametrize(
    "query", ("gender=king", "group=x", "group=-1", "speaks=%22", "source=moon", "consent=photo", "columns=full_name,x")
)
def test_nonsense_narrows_nothing(people, organiser, query):
    assert "2 people" in main(organiser.get(f"{LIST}?{query}"))


def test_what_narrows_the_list_can_be_taken_away_one_by_one(people, organiser):
    page = organiser.get(f"{LIST}?gender=woman&source=import&sort=-name")
    links = Document(page.text).links
    assert "Gender: Woman" in page.text
    assert "Source: Spreadsheet" in page.text
    assert f"{LIST}?source=import&sort=-name" in links
    assert f"{LIST}?gender=woman&sort=-name" in links
    assert f"{LIST}?sort=-name" in links


@pytest.mark.parametrize(
    "query", ("gender=man", "role=speaker", "source=import", "speaks=en", "consent=photo-yes", "group=0", "sort=gender")
)
def test_the_door_cannot_learn_by_filters_what_it_does_not_see(people, door, query):
    plain = main(door.get(LIST))
    assert rows(main(door.get(f"{LIST}?{query}"))) == rows(plain)
    assert len(rows(plain)) == 2
    assert "More filters" not in plain


def test_a_view_survives_being_an_address_and_coming_back():
    asked = {
        "q": "ama & kofi", "sector": "MIN", "status": "confirmed", "gender": "woman", "group": "3", "role": "speaker",
        "organisation": "bonsa", "speaks": "ak", "source": "import", "consent": "photo-none", "sort": "-role",
        "columns": "phone,role",
    }  # fmt: skip
    view = read_view(asked, sees_contacts=True)
    assert view.arguments() == asked
    assert read_query(view.query(), sees_contacts=True) == view
    for some in itertools.combinations(asked, 3):
        part = {name: asked[name] for name in some}
        assert read_view(part, sees_contacts=True).arguments() == part


def test_a_view_that_filters_by_what_the_door_does_not_see_is_not_one_for_the_door():
    assert is_whole("sector=MIN&status=confirmed&columns=phone,status")
    assert not is_whole("sector=MIN&gender=woman")
