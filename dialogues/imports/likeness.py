"""Who of the directory somebody in a file may be, where it is not sure: offered to a person, never decided here.

Looked up by the name's words, by its consonants and by the telephone number, so that the time it takes grows with the
file alone, however many people the directory holds.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from dialogues.core.i18n import N_
from dialogues.people.queries import Known
from dialogues.people.rules import name_words

OFFERED_MAX = 3
_SHARED_MAX = 3  # people with one telephone number; more, and it is an office's
_ALIKE = 80  # of a hundred: how close two names must be beyond their consonants
_SAID_ALIKE = str.maketrans({"c": "k", "q": "k", "z": "s", "y": "i", "w": "u", "j": "i", "v": "f"})
_NOT_HEARD = re.compile(r"(?<!^)[aeiouh]")
_DOUBLE = re.compile(r"(.)\1+")


class Why(StrEnum):
    """Why two people may be one."""

    NAME_AND_PHONE = "name_and_phone"
    NAME = "name"
    SIMILAR_AND_PHONE = "similar_and_phone"
    SIMILAR = "similar"
    PHONE = "phone"


WHY_WORDS = {
    Why.NAME_AND_PHONE: N_("Same name, same telephone number"),
    Why.NAME: N_("Same name, nothing else to tell by"),
    Why.SIMILAR_AND_PHONE: N_("Similar name, same telephone number"),
    Why.SIMILAR: N_("Similar name"),
    Why.PHONE: N_("Same telephone number, other name"),
}
_ORDER = tuple(Why)


@dataclass(frozen=True)
class Candidate:
    """Somebody the directory knows who a row may be, and why."""

    known: Known
    why: Why


class Likeness:
    """The directory as it is searched for people who may be somebody in a file."""

    def __init__(self, persons: Iterable[Known], *, told: Collection[int] | None) -> None:
        """`told`: the ids of the persons the reader may be told of; None: of everybody."""
        self._by_sound: defaultdict[str, list[Known]] = defaultdict(list)
        self._by_phone: defaultdict[str, list[Known]] = defaultdict(list)
        for known in persons:
            if told is not None and known.person_id not in told:
                continue
            self._by_sound[_sound(name_words(known.full_name))].append(known)
            for phone in {known.phone, known.phone_alternative} - {None}:
                self._by_phone[str(phone)].append(known)

    def candidates(self, name: str, phones: Collection[str]) -> tuple[Candidate, ...]:
        """Those who may be the bearer of this name and these numbers, the likeliest first."""
        words = name_words(name)
        found: dict[int, Candidate] = {}
        for known in self._by_sound.get(_sound(words), ())[:20]:
            theirs = name_words(known.full_name)
            if words != theirs and fuzz.ratio(_in_order(words), _in_order(theirs)) < _ALIKE:
                continue
            has_phone = bool({known.phone, known.phone_alternative} & set(phones))
            why = (Why.NAME, Why.NAME_AND_PHONE) if words == theirs else (Why.SIMILAR, Why.SIMILAR_AND_PHONE)
            found[known.person_id] = Candidate(known, why[has_phone])
        for phone in phones:
            sharing: Sequence[Known] = self._by_phone.get(phone, ())
            for known in sharing if len(sharing) <= _SHARED_MAX else ():
                found.setdefault(known.person_id, Candidate(known, Why.PHONE))
        ordered = sorted(found.values(), key=lambda one: (_ORDER.index(one.why), one.known.person_id))
        return tuple(ordered[:OFFERED_MAX])


def _in_order(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _sound(words: Iterable[str]) -> str:
    """The consonants of each word, doubled ones once: what stays when a name is written as it is heard."""
    return " ".join(sorted(map(_consonants, words)))


@lru_cache(maxsize=16_384)  # a list and the directory hold the same words of names over and over
def _consonants(word: str) -> str:
    return _DOUBLE.sub(r"\1", _NOT_HEARD.sub("", word.translate(_SAID_ALIKE)))
