"""Logos on paper: nothing moves without them, nothing stands on them, and each is in the file once."""

import io
import itertools
import re
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
import zxingcpp

from dialogues.core.pictures import read_logo
from dialogues.documents import agenda, attendance_report, certificates, feedback_sheet, invitation_letter, sign_in
from dialogues.documents.letterhead_facts import PaperLetterhead, PaperLogo
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.logos import place_logos
from dialogues.documents.queries import Options
from dialogues.documents.services import print_document
from tests.core.drawn import logo_file
from tests.documents import reading, test_certificates, test_feedback_sheet, test_invitation_letter
from tests.documents.paper_facts import PRINTED, make_agenda_facts, make_report_facts, make_sign_in_facts
from tests.factories import make_event, make_letterhead, make_organisation, make_paper_logos


def logo(name, size, ink):
    picture = read_logo(logo_file(size, ink=ink))
    return PaperLogo(name, picture.png, picture.width, picture.height)


LOGOS = (
    logo("square", (300, 300), (10, 92, 115)),
    logo("long", (600, 90), (190, 90, 20)),
    logo("grey", (200, 400), (60, 60, 60)),
)
OWN = PaperLetterhead(
    logos=LOGOS,
    name="Bonsa Valley Dialogue Trust",
    address=("12 Old Road", "P.O. Box 114", "Tarkwa", "+233 24 000 0100", "www.bonsa.example.org"),
    footer="Company no. 1234",
)
PAPERS = {
    "agenda": lambda own: agenda.draw(replace(make_agenda_facts(), letterhead=own)),
    "report": lambda own: attendance_report.draw(replace(make_report_facts(), letterhead=own)),
    "report without names": lambda own: attendance_report.draw_without_names(
        replace(make_report_facts(), letterhead=own)
    ),
    "sign-in sheet": lambda own: sign_in.draw(replace(make_sign_in_facts(), letterhead=own)),
    "certificate": lambda own: certificates.draw(
        test_certificates.facts(test_certificates.certificate(), letterhead=own)
    ),
    "feedback sheet": lambda own: feedback_sheet.draw(test_feedback_sheet.facts(letterhead=own)),
    "letter": lambda own: invitation_letter.draw(
        replace(test_invitation_letter.facts(test_invitation_letter.SHEET), letterhead=own)
    ),
}
UNMOVED = [name for name in PAPERS if name not in ("agenda", "letter")]  # these two take the room from their titles


def pictures_in(pdf):
    """How many pictures the file holds."""
    return len(re.findall(rb"/Subtype\s*/Image", pdf))


def picture_boxes(pdf, page=0):
    """Where pictures stand on a page: left, upper, right, lower edge in mm from its top left corner."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        one = document[page]
        height = one.get_height()
        found = []
        for thing in one.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
            left, low, right, top = thing.get_bounds()
            found.append(tuple(round(value / reading.MM, 2) for value in (left, height - top, right, height - low)))
        return found
    finally:
        document.close()


@pytest.mark.parametrize("name", UNMOVED)
def test_no_letter_moves_for_a_logo(app, name):
    plain, drawn = PAPERS[name](PaperLetterhead()), PAPERS[name](OWN)
    assert pictures_in(plain) == 0
    assert reading.page_count(plain) == reading.page_count(drawn)
    for page in range(1, reading.page_count(plain) + 1):
        assert reading.letters(plain, page) == reading.letters(drawn, page)


@pytest.mark.parametrize("name", PAPERS)
def test_no_letter_stands_on_another_one_or_on_a_logo(app, name):
    pdf = PAPERS[name](OWN)
    letters = [one for one in reading.letters(pdf, 1) if not one.text.isspace()]
    assert reading.overlapping(reading.letters(pdf, 1)) == []
    boxes = picture_boxes(pdf)
    assert len(boxes) == len(LOGOS)
    for left, top, right, low in boxes:
        assert [
            one.text for one in letters if one.left < right and one.right > left and one.top < low and one.bottom > top
        ] == []


@pytest.mark.parametrize("name", PAPERS)
def test_all_three_stand_on_the_first_page_and_none_of_them_touches_another(app, name):
    pdf = PAPERS[name](OWN)
    boxes = sorted(picture_boxes(pdf))
    assert len(boxes) == 3
    width, height = reading.paper(pdf)
    for one in boxes:
        assert one[0] > 10
        assert one[1] > 5
        assert one[2] < width - 10
        assert one[3] < height / 4
    for one, other in itertools.pairwise(boxes):
        assert other[0] - one[2] >= 4


@pytest.mark.parametrize("name", ("sign-in sheet", "feedback sheet"))
def test_the_corners_are_still_read_beside_the_logos(app, name):
    document = pypdfium2.PdfDocument(PAPERS[name](OWN))
    try:
        image = document[0].render(scale=4).to_pil().convert("L")
    finally:
        document.close()
    assert len({code.text for code in zxingcpp.read_barcodes(image)}) == 4


def test_a_logo_is_in_the_file_once_however_many_certificates_there_are(app):
    def drawn(count, own):
        people = [test_certificates.certificate(f"Ama {number}") for number in range(count)]
        return certificates.draw(test_certificates.facts(*people, letterhead=own))

    many = drawn(60, OWN)
    assert pictures_in(many) == pictures_in(drawn(1, OWN)) == 3
    size = sum(len(one.png) for one in LOGOS)
    assert len(many) - len(drawn(60, PaperLetterhead())) < 4 * size + 20_000
    assert len(picture_boxes(many, 59)) == 3


def test_each_letter_has_the_same_picture(app):
    letters = [test_invitation_letter.SHEET] * 5
    pdf = invitation_letter.draw(replace(test_invitation_letter.facts(*letters), letterhead=OWN))
    assert pictures_in(pdf) == 3
    assert [len(picture_boxes(pdf, page)) for page in range(5)] == [3] * 5


def test_a_logo_without_colour_is_printed_in_black_ink(app):
    pdf = PAPERS["certificate"](PaperLetterhead(logos=(LOGOS[2],)))
    spaces = re.findall(rb"/ColorSpace\s*/(\w+)", pdf)
    assert spaces == [b"DeviceGray"]


def test_a_letter_takes_name_address_and_foot_from_the_first(app):
    said = reading.text(PAPERS["letter"](OWN))
    for words in ("Bonsa Valley Dialogue Trust", "P.O. Box 114", "www.bonsa.example.org", "Company no. 1234"):
        assert words in said
    assert "Minerals Commission" not in said
    assert "Minerals Commission" in reading.text(PAPERS["letter"](PaperLetterhead()))


def test_the_foot_of_a_long_letter_stands_on_its_first_page_and_on_no_number(app):
    sheet = replace(test_invitation_letter.SHEET, text="\n\n".join(["Dear all, " + "word " * 150] * 6))
    pdf = invitation_letter.draw(replace(test_invitation_letter.facts(sheet), letterhead=OWN))
    pages = reading.pages_text(pdf)
    assert ["Company no. 1234" in page for page in pages] == [True] + [False] * (len(pages) - 1)
    assert len(pages) > 1
    for page in range(1, len(pages) + 1):
        assert reading.overlapping(reading.letters(pdf, page)) == []


def test_the_longest_lines_that_are_let_in_stand_whole(app):
    own = replace(OWN, name="W" * 120, address=("W" * 120,) * 5, footer="W" * 120)
    pdf = PAPERS["letter"](own)
    assert reading.overlapping(reading.letters(pdf, 1)) == []
    assert reading.outside(reading.letters(pdf, 1), left=16, right=196, top=8, bottom=292) == []


@pytest.mark.parametrize("align", ("left", "centre", "right", "apart"))
@pytest.mark.parametrize("count", (1, 2, 3))
def test_logos_stay_between_their_edges(count, align):
    narrow = place_logos(LOGOS[:count], left=20, right=70, top=10, height=15, align=align)
    assert len(narrow) == count
    for one in narrow:
        assert one.x >= 20 - 0.01
        assert one.x + one.width <= 70.01
        assert one.y >= 10 - 0.01
        assert one.y + one.height <= 25.01
        assert one.width / one.height == pytest.approx(one.logo.width / one.logo.height)
    assert place_logos((), left=20, right=70, top=10, height=15, align=align) == []


@pytest.mark.database
def test_a_paper_of_an_event_has_the_logos_that_were_chosen(app, session, count_queries):
    event = make_event()
    assert letterhead_of(session, event) == PaperLetterhead()
    first = make_letterhead(make_organisation("Bonsa Mines"), name="Bonsa Mines Company", address="12 Old Road\nTarkwa")
    make_paper_logos(event, first, make_organisation("Without a picture"))
    session.commit()
    with count_queries() as count:
        own = letterhead_of(session, event)
    assert count.number <= 4
    assert (own.name, own.address, [one.name for one in own.logos]) == (
        "Bonsa Mines Company",
        ("12 Old Road", "Tarkwa"),
        ["Bonsa Mines Company"],
    )
    for name in ("agenda", "sign-in-sheet", "attendance-report", "feedback-sheet"):
        pdf = print_document(session, event, name, Options(), at=PRINTED)
        assert pictures_in(pdf) == 1, name
    pack = print_document(session, event, "day-pack", Options(day=event.days[0].day), at=PRINTED)
    assert pictures_in(pack) == 1
    assert pypdf.PdfReader(io.BytesIO(pack)).pages
