"""Pages of breakout groups: the board of a round, and making rounds."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda.models import SessionKind
from dialogues.core import clock
from dialogues.core.conflict import version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.groups import (
    board_routes,
    bond_routes,
    own_groups,
    page,
    planning_services,
    queries,
    rules,
    services,
    wording,
)
from dialogues.groups.forms import DrawAgainForm, DrawForm, MakeRoundsForm
from dialogues.groups.models import GroupRound
from dialogues.groups.undo_services import take_back as take_back_entry
from dialogues.people.rules import RefusedFact

bp = Blueprint("groups", __name__)
wording.teach_journal()
own_groups.show_on_own_pages()
board_routes.add_pages(bp)
bond_routes.add_pages(bp)

PEOPLE_EACH = 10  # in a group, unless asked otherwise: 8 to 12 talk best


@bp.get("/events/<slug>/groups")
@for_event(Permission.EDIT_AGENDA)
def board(event: Event) -> ResponseReturnValue:
    """A round with its groups, `?round=2`, the newest unless asked; `?picked=` is whom to swap, move or lock."""
    session = db.session()
    rounds = queries.list_rounds(session, event.id)
    asked = request.args.get("round", "")
    chosen = next((one for one in rounds if str(one.number) == asked), rounds[-1] if rounds else None)
    if asked and (chosen is None or str(chosen.number) != asked):
        raise NotFoundHere
    if chosen is None:
        return render_template("groups/board.html", event=event, one=None, rounds=[], slot="", shown=None)
    picked = request.args.get("picked", "")
    number = chosen.number

    def address(placement_id: int) -> str:
        return url_for(".board", slug=event.slug, round=number, picked=placement_id, _anchor="picked")

    return render_template(
        "groups/board.html",
        event=event,
        one=chosen,
        rounds=[
            {
                "label": _("Round %(number)d", number=one.number),
                "url": url_for(".board", slug=event.slug, round=one.number),
                "is_current": one is chosen,
            }
            for one in rounds
        ],
        slot=page.slot_words(queries.find_slot(session, chosen.agenda_session_id)),
        shown=page.board(
            session,
            event,
            chosen,
            rounds,
            today=clock.day_in(event.zone, clock.now()),
            picked_id=int(picked) if picked.isascii() and picked.isdigit() and len(picked) < 10 else 0,
            url=address,
        ),
    )


@bp.route("/events/<slug>/groups/new", methods=["GET", "POST"])
@for_event(Permission.EDIT_AGENDA)
def make_rounds(event: Event) -> ResponseReturnValue:
    """New rounds, drawn at once with each other in mind."""
    session, today = db.session(), clock.day_in(event.zone, clock.now())
    there = queries.count_there(session, event.id, today=today)
    slots = queries.list_slots(session, event.id)
    breakout = next((slot.id for slot, kind in slots if kind is SessionKind.BREAKOUT), None)
    form = MakeRoundsForm(
        data={
            "tables": max(2, round(there[rules.Who.CONFIRMED] / PEOPLE_EACH)),
            "agenda_session_id": breakout,
            "rounds": 1,
        }
    )
    form.offer(there, [slot for slot, _kind in slots])

    def make() -> ResponseReturnValue:
        settings = form.settings(seed=_new_seed(), rounds=form.rounds.data or 1)
        plan = planning_services.plan_rounds(db.session(), event, settings, today=today)
        with act(form) as work:
            made = services.make_rounds(work, plan, event=event, actor=current_viewer().actor, at=clock.now())
            slug, number = event.slug, made[0].number
        flash(_("The groups are made. Nobody else sees them until you publish them."))
        return back_to(".board", slug=slug, round=number)

    return _drawn(form, make) or _form_page("groups/make_rounds.html", event, form)


@bp.route("/events/<slug>/groups/<int:round_id>/again", methods=["GET", "POST"])
@for_event(Permission.EDIT_AGENDA)
def draw_again(event: Event, round_id: int) -> ResponseReturnValue:
    """A round drawn anew, with other settings or another seed; who is locked stays."""
    session, today = db.session(), clock.day_in(event.zone, clock.now())
    one = queries.find_round(session, event.id, round_id)
    if one is None:
        return board_routes.gone(event, round_id)
    form = DrawAgainForm(data=_settings_now(one))
    form.offer(
        queries.count_there(session, event.id, today=today),
        [slot for slot, _kind in queries.list_slots(session, event.id)],
    )

    def make() -> ResponseReturnValue:
        settings = form.settings(seed=_new_seed())
        plan = planning_services.plan_again(db.session(), event, settings, one=one, today=today)
        with act(form) as work:
            held = queries.find_round_to_change(work, event.id, round_id)
            if held is None:
                raise NotFoundHere
            done = services.draw_again(
                work,
                plan,
                one=held,
                event=event,
                version=version_of(form.version),
                actor=current_viewer().actor,
                at=clock.now(),
            )
            slug, number = event.slug, held.number
        flash_undo(
            _("The groups are made again."),
            url=url_for(".take_back", slug=slug, entry_id=done.entry_id, round=number),
            label=_("Undo"),
        )
        return back_to(".board", slug=slug, round=number)

    return _drawn(form, make) or _form_page("groups/draw_again.html", event, form, one=one)


@bp.post("/events/<slug>/groups/take-back/<int:entry_id>")
@for_event(Permission.EDIT_AGENDA)
def take_back(event: Event, entry_id: int) -> ResponseReturnValue:
    """Undo one act on the groups of this event."""
    slug, shown = event.slug, request.args.get("round", "")
    try:
        with unit_of_work() as session:
            done = take_back_entry(
                session, event=event, entry_id=entry_id, actor=current_viewer().actor, at=clock.now()
            )
            known = {str(one.number) for one in queries.list_rounds(session, event.id)}
    except rules.ChangedSince as error:
        flash(translated(error), "warning")
        return back_to(".board", slug=slug)
    flash_undo(
        _("That is taken back."),
        url=url_for(".take_back", slug=slug, entry_id=done.entry_id, round=shown or None),
        label=_("Do it again after all"),
    )
    return back_to(".board", slug=slug, round=shown if shown in known else None)


# ---------------------------------------------------------------- forms of a draw
def _drawn(form: DrawForm, make: Callable[[], ResponseReturnValue]) -> ResponseReturnValue | None:
    """Where a sent form leads; None if it is shown (again), with what was refused at its field."""
    if not form.validate_on_submit():
        return None
    try:
        return make()
    except RefusedFact as error:
        show_error(form[error.field if error.field in form else "tables"], error)
    except rules.RoundChanged as error:
        show_error(form.version, error)
    except NotFoundHere:
        raise
    except DomainError as error:
        show_error(form.tables, error)
    return None


def _form_page(template: str, event: Event, form: DrawForm, **more: Any) -> ResponseReturnValue:
    return render_template(template, event=event, form=form, **more), 422 if form.errors else 200


def _settings_now(one: GroupRound) -> dict[str, Any]:
    return {
        "who": one.who,
        "has_guests": one.has_guests,
        "tables": len(queries.list_groups(db.session(), one.id)),
        "agenda_session_id": one.agenda_session_id,
        "version": str(one.version),
        **{f"level_{axis}": level for axis, level in queries.levels_of(one).items()},
    }


def _new_seed() -> int:
    return secrets.randbelow(rules.SEED_MOST + 1)
