"""The invitation letter on paper: every letter, long names whole, a code that opens the personal link."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp

from dialogues.documents.invitation_letter import InvitationLetterFacts, LetterSheet, draw
from tests.documents.reading import pages_text, text, without_breaks
from tests.factories import make_event, make_invitation, make_registration

LINK = "https://dialogues.example.org/invitation/Hq2uD_kPwX8d4nT0aQv3Lz7fYc1bM9sRgE5jKoVtWiU"
SHEET = LetterSheet(
    language="en",
    addressee=("Nana Ɛsi Ŋutsuga", "District Mining Officer", "Ministry of Lands"),
    subject="Invitation: Tarkwa dialogue, 2–4 Jun 2026",
    text="Dear Nana Ɛsi Ŋutsuga,\n\nYou are invited.\n\nCome by bus\nor on foot.",
    written_on=date(2026, 5, 12),
    answer_by=date(2026, 5, 26),
    link=LINK,
    signed_by="Adwoa Sarpong",
    signed_as="Convenor",
)


def facts(*sheets, **changed):
    known = InvitationLetterFacts(
        event_title="Tarkwa dialogue",
        zone=ZoneInfo("Africa/Accra"),
        printed_at=datetime(2026, 5, 12, 9, 0, tzinfo=UTC),
        letters=sheets,
        convener="Minerals Commission",
        contact="Registration desk, +233 24 000 0100",
    )
    return replace(known, **changed)


def codes_on(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [[code.text for code in zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())] for page in document]
    finally:
        document.close()


def test_the_letter_says_who_invites_whom_to_what_and_until_when_to_answer(app):
    said = text(draw(facts(SHEET)))
    for words in (
        "Minerals Commission", "Registration desk, +233 24 000 0100", "Nana Ɛsi Ŋutsuga", "District Mining Officer",
        "Tuesday 12 May 2026", "Invitation: Tarkwa dialogue, 2–4 Jun 2026", "Come by bus or on foot.", "Adwoa Sarpong",
        "Please answer by Tuesday 26 May 2026",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize("paper", ("A4", "letter"))
def test_the_code_opens_the_personal_link(app, paper):
    assert codes_on(draw(facts(SHEET, replace(SHEET, link=LINK[:-1] + "X"), paper=paper))) == [
        [LINK],
        [LINK[:-1] + "X"],
    ]


def test_without_an_address_there_is_no_code_and_the_telephone_stands_there(app):
    pdf = draw(facts(replace(SHEET, link="")))
    assert codes_on(pdf) == [[]]
    assert "who comes in your place: Registration desk, +233 24 000 0100" in text(pdf)


def test_every_letter_of_the_field_is_printed(app):
    letters = "ƐɛƆɔŊŋƉɖƑƒƔɣƲʋ ɔ̃ n̄ é ñ ç"
    assert "\ufffd" not in text(draw(facts(replace(SHEET, addressee=(letters,)))))
    assert without_breaks(draw(facts(replace(SHEET, addressee=(letters,))))).count("ƐɛƆɔŊŋƉɖƑƒƔɣƲʋ") == 1


def test_a_long_name_and_a_long_letter_stand_whole_on_pages_that_count_themselves(app):
    name = "Andriamahefamparany Ratsifandrihamanana " * 6 + "Rabemananjarasoafandrihamparanyandriamahefa" * 4
    long = replace(SHEET, addressee=(name,), text="\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(30)))
    pdf = draw(facts(long, SHEET))
    assert name.replace(" ", "") in without_breaks(pdf).replace("-", "")
    pages = pages_text(pdf)
    assert f"Page 1 of {len(pages) - 1}" in pages[0]
    assert "Page " not in pages[-1]  # a letter of one page needs no number
    assert all(f"Paragraph {n}." in text(pdf) for n in range(30))


def test_markup_in_a_letter_is_printed_as_it_was_typed(app):
    assert "<b>Ama</b> & {event.__init__}" in text(draw(facts(replace(SHEET, text="<b>Ama</b> & {event.__init__}"))))


def test_each_letter_is_in_its_own_language(app):
    pages = pages_text(draw(facts(SHEET, replace(SHEET, language="fr"))))
    assert "Tuesday 12 May 2026" in pages[0]
    assert "mardi 12 mai 2026" in pages[1]


def test_nobody_invited_is_a_page_that_says_so(app):
    assert "Nobody is invited yet." in text(draw(facts()))


def test_all_letters_of_an_event_are_one_document_without_those_withdrawn(organiser, session):
    event = make_event()
    for name, answer in (("Ama Serwaa", "open"), ("Kofi Narkaah", "withdrawn"), ("Yaw Boateng", "accepted")):
        make_invitation(event, registration=make_registration(event, name), answer=answer)
    session.commit()
    answer = organiser.client.get("/events/tarkwa/documents/invitation-letters.pdf")
    said = text(answer.data)
    assert len(pages_text(answer.data)) == 2
    assert "Ama Serwaa" in said
    assert "Kofi Narkaah" not in said


def test_many_letters_cost_no_more_questions_than_one(organiser, session, count_queries):
    event = make_event()
    make_invitation(event, registration=make_registration(event, "Ama Serwaa"))
    session.commit()
    organiser.client.get("/events/tarkwa/documents/invitation-letters.pdf")
    with count_queries() as one:
        organiser.client.get("/events/tarkwa/documents/invitation-letters.pdf")
    for number in range(8):
        make_invitation(event, registration=make_registration(event, f"Person {number}"))
    session.commit()
    with count_queries() as many:
        organiser.client.get("/events/tarkwa/documents/invitation-letters.pdf")
    assert many.number == one.number
