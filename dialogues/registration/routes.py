"""Pages of an event's list of participants."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, page_number
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.contact import phone_text
from dialogues.people.queries import list_group_choices
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words
from dialogues.registration import (
    balance_page,
    coming,
    offer_routes,
    own_page_routes,
    participant_routes,
    people_routes,
    public_form_routes,
    public_routes,
    queries,
    question_routes,
    seat_queries,
    seat_routes,
    seat_services,
    services,
    status_routes,
    substitute_routes,
    wording,
)
from dialogues.registration.forms import NewRegistrationForm
from dialogues.registration.kinds import EVENT_ROLE_NAMES, STATUS_NAMES, EventRole, Status
from dialogues.registration.recognition import Offer
from dialogues.registration.seat_rules import EventFull, SectorFull

Code = TypeVar("Code", bound=StrEnum)

# Who comes first, then who may come.
_TABS = (Status.CONFIRMED, Status.WAITING, Status.APPLIED, Status.INVITED, Status.DECLINED, Status.CANCELLED)

bp = Blueprint("registration", __name__)
wording.teach_journal()
for part in (
    participant_routes, status_routes, substitute_routes, people_routes, seat_routes, offer_routes,
    public_routes, own_page_routes, public_form_routes, question_routes,
):  # fmt: skip
    part.add_pages(bp)


@bp.get("/events/<slug>/participants")
@for_event(Permission.SEE_NAMES)
def list_participants(event: Event) -> ResponseReturnValue:
    """Who is on the list, by state, with what they were searched and filtered by."""
    sees_contacts = may_in(current_viewer(), Permission.SEE_PARTICIPANTS, event)
    may_edit = may_in(current_viewer(), Permission.EDIT_PARTICIPANTS, event)
    filters: dict[str, Any] = {
        "text": request.args.get("q", "").strip(),
        "sector": Sector.__members__.get(request.args.get("sector", "")),
        "role": _code(EventRole, "role"),
        "by_phone": sees_contacts,
    }
    status, sort = _code(Status, "status"), request.args.get("sort", "name")
    sort = sort if sort.removeprefix("-") in queries.SORTS else "name"
    counts = queries.count_by_status(db.session(), event.id, **filters)
    total = counts[status] if status else sum(counts.values())
    page = queries.list_registrations(
        db.session(), event.id, **filters, status=status, sort=sort, page=page_number(), total=total
    )
    asked = {
        "q": filters["text"],
        "sector": filters["sector"],
        "role": filters["role"],
        "status": status,
        "sort": "" if sort == "name" else sort,
    }
    asked = {name: str(value) for name, value in asked.items() if value}
    return render_template(
        "registration/list_participants.html",
        event=event,
        page=page,
        tabs=_tabs(event, counts, asked),
        heads=_heads(event, sort, asked, sees_contacts=sees_contacts)
        + ([{"label": _("What to do"), "low": True, "hidden": True}] if may_edit else []),
        asked=asked,
        sees_contacts=sees_contacts,
        may_edit=may_edit,
        panel=balance_page.balance_panel(db.session(), event) if sees_contacts else None,
        may_plan=may_in(current_viewer(), Permission.EDIT_EVENT, event),
        places=seat_queries.find_places(
            db.session(), event.id, [row.id for row in page.rows if row.status is Status.WAITING]
        ),
        sectors=in_words(SECTOR_NAMES),
        statuses=in_words(STATUS_NAMES),
        roles=in_words(EVENT_ROLE_NAMES),
        phone_text=phone_text,
    )


@bp.route("/events/<slug>/participants/new", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def add_participant(event: Event) -> ResponseReturnValue:
    """Put somebody on the list. If the directory may know them already, the form comes back and asks."""
    form = NewRegistrationForm()
    form.offer(list_group_choices(db.session()))
    offers: list[Offer] = []
    full: str | None = None
    if form.validate_on_submit():
        offers = coming.offers_for(form, event)
        try:
            person_id = form.chosen_person({offer.person_id for offer in offers})
            with act(form) as session:
                registration = services.register(
                    session,
                    event,
                    facts=form.facts(),
                    person_id=person_id,
                    role=form.chosen_role(),
                    status=_status(form),
                    notes=form.notes.data,
                    consents=form.consents(),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                if "when_full" not in request.form:
                    seat_services.require_free(session, registration)  # or nothing of this is kept
                slug, registration_id, name = event.slug, registration.id, registration.full_name
        except RefusedFact as error:
            full = translated(error) if isinstance(error, EventFull | SectorFull) else None
            coming.show_refusal(form, error)
        else:
            flash(_("%(name)s is on the list.", name=name))
            coming.warn_about_phones(form, event)
            if request.form.get("then") == "another":
                return back_to(".add_participant", slug=slug)
            return back_to(".participant", slug=slug, registration_id=registration_id)
    coming.remember_asked(form, offers)
    page = render_template(
        "registration/add_participant.html",
        event=event,
        form=form,
        offers=offers,
        urls=coming.addresses(offers, event),
        organisations=coming.known_organisations(),
        statuses=in_words(STATUS_NAMES),
        sectors=in_words(SECTOR_NAMES),
        full=full,
        panel=balance_page.balance_panel(db.session(), event),
        may_plan=may_in(current_viewer(), Permission.EDIT_EVENT, event),
    )
    return page, 422 if form.errors else 200


def _status(form: NewRegistrationForm) -> Status:
    """The state that was chosen; who was told that all seats are taken may have chosen the waiting list since."""
    return Status.WAITING if request.form.get("when_full") == "wait" else form.chosen_status()


def _code(kind: type[Code], name: str) -> Code | None:
    """The code of `kind` that the address asks for; nonsense asks for nothing."""
    return next((one for one in kind if one.value == request.args.get(name)), None)


def _tabs(event: Event, counts: Mapping[Status, int], asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Everybody, then each state, with the numbers that the other filters leave."""
    others: dict[str, Any] = {name: value for name, value in asked.items() if name != "status"}
    address = url_for(".list_participants", slug=event.slug, **others)
    everybody: dict[str, Any] = {
        "label": _("All"), "url": address, "count": sum(counts.values()), "is_current": "status" not in asked
    }  # fmt: skip
    return [everybody] + [
        {
            "label": _(STATUS_NAMES[status]),
            "url": url_for(".list_participants", slug=event.slug, **others, status=status.value),
            "count": counts[status],
            "is_current": asked.get("status") == status.value,
            "alert": status is Status.APPLIED and counts[status] > 0,
        }
        for status in _TABS
    ]


def _heads(event: Event, sort: str, asked: Mapping[str, str], *, sees_contacts: bool) -> list[dict[str, Any] | str]:
    """The heads of the list: each sorts, and the one that does sorts the other way round next."""
    others: dict[str, Any] = {name: value for name, value in asked.items() if name != "sort"}

    def head(name: str, label: str) -> dict[str, Any]:
        wanted = f"-{name}" if sort == name else name
        return {
            "label": label,
            "url": url_for(".list_participants", slug=event.slug, **others, sort=wanted),
            "sorted": {name: "ascending", f"-{name}": "descending"}.get(sort),
        }

    return [
        head("name", _("Name")),
        head("organisation", _("Organisation")),
        head("sector", _("Sector")),
        *([{"label": _("Telephone"), "low": True}] if sees_contacts else []),
        head("status", _("Status")),
    ]
