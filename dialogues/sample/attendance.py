"""How invented people come and go, so that the sample has partial attendance of every kind."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.events.models import Event, EventDay
from dialogues.registration.models import Registration
from dialogues.sample import ACTOR


@dataclass(frozen=True)
class Pattern:
    """One person's way of attending: which days, and whether they leave at noon on some."""

    comes_from: int  # number of the first day, from 0
    leaves_after: int  # days before the end that they leave
    misses: int | None  # a day they are away without a word
    excused: int | None  # a day for which they asked
    half_days: bool

    @classmethod
    def drawn(cls, random: Random, *, place: int) -> "Pattern":
        """Most people come every day; some late, some leave early, some miss a day, one in twenty-five never comes.

        `place` is the person's place in the list, so that even a small event has somebody of every kind.
        """
        kind = place % 25
        return cls(
            comes_from=99 if kind == 7 else 1 if kind in (3, 16) else 0,
            leaves_after=1 if kind in (11, 20) else 0,
            misses=random.randrange(4) if kind == 14 else None,
            excused=random.randrange(4) if kind == 18 else None,
            half_days=kind in (5, 22),
        )


def marks_of(
    pattern: Pattern, random: Random, *, number: int, days: int, has_halves: bool
) -> list[tuple[Part, MarkStatus, time]]:
    """What is written down of somebody on day `number` of `days`: part, status, hour by the clock of the venue."""
    if number == pattern.excused:
        return [(Part.WHOLE, MarkStatus.EXCUSED, time(9, 30))]
    away = number < pattern.comes_from or (days > 1 and number >= days - pattern.leaves_after)
    if away or number == pattern.misses:
        return []
    hour = time(7, 30 + random.randrange(30)) if random.random() < 0.8 else time(8, random.randrange(60))
    if pattern.half_days and has_halves:
        return [(Part.MORNING, MarkStatus.PRESENT, hour)]
    return [(Part.WHOLE, MarkStatus.PRESENT, hour)]


class Attendees:
    """Writes down who was there on the days of one event."""

    def __init__(self, session: Session, random: Random, *, now: datetime, zone: ZoneInfo, is_live: bool) -> None:
        self._session = session
        self._random = random
        self._now = now
        self._zone = zone
        self._is_live = is_live

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._zone).astimezone(UTC)

    def record(self, event: Event, people: Sequence[Registration], *, has_paper: bool) -> None:
        """Marks of every day that has come, people by their own pattern; what is over is closed, but for yesterday."""
        today = self._now.astimezone(self._zone).date()
        patterns = [Pattern.drawn(self._random, place=place) for place, _one in enumerate(people)]
        for number, row in enumerate(event.days):
            if row.day > today:
                continue
            source = MarkSource.PAPER if number == 0 and has_paper else MarkSource.DESK
            at = self._at(row.day, time(18, 30)) if row.day < today else self._now
            wanted: list[attendance.NewMark] = []
            is_open = self._is_live and row.day == today - timedelta(days=1)
            for place, (one, pattern) in enumerate(zip(people, patterns, strict=True)):
                if is_open and place % 16 == 9:
                    continue  # the line on the sheet that nobody could read yet
                wanted += self._marks(
                    one, pattern, row, number, len(event.days), is_today=row.day == today, source=source
                )
            self._add(event, wanted, at=at)
            if row.day < today and not is_open:
                attendance.close_day(self._session, event_id=event.id, day=row.day, actor=ACTOR, at=at)

    def _add(self, event: Event, wanted: Sequence[attendance.NewMark], *, at: datetime) -> None:
        """Sheets are typed in at `at`, all at once; at the desk of the running dialogue each mark is there at once."""
        if not self._is_live or any(one.source is MarkSource.PAPER for one in wanted):
            attendance.mark_many(self._session, wanted, event_id=event.id, actor=ACTOR, at=at)
            return
        for one in sorted(wanted, key=lambda mark: (mark.seen_at or at, mark.id)):
            attendance.mark_many(self._session, [one], event_id=event.id, actor=ACTOR, at=one.seen_at or at)

    def _marks(
        self,
        one: Registration,
        pattern: Pattern,
        row: EventDay,
        number: int,
        days: int,
        *,
        is_today: bool,
        source: MarkSource,
    ) -> list[attendance.NewMark]:
        made = []
        for part, status, hour in marks_of(pattern, self._random, number=number, days=days, has_halves=row.has_halves):
            seen_at = self._at(row.day, hour)
            if is_today:
                if self._random.random() < 0.35 or part is Part.AFTERNOON:
                    continue  # not here yet
                seen_at = self._before_now(row.day, hour)
            made.append(
                attendance.NewMark(
                    id=uuid.UUID(int=self._random.getrandbits(128), version=4),
                    day=row.day,
                    source=source,
                    registration_id=one.id,
                    part=part,
                    status=status,
                    seen_at=seen_at,
                    device="Laptop at the door",
                    reason="Told by telephone" if status is MarkStatus.EXCUSED else None,
                )
            )
        return made

    def _before_now(self, day: date, hour: time) -> datetime:
        """`hour` on `day`; in the small hours, as far into the day so far as it would be into the morning."""
        wanted, midnight = self._at(day, hour), self._at(day, time())
        morning = self._at(day, time(9, 0)) - midnight
        passed = self._now - midnight
        return wanted if passed >= morning else midnight + (wanted - midnight) * (passed / morning)
