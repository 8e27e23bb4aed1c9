"""What anybody may read about a public event: what, when, where, the agenda, and the agenda for a calendar."""

from typing import Any

from flask import Blueprint, Response, get_flashed_messages, render_template
from flask.typing import ResponseReturnValue

from dialogues.agenda import late_page, page, queries
from dialogues.agenda.calendar import agenda_calendar
from dialogues.agenda.calendar_queries import find_calendar
from dialogues.agenda.edition_page import edition_words
from dialogues.agenda.edition_queries import find_shown_agenda
from dialogues.core import clock, formats
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _n, current_language
from dialogues.core.web import unlisted
from dialogues.events.models import DayKind, Event
from dialogues.events.queries import find_public_event
from dialogues.registration.kinds import Status
from dialogues.registration.public_page import offer
from dialogues.registration.public_queries import find_form, find_own

# Who may read the agenda behind a personal link.
_READERS = (Status.CONFIRMED, Status.APPLIED, Status.WAITING, Status.INVITED)


def _public_event(slug: str) -> Event:
    event = find_public_event(db.session(), slug)
    if event is None:
        raise NotFoundHere
    return event


def public_event(slug: str) -> ResponseReturnValue:
    """The page that helps to decide to come."""
    event = _public_event(slug)
    shown = find_shown_agenda(db.session(), event)
    form = find_form(db.session(), event.id)
    return render_template(
        "agenda/public_event.html",
        event=event,
        days=page.listing_facts(shown.days),
        late=late_page.late_words(event, shown.days, now=clock.now()),
        **_facts_of_copy(event),
        shape=_shape(shown.days),
        edition_words=edition_words(event, shown.edition),
        offer=offer(db.session(), event, form, clock.now()),
    )


def _shape(days: tuple[queries.AgendaDay, ...]) -> list[str]:
    """`two field days`, `two workshop days`: what the days are for, in the order they come."""
    kinds = [day.kind for day in days]
    words = []
    for kind in dict.fromkeys(kinds):
        number = kinds.count(kind)
        if kind is DayKind.FIELD:
            words.append(str(_n("%(num)d field day", "%(num)d field days", number)))
        elif kind is DayKind.WORKSHOP:
            words.append(str(_n("%(num)d workshop day", "%(num)d workshop days", number)))
        else:
            words.append(str(_n("%(num)d day online", "%(num)d days online", number)))
    return words


def public_agenda(slug: str) -> ResponseReturnValue:
    """The agenda of all days, with what each session is about."""
    event = _public_event(slug)
    shown = find_shown_agenda(db.session(), event)
    return render_template(
        "agenda/public_agenda.html",
        event=event,
        days=page.public_days(shown.days),
        edition_words=edition_words(event, shown.edition),
        late=late_page.late_words(event, shown.days, now=clock.now()),
        **_facts_of_copy(event),
    )


def _facts_of_copy(event: Event) -> dict[str, Any]:
    """Of when a copy of the page is, and whether there may be one: not of what is said to its reader alone."""
    as_of = formats.instant_text(clock.now(), event.zone, locale=current_language())
    return {"as_of": as_of, "is_kept": not get_flashed_messages()}


def own_agenda(link_token: str) -> ResponseReturnValue:
    """The same for somebody registered, also where the event is not public."""
    event = _own_event(link_token)
    shown = find_shown_agenda(db.session(), event)
    text = render_template(
        "agenda/own_agenda.html",
        event=event,
        link_token=link_token,
        days=page.public_days(shown.days),
        edition_words=edition_words(event, shown.edition),
    )
    return unlisted(text)


def calendar(slug: str) -> ResponseReturnValue:
    """The agenda for a telephone or a mail program."""
    return _calendar_of(_public_event(slug))


def own_agenda_calendar(link_token: str) -> ResponseReturnValue:
    """The same for somebody registered, to load once or to follow; the link is not in it, as calendars are shared."""
    answer = _calendar_of(_own_event(link_token))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _own_event(link_token: str) -> Event:
    registration = find_own(db.session(), link_token)
    if registration is None or registration.status not in _READERS:
        raise NotFoundHere
    event: Event = registration.event
    return event


def _calendar_of(event: Event) -> Response:
    now = clock.now()
    told = find_calendar(db.session(), event, now=now)
    content = agenda_calendar(event, told.days, now=now, revised=told.revised, cancelled=told.cancelled)
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'  # a slug needs no quoting
    return response


def add_pages(bp: Blueprint) -> None:
    """Give the public addresses to the blueprint of the agenda."""
    bp.add_url_rule("/e/<slug>", view_func=public_event)
    bp.add_url_rule("/e/<slug>/agenda", view_func=public_agenda)
    bp.add_url_rule("/e/<slug>/agenda.ics", view_func=calendar)
    bp.add_url_rule("/my/<link_token>/agenda", view_func=own_agenda)
    bp.add_url_rule("/my/<link_token>/agenda.ics", view_func=own_agenda_calendar)
