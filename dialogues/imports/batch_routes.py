"""One import that was done: what it did, and taking it back."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import back_to
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.imports import page, queries, undo_services
from dialogues.registration.seat_news import tell, told_of_seats


def add_pages(bp: Blueprint) -> None:
    """The addresses of an import that was done."""
    base = "/events/<slug>/imports/<int:batch_id>"
    bp.add_url_rule(base, view_func=batch)
    bp.add_url_rule(f"{base}/undo", view_func=undo_import, methods=["POST"])


@for_event(Permission.EDIT_PARTICIPANTS)
def batch(event: Event, batch_id: int) -> ResponseReturnValue:
    """What one import did, and whom it left on the list when it was taken back."""
    found = queries.find_batch(db.session(), event.id, batch_id)
    if found is None:
        raise NotFoundHere
    kept = [
        {"name": name, "url": url_for("registration.participant", slug=event.slug, registration_id=id_)}
        for id_, name in queries.list_kept(db.session(), batch_id)
    ]
    return render_template("imports/batch.html", event=event, batch=page.batches([found], event)[0], kept=kept)


@for_event(Permission.EDIT_PARTICIPANTS)
def undo_import(event: Event, batch_id: int) -> ResponseReturnValue:
    """Everything the import did is undone, but for whoever was marked or changed since."""
    now, actor, slug = clock.now(), current_viewer().actor, event.slug
    try:
        with unit_of_work() as session:
            found = queries.find_batch(session, event.id, batch_id)
            if found is None:
                raise NotFoundHere
            taken = undo_services.undo_import(session, found, actor=actor, at=now)
            told = told_of_seats(session, event)
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
        return back_to(".batch", slug=slug, batch_id=batch_id)
    said = [_n("One person is off the list again.", "%(num)d people are off the list again.", taken.removed)]
    if taken.restored:
        said.append(_n("One is as before.", "%(num)d are as before.", taken.restored))
    if taken.kept:
        said.append(
            _n(
                "One was marked or changed since and is kept.",
                "%(num)d were marked or changed since and are kept.",
                taken.kept,
            )
        )
    flash(" ".join([_("The import is taken back."), *said]))
    tell(told)
    return back_to(".batch", slug=slug, batch_id=batch_id)
