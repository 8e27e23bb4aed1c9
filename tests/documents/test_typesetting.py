"""Text broken into lines: nothing lost, nothing too wide, names kept whole where they can be."""

import pytest

from dialogues.documents.styles import ITEM, TEXT, TITLE
from dialogues.documents.typesetting import balance, fit, running_head, width_mm, wrap

SENTENCE = "Ask what stands in the way of a licence, and who can move it."


def joined(lines: list[str]) -> str:
    return "".join(line.removesuffix("-") if line.endswith("-") else line + " " for line in lines).strip()


@pytest.mark.parametrize("width", (12, 30, 80))
def test_wrapped_lines_are_no_wider_than_asked_and_lose_no_word(width: float) -> None:
    lines = wrap(SENTENCE, TEXT, width)
    assert all(width_mm(line, TEXT) <= width for line in lines)
    assert joined(lines) == SENTENCE


def test_a_word_of_five_thousand_letters_is_broken_and_keeps_every_letter() -> None:
    word = "Bakɔ" * 1250
    lines = wrap(word, TEXT, 40)
    assert all(width_mm(line, TEXT) <= 40 for line in lines)
    assert joined(lines) == word


def test_a_long_name_is_broken_after_a_vowel_with_a_hyphen() -> None:
    first = wrap("Andriantsimihetrarivonomenjanahary", ITEM, 40)[0]
    assert first[-1] == "-"
    assert first[-2] in "aeiou"


def test_a_double_name_is_broken_at_its_own_hyphen() -> None:
    assert wrap("Ramanankierana-Vololonanirina", ITEM, 40) == ["Ramanankierana-", "Vololonanirina"]


@pytest.mark.parametrize("width", (20, 45, 90))
def test_an_address_is_broken_with_no_sign_that_does_not_belong_to_it(width: float) -> None:
    address = "https://dialogues.example.org/invitation/Hq2uD_kPwX8d4nT0aQv3Lz7fYc1bM9sRgE5jKoVtWiUq"
    lines = wrap(address, TEXT, width)
    assert "".join(lines) == address
    assert all(width_mm(line, TEXT) <= width for line in lines)


def test_a_mark_stays_with_its_letter_where_a_word_is_broken() -> None:
    lines = wrap("ɔ̃" * 80, TEXT, 20)
    assert len(lines) > 2
    assert all(line.startswith("ɔ") for line in lines)


def test_an_unbreakable_space_holds_words_together() -> None:
    assert wrap("6\u202f000\u00a0personnes", TEXT, 30) == ["6\u202f000\u00a0personnes"]
    assert len(wrap("6\u202f000 personnes", TEXT, width_mm("personnes", TEXT) + 1)) == 2


def test_line_ends_of_a_text_are_kept() -> None:
    assert wrap("one\r\ntwo\n\nthree", TEXT, 80) == ["one", "two", "", "three"]


def test_no_short_word_stands_alone_on_a_last_line() -> None:
    words = "Six groups meet in the hall, in the garden, by the big tree, and ask what stands in the way of it"
    widths = [width for width in range(40, 120) if " " not in wrap(words, TEXT, width)[-1]]
    assert widths == []


def test_a_balanced_heading_needs_no_more_lines_and_is_more_even() -> None:
    plain, even = wrap(SENTENCE, TITLE, 120), balance(SENTENCE, TITLE, 120)
    assert len(even) == len(plain)
    assert max(width_mm(line, TITLE) for line in even) < max(width_mm(line, TITLE) for line in plain)


def test_text_shrinks_only_as_far_as_it_needs() -> None:
    wide = width_mm(SENTENCE, TEXT)
    assert fit(SENTENCE, TEXT, wide, (8, 7.5)).size == 9
    assert fit(SENTENCE, TEXT, wide * 0.9, (8, 7.5)).size == 8
    assert fit(SENTENCE, TEXT, 10, (8, 7.5)).size == 7.5


def test_a_running_head_is_cut_and_a_short_one_is_not() -> None:
    assert running_head("Tarkwa", TEXT, 40) == "Tarkwa"
    cut = running_head(SENTENCE, TEXT, 40)
    assert cut.endswith("…")
    assert width_mm(cut, TEXT) <= 40


def test_a_note_of_twenty_thousand_words_is_wrapped_whole() -> None:
    note = " ".join(["licence"] * 20_000)
    assert sum(line.count("licence") for line in wrap(note, TEXT, 80)) == 20_000
