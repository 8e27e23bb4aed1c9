"""One round of breakout groups in the event that is on, as its facilitators would have it: drawn, named, published."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from dialogues.agenda.models import SessionKind
from dialogues.events.models import Event
from dialogues.groups import planning_services, queries, services
from dialogues.groups.models import RoundGroup
from dialogues.groups.planning_services import Settings
from dialogues.groups.rules import Who
from dialogues.sample import ACTOR

_SEED = 4127  # any number would do, but it must stay the same
# What each group talks about, and where.
_GROUPS = (
    ("How does a group get its licence?", "Main hall, left"),
    ("Who fills the old pits?", "Room Ankobra"),
    ("What is a fair gold price?", "Room Bonsa"),
    ("Women: from carrying to owning", "Main hall, right"),
    ("Water after the mine", "Room Offin"),
)


def add_groups(session: Session, event: Event, *, today: date, at: datetime) -> None:
    """The event has a published round of five groups, made from everybody confirmed."""
    breakout = next(
        (slot.id for slot, kind in queries.list_slots(session, event.id) if kind is SessionKind.BREAKOUT), None
    )
    settings = Settings(who=Who.CONFIRMED, tables=len(_GROUPS), seed=_SEED, agenda_session_id=breakout)
    plan = planning_services.plan_rounds(session, event, settings, today=today)
    [one] = services.make_rounds(session, plan, event=event, actor=ACTOR, at=at)
    for group, (topic, room) in zip(queries.list_groups(session, one.id), _GROUPS, strict=True):
        values = {
            "name": group.name,
            "topic": topic,
            "room": room,
            "facilitator_id": group.facilitator_id,
            "rapporteur_id": group.rapporteur_id,
        }
        row = session.get_one(RoundGroup, group.id)
        services.edit_group(
            session, one=one, group=row, values=values, event=event, version=one.version, actor=ACTOR, at=at
        )
    services.publish_round(session, one=one, event=event, actor=ACTOR, at=at)
