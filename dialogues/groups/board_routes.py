"""What is done by hand on the board of a round: swap, move, lock, take out, place, close, publish, describe, remove."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.conflict import stored_instead, version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.groups import queries, rules, services
from dialogues.groups.forms import GroupForm
from dialogues.groups.models import GroupRound, RoundGroup
from dialogues.groups.undo_services import Done, find_removal
from dialogues.people.rules import RefusedFact
from dialogues.registration.models import EventRole

Acting = Callable[[Session, GroupRound], tuple[Done, str]]
_TYPED_MOST = 500  # letters of one field given back: whoever pasted a book has it still


@for_event(Permission.EDIT_AGENDA)
def swap_people(event: Event, round_id: int) -> ResponseReturnValue:
    """Two people change places."""

    def swap(session: Session, one: GroupRound) -> tuple[Done, str]:
        done = services.swap_people(
            session, one=one, first_id=_number("first"), second_id=_number("second"), version=_number("version"),
            **_by_whom(event),
        )  # fmt: skip
        first, second = done.changes["swapped"]
        return done, _("Swapped: %(first)s and %(second)s.", first=first, second=second)

    return _do(event, round_id, swap)


@for_event(Permission.EDIT_AGENDA)
def move_person(event: Event, round_id: int) -> ResponseReturnValue:
    """Somebody goes to another group."""

    def move(session: Session, one: GroupRound) -> tuple[Done, str]:
        done = services.move_person(
            session, one=one, placement_id=_number("placement"), group_id=_number("group"),
            version=_number("version"), **_by_whom(event),
        )  # fmt: skip
        group, name = done.changes["group"][1], done.changes["person"][1]
        return done, _("%(name)s is in group %(group)s now.", name=name, group=group)

    return _do(event, round_id, move)


@for_event(Permission.EDIT_AGENDA)
def lock_person(event: Event, round_id: int) -> ResponseReturnValue:
    """Somebody stays where they are."""

    def lock(session: Session, one: GroupRound) -> tuple[Done, str]:
        done = services.lock_person(session, one=one, placement_id=_number("placement"), **_by_whom(event))
        return done, _("%(name)s is locked and stays.", name=done.changes["person"][1])

    return _do(event, round_id, lock)


@for_event(Permission.EDIT_AGENDA)
def unlock_person(event: Event, round_id: int) -> ResponseReturnValue:
    """Somebody may be moved again."""

    def unlock(session: Session, one: GroupRound) -> tuple[Done, str]:
        done = services.unlock_person(session, one=one, placement_id=_number("placement"), **_by_whom(event))
        return done, _("%(name)s is unlocked.", name=done.changes["person"][1])

    return _do(event, round_id, unlock)


@for_event(Permission.EDIT_AGENDA)
def take_out(event: Event, round_id: int) -> ResponseReturnValue:
    """Somebody is in no group any more."""

    def take(session: Session, one: GroupRound) -> tuple[Done, str]:
        done = services.take_out(session, one=one, placement_id=_number("placement"), **_by_whom(event))
        return done, _("%(name)s is in no group any more.", name=done.changes["person"][1])

    return _do(event, round_id, take)


@for_event(Permission.EDIT_AGENDA)
def place_late_comers(event: Event, round_id: int) -> ResponseReturnValue:
    """Everybody who came since sits down where it mixes best; nobody else moves."""

    def place(session: Session, one: GroupRound) -> tuple[Done, str]:
        done, words = services.place_late_comers(session, one=one, today=_today(event), **_by_whom(event))
        names = ", ".join(words)
        said = _n("One person is placed: %(names)s.", "%(num)d people are placed: %(names)s.", len(words), names=names)
        return done, said

    return _do(event, round_id, place)


@for_event(Permission.EDIT_AGENDA)
def close_leavers(event: Event, round_id: int) -> ResponseReturnValue:
    """Everybody who is no longer there leaves the groups; nobody else moves."""

    def close(session: Session, one: GroupRound) -> tuple[Done, str]:
        done, words = services.close_leavers(session, one=one, today=_today(event), **_by_whom(event))
        names = ", ".join(words)
        said = _n("One person is out: %(names)s.", "%(num)d people are out: %(names)s.", len(words), names=names)
        return done, said

    return _do(event, round_id, close)


@for_event(Permission.EDIT_AGENDA)
def publish_round(event: Event, round_id: int) -> ResponseReturnValue:
    """Everybody may read their group now."""

    def publish(session: Session, one: GroupRound) -> tuple[Done, str]:
        done = services.publish_round(session, one=one, **_by_whom(event))
        return done, _("Everybody can read their group on their own page, and badges carry it.")

    return _do(event, round_id, publish)


@for_event(Permission.EDIT_AGENDA)
def hide_round(event: Event, round_id: int) -> ResponseReturnValue:
    """Nobody but the team reads the round."""

    def hide(session: Session, one: GroupRound) -> tuple[Done, str]:
        return services.hide_round(session, one=one, **_by_whom(event)), _("Only the team sees this round now.")

    return _do(event, round_id, hide)


@for_event(Permission.EDIT_AGENDA)
def remove_round(event: Event, round_id: int) -> ResponseReturnValue:
    """A round is gone; it can be brought back."""

    def remove(session: Session, one: GroupRound) -> tuple[Done, str]:
        number = one.number
        done = services.remove_round(session, one=one, **_by_whom(event))
        return done, _("Round %(number)d is removed.", number=number)

    return _do(event, round_id, remove, stays=False)


@for_event(Permission.EDIT_AGENDA)
def edit_group(event: Event, round_id: int, table_id: int) -> ResponseReturnValue:
    """One group: its name, room, topic and who leads and writes."""
    session = db.session()
    one = queries.find_round(session, event.id, round_id)
    group = session.get(RoundGroup, table_id)
    if one is None or group is None or group.round_id != one.id:
        return gone(event, round_id)
    stored: list[tuple[str, str]] = []
    form = GroupForm(data=_values(one, group))
    leaders = queries.list_leaders(session, event.id)
    form.offer(
        [*leaders[EventRole.FACILITATOR], *leaders[EventRole.RAPPORTEUR]], queries.list_coming(session, event.id)
    )
    if form.validate_on_submit():
        try:
            with act(form) as work:
                held = queries.find_round_to_change(work, event.id, round_id)
                kept = work.get(RoundGroup, table_id)
                if held is None or kept is None:
                    raise NotFoundHere
                done = services.edit_group(
                    work, one=held, group=kept, values=form.values(), version=version_of(form.version),
                    **_by_whom(event),
                )  # fmt: skip
                slug, number, name = event.slug, held.number, kept.name
        except NotFoundHere:
            return gone(event, round_id)
        except rules.RoundChanged as error:
            show_error(form.version, error)
            now = _values(one, group)
            form.version.data = now.pop("version")
            stored = stored_instead(form, now)
        except RefusedFact as error:
            show_error(form[error.field], error)
        else:
            if done.entry_id:
                _tell(slug, done, _("Group %(name)s is saved.", name=name), number)
            return back_to(".board", slug=slug, round=number)
    text = render_template(
        "groups/edit_group.html",
        event=event,
        one=one,
        group=group,
        form=form,
        stored=stored,
        rooms=queries.list_room_names(session, event.id),
    )
    return text, 422 if form.errors else 200


def gone(event: Event, round_id: int) -> ResponseReturnValue:
    """What somebody sees who changes a round that was removed meanwhile: that it was, what they typed, the way back."""
    entry = find_removal(db.session(), event.id, round_id)
    if entry is None:
        raise NotFoundHere
    skipped = {"csrf_token", "once", "version"}
    typed = [(name, value[:_TYPED_MOST]) for name, value in request.form.items() if value and name not in skipped]
    words = {"name": _("Name"), "topic": _("Topic"), "room": _("Where it meets"), "tables": _("How many groups")}
    text = render_template(
        "groups/gone.html",
        event=event,
        entry=entry,
        typed=[(words[name], value) for name, value in typed if name in words],
    )
    return text, 404


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of groups."""
    base = "/events/<slug>/groups/<int:round_id>"
    bp.add_url_rule(f"{base}/group/<int:table_id>", view_func=edit_group, methods=["GET", "POST"])
    for path, view in (
        ("swap", swap_people), ("move", move_person), ("lock", lock_person), ("unlock", unlock_person),
        ("take-out", take_out), ("late", place_late_comers), ("leavers", close_leavers),
        ("publish", publish_round), ("hide", hide_round), ("remove", remove_round),
    ):  # fmt: skip
        bp.add_url_rule(f"{base}/{path}", view_func=view, methods=["POST"])


# ---------------------------------------------------------------- inside
def _do(event: Event, round_id: int, acting: Acting, *, stays: bool = True) -> ResponseReturnValue:
    """Do it to the round as it is now, tell it with an undo, and lead back to the board."""
    slug = event.slug
    number: int | None = None
    try:
        with unit_of_work() as session:
            one = queries.find_round_to_change(session, event.id, round_id)
            if one is None:
                raise NotFoundHere
            number = one.number
            done, said = acting(session, one)
    except NotFoundHere:
        if number is None:
            return gone(event, round_id)
        flash(_("That person is not in a group of this round any more. Look again."), "warning")
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        _tell(slug, done, said, number)
    return back_to(".board", slug=slug, round=number if stays else None)


def _tell(slug: str, done: Done, said: str, number: int) -> None:
    if done.entry_id:
        flash_undo(said, url=url_for(".take_back", slug=slug, entry_id=done.entry_id, round=number), label=_("Undo"))
    else:
        flash(said)


def _number(name: str) -> int:
    # A hidden field holds the number for the keyboard and the mouse, a button of the page another one after it.
    text = next((value for value in reversed(request.form.getlist(name)) if value), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _by_whom(event: Event) -> dict[str, Any]:
    return {"event": event, "actor": current_viewer().actor, "at": clock.now()}


def _today(event: Event) -> Any:
    return clock.day_in(event.zone, clock.now())


def _values(one: GroupRound, group: RoundGroup) -> dict[str, Any]:
    return {
        "name": group.name,
        "topic": group.topic,
        "room": group.room,
        "facilitator_id": group.facilitator_id,
        "rapporteur_id": group.rapporteur_id,
        "version": str(one.version),
    }
