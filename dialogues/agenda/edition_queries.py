"""Questions about editions, and the agenda as the public may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import queries
from dialogues.agenda.confidence import without_protected_names
from dialogues.agenda.edition_content import (
    LateDay,
    at_times_of_now,
    blocks_in,
    blocks_of,
    registrations_in,
    thaw,
)
from dialogues.agenda.edition_models import AgendaEdition
from dialogues.agenda.edition_rules import Change, list_changes
from dialogues.agenda.models import AgendaSession, SessionRole
from dialogues.agenda.queries import AgendaDay, AgendaPerson
from dialogues.events.models import Event, EventDay
from dialogues.registration.models import Registration, Status


@dataclass(frozen=True)
class EditionLine:
    """An edition without what stands in it."""

    number: int
    published_at: datetime
    published_by: str


@dataclass(frozen=True)
class Shown:
    """An agenda, and the edition it is; without one it is the plan as it stands."""

    days: tuple[AgendaDay, ...]
    edition: EditionLine | None


def find_latest_edition(session: Session, event_id: int) -> AgendaEdition | None:
    """What was published last."""
    newest = sa.select(AgendaEdition).where(AgendaEdition.event_id == event_id)
    return session.scalar(newest.order_by(AgendaEdition.number.desc()).limit(1))


def find_edition(session: Session, *, event_id: int, number: int) -> AgendaEdition | None:
    """One edition of this event."""
    chosen = sa.select(AgendaEdition)
    return session.scalar(chosen.where(AgendaEdition.event_id == event_id, AgendaEdition.number == number))


def list_editions(session: Session, event_id: int) -> Sequence[AgendaEdition]:
    """Every edition of an event with all that stands in it, the first one first."""
    chosen = sa.select(AgendaEdition).where(AgendaEdition.event_id == event_id)
    return session.scalars(chosen.order_by(AgendaEdition.number)).all()


def line_of(edition: AgendaEdition) -> EditionLine:
    """What is said of an edition on a page or on paper."""
    return EditionLine(edition.number, edition.published_at, edition.published_by_name)


def list_days_of(session: Session, event: Event, edition: AgendaEdition) -> tuple[AgendaDay, ...]:
    """The days of an edition with the names that its people bear now; nobody in sessions under the rule."""
    people = _list_people(session, registrations_in(edition.content))
    days = thaw(edition.content, people, under_rule=_list_under_rule(session, event.id))
    return without_protected_names(event, days)


def find_shown_agenda(session: Session, event: Event) -> Shown:
    """The agenda as whoever is not of the team may read it: the latest edition, or the plan while there is none.

    Nobody is named in sessions under the Chatham House Rule.
    """
    edition = find_latest_edition(session, event.id)
    if edition is None:
        return Shown(without_protected_names(event, queries.list_agenda(session, event.id)), None)
    return Shown(list_days_of(session, event, edition), line_of(edition))


def find_told_agenda(session: Session, event: Event) -> Shown:
    """The same for the pages that people read in the hall: a day that runs late is told with its times of now.

    The words stay those of the edition; what is not on that day any more, because it was left out, is left out.
    """
    shown = find_shown_agenda(session, event)
    if shown.edition is None:
        return shown
    return Shown(at_times_of_now(shown.days, _list_late(session, event.id)), shown.edition)


def _list_late(session: Session, event_id: int) -> dict[int, LateDay]:
    chosen = (
        sa.select(EventDay.id, EventDay.minutes_late, AgendaSession.id, AgendaSession.starts, AgendaSession.ends)
        .join(AgendaSession, AgendaSession.day_id == EventDay.id)
        .where(EventDay.event_id == event_id, EventDay.minutes_late.is_not(None))
    )
    found: dict[int, LateDay] = {}
    for day_id, minutes, number, starts, ends in session.execute(chosen):
        found.setdefault(day_id, LateDay(minutes or 0, {})).times[number] = (starts, ends)
    return found


def list_changes_since(edition: AgendaEdition | None, days: Iterable[AgendaDay]) -> list[Change]:
    """What a plan changes against an edition; against none, all of it is new."""
    return list_changes(blocks_in(edition.content) if edition else (), blocks_of(tuple(days)))


def list_changes_between(before: AgendaEdition | None, after: AgendaEdition) -> list[Change]:
    """What an edition changes against the one before it."""
    return list_changes(blocks_in(before.content) if before else (), blocks_in(after.content))


def list_people_named(session: Session, changes: Iterable[Change]) -> dict[int, str]:
    """The names of the registered people in changed sessions, as on paper."""
    numbers = {
        person
        for change in changes
        for block in (change.before, change.after)
        if block is not None
        for _role, person in block.people
        if isinstance(person, int)
    }
    return {number: one.name for number, one in _list_people(session, numbers).items()}


def list_confirmed(session: Session, event_id: int, *, among: Iterable[int] | None = None) -> list[int]:
    """The registrations of an event that are confirmed: all, or those of some."""
    chosen = sa.select(Registration.id).where(
        Registration.event_id == event_id, Registration.status == Status.CONFIRMED
    )
    if among is not None:
        chosen = chosen.where(Registration.id.in_(list(among)))
    return list(session.scalars(chosen.order_by(Registration.sort_key, Registration.id)))


def _list_under_rule(session: Session, event_id: int) -> set[int]:
    chosen = sa.select(AgendaSession.id).join(EventDay, EventDay.id == AgendaSession.day_id)
    return set(session.scalars(chosen.where(EventDay.event_id == event_id, AgendaSession.is_chatham_house)))


def _list_people(session: Session, numbers: Iterable[int]) -> dict[int, AgendaPerson]:
    wanted = list(numbers)
    if not wanted:
        return {}
    chosen = sa.select(Registration.id, Registration.full_name, Registration.honorific, Registration.status).where(
        Registration.id.in_(wanted)
    )
    return {
        row.id: AgendaPerson(
            f"{row.honorific} {row.full_name}" if row.honorific else row.full_name,
            SessionRole.LEAD,  # the edition says which
            row.id,
            row.full_name,
            is_cancelled=row.status in (Status.CANCELLED, Status.DECLINED),
        )
        for row in session.execute(chosen)
    }
