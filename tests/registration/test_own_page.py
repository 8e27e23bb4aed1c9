"""One's own page: see, change, cancel, come back, take consent back, take the data away, ask to be erased."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.audit.models import Entry
from dialogues.registration.models import Consent, Purpose, Registration, Status
from dialogues.registration.public_models import ConsentWording, ErasureRequest
from dialogues.registration.question_models import GivenAnswer
from tests.factories import make_event, make_public_form, make_question, make_registration
from tests.registration.public_visitor import NOW


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(session):
    event = make_event(is_public=True)
    make_public_form(event)
    return event


@pytest.fixture
def ama(event):
    return make_registration(
        event, "Ama Serwaa", phone="+233244118207", email="ama@example.org", link_token="amas-own", notes="Chair",
        honorific="Nana", place="Bonsa",
    )  # fmt: skip


def press(browser, path, form_at="/my/amas-own", **fields):
    return browser.post(f"/my/amas-own/{path}", fields, form_at=form_at)


def actions(session):
    return session.scalars(sa.select(Entry.action).order_by(Entry.id)).all()


def test_one_sees_what_is_kept_and_nothing_about_others(ama, event, stranger):
    make_registration(event, "Kofi Annor", phone="+233201557318", in_place_of=ama, in_place_from=event.days[1].day)
    for path in ("", "/registered", "/data", "/data.json", "/change"):
        page = stranger.get(f"/my/amas-own{path}")
        assert page.status_code == 200
        assert "Ama Serwaa" in page.text or path == "/data.json"
        assert "Kofi" not in page.text
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page.headers.get("X-Robots-Tag", "noindex" if path == "/event.ics" else "")


@pytest.mark.parametrize("token", ("nobody", "x" * 3000, "%00", "%F0%9F", "amas-own%20"))
def test_a_link_that_is_nobody_s_leads_nowhere(ama, stranger, token):
    for path in ("", "/registered", "/change", "/data", "/data.json", "/event.ics"):
        assert stranger.get(f"/my/{token}{path}").status_code == 404


def test_one_changes_what_one_wrote_and_what_organisers_wrote_stays(ama, event, stranger, session):
    bed = make_question(event, is_required=True)
    page = stranger.post(
        "/my/amas-own/change",
        {"full_name": "Ama Serwaa Bonsu", "position": "Treasurer", "needs": "A ramp", f"question_{bed.id}": "yes",
         "phone": "020 155 7318", "step": "save"},
    )  # fmt: skip
    assert page.status_code == 303
    assert (ama.full_name, ama.position, ama.phone, ama.needs) == (
        "Ama Serwaa Bonsu",
        "Treasurer",
        "+233201557318",
        "A ramp",
    )
    assert (ama.honorific, ama.place, ama.notes) == ("Nana", "Bonsa", "Chair")
    assert ama.person.full_name == "Ama Serwaa Bonsu"
    assert session.scalars(sa.select(GivenAnswer.words)).all() == [["yes"]]
    assert {entry.actor_name for entry in session.scalars(sa.select(Entry))} == {"own page"}
    assert "A ramp" not in json.dumps([entry.changes for entry in session.scalars(sa.select(Entry))])


def test_a_change_without_a_way_to_be_reached_is_refused_and_kept_as_typed(ama, stranger):
    page = stranger.post("/my/amas-own/change", {"phone": "", "email": "", "position": "Treasurer", "step": "save"})
    assert page.status_code == 422
    assert "One of the two is enough." in page.text
    assert "Treasurer" in page.text
    assert ama.phone == "+233244118207"


def test_two_changes_at_once_are_noticed(ama, stranger, session):
    stranger.get("/my/amas-own/change")
    ama.position = "Chair"
    page = stranger.press("/my/amas-own/change", {"position": "Treasurer", "step": "save"})
    assert page.status_code == 422
    assert "Somebody else changed this" in page.text
    assert "Treasurer" in page.text


# ---------------------------------------------------------------- coming or not
def test_cancelling_can_be_taken_back_at_once_or_later(ama, stranger, session):
    assert press(stranger, "cancel").status_code == 303
    assert ama.status.value == "cancelled"
    page = stranger.follow()
    assert "Your registration is cancelled." in page.text
    assert "Undo" in page.text
    stranger.press("/my/amas-own/come-back")
    assert ama.status.value == "confirmed"
    press(stranger, "cancel")
    assert "I come after all" in stranger.get("/my/amas-own").text
    press(stranger, "come-back")
    assert ama.status.value == "confirmed"
    assert actions(session) == ["registration.cancelled", "registration.restored"] * 2


def test_who_had_applied_has_applied_again_and_a_yes_holds(ama, event, stranger, session):
    ama.status = Status.APPLIED
    press(stranger, "cancel")
    press(stranger, "come-back")
    assert ama.status is Status.APPLIED


def test_what_an_organiser_closed_is_not_opened_by_the_person(ama, event, stranger, organiser, session):
    organiser.post(f"/events/tarkwa/participants/{ama.id}/cancel", form_at=f"/events/tarkwa/participants/{ama.id}")
    assert "I come after all" not in stranger.get("/my/amas-own").text
    page = _send(stranger, "/my/amas-own/come-back")
    assert page.status_code == 303
    assert "The organisers closed this registration." in stranger.follow().text
    assert ama.status is Status.CANCELLED


def _send(browser, address, **fields):
    """A form without a button of its own on the page."""
    browser.app.config["WTF_CSRF_ENABLED"] = False
    return browser._load(browser.client.post, address, data=fields)


def test_after_the_event_nobody_cancels(ama, event, stranger, session, clock):
    clock.move_to(datetime(2026, 6, 5, 0, 1, tzinfo=UTC))
    assert "Cancel my registration" not in stranger.get("/my/amas-own").text
    _send(stranger, "/my/amas-own/cancel")
    assert "The event is over." in stranger.follow().text
    assert ama.status is Status.CONFIRMED


# ---------------------------------------------------------------- consent
def test_a_yes_is_taken_back_by_one_press_as_it_was_given(ama, stranger, session):
    for answer in ("yes", "no", "no"):
        _send(stranger, "/my/amas-own/consent", purpose="photo", answer=answer, wording="1")
    rows = session.scalars(sa.select(Consent).order_by(Consent.id)).all()
    assert [(one.purpose, one.answer.value, one.wording_id) for one in rows] == [
        (Purpose.PHOTO, "yes", 1),
        (Purpose.PHOTO, "no", 1),
    ]
    assert "Change to yes" in stranger.get("/my/amas-own").text


def test_an_organiser_sees_to_which_words_somebody_answered(ama, stranger, organiser):
    _send(stranger, "/my/amas-own/consent", purpose="photo", answer="yes", wording="1")
    assert "to version 1 of the wording (English)" in organiser.get(f"/events/tarkwa/participants/{ama.id}").text


def test_changed_words_are_told_beside_what_was_agreed_to(ama, event, stranger, session):
    _send(stranger, "/my/amas-own/consent", purpose="photo", answer="yes", wording="1")
    words = {"photo": "May we film you on the moon?"}
    session.add(ConsentWording(event_id=event.id, language="en", number=2, made_at=NOW, **words))
    page = stranger.get("/my/amas-own").text
    assert "Then they were: May we, photo (en)?" in page
    assert "May we film you on the moon?" in page
    newest = session.scalar(sa.select(ConsentWording.id).where(ConsentWording.number == 2))
    _send(stranger, "/my/amas-own/consent", purpose="photo", answer="yes", wording=str(newest))
    assert session.scalars(sa.select(Consent.wording_id).order_by(Consent.id)).all() == [1, newest]


def test_words_of_another_event_are_not_agreed_to(ama, stranger, session):
    make_public_form(make_event("geita"))
    foreign = session.scalar(sa.select(sa.func.max(ConsentWording.id)))
    _send(stranger, "/my/amas-own/consent", purpose="photo", answer="yes", wording=str(foreign))
    assert session.scalars(sa.select(Consent.wording_id)).all() == [None]


@pytest.mark.parametrize("fields", ({}, {"purpose": "x", "answer": "yes"}, {"purpose": "photo", "answer": "maybe"}))
def test_nonsense_about_consent_is_not_found(ama, stranger, fields):
    assert _send(stranger, "/my/amas-own/consent", **fields).status_code == 404


# ---------------------------------------------------------------- data
def test_everything_that_is_kept_can_be_taken_away(ama, event, stranger, session):
    bed = make_question(event)
    session.add(GivenAnswer(registration_id=ama.id, question_id=bed.id, words=["yes"]))
    ama.needs = "A ramp"
    _send(stranger, "/my/amas-own/consent", purpose="photo", answer="no", wording="1")
    told = json.loads(stranger.get("/my/amas-own/data.json").data)
    about = told["registration"]
    assert (about["full_name"], about["phone"], about["needs"], about["notes"], about["sector"]) == (
        "Ama Serwaa", "+233244118207", "A ramp", "Chair", "MIN",
    )  # fmt: skip
    assert told["answers"] == [{"question": "Do you need a bed?", "answer": ["yes"]}]
    assert told["consents"][0]["wording"] == "May we, photo (en)?"
    page = stranger.get("/my/amas-own/data").text
    for words in ("Ama Serwaa", "+233 24 411 8207", "A ramp", "Do you need a bed?", "May we, photo (en)?", "Chair"):
        assert words in page


def test_who_asks_to_be_erased_is_seen_by_an_organiser_until_it_is_answered(ama, event, stranger, organiser, session):
    press(stranger, "erasure")
    assert "The organisers answer by Sun 31 May 2026." in stranger.follow().text
    person = f"/events/tarkwa/participants/{ama.id}"
    assert "Ama Serwaa asked to be erased" in organiser.get(person).text
    assert "Sun 31 May 2026" in organiser.get("/events/tarkwa/registration-form").text
    organiser.post(f"{person}/erasure/answered", form_at=person)
    assert "asked to be erased" not in organiser.get(person).text.split("History")[0]
    assert session.get(ErasureRequest, ama.id).answered_by_id == organiser.user.id
    organiser.get(person)
    _send(organiser, f"{person}/erasure/open")
    assert session.get(ErasureRequest, ama.id).answered_at is None
    press(stranger, "erasure/withdraw")
    assert session.get(ErasureRequest, ama.id) is None


def test_reading_one_s_page_costs_the_same_however_much_happened(ama, event, stranger, session, count_queries):
    counts = []
    for number in range(2):
        session.commit()
        with count_queries() as counted:
            stranger.get("/my/amas-own")
        counts.append(counted.number)
        for question in [make_question(event, f"Question {number} {each}", kind="text") for each in range(10)]:
            session.add(GivenAnswer(registration_id=ama.id, question_id=question.id, words=["x"]))
    assert counts[0] == counts[1] <= 9


def test_the_days_somebody_was_there_are_among_what_is_kept(ama, event, stranger, door):
    door.get("/events/tarkwa/desk?day=2026-06-02&part=morning&q=ama")
    door.press("/events/tarkwa/desk", {"registration_id": str(ama.id)})
    page = stranger.get("/my/amas-own/data").text
    assert "Your days" in page
    days = json.loads(stranger.get("/my/amas-own/data.json").data)["days"]
    assert [one["what"] for one in days] == ["Tue 2 Jun 2026", "Wed 3 Jun 2026", "Thu 4 Jun 2026"]


# ---------------------------------------------------------------- the badge
def test_a_badge_says_whom_to_give_it_back_to_and_nothing_about_anybody(ama, event, stranger, outsider, reporter):
    event.convenor, event.contact = "Coastal Rights Network", "0244 000 110"
    for reader in (stranger, outsider, reporter):
        page = reader.get(f"/b/{ama.badge_code}")
        assert page.status_code == 200
        assert "Coastal Rights Network" in page.text
        for words in ("Ama", "Serwaa", "244118207", "example.org", "Miners", "Confirmed", "/my/"):
            assert words not in page.text
    assert stranger.get(f"/b/{'0' * 26}").status_code == 404


def test_who_may_mark_is_led_on_to_the_desk_with_the_holder(ama, door):
    page = door.get(f"/b/{ama.badge_code}")
    assert page.status_code == 303
    assert "Ama Serwaa" in door.follow().text


def test_a_mail_about_a_decision_waits_a_minute_and_is_withdrawn_with_it(session, event, organiser):
    from dialogues.outbox.models import Mail, MailState
    from dialogues.registration.kinds import Source
    from dialogues.registration.public_models import Application

    kofi = make_registration(event, "Kofi Annor", status="applied", source="public_form", email="kofi@example.org")
    session.add(Application(registration_id=kofi.id, language="fr", shown_as=Status.APPLIED))
    assert kofi.source is Source.PUBLIC_FORM
    person = f"/events/tarkwa/participants/{kofi.id}"
    organiser.post(f"{person}/confirm", form_at=person)
    (mail,) = session.scalars(sa.select(Mail)).all()
    assert (mail.state, mail.language, mail.next_try_at) == (MailState.WAITING, "fr", NOW + timedelta(minutes=1))
    organiser.follow()
    undo = next(form.action for form in _forms(organiser) if "take-back" in form.action)
    organiser.press(undo)
    assert kofi.status is Status.APPLIED
    assert mail.state is MailState.WITHDRAWN


def _forms(browser):
    from tests.browser import Document

    return Document(browser.page.text).forms


def test_a_doubtful_registration_says_why_and_leads_to_the_other(session, event, ama, organiser):
    from dialogues.registration.public_models import Application, HoldReason

    again = make_registration(event, "Ama Serwaa", status="applied", source="public_form")
    session.add(
        Application(
            registration_id=again.id,
            language="en",
            shown_as=Status.CONFIRMED,
            hold_reason=HoldReason.POSSIBLE_DUPLICATE,
            same_as_id=ama.id,
        )
    )
    page = organiser.get(f"/events/tarkwa/participants/{again.id}").text
    assert "is on the list already. If it is the same person, decline this one" in page.replace("\n", " ")
    assert f"/events/tarkwa/participants/{ama.id}" in page
    assert "One registration of the form waits" in organiser.get("/events/tarkwa/registration-form").text
    assert session.get(Registration, again.id).status is Status.APPLIED
