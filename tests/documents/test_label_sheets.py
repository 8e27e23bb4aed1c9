"""Badges on sheets of labels: each where its label is, none on a used one, every code read, nothing near a cut."""

import re

import pytest
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.documents.badge_layouts import EDGE, STOCKS
from dialogues.documents.badges import draw
from dialogues.documents.cli import document
from dialogues.documents.option_rules import (
    OWN_SHEET,
    Labels,
    NotALabel,
    ShiftDownTooFar,
    ShiftRightTooFar,
    read_labels,
)
from tests.documents import reading
from tests.documents.test_badges import BASE, CODE, HOSTILE, codes_on, facts, person
from tests.documents.test_which_people import press
from tests.factories import make_event, make_registration

PAGE = "/events/tarkwa/documents"
SHEETS = [name for name in STOCKS if name != OWN_SHEET]
SIZES = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}


def label_of(stock, sheet, letter):
    """The label a letter stands on, and how far it keeps from its four cuts; None between labels."""
    for number in range(stock.on_sheet):
        left, top = stock.corner(number, sheet)
        right, low = left + stock.layout.width, top + stock.layout.height
        if left <= letter.left <= right and top <= letter.top <= low:
            return number, min(letter.left - left, right - letter.right, letter.top - top, low - letter.bottom)
    return None


@pytest.mark.parametrize("name", SHEETS)
def test_the_labels_lie_on_their_sheet_and_not_on_each_other(name):
    stock = STOCKS[name]
    wide, tall = SIZES[stock.paper]
    boxes = [stock.corner(number, (wide, tall)) for number in range(stock.on_sheet)]
    assert len(set(boxes)) == stock.on_sheet
    last = boxes[-1]
    assert min(boxes[0]) >= 0
    # As much room right of them as left, and below as above: so these sheets are cut.
    assert last[0] + stock.layout.width == pytest.approx(wide - boxes[0][0], abs=0.11)
    assert last[1] + stock.layout.height == pytest.approx(tall - boxes[0][1], abs=0.11)
    assert boxes[1][0] >= boxes[0][0] + stock.layout.width
    assert boxes[stock.across][1] >= boxes[0][1] + stock.layout.height


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_stands_near_a_cut_and_nothing_on_anything_else(app, name):
    stock = STOCKS[name]
    people = [
        person(one, organisation="Ministry of " + one, language="Kiswahili", group="C · A · B") for one in HOSTILE
    ]
    pdf = draw(facts(*people, labels=Labels(name)))
    sheet = SIZES[stock.paper]
    assert reading.paper(pdf) == sheet
    assert reading.missing_glyphs(pdf) == 0
    for page in range(1, reading.page_count(pdf) + 1):
        found = reading.letters(pdf, page)
        assert reading.overlapping(found) == []
        for letter in found:
            if letter.text.isspace():
                continue
            place = label_of(stock, sheet, letter)
            assert place is not None, letter
            assert place[1] > EDGE - 1, letter  # the box of a letter is higher than the letter
    assert "Page" not in reading.text(pdf), "no foot on labels"


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("base_url", ("", BASE, f"{BASE}/{'long' * 40}"))
def test_every_code_is_read_back(app, name, base_url):
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    codes = [f"{CODE[:-1]}{sign}" for sign in signs[: STOCKS[name].on_sheet]]
    pdf = draw(facts(*(person(code=code) for code in codes), base_url=base_url, labels=Labels(name)))
    said = [f"{BASE}/b/{code}" if base_url == BASE else code for code in codes]
    assert sorted(codes_on(pdf)[0]) == sorted(said)
    assert STOCKS[name].layout.code >= 15


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("stock", ("a4-10", "a4-21"))
def test_every_name_stands_whole(app, stock, name):
    pdf = draw(facts(person(name), labels=Labels(stock)))
    told = re.sub(r"[\s\ufffe\x02-]|7K2M-?9QXA|MIN|Tarkwa dialogue|Tarkwadialogue", "", reading.copied_text(pdf))
    told = told.replace("Tarkwadialogue", "")
    assert re.sub(r"[\s-]", "", name) in told


@pytest.mark.parametrize("long", ("W" * 5000, "Nana Wɔfa " * 500, "<b>&amp;</b>\x07" * 300, ""))
@pytest.mark.parametrize("stock", SHEETS)
def test_a_name_of_5000_signs_is_printed_over_as_many_labels_as_it_needs(app, stock, long):
    pdf = draw(facts(person("Ama"), person(long or "-", call=long), labels=Labels(stock)))
    assert reading.page_count(pdf) >= 1


def test_used_labels_are_left_and_the_next_sheet_begins_at_its_first(app):
    stock = STOCKS["a4-10"]
    people = [person(f"Ama{number}") for number in range(9)]
    pdf = draw(facts(*people, labels=Labels("a4-10", first=4)))
    sheet = SIZES["A4"]
    used = [
        {place[0] for letter in reading.letters(pdf, page) if (place := label_of(stock, sheet, letter))}
        for page in (1, 2)
    ]
    assert used == [{3, 4, 5, 6, 7, 8, 9}, {0, 1}]
    assert reading.page_count(draw(facts(*people, labels=Labels("a4-10", first=1)))) == 1


def test_everything_is_shifted_as_far_as_was_asked(app):
    plain = reading.letters(draw(facts(person(), labels=Labels("a4-21"))), 1)
    moved = reading.letters(draw(facts(person(), labels=Labels("a4-21", 1, 15, -8))), 1)
    for one, other in zip(plain, moved, strict=True):
        assert other.left - one.left == pytest.approx(1.5, abs=0.01)
        assert other.top - one.top == pytest.approx(-0.8, abs=0.01)


def test_nobody_is_a_page_that_says_so_on_any_sheet(app):
    for name in STOCKS:
        assert "Nobody is confirmed yet." in reading.text(draw(facts(labels=Labels(name, first=2))))


def test_numbers_are_read_as_people_type_them():
    assert read_labels("a4-8", " 3", "-5", "\u221212", on_sheet=8) == Labels("a4-8", 3, -5, -12)
    assert read_labels("", "", "", "", on_sheet=8) == Labels()
    for first, right, down, error in (
        ("0", "", "", NotALabel),
        ("9", "", "", NotALabel),
        ("x", "", "", NotALabel),
        ("", "51", "", ShiftRightTooFar),
        ("", "0.5", "", ShiftRightTooFar),
        ("", "", "٣", ShiftDownTooFar),
    ):
        with pytest.raises(error):
            read_labels("a4-8", first, right, down, on_sheet=8)


# ---------------------------------------------------------------- the print centre and the command
@pytest.mark.parametrize(
    ("options", "sentence"),
    (
        ({"first": "11"}, "“11” is no label of this sheet: they are counted from 1 to 10."),
        ({"first": "<b>"}, "“&lt;b&gt;” is no label of this sheet"),
        ({"shift_x": "99"}, "“99” cannot be used: write a whole number from -50 to 50."),
        ({"shift_y": "a lot"}, "“a lot” cannot be used"),
    ),
)
def test_what_cannot_be_is_said_beside_its_field_and_the_rest_stays(organiser, options, sentence):
    make_registration(make_event())
    answer = press(organiser, "badges", stock="a4-10", **options)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "in the summary and at the field"
    assert re.search(r'<option selected value="a4-10"|value="a4-10" selected', answer.text)


def test_the_sheet_and_the_shift_are_remembered_and_the_used_labels_are_not(organiser, session):
    make_registration(make_event(), "Ama Serwaa")
    session.commit()
    answer = press(organiser, "badges", stock="letter-8", first="3", shift_x="-4", shift_y="")
    pdf = organiser.client.get(answer.location).data
    assert reading.paper(pdf) == SIZES["letter"]
    places = {label_of(STOCKS["letter-8"], SIZES["letter"], letter) for letter in reading.letters(pdf, 1)} - {None}
    assert {place[0] for place in places} == {2}
    page = organiser.get(f"{PAGE}?document=badges").text
    assert re.search(r'<option selected value="letter-8"|value="letter-8" selected', page)
    assert re.search(r'name="shift_x"[^>]*value="-4"', page)
    assert re.search(r'name="first"[^>]*value=""', page)
    assert "Badge labels Letter" in page.partition('id="printed"')[2]


def test_an_unknown_sheet_is_a_wrong_address_and_other_documents_have_none(organiser, session):
    make_registration(make_event())
    session.commit()
    assert organiser.get(f"{PAGE}/badges.pdf?stock=a4-8").status_code == 200
    assert organiser.get(f"{PAGE}/badges.pdf?stock=a5").status_code == 404
    assert organiser.get(f"{PAGE}/name-tents.pdf?stock=a4-8").status_code == 404


def test_the_command_prints_on_labels(app, session, tmp_path):
    make_registration(make_event())
    db.session.commit()
    file = tmp_path / "out.pdf"
    arguments = ["tarkwa", "badges", "--stock", "a4-24", "--first", "5", "--shift", "10", "-3", "-o", str(file)]
    done = CliRunner().invoke(document, arguments, obj=lambda: app)
    assert done.exit_code == 0, done.output
    assert "Page" not in reading.text(file.read_bytes())
    wrong = CliRunner().invoke(document, [*arguments[:5], "25", "-o", str(file)], obj=lambda: app)
    assert str(wrong.exception) == "“25” is no label of this sheet: they are counted from 1 to 24."
