"""What is ready for an event and what is not, read from what is there; nobody ticks anything off by hand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dialogues.accounts.access import Permission
from dialogues.agenda.queries import AgendaDay
from dialogues.core import formats
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.models import Event
from dialogues.invitations.rules import Standing
from dialogues.registration.models import Status
from dialogues.reports.figures import DayFigures

May = Callable[[Permission], bool]


@dataclass(frozen=True)
class FormFacts:
    """How the public form stands: whether it is open, in words, how many of its registrations wait, who asked what."""

    is_open: bool
    words: str | None
    held: int
    erasures: int


@dataclass(frozen=True)
class Known:
    """What the tasks are judged by."""

    event: Event
    root: str  # address of the event's overview
    days: Sequence[AgendaDay]
    places: int
    statuses: Mapping[Status, int]  # of participants
    figures: Mapping[date, DayFigures]
    today: date
    form: FormFacts | None = None
    invitations: Mapping[Standing, int] = field(default_factory=dict)
    failed_mails: int = 0
    clashes: int = 0  # all that the agenda points out
    held_marks: int = 0  # what phones handed in and an organiser has to settle
    conflicts: int = 0  # of which different people said different things
    two_versions: int = 0  # facts that this and another computer changed, which wait for a decision
    warnings: int = 0  # of the attendance; counted for who may look into them


def list_tasks(known: Known, may: May) -> list[dict[str, Any]]:
    """The tasks that concern somebody who `may` do such things, in the order they come up."""
    tasks: list[dict[str, Any]] = []
    if may(Permission.SEE_NAMES):
        tasks.append(_registrations(known))
    if may(Permission.SEE_PARTICIPANTS):
        tasks += _invitations(known)
    tasks += _agenda(known)
    if may(Permission.EDIT_EVENT):
        tasks += [_places(known), _public_page(known), *_registration_form(known), *_two_versions(known)]
    if may(Permission.PRINT_NAMES):
        tasks.append(_sign_in_sheets(known))
    if may(Permission.CORRECT_ATTENDANCE):
        tasks += [*_marks_to_settle(known), *_days_to_close(known), *_warnings(known)]
    return tasks


def list_open(tasks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tasks that are not done: what needs somebody first, then what is due, then what is merely open."""
    urgency = {"alert": 0, "due": 1, "open": 2}
    return sorted((task for task in tasks if task["state"] in urgency), key=lambda task: urgency[task["state"]])


def _task(label: str, url: str, state: str, tag: str, hint: str | None = None) -> dict[str, Any]:
    return {"label": label, "url": url, "state": state, "tag": tag, "hint": hint}


def _registrations(known: Known) -> dict[str, Any]:
    confirmed = known.statuses.get(Status.CONFIRMED, 0)
    unclear = sum(known.statuses.get(one, 0) for one in (Status.INVITED, Status.APPLIED, Status.WAITING))
    label, url = _("Participants"), f"{known.root}/participants"
    if not confirmed:
        return _task(label, url, "open", _("Nobody yet"), _("Nobody is confirmed."))
    words = _n("One is confirmed.", "%(num)d are confirmed.", confirmed)
    if unclear:
        waiting = _n("One is invited, has applied or waits.", "%(num)d are invited, have applied or wait.", unclear)
        return _task(label, url, "done", _("Confirmed"), f"{words} {waiting}")
    return _task(label, url, "done", _("Confirmed"), words)


def _invitations(known: Known) -> Iterator[dict[str, Any]]:
    label, url = _("Invitations"), f"{known.root}/invitations"
    invited = sum(known.invitations.values()) - known.invitations.get(Standing.WITHDRAWN, 0)
    unanswered = known.invitations.get(Standing.OPEN, 0) + known.invitations.get(Standing.EXPIRED, 0)
    if not invited and known.today <= known.event.ends_on:
        yield _task(label, url, "open", _("None yet"), _("Nobody was invited through the program."))
    elif unanswered and known.today <= known.event.ends_on:
        hint = _n("One has not answered.", "%(num)d have not answered.", unanswered)
        yield _task(label, url, "due", _("To follow up"), hint)
    elif invited:
        yield _task(label, url, "done", _("Answered"), _n("One was invited.", "%(num)d were invited.", invited))
    if known.failed_mails:
        hint = _n("One mail could not be sent.", "%(num)d mails could not be sent.", known.failed_mails)
        yield _task(_("Messages"), f"{known.root}/messages?state=failed", "alert", _("Needs you"), hint)


def _agenda(known: Known) -> Iterator[dict[str, Any]]:
    url = f"{known.root}/agenda"
    empty = [formats.short_day_text(day.day, locale=current_language()) for day in known.days if not day.items]
    sessions = sum(len(day.items) for day in known.days)
    if empty:
        days = formats.listing_text(empty, locale=current_language())
        yield _task(_("Agenda"), url, "open", _("Not planned"), _("Nothing is planned on %(days)s.", days=days))
    else:
        yield _task(_("Agenda"), url, "done", _("Planned"), _n("One session", "%(num)d sessions", sessions))
    if not sessions:
        return
    if known.clashes:
        hint = _n(
            "One clash is pointed out in the agenda.", "%(num)d clashes are pointed out in the agenda.", known.clashes
        )
        yield _task(_("Clashes"), f"{url}#clashes", "alert", _("Needs you"), hint)
    else:
        yield _task(_("Clashes"), url, "done", _("None"), _("Nobody and no room is wanted twice at once."))
    names = {
        person.full_name
        for day in known.days
        for item in day.items
        for person in item.people
        if not person.is_registered or person.is_cancelled
    }
    if names:
        hint = _n(
            "One name on the agenda is not registered.", "%(num)d names on the agenda are not registered.", len(names)
        )
        yield _task(_("Names to check"), f"{url}#names", "due", _("To check"), hint)


def _places(known: Known) -> dict[str, Any]:
    label, url = _("Places and rooms"), f"{known.root}/places"
    if not known.places:
        return _task(label, url, "open", _("None yet"), _("With places and rooms, a room used twice at once is found."))
    return _task(label, url, "done", _("There"), _n("One place", "%(num)d places", known.places))


def _public_page(known: Known) -> dict[str, Any]:
    label, url = _("Public page"), f"{known.root}/settings#public"
    if known.event.is_public:
        return _task(label, url, "done", _("Public"), _("Anybody may read what, when and where."))
    return _task(label, url, "open", _("Not public"), _("Only the team sees the event."))


def _registration_form(known: Known) -> Iterator[dict[str, Any]]:
    if known.form is None:
        return
    label, url = _("Registration form"), f"{known.root}/registration-form"
    if known.form.held:
        hint = _n("One registration is doubtful.", "%(num)d registrations are doubtful.", known.form.held)
        yield _task(label, url, "due", _("To check"), hint)
    elif known.form.is_open:
        yield _task(label, url, "done", _("Open"), known.form.words)
    elif known.today <= known.event.ends_on:
        yield _task(label, url, "open", _("Not open"), known.form.words or _("Nobody can register on their own."))
    if known.form.erasures:
        hint = _n("One person asked to be erased.", "%(num)d people asked to be erased.", known.form.erasures)
        yield _task(_("Wishes to be erased"), f"{url}#erasures", "due", _("To answer"), hint)


def _sign_in_sheets(known: Known) -> dict[str, Any]:
    label, url = _("Sign-in sheets"), f"{known.root}/documents"
    confirmed = known.statuses.get(Status.CONFIRMED, 0)
    if not confirmed:
        return _task(label, url, "open", _("No names yet"), _("They are printed once somebody is confirmed."))
    if known.today > known.event.ends_on:
        return _task(label, url, "done", _("Event is over"), None)
    state = "due" if (known.event.starts_on - known.today).days <= 1 else "done"
    return _task(label, url, state, _("Ready to print"), _n("One name", "%(num)d names", confirmed))


def _marks_to_settle(known: Known) -> Iterator[dict[str, Any]]:
    url = f"{known.root}/devices"
    if known.held_marks:
        hint = _n("One waits for you to decide.", "%(num)d wait for you to decide.", known.held_marks)
        yield _task(_("Marks that could not be recorded"), f"{url}#held", "alert", _("Needs you"), hint)
    if known.conflicts:
        hint = _n("Of one person, two things are said.", "%(num)d times, two things are said.", known.conflicts)
        yield _task(_("Marks that disagree"), f"{url}#conflicts", "alert", _("Needs you"), hint)


def _days_to_close(known: Known) -> Iterator[dict[str, Any]]:
    for day in known.days:
        if day.day >= known.today or day.closed_at is not None:
            continue
        counted = known.figures.get(day.day)
        missing = counted.not_recorded if counted else 0
        hint = _n("One person is not recorded.", "%(num)d people are not recorded.", missing) if missing else None
        words = formats.short_day_text(day.day, locale=current_language())
        url = f"{known.root}/attendance/{day.day.isoformat()}"
        yield _task(_("Close %(day)s", day=words), url, "due", _("To do"), hint)


def _two_versions(known: Known) -> list[dict[str, Any]]:
    if not known.two_versions:
        return []
    words = _n("One to decide", "%(num)d to decide", known.two_versions)
    hint = _("Another computer that holds this event says something else.")
    return [_task(_("Changed on both sides"), f"{known.root}/take-along", "alert", words, hint)]


def _warnings(known: Known) -> list[dict[str, Any]]:
    if not known.warnings:
        return []
    words = _n("One to look at", "%(num)d to look at", known.warnings)
    hint = _("Late entries, marks made in bulk, people at two events on one day.")
    return [_task(_("Warnings about attendance"), f"{known.root}/attendance/warnings", "open", words, hint)]
