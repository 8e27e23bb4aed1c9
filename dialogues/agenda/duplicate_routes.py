"""An event like another one on other dates: asked for on one page, because its agenda comes along."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, may_everywhere
from dialogues.agenda import services
from dialogues.agenda.forms import DuplicateForm
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, show_error
from dialogues.events import queries as events
from dialogues.events import rules as event_rules
from dialogues.events import services as event_services
from dialogues.events.access import for_event
from dialogues.events.models import Event


@for_event(Permission.MANAGE_EVENTS)
def duplicate_event(event: Event) -> ResponseReturnValue:
    """An event like this one on other dates, with its agenda, nobody registered."""
    if not may_everywhere(current_viewer(), Permission.MANAGE_EVENTS):
        raise NotAllowed  # who holds a role in this event only would not see the copy
    form = DuplicateForm(data={"title": event.title})
    if form.validate_on_submit() and (starts_on := form.starts_on.data):
        now, actor = clock.now(), current_viewer().actor
        try:
            with act(form) as session:
                copy = event_services.duplicate_event(
                    session,
                    event=event,
                    title=form.title.data,
                    slug=form.slug.data or "",
                    starts_on=starts_on,
                    actor=actor,
                    at=now,
                )
                services.copy_agenda(session, days=copy.days, places=copy.places, rooms=copy.rooms)
                slug, title = copy.event.slug, copy.event.title
        except (event_rules.BadSlug, event_rules.SlugTaken) as error:
            show_error(form.slug, error)
        else:
            flash(_("“%(title)s” is made, with days, places and agenda. Nobody is registered yet.", title=title))
            return back_to("home.overview", slug=slug)
    days = len(events.list_days(db.session(), event.id))
    page_text = render_template("agenda/duplicate_event.html", event=event, form=form, days=days)
    return page_text, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the address of duplicating an event to the blueprint of the agenda."""
    bp.add_url_rule("/events/<slug>/duplicate", view_func=duplicate_event, methods=["GET", "POST"])
