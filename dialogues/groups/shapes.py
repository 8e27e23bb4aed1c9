"""Rounds of groups as programs read them, less what the reader may not see."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from dialogues.accounts.access import Permission
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event
from dialogues.groups.queries import Group, Placed, Slot
from dialogues.groups.told_queries import ToldRound


def round_object(
    event: Event, told: ToldRound, groups: Sequence[Group], permissions: Collection[Permission]
) -> dict[str, Any]:
    """One round with its groups; who sits in each, and who leads it, as far as the reader may know."""
    may_name = may_tell_names(
        event=event.is_chatham_house,
        agenda_session=told.is_under_rule,
        needs_names=Permission.EDIT_AGENDA in permissions,
    )
    with_people = may_name and Permission.SEE_NAMES in permissions
    one = told.round
    return {
        "number": one.number,
        "session": _slot_object(told.slot) if told.slot else None,
        "drawn_at": _instant(one.drawn_at),
        "changed_at": _instant(one.changed_at) if one.changed_at else None,
        "published_at": _instant(one.published_at) if one.published_at else None,
        "groups": [_group_object(group, may_name=may_name, with_people=with_people) for group in groups],
    }


def _slot_object(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "title": slot.title,
        "day": slot.day.isoformat(),
        "starts": slot.starts.isoformat("minutes"),
        "ends": slot.ends.isoformat("minutes"),
    }


def _group_object(group: Group, *, may_name: bool, with_people: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": group.id,
        "name": group.name,
        "room": group.room,
        "topic": group.topic,
        "size": len(group.people),
    }
    if may_name:
        told |= {"facilitator": group.facilitator, "rapporteur": group.rapporteur}
    if with_people:
        told["people"] = [_person_object(placed) for placed in group.people]
    return told


def _person_object(placed: Placed) -> dict[str, Any]:
    return {
        "registration_id": placed.person.id,
        "full_name": placed.person.full_name,
        "honorific": placed.person.honorific,
        "sector": placed.person.sector.value,
        "organisation": placed.person.organisation_name,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
