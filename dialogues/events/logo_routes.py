"""Pages that say whose letterheads the papers of an event have, or of all events of a process."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.formats import listing_text
from dialogues.core.i18n import _, current_language, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events import logo_queries, logo_rules, logo_services, queries
from dialogues.events.access import for_event
from dialogues.events.logo_forms import OF_PROCESS, OWN, EventLogosForm, ProcessLogosForm
from dialogues.events.logo_models import Chosen
from dialogues.events.models import Event, Process
from dialogues.people.letterhead_queries import Letterhead, list_with_letterhead
from dialogues.people.logo_answer import picture_answer


@for_event(Permission.EDIT_EVENT)
def choose_event_logos(event: Event) -> ResponseReturnValue:
    """Whose logos stand on the papers of an event, and whose address on its letters."""
    viewer = current_viewer()
    row = logo_queries.find_for_event(db.session(), event.id)
    of_process = logo_queries.list_of_process(db.session(), event)
    shown = logo_queries.list_chosen(db.session(), row) if row else of_process
    form = EventLogosForm(data=_values(row.chosen if row else Chosen(), OWN if row else OF_PROCESS))
    if event.process_id is None:
        del form.whose
    else:
        form.offer_process(listing_text([one.name for one in of_process], locale=current_language()))
    form.offer(_offered(viewer, shown))
    if form.validate_on_submit():
        try:
            with act(form) as session:
                if event.process_id is not None and form.follows_process():
                    before = logo_services.follow_process(session, event, actor=viewer.actor, at=clock.now())
                else:
                    before = logo_services.choose_event_logos(
                        session,
                        event,
                        form.chosen(),
                        among=logo_queries.may_choose(viewer),
                        actor=viewer.actor,
                        at=clock.now(),
                    )
                slug = event.slug
        except (logo_rules.LogoTwice, logo_rules.NoSuchLetterhead) as error:
            show_error(form.first, error)
        else:
            url = url_for(".restore_event_logos", slug=slug, own=int(before is not None), logo=_ids(before))
            flash_undo(_("The papers of this event have these letterheads now."), url=url, label=_("Undo"))
            return back_to(".choose_event_logos", slug=slug)
    page = render_template(
        "events/choose_event_logos.html",
        event=event,
        form=form,
        shown=shown,
        logos=_on_paper(shown, lambda place, _one: url_for(".event_logo", slug=event.slug, logo_number=place)),
        has_any=len(form.first.choices) > 1,
    )
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_EVENT)
def restore_event_logos(event: Event) -> ResponseReturnValue:
    """Choose again what was chosen before."""
    viewer, slug = current_viewer(), event.slug

    def restore(session: Session) -> None:
        if request.args.get("own") == "1":
            among = logo_queries.may_choose(viewer)
            logo_services.choose_event_logos(session, event, _asked(), among=among, actor=viewer.actor, at=clock.now())
        else:
            logo_services.follow_process(session, event, actor=viewer.actor, at=clock.now())

    _say_restored(restore)
    return back_to(".choose_event_logos", slug=slug)


@for_event(Permission.SEE_EVENT)
def event_logo(event: Event, logo_number: int) -> ResponseReturnValue:
    """The first, second or third logo of the papers of an event as a picture."""
    shown = logo_queries.list_on_papers(db.session(), event)
    return picture_answer(shown[logo_number - 1] if 0 < logo_number <= len(shown) else None)


@requires(Permission.MANAGE_EVENTS)
def choose_process_logos(process_slug: str) -> ResponseReturnValue:
    """Whose logos stand on the papers of all events of a process that have no letterheads of their own."""
    process, viewer = _process(process_slug), current_viewer()
    row = logo_queries.find_for_process(db.session(), process.id)
    shown = logo_queries.list_chosen(db.session(), row)
    form = ProcessLogosForm(data=_values(row.chosen if row else Chosen(), OWN))
    form.offer(_offered(viewer, shown))
    if form.validate_on_submit():
        try:
            with act(form) as session:
                before = logo_services.choose_process_logos(
                    session,
                    process,
                    form.chosen(),
                    among=logo_queries.may_choose(viewer),
                    actor=viewer.actor,
                    at=clock.now(),
                )
        except (logo_rules.LogoTwice, logo_rules.NoSuchLetterhead) as error:
            show_error(form.first, error)
        else:
            url = url_for(".restore_process_logos", process_slug=process_slug, logo=_ids(before))
            flash_undo(_("The papers of this process have these letterheads now."), url=url, label=_("Undo"))
            return back_to(".choose_process_logos", process_slug=process_slug)
    page = render_template(
        "events/choose_process_logos.html",
        process=process,
        form=form,
        shown=shown,
        logos=_on_paper(shown, lambda _place, one: url_for("people.logo", organisation_id=one.organisation_id)),
        has_any=len(form.first.choices) > 1,
    )
    return page, 422 if form.errors else 200


@requires(Permission.MANAGE_EVENTS)
def restore_process_logos(process_slug: str) -> ResponseReturnValue:
    """Choose again for a process what was chosen before."""
    process, viewer = _process(process_slug), current_viewer()

    def restore(session: Session) -> None:
        among = logo_queries.may_choose(viewer)
        logo_services.choose_process_logos(session, process, _asked(), among=among, actor=viewer.actor, at=clock.now())

    _say_restored(restore)
    return back_to(".choose_process_logos", process_slug=process_slug)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of letterheads to the blueprint of events."""
    both = ["GET", "POST"]
    base = "/events/<slug>/letterhead"
    bp.add_url_rule(base, view_func=choose_event_logos, methods=both)
    bp.add_url_rule(f"{base}/restore", view_func=restore_event_logos, methods=["POST"])
    bp.add_url_rule(f"{base}/<int:logo_number>.png", view_func=event_logo)
    base = "/processes/<process_slug>/letterhead"
    bp.add_url_rule(base, view_func=choose_process_logos, methods=both)
    bp.add_url_rule(f"{base}/restore", view_func=restore_process_logos, methods=["POST"])


def _say_restored(restore: Callable[[Session], None]) -> None:
    """Restore in one act, and say that it was done or why it cannot be."""
    try:
        with unit_of_work() as session:
            restore(session)
    except (logo_rules.LogoTwice, logo_rules.NoSuchLetterhead) as error:
        flash(translated(error), "warning")
    else:
        flash(_("The letterheads are as they were."))


def _process(process_slug: str) -> Process:
    process = queries.find_process(db.session(), process_slug)
    if process is None:
        raise NotFoundHere
    return process


def _offered(viewer: Any, shown: list[Letterhead]) -> list[Letterhead]:
    """What may be chosen, and what is chosen already."""
    offered = list_with_letterhead(db.session(), among=logo_queries.may_choose(viewer))
    known = {one.organisation_id for one in offered}
    return [*offered, *(one for one in shown if one.organisation_id not in known)]


def _on_paper(shown: list[Letterhead], url_of: Callable[[int, Letterhead], str]) -> list[dict[str, Any]]:
    """The logos that are printed, as the component shows them; `url_of` a place and its letterhead is the picture."""
    return [
        {"url": url_of(place, one), "width": one.width, "height": one.height, "name": one.name}
        for place, one in enumerate(shown, start=1)
        if one.logo_id is not None
    ]


def _values(chosen: Chosen, whose: str) -> dict[str, Any]:
    return {"first": chosen.first_id, "second": chosen.second_id, "third": chosen.third_id, "whose": whose}


def _ids(chosen: Chosen | None) -> list[int]:
    return logo_rules.in_order(chosen or ())


def _asked() -> list[int | None]:
    """The numbers that the address names. Raises NotFoundHere for what is none."""
    try:
        return [int(one) for one in request.args.getlist("logo")]
    except ValueError as error:
        raise NotFoundHere from error
