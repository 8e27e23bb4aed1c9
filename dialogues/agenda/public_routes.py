"""What anybody may read about a public event: what, when, where, the agenda, and the agenda for a calendar."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from dialogues.agenda import late_page, page, queries
from dialogues.agenda.calendar import agenda_calendar
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _n
from dialogues.events.models import DayKind, Event
from dialogues.events.queries import find_public_event
from dialogues.registration.public_page import offer
from dialogues.registration.public_queries import find_form


def _public_event(slug: str) -> Event:
    event = find_public_event(db.session(), slug)
    if event is None:
        raise NotFoundHere
    return event


def public_event(slug: str) -> ResponseReturnValue:
    """The page that helps to decide to come."""
    event = _public_event(slug)
    days = queries.list_agenda(db.session(), event.id)
    form = find_form(db.session(), event.id)
    return render_template(
        "agenda/public_event.html",
        event=event,
        days=page.listing_facts(days),
        late=late_page.late_words(event, days, now=clock.now()),
        shape=_shape(days),
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
    days = queries.list_agenda(db.session(), event.id)
    late = late_page.late_words(event, days, now=clock.now())
    return render_template("agenda/public_agenda.html", event=event, days=page.public_days(days), late=late)


def calendar(slug: str) -> ResponseReturnValue:
    """The agenda for a telephone or a mail program."""
    event = _public_event(slug)
    content = agenda_calendar(event, queries.list_agenda(db.session(), event.id), now=clock.now())
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'  # a slug needs no quoting
    return response


def add_pages(bp: Blueprint) -> None:
    """Give the public addresses to the blueprint of the agenda."""
    bp.add_url_rule("/e/<slug>", view_func=public_event)
    bp.add_url_rule("/e/<slug>/agenda", view_func=public_agenda)
    bp.add_url_rule("/e/<slug>/agenda.ics", view_func=calendar)
