"""Registering by the public form: accepted, refused without losing a word, and nothing kept before the last step."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa

from dialogues.outbox.models import Mail
from dialogues.people.models import Person
from dialogues.registration.models import Consent, ConsentAnswer, Registration, Source, Status
from dialogues.registration.public_models import ConsentWording
from dialogues.registration.question_models import GivenAnswer
from tests.browser import Browser
from tests.factories import make_event, make_group, make_person, make_public_form, make_question, make_registration
from tests.registration.public_visitor import ADDRESS, NOW, PublicVisitor


@pytest.fixture
def event(session):
    return make_event(is_public=True)


@pytest.fixture
def form(event):
    return make_public_form(event)


@pytest.fixture
def visitor(stranger):
    return PublicVisitor(stranger)


def rows(session, table=Registration):
    return session.scalars(sa.select(table).order_by(table.id)).all()


def test_somebody_registers_with_everything_they_said(form, event, visitor, session):
    group = make_group("Artisanal miners", "MIN")
    page = visitor.arrive(
        full_name="Nana Ɛsi Bɔhyɛba", organisation="Bonsa Group", position="Treasurer", sector="MIN",
        stakeholder_group=str(group.id), phone="0244 118 207 / 0201557318", email="esi@Example.org", language="ak",
        needs="A ramp\nNo meat", gender="woman", age_group="31-50", consent_photo="no", consent_contact="yes",
    )  # fmt: skip
    (esi,) = rows(session)
    assert (esi.full_name, esi.organisation_name, esi.position) == ("Nana Ɛsi Bɔhyɛba", "Bonsa Group", "Treasurer")
    assert (esi.phone, esi.phone_alternative, esi.email) == ("+233244118207", "+233201557318", "esi@example.org")
    assert (esi.status, esi.source, esi.needs) == (Status.CONFIRMED, Source.PUBLIC_FORM, "A ramp\nNo meat")
    assert esi.registered_at == NOW + timedelta(minutes=1)
    for words in ("Thank you, Nana Ɛsi Bɔhyɛba", "You are registered.", esi.link_token, esi.badge_code[:4], "<path"):
        assert words in page.text


def test_a_telephone_number_is_enough_and_so_is_an_address(form, visitor, session):
    visitor.arrive()
    visitor.arrive(full_name="Kofi Annor", phone="", email="kofi@example.org")
    assert [(one.phone, one.email) for one in rows(session)] == [("+233244118207", None), (None, "kofi@example.org")]


def test_nothing_is_kept_before_the_answers_were_looked_over(form, visitor, session):
    visitor.open()
    page = visitor.press("continue", {"full_name": "Ama Serwaa", "sector": "MIN", "phone": "024", "needs": "A ramp"})
    assert page.status_code == 200
    for words in ("Nothing is kept yet.", "Ama Serwaa", "Miners", "A ramp", "“024” cannot be read"):
        assert words in page.text
    assert rows(session) == rows(session, Person) == []


def test_going_back_keeps_everything(form, visitor, session):
    visitor.open()
    typed = {
        "full_name": "Ama Serwaa",
        "sector": "MIN",
        "phone": "0244118207",
        "needs": "A ramp",
        "consent_photo": "no",
    }
    visitor.press("continue", typed)
    page = visitor.press("back")
    assert page.status_code == 200
    for name, value in typed.items():
        assert visitor.press("continue", {name: value}).status_code == 200
    visitor.press("send")
    assert rows(session)[0].needs == "A ramp"


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(form, visitor, session):
    visitor.open()
    page = visitor.press("continue", {"full_name": "", "organisation": "Bonsa", "email": "no address"})
    assert page.status_code == 422
    for words in (
        "Write the full name", "Choose the sector you come from.", "“no address” is not an e-mail address",
        'value="Bonsa"', 'value="no address"', "Error:",
    ):  # fmt: skip
        assert words in page.text
    assert "Give a telephone number or an e-mail address" not in page.text  # an address was tried
    page = visitor.press("continue", {"email": ""})
    assert "Give a telephone number or an e-mail address. One of the two is enough." in page.text
    assert rows(session) == []


@pytest.mark.parametrize(
    ("field", "value"),
    (
        ("sector", "XXX"), ("sector", ""), ("gender", "x"), ("age_group", "9"), ("stakeholder_group", "77"),
        ("stakeholder_group", "x"), ("language", "zz"), ("consent_photo", "maybe"), ("full_name", "—"),
        ("full_name", "x" * 6000), ("needs", "x" * 2001), ("email", "x" * 300), ("phone", "9" * 300),
    ),
)  # fmt: skip
def test_what_was_not_offered_is_refused_in_a_sentence(form, visitor, session, field, value):
    visitor.open()
    page = visitor.press("continue", {"full_name": "Ama", "sector": "MIN", "phone": "0244118207", field: value})
    assert page.status_code == 422
    assert "field__error" in page.text
    assert rows(session) == []


def test_a_group_of_another_sector_is_refused_when_it_is_sent(form, visitor, session):
    group = make_group("Chiefs", "OTH")
    visitor.open()
    visitor.press(
        "continue", {"full_name": "Ama", "sector": "MIN", "phone": "0244118207", "stakeholder_group": str(group.id)}
    )
    page = visitor.press("send")
    assert page.status_code == 422
    assert "“Chiefs” belongs to another sector." in page.text
    assert rows(session) == []


def test_sent_twice_it_is_kept_once(form, visitor, session):
    first = visitor.register().location
    visitor.open()
    visitor.press("continue", {"full_name": "Esi", "sector": "CSO", "phone": "0201557318"})
    looked = visitor.browser.page
    one = visitor.press("send")
    visitor.browser.page = looked
    other = visitor.press("send")
    assert one.location == other.location != first
    assert len(rows(session)) == 2


# ---------------------------------------------------------------- consent
def test_no_answer_about_consent_is_given_beforehand(form, visitor, session):
    page = visitor.open()
    assert "checked" not in page.text.split("Your consent")[1]
    visitor.arrive()
    assert rows(session, Consent) == []


def test_a_consent_names_the_very_words_it_was_given_to(form, event, visitor, session):
    visitor.open()
    visitor.press("continue", {"full_name": "Ama", "sector": "MIN", "phone": "0244118207", "consent_photo": "yes"})
    session.add(ConsentWording(event_id=event.id, language="en", number=2, photo="New words?", made_at=NOW))
    visitor.press("send")
    (consent,) = rows(session, Consent)
    assert consent.answer is ConsentAnswer.YES
    assert session.get(ConsentWording, consent.wording_id).number == 1
    assert "New words?" in visitor.open().text


def test_a_purpose_without_words_is_not_asked_about(form, event, visitor, session):
    session.execute(sa.update(ConsentWording).values(recording=None))
    page = visitor.open()
    assert "consent_photo" in page.text
    assert "consent_recording" not in page.text
    visitor.press("continue", {"full_name": "Ama", "sector": "MIN", "phone": "0244118207", "consent_recording": "yes"})
    visitor.press("send")
    assert rows(session, Consent) == []


# ---------------------------------------------------------------- language
def test_another_language_keeps_what_was_typed(form, visitor, session):
    visitor.open()
    page = visitor.press("language", {"full_name": "Ama Serwaa", "needs": "A ramp"}, address=f"{ADDRESS}?language=fr")
    assert page.status_code == 200
    assert '<html lang="fr"' in page.text
    for words in ("Ama Serwaa", "A ramp", "May we, photo (fr)?"):
        assert words in page.text
    visitor.press("continue", {"sector": "MIN", "phone": "0244118207", "consent_photo": "yes"})
    visitor.press("send")
    (consent,) = rows(session, Consent)
    assert session.get(ConsentWording, consent.wording_id).language == "fr"


def test_a_mail_waits_in_the_language_of_the_page_with_the_code_and_the_link(form, visitor, session, app):
    app.config["DIALOGUES"] = _with_address(app)
    visitor.arrive(email="ama@example.org")
    (mail,) = session.scalars(sa.select(Mail)).all()
    (ama,) = rows(session)
    assert (mail.to_address, mail.registration_id, mail.language) == ("ama@example.org", ama.id, "en")
    code = ama.badge_code
    for words in (
        "You are registered.",
        f"{code[:4]}-{code[4:8]}",
        f"https://dialogues.example.org/my/{ama.link_token}",
    ):
        assert words in mail.text


def test_a_link_in_a_mail_is_never_made_from_what_a_browser_says(form, visitor, session):
    forged = {"Host": "evil.example"}
    visitor.open(headers=forged)
    visitor.press("continue", {"full_name": "Ama", "sector": "MIN", "email": "a@example.org"}, headers=forged)
    assert visitor.press("send", headers=forged).status_code == 303
    (mail,) = session.scalars(sa.select(Mail)).all()
    assert "evil" not in mail.text
    assert "/my/" not in mail.text


def _with_address(app):
    from dataclasses import replace

    return replace(app.config["DIALOGUES"], BASE_URL="https://dialogues.example.org")


# ---------------------------------------------------------------- when
def test_a_form_is_open_from_its_first_second_to_its_last(form, event, visitor):
    form.opens_at, form.closes_at = NOW, NOW + timedelta(hours=1)
    for at, is_open, words in (
        (NOW - timedelta(seconds=1), False, "Registration opens on Fri 1 May 2026, 09:00 (Africa/Accra)."),
        (NOW, True, "Register until Fri 1 May 2026, 10:00 (Africa/Accra)."),
        (NOW + timedelta(seconds=3599), True, "Register until"),
        (NOW + timedelta(hours=1), False, "Registration closed on Fri 1 May 2026, 10:00 (Africa/Accra)."),
    ):
        page = PublicVisitor(visitor.browser, at=at).open()
        assert page.status_code == 200
        assert words in page.text
        assert ('name="full_name"' in page.text) is is_open


def test_a_form_that_closed_meanwhile_says_so_and_keeps_nothing(form, visitor, session):
    form.closes_at = NOW + timedelta(minutes=2)
    visitor.open()
    visitor.press("continue", {"full_name": "Ama", "sector": "MIN", "phone": "0244118207"})
    page = visitor.press("send", after_s=121)
    assert page.status_code == 422
    assert "Registration closed on" in page.text
    assert "What you sent was not kept." in page.text
    assert rows(session) == []


def test_after_the_last_day_at_the_venue_nobody_registers(session, stranger):
    event = make_event(starts="2026-06-02", days=1, zone="Pacific/Auckland", is_public=True)
    make_public_form(event)
    still = datetime(2026, 6, 2, 11, 59, tzinfo=UTC)  # a minute before midnight there
    assert 'name="full_name"' in PublicVisitor(stranger, at=still).open().text
    assert "The event is over." in PublicVisitor(stranger, at=still + timedelta(minutes=2)).open().text


def test_without_a_form_the_page_says_so_and_without_a_public_page_there_is_none(session, stranger):
    make_event(is_public=True)
    assert "There is no registration form" in PublicVisitor(stranger).open().text
    event = make_event("geita")
    make_public_form(event)
    assert stranger.get("/e/geita/register").status_code == 404


def test_where_an_organiser_decides_somebody_has_applied_and_is_told_so(form, visitor, session):
    form.needs_approval = True
    assert "look at each registration" in visitor.open().text
    page = visitor.arrive()
    assert rows(session)[0].status is Status.APPLIED
    assert "The organisers look at it and tell you." in page.text


# ---------------------------------------------------------------- nobody is told about others
def test_the_directory_is_neither_asked_nor_changed(form, visitor, session):
    known = make_person("Ama Serwaa", phone="+233244118207", email="ama@example.org", place="Bonsa", position="Chair")
    page = visitor.arrive(phone="0244118207", position="Treasurer")
    (ama,) = rows(session)
    assert ama.person_id != known.id
    assert (known.position, known.email) == ("Chair", "ama@example.org")
    assert (ama.email, ama.place) == (None, None)
    assert "Bonsa" not in page.text


@pytest.mark.parametrize("contact", ({"phone": "0244118207"}, {"phone": "", "email": "AMA@example.org"}))
def test_registering_again_tells_nothing_of_who_is_on_the_list(form, event, visitor, session, contact):
    known = make_registration(
        event, "Serwaa Ama", phone="+233244118207", email="ama@example.org", organisation="Secret"
    )
    again = visitor.arrive(**contact)
    (new,) = [one for one in rows(session) if one.id != known.id]
    assert new.status is Status.APPLIED
    fresh = visitor.arrive(full_name="Yaa Pokuaa", phone="0201557318", email=contact.get("email") and "yaa@example.org")
    yaa = rows(session)[-1]
    assert yaa.status is Status.CONFIRMED
    assert _neutral(again.text, new) == _neutral(fresh.text, yaa)
    for words in (known.link_token, known.badge_code, "Secret"):
        assert words not in again.text


def _neutral(page: str, registration: Registration) -> str:
    """A page without what is its own reader's: name, link, code and drawing."""
    import re

    code = registration.badge_code
    for own in (registration.full_name, registration.link_token, f"{code[:4]}-{code[4:8]}"):
        page = page.replace(own, "")
    return re.sub(r'd="M[^"]*"|name="[^"]*" value="[^"]*"', "", page)


def test_who_is_known_by_the_same_address_is_mailed_their_own_link(form, event, visitor, session, app):
    app.config["DIALOGUES"] = _with_address(app)
    known = make_registration(event, "Ama Serwaa", email="ama@example.org")
    visitor.arrive(email="ama@example.org")
    (mail,) = session.scalars(sa.select(Mail)).all()
    new = rows(session)[-1]
    assert known.link_token in mail.text
    assert new.link_token not in mail.text


def test_a_shared_number_with_another_name_is_no_doubt(form, event, visitor, session):
    make_registration(event, "Ama Serwaa", phone="+233244118207")
    visitor.arrive(full_name="Kofi Annor")
    assert rows(session)[-1].status is Status.CONFIRMED


# ---------------------------------------------------------------- questions
def test_what_is_wrong_with_an_answer_names_its_question(form, event, visitor):
    make_question(event, "100% sure?", is_required=True, kind="text")
    share = make_question(event, "Which share, in %(max)d?", kind="text")
    visitor.open()
    page = visitor.press("continue", {f"question_{share.id}": "x" * 5000})
    assert "Answer the question “100% sure?”." in page.text
    assert "letters in answer to “Which share, in %(max)d?”." in page.text


def test_answers_are_kept_with_the_registration(form, event, visitor, session):
    bed = make_question(event, is_required=True)
    tongues = make_question(event, "Which languages?", kind="choices", options=["Twi", "Wassa", "French"])
    why = make_question(event, "What do you hope for?", kind="long_text", help_text="In a few words.")
    visitor.open()
    page = visitor.press("continue", {"full_name": "Ama", "sector": "MIN", "phone": "0244118207"})
    assert page.status_code == 422
    assert re.findall(r'error-summary__link" href="#([^"]*)">([^<]*)<', page.text) == [
        (f"question_{bed.id}-0", "Choose an answer to “Do you need a bed?”.")
    ]
    answers = {f"question_{bed.id}": "yes", f"question_{tongues.id}": ["Twi", "French"], f"question_{why.id}": "Peace"}
    page = visitor.press("continue", answers)
    for words in ("Do you need a bed?", "Twi, French", "Peace"):
        assert words in page.text
    visitor.press("send")
    kept = {one.question_id: one.words for one in rows(session, GivenAnswer)}
    assert kept == {bed.id: ["yes"], tongues.id: ["Twi", "French"], why.id: ["Peace"]}


def test_a_question_that_follows_is_asked_on_the_next_step_without_script(form, event, visitor, session):
    bed = make_question(event)
    nights = make_question(event, "How many nights?", kind="text", is_required=True, shown_if=(bed, "yes"))
    page = visitor.open()
    assert f'name="question_{nights.id}"' in page.text
    ama = {"full_name": "Ama", "sector": "MIN", "phone": "0244118207"}
    page = visitor.press("continue", {**ama, f"question_{bed.id}": "yes"})
    assert page.status_code == 200
    assert "One more question follows from your answers." in page.text
    assert "field__error" not in page.text
    assert visitor.press("continue").status_code == 422
    page = visitor.press("continue", {f"question_{nights.id}": "Two"})
    assert "Look over your answers" in page.text
    visitor.press("send")
    assert [one.words for one in rows(session, GivenAnswer)] == [["yes"], ["Two"]]


def test_an_answer_to_what_is_not_asked_any_more_is_dropped(form, event, visitor, session):
    bed = make_question(event)
    nights = make_question(event, "How many nights?", kind="text", is_required=True, shown_if=(bed, "yes"))
    visitor.open()
    ama = {"full_name": "Ama", "sector": "MIN", "phone": "0244118207"}
    page = visitor.press("continue", {**ama, f"question_{bed.id}": "no", f"question_{nights.id}": "Two"})
    assert "Two" not in page.text.split("<form")[0]
    visitor.press("send")
    assert [one.words for one in rows(session, GivenAnswer)] == [["no"]]


def test_a_question_is_asked_in_the_language_of_the_reader_and_kept_in_its_own_words(form, event, visitor, session):
    words = {"fr": {"label": "Quelle langue ?", "options": ["Le twi", "Le français"]}}
    tongue = make_question(event, "Which?", kind="choice", options=["Twi", "French"], translations=words)
    visitor.open()
    page = visitor.press("language", address=f"{ADDRESS}?language=fr")
    assert "Quelle langue ?" in page.text
    ama = {"full_name": "Ama", "sector": "MIN", "phone": "0244118207"}
    page = visitor.press("continue", {**ama, f"question_{tongue.id}": "French"})
    assert "Le français" in page.text
    visitor.press("send")
    assert rows(session, GivenAnswer)[0].words == ["French"]


# ---------------------------------------------------------------- the page itself
def test_forty_questions_cost_as_many_queries_as_none(form, event, session, app, count_queries):
    other = make_event("geita", is_public=True)
    make_public_form(other)
    for number in range(40):
        make_question(other, f"Question {number}", kind="choice", options=["A", "B"])
    counts = []
    for slug in ("tarkwa", "geita"):
        with count_queries() as counted:
            PublicVisitor(Browser(app, session), address=f"/e/{slug}/register").open()
        counts.append(counted.number)
    assert counts[0] == counts[1] <= 6, counted.statements


def test_a_hidden_question_is_not_sent_by_a_browser(form, event, visitor):
    bed = make_question(event)
    make_question(event, "How many nights?", kind="text", shown_if=(bed, "yes"))
    page = visitor.open()
    assert "hidden disabled>" in page.text


def test_the_calendar_file_can_be_read_and_tells_nobody_s_secret(form, event, visitor, session):
    visitor.arrive()
    (ama,) = rows(session)
    files = [visitor.browser.get(f"/my/{ama.link_token}/event.ics") for _time in range(2)]
    entries: list[Any] = [next(iter(icalendar.Calendar.from_ical(one.data).walk("VEVENT"))) for one in files]
    assert entries[0]["UID"] == entries[1]["UID"]
    assert (entries[0].start.isoformat(), entries[0].end.isoformat()) == ("2026-06-02", "2026-06-05")
    assert ama.link_token.encode() not in files[0].data
    agenda = next(iter(icalendar.Calendar.from_ical(visitor.browser.get("/e/tarkwa/agenda.ics").data).walk("VEVENT")))
    assert agenda["UID"] == entries[0]["UID"]  # loaded from both, it stands in the calendar once
