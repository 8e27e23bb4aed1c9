"""Asking people: from a list, from the directory, an institution for a seat; and what leaves with it."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from dialogues.invitations.models import Invitation
from dialogues.invitations.rules import TooManyLines, read_lines
from dialogues.outbox.models import Mail, MailState
from dialogues.people.models import Person
from dialogues.registration.models import Registration
from tests.factories import make_organisation, make_person, make_registration

BASE = "/events/tarkwa/invitations/new"
LIST = {"sector": "GOV", "send": "now", "remind": "5"}


def people(session):
    session.expire_all()
    rows = session.execute(
        sa.select(Registration.full_name, Registration.status, Registration.source).order_by("full_name")
    )
    return [(name, status.value, source.value) for name, status, source in rows]


def mails(session):
    session.expire_all()
    return session.scalars(sa.select(Mail).order_by(Mail.next_try_at, Mail.to_address)).all()


def test_a_pasted_list_is_on_the_list_of_invited_and_each_gets_a_letter(organiser, session, event):
    text = "Ama Serwaa; Ministry of Mines; Director; ama@example.org\nKofi Narkaah\tEPA\t\t\t024 411 8207\n\n"
    organiser.post(f"{BASE}/list", LIST | {"people": text})
    assert people(session) == [("Ama Serwaa", "invited", "invitation"), ("Kofi Narkaah", "invited", "invitation")]
    letter, reminder = mails(session)
    assert (letter.to_address, letter.kind, reminder.kind) == (
        "ama@example.org", "invitation.sent", "invitation.reminder",
    )  # fmt: skip
    token = session.scalar(
        sa.select(Invitation.token).join(Invitation.registration).where(Registration.email.is_not(None))
    )
    assert f"/invitation/{token}" in letter.text
    assert "Dear Ama Serwaa," in letter.text
    assert "Minerals Commission invites you to Tarkwa dialogue, 2–4 Jun 2026, Tarkwa." in letter.text
    assert reminder.next_try_at == datetime(2026, 5, 21, 8, 0, tzinfo=UTC)  # 5 days before 26 May
    page = organiser.follow()
    assert "2 were invited." in page.text
    assert "One has no e-mail address" in page.text


def test_the_letters_are_taken_back_within_the_minute(organiser, session, event):
    organiser.post(f"{BASE}/list", LIST | {"people": "Ama Serwaa; EPA; Clerk; ama@example.org"})
    organiser.follow()
    organiser.press(f"/events/tarkwa/messages/batches/{mails(session)[0].batch}/withdraw")
    assert {mail.state for mail in mails(session)} == {MailState.WITHDRAWN}


def test_a_bad_line_is_named_by_its_number_and_nothing_is_taken_in(organiser, session, event):
    text = "Ama Serwaa; EPA\n;EPA\nKofi Narkaah;;;kofi at@nowhere"
    page = organiser.post(f"{BASE}/list", LIST | {"people": text})
    assert page.status_code == 422
    assert "line 2 (" in page.text
    assert "line 3 (" in page.text
    assert "Kofi Narkaah;;;kofi at@nowhere" in page.text
    assert people(session) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_who_is_known_is_known_again_and_who_is_on_the_list_stays_as_they_are(organiser, session, event):
    epa = make_organisation("EPA")
    make_person("Kofi Narkaah", organisation_id=epa.id, sector="GOV")
    make_registration(event, "Ama Serwaa")
    session.commit()
    organiser.post(f"{BASE}/list", LIST | {"people": "Kofi Narkaah; EPA\nAma Serwaa"})
    assert people(session) == [("Ama Serwaa", "confirmed", "staff"), ("Kofi Narkaah", "invited", "invitation")]
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2
    assert "One was on the list already." in organiser.follow().text


def test_when_all_are_on_the_list_already_it_is_said_beside_the_list(organiser, session, event):
    make_registration(event, "Ama Serwaa")
    session.commit()
    page = organiser.post(f"{BASE}/list", LIST | {"people": "Ama Serwaa"})
    assert page.status_code == 422
    assert "Everybody you chose is on the list of this event already." in page.text


def test_people_of_the_directory_are_found_ticked_and_invited(organiser, session, event):
    ama = make_person("Ɛsi Quaye", sector="CSO", email="esi@example.org", honorific="Nana")
    make_person("Yaw Boateng")
    session.commit()
    page = organiser.get(f"{BASE}/known?q=esi")
    assert "Nana Ɛsi Quaye" in page.text
    assert "Yaw Boateng" not in page.text
    organiser.press(f"{BASE}/known", {"person": [str(ama.id)]})
    assert people(session) == [("Ɛsi Quaye", "invited", "invitation")]
    assert "Dear Nana Ɛsi Quaye," in mails(session)[0].text
    assert "Ɛsi" not in organiser.get(f"{BASE}/known?q=esi").text.split("<main")[1]


def test_nobody_ticked_is_said(organiser, session, event):
    make_person("Ɛsi Quaye")
    session.commit()
    organiser.get(f"{BASE}/known?q=esi")
    page = organiser.press(f"{BASE}/known")
    assert page.status_code == 422
    assert "Tick at least one person." in page.text


def test_a_seat_is_offered_and_nobody_is_on_the_list_yet(organiser, session, event):
    organiser.post(
        f"{BASE}/seat",
        {"organisation": "Ghana Police Service", "position": "Commander", "sector": "GOV", "full_name": "The Director",
         "email": "office@police.example", "remind": "0"},
    )  # fmt: skip
    assert people(session) == []
    (letter,) = mails(session)
    assert letter.text.startswith("Dear The Director,")
    assert "Ghana Police Service" in organiser.follow().text


@pytest.mark.parametrize("day", ("2026-05-11", "2026-06-03"))
def test_a_day_nobody_could_answer_by_is_refused(organiser, session, event, day):
    page = organiser.post(f"{BASE}/list", LIST | {"people": "Ama", "answer_by": day})
    assert page.status_code == 422
    assert "Choose a day from today until the first day of the event." in page.text


def test_a_week_before_the_event_is_proposed(organiser, event):
    assert 'value="2026-05-26"' in organiser.get(f"{BASE}/list").text


def test_letters_written_down_only_leave_nothing_in_the_outbox(organiser, session, event):
    organiser.post(f"{BASE}/list", LIST | {"people": "Ama; EPA; Clerk; ama@example.org", "send": "later"})
    assert mails(session) == []
    assert len(people(session)) == 1


def test_each_letter_is_in_the_language_that_was_chosen(organiser, session, event):
    organiser.post(f"{BASE}/list", LIST | {"people": "Ama;;;ama@example.org", "language": "fr"})
    assert mails(session)[0].language == "fr"


def test_a_hostile_name_gets_into_no_header_and_is_shown_as_text(organiser, session, event):
    organiser.post(f"{BASE}/list", LIST | {"people": "<script>alert(1)</script>{event.__init__};;;ama@example.org"})
    page = organiser.follow()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{event.__init__}" in page.text
    assert "Dear <script>alert(1)</script>{event.__init__}," in mails(session)[0].text


def test_a_line_is_read_by_the_looks_of_its_parts():
    (line,) = read_lines("Ɛsi Quaye;+233 24 411 8207; Farmers' Union ;esi@example.org;Treasurer;020-123-4567")
    assert (line.name, line.organisation, line.position) == ("Ɛsi Quaye", "Farmers' Union", "Treasurer")
    assert (line.email, line.phone) == ("esi@example.org", "+233 24 411 8207 / 020-123-4567")


def test_more_lines_than_one_act_should_have_are_refused():
    with pytest.raises(TooManyLines):
        list(read_lines("Ama\n" * 501))


def test_the_door_and_the_facilitator_invite_nobody(door, facilitator, event):
    assert door.get(f"{BASE}/list").status_code == 403
    assert facilitator.get("/events/tarkwa/invitations").status_code == 403


def test_answer_days_are_kept(organiser, session, event):
    organiser.post(f"{BASE}/list", LIST | {"people": "Ama", "answer_by": "2026-06-02"})
    assert session.scalar(sa.select(Invitation.answer_by)) == date(2026, 6, 2)
