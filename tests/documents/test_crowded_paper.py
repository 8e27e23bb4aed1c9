"""Nothing overlaps and nothing leaves the margins, whatever is put on the paper; and every letter of it is there."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from dialogues.documents import agenda, attendance_report, sign_in
from dialogues.documents.facts import AgendaDay, SignInDay, SignInPerson
from tests.documents import reading
from tests.documents.paper_facts import (
    FIRST,
    PEOPLE,
    Row,
    crowd,
    make_agenda_day,
    make_agenda_facts,
    make_agenda_item,
    make_report_facts,
    make_sign_in_facts,
)

LONG = "Nana Wɔfa " + "Kwabena-Ɛsi Amoah " * 277  # 5,000 letters
SOLID = "Bakɔ" * 1250  # the same without a space
NOTE = "Ask what stands in the way of a licence, and who can move it. " * 1540  # 20,000 words
HOSTILE = (
    "<b>Ama</b>",
    "Kofi <b",
    "Ama O<Brien> Mensah",
    "&amp; &lt;",
    "<img src=file:///etc/hostname>",
    "Ama\0Null",
    "\u202eevil\u202c",
    "😀 漢字 محمد",
    "\ud800lone",
    "n̄ ɔ̃ ɛ́ ị́",
    "",
    " ",
    "(paren) \\back",
    "W" * 60 + " " + "M" * 60,
    "line\nbreak\ttab",
)
SHEET = SignInDay(day=FIRST, number=1, sheet_id="00000000", place=LONG)
LONG_ROWS: tuple[Row, ...] = tuple((name, "MIN", "w", "PaP-") for name in (*HOSTILE, LONG, SOLID))


def clashes(pdf: bytes, *, sheet: bool = False, pages: tuple[int, ...] = ()) -> list[str]:
    """What stands on something else or beyond the margins; sign-in sheets have their own margins."""
    width, height = reading.paper(pdf)
    edges = {"left": 16.0, "right": width - (15 if sheet else 14), "top": 7.0, "bottom": height - 6.3}
    found = []
    for page in pages or range(1, reading.page_count(pdf) + 1):
        letters = reading.letters(pdf, page)
        found += [f"page {page}: {a} on {b}" for a, b in reading.overlapping(letters)]
        found += [f"page {page}: {letter} outside" for letter in reading.outside(letters, **edges)]
    return found


def test_a_clash_and_an_escape_are_noticed() -> None:
    assert any("on" in clash for clash in clashes(reading.bare_pdf("Ama", "Kofi", step=2)))
    assert any("outside" in clash for clash in clashes(reading.bare_pdf("Ama", x=14)))
    assert clashes(reading.bare_pdf("Ama", "Kofi")) == []


AGENDAS: dict[str, Callable[[], bytes]] = {
    "long title": lambda: agenda.draw(make_agenda_facts(event_title=LONG, place=SOLID)),
    "long items": lambda: agenda.draw(make_agenda_facts(make_agenda_day(LONG, SOLID, *HOSTILE))),
    "long everything": lambda: agenda.draw(
        make_agenda_facts(
            AgendaDay(
                day=FIRST,
                heading=LONG,
                items=(
                    make_agenda_item("A", people=(LONG, SOLID), room=LONG, second_title=SOLID),
                    make_agenda_item(LONG, quiet=True, room=SOLID),
                ),
            )
        )
    ),
    "sixty sessions on one day": lambda: agenda.draw(
        make_agenda_facts(make_agenda_day(*(f"Session {n} on licences and who can move them" for n in range(60))))
    ),
    "four full days, two to a page": lambda: agenda.draw(
        make_agenda_facts(
            *(make_agenda_day(*("Opening and ground rules",) * (5 + n), day=FIRST + timedelta(n)) for n in range(4)),
            second_event_title="Majadiliano kuhusu uchimbaji mdogo",
            second_language="sw",
            paper="letter",
        )
    ),
    "nothing at all": lambda: agenda.draw(make_agenda_facts(AgendaDay(day=FIRST), directions="", live_url="")),
}


@pytest.mark.parametrize("name", AGENDAS)
def test_agendas_hold_whatever_they_are_given(name: str) -> None:
    assert clashes(AGENDAS[name]()) == []


def test_a_note_of_twenty_thousand_words_is_printed_whole_on_pages_of_its_own() -> None:
    pdf = agenda.draw(make_agenda_facts(directions=NOTE))
    assert reading.text(pdf).count("licence,") == 1540
    assert clashes(pdf, pages=(1, 2)) == []


SHEETS: dict[str, Callable[[], bytes]] = {
    f"{'upright' if upright else 'lying'} {paper}": lambda upright=upright, paper=paper: sign_in.draw(  # type: ignore[misc] # each lambda keeps its own paper
        make_sign_in_facts(
            (*HOSTILE, LONG[:600], SOLID[:600], "Ama"),
            upright=upright,
            paper=paper,
            event_title=LONG,
            place=LONG,
            second_language="fr",
            days=(SHEET,),
        )
    )
    for upright in (False, True)
    for paper in ("A4", "letter")
}


@pytest.mark.parametrize("name", SHEETS)
def test_sign_in_sheets_hold_whatever_they_are_given(name: str) -> None:
    assert clashes(SHEETS[name](), sheet=True) == []


def test_a_long_organisation_goes_on_in_the_next_row_and_a_whole_telephone_number_is_never_printed() -> None:
    people = (SignInPerson(name="Ama", organisation=LONG[:800], sector="MIN", phone_end="0244123456"),)
    pdf = sign_in.draw(make_sign_in_facts(people=people))
    assert clashes(pdf, sheet=True) == []
    assert reading.without_breaks(pdf).count("KwabenaƐsi") == LONG[:800].count("Kwabena-Ɛsi")
    assert "3456" in reading.text(pdf)
    assert b"0244" not in reading.everything(pdf)


REPORTS: dict[str, Callable[[], bytes]] = {
    "long names": lambda: attendance_report.draw(make_report_facts((*LONG_ROWS, *PEOPLE))),
    "long texts": lambda: attendance_report.draw(
        make_report_facts(
            event_title=LONG,
            place=SOLID,
            convener=LONG,
            changes=NOTE[:6000],
            places={FIRST: LONG, FIRST + timedelta(1): SOLID},
        )
    ),
    "nobody and no day": lambda: attendance_report.draw(make_report_facts([], days=0)),
    "thirty-one days": lambda: attendance_report.draw(
        make_report_facts([(*row[:3], row[3] * 7 + "PPP") for row in PEOPLE], days=31, paper="letter")
    ),
    "another language": lambda: attendance_report.draw(make_report_facts(language="fr")),
    "without names": lambda: attendance_report.draw_without_names(make_report_facts(crowd(300))),
}


@pytest.mark.parametrize("name", REPORTS)
def test_attendance_reports_hold_whatever_they_are_given(name: str) -> None:
    # Large figures are set a hair further left, so that their stems stand on the edge of the text.
    assert [clash for clash in clashes(REPORTS[name]()) if "left=15.5" not in clash] == []


def test_six_thousand_people_are_all_printed() -> None:
    rows = crowd(6000)
    report = attendance_report.draw(make_report_facts(rows))
    sheets = sign_in.draw(make_sign_in_facts([name for name, *_ in rows]))
    assert reading.page_count(sheets) == 501
    assert clashes(sheets, sheet=True, pages=(1, 501)) == []
    assert clashes(report, pages=(5, reading.page_count(report))) == []
    for pdf in (report, sheets):
        found = "".join(reading.copied_text(pdf).split()).replace("-", "")
        assert [name for name, *_ in rows if "".join(name.split()).replace("-", "") not in found] == []


@pytest.mark.parametrize(
    "draw",
    (
        lambda names: agenda.draw(make_agenda_facts(make_agenda_day(*names))),
        lambda names: sign_in.draw(make_sign_in_facts(names)),
        lambda names: attendance_report.draw(make_report_facts([(name, "MIN", "w", "PPPP") for name in names])),
    ),
)
def test_names_are_printed_as_typed_and_never_do_anything(draw: Callable[[tuple[str, ...]], bytes]) -> None:
    typed = ("<b>Ama</b>", "Kofi <b", "Ama O<Brien> Mensah", "&amp; &lt;", "<img src=file:///etc/hostname>", "(a) \\b")
    pdf = draw((*typed, "javascript:alert(1)", "http://example.invalid/"))
    assert [name for name in typed if name not in reading.text(pdf)] == []
    assert reading.active_parts(pdf) == []
    assert reading.missing_glyphs(pdf) == 0


@pytest.mark.parametrize("name", (LONG, SOLID), ids=("words", "one word"))
def test_a_name_of_five_thousand_letters_is_printed_to_its_last_letter(name: str) -> None:
    whole = "".join(name.split()).replace("-", "")
    sheet = sign_in.draw(make_sign_in_facts((name,)))
    annex = attendance_report.draw(make_report_facts([(name, "MIN", "w", "PPPP")]))
    for pdf in (sheet, annex):
        found = reading.without_breaks(pdf)
        assert found.count("Bakɔ" if name is SOLID else "KwabenaƐsi") == whole.count(
            "Bakɔ" if name is SOLID else "KwabenaƐsi"
        )
        assert "…" not in found
