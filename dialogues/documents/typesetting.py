"""Text measured and broken into lines: how wide, how small, where to break. Nothing here draws."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogues.documents.faces import Face, clean, face
from dialogues.documents.shaping import shaped_width
from dialogues.documents.styles import MM, SYMBOLS, Style

KERNED_FROM = 16  # points: from here on kerning is seen, below it costs time for nothing
VOWELS = frozenset("aeiouyɛɔAEIOUYƐƆ")  # a word that must be broken is broken after one of these


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that is set in one face."""

    face: str
    text: str


def runs(text: str, font: str) -> list[Run]:
    """Cleaned text in pieces, each in a face that has all its letters; marks stay with the letter they stand on."""
    own = face(font)
    spare = face(SYMBOLS)
    pieces: list[Run] = []
    for sign in clean(text):
        wanted = own if sign in own.widths else spare
        if pieces and unicodedata.combining(sign) and sign in face(pieces[-1].face).widths:
            wanted = face(pieces[-1].face)
        if pieces and pieces[-1].face == wanted.name:
            pieces[-1] = Run(wanted.name, pieces[-1].text + sign)
        else:
            pieces.append(Run(wanted.name, sign))
    return pieces


def needs_shaping(text: str, style: Style) -> bool:
    """True for marks on letters, and for large sizes, which get their kerning."""
    return style.size >= KERNED_FROM or (not text.isascii() and any(map(unicodedata.combining, text)))


def width_mm(text: str, style: Style) -> float:
    """How wide one line of `text` comes out."""
    if style.size < KERNED_FROM:
        try:
            em = sum(map(face(style.font).plain.__getitem__, text))
        except KeyError:
            text = clean(text)
            em = _careful_width(text, style)
    else:
        text = clean(text)
        em = _careful_width(text, style)
    return (em + style.track * len(text)) * style.size / MM


def _careful_width(text: str, style: Style) -> float:
    if needs_shaping(text, style):
        return sum(shaped_width(run.text, run.face) for run in runs(text, style.font))
    return sum(sum(map(face(run.face).widths.__getitem__, run.text)) for run in runs(text, style.font))


def fit(text: str, style: Style, width: float, sizes: Sequence[float] = ()) -> Style:
    """The style itself or the first of the smaller sizes at which the text stays on one line, else the last."""
    fitting = style
    for size in sizes:
        if width_mm(text, fitting) <= width:
            break
        fitting = style.but(leading=style.leading * size / style.size, size=size)
    return fitting


def wrap(text: str, style: Style, width: float) -> list[str]:
    """The text in lines no wider than `width` mm; a word that is too long is broken with a hyphen, an address without.

    Line ends in the text are kept. An empty text is one empty line.
    """
    lines: list[str] = []
    for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines += _without_lonely_word(_fill(clean(part), style, width), style, width)
    return lines


def _fill(text: str, style: Style, width: float) -> list[str]:
    lines: list[str] = []
    space = width_mm(" ", style)
    line: list[str] = []
    used = 0.0
    for word in _words(text, style, width):
        wide = width_mm(word, style)
        if line and used + space + wide > width:
            lines.append(" ".join(line))
            line, used = [], 0.0
        used += (space if line else 0.0) + wide
        line.append(word)
    return [*lines, " ".join(line)]


def balance(text: str, style: Style, width: float) -> list[str]:
    """A heading in as few lines as it needs, all about equally long."""
    lines = best = wrap(text, style, width)
    narrow = width
    while 1 < len(lines) <= 6 and narrow > width / 2:
        narrow -= 2
        trial = wrap(text, style, narrow)
        if len(trial) > len(lines):
            break
        best = trial
    return best


def running_head(text: str, style: Style, width: float) -> str:
    """The text on one line, cut with an ellipsis where it is too long.

    Only for heads and feet, which repeat a title that stands whole elsewhere in the document; never for names.
    """
    text = clean(text)
    if width_mm(text, style) <= width:
        return text
    return text[: _longest_start(text, style, width - width_mm("…", style))].rstrip() + "…"


def _words(text: str, style: Style, width: float) -> Iterator[str]:
    """The words, broken where one is wider than a line; only the plain space parts words, so unbreakable ones hold."""
    for word in text.split(" "):
        is_address = "://" in word
        while len(word) > 1 and (fits := _longest_start(word, style, width)) < len(word):
            part, word = _parted(word, fits) if is_address else _broken(word, fits, style, width)
            yield part
        if word:
            yield word


def _parted(address: str, fits: int) -> tuple[str, str]:
    """An address in two with no sign of ours between, for somebody types what stands there."""
    cut = address.rfind("/", 1, fits) + 1
    cut = cut if cut > fits / 2 else max(1, fits)
    return address[:cut], address[cut:]


def _broken(word: str, fits: int, style: Style, width: float) -> tuple[str, str]:
    """A word that is too wide in two: after a sign that parts it already, else with a hyphen, best after a vowel."""
    own = max(word.rfind(sign, 1, fits) for sign in "-/@_.") + 1
    if own > fits / 2:
        return word[:own], word[own:]
    most = max(1, min(len(word) - 1, _longest_start(word, style, width - width_mm("-", style))))
    cut = next((n for n in range(most, max(most - 4, 1), -1) if word[n - 1] in VOWELS), most)
    while cut < len(word) and unicodedata.combining(word[cut]):
        cut += 1  # a mark goes with its letter; it takes no room
    return (word[:cut] + "-", word[cut:]) if cut < len(word) else (word, "")


def _longest_start(text: str, style: Style, width: float) -> int:
    """How many letters of `text` fit into `width`; at most a hair too few, because kerning is not counted."""
    own, spare = face(style.font), face(SYMBOLS)
    room = width * MM / style.size
    used = 0.0
    for count, sign in enumerate(text):
        used += _em(sign, own, spare) + style.track
        if used > room:
            return count
    return len(text)


def _em(sign: str, own: Face, spare: Face) -> float:
    return own.widths.get(sign) or spare.widths.get(sign, 0.0)


def _without_lonely_word(lines: list[str], style: Style, width: float) -> list[str]:
    """No single short word on the last line if the line above can spare one."""
    if len(lines) > 1 and lines[-1] and " " not in lines[-1] and lines[-2].count(" ") > 1:
        head, last = lines[-2].rsplit(" ", 1)
        if width_mm(lines[-1], style) < width / 5 and width_mm(f"{last} {lines[-1]}", style) <= width:
            return [*lines[:-2], head, f"{last} {lines[-1]}"]
    return lines
