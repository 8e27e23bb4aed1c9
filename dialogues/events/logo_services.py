"""What can happen to the logos on the papers of an event or a process."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.events import logo_queries, logo_rules
from dialogues.events.logo_models import LOGOS_MAX, Chosen, PaperLogos
from dialogues.events.models import Event, Process
from dialogues.people.letterhead_queries import list_letterheads, list_with_letterhead


def choose_event_logos(
    session: Session,
    event: Event,
    chosen: Sequence[int | None],
    *,
    among: sa.ColumnElement[bool],
    actor: Actor,
    at: datetime,
) -> Chosen | None:
    """The papers of an event have these logos, in this order; returns what was chosen for it before.

    None of them: its papers have no logo, whatever its process has. Raises LogoTwice or NoSuchLetterhead.
    """
    row = logo_queries.find_for_event(session, event.id)
    wanted = _wanted(session, chosen, among, row)
    return _choose(session, row, PaperLogos(event_id=event.id), wanted, of=event, actor=actor, at=at)


def follow_process(session: Session, event: Event, *, actor: Actor, at: datetime) -> Chosen | None:
    """The papers of an event have the logos of its process; returns what was chosen for it before."""
    row = logo_queries.find_for_event(session, event.id)
    if row is None:
        return None
    before = row.chosen
    session.delete(row)
    _note(session, event, before, None, actor=actor, at=at)
    return before


def choose_process_logos(
    session: Session,
    process: Process,
    chosen: Sequence[int | None],
    *,
    among: sa.ColumnElement[bool],
    actor: Actor,
    at: datetime,
) -> Chosen:
    """The papers of all events of a process have these logos, unless an event has its own; returns those before.

    Raises LogoTwice or NoSuchLetterhead.
    """
    row = logo_queries.find_for_process(session, process.id)
    wanted = _wanted(session, chosen, among, row)
    before = _choose(session, row, PaperLogos(process_id=process.id), wanted, of=process, actor=actor, at=at)
    return before or Chosen()


def _wanted(
    session: Session, chosen: Sequence[int | None], among: sa.ColumnElement[bool], row: PaperLogos | None
) -> Chosen:
    ids = logo_rules.in_order(chosen)[:LOGOS_MAX]
    known = {one.organisation_id for one in list_with_letterhead(session, among=among)}
    if not set(ids) <= known | set(row.chosen if row else ()):
        raise logo_rules.NoSuchLetterhead
    double = logo_rules.twice(ids)
    if double is not None:
        found = list_letterheads(session, [double])
        raise logo_rules.LogoTwice(name=found[double].name if double in found else str(double))
    return Chosen(*ids)


def _choose(
    session: Session,
    row: PaperLogos | None,
    new: PaperLogos,
    wanted: Chosen,
    *,
    of: Event | Process,
    actor: Actor,
    at: datetime,
) -> Chosen | None:
    before = row.chosen if row else None
    if before == wanted:
        return before
    if row is None:
        row = new
        session.add(row)
    row.first_id, row.second_id, row.third_id = wanted
    _note(session, of, before, wanted, actor=actor, at=at)
    session.flush()  # who is second finds out here that somebody was faster
    return before


def _note(
    session: Session, of: Event | Process, before: Chosen | None, after: Chosen | None, *, actor: Actor, at: datetime
) -> None:
    ids = {one for chosen in (before, after) for one in logo_rules.in_order(chosen or ())}
    names = {key: one.name for key, one in list_letterheads(session, ids).items()}
    said: list[Any] = [
        ", ".join(names.get(one, "–") for one in logo_rules.in_order(chosen or ())) or None
        for chosen in (before, after)
    ]
    record(
        session,
        f"{of.__tablename__}.logos_chosen",
        actor=actor,
        at=at,
        subject=of,
        subject_name=of.title,
        event_id=of.id if isinstance(of, Event) else None,
        changes={"logos": (said[0], said[1])},
    )
