"""The press: what it says about itself, pages and feet, and that pages carry nothing but ink."""

from functools import partial
from typing import Any

import pypdf
import pytest
from reportlab import rl_config

from dialogues.documents.flow import Block, Flow
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.press import Footer, Press
from dialogues.documents.styles import A4, LEFT, TEXT
from tests.documents import reading

FOOT = Footer("Dialogue in Tarkwa", "version 3 · printed 18 Jan 2016", "Page %(page)s of %(pages)s")


def make_press(**changed: Any) -> Press:
    facts: dict[str, Any] = {"title": "Trial", "subject": "Tarkwa", "footer": FOOT, "paper": A4, "language": "fr"}
    return Press(**(facts | changed))


def set_text(press: Press, y: float = 50, *, text: str) -> None:
    press.text(LEFT, y, text, TEXT)


def pdf_of(*texts: str, **changed: Any) -> bytes:
    press = make_press(**changed)
    for text in texts:
        press.add(partial(set_text, text=text), left="Trial", right="Day 1", marks=[text])
    return press.pdf()


def test_the_file_names_its_title_language_and_maker_and_nobody_else(tmp_path) -> None:
    pdf = pdf_of("Ama Serwaa")
    (tmp_path / "x.pdf").write_bytes(pdf)
    reader = pypdf.PdfReader(tmp_path / "x.pdf")
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Trial", "Dialogues")
    assert str(reader.root_object["/Lang"]) == "fr"
    assert "Ama" not in str(reader.metadata)


def test_every_page_says_which_of_how_many_it_is() -> None:
    pages = reading.pages_text(pdf_of("one", "two", "three"))
    assert ["Page 1 of 3" in pages[0], "Page 3 of 3" in pages[2]] == [True, True]
    assert "Page 1 of 3" not in pages[1]


def test_bookmarks_lead_to_the_pages() -> None:
    assert reading.outline(pdf_of("Tuesday", "Wednesday")) == ["Tuesday", "Wednesday"]


def test_a_long_title_of_the_event_gives_way_in_the_foot_to_version_and_date() -> None:
    text = reading.text(pdf_of("x", footer=Footer("Dialogue " * 60, FOOT.said, FOOT.page_of)))
    assert "… · version 3 · printed 18 Jan 2016 Page 1 of 1" in text


def test_the_same_facts_give_the_same_bytes(monkeypatch) -> None:
    monkeypatch.setattr(rl_config, "invariant", 1)
    assert pdf_of("one") == pdf_of("one")
    assert pdf_of("one") != pdf_of("two")


@pytest.mark.parametrize(
    "text",
    (
        "<b>Ama</b>",
        "Kofi <b",
        "Ama O<Brien> Mensah",
        "&amp; &lt;",
        "<img src=file:///etc/hostname>",
        "(a) \\b\\ ((",
        "%PDF",
    ),
)
def test_text_is_printed_as_it_is_typed(text: str) -> None:
    pdf = pdf_of(text)
    assert text in reading.text(pdf)
    assert reading.active_parts(pdf) == []


def test_a_link_or_a_script_in_a_file_is_noticed() -> None:
    assert reading.active_parts(b"%PDF /URI (http://example.invalid)" + pdf_of("x")) == ["/URI"]


def test_what_does_not_fit_moves_to_the_next_page_whole() -> None:
    press = make_press()
    flow = Flow(press, left="Trial", right="")
    for number in range(5):
        flow.place(Block(100, partial(set_text, text=f"block {number}")))
    assert [page.count("block") for page in reading.pages_text(press.pdf())] == [2, 2, 1]


def test_a_table_repeats_its_head_on_every_page_and_never_leaves_it_alone() -> None:
    press = make_press()
    flow = Flow(press, left="Trial", right="")
    flow.place(Block(flow.room - 8, lambda p, y: None))
    set_ledger(flow, LEFT, [Column("Name", 40), Column("Days", 20, "right")], [["Ama", "4"]] * 50, ["All", "200"])
    pages = reading.pages_text(press.pdf())
    assert ["NAME" in page for page in pages] == [False, True, True]
    assert sum(page.count("Ama") for page in pages) == 50
    assert "All" in pages[-1]


def test_overlapping_and_escaping_letters_are_noticed_and_honest_ones_are_not() -> None:
    clash = reading.letters(reading.bare_pdf("Ama", "Kofi", step=2), 1)
    honest = reading.letters(reading.bare_pdf("Ama", "Kofi", step=4), 1)
    assert reading.overlapping(clash)
    assert not reading.overlapping(honest)
    edges = {"left": 16, "right": 196, "top": 8, "bottom": 290}
    assert not reading.outside(honest, **edges)
    assert reading.outside(reading.letters(reading.bare_pdf("Ama", x=192), 1), **edges)
    assert reading.outside(reading.letters(reading.bare_pdf("Ama", y=295), 1), **edges)
