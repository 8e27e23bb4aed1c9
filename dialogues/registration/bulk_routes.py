"""Acts on the people chosen on a list: what was done to all of them is told and taken back as one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.formats import listing_text
from dialogues.core.i18n import _, _n, current_language, translated
from dialogues.core.web import act, back_to, flash_undo
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.registration import bulk_queries, bulk_services, chosen_page, list_page
from dialogues.registration.bulk_models import BulkAct
from dialogues.registration.bulk_rules import (
    BulkKind,
    ListChanged,
    NoAct,
    NobodyChosen,
    TakenBackAlready,
    UnknownChoice,
    reason,
)
from dialogues.registration.forms import BulkForm
from dialogues.registration.list_files import ListFormat
from dialogues.registration.list_routes import FORMATS, file_answer
from dialogues.registration.seat_news import tell, told_of_seats

_REFUSALS = (NobodyChosen, NoAct, ListChanged, UnknownChoice)  # nothing was done, and the list is shown again
_LEFT_SHOWN_MAX = 200  # people named with the reason; the number tells of the others
_KEPT_NAMED_MAX = 10  # in one sentence


@for_event(Permission.EDIT_PARTICIPANTS)
def change_chosen(event: Event) -> ResponseReturnValue:
    """Move the state of those chosen, or give them the same; one button takes it back for all."""
    form = BulkForm()
    form.validate()
    back = _list_address(event)
    try:
        picked = chosen_page.read_chosen(event)
        back = picked.reading.address(picked.reading.view)
        arguments = picked.reading.view.arguments()
        kind = next((one for one in BulkKind if one.value == request.form.get("kind")), None)
        if kind is None:
            raise NoAct
        with act(form) as session:
            slug = event.slug
            done = bulk_services.change_many(
                session,
                event,
                chosen=picked.chosen,
                kind=kind,
                value=request.form.get(kind.value),
                actor=current_viewer().actor,
                at=clock.now(),
            )
            told = told_of_seats(session, event)
    except _REFUSALS as error:
        flash(translated(error), "warning")
        return redirect(back, code=303)
    tell(told)
    if done.left:
        return back_to(".bulk_act", slug=slug, act_id=done.act_id, **arguments)
    undo = url_for(".take_back_many", slug=slug, act_id=done.act_id, **arguments)
    flash_undo(_done_words(kind, done.done), url=undo, label=_("Undo"))
    return redirect(back, code=303)


@for_event(Permission.EDIT_PARTICIPANTS)
def bulk_act(event: Event, act_id: int) -> ResponseReturnValue:
    """What became of everybody an act was meant for: to how many it was done, and why not to the others."""
    found = bulk_queries.find_act(db.session(), event.id, act_id)
    if found is None:
        raise NotFoundHere
    done, left = bulk_queries.count_changes(db.session(), act_id)
    rows = bulk_queries.list_left(db.session(), act_id, limit=_LEFT_SHOWN_MAX)
    return render_template(
        "registration/bulk_act.html",
        event=event,
        done=_done_words(found.kind, done),
        left=_n("One was left as they were:", "%(num)d were left as they were:", left),
        rows=[(_person_url(event, row), row.full_name, _why(found, row)) for row in rows],
        more=max(0, left - len(rows)),
        back=_list_address(event),
        undo=url_for(".take_back_many", slug=event.slug, act_id=act_id, **_arguments(event))
        if done and found.taken_back_at is None
        else None,
        is_taken_back=found.taken_back_at is not None,
    )


@for_event(Permission.EDIT_PARTICIPANTS)
def take_back_many(event: Event, act_id: int) -> ResponseReturnValue:
    """An act on many never was, but for those changed by somebody since."""
    back = _list_address(event)
    with unit_of_work() as session:
        found = bulk_queries.find_act_to_take_back(session, event.id, act_id)
        if found is None:
            raise NotFoundHere
        try:
            number, kept = bulk_services.take_back_many(session, found, actor=current_viewer().actor, at=clock.now())
            told = told_of_seats(session, event)
        except TakenBackAlready as error:
            flash(translated(error), "warning")
            return redirect(back, code=303)
    flash(_n("One person stands as before.", "%(num)d people stand as before.", number))
    tell(told)
    if kept:
        flash(_kept_words(kept), "warning")
    return redirect(back, code=303)


@for_event(Permission.SEE_NAMES)
def chosen_file(event: Event, form: str) -> ResponseReturnValue:
    """Those chosen as a file, in the columns of the list; nothing is changed."""
    try:
        picked = chosen_page.read_chosen(event)
    except _REFUSALS as error:
        flash(translated(error), "warning")
        return redirect(_list_address(event), code=303)
    condition = chosen_page.condition_of(event, picked.chosen)
    return file_answer(picked.reading, condition, ListFormat(form), told=("chosen",))


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these acts to the blueprint of registrations."""
    base = "/events/<slug>/participants"
    bp.add_url_rule(f"{base}/chosen", view_func=change_chosen, methods=["POST"])
    bp.add_url_rule(f"{base}/chosen.{FORMATS}", view_func=chosen_file, methods=["POST"])
    bp.add_url_rule(f"{base}/acts/<int:act_id>", view_func=bulk_act)
    bp.add_url_rule(f"{base}/acts/<int:act_id>/take-back", view_func=take_back_many, methods=["POST"])


def _arguments(event: Event) -> dict[str, Any]:
    """The list that was left, as the arguments of this address say it."""
    return dict(list_page.read(event).view.arguments())


def _list_address(event: Event) -> str:
    reading = list_page.read(event)
    return reading.address(reading.view)


def _person_url(event: Event, row: bulk_queries.Left) -> str:
    return url_for(".participant", slug=event.slug, registration_id=row.registration_id)


def _why(found: BulkAct, row: bulk_queries.Left) -> str:
    return translated(reason(found.kind, row.refusal, status=row.before, name=row.full_name))


def _kept_words(kept: list[str]) -> str:
    named = listing_text(kept[:_KEPT_NAMED_MAX], locale=current_language())
    if len(kept) <= _KEPT_NAMED_MAX:
        return str(_("Changed again since, and left as it is: %(names)s.", names=named))
    more = len(kept) - _KEPT_NAMED_MAX
    return str(_("Changed again since, and left as it is: %(names)s, and %(more)s more.", names=named, more=more))


def _done_words(kind: BulkKind, number: int) -> str:
    """What was done, to how many: one sentence."""
    sentences = {
        BulkKind.CONFIRM: _n("One person is confirmed.", "%(num)d people are confirmed.", number),
        BulkKind.DECLINE: _n("One person has declined.", "%(num)d people have declined.", number),
        BulkKind.CANCEL: _n("One registration is cancelled.", "%(num)d registrations are cancelled.", number),
        BulkKind.RESTORE: _n("One person is on the list again.", "%(num)d people are on the list again.", number),
        BulkKind.GROUP: _n("The group of one person is changed.", "The group of %(num)d people is changed.", number),
        BulkKind.ROLE: _n("The role of one person is changed.", "The role of %(num)d people is changed.", number),
        BulkKind.LANGUAGE: _n(
            "The language of one person is changed.", "The language of %(num)d people is changed.", number
        ),
    }
    return str(sentences[kind])
