"""How alike two descriptions are, and which pairs of a whole directory are worth comparing at all.

Comparing everybody with everybody grows with the square: 6,000 persons are 18 million pairs. Only those are compared
that share a telephone number, an e-mail address, or two words of their names by the first letters, by their sound or by
an initial. Names are folded before (see `core.folding`), their words compared in any order and titles left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from dialogues.core.i18n import N_
from dialogues.people.rules import name_words
from dialogues.people.sectors import Gender

SHOWN_FROM = 50  # points from which a pair is proposed
_ALIKE_MIN = 0.84  # how alike two names must be to count as nearly alike; "Kwasi Mensah" and "Kwesi Mensa" are
_GLANCE_MIN = 74  # of 100: names less alike than this need not be looked at word by word
_WORD_MIN = 0.8  # below this two words are two words
_HOUSEHOLD_MAX = 6  # people who share one number before it is an office's and says nothing by itself
_BLOCK_MAX = 400  # people under one key before it says too little to compare them all
_REGNAL = frozenset({"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv"})
# Spellings of one sound, the longer first: Agyei and Adjei, Kyei and Chei, Quaye and Kwaye, Mohammed and Muhamad.
_SOUNDS = (
    ("gy", "j"), ("dj", "j"), ("dz", "j"), ("ky", "c"), ("ch", "c"), ("ts", "c"), ("tw", "c"), ("hy", "s"), ("sh", "s"),
    ("ph", "f"), ("qu", "k"), ("kw", "k"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("z", "s"), ("v", "f"),
)  # fmt: skip
_SILENT = str.maketrans(dict.fromkeys("aeiouywh"))


class Reason(StrEnum):
    """Why two may be one."""

    SAME_NAME = "same_name"
    ALIKE_NAME = "alike_name"
    INITIALS = "initials"
    PART_OF_NAME = "part_of_name"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    SAME_ORGANISATION = "same_organisation"


REASON_NAMES = {
    Reason.SAME_NAME: N_("Same name"),
    Reason.ALIKE_NAME: N_("Names nearly alike"),
    Reason.INITIALS: N_("Initials fit"),
    Reason.PART_OF_NAME: N_("One name holds the other"),
    Reason.SAME_PHONE: N_("Same telephone"),
    Reason.SAME_EMAIL: N_("Same e-mail"),
    Reason.SAME_ORGANISATION: N_("Same organisation"),
}
_POINTS = {
    Reason.SAME_NAME: 70,
    Reason.ALIKE_NAME: 55,
    Reason.INITIALS: 40,
    Reason.PART_OF_NAME: 40,
    Reason.SAME_PHONE: 35,
    Reason.SAME_EMAIL: 45,
    Reason.SAME_ORGANISATION: 12,
}
_OTHER_GENDER = -15


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """What is compared of somebody: the folded words of the name, and what else tells people apart."""

    id: int
    words: tuple[str, ...]  # in the order of the alphabet, without titles and numbers
    numbers: frozenset[str]  # regnal numbers and figures of the name: "II" is somebody else than "III"
    own: frozenset[str]  # the same words, to be taken away from another one's
    has_initial: bool
    line: str  # the words as one text
    phones: frozenset[str]
    email: str | None
    organisation: str | None
    gender: Gender


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one: the smaller number first, why, and how strongly that speaks for it."""

    first_id: int
    second_id: int
    reasons: tuple[Reason, ...]
    points: int


def describe(
    key: int,
    name: str,
    *,
    phones: Iterable[str | None] = (),
    email: str | None = None,
    organisation: str | None = None,
    gender: Gender = Gender.NOT_STATED,
) -> Described:
    """Somebody ready to be compared. `organisation` is anything equal for one organisation: its folded name or id."""
    all_words = name_words(name)
    numbers = frozenset(one for one in all_words if one in _REGNAL or one.isdigit())
    words = tuple(sorted(all_words - numbers)) or tuple(sorted(all_words))
    return Described(
        id=key,
        words=words,
        numbers=numbers,
        own=frozenset(words),
        has_initial=any(len(word) == 1 for word in words),
        line=" ".join(words),
        phones=frozenset(one for one in phones if one),
        email=email.casefold() if email else None,
        organisation=organisation,
        gender=gender,
    )


def compare(one: Described, other: Described) -> Pair | None:
    """Why these two may be one, if they may."""
    reasons = [reason for reason in (_name_reason(one, other),) if reason is not None]
    has_name = bool(reasons)
    if one.phones and not one.phones.isdisjoint(other.phones):
        reasons.append(Reason.SAME_PHONE)
    if one.email and one.email == other.email:
        reasons.append(Reason.SAME_EMAIL)
    if not reasons:
        return None
    if one.organisation and one.organisation == other.organisation:
        reasons.append(Reason.SAME_ORGANISATION)
    points = sum(_POINTS[reason] for reason in reasons)
    if Gender.NOT_STATED not in (one.gender, other.gender) and one.gender is not other.gender:
        points += _OTHER_GENDER
    # A number or an address that is shared is worth a look by itself: families share, and so do doubles.
    if has_name and points < SHOWN_FROM and Reason.SAME_PHONE not in reasons and Reason.SAME_EMAIL not in reasons:
        return None
    first, second = sorted((one.id, other.id))
    return Pair(first, second, tuple(reasons), points)


def pairs_within(people: Sequence[Described]) -> list[Pair]:
    """The pairs of `people` that may be one, the likeliest first."""
    found: dict[tuple[int, int], Pair] = {}
    seen: set[tuple[int, int]] = set()
    for one, other in _candidates(people):
        key = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if key in seen:
            continue
        seen.add(key)
        pair = compare(one, other)
        if pair is not None:
            found[key] = pair
    return _ranked(found.values())


def pairs_between(new: Sequence[Described], known: Sequence[Described]) -> dict[int, list[Pair]]:
    """For each of `new`, by its id: those of `known` who may be the same, the likeliest first.

    The ids of `new` must not be among those of `known`; numbers below zero will do. Those without any are left out.
    """
    blocks: defaultdict[object, list[Described]] = defaultdict(list)
    for one in known:
        for key in _keys(one):
            blocks[key].append(one)
    found: dict[int, list[Pair]] = {}
    for one in new:
        others = {
            id(other): other for key in _keys(one) if len(blocks.get(key, ())) <= _BLOCK_MAX for other in blocks[key]
        }
        pairs = [pair for other in others.values() if _may_be(one, other) and (pair := compare(one, other))]
        if pairs:
            found[one.id] = _ranked(pairs)
    return found


def _ranked(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.points, pair.first_id, pair.second_id))


def _candidates(people: Sequence[Described]) -> Iterator[tuple[Described, Described]]:
    blocks: defaultdict[object, list[Described]] = defaultdict(list)
    for one in people:
        for key in _keys(one):
            blocks[key].append(one)
    for key, block in blocks.items():
        limit = _HOUSEHOLD_MAX if isinstance(key, tuple) and key[0] == "phone" else _BLOCK_MAX
        if 1 < len(block) <= limit:
            yield from (pair for pair in combinations(block, 2) if _may_be(*pair))


def _keys(one: Described) -> set[object]:
    """What somebody must share with another one for the two to be compared."""
    keys: set[object] = {("phone", phone) for phone in one.phones}
    if one.email:
        keys.add(("email", one.email))
    if len(one.words) == 1:
        keys.add(("alone", _sound(one.words[0])))
    for first, second in combinations(one.words, 2):
        for word, beside in ((first, second), (second, first)):
            keys.add((word[0], _sound(beside)))  # "K Mensah" and "Kofi Mensah", "Kwasi" and "Kwesi" beside one name
    return keys


def _may_be(one: Described, other: Described) -> bool:
    """Whether comparing word by word is worth its time: at a glance the names are alike, or something else is equal."""
    if not one.phones.isdisjoint(other.phones) or (one.email and one.email == other.email):
        return True
    if len(one.words) != len(other.words) or one.has_initial or other.has_initial:
        return True
    return ratio(one.line, other.line, score_cutoff=_GLANCE_MIN) > 0


def _name_reason(one: Described, other: Described) -> Reason | None:
    """What speaks for one person in two names; nothing where numbers of kings differ."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return None
    if one.words == other.words:
        return Reason.SAME_NAME if one.numbers == other.numbers else Reason.ALIKE_NAME
    few, many = (one, other) if len(one.words) <= len(other.words) else (other, one)
    is_part = len(few.words) < len(many.words)
    if is_part and len(few.words) < 2:
        return None
    open_, left = [word for word in few.words if word not in many.own], [w for w in many.words if w not in few.own]
    has_initial, worst = False, 1.0
    for word in sorted(open_, key=len, reverse=True):  # whole words take their partners before initials do
        score, best = max((_likeness(word, candidate), candidate) for candidate in left)
        if score < _WORD_MIN:
            return None
        has_initial = has_initial or min(len(word), len(best)) == 1 < max(len(word), len(best))
        worst = min(worst, score)
        left.remove(best)
    if all(len(word) == 1 for word in few.words):
        return None
    if has_initial:
        return Reason.INITIALS
    if is_part:
        return Reason.PART_OF_NAME if worst >= _ALIKE_MIN else None
    is_alike = ratio(one.line, other.line) / 100 >= _ALIKE_MIN or _sounds_same(few.words, many.words)
    return Reason.ALIKE_NAME if is_alike else None


def _likeness(word: str, other: str) -> float:
    """How alike two words are, from 0 to 1; an initial is like every word that it begins."""
    if word == other:
        return 1.0
    if len(word) == 1 or len(other) == 1:
        return 0.9 if word[0] == other[0] else 0.0
    if _sound(word) == _sound(other) and word[0] == other[0]:
        return 0.95
    return JaroWinkler.similarity(word, other)


def _sounds_same(few: Sequence[str], many: Sequence[str]) -> bool:
    return sorted(map(_sound, few)) == sorted(map(_sound, many))


_HEARD: dict[str, str] = {}  # words come again and again: there are far fewer than people


def _sound(word: str) -> str:
    """A word as it is heard, roughly: spellings of one sound alike, without vowels and doubled letters."""
    known = _HEARD.get(word)
    if known is not None:
        return known
    text = word
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    bones = text[:1] + text[1:].translate(_SILENT)
    heard = "".join(letter for at, letter in enumerate(bones) if at == 0 or letter != bones[at - 1])
    if len(_HEARD) > 50_000:
        _HEARD.clear()
    _HEARD[word] = heard
    return heard


# First letters that may begin one sound: what is looked for in the database must not miss what sounds alike.
_FIRST = ("ckq", "szc", "fpv", "jgd")


def first_letters(word: str) -> str:
    """The letters that a word which sounds like this one may begin with."""
    return "".join(sorted({word[0]}.union(*(letters for letters in _FIRST if word[0] in letters))))
