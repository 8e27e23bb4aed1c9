"""Questions about seats: the plan, how many are taken, who waits in which order, which offers stand."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration import seat_rules as rules
from dialogues.registration.models import EventRole, Registration, Status
from dialogues.registration.seat_models import SeatOffer, SeatPlan, SectorSeats
from dialogues.registration.seat_rules import OfferState, Plan, Room, Sitting

_IS_SEATED = sa.and_(Registration.status == Status.CONFIRMED, Registration.role == EventRole.PARTICIPANT)
_IS_WAITING = sa.and_(Registration.status == Status.WAITING, Registration.role == EventRole.PARTICIPANT)
_PLAN = sa.select(
    SeatPlan.capacity, SeatPlan.giving, SeatPlan.offer_hours, SeatPlan.by_hand_days, SeatPlan.version
).where(SeatPlan.event_id == sa.bindparam("event"))


class Waiting(NamedTuple):
    """Somebody on the waiting list, in the order of the list."""

    id: int
    full_name: str
    honorific: str | None
    organisation_name: str | None
    sector: Sector
    phone: str | None
    email: str | None
    registered_at: datetime
    position: int  # among those of the sector, from 1
    has_lapsed: bool  # was offered a seat and did not answer; stands behind the others of the sector
    offer_id: int | None
    expires_at: datetime | None
    by_mail: bool | None
    token: str | None


class Place(NamedTuple):
    """Where somebody stands on the waiting list of their sector, and until when a seat is held for them."""

    position: int
    offered_until: datetime | None


class Offered(NamedTuple):
    """One offer, as the page of a person tells of it."""

    id: int
    state: OfferState
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    by_mail: bool
    token: str


def find_plan(session: Session, event_id: int) -> Plan:
    """The seats of an event; without a plan there is no limit."""
    row = session.execute(_PLAN, {"event": event_id}).one_or_none()
    if row is None:
        return Plan()
    sectors = session.execute(
        sa.select(SectorSeats.sector, SectorSeats.capacity)
        .where(SectorSeats.event_id == event_id)
        .order_by(SectorSeats.sector)
    )
    return Plan(
        capacity=row.capacity,
        sectors=dict(sectors.all()),
        giving=row.giving,
        offer_hours=row.offer_hours,
        by_hand_days=row.by_hand_days,
        version=row.version,
    )


def count_room(session: Session, event_id: int, *, plan: Plan | None = None) -> Room:
    """How many seats are taken and held; nothing is counted where there is no limit.

    Judge a claim by it only after `seat_services.hold_seats`, or somebody else may have taken the seat since.
    """
    plan = plan or find_plan(session, event_id)
    if not plan.has_limit:
        return Room(plan, {}, {})  # nobody asks how full a hall without walls is
    seated = (
        sa.select(Registration.sector, sa.func.count())
        .where(Registration.event_id == event_id, _IS_SEATED)
        .group_by(Registration.sector)
    )
    taken = dict(session.execute(seated).all())
    shared = rules.count_shared(list_sitting(session, event_id))
    open_offers = (
        sa.select(Registration.sector, sa.func.count())
        .join(SeatOffer, SeatOffer.registration_id == Registration.id)
        .where(SeatOffer.event_id == event_id, SeatOffer.state == OfferState.OPEN, _IS_WAITING)
        .group_by(Registration.sector)
    )
    return Room(
        plan=plan,
        taken={sector: number - shared[sector] for sector, number in taken.items()},
        offered=dict(session.execute(open_offers).all()),
    )


def list_sitting(session: Session, event_id: int) -> list[Sitting]:
    """Whoever comes in somebody's place, and those in whose place somebody comes."""
    other = aliased(Registration)
    is_replaced = sa.exists().where(other.event_id == event_id, other.in_place_of_id == Registration.id)
    chosen = sa.select(
        Registration.id, Registration.in_place_of_id, Registration.sector, _IS_SEATED.label("is_seated")
    ).where(Registration.event_id == event_id)
    substitutes = chosen.where(Registration.in_place_of_id.is_not(None))
    replaced = chosen.where(Registration.in_place_of_id.is_(None), is_replaced)
    return [
        Sitting(key, of, Sector(sector), bool(seated))
        for key, of, sector, seated in session.execute(sa.union_all(substitutes, replaced))
    ]


def list_waiting(session: Session, event_id: int) -> list[Waiting]:
    """The waiting list of an event in its order: those who did not answer an offer last."""
    line, offer = _line(event_id), _open_offer()
    chosen = (
        sa.select(
            Registration.id, Registration.full_name, Registration.honorific, Registration.organisation_name,
            Registration.sector, Registration.phone, Registration.email, Registration.registered_at,
            line.c.position, line.c.has_lapsed, offer.id, offer.expires_at, offer.by_mail, offer.token,
        )
        .join(line, line.c.id == Registration.id)
        .outerjoin(offer, sa.and_(offer.registration_id == Registration.id, offer.state == OfferState.OPEN))
        .order_by(line.c.place)
    )  # fmt: skip
    return [Waiting(*row) for row in session.execute(chosen)]


def find_places(session: Session, event_id: int, registration_ids: Collection[int]) -> dict[int, Place]:
    """Where each of these stands who waits."""
    if not registration_ids:
        return {}
    line, offer = _line(event_id), _open_offer()
    chosen = (
        sa.select(line.c.id, line.c.position, offer.expires_at)
        .outerjoin(offer, sa.and_(offer.registration_id == line.c.id, offer.state == OfferState.OPEN))
        .where(line.c.id.in_(registration_ids))
    )
    return {key: Place(position, until) for key, position, until in session.execute(chosen)}


def list_offers(session: Session, registration_id: int) -> list[Offered]:
    """Every seat somebody was offered, newest first."""
    chosen = (
        sa.select(
            SeatOffer.id, SeatOffer.state, SeatOffer.offered_at, SeatOffer.expires_at, SeatOffer.answered_at,
            SeatOffer.by_mail, SeatOffer.token,
        )
        .where(SeatOffer.registration_id == registration_id)
        .order_by(SeatOffer.id.desc())
    )  # fmt: skip
    return [Offered(*row) for row in session.execute(chosen)]


def find_offer_by_token(session: Session, token: str) -> SeatOffer | None:
    """The offer behind a personal link, with whom it was made to and the event."""
    chosen = (
        sa.select(SeatOffer)
        .where(SeatOffer.token == token)
        .options(joinedload(SeatOffer.registration).joinedload(Registration.event))
    )
    return session.scalar(chosen)


def find_open_offer(session: Session, registration_id: int) -> SeatOffer | None:
    """The offer that stands for somebody."""
    chosen = sa.select(SeatOffer).where(
        SeatOffer.registration_id == registration_id, SeatOffer.state == OfferState.OPEN
    )
    return session.scalar(chosen)


def list_overdue(session: Session, event_id: int, *, at: datetime) -> Sequence[SeatOffer]:
    """Open offers of an event whose time is over, the oldest first."""
    chosen = (
        sa.select(SeatOffer)
        .where(SeatOffer.event_id == event_id, SeatOffer.state == OfferState.OPEN, SeatOffer.expires_at <= at)
        .options(joinedload(SeatOffer.registration))
        .order_by(SeatOffer.expires_at, SeatOffer.id)
    )
    return session.scalars(chosen).all()


def list_events_to_pass_on(session: Session, *, at: datetime) -> Sequence[Event]:
    """The events in which passing on may change anything: an offer is overdue, or the program gives and people wait."""
    overdue = sa.exists().where(
        SeatOffer.event_id == Event.id, SeatOffer.state == OfferState.OPEN, SeatOffer.expires_at <= at
    )
    gives = sa.exists().where(SeatPlan.event_id == Event.id, SeatPlan.giving == rules.Giving.AUTOMATIC)
    waits = sa.exists().where(Registration.event_id == Event.id, _IS_WAITING)
    # A day is added because the calendar of the event may be ahead of that of the server.
    ahead = Event.starts_on >= at.date()
    chosen = sa.select(Event).where(sa.or_(overdue, sa.and_(gives, waits, ahead))).order_by(Event.id)
    return session.scalars(chosen).all()


def next_number(session: Session, event_id: int) -> int:
    """The number after the last one given out for the waiting list of an event."""
    last = session.scalar(sa.select(sa.func.max(Registration.queue_number)).where(Registration.event_id == event_id))
    return (last or 0) + 1


def count_misplaced(session: Session) -> int:
    """How many wait without a place in line, or are offered a seat although they do not wait. For `check`: always 0.

    Seats need no recount: they are counted from the registrations themselves whenever somebody asks for one.
    """
    placeless = sa.and_(_IS_WAITING, Registration.queue_number.is_(None))
    offered = sa.and_(
        Registration.status != Status.WAITING,
        sa.exists().where(SeatOffer.registration_id == Registration.id, SeatOffer.state == OfferState.OPEN),
    )
    return session.scalar(sa.select(sa.func.count()).select_from(Registration).where(placeless | offered)) or 0


def _line(event_id: int) -> sa.Subquery:
    """Who waits: `place` in the whole line, `position` in the line of the sector, and whether an offer has lapsed."""
    lapsed = sa.exists().where(
        SeatOffer.registration_id == Registration.id,
        SeatOffer.queue_number == Registration.queue_number,
        SeatOffer.state == OfferState.EXPIRED,
    )
    order = (
        sa.case((lapsed, 1), else_=0),
        # Rows of an older program have no number: they waited before numbers were given out.
        sa.func.coalesce(Registration.queue_number, 0),
        Registration.registered_at,
        Registration.id,
    )
    return (
        sa.select(
            Registration.id,
            sa.func.row_number().over(order_by=order).label("place"),
            sa.func.row_number().over(partition_by=Registration.sector, order_by=order).label("position"),
            lapsed.label("has_lapsed"),
        )
        .where(Registration.event_id == event_id, _IS_WAITING)
        .subquery("line")
    )


def _open_offer() -> type[SeatOffer]:
    return aliased(SeatOffer)
