"""Eight phones without a network for a day: what they saw, and handing it in in any order, twice, answers swallowed."""

import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import services
from dialogues.attendance.models import DayState, Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.rules import HALVES, HalfState, Said, State, state_of
from tests.attendance.conftest import ESI, FIRST, MORNING

PHONES = 8
CLOCKS_OFF_D = (-400, -30, -1, 0, 0, 0, 0.01, 1)  # days each phone's clock runs ahead of ours
LATER = MORNING + timedelta(days=1)  # when the network is back
_STATUSES = (MarkStatus.PRESENT,) * 6 + (MarkStatus.EXCUSED, MarkStatus.ABSENT, MarkStatus.WITHDRAWN)


class Seen(NamedTuple):
    """One mark on one phone."""

    phone: int
    mark: services.NewMark


def a_day(people: Sequence[int], *, number: int, seed: int) -> list[Seen]:
    """`number` marks of `people` on eight phones, overlapping; the same for the same seed."""
    chance = random.Random(seed)
    seen = []
    for count in range(number):
        phone = chance.randrange(PHONES)
        off = timedelta(days=CLOCKS_OFF_D[phone])
        truly_at = MORNING + timedelta(seconds=chance.randrange(36_000))
        mark = services.NewMark(
            id=uuid.UUID(int=chance.getrandbits(128), version=4),
            day=FIRST,
            source=chance.choice((MarkSource.QR, MarkSource.PHONE)),
            registration_id=chance.choice(people),
            part=chance.choice(tuple(Part)),
            status=chance.choice(_STATUSES),
            seen_at=truly_at + off,
            clock_offset_s=round(off.total_seconds()),
            device=f"Phone {phone}",
            device_counter=count + 1,
        )
        seen.append(Seen(phone, mark))
    return seen


def deliveries(seen: Sequence[Seen], *, seed: int) -> list[list[services.NewMark]]:
    """The marks in batches as a bad line delivers them: each twice, in random order, some batches thrice."""
    chance = random.Random(seed)
    twice = [one.mark for one in seen] * 2
    chance.shuffle(twice)
    batches = []
    while twice:
        size = chance.randint(1, 100)
        batches.append(twice[:size])
        del twice[:size]
    # An answer that is swallowed after the commit looks to the phone like none: it sends the same again.
    batches += chance.sample(batches, k=len(batches) // 4)
    chance.shuffle(batches)
    return batches


def clear(session: Session) -> None:
    """Forget every mark."""
    session.execute(sa.delete(DayState))
    session.execute(sa.delete(Mark))


def deliver(session: Session, batches: Sequence[Sequence[services.NewMark]], event_id: int, at: datetime) -> None:
    """Hand the batches in, each as a request of its own."""
    for batch in batches:
        services.mark_many(session, batch, event_id=event_id, actor=ESI, at=at)


def final_state(session: Session) -> tuple[int, frozenset[tuple[object, ...]]]:
    """How many marks are kept, and the state of everybody."""
    columns = (DayState.registration_id, DayState.morning, DayState.afternoon, DayState.first_seen_at)
    states = frozenset(tuple(row) for row in session.execute(sa.select(*columns)))
    return session.scalar(sa.select(sa.func.count()).select_from(Mark)) or 0, states


def last_to_come(marks: Iterable[Said]) -> State:
    """What `rules.state_of` would be if whoever arrives last were right."""
    known = list(marks)
    return state_of(known[-1:])


def by_arrival(batches: Sequence[Sequence[services.NewMark]]) -> frozenset[tuple[object, ...]]:
    """The rule that is wrong: whoever arrives last is right."""
    states: dict[tuple[int | None, Part], HalfState | MarkStatus] = {}
    for batch in batches:
        for mark in batch:
            for half in HALVES[mark.part]:
                states[mark.registration_id, half] = mark.status
    return frozenset((person, half, state) for (person, half), state in states.items())
