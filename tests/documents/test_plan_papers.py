"""The papers of an agenda: what stands on them, that nothing overlaps, and that bad input comes out whole."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
import zxingcpp

from dialogues.agenda.models import AgendaSession, SessionPerson, SessionRole
from dialogues.core.db import db
from dialogues.documents import door_signs, facilitator_day, rapporteur_sheet, reporting_back, run_sheet, wall_agenda
from dialogues.documents.marks import CORNERS, SIDE, corner_at, payload, spoken
from dialogues.documents.plan_facts import OwnDaysFacts, PlanDay, PlanFacts, PlanItem, Step
from dialogues.documents.queries import Options
from dialogues.documents.services import DOCUMENTS, NotAnOption, print_document
from tests.documents.paper_facts import ACCRA, FIRST, PRINTED
from tests.documents.reading import letters, outside, overlapping, pages_text, picture, text
from tests.factories import make_agenda_session, make_edition, make_event, make_place, make_registration, make_room

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
LONG = "Aŋgelina Kɔdzovi-Mensah speaks of licences, land and legacy pits " * 80  # more than 5,000 signs
PLAN_PAPERS = ("run-sheet", "wall-agenda", "door-signs", "rapporteur-sheet", "reporting-back-sheet", "facilitator-day")


def item(title="The licence", *, starts="09:00", ends="10:30", **facts):
    begins, over = time.fromisoformat(starts), time.fromisoformat(ends)
    minutes = (over.hour - begins.hour) * 60 + over.minute - begins.minute
    return PlanItem(starts=begins, ends=over, minutes=minutes, title=title, number="3.1", **facts)


FULL = item(
    second_title="Le permis", room="Main hall", room_name="Main hall", place="Bonsa Hall", has_groups=True,
    leads=("Solomon A.", "Dzifa A."), rapporteurs=("Rita S.",), aim="One obstacle, and who can move it.",
    steps=(Step(word="Do", text="Two voices side by side."), Step(word="Late", text="Drop it.", is_late=True)),
    materials=("Long paper 4 m", "Tape"), notes="Interpreter sits beside table 4.", description="What must change?",
    part="Lead", sheet_id="K7M2QX4R",
)  # fmt: skip
TEA = item("Tea", starts="10:30", ends="11:00", quiet=True, room="Garden")


def facts(*items, **more):
    day = PlanDay(day=FIRST, number=3, heading="Field: Nsuaem · Bonsa Hall", items=items)
    told = {"days": (day,), "contacts": ("Desk +233 24 000 0100",), "edition": "Edition 3, 18 Jan 2016"}
    return PlanFacts(event_title="Ghana action dialogue", zone=ACCRA, printed_at=PRINTED, **told | more)


def own(plan):
    told = replace(plan, who="Solomon A.")
    return OwnDaysFacts(event_title=plan.event_title, zone=ACCRA, printed_at=PRINTED, people=(told,), paper=plan.paper)


PAPERS = {
    "run-sheet": run_sheet.draw,
    "wall-agenda": wall_agenda.draw,
    "door-signs": door_signs.draw,
    "rapporteur-sheet": rapporteur_sheet.draw,
    "reporting-back-sheet": reporting_back.draw,
    "facilitator-day": lambda plan: facilitator_day.draw(own(plan)),
}


def test_a_run_sheet_says_what_to_do_with_what_and_what_to_drop():
    printed = text(run_sheet.draw(facts(FULL, TEA)))
    for words in (
        "09:00", "90", "The licence", "Aim", "One obstacle, and who can move it.", "Do", "Two voices side by side.",
        "Late", "Drop it.", "Solomon A.", "Long paper 4 m", "Interpreter sits beside table 4.", "Materials of the day",
        "If something happens", "Desk +233 24 000 0100", "Changed on the day", "Edition 3, 18 Jan 2016", "Tea · Garden",
    ):  # fmt: skip
        assert words in printed, words
    assert "NOT FOR DISTRIBUTION" in printed


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", ("A4", "letter"))
@pytest.mark.parametrize("second", ("", "fr"))
def test_nothing_overlaps_or_leaves_the_paper(paper, size, second):
    items = [replace(FULL, starts=time(hour), number=f"3.{hour}") for hour in range(8, 19)]
    plan = facts(*items[:3], TEA, *items[3:], second_language=second, paper=size)
    pdf = PAPERS[paper](plan)
    for page in range(1, len(pages_text(pdf)) + 1):
        found = letters(pdf, page)
        assert overlapping(found) == [], (page, overlapping(found)[:3])
        assert outside(found, left=0, right=210 if size == "A4" else 215.9, top=0, bottom=297) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_endless_texts_are_printed_without_overlapping_and_without_an_error(paper):
    endless = replace(
        FULL, title=LONG, second_title=LONG, room=LONG, room_name=LONG, place=LONG, aim=LONG, notes=LONG,
        description=LONG, leads=(LONG,), materials=(LONG,), part="Lead",
        steps=(Step(word="Do", text=LONG), Step(word="A long word", text=LONG)),
    )  # fmt: skip
    pdf = PAPERS[paper](facts(endless, replace(endless, quiet=True), FULL, second_language="fr"))
    for page in range(1, len(pages_text(pdf)) + 1):
        found = letters(pdf, page)
        assert overlapping(found) == [], page
        assert outside(found, left=0, right=210, top=0, bottom=297) == [], page


@pytest.mark.parametrize("paper", PAPERS)
def test_a_day_without_anything_is_a_page_and_no_error(paper):
    assert len(pages_text(PAPERS[paper](facts()))) >= 1
    assert len(pages_text(PAPERS[paper](replace(facts(), days=())))) == 1


def test_ten_lines_at_most_stand_on_a_sheet_for_the_wall():
    items = [item(f"Session {n}", starts=f"{8 + n // 4:02}:{n % 4 * 15:02}", ends="20:00") for n in range(23)]
    pages = pages_text(wall_agenda.draw(facts(*items, paper="A3")))
    assert [page.count("Session ") for page in pages] == [8, 8, 7]


def test_each_room_has_a_sign_of_its_own_with_what_is_in_it():
    elsewhere = replace(FULL, title="Finance", room_name="Veranda", starts=time(11), ends=time(12))
    pages = pages_text(door_signs.draw(facts(FULL, TEA, elsewhere)))
    assert len(pages) == 2
    assert "Main hall" in pages[0]
    assert "until 10:30" in pages[0]
    assert "Finance" not in pages[0]
    assert "Veranda" in pages[1]


def test_notes_are_taken_of_sessions_and_not_of_breaks():
    assert len(pages_text(rapporteur_sheet.draw(facts(FULL, TEA, FULL)))) == 2


def test_only_sessions_in_groups_report_back():
    pdf = reporting_back.draw(facts(FULL, replace(FULL, has_groups=False)))
    assert len(pages_text(pdf)) == 1
    assert "What must change?" in text(pdf)


@pytest.mark.parametrize("paper", ("A4", "letter"))
@pytest.mark.parametrize("turned", (0, 180))
def test_the_corners_of_a_reporting_back_sheet_say_to_a_machine_of_which_session_it_is(app, paper, turned):
    pdf = reporting_back.draw(facts(FULL, replace(FULL, sheet_id="0123ABCD"), second_language="fr", paper=paper))
    for page, sheet_id in enumerate(("K7M2QX4R", "0123ABCD")):
        found = {code.text for code in zxingcpp.read_barcodes(picture(pdf, page).rotate(turned))}
        assert found == {payload(sheet_id, 1, corner) for corner in CORNERS}
    assert "Sheet K7M2-QX4R" in text(pdf)


@pytest.mark.parametrize("second", ("", "fr"))
def test_nothing_on_a_reporting_back_sheet_comes_near_its_codes(app, second):
    endless = replace(FULL, title=LONG, second_title=LONG, room=LONG, description=LONG)
    pdf = reporting_back.draw(facts(FULL, endless, second_language=second))
    for page in (1, 2):
        for one in letters(pdf, page):
            for letter in CORNERS:
                x, y = corner_at(letter, 210, 297)
                beside = one.right < x - 3.05 or one.left > x + SIDE + 3.05
                assert beside or one.bottom < y - 3.05 or one.top > y + SIDE + 3.05, one


@pytest.mark.parametrize(("paper", "right"), (("A4", 196), ("letter", 201.9)))
def test_the_lines_to_sign_are_named_in_two_languages_within_the_margin(app, paper, right):
    pdf = reporting_back.draw(facts(FULL, second_language="fr", paper=paper))
    assert "Combien dans le groupe" in text(pdf)
    assert outside(letters(pdf, 1), left=16, right=right, top=0, bottom=297) == []


def test_another_session_or_paper_is_another_sheet(event, session):
    numbers = list(session.scalars(db.select(AgendaSession.id)))
    ids = {reporting_back.sheet_id_of(event.id, number, paper) for number in numbers for paper in ("A4", "letter")}
    assert len(ids) == 2 * len(numbers)
    opening = session.scalars(db.select(AgendaSession.id).where(AgendaSession.title == "Opening")).one()
    assert spoken(reporting_back.sheet_id_of(event.id, opening, "A4")) in printed(event, "reporting-back-sheet")


def test_a_sheet_of_a_session_under_the_rule_says_it():
    under = replace(FULL, is_under_rule=True)
    for draw in (rapporteur_sheet.draw, reporting_back.draw):
        assert "never who said it" in text(draw(facts(under)))
        assert "never who said it" not in text(draw(facts(FULL)))


def test_both_languages_stand_on_a_paper_in_two(app):
    printed = text(run_sheet.draw(facts(FULL, second_language="fr")))
    assert "The licence" in printed
    assert "Le permis" in printed
    assert "HEURE" in printed


# ---------------------------------------------------------------- from the database
@pytest.fixture
def event(session):
    event = make_event("tarkwa", days=2)
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    block = make_agenda_session(
        event.days[0], "Opening", kind="breakout", room=room, place=room.place, aim="All are heard",
        steps="Do: three voices\nEn retard: on saute\nJust say it", materials="Cards\n\nTape", process_notes="Wait",
        translations={"fr": {"title": "Ouverture"}},
    )  # fmt: skip
    for who, role in (("Ama Serwaa", "lead"), ("Kofi Annor", "rapporteur")):
        block.people.append(SessionPerson(registration=make_registration(event, who), role=SessionRole(role)))
    other = make_agenda_session(event.days[1], "Roadmap")
    other.people.append(SessionPerson(name="Nana Brempomaa", role=SessionRole.FACILITATOR))
    db.session.flush()
    return event


def printed(event, name, **options):
    return text(print_document(db.session(), event, name, Options(**options), at=NOW))


def test_the_fields_of_a_session_come_to_the_run_sheet(event):
    told = printed(event, "run-sheet")
    for words in ("All are heard", "Three voices", "On saute", "Just say it", "Cards", "Tape", "Wait", "Ama Serwaa"):
        assert words in told, words


def test_papers_for_participants_carry_the_latest_edition_and_those_of_the_team_the_plan(session, event):
    block = session.scalars(db.select(AgendaSession).where(AgendaSession.title == "Opening")).one()
    assert "working plan, not published" in printed(event, "agenda")
    make_edition(event, at=NOW)
    assert "Edition 1, Wed 3 Jun 2026" in printed(event, "run-sheet")
    block.title = "Libation"
    session.flush()
    for name in ("agenda", "wall-agenda", "door-signs"):
        told = printed(event, name)
        assert "Opening" in told, name
        assert "Edition 1, Wed 3 Jun 2026" in told, name
        plan = printed(event, name, of_plan=True)
        assert "Libation" in plan, name
        assert "working plan, changed since edition 1" in plan, name
    for name in ("run-sheet", "rapporteur-sheet", "reporting-back-sheet", "facilitator-day"):
        told = printed(event, name)
        assert "Libation" in told, name
        assert "working plan, changed since edition 1" in told, name


def test_one_persons_own_day_has_their_sessions_in_full_and_no_day_without_any(event):
    told = printed(event, "facilitator-day", who="ama  SERWAA")
    assert "All are heard" in told
    assert "Roadmap" not in told
    assert "Nana" not in told
    everybody = printed(event, "facilitator-day")
    assert "Nana Brempomaa" in everybody
    with pytest.raises(Exception, match="Nobody called Yaw"):
        printed(event, "facilitator-day", who="Yaw")


def test_two_languages_show_the_words_of_each(event):
    told = printed(event, "agenda", language="en", second_language="fr")
    assert "Opening" in told
    assert "Ouverture" in told
    assert "Opening" not in printed(event, "agenda", language="fr")


def test_an_option_that_a_document_does_not_know_is_refused(event):
    for name, options in (("badges", {"second_language": "fr"}), ("run-sheet", {"of_plan": True}),
                          ("agenda", {"who": "Ama"}), ("agenda", {"paper": "A3"})):  # fmt: skip
        with pytest.raises(NotAnOption):
            printed(event, name, **options)


@pytest.mark.parametrize("name", PLAN_PAPERS)
def test_every_paper_can_be_asked_for_at_its_address(facilitator, reporter, session, event, name):
    address = f"/events/tarkwa/documents/{name}.pdf"
    page = facilitator.get(f"{address}?language=en,fr")
    assert page.status_code == 200
    assert page.data.startswith(b"%PDF")
    may = DOCUMENTS[name].needs.value == "see event"
    assert reporter.get(address).status_code == (200 if may else 403)


@pytest.mark.parametrize("query", ("language=en,en", "language=en,xx", "of=yes", "paper=A0"))
def test_options_that_mean_nothing_are_not_found(facilitator, session, event, query):
    assert facilitator.get(f"/events/tarkwa/documents/agenda.pdf?{query}").status_code == 404
