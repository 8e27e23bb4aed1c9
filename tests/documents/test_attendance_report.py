"""The attendance report: its figures, its list of names, and that the two agree."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogues.attendance.rules import HalfState, MarkSource
from dialogues.documents import attendance_report
from dialogues.documents.agreement import FiguresDisagree
from dialogues.documents.facts import IssueFacts, Presence, presence
from dialogues.people.sectors import Sector
from dialogues.reports.figures import DEFINITIONS, NUMBER_NAMES
from tests.documents import reading
from tests.documents.paper_facts import FIRST, PEOPLE, Row, crowd, make_report_facts

NOT_YET = tuple((*row[:3], "....") for row in PEOPLE)
HOLE = tuple((*row[:3], f"{row[3][:2]}.{row[3][3]}") for row in PEOPLE)  # nobody was marked on the third day


def text_of(rows=PEOPLE, **changed: Any) -> str:
    return reading.text(attendance_report.draw(make_report_facts(rows, **changed)))


def listed_days(pdf: bytes) -> list[int]:
    """The column of sums of the annex, counted again by a reader: the last number right of every name."""
    lines = [line for page in range(5, reading.page_count(pdf) + 1) for line in rows_of(pdf, page)]
    rows = [line for line in lines if line[0].isdigit() and line[-1].isdigit() and "registered," not in line]
    return [int(line[-1]) for line in rows]


def rows_of(pdf: bytes, page: int) -> list[list[str]]:
    """Words of a page by the height they stand on, from left to right."""
    rows: dict[int, list[reading.Letter]] = {}
    for letter in reading.letters(pdf, page):
        rows.setdefault(round((letter.top + letter.bottom) / 2 / 3.1), []).append(letter)
    return [reading.words(sorted(letters, key=lambda one: one.left)) for _, letters in sorted(rows.items())]


def test_the_four_numbers_stand_with_their_definitions() -> None:
    cover = reading.copied_text(attendance_report.draw(make_report_facts()))
    for (key, definition), number in zip(DEFINITIONS.items(), (16, 15, 51, 10), strict=True):
        assert f"{number} {NUMBER_NAMES[key]}" in cover
        assert definition in cover


def test_the_last_row_of_the_annex_repeats_the_four_numbers() -> None:
    last = reading.pages_text(attendance_report.draw(make_report_facts()))[-1]
    said = "16 registered, 15 present at least one day, 51 person-days, 10 present every day"
    assert said in " ".join(last.split())


def test_the_four_numbers_can_be_counted_again_from_the_printed_list() -> None:
    facts = make_report_facts(crowd(90))
    sums = listed_days(attendance_report.draw(facts))
    numbers = facts.numbers
    assert len(sums) == numbers.registered
    assert sum(n > 0 for n in sums) == numbers.present_any_day
    assert sum(sums) == numbers.person_days
    assert sum(n == 4 for n in sums) == numbers.present_every_day


def test_counting_again_gives_other_numbers_for_another_list() -> None:
    fewer = listed_days(attendance_report.draw(make_report_facts(crowd(89))))
    assert len(fewer) == 89
    assert sum(fewer) != make_report_facts(crowd(90)).numbers.person_days


WRONG_LISTS: dict[str, tuple[Row, ...]] = {
    "registered": PEOPLE[1:],
    "person-days": (("Efua", "GOV", "w", "PPP-"), *PEOPLE[1:]),
    "registered, GOV": (("Efua", "MIN", "w", "PPPP"), *PEOPLE[1:]),
    "morning, 2016-01-19": (("Efua", "GOV", "w", "pPPP"), *PEOPLE[1:]),
    "present, 2016-01-19": (*PEOPLE[:8], ("Augustine", "IND", "m", "-PP-"), *PEOPLE[9:]),
}


@pytest.mark.parametrize("figure", WRONG_LISTS)
def test_a_report_that_contradicts_its_own_list_is_not_printed(figure: str) -> None:
    other = make_report_facts(WRONG_LISTS[figure])
    facts = replace(make_report_facts(), people=other.people)
    with pytest.raises(FiguresDisagree) as refused:
        attendance_report.draw(facts)
    assert refused.value.facts["figure"] == figure
    with pytest.raises(FiguresDisagree):
        attendance_report.draw_without_names(facts)


def test_a_person_with_too_few_days_is_a_contradiction_too() -> None:
    facts = make_report_facts()
    short = replace(facts.people[0], days=facts.people[0].days[:3])
    with pytest.raises(FiguresDisagree, match="days of a person"):
        attendance_report.draw(replace(facts, people=(short, *facts.people[1:])))


def test_a_day_with_nobody_recorded_is_not_recorded_and_never_nought() -> None:
    pages = reading.pages_text(attendance_report.draw(make_report_facts(HOLE)))
    days = " ".join(pages[2].split())
    assert "Thu 21 Jan not recorded" in days
    assert days.count("not recorded") == 2
    assert "Thu 21 Jan 0" not in days
    assert "Not recorded, which is not the same as nobody there: Thu 21 Jan." in " ".join(pages[0].split())
    assert "Days that were not recorded: Thu 21 Jan." in " ".join(pages[-1].split())


def test_a_day_on_which_all_were_absent_was_recorded_and_has_nought() -> None:
    rows = tuple((*row[:3], f"{row[3][:3]}-") for row in PEOPLE)
    days = " ".join(reading.pages_text(attendance_report.draw(make_report_facts(rows)))[2].split())
    assert "Fri 22 Jan 0" in days
    assert "not recorded" not in days


def test_an_event_without_any_mark_has_no_figures_of_presence() -> None:
    pages = reading.pages_text(attendance_report.draw(make_report_facts(NOT_YET)))
    cover = " ".join(pages[0].split())
    assert "16 people are registered; no day was recorded yet." in cover
    assert "– Present at least one day" in cover
    assert "16 registered; no day was recorded yet" in " ".join(pages[-1].split())


def test_an_empty_event_is_a_report_too() -> None:
    assert "Nobody is registered yet." in text_of([], days=0)
    assert "Nobody is registered yet." in text_of([])


def test_not_stated_is_always_among_the_genders() -> None:
    nobody_silent = [(name, sector, "w", days) for name, sector, _, days in PEOPLE]
    assert "NOT STATED" in text_of()
    assert "NOT STATED" in text_of(nobody_silent)
    assert "7 of 15 people present were women: 47%; 1 person did not state a gender" in text_of()
    assert "15 of 15 people present were women: 100%" in text_of(nobody_silent)


def test_the_finding_is_a_sentence_about_the_figures() -> None:
    assert "15 of 16 registered people came on at least one day; 10 came on every recorded day." in text_of()
    assert "The largest sector was Government, with 4." in text_of()
    one_day = [(*row[:3], row[3][-1]) for row in PEOPLE]
    assert "14 of 16 registered people came." in text_of(one_day, days=1)
    alone = text_of(PEOPLE[:1])
    assert "1 of 1 registered person came on at least one day; 1 came on every recorded day." in alone


def test_no_sector_is_called_the_largest_where_two_are() -> None:
    assert "The largest sector" not in text_of(PEOPLE[4:8])


def test_targets_are_marked_only_where_there_are_any() -> None:
    assert "TARGET" not in text_of()
    text = text_of(targets={Sector.GOV: 3, Sector.MIN: 9})
    assert "target of the invitation plan" in text
    assert "3 of 6 sectors met" not in text
    every = text_of(targets=dict.fromkeys(Sector, 2))
    assert "6 of 6 sectors met their target" in every


def test_sources_walk_ins_and_sign_offs_are_named() -> None:
    text = text_of(sources={MarkSource.DESK: 40, MarkSource.PAPER: 11})
    assert "Desk 40" in text
    assert "Paper 11" in text
    assert "Walk-ins among the registered: 0." in text
    assert "Checked against the sheets by" in text


def test_half_days_are_half_squares() -> None:
    halves = attendance_report.draw(make_report_facts([("Ama", "MIN", "w", "Pap-")]))
    whole = attendance_report.draw(make_report_facts([("Ama", "MIN", "w", "PPP-")]))
    half, full = reading.filled_widths(halves, 5), reading.filled_widths(whole, 5)
    assert half[1.25] == full[1.25] + 2
    assert half[2.5] == full[2.5] - 2


@pytest.mark.parametrize(
    ("morning", "afternoon", "wanted"),
    (
        (HalfState.PRESENT, HalfState.PRESENT, Presence.WHOLE),
        (HalfState.PRESENT, HalfState.ABSENT, Presence.MORNING),
        (HalfState.NOT_RECORDED, HalfState.PRESENT, Presence.AFTERNOON),
        (HalfState.EXCUSED, HalfState.ABSENT, Presence.EXCUSED),
        (HalfState.NOT_RECORDED, HalfState.ABSENT, Presence.ABSENT),
        (HalfState.NOT_RECORDED, HalfState.NOT_RECORDED, Presence.NOT_RECORDED),
    ),
)
def test_two_halves_of_a_day_are_one_sign(morning, afternoon, wanted) -> None:
    assert presence(morning, afternoon) is wanted


def test_many_days_go_on_in_further_parts_of_the_annex_with_the_same_sums() -> None:
    rows = [(*row[:3], row[3] * 3) for row in PEOPLE]
    pages = reading.pages_text(attendance_report.draw(make_report_facts(rows, days=12)))
    assert ["part 1 of 2" in pages[-2], "part 2 of 2" in pages[-1]] == [True, True]
    assert all("153 person-days" in page for page in pages[-2:])


def test_numbers_are_written_as_in_the_language_of_the_paper() -> None:
    people = crowd(1200)
    assert "1,200 Registered" in text_of(people)
    french = attendance_report.draw(make_report_facts(people, language="fr"))
    assert "1\u202f200" in reading.pages_text(french)[0]


def test_places_of_days_stand_beside_them() -> None:
    text = text_of(places={FIRST: "Nsuaem Top and Bonsa", FIRST + timedelta(1): "Prestea"})
    assert "Tue 19 Jan Nsuaem Top and Bonsa" in text
    assert "Wed 20 Jan Prestea" in text


def test_the_facts_on_the_cover_stay_on_it_however_many_there_are() -> None:
    line = "Version 2, issued 5 Jan 2026"
    for note in ("", "For the donor", "For the donor " * 8):
        issued = IssueFacts(
            name="Version 2", line=line, by="Kwabena Osei", fingerprint="63ea", note=note, before=1,
            changes=(("The four numbers", "Person-days", "50", "51"),), how_many="One figure differs.",
        )  # fmt: skip
        facts = make_report_facts(convener="Friends of the Nation", issued=issued, people=())
        pages = reading.pages_text(attendance_report.draw_version(facts))
        assert "For the file and its auditors" in " ".join(pages[0].split())
        assert len(pages) == 5
