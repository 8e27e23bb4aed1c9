"""The page of a person in an event: shown, edited, moved from state to state, and who may."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.registration.models import Consent, Registration
from tests.browser import Browser, Document
from tests.factories import make_event, make_registration

ONE = "/events/tarkwa/participants/1"


@pytest.fixture
def ama(session: Session) -> Registration:
    return make_registration(
        make_event(starts="2026-06-02"), "Ama Serwaa", organisation="Bonsa Group", position="Treasurer",
        phone="+233244118207", phone_alternative="+233201557318", email="ama@example.org", language="xx",
        notes="Comes by <b>bus</b>", badge_code="7" * 26,
    )  # fmt: skip


def test_the_page_shows_what_is_known(ama, organiser):
    page = organiser.get(ONE).text
    for words in (
        "Ama Serwaa", "Bonsa Group", "Treasurer", "+233 24 411 8207", "+233 20 155 7318", "ama@example.org", "7" * 26,
        "Comes by &lt;b&gt;bus&lt;/b&gt;", "Not asked", "Entered by staff", "/people/1",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("address", (ONE, f"{ONE}/edit", f"{ONE}/substitute"))
def test_only_who_may_see_participants_sees_one(
    ama, organiser, door, facilitator, reporter, outsider, stranger, address
):
    assert organiser.get(address).status_code == 200
    for other in (door, facilitator, reporter):
        page = other.get(address)
        assert page.status_code == 403
        assert "411" not in page.text
    assert outsider.get(address).status_code == 404
    assert stranger.get(address).status_code == 302


@pytest.mark.parametrize("rest", ("", "/edit", "/substitute"))
def test_a_person_of_another_event_is_not_here(ama, organiser, rest):
    make_event("accra")
    assert organiser.get(f"/events/accra/participants/1{rest}").status_code == 404
    assert organiser.get(f"/events/tarkwa/participants/9{rest}").status_code == 404


@pytest.mark.parametrize("act", ("confirm", "decline", "cancel", "restore", "take-back"))
def test_an_act_on_a_person_of_another_event_or_by_the_door_is_refused(ama, organiser, door, session, act):
    make_event("accra")
    assert _press(organiser, f"/events/accra/participants/1/{act}").status_code == 404
    assert _press(door, f"{ONE}/{act}").status_code == 403
    session.expire_all()
    assert session.get(Registration, 1).status == "confirmed"


def _press(browser: Browser, address: str):
    """Send one act with the token of any page that has one."""
    token = Document(browser.get("/").text)
    values = next(form.values for form in token.forms if form.method == "post")
    browser.session.commit()
    return browser.client.post(address, data={"csrf_token": values["csrf_token"][0]})


def test_an_edit_is_saved_and_told_in_words(ama, organiser, session):
    page = organiser.post(f"{ONE}/edit", {"position": "Chair", "sector": "CSO", "consent_photo": "yes"})
    assert page.status_code == 303
    page = organiser.follow().text
    assert "Ama Serwaa is saved." in page
    assert "Position: Treasurer → Chair" in page
    assert "Sector: Miners → Civil society" in page
    assert "Photographs: – → Yes" in page
    row = session.get(Registration, 1)
    assert (row.position, row.phone, row.phone_alternative) == ("Chair", "+233244118207", "+233201557318")
    assert row.language == "xx"


def test_an_answer_about_consent_may_change_but_not_vanish(ama, organiser, session):
    organiser.post(f"{ONE}/edit", {"consent_photo": "yes"})
    page = organiser.get(f"{ONE}/edit").text
    assert 'name="consent_photo" type="radio" value=""' not in page.replace("  ", " ")
    organiser.post(f"{ONE}/edit", {"consent_photo": "no"})
    assert [one.answer.value for one in session.scalars(sa.select(Consent).order_by(Consent.id))] == ["yes", "no"]
    assert organiser.post(f"{ONE}/edit", {"consent_photo": ""}).status_code == 422


def test_an_edit_that_is_refused_keeps_what_was_typed(ama, organiser, session):
    page = organiser.post(f"{ONE}/edit", {"full_name": "", "position": "Chair", "email": "nobody"})
    assert page.status_code == 422
    assert "2 things need another look" in page.text
    assert 'value="Chair"' in page.text
    assert 'value="nobody"' in page.text
    assert session.get(Registration, 1).position == "Treasurer"


def test_a_lost_race_shows_both_and_the_second_press_wins(ama, organiser, session):
    organiser.get(f"{ONE}/edit")
    other = Browser(organiser.app, session).sign_in(organiser.user)
    assert other.post(f"{ONE}/edit", {"position": "Chair", "role": "speaker"}).status_code == 303
    page = organiser.press(f"{ONE}/edit", {"position": "Secretary"})
    assert page.status_code == 422
    assert "Somebody else changed this while you were writing" in page.text
    stored = page.text[page.text.index("Stored now") : page.text.index("Your words are still")]
    assert "Chair" in stored
    assert "Speaker" in stored
    assert "Telephone" not in stored
    assert 'value="Secretary"' in page.text
    assert organiser.press(f"{ONE}/edit").status_code == 303
    assert session.get(Registration, 1).position == "Secretary"


@pytest.mark.parametrize("version", ("", "x", "0", "99999999999999999999", "-1"))
def test_a_version_that_was_tampered_with_is_a_lost_race(ama, organiser, version):
    assert organiser.post(f"{ONE}/edit", {"version": version}).status_code == 422


@pytest.mark.parametrize(
    "column",
    ("status", "source", "badge_code", "event_id", "person_id", "in_place_of_id", "search_key"),
)
def test_a_column_that_is_not_a_field_is_not_taken(ama, organiser, session, column):
    before = getattr(ama, column)
    values = organiser._form_to(Document(organiser.get(f"{ONE}/edit").text), f"{ONE}/edit").values
    sent = {**values, "position": "Chair", column: "cancelled"}
    assert organiser.client.post(f"{ONE}/edit", data=sent).status_code == 303
    session.expire_all()
    row = session.get(Registration, 1)
    assert (getattr(row, column), row.position) == (before, "Chair")


@pytest.mark.parametrize(
    ("status", "act", "words", "follows"),
    (
        ("waiting", "confirm", "Ama Serwaa is confirmed.", "confirmed"),
        ("invited", "decline", "Ama Serwaa has declined.", "declined"),
        ("confirmed", "cancel", "The registration of Ama Serwaa is cancelled.", "cancelled"),
        ("cancelled", "restore", "Ama Serwaa is on the list again.", "confirmed"),
    ),
)
def test_an_act_is_done_told_and_taken_back(ama, organiser, session, status, act, words, follows):
    ama.status = status
    organiser.get(ONE)
    assert organiser.press(f"{ONE}/{act}").status_code == 303
    page = organiser.follow()
    assert words in page.text
    assert session.get(Registration, 1).status == follows
    undo = next(form.action for form in Document(page.text).forms if "take-back" in form.action)
    organiser.press(undo)
    assert "Ama Serwaa stands as before." in organiser.follow().text
    assert session.get(Registration, 1).status == status


def test_an_act_done_twice_says_so_and_changes_nothing(ama, organiser, session):
    organiser.get(ONE)
    shown = organiser.page
    for _time in range(2):
        organiser.page = shown
        assert organiser.press(f"{ONE}/cancel").status_code == 303
    assert "The registration of Ama Serwaa is cancelled already." in organiser.follow().text
    assert session.get(Registration, 1).status == "cancelled"


def test_what_was_changed_since_is_not_taken_back(ama, organiser, session):
    organiser.get(ONE)
    organiser.press(f"{ONE}/cancel")
    page = organiser.follow()
    undo = next(form.action for form in Document(page.text).forms if "take-back" in form.action)
    other = Browser(organiser.app, session).sign_in(organiser.user)
    other.post(f"{ONE}/edit", {"position": "Chair"})
    organiser.press(undo)
    assert "This was changed again since." in organiser.follow().text
    assert session.get(Registration, 1).status == "cancelled"


def test_only_what_follows_from_the_state_is_offered(ama, organiser):
    page = organiser.get(ONE).text
    assert f'action="{ONE}/cancel"' in page
    for act in ("confirm", "decline", "restore"):
        assert f'action="{ONE}/{act}"' not in page
    ama.status = "applied"
    page = organiser.get(ONE).text
    assert f'action="{ONE}/confirm"' in page
    assert f'action="{ONE}/restore"' not in page


def test_instants_are_told_by_the_clock_of_the_venue(organiser, session):
    event = make_event(zone="Africa/Nairobi")
    late = make_registration(event)
    late.registered_at = datetime(2026, 6, 3, 22, 30, tzinfo=UTC)
    assert "4 Jun 2026 01:30" in organiser.get(ONE).text


def test_a_substitute_takes_over_the_seat_and_both_pages_say_so(ama, organiser, session):
    page = organiser.get(f"{ONE}/substitute").text
    for words in ('value="Bonsa Group"', 'value="Treasurer"', '<option selected value="MIN">'):
        assert words in page
    assert 'value="+233' not in page  # the absent person's own number stays with them
    answer = organiser.press(f"{ONE}/substitute", {"full_name": "Kofi Annor", "from_day": "2026-06-03"})
    assert answer.status_code == 303
    page = organiser.follow().text
    assert "Kofi Annor comes in the seat of Ama Serwaa." in page
    assert "from Wed 3 Jun 2026" in page
    kofi = session.get(Registration, 2)
    assert (kofi.in_place_of_id, kofi.in_place_from, kofi.organisation_name) == (1, date(2026, 6, 3), "Bonsa Group")
    page = organiser.get(ONE).text
    assert "Comes instead" in page
    assert "/events/tarkwa/participants/2" in page


@pytest.mark.parametrize("day", ("", "2026-06-09", "tomorrow"))
def test_a_substitute_comes_from_a_day_of_the_event(ama, organiser, session, day):
    page = organiser.post(f"{ONE}/substitute", {"full_name": "Kofi Annor", "from_day": day})
    assert page.status_code == 422
    assert 'value="Kofi Annor"' in page.text
    assert session.get(Registration, 2) is None


def test_a_substitute_who_is_known_is_asked_about(ama, organiser, session):
    other = make_registration(make_event("accra"), "Kofi Annor")
    organiser.post(f"{ONE}/substitute", {"full_name": "kofi annor", "from_day": "2026-06-03"})
    assert "Kofi Annor, already known" in organiser.page.text
    assert organiser.press(f"{ONE}/substitute", {"same_person": str(other.person_id)}).status_code == 303
    assert session.get(Registration, 3).person_id == other.person_id


def test_a_page_asks_the_same_of_the_database_whatever_happened(ama, organiser, count_queries):
    def number() -> int:
        with count_queries() as counted:
            assert organiser.get(ONE).status_code == 200
        return counted.number

    number()
    few = number()
    for position in ("Chair", "Secretary", "Treasurer"):
        organiser.post(f"{ONE}/edit", {"position": position, "consent_photo": "yes" if position == "Chair" else "no"})
    number()
    assert number() == few
