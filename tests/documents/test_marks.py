"""The marks of machine-read sheets: codes that an encoder would make, check signs that catch slips, fixed places."""

import random

import pytest
import segno

from dialogues.documents import marks
from dialogues.documents.codes import code_rows, draw_code
from dialogues.documents.press import Footer, Press
from dialogues.documents.sign_in_layout import Layout, layout_for
from dialogues.documents.styles import A4_WIDE, MM

SHEET = "K7M2QX4R"


def encoded(text: str) -> list[list[int]]:
    """The modules as the encoder gives them."""
    matrix = segno.make_qr(text, error="q", version=1, mask=2, boost_error=False, mode="alphanumeric").matrix
    return [list(map(int, row)) for row in matrix]


def modules(rows: list[int]) -> list[list[int]]:
    return [[row >> 20 - n & 1 for n in range(21)] for row in rows]


def test_corner_codes_are_the_ones_an_encoder_makes() -> None:
    chance = random.Random(4)
    for _ in range(300):
        sheet = "".join(chance.choice(marks.ALPHABET) for _ in range(8))
        text = marks.payload(sheet, chance.randint(1, marks.MOST_PAGES), chance.choice(marks.CORNERS))
        assert modules(marks.corner_rows(text)) == encoded(text)


def test_the_code_of_another_corner_is_another_one() -> None:
    assert modules(marks.corner_rows(marks.payload(SHEET, 1, "A"))) != encoded(marks.payload(SHEET, 1, "B"))


def test_a_payload_says_format_sheet_page_corner_and_check() -> None:
    text = marks.payload(SHEET, 33, "C")
    assert text[:13] == "D1K7M2QX4R11C"
    assert len(text) == 15


@pytest.mark.parametrize("wrong", ("I7M2QX4R", "K7M2QX4", "k7m2qx4r", "K7M2-X4R"))
def test_an_id_that_could_be_misread_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="sheet id"):
        marks.payload(wrong, 1, "A")


@pytest.mark.parametrize("page", (0, marks.MOST_PAGES + 1))
def test_a_page_that_two_signs_cannot_count_is_refused(page: int) -> None:
    with pytest.raises(ValueError, match="pages"):
        marks.payload(SHEET, page, "A")


def test_one_wrong_sign_and_every_swap_of_neighbours_changes_the_check() -> None:
    right = marks.payload(SHEET, 7, "A")
    for place in range(2, 13):
        for sign in marks.ALPHABET.replace(right[place], ""):
            assert marks.check_signs(right[:place] + sign + right[place + 1 : 13]) != right[13:]
        swapped = right[:place] + right[place + 1 : place + 2] + right[place] + right[place + 2 : 13]
        if place < 12 and swapped != right[:13]:
            assert marks.check_signs(swapped) != right[13:]


def test_an_id_is_read_out_in_two_halves() -> None:
    assert marks.spoken(SHEET) == "K7M2-QX4R"


def test_a_drawn_code_has_its_dark_modules_where_they_belong_and_no_others() -> None:
    press = Press(title="", subject="", footer=Footer("", "", ""), paper=A4_WIDE, language="en")
    rows = code_rows("HTTPS://DIALOGUES.EXAMPLE/E/GHANA-2016", error="m")
    press.add(lambda p: draw_code(p, 30, 40, 20, rows))
    literal: list[str] = []
    press.canvas.addLiteral = literal.append  # type: ignore[method-assign, assignment] # listen to what is drawn
    press.pdf()
    head, *boxes = literal[0].split("\n")
    numbers = head.split()
    assert [float(n) for n in numbers[5:11]] == pytest.approx(
        [20 * MM / 25, 0, 0, 20 * MM / 25, 30 * MM, 150 * MM], abs=0.01
    )
    drawn = {
        (int(x) + n, len(rows) - 1 - int(y))
        for x, y, width, _, operator in (box.split() for box in boxes if box.endswith("re"))
        for n in range(int(width))
        if operator == "re"
    }
    assert drawn == {(x, y) for y, row in enumerate(rows) for x in range(25) if row >> 24 - x & 1}


@pytest.mark.parametrize(
    ("paper", "upright", "rows", "cell"),
    (("A4", False, 12, 54.8), ("A4", True, 19, 36.0), ("letter", False, 12, 51.2), ("letter", True, 17, 36.0)),
)
def test_each_paper_has_its_rows_and_cells(paper, upright, rows, cell) -> None:
    layout = layout_for(paper, upright=upright)
    edges = layout.edges
    assert layout.rows == rows
    assert edges[6] - edges[5] == pytest.approx(cell)
    assert edges[7] - edges[6] == pytest.approx(cell)
    assert len(layout.cells()) == 2 * rows
    assert len(layout.dots) == 3 * (rows + 1)


def test_the_lying_a4_sheet_has_the_measures_it_was_photographed_with() -> None:
    layout = Layout()
    assert layout.edges == pytest.approx([16, 25, 81.78, 122.9, 137.4, 151.4, 206.2, 261, 282], abs=0.05)
    assert (layout.row_tops[0], layout.row_tops[-1]) == (38, 170)
    assert layout.ticks == pytest.approx((9.0, 297 - 12.2))
    row, half, box = layout.cells()[0]
    assert (row, half) == (0, "morning")
    assert box == pytest.approx((153.0, 39.6, 51.6, 7.8))
