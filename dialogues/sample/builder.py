"""Builds the sample programme through the same services that pages use, the same for a given day.

Whatever chance decides comes from one seeded source, badge codes and marks' ids included.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import services as agenda
from dialogues.agenda.edition_services import open_wall, publish_edition
from dialogues.agenda.models import SessionKind, SessionRole
from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource
from dialogues.core.tokens import BADGE_ALPHABET, BADGE_LENGTH
from dialogues.events import place_services, queries
from dialogues.events import services as events
from dialogues.events.models import Event, EventDay, Place, Room
from dialogues.events.rules import DayTemplate
from dialogues.people.facts import PersonFacts
from dialogues.people.models import StakeholderGroup
from dialogues.people.sectors import Sector
from dialogues.people.services import ensure_first_groups
from dialogues.registration import services as registrations
from dialogues.registration.models import (
    ConsentAnswer,
    EventRole,
    Purpose,
    Registration,
    Source,
    Status,
)
from dialogues.sample import ACTOR, letterheads, names, programmes, public_form
from dialogues.sample.attendance import Attendees
from dialogues.sample.briefs import brief_of
from dialogues.sample.casts import CASTS, draw_from
from dialogues.sample.doubles import add_doubles
from dialogues.sample.frames import PAST, Frame, today_frame
from dialogues.sample.groups import add_groups
from dialogues.sample.invitations import add_invitations
from dialogues.sample.people import Somebody, renamed
from dialogues.sample.seats import WAITING, add_seats
from dialogues.sample.versions import ISSUED, issue_and_correct

_SEED = 20160119  # the first day in Tarkwa; any number would do, but it must stay the same
_STAFF = (
    (EventRole.ORGANISER, 2),
    (EventRole.FACILITATOR, 3),
    (EventRole.RAPPORTEUR, 2),
    (EventRole.INTERPRETER, 1),
    (EventRole.SUPPORT, 1),
)


@dataclass
class Known:
    """Who was drawn already: names in use, and everybody of a country with their number in the directory."""

    taken: set[str] = field(default_factory=set)
    people: dict[str, list[tuple[Somebody, int]]] = field(default_factory=dict)


def is_built(session: Session) -> bool:
    """Whether the sample programme is in this instance already."""
    return bool(session.scalar(sa.select(sa.exists().where(Event.is_sample))))


def build(session: Session, *, now: datetime) -> int:
    """Add the sample programme and return how many events it has; nothing and 0 if it is there already."""
    if is_built(session):
        return 0
    ensure_first_groups(session)
    session.flush()  # registrations name the groups
    today = now.astimezone(ZoneInfo("Africa/Accra")).date()
    known = Known()
    frames = [*PAST, today_frame(today)]
    for frame in frames:
        _Builder(session, frame, known, now=now).build()
    return len(frames)


class _Builder:
    """One event of the sample on its way into the database."""

    def __init__(self, session: Session, frame: Frame, known: Known, *, now: datetime) -> None:
        self._session = session
        self._frame = frame
        self._known = known
        self._now = now
        self._random = Random(f"{_SEED} {frame.slug}")  # noqa: S311 - chance for invented people, no secret
        self._zone = ZoneInfo(frame.zone)
        # Written as if by people who prepared it: three weeks before, never later than now.
        self._prepared_at = min(self._at(frame.starts_on - timedelta(days=21), time(10, 0)), now - timedelta(minutes=5))
        groups = session.execute(sa.select(StakeholderGroup.name, StakeholderGroup.id))
        self._groups = {row.name: row.id for row in groups}

    @property
    def _is_live(self) -> bool:
        return self._frame.ends_on > self._now.astimezone(self._zone).date()

    def build(self) -> None:
        """Add the event with its days, venue, people, agenda and attendance."""
        event = self._add_event()
        rooms = self._add_venue(event)
        guests, staff = self._add_people(event)
        self._add_agenda(event, rooms, guests, staff)
        Attendees(self._session, self._random, now=self._now, zone=self._zone, is_live=self._is_live).record(
            event, [*guests, *staff], has_paper=self._frame.venue is not None
        )
        if self._frame.slug == ISSUED:
            issue_and_correct(self._session, self._random, event, guests)
        if self._is_live:
            publish_edition(self._session, event=event, actor=ACTOR, at=self._prepared_at)
            self._add_invitations(event, guests)  # before the seats are counted: whoever was asked first has one
            self._add_changes(event, guests)
            add_doubles(self._session, event, at=self._prepared_at)
            letterheads.add_letterheads(self._session, event, at=self._prepared_at)
            self._session.flush()  # groups are made from the rows
            add_groups(self._session, event, today=self._now.astimezone(self._zone).date(), at=self._prepared_at)
            screen = open_wall(self._session, event=event, actor=ACTOR, at=self._prepared_at)
            screen.token = "".join(self._random.choices(BADGE_ALPHABET, k=43))

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._zone).astimezone(UTC)

    def _add_event(self) -> Event:
        frame = self._frame
        details = events.EventDetails(
            title=frame.title,
            slug=frame.slug,
            kind=frame.kind,
            starts_on=frame.starts_on,
            ends_on=frame.ends_on,
            zone_name=frame.zone,
            country=frame.country,
            place=frame.place,
            process_id=self._process_id(),
            convenor=frame.convenor,
            summary=frame.summary,
            languages=frame.languages,
            directions="From the station, the second street on the left; the hall has a green roof."
            if frame.is_public
            else None,
            contact="Registration desk, +233 24 000 0100" if frame.is_public else None,
            accessibility="Step-free entrance; a quiet room beside the foyer." if frame.is_public else None,
            wifi="Dialogue, password on the board" if frame.is_public else None,
        )
        event = events.add_event(
            self._session, details, template=DayTemplate.FIELD_THEN_WORKSHOP, actor=ACTOR, at=self._prepared_at
        )
        event.is_sample = True
        for row, day in zip(event.days, frame.days, strict=True):
            row.kind, row.title, row.has_halves = day.kind, day.title, frame.venue is not None
        if frame.is_public:
            events.publish_event(self._session, event=event, actor=ACTOR, at=self._prepared_at)
        self._session.flush()  # days need their numbers
        return event

    def _process_id(self) -> int:
        known = queries.find_process_by_title(self._session, self._frame.process)
        if known is None:
            country = None if self._frame.country == "GB" else self._frame.country
            known = events.add_process(
                self._session, title=self._frame.process, country=country, actor=ACTOR, at=self._prepared_at
            )
        return known.id

    def _add_venue(self, event: Event) -> dict[str, tuple[Place, Room | None]]:
        """Where blocks may take place: the name of a room or of a place outside, to what the agenda links."""
        if self._frame.venue is None:
            return {}
        found: dict[str, tuple[Place, Room | None]] = {}
        hall = self._place(event, self._frame.venue, None)
        for name, seats in programmes.HALL_ROOMS:
            room = place_services.add_room(
                self._session, place=hall, name=name, seats=seats, actor=ACTOR, at=self._prepared_at
            )
            found[name] = (hall, room)
        used = {block.where for day in self._frame.days for block in day.blocks if block.where}
        for name, room_name in programmes.OTHER_ROOMS:
            if name in used:
                found[name] = (
                    hall,
                    place_services.add_room(
                        self._session, place=hall, name=room_name, seats=24, actor=ACTOR, at=self._prepared_at
                    ),
                )
        for name, also_spelled in programmes.SITES:
            if name in used:
                found[name] = (self._place(event, name, also_spelled), None)
        self._session.flush()  # the agenda names rooms by number
        return found

    def _place(self, event: Event, name: str, also_spelled: str | None) -> Place:
        return place_services.add_place(
            self._session,
            event=event,
            name=name,
            address=None,
            also_spelled=also_spelled,
            actor=ACTOR,
            at=self._prepared_at,
        )

    def _add_people(self, event: Event) -> tuple[list[Registration], list[Registration]]:
        country = self._frame.country or "GB"
        new = self._draw_more(self._frame.shares)
        if self._is_live:
            for number, (full_name, honorific, gender) in enumerate(names.HARD):
                new[number * 4] = renamed(new[number * 4], full_name, honorific, gender)
        crew = self._draw_more({Sector.CSO: sum(count for _role, count in _STAFF)}, "Non-governmental organisations")
        before = self._known.people.setdefault(country, [])
        back = self._random.sample(before, k=min(len(before) * 3 // 5, 33)) if before else []
        guests = [self._register(event, one, person_id=number) for one, number in back]
        guests += [self._register(event, one) for one in new]
        roles = [role for role, count in _STAFF for _ in range(count)]
        staff = [self._register(event, one, role=role) for one, role in zip(crew, roles, strict=True)]
        before += [(one, row.person_id) for one, row in zip(new, guests[len(back) :], strict=True)]
        return guests, staff

    def _register(
        self,
        event: Event,
        one: Somebody,
        *,
        person_id: int | None = None,
        role: EventRole = EventRole.PARTICIPANT,
        status: Status = Status.CONFIRMED,
        source: Source = Source.STAFF,
        at: datetime | None = None,
    ) -> Registration:
        consents = {
            purpose: ConsentAnswer.YES if self._random.random() < share else ConsentAnswer.NO
            for purpose, share in ((Purpose.LIST_SHARING, 0.9), (Purpose.PHOTO, 0.8), (Purpose.RECORDING, 0.7))
        }
        row = registrations.register(
            self._session,
            event,
            facts=self._facts(one),
            actor=ACTOR,
            at=at or self._prepared_at,
            person_id=person_id,
            role=role,
            status=status,
            source=source,
            consents=consents,
        )
        self._draw_codes(row)
        return row

    def _draw_codes(self, row: Registration) -> None:
        """Codes by this builder's own dice, so that a day's sample is the same on every computer."""
        row.badge_code, row.link_token = (
            "".join(self._random.choices(BADGE_ALPHABET, k=length)) for length in (BADGE_LENGTH, 43)
        )

    def _facts(self, one: Somebody) -> PersonFacts:
        return PersonFacts(
            full_name=one.full_name,
            honorific=one.honorific,
            sector=one.body.sector,
            stakeholder_group_id=self._groups[one.body.group],
            organisation=one.body.name,
            position=one.position,
            gender=one.gender,
            age_group=one.age_group,
            phone=one.phone,
            email=one.email,
            place=one.place,
            language=one.language,
        )

    def _add_agenda(
        self,
        event: Event,
        rooms: dict[str, tuple[Place, Room | None]],
        guests: Sequence[Registration],
        staff: Sequence[Registration],
    ) -> None:
        self._session.flush()  # roles name registrations by number
        crew = {role: [one for one in staff if one.role is role] for role, _count in _STAFF}
        turn = 0
        for row, day in zip(event.days, self._frame.days, strict=True):
            for block in day.blocks:
                turn += 1
                self._add_block(event, row, block, rooms, guests, crew, turn)

    def _add_block(
        self,
        event: Event,
        day: EventDay,
        block: programmes.Block,
        rooms: dict[str, tuple[Place, Room | None]],
        guests: Sequence[Registration],
        crew: dict[EventRole, list[Registration]],
        turn: int,
    ) -> None:
        people = []
        for role in block.led_by:
            wanted = SessionRole(role)
            own = crew.get(EventRole(role), []) if role in set(EventRole) else []
            chosen = own[turn % len(own)] if own else guests[(turn * 7) % len(guests)]
            people.append(agenda.RoleOf(role=wanted, registration_id=chosen.id))
        if self._is_live and block.title == programmes.UNREGISTERED_SPEAKER_AT:
            people.append(agenda.RoleOf(role=SessionRole.SPEAKER, name="Deputy Minister (to be named)"))
        place, room = rooms.get(block.where or "", (None, None))
        details = agenda.SessionDetails(
            day_id=day.id,
            starts=time.fromisoformat(block.starts),
            ends=time.fromisoformat(block.ends),
            kind=SessionKind(block.kind),
            title=block.title,
            place_id=place.id if place else None,
            room_id=room.id if room else None,
            description=block.description,
            process_notes=block.notes,
            people=people,
            **(brief_of(block.title) if self._is_live else {}),
        )
        agenda.add_session(self._session, details, event=event, actor=ACTOR, at=self._prepared_at)

    def _add_invitations(self, event: Event, guests: Sequence[Registration]) -> None:
        """Who was asked and what they answered; four of them are new."""
        extra = self._draw_more({Sector.MIN: 2, Sector.CSO: 1, Sector.IND: 1})
        add_invitations(
            self._session, self._random, event, guests=guests, newcomers=[self._facts(one) for one in extra],
            at=self._prepared_at, now=self._now,
        )  # fmt: skip

    def _add_changes(self, event: Event, guests: Sequence[Registration]) -> None:
        """What happens in a dialogue: a substitute, walk-ins, one who cancelled, some on the waiting list."""
        extra = self._draw_more(dict.fromkeys(Sector, 1))
        second_day = event.days[1].day
        absent = next(one for one in guests if one.sector is Sector.GOV)
        seat, at = self._facts(extra[0]), self._at(second_day, time(7, 50))
        stand_in = registrations.substitute(self._session, absent, facts=seat, from_day=second_day, actor=ACTOR, at=at)
        self._draw_codes(stand_in)
        walk_ins = []
        for one in extra[1:3]:
            row = registrations.register_walk_in(
                self._session,
                event,
                full_name=one.full_name,
                sector=one.body.sector,
                organisation=one.body.name,
                gender=one.gender,
                actor=ACTOR,
                at=self._at(second_day, time(8, 40)),
            )
            self._draw_codes(row)
            walk_ins.append(row)
        for one, status in zip(extra[3:], (Status.WAITING, Status.APPLIED, Status.INVITED), strict=False):
            self._register(event, one, status=status, source=Source.INVITATION)
        registrations.cancel(
            self._session,
            guests[-1],
            actor=ACTOR,
            at=self._prepared_at + timedelta(days=1),
            reason="Ill, sends greetings",
        )
        self._add_form(event)
        waiting = self._draw_more(WAITING)
        prepared_at, now = self._prepared_at, self._now
        add_seats(self._session, event, waiting, self._register, self._random, prepared_at=prepared_at, now=now)
        self._session.flush()  # marks name registrations by number
        wanted = [
            attendance.NewMark(
                id=uuid.UUID(int=self._random.getrandbits(128), version=4),
                day=second_day,
                source=MarkSource.DESK,
                registration_id=one.id,
                seen_at=self._at(second_day, time(8, 45)),
                device="Laptop at the door",
            )
            for one in (stand_in, *walk_ins)
        ]
        attendance.mark_many(
            self._session, wanted, event_id=event.id, actor=ACTOR, at=self._at(second_day, time(18, 40))
        )

    def _add_form(self, event: Event) -> None:
        """The running event can be registered for by anybody, and some have."""
        people = self._draw_more(dict.fromkeys((Sector.MIN, Sector.CSO, Sector.GOV, Sector.IND), 1))
        questions = public_form.add_form(self._session, event, at=self._prepared_at)
        facts = [replace(self._facts(one), phone=one.phone or "+233 24 000 0101") for one in people]
        public_form.add_registrations(
            self._session, event, facts, questions, at=self._prepared_at, draw_codes=self._draw_codes
        )

    def _draw_more(self, shares: dict[Sector, int], group: str | None = None) -> list[Somebody]:
        return draw_from(
            self._random, CASTS[self._frame.country or "GB"], shares, group=group, taken=self._known.taken,
            language=self._frame.language,
        )  # fmt: skip
