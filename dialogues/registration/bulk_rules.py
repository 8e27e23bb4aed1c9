"""What may be done to many registrations at once, and why it is left undone for some of them."""

from dataclasses import dataclass
from enum import StrEnum

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.registration.kinds import Status
from dialogues.registration.rules import Act, NotInThisState, may


class BulkKind(StrEnum):
    """An act on many people: four move their state, three give all of them the same."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    RESTORE = "restore"
    GROUP = "group"
    ROLE = "role"
    LANGUAGE = "language"


class Refusal(StrEnum):
    """Why one of the chosen was left as they are."""

    STATE = "state"  # the act does not follow from their state
    SAME = "same"  # they have it already
    SECTOR = "sector"  # the group is one of another sector
    CHANGED = "changed"  # by somebody else since the list was shown


MOVES = {
    BulkKind.CONFIRM: Act.CONFIRM,
    BulkKind.DECLINE: Act.DECLINE,
    BulkKind.CANCEL: Act.CANCEL,
    BulkKind.RESTORE: Act.RESTORE,
}


class NobodyChosen(DomainError):
    """An act on many needs at least one."""

    message = N_("Choose somebody first.")


class NoAct(DomainError):
    """People were chosen and nothing to do."""

    message = N_("Say what to do with the people chosen: press one of the buttons above the list.")


class ListChanged(DomainError):
    """Everybody who matches was chosen, and they are no longer as many as were shown."""

    message = N_("The list changed meanwhile: %(now)s match now, %(shown)s were shown. Nothing was done; look again.")


class UnknownChoice(DomainError):
    """What was to be given is not one of those offered."""

    message = N_("Choose one of the list.")


class TakenBackAlready(DomainError):
    """An act on many is taken back once."""

    message = N_("This was taken back already.")


class AlreadySo(DomainError):
    """There is nothing to change."""

    message = N_("%(name)s has this already.")


class OtherSector(DomainError):
    """A stakeholder group belongs to one sector."""

    message = N_("%(name)s is of another sector than this group.")


class ChangedSince(DomainError):
    """Somebody else was faster."""

    message = N_("%(name)s was changed by somebody else after this list was shown.")


@dataclass(frozen=True)
class Standing:
    """What is known of one of the chosen when the act is judged."""

    status: Status
    before: str | None  # of what the act changes
    is_unchanged: bool  # since the list was shown
    fits_group: bool = True


def judge(kind: BulkKind, standing: Standing, *, value: str | None) -> Refusal | None:
    """Why the act is left undone for somebody; None if it is done."""
    if not standing.is_unchanged:
        return Refusal.CHANGED
    if kind in MOVES:
        return None if may(MOVES[kind], standing.status) else Refusal.STATE
    if standing.before == value:
        return Refusal.SAME
    return None if standing.fits_group else Refusal.SECTOR


def reason(kind: BulkKind, refusal: Refusal, *, status: str | None, name: str) -> DomainError:
    """The refusal as the sentence that a reader gets; `status` is the state it was judged on."""
    if refusal is Refusal.STATE and status is not None:
        return NotInThisState(MOVES[kind], Status(status), name=name)
    sentences: dict[Refusal, type[DomainError]] = {Refusal.SECTOR: OtherSector, Refusal.CHANGED: ChangedSince}
    return sentences.get(refusal, AlreadySo)(name=name)
