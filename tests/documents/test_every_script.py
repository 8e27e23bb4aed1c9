"""Names in every script: drawn right where a face has the letters, else told by name before anything is printed.

What runs from right to left, or needs a face of its own, is never printed wrong without a word: each of its letters is
drawn as U+FFFD, and page and command say beforehand whose name that happens to.
"""

import unicodedata

import pytest
from click.testing import CliRunner

from dialogues.core import clock
from dialogues.documents import services
from dialogues.documents.cli import document
from dialogues.documents.faces import REPLACEMENT
from dialogues.documents.queries import Options
from dialogues.documents.unprintable_queries import list_unprintable_on
from tests.documents import reading
from tests.documents.test_bad_input import BASE, crowded
from tests.factories import make_event, make_registration
from tests.reports.attended import attend

OTHER_SCRIPTS = {
    "Arabic": "محمد بن سالم",
    "Hebrew": "דוד לוי",
    "Thai": "นารี",
    "Chinese": "王小明",
    "Korean": "김민수",
    "Amharic": "አበበ",
    "emoji": "Ama 😀",
    "digits of its own": "Ama ٣",
}
# As keyboards and tables write them: a letter and its marks apart, or composed.
MARKED = {
    "composed by NFC": "Ze\u0301ne\u0301 Kone\u0301",
    "Yoruba, two marks": "Ade\u0323\u0301wa\u0300le\u0323",
    "Malagasy, no letter of its own": "n\u0308andro Ran\u0308a",
    "Ewe": "Ɖeƒe Ŋɔ\u0301 Ʋɔ\u0303",
    "Twi with a mark": "Ɛ\u0301si Ɔ\u0300pɔn\u0304",
}
NAMELESS = {"feedback-sheet", "donor-summary", "wall-agenda", "door-signs", "reporting-back-sheet", "table-cards"}
NAMING = sorted(set(services.DOCUMENTS) - NAMELESS)


def drawn(session, event, name):
    return services.print_document(session, event, name, Options(), at=clock.now(), base_url=BASE)


def warned_of(session, event, name):
    return [text for text, _letters in list_unprintable_on(session, event, name)]


@pytest.mark.parametrize("full_name", OTHER_SCRIPTS.values(), ids=OTHER_SCRIPTS)
def test_every_document_that_would_print_a_name_wrong_is_warned_of_by_that_name(app, session, full_name):
    event = crowded("Opening", full_name)
    session.commit()
    for name in services.DOCUMENTS:
        assert (REPLACEMENT in reading.text(drawn(session, event, name))) == (name in NAMING), name
        assert full_name in warned_of(session, event, name), name


@pytest.mark.parametrize("full_name", MARKED.values(), ids=MARKED)
def test_marks_stand_on_their_letters_on_every_document_without_a_warning(app, session, full_name):
    event = crowded("Opening", full_name)
    session.commit()
    words = unicodedata.normalize("NFC", full_name).split()
    for name in NAMING:
        assert warned_of(session, event, name) == []
        pdf = drawn(session, event, name)
        assert REPLACEMENT not in reading.text(pdf)
        assert reading.missing_glyphs(pdf) == 0
        said = unicodedata.normalize("NFC", reading.copied_text(pdf))
        assert [word for word in words if word not in said and word.upper() not in said] == [], name


def test_somebody_who_came_and_is_no_longer_confirmed_is_told_too(app, session):
    event = make_event()
    late = make_registration(event, "Ama 漢字")
    attend(late, event.days[0])
    session.flush()
    late.status = type(late.status)("cancelled")
    session.commit()
    assert REPLACEMENT in reading.text(drawn(session, event, "attendance-report"))
    assert warned_of(session, event, "attendance-report") == ["Ama 漢字"]


def test_what_the_event_says_of_itself_is_looked_at(session):
    event = make_event(title="会议")
    event.contact = "दूरभाष 020"
    session.commit()
    for name in ("agenda", "invitation-letters"):
        assert warned_of(session, event, name) == ["会议", "दूरभाष 020"]


def test_the_page_names_them_before_it_prints_whichever_document_it_is(organiser, session):
    event = crowded("Opening", "משה כהן")
    session.commit()
    for name in NAMING:
        page = organiser.get(f"/events/{event.slug}/documents?document={name}").text
        assert "cannot be printed" in page, name
        assert "משה כהן" in page.partition("cannot be printed")[2], name


def test_the_command_names_them_and_prints(app, session, tmp_path):
    event = make_event()
    for number in range(22):
        make_registration(event, f"דוד {number:02}")
    session.commit()
    file = tmp_path / "out.pdf"

    def said(*arguments):
        done = CliRunner().invoke(document, ["tarkwa", *arguments, "-o", str(file)], obj=lambda: app)
        assert done.exit_code == 0, done.output
        assert file.read_bytes().startswith(b"%PDF")
        return done.stderr

    assert "דוד 00 (ד ו); דוד 01" in said("badges")
    assert "and 2 more." in said("desk-list")
    assert said("attendance-report", "--without-names") == ""
