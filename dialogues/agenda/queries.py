"""Questions about the agenda. Pages, paper, calendar files and the API all read `list_agenda`."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from dialogues.agenda import rules
from dialogues.agenda.models import AgendaSession, SessionKind, SessionPerson, SessionRole
from dialogues.core.folding import fold, search_key
from dialogues.events.models import DayKind, EventDay, Place, Room
from dialogues.registration.models import EventRole, Registration, Status

QUIET_KINDS = frozenset({SessionKind.BREAK, SessionKind.TRAVEL})  # set without weight and without a number
NAMES_OFFERED_MAX = 300  # in the list a browser offers under a name field; past that the page would grow too heavy
AnyRow: TypeAlias = "sa.Row[*tuple[Any, ...]]"
_NOT_COMING = (Status.CANCELLED, Status.DECLINED)


@dataclass(frozen=True)
class AgendaPerson:
    """Somebody with a role in a session, named as on paper: honorific first."""

    name: str
    role: SessionRole
    registration_id: int | None = None
    full_name: str = ""  # without the honorific
    is_cancelled: bool = False  # registered, but does not come after all

    @property
    def is_registered(self) -> bool:
        """Whether this is a registered person and not only a name."""
        return self.registration_id is not None


@dataclass(frozen=True)
class AgendaItem:
    """One agenda session as a reader sees it."""

    id: int
    day_id: int
    number: str  # 3.10; "" for breaks and travel
    starts: time
    ends: time
    kind: SessionKind
    title: str
    place_id: int | None
    place: str | None
    room_id: int | None
    room: str | None
    description: str | None
    version: int
    is_pinned: bool = False
    may_skip: bool = False
    minutes_min: int | None = None
    expected: int | None = None
    people: tuple[AgendaPerson, ...] = ()
    is_under_rule: bool = False  # the session's own flag; the event may be under the Chatham House Rule as a whole
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """The title in a language, or as it was written."""
        return self.translations.get(language, {}).get("title") or self.title

    def description_in(self, language: str) -> str | None:
        """The description in a language, or as it was written."""
        return self.translations.get(language, {}).get("description") or self.description

    @property
    def is_quiet(self) -> bool:
        """Whether it is a break or a journey, set without weight."""
        return self.kind in QUIET_KINDS

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return rules.minutes_between(self.starts, self.ends)

    @property
    def slot(self) -> rules.Slot:
        """What it takes up, for the rules about clashes."""
        people = tuple(rules.Presence(person.full_name, person.registration_id) for person in self.people)
        return rules.Slot(self.id, self.starts, self.ends, self.room_id, self.room or "", people)


@dataclass(frozen=True)
class AgendaDay:
    """One day of the agenda with its sessions in order."""

    id: int
    day: date
    number: int  # from 1
    kind: DayKind
    title: str | None
    closed_at: datetime | None
    items: tuple[AgendaItem, ...] = ()
    clashes: tuple[rules.Clash, ...] = field(default=())
    opens: time | None = None
    closes: time | None = None
    minutes_late: int | None = None


def main_place(items: Sequence[AgendaItem]) -> str | None:
    """Where most of a day happens; of places with as many sessions, the one that comes first."""
    places = Counter(item.place for item in items if item.place)
    return places.most_common(1)[0][0] if places else None


def list_agenda(session: Session, event_id: int) -> tuple[AgendaDay, ...]:
    """All days of an event with their sessions, numbered; two queries however many there are. No process notes."""
    people = _list_people(session, event_id)
    days: dict[int, AnyRow] = {}
    sessions: defaultdict[int, list[AnyRow]] = defaultdict(list)
    chosen = (
        sa.select(
            EventDay.id.label("day_id"),
            EventDay.day,
            EventDay.kind.label("day_kind"),
            EventDay.title.label("day_title"),
            EventDay.closed_at,
            EventDay.opens,
            EventDay.closes,
            EventDay.minutes_late,
            AgendaSession.id,
            AgendaSession.starts,
            AgendaSession.ends,
            AgendaSession.kind,
            AgendaSession.title,
            AgendaSession.place_id,
            Place.name.label("place"),
            AgendaSession.room_id,
            Room.name.label("room"),
            AgendaSession.description,
            AgendaSession.version,
            AgendaSession.is_pinned,
            AgendaSession.may_skip,
            AgendaSession.minutes_min,
            AgendaSession.expected,
            AgendaSession.is_chatham_house,
            AgendaSession.translations,
        )
        .outerjoin(AgendaSession, AgendaSession.day_id == EventDay.id)
        .outerjoin(Place, Place.id == AgendaSession.place_id)
        .outerjoin(Room, Room.id == AgendaSession.room_id)
        .where(EventDay.event_id == event_id)
        .order_by(EventDay.day, AgendaSession.starts, AgendaSession.ends, AgendaSession.id)
    )
    for row in session.execute(chosen):
        days[row.day_id] = row
        if row.id is not None:
            sessions[row.day_id].append(row)
    return tuple(
        _agenda_day(day, sessions[day_id], people, number=number, days=len(days))
        for number, (day_id, day) in enumerate(days.items(), start=1)
    )


def _agenda_day(
    day: AnyRow,
    sessions: Sequence[AnyRow],
    people: Mapping[int, list[AgendaPerson]],
    *,
    number: int,
    days: int,
) -> AgendaDay:
    items: list[AgendaItem] = []
    counted = 0
    for row in sessions:
        quiet = row.kind in QUIET_KINDS
        counted += not quiet
        items.append(
            AgendaItem(
                id=row.id,
                day_id=row.day_id,
                starts=row.starts,
                ends=row.ends,
                kind=row.kind,
                title=row.title,
                number="" if quiet else rules.item_number(day_number=number, days=days, place_in_day=counted),
                place_id=row.place_id,
                place=row.place,
                room_id=row.room_id,
                room=row.room,
                description=row.description,
                version=row.version,
                is_pinned=row.is_pinned,
                may_skip=row.may_skip,
                minutes_min=row.minutes_min,
                expected=row.expected,
                people=tuple(people.get(row.id, ())),
                is_under_rule=row.is_chatham_house,
                translations=row.translations,
            )
        )
    clashes = tuple(rules.list_clashes(item.slot for item in items))
    return AgendaDay(
        day.day_id, day.day, number, day.day_kind, day.day_title, day.closed_at, tuple(items), clashes,
        opens=day.opens, closes=day.closes, minutes_late=day.minutes_late,
    )  # fmt: skip


def _list_people(session: Session, event_id: int) -> Mapping[int, list[AgendaPerson]]:
    people: defaultdict[int, list[AgendaPerson]] = defaultdict(list)
    chosen = (
        sa.select(
            SessionPerson.agenda_session_id,
            SessionPerson.role,
            SessionPerson.registration_id,
            sa.func.coalesce(Registration.full_name, SessionPerson.name).label("name"),
            Registration.honorific,
            Registration.status,
        )
        .join(AgendaSession, AgendaSession.id == SessionPerson.agenda_session_id)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .outerjoin(Registration, Registration.id == SessionPerson.registration_id)
        .where(EventDay.event_id == event_id)
        .order_by(SessionPerson.id)
    )
    for row in session.execute(chosen):
        shown = f"{row.honorific} {row.name}" if row.honorific else row.name
        people[row.agenda_session_id].append(
            AgendaPerson(shown, row.role, row.registration_id, row.name, is_cancelled=row.status in _NOT_COMING)
        )
    return people


def list_process_notes(session: Session, event_id: int) -> dict[int, str]:
    """The notes to facilitators by session. Kept apart from `list_agenda`, which everybody may read."""
    chosen = (
        sa.select(AgendaSession.id, AgendaSession.process_notes)
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id == event_id, AgendaSession.process_notes.is_not(None))
    )
    return {row.id: row.process_notes for row in session.execute(chosen) if row.process_notes}


def find_agenda_session(session: Session, *, event_id: int, session_id: int) -> AgendaSession | None:
    """One session of this event, with its day and people."""
    return session.scalar(
        sa.select(AgendaSession)
        .join(AgendaSession.day)
        .where(AgendaSession.id == session_id, EventDay.event_id == event_id)
        .options(
            joinedload(AgendaSession.day), selectinload(AgendaSession.people).joinedload(SessionPerson.registration)
        )
    )


def list_day_sessions(session: Session, *, day_id: int) -> Sequence[AgendaSession]:
    """The sessions of one day as rows that can be changed, in order."""
    ordered = sa.select(AgendaSession).where(AgendaSession.day_id == day_id)
    return session.scalars(ordered.order_by(AgendaSession.starts, AgendaSession.ends, AgendaSession.id)).all()


# ---------------------------------------------------------------- names
@dataclass(frozen=True)
class Named:
    """A registered person whom a typed name may mean."""

    registration_id: int
    full_name: str
    organisation: str | None
    position: str | None


def list_named(session: Session, *, event_id: int, names: Sequence[str]) -> dict[str, list[Named]]:
    """By folded name: the people registered in the event who bear one of `names`, however it was typed."""
    wanted = {fold(name) for name in names} - {""}
    found: dict[str, list[Named]] = {name: [] for name in wanted}
    if not wanted:
        return found
    begins = sa.or_(*(Registration.search_key.startswith(f"{search_key(name)}", autoescape=True) for name in wanted))
    chosen = (
        sa.select(Registration.id, Registration.full_name, Registration.organisation_name, Registration.position)
        .where(Registration.event_id == event_id, Registration.status.not_in(_NOT_COMING), begins)
        .order_by(Registration.sort_key, Registration.id)
    )
    for row in session.execute(chosen):
        if fold(row.full_name) in found:
            found[fold(row.full_name)].append(Named(row.id, row.full_name, row.organisation_name, row.position))
    return found


def list_names_to_offer(session: Session, *, event_id: int) -> list[tuple[str, str]]:
    """Names and organisations to offer under a name field: facilitators and speakers first, never all."""
    is_participant = sa.case((Registration.role == EventRole.PARTICIPANT, 1), else_=0)
    chosen = (
        sa.select(Registration.full_name, Registration.organisation_name)
        .where(Registration.event_id == event_id, Registration.status.not_in(_NOT_COMING))
        .order_by(is_participant, Registration.sort_key, Registration.id)
        .limit(NAMES_OFFERED_MAX)
    )
    return [(row.full_name, row.organisation_name or "") for row in session.execute(chosen)]


# ---------------------------------------------------------------- for those who run it
@dataclass(frozen=True)
class Brief:
    """What facilitators are told of a session beyond the agenda."""

    aim: str | None
    steps: str | None
    materials: str | None
    notes: str | None


def list_briefs(session: Session, event_id: int) -> dict[int, Brief]:
    """What is planned for those who run each session. Kept apart from `list_agenda`, which everybody may read."""
    chosen = (
        sa.select(
            AgendaSession.id,
            AgendaSession.aim,
            AgendaSession.steps,
            AgendaSession.materials,
            AgendaSession.process_notes,
        )
        .join(EventDay, EventDay.id == AgendaSession.day_id)
        .where(EventDay.event_id == event_id)
    )
    return {row.id: Brief(row.aim, row.steps, row.materials, row.process_notes) for row in session.execute(chosen)}
