"""Nobody of a session or an event under the Chatham House Rule is named by any paper, file, page or answer outside.

Every test has its control: with the flag off the same name is found in the same place.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.agenda.models import AgendaSession, SessionPerson, SessionRole
from dialogues.core.db import db
from dialogues.core.tokens import digest
from dialogues.documents.queries import Options
from dialogues.documents.services import DOCUMENTS, print_document
from dialogues.events.chatham_rules import may_tell_names
from tests.documents.reading import without_breaks
from tests.factories import MADE_AT, make_agenda_session, make_edition, make_event, make_registration
from tests.reports.agreed import agree, event_people
from tests.reports.attended import make_attended_event

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
NAMES = ("Zukiswa Ncube", "Quentin Okello")  # registered, and known by name alone
# Papers that list who is registered tell nothing of a session; the others are made from the agenda.
OF_PEOPLE = {
    "sign-in-sheet", "badges", "attendance-report", "invitation-letters", "desk-list", "name-tents", "certificates",
    "group-door-lists", "group-master-list", "table-cards", "day-pack",
}  # fmt: skip
PAGES = ("/e/tarkwa", "/e/tarkwa/agenda", "/e/tarkwa/agenda.ics")


@pytest.fixture
def block(session):
    """A session in which both have a part, in a public event; the plan is published."""
    event = make_event("tarkwa", days=1, is_public=True)
    zukiswa = make_registration(event, NAMES[0], organisation="Quokka Mining")
    block = make_agenda_session(event.days[0], "Women in the mine", kind="breakout")
    for role in SessionRole:
        block.people.append(SessionPerson(registration=zukiswa, role=role))
        block.people.append(SessionPerson(name=NAMES[1], role=role))
    other = make_agenda_session(event.days[0], "Closing", starts="15:00", ends="16:00")
    other.people.append(SessionPerson(name="Faraja Mrema", role=SessionRole.FACILITATOR))
    session.flush()
    make_edition(event)
    session.commit()
    return block


def named_on_paper(event, name, **options):
    told = without_breaks(print_document(db.session(), event, name, Options(**options), at=NOW))
    return {one for one in NAMES if one.replace(" ", "") in told}


def set_flag(block, how, *, on):
    if how == "session":
        block.is_chatham_house = on
    else:
        block.day.event.is_chatham_house = on
    db.session.commit()


@pytest.mark.parametrize(
    ("event", "session", "needs", "told"),
    ((False, False, False, True), (True, False, False, False), (False, True, False, False), (True, True, True, True)),
)
def test_names_are_told_where_no_flag_is_set_or_to_whoever_needs_them(event, session, needs, told):
    assert may_tell_names(event=event, agenda_session=session, needs_names=needs) is told


@pytest.mark.parametrize("how", ("session", "event"))
@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - OF_PEOPLE))
def test_no_paper_of_the_agenda_names_anybody_of_it(block, how, name):
    event = block.day.event
    options: list[dict[str, Any]] = [{}] + ([{"of_plan": True}] if "of plan" in DOCUMENTS[name].options else [])
    if "both languages" in DOCUMENTS[name].options:
        options += [{"language": "fr", "second_language": "en"}]
    names_nobody = {"wall-agenda", "door-signs", "reporting-back-sheet", "feedback-sheet", "donor-summary"}
    for asked in options:
        set_flag(block, how, on=False)
        assert bool(named_on_paper(event, name, **asked)) is (name not in names_nobody), "the control"
        set_flag(block, how, on=True)
        assert named_on_paper(event, name, **asked) == set()


@pytest.mark.parametrize("how", ("session", "event"))
def test_no_paper_at_all_names_who_is_known_from_the_session_alone(block, how):
    set_flag(block, how, on=True)
    for name in DOCUMENTS:
        assert NAMES[1] not in named_on_paper(block.day.event, name), name


def test_a_sheet_asked_for_by_name_is_for_that_person_and_names_no_other(block):
    set_flag(block, "session", on=True)
    assert named_on_paper(block.day.event, "facilitator-day", who=NAMES[1]) == {NAMES[1]}


@pytest.mark.parametrize("how", ("session", "event"))
@pytest.mark.parametrize("page", PAGES)
def test_no_public_page_names_anybody_of_it_at_once_and_whatever_was_published(stranger, block, how, page):
    def named():
        told = stranger.get(page).text.replace("\r\n ", "")
        return {one for one in NAMES if one in told}

    assert named() == set(NAMES), "the control"
    set_flag(block, how, on=True)
    assert named() == set()


@pytest.mark.parametrize("how", ("session", "event"))
def test_the_page_behind_a_personal_link_names_nobody_of_it(stranger, block, how):
    link = f"/my/{block.people[0].registration.link_token}/agenda"
    assert NAMES[1] in stranger.get(link).text, "the control"
    set_flag(block, how, on=True)
    assert not any(one in stranger.get(link).text for one in NAMES)


@pytest.mark.parametrize("how", ("session", "event"))
def test_of_the_team_only_those_who_plan_the_agenda_read_the_names(facilitator, door, reporter, block, how):
    clash = make_agenda_session(block.day, "At the same time")
    clash.people.append(SessionPerson(name=NAMES[1], role=SessionRole.LEAD))
    db.session.commit()
    pages = ("/events/tarkwa/agenda", "/events/tarkwa/agenda/editions/1")
    assert NAMES[1] in reporter.get(pages[0]).text, "the control"
    clash.is_chatham_house = True
    set_flag(block, how, on=True)
    assert NAMES[1] in facilitator.get(pages[0]).text
    for reader in (door, reporter):
        for page in pages:
            assert not any(one in reader.get(page).text for one in NAMES), page


@pytest.mark.parametrize("how", ("session", "event"))
def test_the_api_names_nobody_of_it_to_whoever_only_reads(stranger, session, block, how):
    for role in ("reporter", "facilitator"):
        session.add(ApiToken(name=role, token_digest=digest(role), role=Role(role), made_at=MADE_AT, ended_at=None))

    def told(role):
        return stranger.get("/api/v1/events/tarkwa/agenda", headers={"Authorization": f"Bearer {role}"}).text

    assert NAMES[0] in told("reporter"), "the control"
    set_flag(block, how, on=True)
    assert not any(one in told("reporter") for one in NAMES)
    assert NAMES[0] in told("facilitator")


def test_an_edition_published_under_the_rule_names_nobody_after_it_is_lifted(stranger, session, block):
    set_flag(block, "session", on=True)
    make_edition(block.day.event)
    set_flag(block, "session", on=False)
    assert not any(one in stranger.get(PAGES[1]).text for one in NAMES)


# ---------------------------------------------------------------- who was there
def exported(browser, which, form):
    page = browser.get(f"/events/tarkwa/export/{which}.{form}")
    assert page.status_code == 200
    return page.data.decode()


@pytest.fixture
def attended(session):
    event = make_attended_event()
    session.commit()
    return event


def test_the_report_of_an_event_under_the_rule_has_no_list_of_names_and_says_so(organiser, session, attended):
    def told():
        return without_breaks(organiser.get("/events/tarkwa/documents/attendance-report.pdf?names=yes").data)

    assert "Serwaa" in told(), "the control"
    attended.is_chatham_house = True
    session.commit()
    assert "Serwaa" not in told()
    assert "ChathamHouseRule,sothelistofnamesisleftout" in told()
    assert "With the list of names" not in organiser.get("/events/tarkwa/documents?document=attendance-report").text


def test_attendance_goes_out_without_names_but_to_whoever_keeps_the_record(organiser, facilitator, session, attended):
    assert "Serwaa" in exported(facilitator, "attendance", "csv"), "the control"
    attended.is_chatham_house = True
    session.commit()
    for form in ("csv", "json", "hxl"):
        told = exported(facilitator, "attendance", form)
        assert "Serwaa" not in told
        assert "registration_id" not in told
        assert "MIN" in told
    assert "Serwaa" in exported(organiser, "attendance", "csv")


@pytest.mark.parametrize("which", ("attendance", "registrations"))
def test_a_file_that_is_made_to_be_passed_on_names_nobody_whoever_asks(organiser, session, attended, which):
    agree(*event_people(attended))  # outside the rule, only who agreed is named in it
    session.commit()
    assert "Serwaa" in exported(organiser, which, "hxl"), "the control"
    attended.is_chatham_house = True
    session.commit()
    assert "Serwaa" not in exported(organiser, which, "hxl")


def test_the_api_tells_the_door_no_name_of_who_was_there(stranger, session, attended):
    for role in ("door", "organiser"):
        session.add(ApiToken(name=role, token_digest=digest(role), role=Role(role), made_at=MADE_AT, ended_at=None))

    def told(role):
        return stranger.get("/api/v1/events/tarkwa/attendance", headers={"Authorization": f"Bearer {role}"}).json

    assert "Serwaa" in str(told("door")), "the control"
    attended.is_chatham_house = True
    session.commit()
    assert "Serwaa" not in str(told("door"))
    assert told("door")["total"] == told("organiser")["total"] > 0
    assert "Serwaa" in str(told("organiser"))


def test_paper_with_names_that_is_needed_says_that_it_is_not_to_be_passed_on(organiser, session, attended):
    address = "/events/tarkwa/documents/sign-in-sheet.pdf"
    assert "donotpassonwhowashere" not in without_breaks(organiser.get(address).data)
    attended.is_chatham_house = True
    session.commit()
    assert "donotpassonwhowashere" in without_breaks(organiser.get(address).data)


# ---------------------------------------------------------------- the flags
def test_an_event_is_put_under_the_rule_and_taken_from_it_on_its_settings(organiser, session):
    event = make_event("tarkwa")
    organiser.get("/events/tarkwa/settings")
    organiser.press("/events/tarkwa/chatham-house")
    assert session.get(type(event), event.id).is_chatham_house
    assert "The whole event is held under it." in organiser.follow().text
    organiser.press("/events/tarkwa/chatham-house/lift")
    assert not session.get(type(event), event.id).is_chatham_house


def test_a_session_is_put_under_the_rule_on_its_page(facilitator, session, block):
    facilitator.post(f"/events/tarkwa/agenda/{block.id}", {"is_chatham_house": "y"})
    kept = session.get(AgendaSession, block.id)
    assert kept.is_chatham_house
    assert len(kept.people) == 10
    facilitator.post(f"/events/tarkwa/agenda/{block.id}", {"is_chatham_house": None})
    assert not session.get(AgendaSession, block.id).is_chatham_house
