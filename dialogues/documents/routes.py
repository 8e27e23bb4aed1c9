"""Pages of printed things: the print centre, and each document as a PDF with an address of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda.queries import list_agenda
from dialogues.core import clock, web
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.formats import day_text, instant_text
from dialogues.core.i18n import LANGUAGES, _, current_language, translated
from dialogues.core.turns import one_after_another
from dialogues.documents import (
    certificate_routes,
    letter_routes,
    plan_queries,
    printing_queries,
    printing_routes,
    printing_services,
    printing_wording,
    programme_paper_routes,
    services,
    sheet_routes,
    unprintable_queries,
    version_paper_routes,
)
from dialogues.documents.badge_queries import list_chosen
from dialogues.documents.donor_queries import last_words
from dialogues.documents.forms import PrintForm
from dialogues.documents.group_facts import list_round_choices
from dialogues.documents.option_page import may_have, read_names, read_options, with_parts
from dialogues.documents.option_rules import OptionRefused
from dialogues.documents.pdf_answer import pdf_answer
from dialogues.documents.services import DOCUMENTS, Document
from dialogues.documents.wording import listed
from dialogues.events.access import for_event, may_in
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES, in_words
from dialogues.registration import chosen_page, list_page
from dialogues.registration.bulk_rules import NobodyChosen
from dialogues.registration.view_queries import list_views

_HISTORY = 8  # printings shown on the page

bp = Blueprint("documents", __name__)
letter_routes.add_pages(bp)
certificate_routes.add_pages(bp)
sheet_routes.add_pages(bp, lambda *refused: (_centre(*refused), 422))
printing_routes.add_pages(bp, lambda *refused: (_centre(*refused), 422))
programme_paper_routes.add_pages(bp)
version_paper_routes.add_pages(bp)


@dataclass(frozen=True)
class Card:
    """A document of the print centre as this reader may have it."""

    name: str
    title: str
    meta: str
    url: str
    is_current: bool


@bp.get("/events/<slug>/documents")
@for_event(Permission.SEE_EVENT)
def documents(event: Event) -> ResponseReturnValue:
    """What can be printed, with the options of one document: `?document=sign-in-sheet`."""
    offered = _offered(event)
    wanted = request.args.get("document") or offered[0].name
    chosen = next((document for document in offered if document.name == wanted), None)
    if chosen is None:
        raise NotFoundHere
    return _centre(event, chosen)


@bp.get("/events/<slug>/documents/<name>.pdf")
@for_event(Permission.SEE_EVENT)
@one_after_another
def print_document(event: Event, name: str) -> ResponseReturnValue:
    """A document as a PDF: `?day=&language=&paper=&names=`. Whoever may not see names gets it without, if it can be."""
    document = DOCUMENTS.get(name)
    if document is None:
        raise NotFoundHere
    if not may_have(document, event):
        raise NotAllowed
    names = read_names(request.args)
    may_see_names = may_in(current_viewer(), document.needs, event)
    if names == "yes" and not may_see_names:
        raise NotAllowed
    make = services.print_document
    if names == "no" or not may_see_names:
        make = services.print_document_without_names
    options = with_parts(event, document, read_options(event, request.args))
    base_url = _base_url(document)
    try:
        content = make(db.session(), event, name, options, at=clock.now(), base_url=base_url)
    except services.NotAnOption as error:
        raise NotFoundHere from error
    parts = [event.slug, name, *([options.day.isoformat()] if options.day else [])]
    return pdf_answer(content, f"{'-'.join(parts)}.pdf")


@bp.post("/events/<slug>/documents/badges/chosen")
@for_event(Permission.PRINT_NAMES)
@one_after_another
def print_chosen_badges(event: Event) -> ResponseReturnValue:
    """The badges of those chosen on the list of participants, as a file, so that the list stays with its ticks."""
    try:
        picked = chosen_page.read_chosen(event)
    except NobodyChosen as error:
        flash(translated(error), "warning")
        reading = list_page.read(event)
        return redirect(reading.address(reading.view), code=303)
    session, among = db.session(), chosen_page.condition_of(event, picked.chosen)
    base_url = _base_url(DOCUMENTS["badges"])
    options, now = read_options(event, request.args), clock.now()
    content = services.print_chosen_badges(
        session,
        event,
        among,
        options,
        at=now,
        base_url=base_url,
        ticked=len(picked.chosen.versions),
    )
    filename, actor = f"{event.slug}-badges.pdf", current_viewer().actor
    with unit_of_work() as writing:
        rows = list_chosen(writing, event, among)
        printing_services.keep_printing(writing, event, "badges", options, names="", actor=actor, at=now, chosen=rows)
    return pdf_answer(content, filename, disposition="attachment")


def _base_url(document: Document) -> str:
    """How readers of the paper reach this instance: as it is set; a letter may do with how its sender does."""
    configured: str = current_app.config["DIALOGUES"].BASE_URL
    return web.base_url() if document.name == "invitation-letters" else configured


def _offered(event: Event) -> list[Document]:
    return [document for document in DOCUMENTS.values() if may_have(document, event)]


def _centre(event: Event, chosen: Document, error: OptionRefused | None = None) -> str:
    """The print centre with the options of one document; after a refusal as it was filled in, with the sentence."""
    may_see_names = may_in(current_viewer(), Permission.PRINT_NAMES, event)
    language = current_language()
    printings = printing_queries.list_printings(db.session(), event.id)
    last = printing_queries.last_options(printings, user_id=current_viewer().actor.user_id, document=chosen.name)
    if error is not None:  # what was chosen and typed a moment ago
        last = {**request.form.to_dict(), "parts": ",".join(request.form.getlist("parts"))}
    form = _form(event, chosen, last, error)
    papers = [("A3", "A3"), ("A4", "A4"), ("letter", "Letter")][0 if services.LARGE in chosen.options else 1 :]
    return render_template(
        "documents/documents.html",
        event=event,
        cards=[_card(document, event, is_current=document is chosen) for document in _offered(event)],
        chosen=chosen,
        action=_action(event, chosen.name),
        days=[("", _("All days")), *((day.day.isoformat(), day_text(day.day, locale=language)) for day in event.days)],
        day=last["day"] if error is not None and "day" in last else _day_offered(event, chosen),
        languages_offered=_languages_offered(chosen),
        language=last.get("language", language),
        papers=papers,
        paper=last.get("paper", papers[0][0]),
        last=last,
        form=form,
        knows=chosen.options,
        parts=_parts_offered(event, chosen, last.get("parts", "")),
        history=_history(event, printings) if may_see_names else [],
        may_pack=may_in(current_viewer(), Permission.EDIT_EVENT, event),
        editions=services.OF_PLAN in chosen.options,
        people=_people_offered(chosen, event),
        is_chosen="document" in request.args or error is not None,
        **_opened(form),
        may_choose_names=may_see_names
        and chosen.make_without_names is not None
        and may_tell_names(event=event.is_chatham_house),
        unprintable=unprintable_queries.list_unprintable_on(db.session(), event, chosen.name) if may_see_names else [],
    )


def _form(event: Event, document: Document, last: Mapping[str, str], error: OptionRefused | None) -> PrintForm:
    """What is typed: as it was last time, after a refusal as it was sent, with the sentence beside its field."""
    if error is not None:
        form = PrintForm(formdata=request.form)
    else:
        words = vars(last_words(db.session(), event.id)) if services.WORDS in document.options else {}
        # The next sheet of labels is another one, so where the last one began is not offered again.
        form = PrintForm(formdata=None, data={**last, "first": "", **words})
    form.sector.choices = _choices(_("All sectors"), in_words(SECTOR_NAMES).items())
    viewer = current_viewer()
    if services.LIST in document.options and viewer.id is not None:
        views = list_views(db.session(), user_id=viewer.id, event_id=event.id)
        form.view.choices = _choices(_("The whole list"), ((view.query, view.name) for view in views))
    if services.ROUND in document.options:
        form.round.choices = _choices(_("All rounds"), list_round_choices(db.session(), event))
    if error is not None:
        web.show_error(form[error.field], error)
    return form


def _opened(form: PrintForm) -> dict[str, bool]:
    """Which fields are not folded away: those where something is set, or refused."""
    folded = {
        "narrower": (form.view, form.since, form.person, form.pages),
        "on_labels": (form.stock, form.first, form.shift_x, form.shift_y),
    }
    return {name: any(one.data or one.errors for one in fields) for name, fields in folded.items()}


def _choices(nothing: str, others: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(code, words) for code, words in others)]


def _languages_offered(document: Document) -> list[tuple[str, str]]:
    """Each language, and each pair of two where the document can have two side by side."""
    pairs = permutations(LANGUAGES, 2) if services.BOTH_LANGUAGES in document.options else ()
    return [
        *LANGUAGES.items(),
        *((f"{one},{other}", f"{LANGUAGES[one]} + {LANGUAGES[other]}") for one, other in pairs),
    ]


def _history(event: Event, printings: Sequence[printing_queries.Printing]) -> list[dict[str, Any]]:
    """Who printed what and when, of the documents the reader may have, each with its form to print the same again."""
    told = []
    for one in printings:
        document = DOCUMENTS.get(one.document)
        if document is None or not may_have(document, event):
            continue
        told.append(
            {
                "what": listed(_(document.title), *printing_wording.options_in_words(one)),
                "when": instant_text(one.at, event.zone, locale=current_language()),
                "by": one.by_name,
                "action": _action(event, one.document),
                "options": one.again,
            }
        )
    return told[:_HISTORY]


def _action(event: Event, name: str) -> str:
    """Where the form of a document is sent: the rows of a sign-in sheet are kept, too."""
    if name == "sign-in-sheet":
        return url_for(".keep_sheets", slug=event.slug)
    return url_for(".keep_printing", slug=event.slug, name=name)


def _people_offered(document: Document, event: Event) -> list[tuple[str, str]]:
    """Whose own sheet can be asked for; nobody's, if the document has none."""
    if services.WHO not in document.options:
        return []
    people = plan_queries.list_people_with_parts(list_agenda(db.session(), event.id))
    return [("", _("Everybody with a part")), *people.items()]


def _day_offered(event: Event, document: Document) -> str:
    """The day that is printed next: today, else the first one to come; for a pack the first after today; else all."""
    if document.name not in ("sign-in-sheet", "day-pack"):
        return ""
    today = clock.day_in(event.zone, clock.now())
    coming = [day.day for day in event.days if day.day > today or (day.day == today and document.name != "day-pack")]
    return coming[0].isoformat() if coming else ""


def _parts_offered(event: Event, document: Document, last: str) -> list[tuple[str, str, bool]]:
    """What may go into a pack, with its title and whether it is ticked: as it was last time, else what is usual."""
    if services.PARTS not in document.options:
        return []
    ticked = last.split(",") if last else services.USUAL_IN_PACK
    viewer = current_viewer()
    return [
        (name, _(DOCUMENTS[name].title), name in ticked)
        for name in services.IN_PACK
        if may_in(viewer, DOCUMENTS[name].needs, event)
    ]


def _card(document: Document, event: Event, *, is_current: bool) -> Card:
    metas = {
        "agenda": _("Time, title, speaker and room"),
        "run-sheet": _("Aims, steps, materials and leads; not for distribution"),
        "wall-agenda": _("One large sheet a day, read at three metres"),
        "door-signs": _("A sheet for each room: what is in it, and when"),
        "rapporteur-sheet": _("A page for notes on each session"),
        "reporting-back-sheet": _("The question and three boxes for each group"),
        "facilitator-day": _("Own sessions in full, the others in a line"),
        "sign-in-sheet": _("A row for every confirmed person, and empty ones for walk-ins"),
        "badges": _("Eight to a page, with the code that the desk scans"),
        "desk-list": _("Names from A to Z with boxes to tick, for when the power is gone"),
        "name-tents": _("A sheet each, folded in three, the name on both sides"),
        "certificates": _("For everybody who was there, with the days and hours recorded"),
        "day-pack": _("All papers of a day as one file, with a list of what is in it"),
        "feedback-sheet": _("Five questions answered with a cross, and room for words"),
        "group-door-lists": _("A sheet for each door, with everybody in the group"),
        "group-master-list": _("Everybody with their group, for the entrance"),
        "table-cards": _("A card to fold for each table"),
        "attendance-report": _("The four numbers, sectors, gender, days and method"),
        "donor-summary": _("Two pages to pass on: findings, numbers, one chart, commitments"),
        "invitation-letters": _("A letter for each invitation, with its personal link"),
    }
    return Card(
        name=document.name,
        title=_(document.title),
        meta=metas[document.name],
        url=url_for(".documents", slug=event.slug, document=document.name),
        is_current=is_current,
    )
