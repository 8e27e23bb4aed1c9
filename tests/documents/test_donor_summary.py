"""The summary for the donor: findings that follow from the figures, the organiser's own words, and nobody's name."""

import re
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.documents import attendance_report
from dialogues.documents.agreement import FiguresDisagree
from dialogues.documents.donor_rules import Finding, Words, read_commitments, read_findings
from dialogues.documents.donor_summary import DonorSummaryFacts, Standing, draw
from dialogues.documents.report_figures import without_names
from dialogues.people.sectors import Sector
from dialogues.reports.figures import DEFINITIONS, EventFigures
from dialogues.reports.rules import Continuity, SectorContinuity
from dialogues.reports.small_tables import sector_key
from dialogues.reports.version_models import ReportVersion
from tests.documents import reading
from tests.documents.paper_facts import PEOPLE, PRINTED, crowd, make_report_facts
from tests.documents.test_logos import OWN
from tests.documents.test_without_names import CANARIES, leaked
from tests.factories import make_event, make_registration, make_report_version
from tests.reports.attended import make_attended_event
from tests.reports.test_issue_report import correct

PAGE = "/events/tarkwa/documents"
TARGETS = {
    Sector.GOV: 18, Sector.MIN: 30, Sector.CSO: 16, Sector.ACA: 15, Sector.IND: 15, Sector.OTH: 20,
}  # fmt: skip
NOT_YET = tuple((*row[:3], "....") for row in PEOPLE)


def make_facts(rows=None, *, words=None, second_language="", **changed):
    report = make_report_facts(crowd(120) if rows is None else rows, **changed)
    return DonorSummaryFacts(**vars(report), words=words or Words(), second_language=second_language)


def with_continuity(*rows):
    """The facts of an event that has an earlier one."""
    facts = make_facts()
    continuity = Continuity(events=1, last_began=date(2015, 6, 1), by_sector=rows)
    figures = EventFigures(
        **vars(facts.figures), slug="tarkwa", title=facts.event_title, starts_on=facts.first_day,
        ends_on=facts.last_day, zone=facts.zone, country=None, place=None, as_of=facts.as_of, group_names={},
        sources={}, not_counted=0, continuity=continuity,
    )  # fmt: skip
    return replace(facts, figures=figures, continuity=continuity)


def text_of(rows=None, **changed):
    return reading.text(draw(make_facts(rows, **changed)))


def press(browser, **texts):
    """Fill in the form of the summary and press its button."""
    page = browser.get(f"{PAGE}?document=donor-summary").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)[1]
    return browser.client.post(f"{PAGE}/donor-summary.pdf", data={"csrf_token": token, "language": "en", **texts})


def area(page, name):
    """What stands in a field of several lines."""
    return re.search(rf'<textarea[^>]*name="{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)[1].strip()


@pytest.mark.parametrize("paper", ("A4", "letter"))
def test_it_is_two_pages_with_the_four_numbers_and_their_definitions(paper):
    pdf = draw(make_facts(targets=TARGETS, paper=paper))
    assert reading.page_count(pdf) == 2
    first = " ".join(reading.pages_text(pdf)[0].split())
    for number, definition in zip(("120", "113", "384", "75"), DEFINITIONS.values(), strict=True):
        assert number in first
        assert definition in first
    assert reading.fonts_not_embedded(pdf) == set()
    assert all(reading.overlapping(reading.letters(pdf, page)) == [] for page in (1, 2))


@pytest.mark.parametrize("paper", ("A4", "letter"))
def test_a_letterhead_stands_above_the_findings_and_moves_none_of_them_to_another_page(paper):
    pdf = draw(make_facts(targets=TARGETS, paper=paper, letterhead=OWN))
    assert reading.page_count(pdf) == 2
    first, second = (" ".join(page.split()) for page in reading.pages_text(pdf))
    assert first.index("Bonsa Valley Dialogue Trust") < first.index("12 Old Road") < first.index("113 of 120")
    assert "Company no. 1234" in first
    assert "3 of 6 sectors met their target" in first
    assert "Company no. 1234" not in second
    assert all(reading.overlapping(reading.letters(pdf, page)) == [] for page in (1, 2))


def test_it_says_which_version_its_figures_are_or_that_they_are_a_draft():
    plain = make_facts(version=None)
    issued = Standing(3, PRINTED, is_same=True)
    said = reading.text(draw(replace(plain, standing=issued)))
    assert "The figures are those of version 3 of the attendance report, issued 25 Jan 2016." in said
    assert said.count("Version 3, issued 25 Jan 2016") == 2, "in the foot of each page"
    assert "Draft" not in said
    moved = reading.text(draw(replace(plain, standing=replace(issued, is_same=False))))
    assert "Draft: figures as of 25 Jan 2016 09:00 GMT. They differ from version 3 of the report" in moved
    assert "Version 3, issued" not in moved
    assert "SUMMARY FOR THE DONOR · DRAFT" in moved
    never = reading.text(draw(plain))
    assert "which were not issued as a version of the report." in never


def test_the_version_is_told_in_the_language_of_the_page(app):
    facts = replace(make_facts(language="fr", second_language="en"), standing=Standing(3, PRINTED, is_same=True))
    pages = reading.pages_text(draw(facts))
    assert "25 janv. 2016" in pages[0]
    assert "Version 3, issued 25 Jan 2016" in pages[2]
    assert "Version 3, issued" not in pages[0]


def test_a_correction_after_the_issue_makes_it_a_draft_again(organiser, session):
    event = make_attended_event()
    make_report_version(event)
    session.commit()

    def said():
        return reading.text(organiser.get(f"{PAGE}/donor-summary.pdf").data)

    assert "The figures are those of version 1" in said()
    correct(session, event)
    session.commit()
    assert "They differ from version 1 of the report" in said()
    session.execute(sa.update(ReportVersion).values(content="{}"))
    session.commit()
    assert "which were not issued as a version of the report" in said()


def test_findings_are_said_from_the_figures():
    said = text_of(targets=TARGETS)
    assert "3 of 6 sectors met their target" in said
    assert "Furthest from its target is Miners: 21 of 30 people came." in said
    assert "48% of those who came are women" in said
    assert "Their share is largest in Government, with 24 of 32." in said
    assert "75 of 113 people present came on every recorded day; the mean is 3.4 of 4 recorded days." in said
    assert "Every sector with a target reached it." in text_of(targets=dict.fromkeys(Sector, 2))
    assert "target" not in text_of().lower()


def test_who_came_back_is_said_where_neither_part_is_small():
    def back(returning, new):
        return reading.text(draw(with_continuity(*(SectorContinuity(sector, returning, new, 0) for sector in Sector))))

    assert "36 of 96 people present had come to an earlier event of this process; 60 had come to none." in back(6, 10)
    few = tuple(SectorContinuity(sector, int(sector is Sector.MIN), 10, 0) for sector in Sector)
    assert "earlier event" not in reading.text(draw(with_continuity(*few))), "one person came back"


def test_of_small_groups_nothing_is_said_and_nothing_compared():
    said = text_of(PEOPLE, targets=TARGETS)
    for words in ("Furthest", "met their target", "largest", "fewest", "were there"):
        assert words not in said
    assert "The groups are too small to be shown by sector" in said


def test_person_days_of_a_sector_follow_from_what_the_report_without_names_prints():
    facts = make_facts(crowd(60))
    shown = without_names(facts)
    table = reading.pages_text(draw(facts))[1]
    assert shown.shows_days
    for sector in shown.sectors:
        row = next(line for line in table.splitlines() if line.startswith(sector.code))
        hidden = sector_key(sector.sector, "person_days") in shown.facts.figures.withheld
        assert row.endswith("n/s" if hidden else str(sector.person_days)), row


def test_nobody_is_named_anywhere_in_the_file():
    words = [word for name, *_ in CANARIES for word in name.split()] + ["Office"]
    facts = make_facts(CANARIES, changes="Mark of Zq1x Wv1y added.")
    assert leaked(draw(facts), words) == []
    assert leaked(attendance_report.draw(make_report_facts(CANARIES)), words) == words, "the control"


def test_figures_that_contradict_the_list_are_not_printed():
    facts = make_facts(PEOPLE)
    with pytest.raises(FiguresDisagree):
        draw(DonorSummaryFacts(**{**vars(facts), "people": facts.people[1:]}))


def test_before_a_day_is_recorded_there_are_no_figures_of_presence():
    said = text_of(NOT_YET)
    assert "16 people are registered; no day was recorded yet." in said
    assert "There are no figures by sector that could be shown." in said
    assert "Nobody is registered yet." in text_of([], days=0)


def test_own_words_come_first_and_are_printed_as_they_were_typed():
    words = Words(
        "Miners stayed: 13 of 15 were there on all days.\nWomen <b>spoke</b> first & last",
        "A guide in Twi; Minerals Commission; 30 June 2016; Started\nA table at Prestea",
        "The group meets in Takoradi.",
    )
    said = text_of(words=words, targets=TARGETS)
    for part in (
        "Miners stayed", "Women <b>spoke</b> first & last", "3 of 6 sectors", "Minerals Commission",
        "A table at Prestea",
        "What happens next The group meets in Takoradi.",
    ):  # fmt: skip
        assert part in said, part
    assert "48% of those" not in said, "three findings at most"
    assert "Commitments" not in text_of()
    assert "What happens next" not in text_of()


def test_lines_are_read_forgivingly():
    assert read_findings("Stayed: all did\n\nNo heading here\nMeeting at 10:30: on") == [
        Finding("Stayed", "all did"),
        Finding("", "No heading here"),
        Finding("Meeting at 10", "30: on"),
    ]
    assert read_commitments("a;b\n;;c;d;e\n") == [["a", "b", "", ""], ["", "", "c", "d;e"]]


@pytest.mark.parametrize(
    "text", ("W" * 880, "<b>&amp; " * 90, "n\u0304ɔ\u0303 漢字 \x07" * 60, "a\n" * 400), ids=range(4)
)
def test_whatever_is_typed_is_printed(text):
    pdf = draw(make_facts(words=Words(text, text, text), event_title=text[:200], place=text[:100]))
    assert reading.page_count(pdf) >= 2
    assert reading.missing_glyphs(pdf) == 0


def test_two_languages_stand_one_after_the_other_in_one_file(app):
    pdf = draw(make_facts(language="fr", second_language="en", targets=TARGETS))
    pages = reading.pages_text(pdf)
    assert len(pages) == 4
    assert "Page 1 of 2" in pages[2]
    assert "113 of 120 registered people came" in " ".join(pages[2].split())
    assert "113 of 120 registered people came" not in " ".join(pages[0].split())


def test_what_was_typed_is_kept_for_the_event_and_offered_to_whoever_prints_next(organiser, reporter, session):
    make_attended_event()
    make_event("geita")
    answer = press(
        organiser, commitments="A guide in Twi; Minerals Commission", next="We meet in April.", paper="letter"
    )
    assert answer.location == f"{PAGE}/donor-summary.pdf?language=en&paper=letter"
    assert "Minerals Commission" in reading.text(organiser.client.get(answer.location).data)
    page = reporter.get(f"{PAGE}?document=donor-summary").text
    assert area(page, "commitments") == "A guide in Twi; Minerals Commission"
    assert area(page, "next") == "We meet in April."
    assert "We meet" not in reading.text(organiser.client.get("/events/geita/documents/donor-summary.pdf").data)
    press(organiser, findings="", commitments="", next="")
    assert "We meet" not in reading.text(organiser.client.get(answer.location).data)


def test_a_text_that_is_too_long_is_refused_beside_its_field_and_nothing_is_lost(organiser, session):
    make_event()
    answer = press(organiser, findings="Miners stayed", next="x" * 1501, paper="letter")
    assert answer.status_code == 422
    assert answer.text.count("Write at most 1,500 signs here; these are 1,501.") == 2, "in the summary and at the field"
    assert area(answer.text, "findings") == "Miners stayed"
    assert area(answer.text, "next") == "x" * 1501
    assert re.search('value="letter" selected', answer.text)
    assert session.scalar(sa.select(sa.func.count()).where(Entry.action == "document.printed")) == 0
    assert press(organiser, next="x" * 1500).status_code == 303


def test_the_texts_do_not_stand_in_the_journal_or_in_an_address(organiser, session):
    make_event()
    answer = press(organiser, next="We meet in April.")
    assert "April" not in answer.location
    assert "April" not in organiser.get("/events/tarkwa/history").text


def test_texts_are_for_the_summary_alone(organiser):
    make_registration(make_event())
    assert organiser.client.get(f"{PAGE}/agenda.pdf?next=x").status_code == 404
    assert organiser.client.get(f"{PAGE}/donor-summary.pdf?next=A+preview").status_code == 200


def test_the_reporter_has_it_and_the_door_has_not(reporter, door):
    make_attended_event()
    said = reading.text(reporter.get(f"{PAGE}/donor-summary.pdf").data)
    assert "Serwaa" not in said
    assert "Present at least one day" in said
    assert door.get(f"{PAGE}/donor-summary.pdf").status_code == 403
