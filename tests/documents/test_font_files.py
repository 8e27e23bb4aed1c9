"""The fonts: the files are the ones we took, and every letter of the field is in them."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest

import dialogues
from dialogues.documents import faces
from dialogues.documents.faces import clean, face, folder, unprintable
from dialogues.documents.styles import BODY, SLANT, STRONG, SYMBOLS

LETTERS = "ƐɛƆɔŊŋƉɖƑƒƔɣƲʋ"
NAMES = "Ɛsi Ɔkai Ŋmɛnsa Ɖeka Ƒiadzi Ɣeli Ʋinyo Ọláwálé N’Golo Andriantsimihetra Łukasz Nguyễn İnce œuvre"
MARKED = "n̄ ame ɔ̃ ɛ̃ Ɔ́ Ɛ̀ Ŋ́ ị́ ʋ̃"


def changed_files(place: Path) -> list[str]:
    """Font and licence files that differ from the sums in the README beside them, or are missing there."""
    sums = dict(re.findall(r"^\| ([0-9a-f]{64}) \| (\S+) \|$", (place / "README.md").read_text(), re.MULTILINE))
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
    del files["README.md"]
    return sorted(name for name in {*files, *sums.values()} if sums.get(files.get(name, "")) != name)


def test_font_and_licence_files_are_the_ones_that_were_taken() -> None:
    assert changed_files(folder()) == []
    assert {"OFL.txt", "LICENSE-DejaVu.txt"} <= {path.name for path in folder().iterdir()}


def test_a_changed_or_missing_or_foreign_font_file_is_noticed(tmp_path: Path) -> None:
    place = shutil.copytree(folder(), tmp_path / "print")
    regular = place / "NotoSans-Regular.ttf"
    regular.write_bytes(regular.read_bytes() + b"\0")
    (place / "OFL.txt").unlink()
    (place / "Foreign.ttf").write_bytes(b"x")
    assert changed_files(place) == ["Foreign.ttf", "NotoSans-Regular.ttf", "OFL.txt"]


def test_fonts_inside_the_installed_package_come_before_those_of_a_checkout(tmp_path, monkeypatch) -> None:
    package = tmp_path / "site" / "dialogues"
    package.mkdir(parents=True)
    monkeypatch.setattr(dialogues, "__file__", str(package / "__init__.py"))
    with pytest.raises(FileNotFoundError, match="neither"):
        folder()
    beside = tmp_path / "site" / "static" / "fonts" / "print"
    beside.mkdir(parents=True)
    (beside / faces.FILES[BODY]).touch()
    assert folder() == beside
    inside = package / "static" / "fonts" / "print"
    inside.mkdir(parents=True)
    (inside / faces.FILES[BODY]).touch()
    assert folder() == inside


@pytest.mark.parametrize("name", (BODY, STRONG, SLANT))
def test_every_letter_of_akan_ewe_and_ga_is_in_each_cut_with_all_marks(name: str) -> None:
    marks = "".join(map(chr, range(0x300, 0x370)))
    assert set(LETTERS + marks) <= set(face(name).widths)
    assert "漢" not in face(name).widths


def test_letters_of_names_in_the_field_can_all_be_printed() -> None:
    assert unprintable(f"{LETTERS} {NAMES} {MARKED} Владимир Ωμέγα → ✓ №") == frozenset()


def test_letters_that_cannot_be_printed_are_named_beforehand() -> None:
    text = "Ama\0 漢 😀 \ud800 محمد \ue000"
    assert unprintable(text) == {"\0", "漢", "😀", "\ud800", "\ue000", *"محمد"}


def test_an_unknown_letter_is_replaced_and_never_dropped() -> None:
    assert clean("漢😀\0") == "\ufffd\ufffd\ufffd"
    assert "\ufffd" in face(SYMBOLS).widths


def test_invisible_signs_leave_the_text_without_a_trace() -> None:
    assert clean("A\u202emma\u202c\u200d B\u00adoa\ufe0f") == "Amma Boa"
    assert unprintable("A\u202emma\u202c") == frozenset()


def test_line_ends_and_tabs_inside_a_name_are_spaces() -> None:
    assert clean("Ama\tSerwaa\nMensah\u2028B") == "Ama Serwaa Mensah B"
