"""No name, subject or text makes a header or a receiver of its own."""

import itertools
import random
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from uuid import UUID

import pytest

from dialogues.core.folding import clean_line
from dialogues.outbox.envelope import CannotBeAddressed, From, build
from dialogues.outbox.services import Claimed
from tests.outbox.conftest import NOON

HERE = From("office@example.org", "The Convenor")
OURS = {
    "From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip
_PARTS = (
    "Ɛsi", "Quaye", ",", ";", ":", "<all@example.org>", "all@example.org", '"', "\\", "(", ")",
    "=?utf-8?q?=0D=0ABcc:x?=", "\r\n", "\n", "\r", "\n ", "Bcc: all@example.org", "\r\nBcc: all@example.org\r\n\r\nx",
    "\x00", "\u2028", "\u202e",
    "undisclosed:", "@", "...", "'", "Nana Amakye II", "Ratsifandrihamanana" * 9, "ŋ" * 120, "=?", "?=", "%0d%0a", " ",
    "\t", "\x0b", "\x85", "🙂", "é", "e\u0301",
)  # fmt: skip


def hostile_names(count):
    chance = random.Random(7)
    singles = ["".join(pair) for pair in itertools.product(_PARTS, _PARTS)]
    longer = ["".join(chance.choices(_PARTS, k=chance.randint(3, 9))) for _number in range(count)]
    return (singles + longer)[:count]


def claimed(**changed):
    facts = {
        "id": UUID(int=7), "claim": UUID(int=8), "to_address": "esi@example.org", "to_name": "Ɛsi Quaye",
        "subject": "Welcome", "text": "Good morning.", "language": "en", "created_at": NOON,
    }  # fmt: skip
    return Claimed(**{**facts, **changed})


def trouble(raw):
    """What a mail server or a reader would find in `raw` that is not ours."""
    read = message_from_bytes(raw, policy=policy.default)
    plain = message_from_bytes(raw, policy=policy.compat32)
    receivers = [one.addr_spec for one in read["To"].addresses]
    loose = [address for _name, address in getaddresses(plain.get_all("To"))]
    return [*sorted(set(read.keys()) - OURS), *(["To"] if receivers != ["esi@example.org"] or len(loose) != 1 else [])]


@pytest.mark.parametrize("field", ("to_name", "subject"))
def test_of_two_thousand_hostile_names_none_makes_a_header_or_a_receiver(field):
    for name in hostile_names(2000):
        for text in (name, clean_line(name.replace("\x00", ""))):
            raw = build(claimed(**{field: text}), HERE).as_bytes()
            assert trouble(raw) == [], repr(name)
            assert max(len(line) for line in raw.split(b"\r\n")) < 998


def test_the_plain_way_would_let_some_of_them_through():
    """The control: names put into the header as they are."""

    def careless(name):
        message = EmailMessage(policy=policy.SMTP)
        message["To"] = f"{name} <esi@example.org>"
        message["Subject"] = "x"
        message.set_content("x")
        return message.as_bytes()

    caught = 0
    for name in hostile_names(2000):
        try:
            caught += bool(trouble(careless(name)))
        except (ValueError, IndexError, AttributeError, KeyError, TypeError):
            caught += 1
    assert caught > 500


def test_the_text_cannot_end_the_headers_or_the_mail():
    raw = build(claimed(text="one\r\n.\r\nBcc: all@example.org\n\n.\nFrom here"), HERE).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert set(read.keys()) <= OURS
    assert read.get_content().splitlines() == ["one", ".", "Bcc: all@example.org", "", ".", "From here"]


@pytest.mark.parametrize(
    "address",
    (
        "",
        "esi",
        "a@b.org, c@d.org",
        "a@b.org;c@d.org",
        "<a@b.org>",
        "a b@c.org",
        "a@b.org\nBcc: c@d.org",
        "ɛsi@example.org",
        "a@b..org",
        "a@",
    ),
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(CannotBeAddressed):
        build(claimed(to_address=address), HERE)


def test_a_domain_in_its_own_letters_goes_in_those_of_the_wire():
    assert "esi@xn--mller-kva.example" in str(build(claimed(to_address="esi@müller.example"), HERE)["To"])


def test_the_same_mail_is_the_same_to_the_byte():
    assert build(claimed(), HERE).as_bytes() == build(claimed(), HERE).as_bytes()
    assert build(claimed(), HERE).as_bytes() != build(claimed(created_at=NOON + timedelta(1)), HERE).as_bytes()
