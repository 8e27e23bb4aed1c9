"""How a registration may move from one state to another, and what a seat held for somebody else must say."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.people.rules import RefusedFact
from dialogues.registration.kinds import Status

NOTES_LENGTH_MAX = 10_000  # letters, about four pages
FIRST_STATES = (Status.CONFIRMED, Status.INVITED, Status.APPLIED, Status.WAITING)  # how somebody may come onto the list


class Act(StrEnum):
    """What may be done with a registration that is on the list."""

    CONFIRM = "confirm"
    WAIT = "wait"
    DECLINE = "decline"
    CANCEL = "cancel"
    RESTORE = "restore"


# From which state each act leads where. Restoring leads back to the state before, where the journal knows it.
TRANSITIONS: dict[Act, dict[Status, Status]] = {
    Act.CONFIRM: dict.fromkeys((Status.INVITED, Status.APPLIED, Status.WAITING), Status.CONFIRMED),
    Act.WAIT: dict.fromkeys((Status.INVITED, Status.APPLIED), Status.WAITING),
    Act.DECLINE: dict.fromkeys((Status.INVITED, Status.APPLIED, Status.WAITING), Status.DECLINED),
    Act.CANCEL: dict.fromkeys((Status.INVITED, Status.APPLIED, Status.WAITING, Status.CONFIRMED), Status.CANCELLED),
    Act.RESTORE: dict.fromkeys((Status.DECLINED, Status.CANCELLED), Status.CONFIRMED),
}

_IS_ON_THE_LIST = N_("%(name)s is on the list. There is nothing to restore.")

# Why each other act is refused: the table above and this one together hold every pair.
REASONS: dict[tuple[Act, Status], str] = {
    (Act.CONFIRM, Status.CONFIRMED): N_("%(name)s is confirmed already."),
    (Act.CONFIRM, Status.DECLINED): N_("%(name)s declined. Restore the registration first, then confirm it."),
    (Act.CONFIRM, Status.CANCELLED): N_("The registration of %(name)s is cancelled. Restore it first."),
    (Act.WAIT, Status.WAITING): N_("%(name)s is on the waiting list already."),
    (Act.WAIT, Status.CONFIRMED): N_("%(name)s is confirmed and has a seat."),
    (Act.WAIT, Status.DECLINED): N_("%(name)s declined. Restore the registration first."),
    (Act.WAIT, Status.CANCELLED): N_("The registration of %(name)s is cancelled. Restore it first."),
    (Act.DECLINE, Status.CONFIRMED): N_("%(name)s is confirmed. Cancel the registration instead."),
    (Act.DECLINE, Status.DECLINED): N_("%(name)s has declined already."),
    (Act.DECLINE, Status.CANCELLED): N_("The registration of %(name)s is cancelled already."),
    (Act.CANCEL, Status.DECLINED): N_("%(name)s has declined. There is nothing to cancel."),
    (Act.CANCEL, Status.CANCELLED): N_("The registration of %(name)s is cancelled already."),
    (Act.RESTORE, Status.INVITED): _IS_ON_THE_LIST,
    (Act.RESTORE, Status.APPLIED): _IS_ON_THE_LIST,
    (Act.RESTORE, Status.WAITING): _IS_ON_THE_LIST,
    (Act.RESTORE, Status.CONFIRMED): _IS_ON_THE_LIST,
}


class NotInThisState(DomainError):
    """The act does not follow from the state the registration is in."""

    def __init__(self, act: Act, status: Status, *, name: str) -> None:
        self.message = REASONS[act, status]  # type: ignore[misc] # one class, a sentence for each pair
        super().__init__(name=name)


class NothingToTakeBack(DomainError):
    """The state was not changed since it was first written down, or was changed again by somebody else."""

    message = N_("This was changed again since. Look at the history below before you change it back.")


class AlreadyRegistered(RefusedFact):
    """A person has one registration in an event, whatever its state."""

    message = N_("%(name)s is on the list of this event already.")

    def __init__(self, *, name: str, registration_id: int) -> None:
        super().__init__(name=name)
        self.registration_id = registration_id


class WhoIsIt(RefusedFact):
    """The directory knows somebody with this name or telephone number; whether it is they must be said."""

    message = N_("Say whether this is somebody already known.")
    field = "same_person"


class NotADayOfTheEvent(RefusedFact):
    """A seat passes to somebody else on a day of the event."""

    message = N_("Choose a day of this event.")
    field = "from_day"


def next_status(act: Act, status: Status, *, name: str) -> Status:
    """The state that `act` leads to. Raises NotInThisState with the reason."""
    follows = TRANSITIONS[act].get(status)
    if follows is None:
        raise NotInThisState(act, status, name=name)
    return follows


def may(act: Act, status: Status) -> bool:
    """Whether `act` leads anywhere from this state."""
    return status in TRANSITIONS[act]


def require_event_day(day: date, days: Collection[date]) -> None:
    """Raise NotADayOfTheEvent unless `day` is one of the event's days."""
    if day not in days:
        raise NotADayOfTheEvent


def status_after_substitution(status: Status, *, from_day: date, first_day: date) -> Status:
    """What becomes of somebody whose seat another person takes from `from_day`; theirs from `first_day` on.

    Who gives up the seat before a day of their own is not counted as registered: one seat, one person. Who gives it up
    later was there before and stays on the list. Who only waits or is asked has no day to keep.
    """
    has_no_day = from_day <= first_day or status is not Status.CONFIRMED
    return Status.CANCELLED if has_no_day and may(Act.CANCEL, status) else status


def status_of_substitute(status: Status) -> Status:
    """How somebody comes onto the list in the place of another: in a seat, or in the place in line of who waits."""
    return Status.WAITING if status is Status.WAITING else Status.CONFIRMED
