"""Wishes about who sits with whom: written, and taken back."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor
from dialogues.core.errors import NotFoundHere
from dialogues.events.models import Event
from dialogues.groups import rules
from dialogues.groups.models import GroupBond, GroupBondPerson
from dialogues.groups.rules import BondKind
from dialogues.groups.undo_services import Done, noted
from dialogues.registration.models import Registration


def add_bond(
    session: Session, *, kind: BondKind, people: Sequence[int], event: Event, actor: Actor, at: datetime
) -> Done:
    """These people are kept apart, or together, whenever groups are made. Raises BondOfOne, NotFoundHere."""
    wanted = sorted(set(people))
    if len(wanted) < 2:
        raise rules.BondOfOne
    chosen = sa.select(Registration.id, Registration.full_name).where(
        Registration.id.in_(wanted), Registration.event_id == event.id
    )
    names = [row.full_name for row in session.execute(chosen.order_by(Registration.sort_key, Registration.id))]
    if len(names) != len(wanted):
        raise NotFoundHere
    with noted(session, f"group_bond.{kind}_added", event=event, name=", ".join(names), actor=actor, at=at) as done:
        bond = GroupBond(event_id=event.id, kind=kind)
        bond.people = [GroupBondPerson(registration_id=number) for number in wanted]
        session.add(bond)
    return done


def remove_bond(
    session: Session, *, bond: GroupBond, names: Sequence[str], event: Event, actor: Actor, at: datetime
) -> Done:
    """A wish holds no longer."""
    words = ", ".join(names)
    with noted(session, f"group_bond.{bond.kind}_removed", event=event, name=words, actor=actor, at=at) as done:
        session.delete(bond)
    return done
