"""Plain functions that make rows: few defaults, the facts that matter are written in the test.

They work on the application's session, flush to get ids, and never commit.
"""

import itertools
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dialogues.accounts import passwords
from dialogues.accounts.access import Role
from dialogues.accounts.models import User
from dialogues.accounts.queries import email_key
from dialogues.accounts.services import start_sign_in
from dialogues.agenda.edition_content import freeze
from dialogues.agenda.edition_models import AgendaEdition, WallLink
from dialogues.agenda.edition_queries import find_latest_edition
from dialogues.agenda.models import AgendaSession, SessionKind
from dialogues.agenda.queries import list_agenda
from dialogues.attendance.device_models import Device, HeldMark
from dialogues.attendance.device_rules import HeldKind
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.folding import search_key
from dialogues.core.i18n import LANGUAGES
from dialogues.core.pictures import read_logo
from dialogues.documents.queries import Options
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.documents.sheet_services import keep_sheets
from dialogues.events.logo_models import Chosen, PaperLogos
from dialogues.events.models import DayKind, Event, EventDay, EventKind, Grant, Place, Process, Room
from dialogues.groups.mixing_rules import Axis, Level
from dialogues.groups.models import GroupBond, GroupBondPerson, GroupPlacement, GroupRound, RoundGroup
from dialogues.groups.rules import BondKind, Who, table_name
from dialogues.imports.models import ImportBatch
from dialogues.invitations.models import Answer, Invitation
from dialogues.outbox import services as outbox
from dialogues.outbox.models import Mail
from dialogues.people.letterhead_queries import find_logo_by_hash
from dialogues.people.models import Logo, Organisation, Person, StakeholderGroup
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.bulk_models import BulkAct
from dialogues.registration.bulk_rules import BulkKind
from dialogues.registration.models import EventRole, Purpose, Registration, Source, Status
from dialogues.registration.public_models import ConsentWording, PublicForm
from dialogues.registration.question_kinds import QuestionKind
from dialogues.registration.question_models import Question
from dialogues.registration.seat_models import SeatOffer
from dialogues.registration.seat_rules import OfferState
from dialogues.registration.view_models import PARTICIPANTS, SavedView
from dialogues.reports.version_content import Issued, hash_of, text_of
from dialogues.reports.version_models import ReportVersion
from dialogues.reports.version_queries import find_latest_row, report_of_now
from tests.core.drawn import logo_file

MADE_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def make_user(name: str = "Adwoa Sarpong", *, role: str | None = None, email: str | None = None) -> User:
    """A user; the password is not a usable one: tests of sign-in set their own."""
    address = email or f"user{next(_numbers)}@example.org"
    user: User = _kept(
        User(
            email=address,
            email_key=email_key(address),
            name=name,
            password_hash="!",
            role=Role(role) if role else None,
            language=None,
            is_active=True,
            created_at=MADE_AT,
        )
    )
    return user


PASSWORD = "seven lamps under rain"  # of everybody who can sign in through the form


def make_user_with_password(name: str = "Adwoa Sarpong", *, role: str | None = None, email: str | None = None) -> User:
    """A user who can sign in through the form with PASSWORD."""
    user = make_user(name, role=role, email=email)
    user.password_hash = passwords.choose(PASSWORD, about=())
    db.session.flush()
    return user


def make_sign_in(user: User) -> str:
    """An open sign-in of `user`; returns the secret its cookie carries."""
    return start_sign_in(db.session(), user=user, device="test", now=clock.now(), lasts=timedelta(hours=1))


def make_grant(user: User, role: str, *, event: Event | None = None, process: Process | None = None) -> Grant:
    """A role for one event or process."""
    grant: Grant = _kept(
        Grant(user_id=user.id, event_id=event and event.id, process_id=process and process.id, role=Role(role))
    )
    return grant


def make_process(title: str = "Ghana dialogues", *, slug: str | None = None) -> Process:
    """A series of events."""
    process: Process = _kept(Process(slug=slug or f"process-{next(_numbers)}", title=title, country="GH"))
    return process


def make_event(
    slug: str = "tarkwa",
    *,
    title: str = "Tarkwa dialogue",
    starts: str = "2026-06-02",
    days: int = 3,
    zone: str = "Africa/Accra",
    process: Process | None = None,
    is_public: bool = False,
    has_halves: bool = True,
) -> Event:
    """An event with its days, workshop days all."""
    first = date.fromisoformat(starts)
    event = Event(
        slug=slug,
        title=title,
        kind=EventKind.DIALOGUE,
        process=process,
        starts_on=first,
        ends_on=first + timedelta(days=days - 1),
        zone_name=zone,
        country="GH",
        place="Tarkwa",
        is_public=is_public,
        created_at=MADE_AT,
    )
    event.days = [
        EventDay(day=first + timedelta(days=number), kind=DayKind.WORKSHOP, has_halves=has_halves)
        for number in range(days)
    ]
    kept: Event = _kept(event)
    return kept


def make_place(event: Event, name: str = "Bonsa Hall") -> Place:
    """A venue."""
    place: Place = _kept(Place(event=event, name=name))
    return place


def make_room(place: Place, name: str = "Room 1", *, seats: int | None = None) -> Room:
    """A room of a venue."""
    room: Room = _kept(Room(place=place, name=name, seats=seats))
    return room


def make_group(name: str, sector: str) -> StakeholderGroup:
    """A stakeholder group."""
    group: StakeholderGroup = _kept(
        StakeholderGroup(name=name, search_key=search_key(name), sector=Sector(sector), is_active=True)
    )
    return group


def make_organisation(name: str, *, sector: str | None = None) -> Organisation:
    """An organisation of the directory."""
    organisation: Organisation = _kept(
        Organisation(name=name, search_key=search_key(name), sector=Sector(sector) if sector else None)
    )
    return organisation


def make_letterhead(organisation: Organisation, *, name: str | None = None, address: str | None = None) -> Organisation:
    """A logo for an organisation, and how it is called on paper."""
    picture = read_logo(logo_file())
    logo = find_logo_by_hash(db.session(), picture.sha256)
    organisation.logo = logo or _kept(
        Logo(sha256=picture.sha256, png=picture.png, width=picture.width, height=picture.height)
    )
    organisation.printed_name, organisation.letter_address = name, address
    db.session.flush()
    return organisation


def make_paper_logos(of: Event | Process, *organisations: Organisation) -> PaperLogos:
    """Whose logos stand on the papers of an event or a process."""
    scope = {"event_id": of.id} if isinstance(of, Event) else {"process_id": of.id}
    places = zip(Chosen._fields, (one.id for one in organisations), strict=False)
    row: PaperLogos = _kept(PaperLogos(**scope, **dict(places)))
    return row


def make_person(name: str = "Ama Serwaa", *, sector: str = "MIN", gender: str = "woman", **facts: Any) -> Person:
    """Somebody in the directory."""
    person: Person = _kept(
        Person(
            full_name=name,
            search_key=search_key(name),
            sort_key=search_key(name),
            sector=Sector(sector),
            gender=Gender(gender),
            created_at=MADE_AT,
            **facts,
        )
    )
    return person


def make_registration(
    event: Event,
    name: str = "Ama Serwaa",
    *,
    sector: str = "MIN",
    gender: str = "woman",
    status: str = "confirmed",
    role: str = "participant",
    source: str = "staff",
    organisation: str | None = None,
    **facts: Any,
) -> Registration:
    """A person in an event; `facts` are columns of the registration."""
    person = facts.pop("person", None) or make_person(name, sector=sector, gender=gender)
    registration: Registration = _kept(
        Registration(
            event=event,
            person=person,
            full_name=name,
            search_key=search_key(name, organisation),
            sort_key=search_key(name),
            sector=Sector(sector),
            gender=Gender(gender),
            status=Status(status),
            role=EventRole(role),
            source=Source(source),
            organisation_name=organisation,
            registered_at=MADE_AT,
            **facts,
        )
    )
    return registration


def make_offer(registration: Registration, *, until: datetime | None = None) -> SeatOffer:
    """A seat that is held for somebody who waits; unless told, for a day from now."""
    offer: SeatOffer = _kept(
        SeatOffer(
            event_id=registration.event_id,
            registration_id=registration.id,
            queue_number=registration.queue_number,
            state=OfferState.OPEN,
            offered_at=MADE_AT,
            expires_at=until or clock.now() + timedelta(days=1),
            by_mail=False,
        )
    )
    return offer


def make_public_form(
    event: Event,
    *,
    is_offered: bool = True,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    needs_approval: bool = False,
) -> PublicForm:
    """The public form of an event, and the first wording of consent in every language."""
    form: PublicForm = _kept(
        PublicForm(
            event_id=event.id,
            is_offered=is_offered,
            opens_at=opens_at,
            closes_at=closes_at,
            needs_approval=needs_approval,
        )
    )
    for language in LANGUAGES:
        words = {purpose.value: f"May we, {purpose.value} ({language})?" for purpose in Purpose}
        _kept(
            ConsentWording(
                event_id=event.id, language=language, number=1, made_at=MADE_AT, notice="Kept with care.", **words
            )
        )
    return form


def make_question(
    event: Event,
    label: str = "Do you need a bed?",
    *,
    kind: str = "yes_no",
    shown_if: tuple[Question, str] | None = None,
    **facts: Any,
) -> Question:
    """A question of an event, after the others."""
    hangs_on, answer = shown_if or (None, None)
    question: Question = _kept(
        Question(
            event_id=event.id,
            position=next(_numbers),
            kind=QuestionKind(kind),
            label=label,
            shown_if_id=hangs_on and hangs_on.id,
            shown_if_answer=answer,
            **{"options": [], "translations": {}, "is_required": False, **facts},
        )
    )
    return question


def make_batch(event: Event, *, file_name: str = "list.xlsx") -> ImportBatch:
    """An import into the event that did nothing."""
    batch: ImportBatch = _kept(
        ImportBatch(
            event_id=event.id,
            file_name=file_name,
            imported_at=MADE_AT,
            imported_by_name="Adwoa Sarpong",
            new_count=0,
            updated_count=0,
            unchanged_count=0,
            left_out_count=0,
        )
    )
    return batch


def make_saved_view(
    event: Event | None, owner: User, name: str = "Women miners", *, query: str = "sector=MIN", is_shared: bool = False
) -> SavedView:
    """A view of the list of participants, kept under a name."""
    view: SavedView = _kept(
        SavedView(
            page=PARTICIPANTS,
            event_id=event and event.id,
            owner_id=owner.id,
            name=name,
            query=query,
            is_shared=is_shared,
            created_at=MADE_AT,
        )
    )
    return view


def make_bulk_act(event: Event, kind: str = "confirm") -> BulkAct:
    """An act on many people that was done to nobody yet."""
    act: BulkAct = _kept(BulkAct(event_id=event.id, kind=BulkKind(kind), done_at=MADE_AT))
    return act


def make_agenda_session(
    day: EventDay,
    title: str = "Welcome",
    *,
    starts: str = "09:00",
    ends: str = "10:00",
    kind: str = "plenary",
    **facts: Any,
) -> AgendaSession:
    """A block of a day's agenda."""
    block: AgendaSession = _kept(
        AgendaSession(
            day=day,
            title=title,
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
            kind=SessionKind(kind),
            **facts,
        )
    )
    return block


def make_edition(event: Event, *, at: datetime = MADE_AT) -> AgendaEdition:
    """The plan of an event as it stands, published."""
    days = list_agenda(db.session(), event.id)
    last = find_latest_edition(db.session(), event.id)
    edition: AgendaEdition = _kept(
        AgendaEdition(
            event_id=event.id,
            number=last.number + 1 if last else 1,
            published_at=at,
            published_by_id=None,
            published_by_name="Kwabena Osei",
            content=freeze(days),
        )
    )
    return edition


def make_report_version(event: Event, *, at: datetime = MADE_AT, note: str = "") -> ReportVersion:
    """The report of an event as it stands, issued; the same may be issued again."""
    session = db.session()
    last = find_latest_row(session, event.id)
    number = last.number + 1 if last else 1
    issued = Issued(
        number=number, at=at, note=note, follows=last.number if last else None,
        follows_sha256=last.sha256 if last else None,
    )  # fmt: skip
    content = text_of(report_of_now(session, event, as_of=at), issued)
    version: ReportVersion = _kept(
        ReportVersion(
            id=uuid.uuid4(),
            event_id=event.id,
            number=number,
            issued_at=at,
            issued_by_id=None,
            issued_by_name="Kwabena Osei",
            content=content,
            sha256=hash_of(content),
        )
    )
    return version


def make_wall(event: Event) -> WallLink:
    """A screen in the hall whose address is open."""
    link: WallLink = _kept(
        WallLink(
            event_id=event.id, token=f"wall-{next(_numbers)}", made_at=MADE_AT, made_by_name="Kwabena Osei",
            ended_at=None, ended_by_name=None,
        )
    )  # fmt: skip
    return link


def make_mail(event: Event | None = None, name: str = "Ama Serwaa", **facts: Any) -> Mail:
    """A mail that waits since MADE_AT; `facts` are what `outbox.services.post` takes."""
    registration = facts.pop("registration", None)
    told = {
        "kind": "message.written", "to_address": "ama@example.org", "to_name": name, "subject": "Welcome",
        "text": "Good morning.", "language": "en", "at": MADE_AT, "event_id": event.id if event else None,
        "registration_id": registration.id if registration else None,
    }  # fmt: skip
    mail: Mail = _kept(outbox.post(db.session(), **{**told, **facts}))
    return mail


def make_invitation(
    event: Event, *, registration: Registration | None = None, answer: str = "open", **facts: Any
) -> Invitation:
    """Somebody who was asked to come; without a registration, a seat of `organisation_name`."""
    told: dict[str, Any] = {"sector": Sector("GOV"), "search_key": " ministry", "sort_key": " ministry"}
    if registration is not None:
        told = {
            "sector": registration.sector,
            "search_key": registration.search_key,
            "sort_key": registration.sort_key,
            "registration": registration,
        }
    if answer not in ("open", "withdrawn"):
        told["answered_at"] = MADE_AT
    invitation: Invitation = _kept(
        Invitation(
            event=event,
            is_seat=registration is None,
            answer=Answer(answer),
            invited_at=MADE_AT,
            **{**told, **facts},
        )
    )
    return invitation


def make_phone(event: Event, name: str = "Phone 1") -> tuple[Device, HeldMark]:
    """A phone paired with an event, and a mark of it that waits to be settled."""
    number = next(_numbers)
    device: Device = _kept(
        Device(event_id=event.id, name=name, token_digest=f"digest {number}", paired_at=MADE_AT, paired_by_name="Esi")
    )
    mark_id = uuid.UUID(int=number)
    payload = {"id": str(mark_id), "day": event.starts_on.isoformat(), "badge_code": "0" * 26}
    held: HeldMark = _kept(
        HeldMark(
            event_id=event.id,
            kind=HeldKind.MARK,
            mark_id=mark_id,
            fingerprint=f"print {number}",
            payload={**payload, "seen_at": "2026-06-02T07:40:00Z"},
            code="unknown_person",
            message="Nobody on the list of this event has this badge or number.",
            facts={},
            device=name,
            device_id=device.id,
            sent_by_name=name,
            held_at=MADE_AT,
        )
    )
    return device, held


def make_sheet(event: Event, *, day: date | None = None) -> PrintedSheet:
    """A sign-in sheet of one day, the first unless told, printed as the list stands."""
    session, wanted = db.session(), day or event.days[0].day
    return keep_sheets(session, event, Options(day=wanted), actor=COMMAND_LINE, at=MADE_AT)[0]


def make_group_round(
    event: Event, *tables: list[Registration], who: str = "confirmed", number: int | None = None, **facts: Any
) -> GroupRound:
    """A round of groups with these people at its tables."""
    taken = db.session.query(GroupRound).filter_by(event_id=event.id).count()
    one: GroupRound = _kept(
        GroupRound(
            event_id=event.id,
            number=number or taken + 1,
            who=Who(who),
            has_guests=False,
            seed=1,
            drawn_at=MADE_AT,
            **({axis.value: Level.NORMAL for axis in Axis} | facts),
        )
    )
    for place, people in enumerate(tables):
        group: RoundGroup = _kept(RoundGroup(round_id=one.id, position=place, name=table_name(place)))
        for person in people:
            _kept(GroupPlacement(round_id=one.id, group_id=group.id, registration_id=person.id, placed_at=MADE_AT))
    return one


def make_bond(event: Event, kind: str, *people: Registration) -> GroupBond:
    """A wish that these people are kept apart or together."""
    bond = GroupBond(event_id=event.id, kind=BondKind(kind))
    bond.people = [GroupBondPerson(registration_id=one.id) for one in people]
    kept: GroupBond = _kept(bond)
    return kept
