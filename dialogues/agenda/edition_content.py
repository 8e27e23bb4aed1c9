"""How an agenda is kept in an edition, and read out of it again."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from dialogues.agenda.edition_rules import Block
from dialogues.agenda.models import SessionKind, SessionRole
from dialogues.agenda.queries import AgendaDay, AgendaItem, AgendaPerson
from dialogues.events.models import DayKind


def freeze(days: Sequence[AgendaDay]) -> dict[str, Any]:
    """The agenda as JSON values. Registered people stand in it by their number: their names are looked up."""
    return {"days": [_frozen_day(day) for day in days]}


def _frozen_day(day: AgendaDay) -> dict[str, Any]:
    return {
        "id": day.id,
        "day": day.day.isoformat(),
        "number": day.number,
        "kind": day.kind.value,
        "title": day.title,
        "sessions": [_frozen_item(item) for item in day.items],
    }


def _frozen_item(item: AgendaItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "starts": item.starts.isoformat("minutes"),
        "ends": item.ends.isoformat("minutes"),
        "kind": item.kind.value,
        "title": item.title,
        "description": item.description,
        "translations": {language: dict(texts) for language, texts in item.translations.items()},
        "place_id": item.place_id,
        "place": item.place,
        "room_id": item.room_id,
        "room": item.room,
        "version": item.version,
        "is_under_rule": item.is_under_rule,
        "people": [
            {"role": one.role.value, "registration_id": one.registration_id}
            if one.registration_id is not None
            else {"role": one.role.value, "name": one.full_name}
            for one in item.people
        ],
    }


def fingerprint(days: Sequence[AgendaDay]) -> str:
    """A short text that is another one as soon as anything of the agenda is changed."""
    told = json.dumps(freeze(days), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def registrations_in(content: Mapping[str, Any]) -> set[int]:
    """The numbers of the registered people an edition names."""
    return {
        one["registration_id"]
        for day in content["days"]
        for item in day["sessions"]
        for one in item["people"]
        if "registration_id" in one
    }


def thaw(
    content: Mapping[str, Any], people: Mapping[int, AgendaPerson], *, under_rule: Collection[int] = ()
) -> tuple[AgendaDay, ...]:
    """The days of an edition; `people` are the registered ones by number, who is not among them is not named.

    `under_rule` are sessions that came under the Chatham House Rule since: what was published names nobody any more.
    """
    return tuple(
        AgendaDay(
            id=day["id"],
            day=date.fromisoformat(day["day"]),
            number=day["number"],
            kind=DayKind(day["kind"]),
            title=day["title"],
            closed_at=None,
            items=tuple(_thawed_item(item, day["id"], people, under_rule) for item in day["sessions"]),
        )
        for day in content["days"]
    )


def _thawed_item(
    item: Mapping[str, Any], day_id: int, people: Mapping[int, AgendaPerson], under_rule: Collection[int]
) -> AgendaItem:
    return AgendaItem(
        id=item["id"],
        day_id=day_id,
        number=item["number"],
        starts=time.fromisoformat(item["starts"]),
        ends=time.fromisoformat(item["ends"]),
        kind=SessionKind(item["kind"]),
        title=item["title"],
        description=item["description"],
        translations=item["translations"],
        place_id=item["place_id"],
        place=item["place"],
        room_id=item["room_id"],
        room=item["room"],
        version=item["version"],
        is_under_rule=item["is_under_rule"] or item["id"] in under_rule,
        people=tuple(_thawed_people(item["people"], people)),
    )


def _thawed_people(kept: Sequence[Mapping[str, Any]], people: Mapping[int, AgendaPerson]) -> list[AgendaPerson]:
    told = []
    for one in kept:
        role, number = SessionRole(one["role"]), one.get("registration_id")
        if number is None:
            told.append(AgendaPerson(one["name"], role, None, one["name"]))
        elif number in people:
            known = people[number]
            told.append(AgendaPerson(known.name, role, number, known.full_name, is_cancelled=known.is_cancelled))
    return told


@dataclass(frozen=True)
class LateDay:
    """A day that runs late: by how much, and when each of its sessions is now."""

    minutes: int
    times: dict[int, tuple[time, time]]  # by the number of the session


def at_times_of_now(days: Sequence[AgendaDay], late: Mapping[int, LateDay]) -> tuple[AgendaDay, ...]:
    """The days of an edition, those that run late with the times of now and without what is no longer on them."""
    return tuple(_late_day(day, late[day.id]) if day.id in late else day for day in days)


def _late_day(day: AgendaDay, late: LateDay) -> AgendaDay:
    items = [
        replace(item, starts=late.times[item.id][0], ends=late.times[item.id][1])
        for item in day.items
        if item.id in late.times
    ]
    ordered = sorted(items, key=lambda item: (item.starts, item.ends, item.id))
    return replace(day, items=tuple(ordered), minutes_late=late.minutes)


def blocks_of(days: Sequence[AgendaDay]) -> list[Block]:
    """The sessions as two editions are compared by."""
    return [
        Block(
            session_id=item.id,
            day=day.day,
            starts=item.starts,
            ends=item.ends,
            title=item.title,
            kind=item.kind.value,
            where=(item.room or "", item.place or ""),
            people=frozenset((one.role.value, one.registration_id or one.full_name) for one in item.people),
            text=(item.description or "", *_texts(item.translations)),
            is_under_rule=item.is_under_rule,
        )
        for day in days
        for item in day.items
    ]


def blocks_in(content: Mapping[str, Any]) -> list[Block]:
    """The same of what is kept in an edition: nobody's name is needed to compare."""
    numbers = registrations_in(content)
    return blocks_of(thaw(content, {number: AgendaPerson("", SessionRole.LEAD, number) for number in numbers}))


def _texts(translations: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [f"{language} {name} {text}" for language, texts in sorted(translations.items())
            for name, text in sorted(texts.items())]  # fmt: skip
