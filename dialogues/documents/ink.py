"""Text operators of a page stream: what is said, in which font, where."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from dialogues.documents.faces import Face, face
from dialogues.documents.shaping import Glyph, shaped
from dialogues.documents.styles import Style, colour_numbers
from dialogues.documents.typesetting import KERNED_FROM, needs_shaping, runs

# A byte as it stands in a PDF string: brackets and backslash are escaped, what is not ASCII goes as octal.
_BYTES = [chr(n) if 32 <= n < 127 and chr(n) not in "()\\" else f"\\{n:03o}" for n in range(256)]
_ESCAPES = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})


class TextWriter:
    """Writes text into the streams of one document and keeps which fonts it has named there."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._doc: Any = vars(canvas)["_doc"]  # the letters a font must carry are counted for each document
        self._names: dict[tuple[str, int], str] = {}

    def line(self, x: float, y: float, text: str, style: Style) -> None:
        """Set one line from `x`, `y` in points."""
        self.column([x], [y], [text], style)

    def column(self, xs: Iterable[float], ys: Iterable[float], texts: Sequence[str], style: Style) -> None:
        """Set each text from its `x`, `y` in points, all in one style, as one text object."""
        show = self._show
        rows = [
            f"1 0 0 1 {x:.2f} {y:.2f} Tm {show(text, style)}" for x, y, text in zip(xs, ys, texts, strict=True) if text
        ]
        if not rows:
            return
        track = style.track * style.size
        spread, close = (f" {track:.3f} Tc", " 0 Tc ET") if track else ("", " ET")
        begin = f"{colour_numbers(style.colour)} rg BT {self._font(style.font, 0, style.size)}{spread}\n"
        self._canvas.addLiteral(begin + "\n".join(rows) + close)

    def _show(self, text: str, style: Style) -> str:
        """The operators that show `text`; the font is afterwards what it was before."""
        if text.isascii() and text.isprintable() and style.size < KERNED_FROM:
            return f"({text.translate(_ESCAPES)}) Tj"
        own = face(style.font)
        if style.size < KERNED_FROM and own.plain.keys() >= set(text):
            return self._show_plain(text, own, style)
        careful = needs_shaping(text, style)
        parts = []
        for run in runs(text, style.font):
            one = face(run.face)
            if careful:
                parts.append(self._show_shaped(run.text, one, style))
            else:
                parts.append(self._show_plain(run.text, one, style))
        return " ".join(parts)

    def _show_plain(self, text: str, one: Face, style: Style) -> str:
        parts = []
        for subset, codes in one.font.splitString(text, self._doc):
            shown = f"({''.join(map(_BYTES.__getitem__, codes))}) Tj"
            parts.append(self._in_font(shown, one.name, subset, style))
        return " ".join(parts)

    def _show_shaped(self, text: str, one: Face, style: Style) -> str:
        glyphs = shaped(text, one.name)
        parts = []
        for glyph in glyphs:
            ((subset, codes),) = one.font.splitString(glyph.letter, self._doc)
            parts.append((subset, round(glyph.up, 4), self._moved(glyph, codes, one)))
        shown = []
        for subset, up, moved in _joined(parts):
            operators = f"[{moved}] TJ"
            if up:
                operators = f"{up * style.size:.3f} Ts {operators} 0 Ts"
            shown.append(self._in_font(operators, one.name, subset, style))
        if not any(map(unicodedata.combining, text)):
            return " ".join(shown)
        # Readers take a mark that is moved onto its letter for a word of its own: tell them what is written.
        meant = text.encode("utf-16-be").hex().upper()
        return f"/Span <</ActualText <FEFF{meant}>>> BDC {' '.join(shown)} EMC"

    def _moved(self, glyph: Glyph, codes: bytes, one: Face) -> str:
        before = round(-glyph.right * 1000)
        after = round((one.widths[glyph.letter] - glyph.advance + glyph.right) * 1000)
        shown = f"({''.join(map(_BYTES.__getitem__, codes))})"
        return f"{before or ''} {shown} {after or ''}".strip()

    def _in_font(self, shown: str, name: str, subset: int, style: Style) -> str:
        if name == style.font and not subset:
            return shown
        return f"{self._font(name, subset, style.size)} {shown} {self._font(style.font, 0, style.size)}"

    def _font(self, name: str, subset: int, size: float) -> str:
        key = (name, subset)
        if key not in self._names:
            font = face(name).font
            font.splitString(" ", self._doc)  # the document takes note of the font
            self._names[key] = font.getSubsetInternalName(subset, self._doc)
        return f"{self._names[key]} {size:g} Tf"


def _joined(parts: Sequence[tuple[int, float, str]]) -> list[tuple[int, float, str]]:
    """Neighbours in the same font and at the same height as one array."""
    joined: list[tuple[int, float, str]] = []
    for subset, up, moved in parts:
        if joined and joined[-1][:2] == (subset, up):
            joined[-1] = (subset, up, f"{joined[-1][2]} {moved}")
        else:
            joined.append((subset, up, moved))
    return joined
