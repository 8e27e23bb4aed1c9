"""The menus: what a reader may open, and where they are now."""

from dataclasses import dataclass
from typing import Any

from flask import g, request

from dialogues.accounts.access import Permission, current_viewer, may_everywhere
from dialogues.core import clock, formats
from dialogues.core.i18n import N_, _, current_language
from dialogues.events.access import may_in
from dialogues.events.models import Event


@dataclass(frozen=True)
class Item:
    """One line of a menu."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None = None
    begins: bool = False  # a group of places, drawn with a line before it


@dataclass(frozen=True)
class EventMenu:
    """The menu of one event: what it is called, when it is, how far it has come, where one may go.

    `settings` are the pages on which the event is set up, shown as one row on each of them.
    """

    title: str
    url: str
    dates: str
    note: str
    items: list[Item]
    settings: list[Item]


# Path below the root, words, icon, permission. SEE_PROGRAMME stands for "whoever is signed in".
_MAIN = (
    ("/", N_("Home"), "house", Permission.SEE_PROGRAMME),
    ("/events", N_("Events"), "calendar-days", Permission.SEE_PROGRAMME),
    ("/report", N_("Programme report"), "chart-no-axes-column", Permission.SEE_PROGRAMME),
    ("/people", N_("People"), "users", Permission.SEE_DIRECTORY),
    ("/organisations", N_("Organisations"), "building-2", Permission.SEE_DIRECTORY),
    ("/stakeholder-groups", N_("Stakeholder groups"), "tag", Permission.SEE_DIRECTORY),
    ("/outbox", N_("Outbox"), "file-text", Permission.MANAGE_USERS),
    ("/users", N_("Users"), "user-cog", Permission.MANAGE_USERS),
    ("/history", N_("History"), "history", Permission.MANAGE_USERS),
    ("/health", N_("Health"), "heart-pulse", Permission.MANAGE_USERS),
)

# Path below the event's address, words, icon, permission, in groups: people, days, paper, the rest.
_EVENT = (
    (("", N_("Overview"), "house", Permission.SEE_EVENT),),
    (
        ("/participants", N_("Participants"), "users", Permission.SEE_NAMES),
        ("/invitations", N_("Invitations"), "user-plus", Permission.SEE_PARTICIPANTS),
        ("/messages", N_("Messages"), "file-text", Permission.SEE_PARTICIPANTS),
        ("/import", N_("Import"), "file-up", Permission.EDIT_PARTICIPANTS),
    ),
    (
        ("/agenda", N_("Agenda"), "list-checks", Permission.SEE_EVENT),
        ("/groups", N_("Breakout groups"), "shuffle", Permission.EDIT_AGENDA),
        ("/desk", N_("Check-in desk"), "scan-line", Permission.MARK_ATTENDANCE),
        ("/attendance", N_("Attendance"), "table-2", Permission.SEE_NAMES),
    ),
    (
        ("/documents", N_("Print"), "printer", Permission.SEE_EVENT),
        ("/report", N_("Report"), "chart-no-axes-column", Permission.SEE_FIGURES),
    ),
    (
        ("/settings", N_("Settings"), "settings", Permission.EDIT_EVENT),
        ("/history", N_("History"), "history", Permission.SEE_HISTORY),
    ),
)

# The pages that the menu holds under "Settings": one row of tabs on each of them.
_SETTINGS = (
    ("/settings", N_("Event"), "settings"),
    ("/places", N_("Places and rooms"), "map-pin"),
    ("/letterhead", N_("Letterhead"), "building-2"),
    ("/registration-form", N_("Registration form"), "file-text"),
    ("/seats", N_("Seats and balance"), "users"),
    ("/team", N_("Team"), "user-cog"),
    ("/take-along", N_("Take along"), "download"),
)
_UNDER = {
    "/settings": [path for path, _words, _icon in _SETTINGS],
    "/participants": ["/participants", "/waiting-list"],
    "/attendance": ["/attendance", "/paper"],
}


def navigation() -> dict[str, Any]:
    """The main menu, and the event's menu where the page belongs to an event; a piece of a page has neither."""
    viewer = current_viewer()
    if not viewer.is_authenticated or "X-Fragment" in request.headers:
        return {"nav": [], "event_nav": None}
    event: Event | None = g.get("event")
    return {"nav": _main_items(viewer), "event_nav": _event_menu(viewer, event) if event else None}


def _main_items(viewer: Any) -> list[Item]:
    root = request.script_root
    return [
        Item(label=_(words), url=root + path, icon=icon, is_current=_is_here(path))
        for path, words, icon, permission in _MAIN
        if permission is Permission.SEE_PROGRAMME or may_everywhere(viewer, permission)
    ]


def _is_here(path: str) -> bool:
    return request.path == path or (path != "/" and request.path.startswith(f"{path}/"))


def _event_menu(viewer: Any, event: Event) -> EventMenu:
    base = f"/events/{event.slug}"
    items: list[Item] = []
    for group in _EVENT:
        allowed = [row for row in group if may_in(viewer, row[3], event)]
        items += [
            Item(
                label=_(words),
                url=request.script_root + base + path,
                icon=icon,
                is_current=request.path == base if not path else any(_is_here(base + one) for one in _under(path)),
                begins=bool(items) and not number,
            )
            for number, (path, words, icon, _permission) in enumerate(allowed)
        ]
    return EventMenu(
        title=event.title,
        url=request.script_root + base,
        dates=formats.day_range_text(event.starts_on, event.ends_on, locale=current_language()),
        note=progress_words(event),
        items=items,
        settings=_settings(base) if may_in(viewer, Permission.EDIT_EVENT, event) else [],
    )


def _under(path: str) -> list[str]:
    """The addresses for which the menu shows `path` as where one is."""
    return _UNDER.get(path, [path])


def _settings(base: str) -> list[Item]:
    return [
        Item(label=_(words), url=request.script_root + base + path, icon=icon, is_current=_is_here(base + path))
        for path, words, icon in _SETTINGS
    ]


def progress_words(event: Event) -> str:
    """How far an event has come by the calendar of its venue: "Day 3 of 4", "In 5 days", "Over"."""
    today = clock.day_in(event.zone, clock.now())
    length = (event.ends_on - event.starts_on).days + 1
    if today < event.starts_on:
        ahead = (event.starts_on - today).days
        return str(_("Tomorrow") if ahead == 1 else _("In %(days)s days", days=ahead))
    if today > event.ends_on:
        return str(_("Over"))
    return str(_("Day %(number)s of %(length)s", number=(today - event.starts_on).days + 1, length=length))
