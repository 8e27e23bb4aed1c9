"""Editions of an agenda: what two of them differ in, whom that concerns, and when another may be published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

Person = int | str  # a registration's number, or the name of somebody who is not registered


class NothingToPublish(DomainError):
    """The plan is what was published last."""

    message = N_("Edition %(number)s says all of this already. There is nothing to publish.")


class EmptyPlan(DomainError):
    """No session is planned."""

    message = N_("Nothing is planned yet. Put a session on the agenda first.")


class PlanChanged(DomainError):
    """Somebody changed the plan between the look at it and the act."""

    message = N_("Somebody changed the plan while you looked at it. Look at the changes once more, then publish.")


class ChangeKind(StrEnum):
    """What became of a session between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # to another day
    RETIMED = "retimed"
    ROOM = "room"
    LEAD = "lead"  # who leads, speaks, takes notes or interprets
    TITLE = "title"
    TEXT = "text"  # its description, its kind, its words in other languages
    RULE = "rule"  # whether it is held under the Chatham House Rule


@dataclass(frozen=True)
class Block:
    """A session as far as its readers can tell."""

    session_id: int
    day: date
    starts: time
    ends: time
    title: str
    kind: str = ""
    where: tuple[str, str] = ("", "")  # room, place
    people: frozenset[tuple[str, Person]] = frozenset()  # role and person
    text: tuple[str, ...] = ()
    is_under_rule: bool = False


@dataclass(frozen=True)
class Change:
    """One difference; `before` is missing where a session came, `after` where it went."""

    kind: ChangeKind
    before: Block | None
    after: Block | None

    @property
    def block(self) -> Block:
        """The session as it is now, or as it was last."""
        block = self.after or self.before
        assert block is not None
        return block


def list_changes(before: Iterable[Block], after: Iterable[Block]) -> list[Change]:
    """What `after` changes against `before`, in the order of the days; the same order of sessions is no change.

    A session is the same one by its number, whatever else became of it. One that is on another day is moved, and its
    hours are not told apart from that. Numbers such as 3.10 follow from the order and are no change of their own.
    """
    old = {block.session_id: block for block in before}
    new = {block.session_id: block for block in after}
    changes = [Change(ChangeKind.REMOVED, block, None) for key, block in old.items() if key not in new]
    for key, block in new.items():
        was = old.get(key)
        kinds = _kinds_between(was, block) if was is not None else [ChangeKind.ADDED]
        changes += [Change(kind, was, block) for kind in kinds]
    order = list(ChangeKind)
    return sorted(
        changes,
        key=lambda one: (one.block.day, one.block.starts, one.block.ends, one.block.session_id, order.index(one.kind)),
    )


def _kinds_between(was: Block, now: Block) -> list[ChangeKind]:
    kinds = []
    if was.day != now.day:
        kinds.append(ChangeKind.MOVED)
    elif (was.starts, was.ends) != (now.starts, now.ends):
        kinds.append(ChangeKind.RETIMED)
    for kind, differs in (
        (ChangeKind.ROOM, was.where != now.where),
        (ChangeKind.LEAD, was.people != now.people),
        (ChangeKind.TITLE, was.title != now.title),
        (ChangeKind.TEXT, (was.kind, was.text) != (now.kind, now.text)),
        (ChangeKind.RULE, was.is_under_rule != now.is_under_rule),
    ):
        if differs:
            kinds.append(kind)
    return kinds


def people_concerned(changes: Iterable[Change]) -> frozenset[int]:
    """The registrations that have, or had, a role in a changed session."""
    found = set()
    for change in changes:
        for block in (change.before, change.after):
            found |= {person for _role, person in (block.people if block else ()) if isinstance(person, int)}
    return frozenset(found)


def count_by_kind(changes: Iterable[Change]) -> Mapping[ChangeKind, int]:
    """How many sessions came, went, moved and so on."""
    counts = dict.fromkeys(ChangeKind, 0)
    for change in changes:
        counts[change.kind] += 1
    return {kind: count for kind, count in counts.items() if count}


def require_something_new(changes: Iterable[Change], *, last_number: int | None, blocks: int) -> None:
    """Raise EmptyPlan or NothingToPublish unless the plan may become an edition."""
    if not blocks and last_number is None:
        raise EmptyPlan
    if last_number is not None and not any(True for _ in changes):
        raise NothingToPublish(number=last_number)
