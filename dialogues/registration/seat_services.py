"""The one place through which somebody comes to sit or to wait: whoever changes a state goes through `set_status`.

Who sits and who waits in an event is decided by one writer at a time: `hold_seats` locks the event's row on PostgreSQL
(on SQLite a unit of work holds the whole database anyway), and only then are the seats counted. Everybody takes that
lock first and locks registrations after it, so that two of them never wait for each other.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.events.models import Event
from dialogues.events.queries import hold_event
from dialogues.people.sectors import Sector
from dialogues.registration import seat_queries as queries
from dialogues.registration import seat_rules as rules
from dialogues.registration.models import EventRole, Registration, Status
from dialogues.registration.seat_models import SeatOffer, SeatPlan, SectorSeats
from dialogues.registration.seat_rules import OfferState, Plan

Changes = dict[str, tuple[Any, Any]]

# What becomes of an open offer when whom it was made to moves to another state.
_ANSWERS = {
    Status.CONFIRMED: OfferState.ACCEPTED,
    Status.DECLINED: OfferState.DECLINED,
}


class Claim(NamedTuple):
    """What came of asking for a seat: it is taken, or somebody stands at this position in the line of their sector."""

    is_seated: bool
    position: int | None


def hold_seats(session: Session, event_id: int) -> None:
    """Nobody else changes who sits and who waits in this event until the unit of work ends."""
    hold_event(session, event_id)


def claim_seat(session: Session, event: Event, registration: Registration, *, actor: Actor, at: datetime) -> Claim:
    """Give `registration` a seat if one is free for it, else a place at the end of the waiting list; and say which.

    For everybody who asks for themselves: the public form, an invitation that is accepted, a program. The registration
    is on the list already (`services.register(..., status=Status.APPLIED)`), in the same unit of work or an earlier
    one; afterwards it is CONFIRMED or WAITING, which the journal notes. The last seat is never given twice, on either
    database, and nobody new passes by those who wait for the same seat. Staff and observers take no seat and are
    always confirmed. Asked again, nothing changes: who sits stays seated, who waits keeps the place.
    """
    hold_seats(session, event.id)
    session.refresh(registration)  # somebody may have moved it before the seats were ours to judge
    if registration.status is Status.CONFIRMED:
        return Claim(is_seated=True, position=None)
    if registration.status is Status.WAITING:
        return Claim(is_seated=False, position=find_position(session, registration))
    is_seated = has_seat_for(session, event, sector=registration.sector, role=registration.role)
    status, action = (
        (Status.CONFIRMED, "registration.confirmed") if is_seated else (Status.WAITING, "registration.waits")
    )
    changes = set_status(session, registration, status, at=at)
    record(
        session, action, actor=actor, at=at, subject=registration, subject_name=registration.full_name,
        event_id=event.id, changes=changes,
    )  # fmt: skip
    session.flush()  # the place is counted in the database
    return Claim(is_seated=is_seated, position=None if is_seated else find_position(session, registration))


def claim_anew(session: Session, event: Event, registration: Registration, *, actor: Actor, at: datetime) -> Claim:
    """Like `claim_seat`, for somebody who was off the list or was seated without being asked for a seat."""
    set_status(session, registration, Status.APPLIED, at=at)
    session.flush()  # the seat they had is free again before it is judged who sits
    return claim_seat(session, event, registration, actor=actor, at=at)


def has_seat_for(session: Session, event: Event, *, sector: Sector, role: EventRole = EventRole.PARTICIPANT) -> bool:
    """Whether somebody new of `sector` would sit rather than wait; stays so until the unit of work ends.

    Staff and observers take no seat. Nobody new passes by those who wait for the same seat.
    """
    hold_seats(session, event.id)
    if not rules.takes_seat(role):
        return True
    room = queries.count_room(session, event.id)
    ahead = [one.sector for one in queries.list_waiting(session, event.id) if not one.offer_id and not one.has_lapsed]
    return rules.may_sit(room, sector, ahead=ahead)


def require_free(session: Session, registration: Registration) -> None:
    """Raise EventFull or SectorFull if there was no seat for this person, who was confirmed in this unit of work.

    Called after the act where staff have not said "all the same": the refusal takes the whole act back. A seat that was
    held for this person by an offer is theirs.
    """
    if not rules.takes_seat(registration.role) or registration.status is not Status.CONFIRMED:
        return
    plan = queries.find_plan(session, registration.event_id)
    if not plan.limits(registration.sector):
        return
    session.flush()  # the seats are counted in the database
    room = queries.count_room(session, registration.event_id, plan=plan)
    rules.require_free(room.without(registration.sector), registration.sector)


def set_status(session: Session, registration: Registration, status: Status, *, at: datetime) -> Changes:
    """Move somebody to another state and return what changed, for the journal. Never refuses: capacity binds the
    public door (`claim_seat`), while staff may seat more people than there are seats, which the changes then say.

    Who begins to wait gets a place at the end of the line, or the one they had; an open offer is answered by the move.
    """
    hold_seats(session, registration.event_id)
    changes = assign(registration, {"status": status})
    if changes:
        _answer_offer(session, registration, _ANSWERS.get(status, OfferState.WITHDRAWN), at=at)
        if status is Status.WAITING and registration.queue_number is None:
            stand_in_line(session, registration)
        changes |= note_overbooking(session, registration)
    return changes


def follow_many(session: Session, event_id: int, ids: Collection[int], *, at: datetime) -> None:
    """What `set_status` does beside the state, for many whose states were moved by one statement.

    Their open offers are answered by the move; who waits and has no place in line stands at its end.
    Whoever moves them holds the seats (`hold_seats`) before their rows.
    """
    moved = sa.and_(Registration.event_id == event_id, Registration.id.in_(ids))
    answered = sa.case(
        (Registration.status == Status.CONFIRMED, OfferState.ACCEPTED),
        (Registration.status == Status.DECLINED, OfferState.DECLINED),
        else_=OfferState.WITHDRAWN,
    )
    gone = sa.select(Registration.id).where(moved, Registration.status != Status.WAITING)
    state = sa.select(answered).where(Registration.id == SeatOffer.registration_id).scalar_subquery()
    session.execute(
        sa.update(SeatOffer)
        .where(SeatOffer.registration_id.in_(gone), SeatOffer.state == OfferState.OPEN)
        .values(state=state, answered_at=at)
        .execution_options(synchronize_session=False)
    )
    placeless = sa.and_(moved, Registration.status == Status.WAITING, Registration.queue_number.is_(None))
    waiting = session.scalars(sa.select(Registration.id).where(placeless).order_by(Registration.id)).all()
    if waiting:
        first = queries.next_number(session, event_id)
        numbers = [{"key": key, "number": number} for number, key in enumerate(waiting, first)]
        table = cast(sa.Table, Registration.__table__)
        session.connection().execute(
            sa.update(table).where(table.c.id == sa.bindparam("key")).values(queue_number=sa.bindparam("number")),
            numbers,
        )


def stand_in_line(session: Session, registration: Registration) -> None:
    """Somebody stands at the end of the waiting list, wherever they stood before."""
    hold_seats(session, registration.event_id)
    registration.queue_number = queries.next_number(session, registration.event_id)


def pass_place(session: Session, *, giver: Registration, taker: Registration) -> None:
    """The place in line of `giver`, if either of them waits, goes to `taker`; nobody else moves."""
    number = giver.queue_number
    if number is None or Status.WAITING not in (giver.status, taker.status):
        return
    giver.queue_number = None
    session.flush()  # two people never have one place, not even for a moment
    taker.queue_number = number


def note_overbooking(session: Session, registration: Registration) -> Changes:
    """What the journal says beside a confirmation for which there was no seat: how many sit, and on how many."""
    if registration.status is not Status.CONFIRMED or not rules.takes_seat(registration.role):
        return {}
    plan = queries.find_plan(session, registration.event_id)
    if not plan.limits(registration.sector):
        return {}
    session.flush()  # the one who just sat down is counted in the database
    over = rules.overbooked(queries.count_room(session, registration.event_id, plan=plan), registration.sector)
    return {"seats_taken": (over[1], over[0])} if over else {}


def find_position(session: Session, registration: Registration) -> int | None:
    """The place in the line of their sector of somebody who waits."""
    place = queries.find_places(session, registration.event_id, [registration.id]).get(registration.id)
    return place.position if place else None


def plan_seats(session: Session, event: Event, plan: Plan, *, actor: Actor, at: datetime) -> None:
    """The seats of `event` are as in `plan`, whose version is the one that was seen. Raises SeatsChanged."""
    hold_seats(session, event.id)
    before = queries.find_plan(session, event.id)
    if plan.version != before.version:
        raise rules.SeatsChanged
    changes = _plan_changes(before, plan)
    if not changes and before.version is not None:
        return
    row = session.get(SeatPlan, event.id)
    values = {
        "capacity": plan.capacity,
        "giving": plan.giving,
        "offer_hours": plan.offer_hours,
        "by_hand_days": plan.by_hand_days,
    }
    if row is None:
        session.add(SeatPlan(event_id=event.id, **values))
    else:
        # Also where only the seats of a sector changed: whoever looked at the page before must look again.
        session.execute(
            sa.update(SeatPlan).where(SeatPlan.event_id == event.id).values(**values, version=row.version + 1)
        )
        session.expire(row)
    session.execute(sa.delete(SectorSeats).where(SectorSeats.event_id == event.id))
    session.add_all(
        SectorSeats(event_id=event.id, sector=sector, capacity=capacity) for sector, capacity in plan.sectors.items()
    )
    record(
        session, "event.seats_planned", actor=actor, at=at, subject=event, subject_name=event.title,
        event_id=event.id, changes=changes,
    )  # fmt: skip


def _plan_changes(before: Plan, after: Plan) -> Changes:
    values = {"capacity": (before.capacity, after.capacity)}
    values |= {f"seats_{sector}": (before.sectors.get(sector), after.sectors.get(sector)) for sector in Sector}
    others: Mapping[str, tuple[Any, Any]] = {
        name: (getattr(before, name), getattr(after, name)) for name in ("giving", "offer_hours", "by_hand_days")
    }
    return {name: (old, new) for name, (old, new) in {**values, **others}.items() if old != new}


def close_offers(session: Session, kept: Registration, gone: Registration, *, at: datetime) -> list[list[Any]]:
    """Of the seats that two registrations of one person are offered one stays open, if they wait; else none does.

    `kept` stands already as the one they become. Returns what `reopen_offers` needs. The seats are held by the caller.
    """
    chosen = sa.select(SeatOffer).where(
        SeatOffer.registration_id.in_((kept.id, gone.id)), SeatOffer.state == OfferState.OPEN
    )
    found = session.scalars(chosen.order_by(SeatOffer.expires_at.desc(), SeatOffer.id)).all()
    closed = found[1:] if kept.status is Status.WAITING else found
    state = _ANSWERS.get(kept.status, OfferState.WITHDRAWN)
    for one in closed:
        one.state, one.answered_at = state, at
    session.flush()
    return [[one.id, state.value] for one in closed]


def reopen_offers(session: Session, closed: Collection[Sequence[Any]]) -> None:
    """What `close_offers` closed is open again; what is over by now lapses as any other offer."""
    for key, state in closed:
        session.execute(
            sa.update(SeatOffer)
            .where(SeatOffer.id == key, SeatOffer.state == OfferState(state))
            .values(state=OfferState.OPEN, answered_at=None)
        )


def _answer_offer(session: Session, registration: Registration, state: OfferState, *, at: datetime) -> None:
    session.execute(
        sa.update(SeatOffer)
        .where(SeatOffer.registration_id == registration.id, SeatOffer.state == OfferState.OPEN)
        .values(state=state, answered_at=at)
        .execution_options(synchronize_session="fetch")
    )
