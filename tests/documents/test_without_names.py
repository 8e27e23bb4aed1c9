"""The report for outside the house: nobody's name in the file, no small group on the paper or between its lines."""

from dialogues.documents import attendance_report
from dialogues.documents.report_figures import without_names
from dialogues.people.sectors import Sector
from dialogues.reports.publishing import published
from dialogues.reports.shapes import NOT_TOLD
from tests.documents import reading
from tests.documents.paper_facts import PEOPLE, Row, crowd, make_report_facts

OTHER_INK = (0.3843, 0.3843, 0.3686)  # of the sector "other"
CANARIES: tuple[Row, ...] = tuple(
    (f"Zq{number}x Wv{number}y", sector, gender, days) for number, (_, sector, gender, days) in enumerate(crowd(200))
)


def leaked(pdf: bytes, words: list[str]) -> list[str]:
    """Words that stand anywhere in the file: in its text, its names, its unpacked streams."""
    text, everything = reading.copied_text(pdf), reading.everything(pdf)
    return [word for word in words if word in text or word.encode() in everything]


def test_no_name_and_no_organisation_is_anywhere_in_the_file() -> None:
    words = [word for name, *_ in CANARIES for word in name.split()] + ["Office"]
    facts = make_report_facts(CANARIES, changes="Mark of Zq1x Wv1y added.")
    assert leaked(attendance_report.draw_without_names(facts), words) == []


def test_names_in_the_file_for_auditors_are_found_by_the_same_search() -> None:
    words = [word for name, *_ in CANARIES for word in name.split()]
    assert leaked(attendance_report.draw(make_report_facts(CANARIES)), words) == words


def test_letters_beyond_english_are_found_and_left_out_alike() -> None:
    names = [name for name, *_ in PEOPLE]
    assert leaked(attendance_report.draw(make_report_facts()), names) == names
    assert leaked(attendance_report.draw_without_names(make_report_facts()), names) == []


def test_the_report_without_names_has_no_annex_and_says_what_it_is() -> None:
    pdf = attendance_report.draw_without_names(make_report_facts(crowd(200)))
    text = reading.text(pdf)
    assert "Annex" not in text
    assert "May be passed on: no names" in text
    assert "ATTENDANCE REPORT · WITHOUT NAMES" in text
    assert "MORNING" not in text


def test_the_four_numbers_stay_and_small_groups_go() -> None:
    text = reading.text(attendance_report.draw_without_names(make_report_facts()))
    assert "15 Present at least one day" in text
    assert "The largest sector" not in text
    assert "The groups are too small to be shown by sector" in text
    more = reading.text(attendance_report.draw_without_names(make_report_facts(crowd(45))))
    assert "n/s: not shown, because a group of fewer than 5 people could be read off or worked out." in more


def test_of_a_sector_that_is_too_small_neither_number_nor_bar_is_printed() -> None:
    rows = [row for row in crowd(160) if row[1] != "OTH"] + [("Nana", "OTH", "m", "PPPP")]
    shown = without_names(make_report_facts(rows))
    other = next(sector for sector in shown.sectors if sector.code == "OTH")
    assert shown.present(other) == NOT_TOLD
    assert not shown.is_plain(other)
    pdf = attendance_report.draw_without_names(make_report_facts(rows))
    assert "OTH Other n/s" in reading.text(pdf)
    assert OTHER_INK not in reading.colours(pdf, 2)
    assert OTHER_INK in reading.colours(attendance_report.draw(make_report_facts(rows)), 2)


def test_of_two_people_only_the_four_numbers_are_told() -> None:
    two_people = attendance_report.draw_without_names(make_report_facts(PEOPLE[:2]))
    assert "2 Present at least one day" in reading.text(two_people)
    assert "The groups are too small to be shown by sector" in reading.text(two_people)


def test_what_may_not_be_told_does_not_even_reach_the_one_who_draws() -> None:
    facts = make_report_facts(crowd(45))
    drawn = without_names(facts).facts
    assert (drawn.people, drawn.groups, drawn.continuity) == ((), (), None)
    assert drawn.figures == published(facts.figures, below=5)
    other = next(row for row in drawn.figures.by_sector if row.sector is Sector.OTH)
    assert facts.figures.by_sector[-1].numbers.present_any_day == 4
    assert other.numbers.present_any_day == 0
