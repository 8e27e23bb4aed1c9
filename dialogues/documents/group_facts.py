"""What the papers of breakout groups are told, and where the database says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.core.i18n import _, force_locale
from dialogues.documents import wording
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.option_rules import NoRoundYet, NoSuchRound
from dialogues.documents.queries import Options, common_facts, titled
from dialogues.events.models import Event
from dialogues.groups import queries as groups
from dialogues.groups.models import GroupRound


@dataclass(frozen=True, kw_only=True)
class GroupPerson:
    """Somebody in a group."""

    name: str
    organisation: str = ""
    sector: str = ""  # its code


@dataclass(frozen=True, kw_only=True)
class GroupSheet:
    """One group of a round."""

    name: str
    room: str = ""
    topic: str = ""
    leads: str = ""  # facilitator and rapporteur, in words
    when: str = ""  # the session it belongs to
    round_name: str = ""  # where there is more than one
    people: tuple[GroupPerson, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Where somebody finds their group: for each round its name, and the room where there is one round."""

    name: str
    groups: tuple[str, ...]  # a dash where they have none
    room: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupsFacts(DocumentFacts):
    """The groups of the rounds that are printed; the foot says so while they are not published."""

    sheets: tuple[GroupSheet, ...]
    findings: tuple[Finding, ...]
    rounds: tuple[str, ...]  # their numbers


def groups_facts(session: Session, event: Event, options: Options, *, at: datetime) -> GroupsFacts:
    """The groups of an event as the paper is told them. Raises NoSuchRound or NoRoundYet."""
    rounds = groups.list_rounds(session, event.id)
    chosen = _chosen(rounds, options.round_number)
    slots = {slot.id: slot for slot, _kind in groups.list_slots(session, event.id)}
    rows = [
        (one, group)
        for one, listed in groups.list_groups_of(session, [one.id for one in chosen]).items()
        for group in listed
    ]
    numbers = {one.id: one.number for one in chosen}
    found: dict[int, dict[int, groups.Group]] = {}
    people: dict[int, groups.Person] = {}
    sheets = []
    with force_locale(options.language):
        for round_id, group in rows:
            for placed in group.people:
                found.setdefault(placed.person.id, {})[round_id] = group
                people[placed.person.id] = placed.person
            slot = next((slots.get(one.agenda_session_id or 0) for one in chosen if one.id == round_id), None)
            sheets.append(
                GroupSheet(
                    name=group.name,
                    room=group.room or "",
                    topic=group.topic or "",
                    leads=wording.listed(
                        _("Facilitator: %(name)s", name=group.facilitator) if group.facilitator else "",
                        _("Rapporteur: %(name)s", name=group.rapporteur) if group.rapporteur else "",
                    ),
                    when=_when(slot, options.language) if slot else "",
                    round_name=_("Round %(number)d", number=numbers[round_id]) if len(rounds) > 1 else "",
                    people=tuple(
                        GroupPerson(
                            name=titled(placed.person.full_name, placed.person.honorific),
                            organisation=placed.person.organisation_name or "",
                            sector=placed.person.sector.value,
                        )
                        for placed in group.people
                    ),
                )
            )
        facts = common_facts(event, options, at)
        if any(one.published_at is None for one in chosen):
            facts["note"] = wording.listed(str(facts["note"]), _("draft, not published"))
    order = sorted(people.values(), key=lambda one: (one.sort_key, one.id))
    return GroupsFacts(
        **facts,
        sheets=tuple(sheets),
        findings=tuple(
            Finding(
                name=titled(one.full_name, one.honorific),
                groups=tuple(found[one.id][other.id].name if other.id in found[one.id] else "–" for other in chosen),
                room=(found[one.id][chosen[0].id].room or "") if len(chosen) == 1 else "",
            )
            for one in order
        ),
        rounds=tuple(str(one.number) for one in chosen),
    )


def list_round_choices(session: Session, event: Event) -> list[tuple[str, str]]:
    """The rounds of an event to choose one from: its number, and what it is called in the reader's language."""
    slots = {slot.id: slot for slot, _kind in groups.list_slots(session, event.id)}
    return [
        (
            str(one.number),
            wording.listed(
                _("Round %(number)d", number=one.number),
                slots[one.agenda_session_id].title if one.agenda_session_id in slots else "",
                "" if one.published_at else _("draft, not published"),
            ),
        )
        for one in groups.list_rounds(session, event.id)
    ]


def _chosen(rounds: Sequence[GroupRound], number: int | None) -> Sequence[GroupRound]:
    """The round of this number; without one all that are published, or all there are while none is."""
    if number is None:
        return [one for one in rounds if one.published_at is not None] or rounds
    if not rounds:
        raise NoRoundYet(round=number)
    chosen = [one for one in rounds if one.number == number]
    if not chosen:
        raise NoSuchRound(round=number, rounds=", ".join(str(one.number) for one in rounds))
    return chosen


def _when(slot: groups.Slot, language: str) -> str:
    times = f"{wording.clock(slot.starts, language)}–{wording.clock(slot.ends, language)}"
    return wording.listed(slot.title, f"{wording.short_day(slot.day, language)} {times}")
