"""What can happen when a day runs late: the rest of it gets new times, and everybody is told by how much."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from dialogues.agenda import late_rules, plan_rules, plan_services, queries
from dialogues.agenda.late_rules import Catching, Outcome, Part
from dialogues.agenda.models import AgendaSession, SessionKind
from dialogues.agenda.plan_rules import minutes_of
from dialogues.agenda.plan_services import Act
from dialogues.agenda.queries import AgendaItem
from dialogues.events.models import EventDay


def parts_of(sessions: Iterable[AgendaSession | AgendaItem]) -> list[Part]:
    """The sessions of a day as the rules about lateness know them."""
    return [
        Part(
            one.id,
            minutes_of(one.starts),
            minutes_of(one.ends),
            is_pinned=one.is_pinned,
            is_break=one.kind is SessionKind.BREAK,
            may_skip=one.may_skip,
            minutes_min=one.minutes_min,
        )
        for one in sessions
    ]


def run_late(
    session: Session, act: Act, *, day: EventDay, overran_id: int, minutes: int, catching: Catching
) -> Outcome:
    """Set the rest of a day to new times because a session overran; what is left out is parked, and the day tells it.

    Raises DayChanged unless the day is as it was seen, NothingFollows, PastMidnight, NoSuchTime, SessionRecorded.
    """
    with act.step(session, day.day.isoformat()):
        plan_services.require_seen(session, act, [day.id])
        blocks = {one.id: one for one in queries.list_day_sessions(session, day_id=day.id)}
        outcome = late_rules.run_late(parts_of(blocks.values()), overran_id, minutes=minutes, catching=catching)
        left_out = [blocks[one] for one in outcome.skipped]
        plan_services.require_unrecorded(session, left_out)
        for number, (starts, ends) in outcome.times.items():
            block = blocks[number]
            block.starts, block.ends = plan_rules.require_on_day(
                starts, ends, title=block.title, day=day.day, zone=act.event.zone
            )
        for block in left_out:
            plan_services.park(block, act.event)
        day.minutes_late = (day.minutes_late or 0) + minutes
    return outcome


def be_on_time(session: Session, act: Act, *, day: EventDay) -> None:
    """Tell nobody any more that the day runs late; times stay as they are. Doing it again changes nothing."""
    with act.step(session, day.day.isoformat()):
        day.minutes_late = None
