"""What the page of an event's participants shows, worked out in one place for the list, its files and its acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core.db import db
from dialogues.core.formats import language_text
from dialogues.core.i18n import _, current_language, name_in_words
from dialogues.core.paging import Page
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.people.fields import SPOKEN
from dialogues.people.sectors import GENDER_NAMES, SECTOR_NAMES, in_words
from dialogues.registration import balance_page, list_queries, list_rows, list_words, seat_queries
from dialogues.registration.balance_queries import count_everybody
from dialogues.registration.kinds import (
    CONSENT_ANSWER_NAMES,
    EVENT_ROLE_NAMES,
    PURPOSE_SHORT_NAMES,
    SOURCE_NAMES,
    STATUS_NAMES,
    Status,
)
from dialogues.registration.list_columns import COLUMNS, Column, chosen_columns
from dialogues.registration.list_filters import (
    CONSENTS,
    EVERYBODY,
    NO_GROUP,
    View,
    filters_set,
    is_whole,
    read_query,
    read_view,
)
from dialogues.registration.list_queries import Group, Line
from dialogues.registration.view_models import PAGE_SIZES
from dialogues.registration.view_queries import Habit, KeptView, find_habit, list_views

# Who comes first, then who may come.
_TABS = (Status.CONFIRMED, Status.WAITING, Status.APPLIED, Status.INVITED, Status.DECLINED, Status.CANCELLED)
_USUAL_SIZE = 50  # rows of a page
_SAFE = "!$'()*,/:;?@"  # written as they are in the query of an address
_CHIPS_MAX = 8  # kept views shown above the list; the others are on the page of views

Choices = Mapping[str, Mapping[str, str]]  # by argument of the address: code and words of what may be chosen


@dataclass(frozen=True)
class Reading:
    """One reader in front of the list of one event: what they may see, like, keep and ask for now."""

    event: Event
    view: View
    columns: Sequence[Column]
    habit: Habit
    views: Sequence[KeptView]
    sees_contacts: bool
    may_edit: bool
    here: str  # the address of the list, without what is asked

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return self.habit.page_size or _USUAL_SIZE

    @property
    def whole_view(self) -> View:
        """The view with the columns that are shown, wherever they were chosen: what is kept under a name."""
        return replace(self.view, columns=tuple(column.code for column in self.columns))

    @property
    def opens_with(self) -> KeptView | None:
        """The view that the reader's list opens with."""
        return next((view for view in self.views if view.opens), None)

    def address(self, view: View, **more: Any) -> str:
        """The list as `view`; the plain list says so where the reader's opens with something else."""
        arguments: dict[str, Any] = {**view.arguments(), **more}
        if not arguments and self.opens_with is not None:
            arguments = {EVERYBODY: 1}
        return f"{self.here}?{urlencode(arguments, safe=_SAFE)}" if arguments else self.here


def read(event: Event, arguments: Mapping[str, str] | None = None) -> Reading:
    """The list as the present reader asks for it: by the address, or as it opens for them if that says nothing."""
    viewer = current_viewer()
    sees_contacts = may_in(viewer, Permission.SEE_PARTICIPANTS, event)
    asked = request.args if arguments is None else arguments
    habit = find_habit(db.session(), viewer.id)
    views = [
        view
        for view in list_views(db.session(), user_id=viewer.id, event_id=event.id)
        if sees_contacts or is_whole(view.query)
    ]
    view = read_view(asked, sees_contacts=sees_contacts)
    opening = next((one for one in views if one.opens), None)
    if opening is not None and not set(asked) - {"language"}:
        view = read_query(opening.query, sees_contacts=sees_contacts)
    return Reading(
        event=event,
        view=view,
        columns=chosen_columns(view.columns, habit.columns, sees_contacts=sees_contacts),
        habit=habit,
        views=views,
        sees_contacts=sees_contacts,
        may_edit=may_in(viewer, Permission.EDIT_PARTICIPANTS, event),
        here=url_for("registration.list_participants", slug=event.slug),
    )


def facts(reading: Reading, number: int) -> dict[str, Any]:
    """What the page shows: one page of the list, its heads, tabs, filters, views and what may be done."""
    session, event, view = db.session(), reading.event, reading.view
    everybody = count_everybody(session, event.id) if reading.sees_contacts else []
    size, start = reading.page_size, (number - 1) * reading.page_size
    condition = list_queries.wanted(event.id, view.filters)
    if view.filters.text and view.sort == "name":
        counts, ids = list_queries.search_names(session, event.id, view.filters)
        lines = list_queries.list_lines(session, list_queries.among(ids[start : start + size]), columns=reading.columns)
    else:
        # One count answers for the balance and, as a rule, for the tabs.
        if everybody and view.filters.is_of_kinds:
            counts = list_queries.sum_by_status(everybody, view.filters)
        else:
            counts = list_queries.count_by_status(session, event.id, view.filters)
        lines = list_queries.list_lines(
            session, condition, columns=reading.columns, sort=view.sort, size=size, offset=start
        )
    total = counts[view.filters.status] if view.filters.status else sum(counts.values())
    page: Page[Line] = Page(rows=lines, number=number, size=size, total=total)
    groups = list_queries.list_group_names(session) if reading.sees_contacts else []
    cells = list_words.on_screen(told_cells(reading, lines, list_queries.among(line.id for line in lines)))
    here, named = reading.here, _choices(reading, groups)
    plain = {EVERYBODY: "1"} if reading.opens_with else {}
    has_letters = view.sort == "name" and page.last > 1
    letters = list_queries.count_by_letter(session, condition) if has_letters else []
    return {
        "event": event,
        "reading": reading,
        "page": page,
        "rows": list_rows.rows(
            event,
            lines,
            cells,
            columns=reading.columns,
            places=seat_queries.find_places(
                session, event.id, [line.id for line in lines if line.status is Status.WAITING]
            ),
            base=here,
            sees_contacts=reading.sees_contacts,
            may_edit=reading.may_edit,
        ),
        "columns": reading.columns,
        "heads": _heads(reading),
        "tabs": _tabs(reading, counts),
        "asked": view.arguments(),
        # What is not a filter goes along when the filters are sent.
        "kept": {name: value for name, value in view.arguments().items() if name in ("status", "sort", "columns")}
        | plain,
        "plain": plain,
        "here": here,
        "clear_url": reading.address(View(replace(_plain(view), status=view.filters.status), view.sort, view.columns)),
        "everybody_url": reading.address(View(_plain(view))),
        "selects": selects(reading, named),
        "chips": chips(reading, named),
        "views": view_chips(reading),
        "letters": _letters(reading, letters),
        "sizes": [(one, one == size) for one in PAGE_SIZES],
        "groups": groups,
        "panel": balance_page.balance_panel(session, event, everybody=everybody) if reading.sees_contacts else None,
        "may_plan": may_in(current_viewer(), Permission.EDIT_EVENT, event),
        "sectors": in_words(SECTOR_NAMES),
        "statuses": in_words(STATUS_NAMES),
    }


def told_cells(reading: Reading, lines: Sequence[Line], condition: Any) -> list[list[Any]]:
    """What stands in the reader's columns for these lines, all for whom `condition` holds."""
    consents = _consents(reading, condition)
    return list_words.cells(lines, reading.columns, zone=reading.event.zone, consents=consents)


def told_objects(reading: Reading, lines: Sequence[Line], condition: Any) -> list[dict[str, Any]]:
    """The same as objects for programs."""
    consents = _consents(reading, condition)
    return list_words.objects(lines, reading.columns, zone=reading.event.zone, consents=consents)


def selects(reading: Reading, named: Choices) -> dict[str, list[dict[str, Any]]]:
    """What may be filtered by: `first` stands beside the search, `more` is folded away."""
    asked = reading.view.arguments()

    def select(name: str, label: str, choices: Mapping[str, str], every: str) -> dict[str, Any]:
        return {
            "name": name, "label": label, "choices": [("", every), *choices.items()], "value": asked.get(name, "")
        }  # fmt: skip

    first = [select("sector", _("Sector"), named["sector"], _("All six"))]
    if not reading.sees_contacts:
        return {"first": first, "more": []}
    first.append(select("gender", _("Gender"), named["gender"], _("All")))
    labels = (
        ("role", _("Role")), ("group", _("Stakeholder group")), ("speaks", _("Language")), ("source", _("Source")),
        ("consent", _("Consent")),
    )  # fmt: skip
    return {"first": first, "more": [select(name, label, named[name], _("All")) for name, label in labels]}


def chips(reading: Reading, named: Choices) -> list[dict[str, str]]:
    """What narrows the list, each with the address of the list without it."""
    asked, found = reading.view.arguments(), []
    for name, label, words in _narrowed(reading, named):
        without = {one: value for one, value in asked.items() if one != name}
        url = reading.address(read_view(without, sees_contacts=reading.sees_contacts))
        found.append({"label": _("%(filter)s: %(value)s", filter=label, value=words), "url": url})
    return found


def told_view(reading: Reading, groups: Sequence[Group]) -> list[tuple[str, str]]:
    """What a view holds in words: its filters, its order, its columns."""
    told = told_filters(reading, groups)
    sort = reading.view.sort.removeprefix("-")
    named = dict(zip((column.code for column in COLUMNS), list_words.heads(COLUMNS), strict=True))
    order = named.get(sort, _("Name"))
    told.append((_("Sorted by"), _("%(column)s, the last first", column=order) if sort != reading.view.sort else order))
    told.append((_("Columns"), ", ".join((_("Name"), *list_words.heads(reading.columns)))))
    return told


def told_filters(reading: Reading, groups: Sequence[Group]) -> list[tuple[str, str]]:
    """What leaves those on the list, in words: the state first."""
    told = [(label, words) for _name, label, words in _narrowed(reading, _choices(reading, groups))]
    if reading.view.filters.status:
        told.insert(0, (_("Status"), _(STATUS_NAMES[reading.view.filters.status])))
    return told


def _narrowed(reading: Reading, named: Choices) -> list[tuple[str, str, str]]:
    """What narrows the list: argument, label, words."""
    asked = reading.view.arguments()
    labels = {
        "q": _("Search"), "organisation": _("Organisation"), "sector": _("Sector"), "gender": _("Gender"),
        "role": _("Role"), "group": _("Stakeholder group"), "speaks": _("Language"), "source": _("Source"),
        "consent": _("Consent"),
    }  # fmt: skip
    return [
        (name, labels[name], named.get(name, {}).get(asked[name], asked[name])) for name in filters_set(reading.view)
    ]


def view_chips(reading: Reading) -> list[dict[str, Any]]:
    """The kept views as links, the present one marked; `Everybody` comes first where there is any."""
    if not reading.views:
        return []
    now = reading.view.arguments()
    items = [{"label": _("Everybody"), "url": reading.address(View(_plain(reading.view))), "is_current": not now}]
    for kept in reading.views[:_CHIPS_MAX]:
        view = read_query(kept.query, sees_contacts=reading.sees_contacts)
        items.append({"label": kept.name, "url": reading.address(view), "is_current": view.arguments() == now})
    return items


def _consents(reading: Reading, condition: Any) -> dict[int, list[Any]]:
    is_shown = any(column.code == "consents" for column in reading.columns)
    return list_queries.list_consents(db.session(), condition) if is_shown else {}


def _plain(view: View) -> Any:
    return replace(type(view.filters)(), by_phone=view.filters.by_phone)


def _choices(reading: Reading, groups: Sequence[Group]) -> Choices:
    """By argument of the address: code and words of what may be chosen."""
    locale = current_language()
    answers, purposes = in_words(CONSENT_ANSWER_NAMES), in_words(PURPOSE_SHORT_NAMES)
    spoken = dict.fromkeys((*SPOKEN, *filter(None, [reading.view.filters.language])))
    return {
        "sector": in_words(SECTOR_NAMES),
        "gender": in_words(GENDER_NAMES),
        "role": in_words(EVENT_ROLE_NAMES),
        "source": in_words(SOURCE_NAMES),
        "group": {str(NO_GROUP): _("In no group"), **{str(one.id): name_in_words(one.name) for one in groups}},
        "speaks": {code: language_text(code, locale=locale) for code in spoken},
        "consent": {
            code: _(
                "%(purpose)s: %(answer)s",
                purpose=purposes[asked.purpose],
                answer=answers[asked.answer] if asked.answer else _("Not asked"),
            )
            for code, asked in CONSENTS.items()
        },
    }


def _tabs(reading: Reading, counts: Mapping[Status, int]) -> list[dict[str, Any]]:
    """Everybody, then each state, with the numbers that the other filters leave."""
    view, status_now = reading.view, reading.view.filters.status

    def tab(status: Status | None) -> dict[str, Any]:
        return {
            "label": _(STATUS_NAMES[status]) if status else _("All"),
            "url": reading.address(replace(view, filters=replace(view.filters, status=status))),
            "count": counts[status] if status else sum(counts.values()),
            "is_current": status is status_now,
            "alert": status is Status.APPLIED and counts[status] > 0,
        }

    return [tab(status) for status in (None, *_TABS)]


def _heads(reading: Reading) -> list[dict[str, Any]]:
    """The heads of the list: each that can sorts, and the one that does sorts the other way round next."""
    view = reading.view

    def head(label: str, sort: str) -> dict[str, Any]:
        wanted = f"-{sort}" if view.sort == sort else sort
        return {
            "label": label,
            "url": reading.address(replace(view, sort=wanted)),
            "sorted": {sort: "ascending", f"-{sort}": "descending"}.get(view.sort),
        }

    named = zip(reading.columns, list_words.heads(reading.columns), strict=True)
    return [
        head(_("Name"), "name"),
        *(head(label, column.code) if column.sort is not None else {"label": label} for column, label in named),
        *([{"label": _("What to do"), "low": True, "hidden": True}] if reading.may_edit else []),
    ]


def _letters(reading: Reading, counted: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Each letter with the page on which the first name with it stands."""
    items, before = [], 0
    for letter, number in counted:
        page = before // reading.page_size + 1
        items.append({"label": letter.upper() or "–", "url": reading.address(reading.view, page=page)})
        before += number
    return items
