"""The quick way to the codes of many badges: the same modules as the encoder sets, and read back from the paper."""

import random

import pytest

from dialogues.core.tokens import BADGE_ALPHABET, BADGE_LENGTH
from dialogues.documents.alike_codes import AlikeCodes, alike_codes
from dialogues.documents.badges import draw
from dialogues.documents.codes import code_rows
from tests.documents.test_badges import BASE, codes_on, facts, person

STARTS = ("", f"{BASE}/b/", "http://192.168.1.5:8000/b/", "https://" + "a" * 69 + "/b/")


def drawn(people, seed=5):
    signs = random.Random(seed)  # the same codes in every run
    return ["".join(signs.choices(BADGE_ALPHABET, k=BADGE_LENGTH)) for _ in range(people)]


@pytest.mark.parametrize("start", STARTS)
def test_every_module_is_as_the_encoder_sets_it(start):
    codes = alike_codes(start, BADGE_LENGTH, 2)
    endings = [*drawn(40), *(sign * BADGE_LENGTH for sign in BADGE_ALPHABET)]
    for ending in endings:
        assert codes.rows(ending) == code_rows(start + ending, mask=2, mode="byte"), ending


def test_a_wrong_bit_would_show():
    codes = AlikeCodes("", 4, mask=2)
    assert codes.rows("AB12") != code_rows("AB13", mask=2, mode="byte")


def test_a_sign_that_no_badge_has_is_refused_and_not_printed_wrong():
    with pytest.raises(KeyError):
        alike_codes("", BADGE_LENGTH, 2).rows("U" * BADGE_LENGTH)


@pytest.mark.parametrize("base_url", ("", BASE))
def test_every_code_of_a_large_print_is_read_back(app, base_url):
    own = ["AB12", "u" * BADGE_LENGTH]  # such as an older copy may have brought along
    codes = [*drawn(78), *own]
    read = codes_on(draw(facts(*(person(code=code) for code in codes), base_url=base_url)))
    said = [f"{BASE}/b/{code}" if base_url else code for code in codes]
    assert sorted(one for page in read for one in page) == sorted(said)
