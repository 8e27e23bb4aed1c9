"""Putting somebody on the list: accepted, refused without losing a word, and asked who it is."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.people.models import Organisation, Person
from dialogues.registration.models import Consent, EventRole, Registration, Source, Status
from tests.browser import Browser, Document
from tests.factories import (
    make_event,
    make_grant,
    make_group,
    make_organisation,
    make_person,
    make_registration,
    make_user,
)

NEW = "/events/tarkwa/participants/new"


@pytest.fixture
def event(session: Session):
    return make_event()


def _all(session: Session, table=Registration):
    return session.scalars(sa.select(table).order_by(table.id)).all()


def test_a_person_is_put_on_the_list_with_everything_that_was_said(event, organiser, session):
    group = make_group("Artisanal miners", "MIN")
    page = organiser.post(
        NEW,
        {
            "full_name": "Ɛsi Owusuaa Mensimah", "honorific": "Hon.", "sort_as": "Mensimah", "sector": "MIN",
            "stakeholder_group": str(group.id), "organisation": "Bonsa Group", "position": "Treasurer",
            "gender": "woman", "age_group": "31-50", "phone": "0244 118 207 / 0201557318",
            "email": "esi@Example.org", "place": "Bonsa", "language": "ak", "role": "speaker", "status": "invited",
            "consent_photo": "no", "consent_contact": "yes", "notes": "Comes by bus\nwith a child",
        },
    )  # fmt: skip
    assert page.status_code == 303
    (esi,) = _all(session)
    assert (esi.full_name, esi.sort_key, esi.organisation_name) == ("Ɛsi Owusuaa Mensimah", " mensimah", "Bonsa Group")
    assert (esi.phone, esi.phone_alternative, esi.email) == ("+233244118207", "+233201557318", "esi@example.org")
    assert (esi.role, esi.status, esi.source) == (EventRole.SPEAKER, Status.INVITED, Source.STAFF)
    assert esi.notes == "Comes by bus\nwith a child"
    assert {(one.purpose.value, one.answer.value) for one in _all(session, Consent)} == {
        ("photo", "no"),
        ("contact", "yes"),
    }
    shown = organiser.follow().text
    for words in ("Ɛsi Owusuaa Mensimah is on the list.", "Hon. Ɛsi", "Akan", "31 to 50", "Invited", "Confirm"):
        assert words in shown


def test_the_gender_is_not_stated_unless_it_is(event, organiser, session):
    organiser.post(NEW, {"full_name": "Mr Kofi Annor", "sector": "GOV"})
    (kofi,) = _all(session)
    assert kofi.gender.value == "not_stated"


def test_a_group_gives_the_sector(event, organiser, session):
    group = make_group("Media", "OTH")
    assert organiser.post(NEW, {"full_name": "Kofi Annor", "stakeholder_group": str(group.id)}).status_code == 303
    assert _all(session)[0].sector.value == "OTH"


WRONG = {
    "full_name": (" ", "Write the full name, as the person writes it."),
    "sector": ("", "Choose a sector, or a stakeholder group, which has one."),
    "stakeholder_group": ("1", "“Media” belongs to another sector."),
    "email": ("esi at example", "is not an e-mail address"),
    "phone": ("0" * 201, "there is room for 200"),
    "position": ("word " * 300, "there is room for 1,000"),
    "notes": ("word " * 3000, "there is room for 10,000"),
    "language": ("tlh", "Choose one of the list."),
    "role": ("king", "Choose one of the list."),
    "status": ("cancelled", "Choose one of the list."),
    "consent_photo": ("perhaps", "Choose one of the list."),
}


@pytest.mark.parametrize("field", WRONG)
def test_every_error_stands_at_its_field_and_in_the_summary_and_keeps_what_was_typed(event, organiser, session, field):
    make_group("Media", "OTH")
    wrong, sentence = WRONG[field]
    typed = {
        "full_name": "Ɛsi Mensimah", "sector": "MIN", "organisation": "Bonsa Group", "position": "Treasurer",
        "phone": "0244 118 207", "place": "Bonsa", "notes": "Comes by bus", "consent_contact": "yes",
    }  # fmt: skip
    page = organiser.post(NEW, {**typed, field: wrong})
    assert page.status_code == 422
    assert page.text.count(sentence) >= 2
    kept = organiser._form_to(Document(page.text), NEW).values
    for name, text in typed.items():
        if name != field:
            assert kept[name][0].strip() == text, name
    assert _all(session) == []
    assert _all(session, Organisation) == []


def test_a_refused_form_can_be_mended_and_sent(event, organiser, session):
    organiser.post(NEW, {"full_name": "", "sector": "MIN", "place": "Bonsa"})
    assert organiser.press(NEW, {"full_name": "Ama Serwaa"}).status_code == 303
    assert _all(session)[0].place == "Bonsa"


def test_a_number_that_cannot_be_read_is_kept_and_told(event, organiser, session):
    organiser.post(NEW, {"full_name": "Ama Serwaa", "sector": "MIN", "phone": "at the shop"})
    assert "“at the shop” cannot be read as a telephone number." in organiser.follow().text
    assert _all(session)[0].phone == "at the shop"


def test_a_form_sent_twice_registers_once(event, organiser, session):
    form = organiser.get(NEW)
    led_to = set()
    for _time in range(2):
        organiser.page = form
        led_to.add(organiser.press(NEW, {"full_name": "Ama Serwaa", "sector": "MIN"}).location)
    assert led_to == {"/events/tarkwa/participants/1"}
    assert len(_all(session)) == 1


def test_after_saving_another_may_follow(event, organiser):
    values = organiser._form_to(Document(organiser.get(NEW).text), NEW).values
    page = organiser.client.post(NEW, data={**values, "full_name": "Ama Serwaa", "sector": "MIN", "then": "another"})
    assert page.location == NEW


def test_somebody_known_is_offered_and_nothing_typed_is_lost(event, organiser, session):
    bonsa = make_organisation("Bonsa Group")
    known = make_person("Ɛsi Mensah", position="Treasurer", organisation_id=bonsa.id, phone="+233244118207")
    make_registration(make_event("accra", title="Accra dialogue"), "Ɛsi Mensah", person=known)
    page = organiser.post(NEW, {"full_name": "mensah 3si", "sector": "CSO", "place": "Bogoso"})
    assert page.status_code == 422
    assert "Say whether this is somebody already known." in page.text
    for words in ("Ɛsi Mensah, already known", "Bonsa Group", "Treasurer", "Accra dialogue", 'value="mensah 3si"'):
        assert words in page.text
    assert organiser.press(NEW, {"same_person": str(known.id)}).status_code == 303
    added = _all(session)[-1]
    assert (added.person_id, added.full_name, added.place) == (known.id, "mensah 3si", "Bogoso")
    assert (added.phone, added.position) == ("+233244118207", "Treasurer")
    assert len(_all(session, Person)) == 1


def test_somebody_else_of_the_same_name_is_somebody_new(event, organiser, session):
    known = make_person("Ɛsi Mensah")
    organiser.post(NEW, {"full_name": "Esi Mensah", "sector": "CSO"})
    assert organiser.press(NEW, {"same_person": "new"}).status_code == 303
    assert _all(session)[0].person_id != known.id


def test_the_same_number_is_offered_too_but_never_blocks(event, organiser, session):
    make_person("Ɛsi Mensah", phone_alternative="+233244118207")
    page = organiser.post(NEW, {"full_name": "Kofi Annor", "sector": "CSO", "phone": "0244118207"})
    assert "Ɛsi Mensah, already known" in page.text
    assert organiser.press(NEW, {"same_person": "new"}).status_code == 303


def test_another_name_typed_after_the_question_is_asked_about_again(event, organiser, session):
    make_person("Ɛsi Mensah")
    make_person("Kofi Annor")
    organiser.post(NEW, {"full_name": "Esi Mensah", "sector": "CSO"})
    page = organiser.press(NEW, {"full_name": "Kofi Annor", "same_person": "new"})
    assert page.status_code == 422
    assert "Kofi Annor, already known" in page.text
    assert _all(session) == []


def test_somebody_on_the_list_already_is_named_with_a_link(event, organiser, session):
    make_registration(event, "Ɛsi Mensah", organisation="Bonsa Group", status="cancelled")
    page = organiser.post(NEW, {"full_name": "Esi Mensah", "sector": "CSO"})
    assert page.status_code == 422
    assert '<a href="/events/tarkwa/participants/1">Ɛsi Mensah is on the list already</a>' in page.text
    assert "Bonsa Group, Cancelled" in page.text


def test_a_person_that_was_not_offered_cannot_be_chosen(event, organiser, session):
    stranger_ = make_person("Adwoa Sarpong", phone="+233201557318")
    organiser.get(NEW)
    values = organiser._form_to(Document(organiser.page.text), NEW).values
    sent = {**values, "full_name": "Ama Serwaa", "sector": "MIN", "same_person": str(stranger_.id), "asked": "1,2,3"}
    assert organiser.client.post(NEW, data=sent).status_code == 303
    assert _all(session)[0].person_id != stranger_.id
    assert _all(session)[0].phone is None


def test_an_organiser_of_one_event_is_not_told_of_people_of_others(event, app, session):
    make_registration(make_event("accra", title="Accra dialogue"), "Ɛsi Mensah", person=make_person("Ɛsi Mensah"))
    make_organisation("Secret Group")
    user = make_user("Yaa Asare")
    make_grant(user, "organiser", event=event)
    own = Browser(app, session).sign_in(user)
    assert "Secret Group" not in own.get(NEW).text
    assert own.post(NEW, {"full_name": "Esi Mensah", "sector": "MIN"}).status_code == 303


def test_who_may_see_the_directory_is_helped_with_organisations(event, organiser):
    make_organisation("Bonsa Group")
    page = organiser.get(NEW).text
    assert '<option value="Bonsa Group"></option>' in page
    assert 'list="organisations"' in page


COLUMNS = (
    "id", "event_id", "person_id", "search_key", "sort_key", "source", "badge_code", "in_place_of_id", "in_place_from",
    "registered_at", "version", "organisation_id", "organisation_name", "phone_alternative", "stakeholder_group_id",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_is_not_a_field_is_not_taken(event, organiser, session, column):
    values = organiser._form_to(Document(organiser.get(NEW).text), NEW).values
    sent = {**values, "full_name": "Ama Serwaa", "sector": "MIN", column: "666"}
    assert organiser.client.post(NEW, data=sent).status_code == 303
    session.expire_all()
    (ama,) = _all(session)
    assert "666" not in str(getattr(ama, column))


@pytest.mark.parametrize("role", ("door", "facilitator", "reporter"))
def test_only_who_may_edit_participants_adds_them(event, request, role):
    assert request.getfixturevalue(role).get(NEW).status_code == 403
