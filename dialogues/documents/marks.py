"""The marks of a sheet that is read back from a photograph: corner codes, row ticks, dots round the cells.

The print is the truth. When a sheet is printed, its id, its layout and the person behind every row are kept; the
paper carries the id and no personal data in any code. A reader needs nothing that can be smudged but the codes.
"""

import hashlib
from functools import cache

from dialogues.core.i18n import _
from dialogues.documents.codes import code_rows, draw_code
from dialogues.documents.press import Press
from dialogues.documents.styles import BLACK, INK, SMALLEST
from dialogues.documents.typesetting import running_head, width_mm

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U, which are misread and misheard
FORMAT = "D1"  # the family of layouts; a new one gets a new number, so that old paper stays readable
ID_LENGTH = 8
SIDE, QUIET = 16.0, 4.0  # mm; 21 modules of 0.762 mm, and more than four modules free all round
EDGE = 8.0  # mm from the edge of the paper, which every office printer reaches
INNER = EDGE + SIDE + QUIET  # mm from the side edges that a code and its quiet zone take
CORNERS = "ABCD"  # top left, top right, bottom right, bottom left
TICK_WIDTH, TICK_HEIGHT = 3.2, 1.6  # mm, one at either end of each row
DOT = 1.3  # mm, a square on each crossing round the signature cells
MOST_PAGES = 32 * 32 - 1  # what two signs can count

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # the alphanumeric mode of QR, in the order of its values
_LENGTH = 15
_MODULES = 21


def spoken(sheet_id: str) -> str:
    """`K7M2-QX4R`, as it is printed and read out."""
    return f"{sheet_id[:4]}-{sheet_id[4:]}"


def id_of(told: str) -> str:
    """The id of a sheet that is told apart by this text: the same sheet printed again has the same one."""
    number = int.from_bytes(hashlib.sha256(told.encode()).digest()[:8])
    return "".join(ALPHABET[number >> 5 * at & 31] for at in range(ID_LENGTH))


def payload(sheet_id: str, page: int, corner: str) -> str:
    """15 signs, which fill a code of version 1, level Q: format 2, sheet 8, page 2, corner 1, check 2."""
    if len(sheet_id) != ID_LENGTH or any(sign not in ALPHABET for sign in sheet_id):
        raise ValueError(f"A sheet id has {ID_LENGTH} signs out of {ALPHABET}, not {sheet_id!r}.")
    if not 1 <= page <= MOST_PAGES:
        raise ValueError(f"A sheet has pages 1 to {MOST_PAGES}, not {page}.")
    body = f"{FORMAT}{sheet_id}{ALPHABET[page // 32]}{ALPHABET[page % 32]}{corner}"
    return body + check_signs(body)


def corner_at(letter: str, width: float, height: float) -> tuple[float, float]:
    """Where the code of a corner stands on a page of that size: its top left, in mm."""
    right, low = width - EDGE - SIDE, height - EDGE - SIDE
    return {"A": (EDGE, EDGE), "B": (right, EDGE), "C": (right, low), "D": (EDGE, low)}[letter]


def draw_corners(p: Press, sheet_id: str, page: int) -> None:
    """Draw the four codes of a page."""
    for letter in CORNERS:
        x, y = corner_at(letter, p.width, p.height)
        draw_code(p, x, y, SIDE, corner_rows(payload(sheet_id, page, letter)))


def draw_foot(p: Press, sheet_id: str, said: str) -> None:
    """Between the lower codes: a line of small print, and the id to be read out."""
    y = p.height - 9.2
    sheet = _("Sheet %(sheet)s", sheet=spoken(sheet_id))
    p.text(p.width - INNER, y, sheet, SMALLEST.but(colour=INK), "right")
    p.text(INNER, y, running_head(said, SMALLEST, p.width - 2 * INNER - width_mm(sheet, SMALLEST) - 6), SMALLEST)


def draw_ticks(p: Press, left: float, right: float, centres: list[float]) -> None:
    """Draw a black tick at either end of each row: they follow the paper where it curls."""
    p.boxes([(x, y - TICK_HEIGHT / 2, TICK_WIDTH, TICK_HEIGHT) for y in centres for x in (left, right)], BLACK)


def draw_dots(p: Press, points: list[tuple[float, float]]) -> None:
    """Draw black squares on the crossings of the cell lines: four of them hold each cell, however the paper lies."""
    p.boxes([(x - DOT / 2, y - DOT / 2, DOT, DOT) for x, y in points], BLACK)


def corner_rows(text: str) -> list[int]:
    """The code of a payload, the same as an encoder makes and three hundred times faster.

    Version, mask and length are fixed, so each bit of the text turns over a fixed set of modules: the code is the one
    of fifteen zeros with the sets of all bits laid over it.
    """
    base, sets = _bit_sets()
    code = base
    for n in range(0, _LENGTH, 2):
        pair = text[n : n + 2]
        value = _SIGNS.index(pair[0]) * 45 + _SIGNS.index(pair[1]) if len(pair) == 2 else _SIGNS.index(pair)
        for bit, modules in enumerate(sets[n // 2]):
            if value >> bit & 1:
                code ^= modules
    full = (1 << _MODULES) - 1
    return [code >> _MODULES * (_MODULES - 1 - n) & full for n in range(_MODULES)]


def check_signs(body: str) -> str:
    """Two signs over the body, weighted: any one wrong sign and any swap of neighbours shows."""
    total = 0
    for sign in body:
        total = (total * 37 + ALPHABET.index(sign) + 1) % 1021
    return ALPHABET[total // 32] + ALPHABET[total % 32]


@cache
def _bit_sets() -> tuple[int, list[list[int]]]:
    """The code of fifteen zeros, and for each pair of signs what each bit of its value turns over."""
    zeros = "0" * _LENGTH
    base = _as_number(zeros)
    sets = []
    for n in range(0, _LENGTH, 2):
        single = n + 1 == _LENGTH  # the last sign stands alone and has six bits, a pair has eleven
        texts = []
        for bit in range(6 if single else 11):
            value = 1 << bit
            signs = _SIGNS[value] if single else _SIGNS[value // 45] + _SIGNS[value % 45]
            texts.append(zeros[:n] + signs + zeros[n + len(signs) :])
        sets.append([_as_number(text) ^ base for text in texts])
    return base, sets


def _as_number(text: str) -> int:
    number = 0
    for row in code_rows(text, error="q", version=1, mask=2, mode="alphanumeric"):
        number = number << _MODULES | row
    return number
