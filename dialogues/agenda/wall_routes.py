"""The screen in the hall: what runs, what comes next, how long is left. Open to whoever has its secret address."""

from flask import Blueprint, Response, flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda import edition_services, queries, wall_page, wall_queries
from dialogues.agenda.edition_models import WallLink
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import back_to, base_url, flash_undo, unlisted
from dialogues.events.access import for_event
from dialogues.events.models import Event

_LOOKS = ("light", "dark")


def wall(wall_token: str) -> ResponseReturnValue:
    """The screen. It shows the plan as it stands, also before it is published: on the day the hall comes first."""
    event = _event(wall_token)
    days = queries.list_agenda(db.session(), event.id)
    look = request.args.get("look", "")
    text = render_template(
        "agenda/wall.html",
        event=event,
        here=url_for(".wall", wall_token=wall_token),
        data_url=url_for(".wall_data", wall_token=wall_token),
        theme=look if look in _LOOKS else "system",
        **wall_page.wall_facts(event, days, now=clock.now()),
    )
    return unlisted(text)


def wall_data(wall_token: str) -> ResponseReturnValue:
    """The plan for the script of the screen, which asks for it again and again."""
    event = _event(wall_token)
    spells = wall_page.spells_of(event, queries.list_agenda(db.session(), event.id))
    response: Response = jsonify(wall_page.wall_object(event, spells, now=clock.now()))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _event(wall_token: str) -> Event:
    event = wall_queries.find_wall_event(db.session(), wall_token)
    if event is None:
        raise NotFoundHere
    return event


@for_event(Permission.EDIT_AGENDA)
def walls(event: Event) -> ResponseReturnValue:
    """The screens of an event: their addresses, and which of them are ended."""
    return render_template(
        "agenda/walls.html",
        event=event,
        links=wall_queries.list_walls(db.session(), event.id),
        base=base_url(),
    )


@for_event(Permission.EDIT_AGENDA)
def open_wall(event: Event) -> ResponseReturnValue:
    """One more screen has an address."""
    with unit_of_work() as session:
        edition_services.open_wall(session, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash(_("The screen has an address. Open it on the computer in the hall."))
    return back_to(".walls", slug=slug)


@for_event(Permission.EDIT_AGENDA)
def end_wall(event: Event, wall_id: int) -> ResponseReturnValue:
    """The address of a screen shows nothing any more."""
    link = _link(event, wall_id)
    with unit_of_work() as session:
        edition_services.end_wall(session, link, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash_undo(_("The screen is ended."), url=url_for(".reopen_wall", slug=slug, wall_id=wall_id), label=_("Undo"))
    return back_to(".walls", slug=slug)


@for_event(Permission.EDIT_AGENDA)
def reopen_wall(event: Event, wall_id: int) -> ResponseReturnValue:
    """The address shows it again."""
    link = _link(event, wall_id)
    with unit_of_work() as session:
        edition_services.reopen_wall(session, link, event=event, actor=current_viewer().actor, at=clock.now())
        slug = event.slug
    flash(_("The screen is open again."))
    return back_to(".walls", slug=slug)


def _link(event: Event, wall_id: int) -> WallLink:
    link = wall_queries.find_wall(db.session(), event_id=event.id, wall_id=wall_id)
    if link is None:
        raise NotFoundHere
    return link


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of screens to the blueprint of the agenda."""
    bp.add_url_rule("/wall/<wall_token>", view_func=wall)
    bp.add_url_rule("/wall/<wall_token>/plan.json", view_func=wall_data)
    base = "/events/<slug>/agenda/screens"
    bp.add_url_rule(base, view_func=walls)
    bp.add_url_rule(f"{base}/open", view_func=open_wall, methods=["POST"])
    bp.add_url_rule(f"{base}/<int:wall_id>/end", view_func=end_wall, methods=["POST"])
    bp.add_url_rule(f"{base}/<int:wall_id>/reopen", view_func=reopen_wall, methods=["POST"])
