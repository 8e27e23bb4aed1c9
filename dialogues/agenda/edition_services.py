"""Publishing an agenda, and opening and ending its wall screens."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import edition_queries as editions
from dialogues.agenda import edition_rules, queries
from dialogues.agenda.edition_content import fingerprint, freeze
from dialogues.agenda.edition_models import AgendaEdition, WallLink
from dialogues.audit.services import Actor, assign, record
from dialogues.core.tokens import new_secret
from dialogues.events.models import Event


def publish_edition(
    session: Session, *, event: Event, actor: Actor, at: datetime, seen: str | None = None
) -> AgendaEdition:
    """The plan as it stands is the next edition; from now on the public reads it and nothing else.

    `seen` is the fingerprint of the plan as it was looked at. Raises PlanChanged if it is another one now, EmptyPlan,
    NothingToPublish.
    """
    # Whoever else publishes this event waits here, so that both do not give the same number.
    session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    days = queries.list_agenda(session, event.id)
    last = editions.find_latest_edition(session, event.id)
    edition_rules.require_something_new(
        editions.list_changes_since(last, days),
        last_number=last.number if last else None,
        blocks=sum(len(day.items) for day in days),
    )
    if seen is not None and seen != fingerprint(days):
        raise edition_rules.PlanChanged
    edition = AgendaEdition(
        event_id=event.id,
        number=last.number + 1 if last else 1,
        published_at=at,
        published_by_id=actor.user_id,
        published_by_name=actor.name,
        content=freeze(days),
    )
    session.add(edition)
    session.flush()  # the journal names its id
    record(
        session, "agenda_edition.published", actor=actor, at=at, subject=edition, subject_name=str(edition.number),
        event_id=event.id, changes={"edition": (last.number if last else None, edition.number)},
    )  # fmt: skip
    return edition


def open_wall(session: Session, *, event: Event, actor: Actor, at: datetime) -> WallLink:
    """A new secret address shows what runs now until it is ended."""
    link = WallLink(
        event_id=event.id, token=new_secret(), made_at=at, made_by_name=actor.name, ended_at=None, ended_by_name=None
    )
    session.add(link)
    session.flush()  # the journal names its id
    _note(session, "wall_link.opened", link, event=event, actor=actor, at=at, changes={})
    return link


def end_wall(session: Session, link: WallLink, *, event: Event, actor: Actor, at: datetime) -> None:
    """The address shows nothing any more; ending it again changes nothing."""
    if link.ended_at is None:
        changes = assign(link, {"ended_at": at, "ended_by_name": actor.name})
        _note(session, "wall_link.ended", link, event=event, actor=actor, at=at,
              changes={"ended_at": changes["ended_at"]})  # fmt: skip


def reopen_wall(session: Session, link: WallLink, *, event: Event, actor: Actor, at: datetime) -> None:
    """The address shows it again."""
    if link.ended_at is not None:
        changes = assign(link, {"ended_at": None, "ended_by_name": None})
        _note(session, "wall_link.reopened", link, event=event, actor=actor, at=at,
              changes={"ended_at": changes["ended_at"]})  # fmt: skip


def _note(
    session: Session,
    action: str,
    link: WallLink,
    *,
    event: Event,
    actor: Actor,
    at: datetime,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    record(
        session, action, actor=actor, at=at, subject=link, subject_name=event.title, event_id=event.id,
        changes=dict(changes),
    )  # fmt: skip
