"""One large event, invented and the same every time: what the figures of speed are measured on.

Written by Core inserts, because thousands of forms would take longer than what is measured; marks go through the
service, so that states and journal are what the program itself would have kept. `test_big_event.py` holds it to that.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda.models import AgendaSession, SessionKind, SessionPerson, SessionRole
from dialogues.attendance.models import Mark, MarkSource, MarkStatus, Part
from dialogues.attendance.services import NewMark, mark_many
from dialogues.audit.services import Actor
from dialogues.core.folding import search_key
from dialogues.core.tokens import BADGE_ALPHABET, BADGE_LENGTH
from dialogues.events.models import DayKind, Event, EventDay, EventKind, Place, Process, Room
from dialogues.people.models import Organisation, Person, StakeholderGroup
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.people.services import ensure_first_groups
from dialogues.registration.models import EventRole, Registration, Source, Status
from dialogues.sample.names import ELSEWHERE, GHANA, MADAGASCAR, TANZANIA

SLUG = "big-dialogue"
DAYS = 4
SESSIONS = 60
FIRST_DAY = date(2026, 6, 1)
OPEN_DAY = FIRST_DAY + timedelta(days=DAYS - 1)  # still being marked; the days before are closed
MADE_AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ACTOR = Actor(name="Bench")

_CASTS = (GHANA, GHANA, GHANA, TANZANIA, MADAGASCAR, ELSEWHERE)
_SECTORS = tuple(zip(Sector, (18, 22, 9, 14, 30, 7), strict=True))  # of a hundred people
_STATUSES = tuple(zip(Status, (3, 2, 89, 2, 2, 2), strict=True))
_GENDERS = tuple(zip(Gender, (42, 54, 1, 3), strict=True))
_BODIES = (
    "Small-scale miners' association of",
    "District assembly of",
    "Women in mining,",
    "University centre for land and minerals,",
    "Gold buyers' union of",
    "Community radio of",
    "Water and forest watch,",
    "Traditional council of",
)
_TOWNS = (
    "Tarkwa",
    "Nsuaem",
    "Prestea",
    "Bogoso",
    "Dunkwa",
    "Obuasi",
    "Bibiani",
    "Kenyasi",
    "Konongo",
    "Geita",
    "Mwanza",
    "Kahama",
    "Chunya",
    "Toliara",
    "Sakaraha",
    "Ilakaka",
    "Bekily",
    "Ambilobe",
)
_POSITIONS = (
    "Chair",
    "Secretary",
    "Licensed miner",
    "Geologist",
    "Inspector of mines",
    "Programme officer",
    "Lecturer in environmental law",
    "Pit owner",
    "Treasurer of the women's cooperative",
    "Journalist",
)
_ROOMS = ("Main hall", "Room Ankobra", "Room Bonsa", "Room Offin", "Room Pra", "Foyer")
_TITLES = (
    "Licences that miners can get",
    "Finance without a title",
    "Knowing the ground: geological information",
    "Safer pits, cleaner water",
    "Women in and around the mine",
    "Buying gold: from pan to shop",
    "Land and legacy pits",
    "What the groups take home",
)
_MARKS_AT_ONCE = 2_000


@dataclass(frozen=True)
class BigEvent:
    """What was built: where it is, and who on its open day has no mark yet."""

    event_id: int
    open_day_id: int
    unmarked: list[int]


def build(session: Session, *, people: int, slug: str = SLUG, first_day: date = FIRST_DAY) -> BigEvent:
    """Add an event of four days and sixty agenda sessions with `people` registrations and their attendance."""
    random = Random(f"{slug} {people}")
    ensure_first_groups(session)
    session.flush()
    groups = _groups_by_sector(session)
    event_id, day_ids = _add_event(session, slug=slug, first_day=first_day, people=people)
    bodies = _add_organisations(session, count=max(8, people // 15))
    rows = list(_people(random, people, groups=groups, bodies=bodies))
    person_ids = _add_persons(session, rows)
    registration_ids = _add_registrations(session, random, rows, person_ids=person_ids, event_id=event_id)
    _add_agenda(session, random, event_id=event_id, day_ids=day_ids, registration_ids=registration_ids)
    unmarked = _add_marks(session, random, event_id=event_id, first_day=first_day)
    # Recorded by the thousand, but as if one by one: no two dozen people come through a door in the same instant.
    session.execute(sa.update(Mark).where(Mark.day_id.in_(day_ids)).values(recorded_at=Mark.seen_at))
    closed = sa.update(EventDay).where(EventDay.id.in_(day_ids[:-1]))
    session.execute(closed.values(closed_at=MADE_AT + timedelta(days=60)))
    return BigEvent(event_id, day_ids[-1], unmarked)


def _groups_by_sector(session: Session) -> dict[Sector, list[int]]:
    found: dict[Sector, list[int]] = {sector: [] for sector in Sector}
    chosen = sa.select(StakeholderGroup.sector, StakeholderGroup.id).order_by(StakeholderGroup.id)
    for sector, group_id in session.execute(chosen):
        found[sector].append(group_id)
    return found


def _add_event(session: Session, *, slug: str, first_day: date, people: int) -> tuple[int, list[int]]:
    process = Process(slug=f"{slug}-process", title=f"Dialogues of {people} people", country="GH")
    event = Event(
        slug=slug,
        title=f"Dialogue of {people} people in four days",
        kind=EventKind.DIALOGUE,
        process=process,
        starts_on=first_day,
        ends_on=first_day + timedelta(days=DAYS - 1),
        zone_name="Africa/Accra",
        country="GH",
        place="Tarkwa",
        convenor="Minerals dialogue secretariat",
        summary="Four days in the field and in one room, with everybody whom small-scale mining concerns.",
        directions="From the station, the second street on the left; the hall has a green roof.",
        contact="Registration desk, +233 24 000 0100",
        accessibility="Step-free entrance; a quiet room beside the foyer.",
        languages="English, Twi",
        is_public=True,
        created_at=MADE_AT,
    )
    kinds = (DayKind.FIELD, DayKind.FIELD, DayKind.WORKSHOP, DayKind.WORKSHOP)
    event.days = [
        EventDay(day=first_day + timedelta(days=number), kind=kind, title=f"Theme of day {number + 1}")
        for number, kind in enumerate(kinds)
    ]
    session.add(event)
    session.flush()
    return event.id, [day.id for day in event.days]


def _add_organisations(session: Session, *, count: int) -> list[tuple[int, str]]:
    names = [f"{_BODIES[at % len(_BODIES)]} {_TOWNS[at // len(_BODIES) % len(_TOWNS)]} {at}" for at in range(count)]
    known = dict(session.execute(sa.select(Organisation.name, Organisation.id)).all())
    rows = [
        {"name": name, "search_key": search_key(name), "sector": None, "country": "GH", "version": 1}
        for name in names
        if name not in known
    ]
    if rows:
        ids = _insert(session, Organisation, rows)
        known.update(zip([str(row["name"]) for row in rows], ids, strict=True))
    return [(known[name], name) for name in names]


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows and return their numbers, given by us: asking the database for thousands of them takes seconds."""
    first = 1 + (session.scalar(sa.select(sa.func.max(table.id))) or 0)
    ids = list(range(first, first + len(rows)))
    session.execute(sa.insert(table), [{**row, "id": number} for number, row in zip(ids, rows, strict=True)])
    return ids


def _people(
    random: Random, count: int, *, groups: dict[Sector, list[int]], bodies: Sequence[tuple[int, str]]
) -> Iterator[dict[str, Any]]:
    for number in range(count):
        cast = _CASTS[number % len(_CASTS)]
        gender = _drawn(random, _GENDERS)
        given = cast.women if gender is Gender.WOMAN else cast.men
        full_name = f"{random.choice(given)} {random.choice(given)} {random.choice(cast.families)}"
        sector = _drawn(random, _SECTORS)
        body_id, body = bodies[random.randrange(len(bodies))]
        yield {
            "full_name": full_name,
            "honorific": random.choice(("Dr", "Nana", "Hon.")) if random.random() < 0.06 else None,
            "sort_as": None,
            "sort_key": search_key(full_name),
            "search_key": search_key(full_name),
            "sector": sector,
            "stakeholder_group_id": random.choice(groups[sector]) if groups[sector] else None,
            "organisation_id": body_id,
            "organisation_name": body,
            "position": random.choice(_POSITIONS),
            "gender": gender,
            "age_group": random.choice((*AgeGroup, None)),
            "phone": f"+23324{number:07d}" if random.random() < 0.94 else None,
            "email": f"person{number}@example.org" if random.random() < 0.35 else None,
            "place": random.choice(_TOWNS),
            "language": "en",
        }


def _add_persons(session: Session, rows: Sequence[dict[str, Any]]) -> list[int]:
    values = [
        {**{key: row[key] for key in row if key != "organisation_name"}, "created_at": MADE_AT, "version": 1}
        for row in rows
    ]
    return _insert(session, Person, values)


def _add_registrations(
    session: Session, random: Random, rows: Sequence[dict[str, Any]], *, person_ids: Sequence[int], event_id: int
) -> list[int]:
    values = [
        {
            **row,
            "search_key": search_key(row["full_name"], row["organisation_name"]),
            "event_id": event_id,
            "person_id": person_id,
            "role": EventRole.PARTICIPANT if random.random() < 0.96 else random.choice(list(EventRole)),
            "status": _drawn(random, _STATUSES),
            "source": Source.STAFF if random.random() < 0.95 else Source.WALK_IN,
            "badge_code": "".join(random.choices(BADGE_ALPHABET, k=BADGE_LENGTH)),
            "registered_at": MADE_AT,
            "version": 1,
        }
        for row, person_id in zip(rows, person_ids, strict=True)
    ]
    return _insert(session, Registration, values)


def _add_agenda(
    session: Session, random: Random, *, event_id: int, day_ids: Sequence[int], registration_ids: Sequence[int]
) -> None:
    place = Place(event_id=event_id, name="Bonsa Hall", rooms=[Room(name=name, seats=90) for name in _ROOMS])
    session.add(place)
    session.flush()
    a_day = SESSIONS // DAYS
    people: list[dict[str, Any]] = []
    for number in range(SESSIONS):
        slot = number % a_day
        starts = time(8 + slot // 3 * 2)  # three at a time, every two hours
        block = AgendaSession(
            day_id=day_ids[number // a_day],
            starts=starts,
            ends=time(starts.hour + 1, 30),
            kind=SessionKind.BREAK if slot % 15 == 14 else SessionKind.BREAKOUT,
            title=f"{_TITLES[number % len(_TITLES)]}, {number + 1}",
            place_id=place.id,
            room_id=place.rooms[slot % len(_ROOMS)].id,
            description="Three voices from three sectors tell the others what stayed with them.",
            process_notes="Do: seat people mixed. Watch: nobody speaks longer than five minutes.",
        )
        session.add(block)
        session.flush()
        people += [
            {"agenda_session_id": block.id, "registration_id": who, "name": None, "role": role}
            for role, who in zip(
                (SessionRole.LEAD, SessionRole.FACILITATOR, SessionRole.RAPPORTEUR),
                random.sample(registration_ids, 3),
                strict=True,
            )
        ]
    session.execute(sa.insert(SessionPerson), people)


def _add_marks(session: Session, random: Random, *, event_id: int, first_day: date) -> list[int]:
    """Mark nine of ten on the first days and every second on the last; the confirmed who are left on that one."""
    confirmed = list(
        session.scalars(
            sa.select(Registration.id)
            .where(Registration.event_id == event_id, Registration.status == Status.CONFIRMED)
            .order_by(Registration.id)
        )
    )
    unmarked: list[int] = []
    for number in range(DAYS):
        is_last = number == DAYS - 1
        there = [one for one in confirmed if random.random() < (0.5 if is_last else 0.9)]
        if is_last:
            unmarked = sorted(set(confirmed) - set(there))
        day = first_day + timedelta(days=number)
        arrival = datetime.combine(day, time(7, 30), UTC)
        wanted = [
            NewMark(
                id=uuid.UUID(int=random.getrandbits(128)),
                day=day,
                source=MarkSource.DESK,
                registration_id=one,
                part=Part.WHOLE if random.random() < 0.9 else Part.MORNING,
                status=MarkStatus.PRESENT if random.random() < 0.97 else MarkStatus.EXCUSED,
                seen_at=arrival + timedelta(seconds=random.randrange(5400)),
            )
            for one in there
        ]
        for start in range(0, len(wanted), _MARKS_AT_ONCE):
            some = wanted[start : start + _MARKS_AT_ONCE]
            mark_many(session, some, event_id=event_id, actor=ACTOR, at=arrival + timedelta(hours=2))
    return unmarked


def _drawn(random: Random, shares: Sequence[tuple[Any, int]]) -> Any:
    """One of the values, each as often as its share says."""
    return random.choices([value for value, _share in shares], [share for _value, share in shares])[0]
