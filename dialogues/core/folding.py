"""Search keys: how a name is found however it was typed.

Ewe, Akan and Ga write letters that most keyboards lack, so people type `3` for ɛ, `)` for ɔ or the plain letter. NFKD
leaves all of them as they are, hence the table. Digits and the bracket stand for letters only beside another letter, so
that phone numbers and "(chair)" stay what they are.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ɛ": "e", "ɔ": "o", "ŋ": "n", "ɖ": "d", "ƒ": "f", "ɣ": "g", "ʋ": "v",
        "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
        "ɩ": "i", "ʊ": "u", "ə": "e", "ǝ": "e", "ɲ": "n", "ʒ": "z", "ŧ": "t",
        "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th",
    }
)  # fmt: skip
# Signs that stand for an apostrophe. Gone before NFKD, which would break some of them into a space and an accent.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´ʼʻʾʿʹ′＇ꞌ"))
_LETTER = r"[^\W\d_]"
_E_TYPED_AS_3 = re.compile(rf"(?<!\d)3+(?={_LETTER})|(?<={_LETTER})3+(?!\d)")
_BRACKETS = re.compile(r"[()]")
_NOT_A_WORD = re.compile(r"[\W_]+")
# Controls, and the signs that turn the direction of writing or show nothing: they can hide what a name says.
# The joiners U+200C and U+200D stay, because Persian and Indic names are written with them.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def search_key(*texts: str | None) -> str:
    """`texts` folded for search and ordering: no accents, no case, African letters as their plain neighbours.

    Words are separated by one space and the key begins with one, so " ama" finds words that begin so.
    An empty name gives "".
    """
    words: list[str] = []
    for text in texts:
        if text:
            words += fold(text).split()
    return "".join(f" {word}" for word in words)


@lru_cache(maxsize=16_384)  # an import folds each name and each organisation several times
def fold(text: str) -> str:
    """One text folded: `Ɛsi`, `3si` and `ESI` all become `esi`."""
    text = text.translate(_APOSTROPHES)
    if text.isascii() and text.isprintable():  # most names, at a third of the time
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
        folded = "".join(sign for sign in folded if _is_seen(sign))
    if "3" in folded:
        folded = _E_TYPED_AS_3.sub(lambda match: "e" * len(match[0]), folded)
    if ")" in folded:
        folded = _o_typed_as_bracket(folded)
    return _NOT_A_WORD.sub(" ", folded).strip()


@lru_cache(maxsize=4_096)
def _is_seen(sign: str) -> bool:
    return sign.isspace() or (sign.isprintable() and unicodedata.category(sign)[0] != "M")


def _o_typed_as_bracket(text: str) -> str:
    """`text` with each `)` that closes nothing and touches a letter as the `o` it stands for."""
    is_open = False

    def judge(match: re.Match[str]) -> str:
        nonlocal is_open
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if match[0] == "(":
            is_open = True
        elif before.isalpha() and after.isalpha():
            return "o"
        elif is_open:
            is_open = False
        elif before.isalpha() or (after.isalpha() and not before.isdigit()):
            return "o"
        return " "

    return _BRACKETS.sub(judge, text)


def clean(text: str) -> str:
    """`text` as it is stored: NFC, without control and direction signs, outer spaces and doubled spaces gone.

    Line breaks stay. Nothing else is changed: names are never re-cased or cut.
    """
    if text.isascii() and text.isprintable():  # no controls and no line breaks: most cells, at a third of the time
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", _REFUSED.sub("", _LINE_BREAK.sub("\n", text)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(lines).strip()


def clean_line(text: str) -> str:
    """`text` cleaned, on one line: for names and whatever else a spreadsheet may have broken into lines."""
    cleaned = clean(text)
    return cleaned if cleaned.isprintable() and cleaned.isascii() else " ".join(cleaned.split())
