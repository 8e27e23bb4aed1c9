"""Marks set on their letters, and kerning at large sizes: the only text that needs more than one width a letter."""

from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz

from dialogues.documents.faces import Face, face

# No ligatures: a name stays findable as it is written.
FEATURES = {"kern": True, "liga": False, "dlig": False, "clig": False}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One placed letter; advance and offsets are parts of the type size."""

    letter: str
    advance: float
    right: float
    up: float


@lru_cache(maxsize=2048)
def shaped(text: str, face_name: str) -> tuple[Glyph, ...]:
    """The letters of `text` with their places, all from one face."""
    one = face(face_name)
    found = _shape(text, one, {**FEATURES})
    if found is None:  # a combined form that has no letter of its own: set the plain parts instead
        found = _shape(text, one, {**FEATURES, "ccmp": False})
    return found if found is not None else tuple(Glyph(sign, one.widths[sign], 0.0, 0.0) for sign in text)


def shaped_width(text: str, face_name: str) -> float:
    """Width at 1 pt of `text` once it is shaped."""
    return sum(glyph.advance for glyph in shaped(text, face_name))


def _shape(text: str, one: Face, features: dict[str, bool]) -> tuple[Glyph, ...] | None:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    uharfbuzz.shape(one.shaper, buffer, features)
    glyphs = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letters = one.letters.get(info.codepoint)
        if letters is None:
            return None
        asked = text[info.cluster]
        letter = asked if asked in letters else letters[0]
        glyphs.append(Glyph(letter, place.x_advance / 1000, place.x_offset / 1000, place.y_offset / 1000))
    return tuple(glyphs)
