"""Sign-in sheets: one set of pages a day, rows that stay put, marks that a reader finds."""

from datetime import date

import pdfplumber
import pytest

from dialogues.documents import sign_in
from dialogues.documents.facts import SignInDay
from dialogues.documents.marks import DOT, MOST_PAGES, TICK_HEIGHT, TICK_WIDTH
from dialogues.documents.sign_in_layout import Layout, layout_for
from dialogues.documents.sign_in_rows import plan
from tests.documents import reading
from tests.documents.paper_facts import NAMES, make_sign_in_facts
from tests.documents.reading import MM

Rectangle = tuple[float, float, float, float]
TWO_DAYS = (
    SignInDay(day=date(2016, 1, 21), number=3, sheet_id="K7M2QX4R", place="Main hall"),
    SignInDay(day=date(2016, 1, 22), number=4, sheet_id="8PZQ4N7C", place="Garden"),
)


def black_boxes(pdf: bytes, tmp_path, width: float, height: float) -> list[Rectangle]:
    """Filled black boxes of that size on the first page, in mm from the top left."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    with pdfplumber.open(path) as document:
        boxes = [
            (box["x0"] / MM, box["top"] / MM, box["width"] / MM, box["height"] / MM)
            for box in document.pages[0].rects
            if box["fill"] and tuple(box["non_stroking_color"]) == (0, 0, 0)
        ]
    return [box for box in boxes if box[2:] == pytest.approx((width, height), abs=0.02)]


def test_each_day_is_a_set_of_pages_of_its_own() -> None:
    pages = reading.pages_text(sign_in.draw(make_sign_in_facts(days=TWO_DAYS)))
    assert len(pages) == 4
    assert ["Thursday 21 January 2016" in page for page in pages] == [True, True, False, False]
    assert ["Day 4 of 4" in page for page in pages] == [False, False, True, True]
    assert "Sheet 8PZQ-4N7C · Page 2 of 2" in pages[3]


def test_people_have_the_same_row_on_every_day() -> None:
    both = reading.pages_text(sign_in.draw(make_sign_in_facts(days=TWO_DAYS)))
    one = reading.pages_text(sign_in.draw(make_sign_in_facts(days=TWO_DAYS[1:])))
    assert both[2:] == one


def test_walk_in_rows_fill_the_last_page() -> None:
    assert [slot.number for slot in plan(make_sign_in_facts(NAMES[:9], walk_in_rows=3), Layout())[9:]] == [1, 2, 3]
    assert len(plan(make_sign_in_facts(NAMES[:9], walk_in_rows=4), Layout())) == 24
    text = reading.text(sign_in.draw(make_sign_in_facts(NAMES[:9], walk_in_rows=3)))
    assert text.count("Walk-in: name in capitals") == 3
    assert "W1 W2 W3" in text


def test_an_event_without_people_gets_a_page_of_empty_rows() -> None:
    pdf = sign_in.draw(make_sign_in_facts(()))
    assert reading.text(pdf).count("Walk-in: name in capitals") == 12
    assert len(plan(make_sign_in_facts((), walk_in_rows=0), Layout())) == 12


def test_an_event_without_days_says_so() -> None:
    assert "The days of this event are not set yet." in reading.text(sign_in.draw(make_sign_in_facts(days=())))


def test_the_certifying_block_and_the_consent_stand_on_every_page() -> None:
    for page in reading.pages_text(sign_in.draw(make_sign_in_facts(days=TWO_DAYS))):
        words = " ".join(page.split())
        assert "I saw these people sign." in words
        assert "Name and position" in words
        assert "until Sun 31 Jan 2021" in words


def test_without_an_end_of_keeping_the_consent_names_none() -> None:
    text = reading.text(sign_in.draw(make_sign_in_facts(keep_until=None)))
    assert "kept for the accounts of this event and shown only to its auditors" in text
    assert "until" not in text


def test_a_name_is_made_smaller_then_put_on_two_lines_and_never_cut() -> None:
    names = ("Ama Mensah", "Akosua Frimpomaa Ɔbenewaa", "Andriantsimihetrarivonomenjanahary Rakotozandrindrainiarivelo")
    slots = plan(make_sign_in_facts(names), Layout())[:3]
    assert [len(slot.name) for slot in slots] == [1, 1, 2]
    assert slots[0].name_style.size == 11 > slots[1].name_style.size >= 8
    assert " ".join(slots[2].name) == names[2]


def test_a_name_too_long_for_a_row_goes_on_in_the_next_and_signs_once() -> None:
    slots = plan(make_sign_in_facts(("Nana " + "Kwabena-Ɛsi " * 30, "Ama")), Layout())
    rows = [slot for slot in slots if slot.number == 1 and slot.person]
    assert len(rows) > 1
    assert [slot.continued for slot in rows] == [False, *[True] * (len(rows) - 1)]
    assert slots[len(rows)].number == 2


def test_more_rows_than_the_corner_codes_can_count_are_refused() -> None:
    people = MOST_PAGES * 12 - 5
    with pytest.raises(sign_in.TooManyRows, match="1023 pages"):
        sign_in.draw(make_sign_in_facts(["Ama"] * people))


@pytest.mark.parametrize(("paper", "upright"), (("A4", False), ("A4", True), ("letter", False), ("letter", True)))
def test_ticks_and_dots_stand_where_a_reader_looks(paper, upright, tmp_path) -> None:
    pdf = sign_in.draw(make_sign_in_facts(paper=paper, upright=upright))
    layout = layout_for(paper, upright=upright)
    assert reading.paper(pdf) == (layout.width, layout.height)
    ticks = black_boxes(pdf, tmp_path, TICK_WIDTH, TICK_HEIGHT)
    wanted = sorted((x, y + 5.5 - TICK_HEIGHT / 2) for x in layout.ticks for y in layout.row_tops[:-1])
    assert sorted(box[:2] for box in ticks) == [pytest.approx(place, abs=0.02) for place in wanted]
    dots = black_boxes(pdf, tmp_path, DOT, DOT)
    crossings = sorted((x - DOT / 2, y - DOT / 2) for x, y in layout.dots)
    assert sorted(box[:2] for box in dots) == [pytest.approx(place, abs=0.02) for place in crossings]


def test_no_ink_is_in_a_signature_cell() -> None:
    layout = Layout()
    letters = reading.letters(sign_in.draw(make_sign_in_facts()), 1)
    for _, _, (x, y, width, height) in layout.cells():
        inside = [o for o in letters if o.left < x + width and x < o.right and o.top < y + height and y < o.bottom]
        assert inside == []


def test_ink_in_a_cell_would_be_seen() -> None:
    x, y, _, height = Layout().cells()[0][2]
    letters = reading.letters(reading.bare_pdf("Ama", x=x + 2, y=y + height - 2), 1)
    assert any(letter.left > x and letter.top > y for letter in letters)


def test_what_is_asked_of_a_walk_in_stays_in_the_column_of_names(app) -> None:
    pdf = sign_in.draw(make_sign_in_facts(NAMES[:2], second_language="fr"))
    said = reading.pages_text(pdf)[0]
    assert "Walk-in: name in capitals · Sur place" not in said
    assert said.count("Walk-in: name in capitals") >= 3, "one row in each language in turn"
    assert said.count("Sur place : nom en capitales") >= 3
    alone = reading.pages_text(sign_in.draw(make_sign_in_facts(NAMES[:2])))[0]
    assert "Sur place" not in alone


def test_a_second_language_without_words_of_its_own_gives_at_least_the_date() -> None:
    text = reading.text(sign_in.draw(make_sign_in_facts(second_language="fr")))
    assert "Thursday 21 January 2016 · jeudi 21 janvier 2016" in text
    assert "MORNING ·" not in text
