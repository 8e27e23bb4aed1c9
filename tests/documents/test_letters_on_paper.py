"""Letters on paper: all of them come back out of the file, marks in their places, fonts in the file."""

import sys
import threading

from reportlab import rl_config

from dialogues.documents import agenda
from dialogues.documents.faces import face
from dialogues.documents.styles import BODY
from tests.documents import reading
from tests.documents.paper_facts import make_agenda_day, make_agenda_facts
from tests.documents.test_font_files import LETTERS, MARKED, NAMES


def test_an_unknown_letter_is_seen_on_the_paper() -> None:
    assert "Ama\ufffdNull" in reading.text(agenda.draw(make_agenda_facts(make_agenda_day("Ama\0Null"))))


def test_every_letter_comes_back_out_of_the_file_and_none_is_an_empty_box() -> None:
    pdf = agenda.draw(make_agenda_facts(make_agenda_day(LETTERS, NAMES), event_title=LETTERS))
    assert reading.text(pdf).count(LETTERS) >= 2
    assert NAMES in reading.text(pdf)
    assert reading.missing_glyphs(pdf) == 0


def test_a_missing_glyph_in_a_file_is_noticed() -> None:
    assert "漢" not in face(BODY).widths
    assert reading.missing_glyphs(reading.bare_pdf("漢", font=BODY)) == 1


def test_marked_letters_are_found_as_they_are_written() -> None:
    pdf = agenda.draw(make_agenda_facts(make_agenda_day(MARKED), event_title=MARKED))
    assert reading.copied_text(pdf).count(MARKED) >= 2


def test_documents_carry_all_their_fonts() -> None:
    assert reading.fonts_not_embedded(agenda.draw(make_agenda_facts())) == set()
    assert reading.fonts_not_embedded(reading.bare_pdf("A")) == {"/Helvetica"}


def test_two_people_printing_at_once_get_the_same_paper_as_one_after_the_other(monkeypatch) -> None:
    monkeypatch.setattr(rl_config, "invariant", 1)
    many = [make_agenda_facts(make_agenda_day(*NAMES.split()), event_title=f"{LETTERS} {n}") for n in range(4)]
    alone = [agenda.draw(facts) for facts in many]
    together: dict[int, bytes] = {}

    def print_one(number: int) -> None:
        together[number] = agenda.draw(many[number])

    threads = [threading.Thread(target=print_one, args=(number,)) for number in range(len(many))]
    patience = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that they get in each other's way as often as can be
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(patience)
    assert [together[number] for number in range(len(many))] == alone
