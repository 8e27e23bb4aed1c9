"""Invented logos, drawn here row by row, for who convenes and who pays for the sample's present event."""

import struct
import zlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.core.pictures import read_logo
from dialogues.events.logo_services import choose_event_logos
from dialogues.events.models import Event
from dialogues.people.letterhead_queries import HAS_LETTERHEAD
from dialogues.people.letterhead_services import edit_letterhead, set_logo
from dialogues.people.services import find_or_add_organisation
from dialogues.sample import ACTOR

_WHITE, _PETROL, _OCHRE = b"\xff\xff\xff", b"\x0a\x5c\x73", b"\xb4\x6a\x14"
_SIDE = 800  # points; twice what is kept, so that the edges come out smooth
_FRIENDS, _FUND = "Friends of the Ankobra (invented)", "Fund for Fair Minerals (invented)"
_ADDRESS = "14 River Road (invented)\nTarkwa, Western Region\nGhana\n+233 24 000 0100"
_FOOTER = "A company limited by guarantee, no. 00001234 (invented)"


def add_letterheads(session: Session, event: Event, *, at: datetime) -> None:
    """The papers of the event have two invented logos, and its letters an invented address."""
    friends, fund = (find_or_add_organisation(session, name, actor=ACTOR, at=at) for name in (_FRIENDS, _FUND))
    edit_letterhead(
        session, friends, printed_name=None, letter_address=_ADDRESS, letter_footer=_FOOTER, version=None, actor=ACTOR,
        at=at,
    )  # fmt: skip
    for one, rows in ((friends, _river()), (fund, _pillars())):
        set_logo(session, one, read_logo(_png(list(rows))), actor=ACTOR, at=at)
    choose_event_logos(session, event, [friends.id, fund.id], among=HAS_LETTERHEAD, actor=ACTOR, at=at)


def _river() -> Iterator[bytes]:
    """A round mark with a river that bends through it from the top to the foot."""
    radius = _SIDE // 2
    for y in range(_SIDE):
        half = int((radius**2 - (y - radius) ** 2) ** 0.5)
        bend = int(radius + (y - radius) * (radius - y) * (y - 2 * radius) * y / radius**3 / 3)
        left, right = radius - half, radius + half
        banks = sorted(min(max(edge, left), right) for edge in (bend - radius // 7, bend + radius // 7))
        yield _row(
            (left, _WHITE), (banks[0] - left, _PETROL), (banks[1] - banks[0], _WHITE), (right - banks[1], _PETROL)
        )


def _pillars() -> Iterator[bytes]:
    """Four pillars, each higher than the last, on one ground."""
    width, high = _SIDE // 7, _SIDE * 5 // 8
    for y in range(high):
        if y >= high - width // 2:
            yield _row((7 * width, _OCHRE))
            continue
        stands = [y >= high * (3 - number) // 4 for number in range(4)]
        yield _row(*((width, _OCHRE if at % 2 == 0 and stands[at // 2] else _WHITE) for at in range(7)))


def _row(*runs: tuple[int, bytes]) -> bytes:
    """Runs of one colour each, filled up with white."""
    drawn = b"".join(colour * length for length, colour in runs)
    return drawn + _WHITE * (_SIDE - len(drawn) // 3)


def _png(rows: list[bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", _SIDE, len(rows), 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
