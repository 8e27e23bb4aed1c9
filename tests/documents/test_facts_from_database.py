"""What the papers are told, asked of the database."""

from datetime import UTC, date, datetime

from dialogues.agenda.models import SessionPerson, SessionRole
from dialogues.core.db import db
from dialogues.documents.agenda_queries import agenda_facts
from dialogues.documents.agreement import require_agreement
from dialogues.documents.facts import Presence
from dialogues.documents.queries import (
    Options,
    attendance_report_facts,
    sign_in_facts,
)
from dialogues.registration.models import Status
from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room
from tests.reports.attended import attend, make_attended_event

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
FIRST, SECOND = date(2026, 6, 2), date(2026, 6, 3)


def lead(block, name=None, *, registration=None, role="lead"):
    db.session.add(
        SessionPerson(
            agenda_session_id=block.id,
            name=name,
            registration_id=registration and registration.id,
            role=SessionRole(role),
        )
    )
    db.session.flush()


# ---------------------------------------------------------------- agenda
def test_the_agenda_has_times_titles_rooms_and_those_who_lead(session):
    event = make_event()
    place = make_place(event)
    block = make_agenda_session(
        event.days[0],
        "Opening",
        starts="08:30",
        ends="09:15",
        room_id=make_room(place, "Main hall").id,
        place_id=place.id,
    )
    lead(block, "Nana Yaa", role="speaker")
    lead(block, registration=make_registration(event, "Esi Quaye", honorific="Dr"))
    lead(block, "Note Taker", role="rapporteur")
    make_agenda_session(event.days[0], "Tea", starts="09:15", ends="09:30", kind="break")
    item, tea = agenda_facts(session, event, Options(), at=NOW).days[0].items
    assert (item.title, item.number, item.room) == ("Opening", "1.1", "Main hall")
    assert item.people == ("Dr Esi Quaye", "Nana Yaa")
    assert (tea.quiet, tea.number) == (True, "")


def test_a_room_elsewhere_is_named_with_its_place_and_the_main_place_once_for_the_day(session):
    event = make_event()
    hall, mine = make_place(event, "Bonsa Hall"), make_place(event, "Nsuaem Top mine")
    for at, place in (("08:00", hall), ("09:00", hall), ("10:00", mine)):
        make_agenda_session(event.days[0], starts=at, ends=f"{at[:3]}30", place_id=place.id)
    day = agenda_facts(session, event, Options(), at=NOW).days[0]
    assert day.heading == "Bonsa Hall"
    assert [item.room for item in day.items] == ["", "", "Nsuaem Top mine"]


def test_somebody_cancelled_is_not_printed_on_the_agenda(session):
    event = make_event()
    block = make_agenda_session(event.days[0])
    lead(block, registration=make_registration(event, "Kofi", status="cancelled"))
    assert agenda_facts(session, event, Options(), at=NOW).days[0].items[0].people == ()


def test_one_day_of_the_agenda_can_be_printed_alone(session):
    event = make_event()
    facts = agenda_facts(session, event, Options(day=SECOND), at=NOW)
    assert [day.day for day in facts.days] == [SECOND]


def test_a_code_leads_to_the_agenda_only_if_it_has_a_public_page(session):
    hidden, shown = make_event(), make_event("obuasi", is_public=True)

    def url(event, base_url):
        return agenda_facts(session, event, Options(), at=NOW, base_url=base_url).live_url

    assert url(shown, "https://dialogues.example.org/") == "https://dialogues.example.org/e/obuasi/agenda"
    assert url(hidden, "https://dialogues.example.org/") == ""
    assert url(shown, "") == ""


def test_invented_data_say_so_in_the_foot(session):
    event = make_event()
    assert agenda_facts(session, event, Options(), at=NOW).note == ""
    event.is_sample = True
    assert "invented" in agenda_facts(session, event, Options(), at=NOW).note


# ---------------------------------------------------------------- sign-in sheet
def test_the_sheet_lists_confirmed_people_by_name_with_the_end_of_their_number(session):
    event = make_event()
    make_registration(event, "Ɛsi Owusuaa", phone="+233244123457", organisation="Bonsa Diggers", honorific="Mrs")
    make_registration(event, "Ama Serwaa", role="facilitator", sector="GOV")
    make_registration(event, "Musa Juma", status="cancelled")
    facts = sign_in_facts(session, event, Options(), at=NOW)
    assert [(one.name, one.sector, one.phone_end) for one in facts.people] == [
        ("Ama Serwaa", "GOV", ""),
        ("Mrs Ɛsi Owusuaa", "MIN", "3457"),
    ]
    assert [day.number for day in facts.days] == [1, 2, 3]
    assert facts.days_in_event == 3


def test_the_sheet_of_a_day_leaves_out_whose_seat_is_another_s(session):
    event = make_event()
    ama = make_registration(event)
    make_registration(event, "Esi", in_place_of_id=ama.id, in_place_from=SECOND)
    names = {
        day: [one.name for one in sign_in_facts(session, event, Options(day=day), at=NOW).people]
        for day in (FIRST, SECOND)
    }
    assert names == {FIRST: ["Ama Serwaa"], SECOND: ["Esi"]}


def test_the_same_sheet_has_the_same_number_and_any_other_another(session):
    event = make_event()
    make_registration(event)

    def sheet(**options):
        return sign_in_facts(session, event, Options(**options), at=NOW).days[0].sheet_id

    first = sheet(day=FIRST)
    assert sheet(day=FIRST) == first
    assert len({first, sheet(day=SECOND), sheet(day=FIRST, paper="letter")}) == 3
    make_registration(event, "Kofi")
    assert sheet(day=FIRST) != first


# ---------------------------------------------------------------- attendance report
def test_the_list_of_names_bears_out_the_figures(session):
    event = make_attended_event()
    facts = attendance_report_facts(session, event, Options(), at=NOW)
    require_agreement(facts)
    assert [(one.name, one.days[0]) for one in facts.people] == [
        ("Ama Serwaa", Presence.WHOLE),
        ("Ɛsi Owusuaa", Presence.WHOLE),
        ("Kofi Ɔsei", Presence.MORNING),
        ("Yaa Asantewaa", Presence.NOT_RECORDED),
    ]
    assert facts.people[2].days[1] is Presence.EXCUSED


def test_a_closed_day_makes_those_expected_absent_in_the_list(session):
    event = make_event()
    ama = make_registration(event)
    make_registration(event, "Esi", in_place_of_id=ama.id, in_place_from=SECOND)
    for day in event.days:
        day.closed_at = NOW
    session.flush()
    facts = attendance_report_facts(session, event, Options(), at=NOW)
    absent, away = Presence.ABSENT, Presence.NOT_RECORDED
    assert [one.days for one in facts.people] == [(absent, away, away), (away, absent, absent)]
    require_agreement(facts)


def test_somebody_cancelled_after_being_there_stays_on_the_list(session):
    event = make_event()
    ama = make_registration(event)
    attend(ama, event.days[0])
    ama.status = Status.CANCELLED
    make_registration(event, "Musa Juma", status="cancelled")
    for day in event.days:
        day.closed_at = NOW
    session.flush()
    facts = attendance_report_facts(session, event, Options(), at=NOW)
    here, away = Presence.WHOLE, Presence.NOT_RECORDED  # nobody waits for her on the other days
    assert [(one.name, one.days) for one in facts.people] == [("Ama Serwaa", (here, away, away))]
    require_agreement(facts)


def test_the_report_names_the_version_of_the_counting_rules(session):
    assert attendance_report_facts(session, make_event(), Options(), at=NOW).changes == "Counting rules, version 1."


def test_the_number_of_queries_of_the_report_is_constant(session, count_queries):
    event = make_attended_event()
    session.commit()
    session.refresh(event)
    with count_queries() as few:
        attendance_report_facts(session, event, Options(), at=NOW)
    for number in range(10):
        make_registration(event, f"Person {number}")
    session.commit()
    session.refresh(event)
    with count_queries() as many:
        attendance_report_facts(session, event, Options(), at=NOW)
    assert many.number == few.number
