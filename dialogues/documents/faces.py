"""The four faces of printed documents: where they lie, which letters they have, how wide each one is.

No letter is lost without a word. What no face has is printed as U+FFFD, a question mark in a black diamond,
and `unprintable` tells beforehand which letters of a text that will happen to.
"""

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import dialogues
from dialogues.documents.styles import BODY, SLANT, STRONG, SYMBOLS

# Nothing on our pages is fetched, from anywhere; text goes on as text and is never read as markup.
rl_config.trustedHosts = []
rl_config.trustedSchemes = []
rl_config.useA85 = 0  # binary streams: a fifth smaller, and faster

FILES = {
    BODY: "NotoSans-Regular.ttf",
    STRONG: "NotoSans-SemiBold.ttf",
    SLANT: "NotoSans-Italic.ttf",
    SYMBOLS: "DejaVuSans-Symbols.ttf",
}
REPLACEMENT = "\ufffd"
_LOCK = threading.RLock()
_LOADED: "dict[str, Face]" = {}


class SharedFont(TTFont):
    """A font that several documents may use at once: cutting its subset moves a reading position, so one at a time."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the name ReportLab calls
        """Write the letters that `doc` used into it."""
        with _LOCK:
            super().addObjects(doc)


@dataclass(frozen=True, eq=False)
class Face:
    """One font, loaded once for the life of the process."""

    name: str
    font: SharedFont
    shaper: uharfbuzz.Font
    widths: dict[str, float]  # of every letter it has, at 1 pt
    plain: dict[str, float]  # of the letters that stand by themselves: no marks, nothing to clean
    letters: dict[int, tuple[str, ...]]  # glyph number -> the letters it stands for


def folder() -> Path:
    """Where the font files are: inside the installed package, else beside it in a checkout."""
    package = Path(dialogues.__file__).resolve().parent
    places = [top / "static" / "fonts" / "print" for top in (package, package.parent)]
    for place in places:
        if (place / FILES[BODY]).is_file():
            return place
    raise FileNotFoundError(f"The fonts of printed documents are in neither {places[0]} nor {places[1]}.")


def face(name: str) -> Face:
    """The face of that name; the first call loads all four, about a twentieth of a second."""
    return _faces()[name]


def clean(text: str) -> str:
    """The text as it can be printed: composed, on one line, without invisible signs, unknown letters replaced."""
    return unicodedata.normalize("NFC", text).translate(_table())


def unprintable(text: str) -> frozenset[str]:
    """The letters of `text` that no face has and that would print as U+FFFD; pages warn with it before printing."""
    table = _table()
    composed = unicodedata.normalize("NFC", text)
    return frozenset(sign for sign in composed if table[ord(sign)] == REPLACEMENT and sign != REPLACEMENT)


def _faces() -> dict[str, Face]:
    if not _LOADED:
        with _LOCK:  # two first printers at once must end up with the same fonts
            if not _LOADED:
                place = folder()
                _LOADED.update({name: _load(name, place / file) for name, file in FILES.items()})
    return _LOADED


def _load(name: str, path: Path) -> Face:
    font = SharedFont(name, str(path))
    pdfmetrics.registerFont(font)
    glyphs: dict[int, int] = dict(font.face.charToGlyph)
    widths = {chr(code): font.face.charWidths[code] / 1000 for code in glyphs}
    letters: dict[int, tuple[str, ...]] = {}
    for code, glyph in glyphs.items():
        letters[glyph] = (*letters.get(glyph, ()), chr(code))
    shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    shaper.scale = (1000, 1000)
    return Face(name, font, shaper, widths, {sign: w for sign, w in widths.items() if _is_plain(sign)}, letters)


def _is_plain(sign: str) -> bool:
    # Spaces and format signs other than the plain space are cleaned first; marks need shaping.
    category = unicodedata.category(sign)
    return (
        (category[0] in "LNPS" or sign == " ")
        and not unicodedata.combining(sign)
        and unicodedata.normalize("NFC", sign) == sign
    )


class _Table(dict[int, str]):
    """For `str.translate`: what each letter is printed as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = result = _printed(chr(code))
        return result


@cache
def _table() -> _Table:
    return _Table()


def _printed(sign: str) -> str:
    if sign in "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return " "
    category = unicodedata.category(sign)
    # Direction marks, joiners, soft hyphens and the like show nothing, and left in they reorder a reader's copy.
    if category == "Cf" or sign == "\u034f" or "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        return ""
    if category in {"Cc", "Cs", "Co", "Cn"}:
        return REPLACEMENT
    return sign if any(sign in one.widths for one in _faces().values()) else REPLACEMENT
