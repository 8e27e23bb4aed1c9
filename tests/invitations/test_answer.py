"""The personal link: looking changes nothing, an answer can be changed until its day, and says the same everywhere."""

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.invitations.models import Invitation
from dialogues.outbox.models import Mail, MailState
from dialogues.registration.kinds import ConsentAnswer, Purpose
from dialogues.registration.models import Registration
from dialogues.registration.queries import find_consents
from tests.factories import make_event, make_invitation, make_mail, make_registration
from tests.invitations.conftest import ANSWER_BY


@pytest.fixture
def ama(session, event):
    """The registration of somebody invited."""
    ama = make_registration(
        event, "Ama Serwaa", status="invited", organisation="Ministry of Mines", position="Director"
    )
    make_invitation(event, registration=ama, answer_by=ANSWER_BY)
    session.commit()
    return ama


def link_of(session, registration=None):
    chosen = sa.select(Invitation.token)
    if registration is not None:
        chosen = chosen.where(Invitation.registration_id == registration.id)
    return f"/invitation/{session.scalar(chosen)}"


def standing(session):
    session.expire_all()
    people = session.execute(sa.select(Registration.full_name, Registration.status).order_by(Registration.id))
    return session.scalar(sa.select(Invitation.answer)).value, [(name, status.value) for name, status in people]


def test_looking_changes_nothing_however_often(stranger, session, ama):
    address = link_of(session, ama)
    before = standing(session)
    for _time in range(3):
        page = stranger.get(address)
        assert page.status_code == 200
    assert standing(session) == before
    assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    for act in ("accept", "decline", "name"):
        assert stranger.client.get(f"{address}/{act}").status_code == 405


def test_a_wrong_link_opens_nothing(stranger, session, ama):
    assert stranger.get("/invitation/nothing").status_code == 404
    assert stranger.get(f"/invitation/{'x' * 43}").status_code == 404
    assert stranger.get(f"/invitation/{ama.link_token}").status_code == 404


def test_accepting_confirms_and_takes_over_what_was_corrected(stranger, session, ama):
    address = link_of(session, ama)
    stranger.get(address)
    facts = {"phone": "024 411 8207", "email": "ama@example.org", "position": "Chief Director", "consent_photo": "no"}
    stranger.press(f"{address}/accept", facts)
    assert "You have accepted." in stranger.follow().text
    assert standing(session) == ("accepted", [("Ama Serwaa", "confirmed")])
    assert (ama.phone, ama.email, ama.position) == ("+233244118207", "ama@example.org", "Chief Director")
    assert {purpose: given.answer for purpose, given in find_consents(session, ama.id).items()} == {
        Purpose.PHOTO: ConsentAnswer.NO
    }
    page = stranger.get(address)
    assert "<details>" in page.text  # what was answered stands first, the other answers are folded away
    page = stranger.press(f"{address}/accept", {"email": "ama at home"})
    assert "<details open>" in page.text  # with what is wrong in it
    assert "Ama Serwaa, by the personal link" in session.scalars(sa.select(Entry.actor_name)).all()


def test_declining_keeps_the_reason_and_takes_back_the_reminder(stranger, session, event, ama):
    invitation = session.scalars(sa.select(Invitation)).one()
    reminder = make_mail(event, kind="invitation.reminder")
    reminder.about = f"invitation:{invitation.id}"
    session.commit()
    address = link_of(session, ama)
    stranger.get(address)
    stranger.press(f"{address}/decline", {"decline-reason": "I am abroad."})
    assert standing(session) == ("declined", [("Ama Serwaa", "declined")])
    assert session.scalar(sa.select(Invitation.reason)) == "I am abroad."
    assert session.scalar(sa.select(Mail.state)) is MailState.WITHDRAWN


def test_a_substitute_is_in_their_place_and_both_stay_on_record(stranger, session, ama):
    address = link_of(session, ama)
    stranger.get(address)
    stranger.press(f"{address}/name", {"name-full_name": "Kofi Narkaah", "name-phone": "024 411 8208"})
    assert "Kofi Narkaah comes in your place." in stranger.follow().text
    assert standing(session) == ("substituted", [("Ama Serwaa", "cancelled"), ("Kofi Narkaah", "confirmed")])
    kofi = session.scalars(sa.select(Registration).where(Registration.full_name == "Kofi Narkaah")).one()
    assert (kofi.in_place_of_id, kofi.organisation_name) == (ama.id, "Ministry of Mines")
    assert kofi.in_place_from.isoformat() == "2026-06-02"


def test_every_answer_can_be_changed_into_every_other(stranger, session, ama):
    address = link_of(session, ama)
    acts = {
        "accept": {},
        "decline": {},
        "name": {"name-full_name": "Kofi Narkaah", "name-phone": "024 411 8208"},
    }
    ends = {"accept": ("accepted", "confirmed"), "decline": ("declined", None), "name": ("substituted", "cancelled")}
    number = 0
    for order in ("accept", "decline", "accept", "name", "accept", "name", "decline", "name", "name", "accept"):
        stranger.get(address)
        facts = dict(acts[order])
        if order == "name":
            number += 1
            facts = {"name-full_name": f"Kofi Narkaah {number}", "name-phone": f"024 411 820{number}"}
        stranger.press(f"{address}/{order}", facts)
        assert stranger.page.status_code == 303, (order, stranger.page.text)
        answer, people = standing(session)
        assert answer == ends[order][0]
        own = dict(people)["Ama Serwaa"]
        assert own == ends[order][1] or (order == "decline" and own in ("declined", "cancelled"))
        assert sum(status == "confirmed" for _name, status in people) == (order != "decline")


def test_after_the_day_nothing_can_be_changed(stranger, session, ama, today):
    address = link_of(session, ama)
    today.move_to("2026-05-26T23:59:00+00:00")
    stranger.get(address)
    today.move_to("2026-05-27T00:00:01+00:00")
    page = stranger.press(f"{address}/accept")
    assert page.status_code == 422
    assert "The time to answer was over on Tue 26 May 2026" in page.text
    assert standing(session) == ("open", [("Ama Serwaa", "invited")])


def test_on_the_day_itself_it_still_counts_by_the_calendar_of_the_place(stranger, session, ama, event, today):
    event.zone_name = "America/Lima"
    session.commit()
    today.move_to("2026-05-27T03:00:00+00:00")  # 22:00 on the 26th in Lima
    address = link_of(session, ama)
    stranger.get(address)
    assert stranger.press(f"{address}/accept").status_code == 303


def test_a_withdrawn_invitation_says_so_and_takes_no_answer(stranger, session, ama):
    address = link_of(session, ama)
    stranger.get(address)
    session.scalars(sa.select(Invitation)).one().answer = "withdrawn"
    session.commit()
    assert stranger.press(f"{address}/accept").status_code == 422
    assert "withdrawn by the organisers" in stranger.get(address).text


def test_whom_the_organisers_took_off_the_list_the_link_does_not_bring_back(stranger, session, ama):
    address = link_of(session, ama)
    stranger.get(address)
    ama.status = "cancelled"
    session.commit()
    page = stranger.press(f"{address}/accept")
    assert page.status_code == 422
    assert standing(session) == ("open", [("Ama Serwaa", "cancelled")])


def test_whether_somebody_is_on_the_list_is_not_told_to_who_names_them(stranger, session, event, ama):
    make_registration(event, "Yaw Boateng", organisation="Ministry of Mines")
    session.commit()
    address = link_of(session, ama)
    stranger.get(address)
    page = stranger.press(f"{address}/name", {"name-full_name": "Yaw Boateng"})
    assert page.status_code == 422
    assert "This person cannot be named here." in page.text
    assert "already" not in page.text
    assert standing(session)[0] == "open"


def test_an_institution_fills_its_seat_and_may_name_another_later(stranger, session, event):
    make_invitation(event, organisation_name="Ghana Police Service", position="Regional Commander", answer_by=ANSWER_BY)
    session.commit()
    address = link_of(session)
    page = stranger.get(address)
    assert "Ghana Police Service is asked to send somebody as: Regional Commander" in page.text
    assert f"{address}/accept" not in page.text
    stranger.press(f"{address}/name", {"name-full_name": "Efua Sutherland"})
    assert standing(session) == ("accepted", [("Efua Sutherland", "confirmed")])
    named = session.scalars(sa.select(Registration)).one()
    assert (named.organisation_name, named.position, named.source.value) == (
        "Ghana Police Service", "Regional Commander", "invitation",
    )  # fmt: skip
    stranger.get(address)
    stranger.press(f"{address}/name", {"name-full_name": "Kwame Asante"})
    assert standing(session) == ("substituted", [("Efua Sutherland", "cancelled"), ("Kwame Asante", "confirmed")])


def test_a_form_sent_twice_answers_once(stranger, session, ama):
    address = link_of(session, ama)
    for _time in range(2):
        stranger.get(address)
        stranger.press(f"{address}/name", {"name-full_name": "Kofi Narkaah", "name-once": "one-key"})
        assert stranger.page.location == address
    assert len(standing(session)[1]) == 2


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(stranger, session, ama):
    address = link_of(session, ama)
    stranger.get(address)
    page = stranger.press(f"{address}/accept", {"email": "ama at example", "position": "Chief Director"})
    assert page.status_code == 422
    assert 'value="Chief Director"' in page.text
    page = stranger.press(f"{address}/name", {"name-full_name": " ", "name-position": "Clerk"})
    assert page.status_code == 422
    assert 'value="Clerk"' in page.text


def test_the_page_speaks_the_language_of_the_letter_unless_the_reader_chose(stranger, session, ama):
    session.scalars(sa.select(Invitation)).one().language = "fr"
    session.commit()
    address = link_of(session, ama)
    assert '<html lang="fr"' in stranger.get(address).text
    assert '<html lang="en"' in stranger.get(f"{address}?language=en").text


def test_the_letter_is_there_as_a_pdf_for_who_has_the_link(stranger, session, ama):
    answer = stranger.client.get(f"{link_of(session, ama)}/letter.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_link_tells_nothing_of_other_events(stranger, session, ama):
    make_registration(make_event("geita", title="Geita dialogue"), "Zawadi Mushi")
    session.commit()
    page = stranger.get(link_of(session, ama)).text
    assert "Geita" not in page
    assert "Zawadi" not in page
