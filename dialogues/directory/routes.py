"""Pages of persons who may be known twice."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, flash_undo, page_number
from dialogues.directory import organisation_routes, page, queries, rules, services, wording
from dialogues.directory.forms import merge_form
from dialogues.directory.models import Kind, Merge
from dialogues.events.access import find_event, visible_to
from dialogues.events.models import Event
from dialogues.events.queries import list_events
from dialogues.people.queries import find_person
from dialogues.people.remarks import add_remarks
from dialogues.registration import offering

bp = Blueprint("directory", __name__)
wording.teach_journal()
organisation_routes.add_pages(bp)
add_remarks("person", page.remarks_on_person)
add_remarks("organisation", page.remarks_on_organisation)


@bp.get("/people/duplicates")
@requires(Permission.SEE_DIRECTORY)
def list_duplicates() -> ResponseReturnValue:
    """Pairs of persons who may be one, side by side with why, the likeliest first."""
    session, slug = db.session(), request.args.get("event", "")
    events = list_events(session, visible=visible_to(current_viewer()))
    event = find_event(session, slug, viewer=current_viewer())
    found = queries.list_proposals(session, event_id=event.id if event else None, page=page_number())
    return render_template(
        "directory/list_duplicates.html",
        page=found,
        pairs=[page.proposal_view(one) for one in found.rows],
        event=event,
        events=[(one.slug, one.title) for one in events],
        not_same=queries.count_not_same(session, Kind.PERSON),
    )


@bp.get("/people/<int:person_id>/duplicates")
@requires(Permission.SEE_DIRECTORY)
def list_duplicates_of(person_id: int) -> ResponseReturnValue:
    """Those who may be the same as one person, side by side with them."""
    person = find_person(db.session(), person_id)
    if person is None:
        raise NotFoundHere
    found = queries.list_proposals_of(db.session(), person_id)
    return render_template(
        "directory/list_duplicates_of.html", person=person, pairs=[page.proposal_view(one) for one in found]
    )


@bp.get("/people/not-same")
@requires(Permission.SEE_DIRECTORY)
def list_not_same() -> ResponseReturnValue:
    """Pairs of persons that somebody said are two; each can be taken back."""
    found = queries.list_not_same(db.session(), Kind.PERSON, page=page_number())
    names = queries.list_names(db.session(), Kind.PERSON, found.rows)
    return render_template("directory/list_not_same.html", page=found, names=names)


@bp.route("/people/merge/<int:first_id>/<int:second_id>", methods=["GET", "POST"])
@requires(Permission.SEE_DIRECTORY)
def merge_persons(first_id: int, second_id: int) -> ResponseReturnValue:
    """Two persons side by side; for each difference it is chosen which one is kept, then they are one."""
    if first_id == second_id and find_person(db.session(), first_id) is not None:
        raise rules.WithItself
    pair = queries.find_pair(db.session(), first_id, second_id)
    if pair is None:
        _require_unmerged(first_id, second_id)
        raise NotFoundHere
    form = merge_form(*pair)
    problem = None
    if form.validate_on_submit():
        try:
            with act(form) as session:
                merge = services.merge_persons(
                    session,
                    first_id=first_id,
                    second_id=second_id,
                    chosen=form.chosen(),
                    described_by=form.described_by(),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                kept = find_person(session, merge.kept_id)
                merge_id, kept_id, name = merge.id, merge.kept_id, kept.full_name if kept else merge.kept_name
                offered = _pass_on(session, merge)
        except rules.NotChosen as error:  # one of them was changed after the page was opened
            problem = translated(error)
            pair = queries.find_pair(db.session(), first_id, second_id) or pair
        else:
            flash_undo(
                _("%(name)s is one person now, with everything that was kept under either name.", name=name),
                url=url_for(".undo_merge", merge_id=merge_id),
                label=_("Undo"),
            )
            for sentence in offered:
                flash(sentence)
            return back_to("registration.known_person", person_id=kept_id)
    view = page.pair_view(*pair)
    body = render_template("directory/merge_persons.html", form=form, pair=view, problem=problem)
    return body, 422 if form.errors or problem else 200


@bp.post("/people/merges/<int:merge_id>/undo")
@requires(Permission.SEE_DIRECTORY)
def undo_merge(merge_id: int) -> ResponseReturnValue:
    """What was merged is two again."""
    with unit_of_work() as session:
        undone = services.undo_merge(session, merge_id, actor=current_viewer().actor, at=clock.now())
        kind, kept_id, name = undone.merge.kind, undone.merge.kept_id, undone.merge.gone_name
    flash(_("The merge is taken back: “%(name)s” is in the directory again.", name=name))
    for sentence in page.still_in_words(undone.still):
        flash(sentence, "warning")
    if kind is Kind.ORGANISATION:
        return back_to("people.organisation", organisation_id=kept_id)
    return back_to("registration.known_person", person_id=kept_id)


@bp.post("/people/not-same/<int:first_id>/<int:second_id>")
@requires(Permission.SEE_DIRECTORY)
def say_not_same(first_id: int, second_id: int) -> ResponseReturnValue:
    """Two persons are known to be two and are not proposed again."""
    with unit_of_work() as session:
        one, other = services.say_not_same(
            session,
            Kind.PERSON,
            first_id=first_id,
            second_id=second_id,
            actor=current_viewer().actor,
            at=clock.now(),
        )
    flash_undo(
        _("%(one)s and %(other)s are two persons. They are not proposed again.", one=one, other=other),
        url=url_for(".take_back_not_same", first_id=first_id, second_id=second_id),
        label=_("Undo"),
    )
    return back_to(".list_duplicates")


@bp.post("/people/not-same/<int:first_id>/<int:second_id>/undo")
@requires(Permission.SEE_DIRECTORY)
def take_back_not_same(first_id: int, second_id: int) -> ResponseReturnValue:
    """Whether two persons are the same is open again."""
    with unit_of_work() as session:
        services.take_back_not_same(
            session,
            Kind.PERSON,
            first_id=first_id,
            second_id=second_id,
            actor=current_viewer().actor,
            at=clock.now(),
        )
    flash(_("Whether they are the same is open again."))
    return back_to(".list_duplicates")


def _pass_on(session: Session, merge: Merge) -> list[str]:
    """Offer the seats of whoever sat twice; what is to be said of it."""
    session.flush()  # the seats are counted in the database
    events = [session.get_one(Event, one["event_id"]) for one in merge.moved["united"]]
    told = (offering.made_words(offering.pass_on(session, event)) for event in events)
    return [words for words in told if words is not None]


def _require_unmerged(*ids: int) -> None:
    """Raise MergedMeanwhile if one of these persons is part of another one by now."""
    name = queries.find_merged_name(db.session(), ids)
    if name is not None:
        raise rules.MergedMeanwhile(name=name)
