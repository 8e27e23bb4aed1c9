"""The feedback sheet: five rows of five boxes where the drawing says they are, and corners that are read back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import zxingcpp

from dialogues.documents.feedback_sheet import FACES, FeedbackFacts, box_centres, draw, sheet_id_of
from dialogues.documents.marks import payload
from tests.documents import reading

NOW = datetime(2026, 6, 2, 7, 0, tzinfo=UTC)
DAY = date(2026, 6, 2)


def facts(**changed):
    known = {
        "event_title": "Tarkwa dialogue",
        "zone": ZoneInfo("Africa/Accra"),
        "printed_at": NOW,
        "sheet_id": sheet_id_of(1, DAY, "A4"),
        "day": DAY,
    }
    return FeedbackFacts(**{**known, **changed})


@pytest.mark.parametrize("paper", ("A4", "letter"))
@pytest.mark.parametrize("language", ("en", "fr"))
def test_the_sheet_asks_five_questions_and_nothing_stands_on_anything(app, paper, language):
    pdf = draw(facts(paper=paper, language=language, event_title="The dialogue on small-scale mining " * 6))
    assert reading.page_count(pdf) == 1
    assert reading.overlapping(reading.letters(pdf, 1)) == []


@pytest.mark.parametrize("paper", ("A4", "letter"))
def test_each_box_is_empty_inside_and_has_its_frame_where_a_reader_looks(app, paper):
    image = reading.picture(draw(facts(paper=paper)))
    mm = image.width / reading.paper(draw(facts(paper=paper)))[0]
    columns, rows = box_centres(image.width / mm)
    assert (len(columns), len(rows)) == (FACES, FACES)
    for x in columns:
        for y in rows:
            inside = image.crop(tuple(int(v * mm) for v in (x - 3.2, y - 3.2, x + 3.2, y + 3.2)))
            around = image.crop(tuple(int(v * mm) for v in (x - 4.6, y - 4.6, x + 4.6, y + 4.6)))
            assert inside.getextrema()[0] == 255
            assert around.getextrema()[0] < 128


def test_the_four_corners_say_which_sheet_it_is(app):
    found = {code.text for code in zxingcpp.read_barcodes(reading.picture(draw(facts())))}
    assert found == {payload(sheet_id_of(1, DAY, "A4"), 1, corner) for corner in "ABCD"}


def test_another_day_or_paper_is_another_sheet():
    ids = {sheet_id_of(*one) for one in ((1, DAY, "A4"), (1, None, "A4"), (2, DAY, "A4"), (1, DAY, "letter"))}
    assert len(ids) == 4
