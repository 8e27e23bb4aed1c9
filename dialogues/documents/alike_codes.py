"""QR codes of texts that begin alike and are equally long, as the codes of all badges of an event do.

Version, mask and length are fixed, so each bit of the text turns over a fixed set of modules. The code of any text is
the one of noughts with the sets of its bits laid over it: the same modules an encoder sets, a hundred times faster.
"""

from functools import lru_cache

from dialogues.core.tokens import BADGE_ALPHABET
from dialogues.documents.codes import Rows, code_rows

# What tells each sign of a badge code from "0": its lowest five bits, and the two that part letters from figures.
_BITS = (0x01, 0x02, 0x04, 0x08, 0x10, 0x60)
_ZERO = ord("0")


class AlikeCodes:
    """The codes of `start` and `length` signs of the badge alphabet after it; to be made once and asked often."""

    def __init__(self, start: str, length: int, *, mask: int) -> None:
        zeros = "0" * length
        first = _matrix(start + zeros, mask)
        self._side = len(first)
        self._full = (1 << self._side) - 1
        self._base = _joined(first)
        self._sets: list[dict[str, int]] = []
        for n in range(length):
            parts = []
            for bit in _BITS:
                other = f"{start}{zeros[:n]}{chr(_ZERO ^ bit)}{zeros[n + 1 :]}"
                parts.append(_joined(_matrix(other, mask)) ^ self._base)
            self._sets.append({sign: _laid_over(ord(sign) ^ _ZERO, parts) for sign in BADGE_ALPHABET})

    def rows(self, ending: str) -> Rows:
        """The code of `start` and this ending. Raises KeyError for a sign that badge codes do not have."""
        code = self._base
        for sets, sign in zip(self._sets, ending, strict=True):
            code ^= sets[sign]
        side, full = self._side, self._full
        return [code >> shift & full for shift in range(side * (side - 1), -1, -side)]


@lru_cache(maxsize=8)  # a server has one address; a test or two more
def alike_codes(start: str, length: int, mask: int) -> AlikeCodes:
    """The codes for that beginning and length; the first call takes about an eighth of a second."""
    return AlikeCodes(start, length, mask=mask)


def _matrix(text: str, mask: int) -> Rows:
    return code_rows(text, mask=mask, mode="byte")


def _joined(rows: Rows) -> int:
    number = 0
    for row in rows:
        number = number << len(rows) | row
    return number


def _laid_over(difference: int, parts: list[int]) -> int:
    result = 0
    for bit, modules in zip(_BITS, parts, strict=True):
        if difference & bit:
            result ^= modules
    return result
