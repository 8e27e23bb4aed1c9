"""Age groups, targets and earlier events: in the figures, and the same on the page, in the files, on paper."""

import json
import re

import pytest
from click.testing import CliRunner

from dialogues.audit.services import Actor
from dialogues.core import clock
from dialogues.core.spreadsheets import read_table
from dialogues.documents import attendance_report
from dialogues.documents.queries import Options, attendance_report_facts
from dialogues.people.sectors import AgeGroup, Sector
from dialogues.registration import balance_services
from dialogues.registration.balance_rules import Subject, Target
from dialogues.reports.cli import report
from dialogues.reports.figures import event_figures, programme_figures
from dialogues.reports.rules import FourNumbers
from tests.documents import reading
from tests.factories import make_event, make_group, make_person, make_process, make_registration
from tests.reports.attended import NOON, attend
from tests.reports.targets import set_targets

PAGE = "/events/tarkwa/report"
NOBODY = (0, 0, 0)


def make_second_event(*, with_later_event=False):
    """Ama and Kofi came to the first, Yaa to the one before this; here are Ama, who is of industry now, and Esi."""
    process = make_process()
    first = make_event("prestea", starts="2025-02-02", process=process)
    before = make_event("obuasi", starts="2026-01-12", process=process)
    event = make_event("tarkwa", process=process)
    elsewhere = make_event("geita", starts="2026-01-20")
    ama, kofi, yaa, esi = (make_person(name) for name in ("Ama Serwaa", "Kofi Osei", "Yaa Asantewaa", "Esi Owusu"))
    for person in (ama, kofi):
        attend(make_registration(first, person.full_name, person=person), first.days[0])
    attend(make_registration(before, "Yaa Asantewaa", person=yaa, sector="GOV"), before.days[0])
    attend(make_registration(before, "Ama Serwaa", person=ama), before.days[0])
    make_registration(before, "Esi Owusu", person=esi)  # registered, and never came
    attend(make_registration(elsewhere, "Esi Owusu", person=esi), elsewhere.days[0])
    here = make_registration(event, "Ama Serwaa", person=ama, sector="IND", age_group=AgeGroup.TO_30)
    attend(here, event.days[0])
    attend(
        make_registration(event, "Esi Owusu", person=esi, stakeholder_group=make_group("Diggers", "MIN")), event.days[0]
    )
    make_registration(event, "Yaa Asantewaa", person=yaa, sector="GOV")
    if with_later_event:
        later = make_event("wassa", starts="2026-09-01", process=process)
        attend(make_registration(later, "Esi Owusu", person=esi), later.days[0])
    return event


@pytest.mark.parametrize("with_later_event", (False, True))
def test_returning_new_and_not_back_are_told_apart_by_sector(session, with_later_event):
    event = make_second_event(with_later_event=with_later_event)
    continuity = event_figures(session, event, as_of=NOON).continuity
    assert (continuity.events, continuity.last_began.isoformat()) == (2, "2026-01-12")
    told = {row.sector.value: (row.returning, row.new, row.lost) for row in continuity.by_sector}
    assert told == {"GOV": (0, 0, 1), "CSO": NOBODY, "ACA": NOBODY, "IND": (1, 0, 0), "MIN": (0, 1, 0), "OTH": NOBODY}


def test_returning_and_new_make_up_those_present(session):
    figures = event_figures(session, make_second_event(), as_of=NOON)
    for row, against in zip(figures.by_sector, figures.continuity.by_sector, strict=True):
        assert against.returning + against.new == row.numbers.present_any_day


def test_an_event_without_an_earlier_one_has_no_continuity(session):
    event = make_event()
    attend(make_registration(event), event.days[0])
    assert event_figures(session, event, as_of=NOON).continuity is None


def test_an_earlier_event_nobody_came_to_is_none(session):
    process = make_process()
    make_registration(make_event("obuasi", starts="2026-01-12", process=process))
    event = make_event(process=process)
    assert event_figures(session, event, as_of=NOON).continuity is None


def test_ages_not_stated_are_among_the_age_groups(session):
    ages = {row.age: row.numbers for row in event_figures(session, make_second_event(), as_of=NOON).by_age}
    assert list(ages) == [*AgeGroup, None]
    assert ages[AgeGroup.TO_30] == FourNumbers(1, 1, 1, 1)
    assert ages[None] == FourNumbers(2, 1, 1, 1)


def test_events_side_by_side_claim_nothing_about_ages(session):
    event = make_second_event()
    assert programme_figures(session, [event], as_of=NOON).events[0].by_age == ()


def test_a_share_is_a_target_of_so_many_of_the_registered(session):
    event = make_second_event()
    wanted = {Subject(Sector.MIN): Target(percent=50), Subject(Sector.GOV): Target(number=4)}
    balance_services.set_targets(session, event, wanted, actor=Actor(name="Esi Quaye"), at=NOON)
    assert event_figures(session, event, as_of=NOON).targets == {Sector.MIN: 2, Sector.GOV: 4}


def test_the_page_shows_ages_targets_and_earlier_events(organiser, session):
    event = make_second_event()
    set_targets(event, GOV=4)
    session.commit()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", organiser.get(PAGE).text))
    assert "19 to 30 1 1 1 1" in said
    assert "GOV Government 4 1 0 0%" in said
    assert "Of those present 1 had come to an earlier event of this process and 1 were new." in said
    assert "Not back from the event that began on Mon 12 Jan 2026: 1." in said
    assert "IND Industry 1 0 0" in said


def test_the_files_and_the_command_say_what_the_page_says(app, session):
    event = make_second_event()
    set_targets(event, GOV=4)
    session.commit()
    text, told, table = (run(app, form) for form in ("text", "json", "csv"))
    assert re.search(r"^19 to 30 +1 +1 +1 +1$", text.decode(), re.MULTILINE)
    assert re.search(r"^MIN Diggers +1 +1 +1 +1$", text.decode(), re.MULTILINE)
    assert re.search(r"^Industry +1 +0 +0$", text.decode(), re.MULTILINE)
    body = json.loads(told)
    assert {key: body["continuity"][key] for key in ("returning", "new", "lost")} == {
        "returning": 1,
        "new": 1,
        "lost": 1,
    }
    assert [row["target"] for row in body["by_sector"]] == [4, None, None, None, None, None]
    assert body["by_age"][-1]["age_group"] == "not_stated"
    rows = read_table(table).rows
    heads = [str(head) for head in rows[0].cells]
    last = {head: rows[-1].at(at) for at, head in enumerate(heads)}
    assert [str(last[head]) for head in ("sector", "target", "returning", "new", "not_back")] == ["ALL", "4", *"111"]


def test_the_paper_of_the_house_shows_them_and_the_one_without_names_does_not(session):
    event = make_second_event()
    set_targets(event, GOV=4)
    facts = attendance_report_facts(session, event, Options(), at=clock.now())
    full = " ".join(reading.text(attendance_report.draw(facts)).split())
    outside = " ".join(reading.text(attendance_report.draw_without_names(facts)).split())
    assert "1 of 2 people present had come to an earlier event of this process" in full
    for said in ("Age groups", "Stakeholder groups", "Not back"):
        assert said in full
        assert said not in outside


def run(app, form):
    done = CliRunner().invoke(report, ["tarkwa", "--format", form], obj=lambda: app)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes
