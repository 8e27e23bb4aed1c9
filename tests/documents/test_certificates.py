"""Certificates: the days and hours that are recorded, nothing near anything, and a number that can be checked."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogues.documents.certificate_queries import certificate_facts, certificate_number, find_by_number
from dialogues.documents.certificates import Certificate, CertificateFacts, draw, hours_words
from dialogues.documents.queries import Options
from tests.documents import reading
from tests.documents.test_badges import BASE, HOSTILE, codes_on
from tests.factories import make_agenda_session, make_event, make_registration
from tests.reports.attended import attend

NOW = datetime(2026, 6, 5, 9, 0, tzinfo=UTC)
PDF = "/events/tarkwa/documents/certificates.pdf"


def facts(*people, **changed):
    known = {
        "event_title": "Tarkwa dialogue",
        "place": "Tarkwa, Ghana",
        "zone": ZoneInfo("Africa/Accra"),
        "printed_at": NOW,
        "first_day": date(2026, 6, 2),
        "last_day": date(2026, 6, 4),
        "days_in_event": 3,
        "convener": "Friends of the Ankobra",
    }
    return CertificateFacts(**{**known, "people": people, **changed})


def certificate(name="Ama Serwaa", **more):
    known = {"number": "7K2M9QXA-40RTZ8VE", "days": (date(2026, 6, 2), date(2026, 6, 3)), "half_hours": 13}
    return Certificate(**{"name": name, **known, **more})


def told(session, event, **more):
    return certificate_facts(session, event, Options(), at=NOW, base_url="", **more)


def planned_event():
    """Two days; on the first two hours of work before noon and one and a half after it, on the second one hour."""
    event = make_event()
    first, second = event.days[:2]
    for day, starts, ends, kind in (
        (first, "09:00", "10:00", "plenary"),
        (first, "09:30", "11:00", "breakout"),  # beside the first: the half hour they share counts once
        (first, "11:00", "11:30", "break"),
        (first, "13:00", "14:40", "plenary"),
        (second, "08:00", "09:00", "field_visit"),
        (second, "09:00", "10:00", "travel"),
    ):
        make_agenda_session(day, starts=starts, ends=ends, kind=kind)
    return event


def test_a_certificate_says_on_which_days_somebody_was_there_and_for_how_many_hours(session):
    event = planned_event()
    ama, kofi, esi = (make_registration(event, name) for name in ("Ama Serwaa", "Kofi Atta", "Esi Quaye"))
    attend(ama, event.days[0])
    attend(ama, event.days[1])
    attend(kofi, event.days[0], part="afternoon")
    attend(esi, event.days[0], status="excused")
    found = {one.name: (one.days, one.half_hours) for one in told(session, event).people}
    assert found == {
        "Ama Serwaa": ((event.days[0].day, event.days[1].day), 9),  # 2 h + 1 h 40 + 1 h, down to the half hour
        "Kofi Atta": ((event.days[0].day,), 3),
    }


def test_a_correction_changes_the_certificate(session):
    event = planned_event()
    ama = make_registration(event, "Ama Serwaa")
    attend(ama, event.days[0])
    attend(ama, event.days[0], status="absent")
    assert told(session, event).people == ()


def test_one_person_is_told_the_same_as_everybody(session):
    event = planned_event()
    ama, kofi = (make_registration(event, name) for name in ("Ama Serwaa", "Kofi Atta"))
    for one in (ama, kofi):
        attend(one, event.days[0], part="morning")
    assert told(session, event, registration_id=kofi.id).people == told(session, event).people[1:]


def test_the_paper_says_what_is_recorded(app):
    pdf = draw(facts(certificate(organisation="Bonsa Diggers"), base_url=BASE))
    said = reading.text(pdf)
    for words in (
        "Ama Serwaa",
        "Bonsa Diggers",
        "Tarkwa dialogue",
        "6.5 hours of work on 2 of 3 days:",
        "7K2M9QXA-40RTZ8VE",
    ):
        assert words in said, words
    assert reading.fonts_not_embedded(pdf) == set()
    assert codes_on(pdf) == [[f"{BASE}/certificate/7K2M9QXA-40RTZ8VE"]]
    assert codes_on(draw(facts(certificate()))) == [[]]  # nobody reaches this instance from outside


@pytest.mark.parametrize("paper", ("A4", "letter"))
@pytest.mark.parametrize("name", (*HOSTILE, "Kwabena Ɛsi Amoah " * 14))
def test_every_name_stands_whole_and_on_nothing_else(app, name, paper):
    one = certificate(name, organisation="Ministry of " + name[:200])
    pdf = draw(facts(one, paper=paper, event_title="The dialogue of " + name[:200], note="Sample: invented"))
    assert "".join(name.split()).replace("-", "") in reading.without_breaks(pdf).replace("\ufffe", "") or (
        "".join(name.split()).replace("-", "") in "".join(reading.copied_text(pdf).split()).replace("-", "")
    )
    assert reading.overlapping(reading.letters(pdf, 1)) == []


def test_without_anybody_it_is_a_page_that_says_so(app):
    assert "nothing to certify" in reading.text(draw(facts()))


def test_hours_are_said_in_whole_words(app):
    with app.test_request_context():
        assert [hours_words(half, "en") for half in (1, 2, 13)] == ["0.5 hours", "1 hour", "6.5 hours"]


# ---------------------------------------------------------------- checking one
def test_a_number_leads_to_whose_it_is_and_a_guess_to_nobody(session):
    ama = make_registration(make_event(), "Ama Serwaa")
    number = certificate_number(ama.badge_code)
    assert find_by_number(session, number) is ama
    assert ama.badge_code not in number
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    for guess in (wrong, number[:8], "", "é" * 17, ama.badge_code, f"{number}%"):
        assert find_by_number(session, guess) is None, guess


def test_whoever_holds_the_paper_can_check_it(session, stranger):
    event = planned_event()
    ama, kofi = (make_registration(event, name) for name in ("Ama Serwaa", "Kofi Atta"))
    attend(ama, event.days[0])
    session.commit()
    page = stranger.get(f"/certificate/{certificate_number(ama.badge_code).lower()}")
    assert page.status.startswith("200")
    assert "Ama Serwaa" in page.text
    assert "3.5 hours" in page.text
    assert stranger.get(f"/certificate/{certificate_number(kofi.badge_code)}").status.startswith(
        "404"
    )  # was never there


def test_the_page_names_nobody_of_an_event_under_the_chatham_house_rule(session, stranger):
    event = planned_event()
    ama = make_registration(event, "Ama Serwaa", organisation="Bonsa Diggers")
    attend(ama, event.days[0])
    session.commit()
    address = f"/certificate/{certificate_number(ama.badge_code)}"
    assert "Bonsa Diggers" in stranger.get(address).text, "the control"
    event.is_chatham_house = True
    session.commit()
    told = stranger.get(address).text
    assert "3.5 hours" in told
    assert "Ama" not in told
    assert "Bonsa Diggers" not in told


def test_the_personal_link_gives_ones_own_certificate_only(session, stranger):
    event = planned_event()
    ama, kofi = (make_registration(event, name) for name in ("Ama Serwaa", "Kofi Atta"))
    for one in (ama, kofi):
        attend(one, event.days[0])
    session.commit()
    answer = stranger.client.get(f"/my/{ama.link_token}/certificate.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    said = reading.text(answer.data)
    assert "Ama Serwaa" in said
    assert "Kofi" not in said
