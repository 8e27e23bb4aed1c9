"""Pages of an event's places and their rooms."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events import place_services, queries, rules, travel_services
from dialogues.events.access import for_event
from dialogues.events.forms import PlaceForm, RoomForm, TravelForm, travel_form
from dialogues.events.models import Event, Place, Room, TravelTime


def _place(event: Event, place_id: int) -> Place:
    place = queries.find_place(db.session(), event_id=event.id, place_id=place_id)
    if place is None:
        raise NotFoundHere
    return place


def _room(event: Event, room_id: int) -> Room:
    room = queries.find_room(db.session(), event_id=event.id, room_id=room_id)
    if room is None:
        raise NotFoundHere
    return room


def _place_facts(form: PlaceForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "address": form.address.data or None,
        "also_spelled": form.also_spelled.data or None,
        "actor": current_viewer().actor,
        "at": clock.now(),
    }


@for_event(Permission.EDIT_EVENT)
def places(event: Event) -> ResponseReturnValue:
    """The venues and sites of an event with their rooms, and a form for one more."""
    form = PlaceForm()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                place = place_services.add_place(session, event=event, **_place_facts(form))
                slug, place_id, name = event.slug, place.id, place.name
        except rules.PlaceNameTaken as error:
            show_error(form.name, error)
        else:
            flash(_("%(place)s is added. Its rooms can be added here.", place=name))
            return back_to(".edit_place", slug=slug, place_id=place_id)
    rows = queries.list_places(db.session(), event.id)
    page = render_template("events/places.html", event=event, form=form, places=rows)
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_EVENT)
def edit_place(event: Event, place_id: int) -> ResponseReturnValue:
    """One place: its name, where it is, how else it is spelled."""
    place = _place(event, place_id)
    form = PlaceForm(obj=place)
    if form.validate_on_submit():
        try:
            with act(form) as session:
                place_services.edit_place(session, place=place, **_place_facts(form))
                slug = event.slug
        except rules.PlaceNameTaken as error:
            show_error(form.name, error)
        else:
            flash(_("The place is saved."))
            return back_to(".places", slug=slug)
    return _place_page(event, place, form, RoomForm(prefix="room-"))


@for_event(Permission.EDIT_EVENT)
def add_room(event: Event, place_id: int) -> ResponseReturnValue:
    """One more room of a place; shown on the place's page."""
    place = _place(event, place_id)
    form = RoomForm(prefix="room-")
    if form.validate_on_submit():
        try:
            with act(form) as session:
                place_services.add_room(
                    session,
                    place=place,
                    name=form.name.data,
                    seats=form.seats.data,
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                slug = event.slug
        except rules.PlaceNameTaken as error:
            show_error(form.name, error)
        else:
            flash(_("%(room)s is added.", room=form.name.data))
            return back_to(".edit_place", slug=slug, place_id=place_id)
    return _place_page(event, place, PlaceForm(formdata=None, obj=place), form)


def _place_page(
    event: Event, place: Place, form: PlaceForm, room_form: RoomForm, ways: TravelForm | None = None
) -> ResponseReturnValue:
    ways = ways or _travel_form(place, formdata=None)
    uses = queries.count_uses(db.session(), Room, [room.id for room in place.rooms])
    besides = {Room.__tablename__, TravelTime.__tablename__}
    here = queries.count_uses(db.session(), Place, [place.id], besides=besides)[place.id].total
    page = render_template(
        "events/edit_place.html", event=event, place=place, form=form, room_form=room_form, uses=uses, ways=ways,
        in_use=max(here, sum(one.total for one in uses.values())),
    )  # fmt: skip
    return page, 422 if form.errors or room_form.errors or ways.errors else 200


@for_event(Permission.EDIT_EVENT)
def set_travel(event: Event, place_id: int) -> ResponseReturnValue:
    """How long it takes from a place to the others; a session that leaves too little time for it is pointed out."""
    place = _place(event, place_id)
    form = _travel_form(place)
    if form.validate_on_submit():
        with act(form) as session:
            travel_services.set_travel(
                session, place=place, minutes=form.minutes(), actor=current_viewer().actor, at=clock.now()
            )
            slug = event.slug
        flash(_("The travel times are saved."))
        return back_to(".edit_place", slug=slug, place_id=place_id)
    return _place_page(event, place, PlaceForm(formdata=None, obj=place), RoomForm(formdata=None, prefix="room-"), form)


def _travel_form(place: Place, **options: Any) -> TravelForm:
    others = [(other.id, other.name) for other in place.event.places if other.id != place.id]
    known = queries.list_travel(db.session(), place_id=place.id)
    values = {f"to_{other_id}": minutes for other_id, minutes in known.items()}
    return travel_form(others)(prefix="way-", data=values, **options)


@for_event(Permission.EDIT_EVENT)
def edit_room(event: Event, room_id: int) -> ResponseReturnValue:
    """One room: its name and seats."""
    room = _room(event, room_id)
    form = RoomForm(obj=room)
    if form.validate_on_submit():
        try:
            with act(form) as session:
                place_services.edit_room(
                    session,
                    room=room,
                    name=form.name.data,
                    seats=form.seats.data,
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                slug, place_id = event.slug, room.place_id
        except rules.PlaceNameTaken as error:
            show_error(form.name, error)
        else:
            flash(_("The room is saved."))
            return back_to(".edit_place", slug=slug, place_id=place_id)
    return render_template("events/edit_room.html", event=event, room=room, form=form), 422 if form.errors else 200


@for_event(Permission.EDIT_EVENT)
def remove_place(event: Event, place_id: int) -> ResponseReturnValue:
    """Take out a place where nothing is held."""
    place = _place(event, place_id)
    with unit_of_work() as session:
        name, slug = place.name, event.slug
        entry_id = place_services.remove_place(session, place=place, actor=current_viewer().actor, at=clock.now())
    flash_undo(
        _("%(place)s is removed.", place=name),
        url=url_for(".restore_removed", slug=slug, entry_id=entry_id),
        label=_("Undo"),
    )
    return back_to(".places", slug=slug)


@for_event(Permission.EDIT_EVENT)
def remove_room(event: Event, room_id: int) -> ResponseReturnValue:
    """Take out a room where nothing is held."""
    room = _room(event, room_id)
    with unit_of_work() as session:
        name, slug, place_id = room.name, event.slug, room.place_id
        entry_id = place_services.remove_room(session, room=room, actor=current_viewer().actor, at=clock.now())
    flash_undo(
        _("%(place)s is removed.", place=name),
        url=url_for(".restore_removed", slug=slug, entry_id=entry_id),
        label=_("Undo"),
    )
    return back_to(".edit_place", slug=slug, place_id=place_id)


@for_event(Permission.EDIT_EVENT)
def restore_removed(event: Event, entry_id: int) -> ResponseReturnValue:
    """Bring back a place or room that was removed."""
    with unit_of_work() as session:
        slug = event.slug
        back = place_services.restore_removed(
            session, event=event, entry_id=entry_id, actor=current_viewer().actor, at=clock.now()
        )
        place_id = back.id if isinstance(back, Place) else back.place_id
        name = back.name
    flash(_("%(place)s is back.", place=name))
    return back_to(".edit_place", slug=slug, place_id=place_id)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of places and rooms to the blueprint of events."""
    base = "/events/<slug>"
    both = ["GET", "POST"]
    bp.add_url_rule(f"{base}/places", view_func=places, methods=both)
    bp.add_url_rule(f"{base}/places/<int:place_id>", view_func=edit_place, methods=both)
    bp.add_url_rule(f"{base}/places/<int:place_id>/rooms", view_func=add_room, methods=["POST"])
    bp.add_url_rule(f"{base}/places/<int:place_id>/travel", view_func=set_travel, methods=["POST"])
    bp.add_url_rule(f"{base}/places/<int:place_id>/remove", view_func=remove_place, methods=["POST"])
    bp.add_url_rule(f"{base}/places/restore/<int:entry_id>", view_func=restore_removed, methods=["POST"])
    bp.add_url_rule(f"{base}/rooms/<int:room_id>", view_func=edit_room, methods=both)
    bp.add_url_rule(f"{base}/rooms/<int:room_id>/remove", view_func=remove_room, methods=["POST"])
