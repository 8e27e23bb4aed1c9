"""Names are found however they were typed, and kept as they were written."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.core.folding import clean, clean_line, fold, search_key

# What people type where the keyboard lacks a letter.
_TYPED = {
    "Ɛ": "EeƐɛ3", "ɛ": "eEɛ3", "Ɔ": "OoƆɔ", "ɔ": "oOɔ)", "Ŋ": "NnŊŋ", "ŋ": "nŋ", "Ɖ": "DdƉÐĐđð", "ɖ": "dɖđ",
    "Ƒ": "FfƑƒ", "ƒ": "fƒ", "Ɣ": "GgƔɣ", "ɣ": "gɣ", "Ʋ": "VvƲʋ", "ʋ": "vʋ",
}  # fmt: skip
_NAMES = (
    "Ɛsi Ɔhene", "Ŋmaa Ɖetsa", "Ƒiawoo Ɣebi", "Ʋɔwu Kwame", "Kɔkɔ Bɛɛko", "Dzidzɔ Agbɛko", "Yɛboa Kɔfi",
    "Abɛna Sɛkyi", "Tɛtteh Ɔbɔ", "Akɔsua Nyarkoɔ",
)  # fmt: skip
_APOSTROPHES = "'’‘ʼʻ`´ʹ′＇‛"


def _ways_to_type(name: str) -> list[str]:
    """Every way to type the first four rare letters of `name`, composed and decomposed, and in capitals."""
    rare = [place for place, sign in enumerate(name) if sign in _TYPED][:4]
    ways = []
    for letters in itertools.product(*(_TYPED[name[place]] for place in rare)):
        typed = list(name)
        for place, letter in zip(rare, letters, strict=True):
            typed[place] = letter
        ways.append("".join(typed))
    return [form for way in ways for form in (way, way.upper(), way.lower(), unicodedata.normalize("NFD", way))]


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_is_the_same_however_its_rare_letters_are_typed(name: str):
    ways = _ways_to_type(name)
    assert len(set(ways)) >= 12
    assert {fold(way) for way in ways} == {fold(name)}


@pytest.mark.parametrize("typed", ("esi", "3si", "ESI", "Ɛsi", "ɛsi", "Ésì", "ɛ\u0301si", "  esi "))
def test_esi_is_found_by_each_of_its_forms(typed: str):
    assert fold(typed) == "esi"


@pytest.mark.parametrize("other", ("eši ama", "asi", "es", "esii"))
def test_another_name_stays_another(other: str):
    assert fold(other) != "esi"


@pytest.mark.parametrize("sign", _APOSTROPHES)
def test_an_apostrophe_of_any_keyboard_is_no_letter(sign: str):
    assert fold(f"N{sign}Guessan Ng{sign}ombe") == "nguessan ngombe"


@pytest.mark.parametrize(
    ("written", "key"),
    (
        ("Osei-Tutu", " osei tutu"),
        ("Osei–Tutu", " osei tutu"),
        ("Andriamahefamparany", " andriamahefamparany"),
        ("Rakotondrainibe  Tiana\tVoahangy", " rakotondrainibe tiana voahangy"),
        ("Nana Amakye II (chair)", " nana amakye ii chair"),
        ("J. B. Danquah", " j b danquah"),
        ("1) Ama", " 1 ama"),
        ("1)Ama", " 1 ama"),
        ("Straße", " strasse"),
        ("Łukasz Ødegård Æsir Þór", " lukasz odegard aesir thor"),
        ("Zeynep Işık İnan", " zeynep isik inan"),
        ("محمد علي", " محمد علي"),
        ("किरण", " करण"),
        ("", ""),
        ("---", ""),
    ),
)
def test_a_key_is_words_that_each_follow_a_space(written: str, key: str):
    assert search_key(written) == key


@pytest.mark.parametrize("written", ("0244 118 207", "13", "group 3", "3 of 3", "13a", "33"))
def test_a_figure_that_touches_no_letter_stays_a_figure(written: str):
    assert fold(written) == written


def test_several_texts_make_one_key_and_missing_ones_are_left_out():
    assert search_key("Ɛsi Mensah", None, "Bonsa Women's Group") == " esi mensah bonsa womens group"


@pytest.mark.parametrize("hidden", ("\u200b", "\u200d", "\u00ad", "\u202e", "\x00", "\ufeff", "\U000e0041"))
def test_what_cannot_be_seen_does_not_hide_a_name(hidden: str):
    assert fold(f"Ko{hidden}fi") == "kofi"


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_name_folds_alike_before_and_after_it_is_stored(text: str):
    assert fold(clean(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_names_fold_alike(text: str):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_is_stored_is_composed_and_cleaning_it_again_changes_nothing(text: str):
    stored = clean(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert clean(stored) == stored


@pytest.mark.parametrize(
    "name", (*_NAMES, "Nana Amakye II", "mcCarthy O'NEIL", "Ng'ombe", "van der Berg-Osei", "N’Guessan")
)
def test_a_name_is_kept_as_it_is_written(name: str):
    assert clean(name) == name


@pytest.mark.parametrize(
    "sign", ("\x00", "\x1b", "\u200b", "\u200e", "\u202d", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800")
)
def test_controls_and_signs_that_turn_writing_are_not_kept(sign: str):
    assert clean(f"Kofi{sign} Mensah") == "Kofi Mensah"


def test_joiners_that_some_scripts_need_are_kept():
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_line_breaks_stay_in_notes_and_become_spaces_in_names():
    assert clean(" one\r\ntwo \x0b three\u2028four ") == "one\ntwo\nthree\nfour"
    assert clean_line("Kofi\r\nMensah\x0bII") == "Kofi Mensah II"


def test_a_very_long_name_is_not_cut():
    name = "Andriamahefamparany " * 250
    assert clean(name) == name.strip()
    assert len(fold(name)) == len(name.strip())
