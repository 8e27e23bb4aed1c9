"""The API's addresses of registrations."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.api import json_body, list_answer, page_arguments
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from dialogues.core.formats import language_text
from dialogues.core.i18n import N_
from dialogues.events.access import for_event, permissions_in
from dialogues.events.models import Event
from dialogues.people.queries import GroupChoice, find_group_by_name, list_group_choices
from dialogues.people.rules import UnknownGroup
from dialogues.people.sectors import Sector
from dialogues.registration import queries, seat_services, services
from dialogues.registration.forms import NewRegistrationForm
from dialogues.registration.kinds import Purpose, Status
from dialogues.registration.seat_rules import WhenFull
from dialogues.registration.shapes import registration_json

bp = Blueprint("registration_api", __name__, url_prefix="/api/v1")

# What may be sent about a registration; the rest of the object is ours to say.
_SENT = frozenset(
    {
        "full_name", "honorific", "sort_as", "sector", "stakeholder_group", "organisation", "position", "gender",
        "age_group", "phone", "email", "place", "language", "role", "status", "notes", "consents", "when_full",
    }
)  # fmt: skip


class UnknownFields(DomainError):
    """A key that cannot be set is a mistake, or a try to set what is not the sender's to say."""

    message = N_("These cannot be set: %(names)s.")


class UnknownChoice(DomainError):
    """What shall happen when all seats are taken is one of three words."""

    message = N_("when_full must be one of %(names)s.")


class NotAText(DomainError):
    """Every value of a registration is a text."""

    message = N_("%(name)s must be a text.")


class UnusableFields(DomainError):
    """The form refused something; the sentences of its fields follow."""

    message = "%(sentences)s"


@bp.get("/events/<slug>/registrations")
@for_event(Permission.SEE_NAMES)
def list_registrations(event: Event) -> ResponseReturnValue:
    """The list of an event by name, a page at a time, as far as the reader's role sees it."""
    permissions = permissions_in(db.session(), current_viewer(), event)
    sector = request.args.get("sector")
    if sector and sector not in Sector.__members__:
        raise BadRequest(f"sector must be one of {', '.join(Sector)}.")
    filters: dict[str, Any] = {
        "text": request.args.get("q", "").strip(),
        "sector": Sector(sector) if sector else None,
        "by_phone": Permission.SEE_PARTICIPANTS in permissions,
    }
    asked = page_arguments()
    rows = queries.list_full(db.session(), event.id, **filters, size=asked.size, offset=asked.offset)
    total = queries.count_registrations(db.session(), event.id, **filters)
    return list_answer("registrations", [registration_json(row, permissions) for row in rows], total=total, asked=asked)


@bp.post("/events/<slug>/registrations")
@for_event(Permission.EDIT_PARTICIPANTS)
def register(event: Event) -> ResponseReturnValue:
    """Put somebody on the list; who surely is known, by name and number or organisation, is not added twice.

    To be confirmed takes a seat. Where none is left `when_full` decides: nothing is written and the answer is
    `event_full` or `sector_full` (`refuse`, unless told otherwise), the person stands on the waiting list (`wait`), or
    is confirmed all the same (`confirm`). The answer's status says what came of it.
    """
    permissions = permissions_in(db.session(), current_viewer(), event)
    body = dict(json_body())
    when_full = _when_full(body.pop("when_full", None))
    form = _read(db.session(), body)
    actor, now = current_viewer().actor, clock.now()
    is_asking = when_full is WhenFull.WAIT and form.chosen_status() is Status.CONFIRMED
    with unit_of_work() as session:
        registration = services.register_recognised(
            session,
            event,
            facts=form.facts(),
            role=form.chosen_role(),
            status=Status.APPLIED if is_asking else form.chosen_status(),
            notes=form.notes.data,
            consents=form.consents(),
            actor=actor,
            at=now,
        )
        if is_asking:
            seat_services.claim_seat(session, event, registration, actor=actor, at=now)
        elif when_full is WhenFull.REFUSE:
            seat_services.require_free(session, registration)
        registration_id = registration.id
    return _created(registration_json(queries.find_full(db.session(), registration_id), permissions))


def _when_full(said: Any) -> WhenFull:
    if said is None:
        return WhenFull.REFUSE
    if said not in set(WhenFull):
        raise UnknownChoice(names=", ".join(WhenFull))
    return WhenFull(said)


def _created(answer: Mapping[str, Any]) -> Response:
    response = jsonify(answer)
    response.status_code = 201
    return response


def _read(session: Session, body: Mapping[str, Any]) -> NewRegistrationForm:
    """The body through the form of the pages, so that both refuse the same in the same words."""
    sent = _texts(body)
    groups = list_group_choices(session)
    if sent.get("stakeholder_group"):
        sent["stakeholder_group"] = str(_group_id(session, sent["stakeholder_group"], groups))
    form = NewRegistrationForm(formdata=MultiDict(sent), meta={"csrf": False})
    language = sent.get("language", "")
    is_known = language_text(language, locale="en") != language
    form.offer(groups, language=language if is_known else None)
    if not form.validate():
        sentences = (f"{field.short_name}: {error}" for field in form for error in field.errors)
        raise UnusableFields(sentences=" ".join(sentences))
    return form


def _texts(body: Mapping[str, Any]) -> dict[str, str]:
    unknown = sorted(set(body) - _SENT)
    if unknown:
        raise UnknownFields(names=", ".join(unknown))
    consents = body.get("consents") or {}
    if not isinstance(consents, dict):
        raise NotAText(name="consents")
    foreign = sorted(set(consents) - {purpose.value for purpose in Purpose})
    if foreign:
        raise UnknownFields(names=", ".join(f"consents.{name}" for name in foreign))
    flat = {name: value for name, value in body.items() if name != "consents" and value is not None}
    flat |= {f"consent_{name}": value for name, value in consents.items() if value is not None}
    for name, value in flat.items():
        if not isinstance(value, str):
            raise NotAText(name=name)
    return flat


def _group_id(session: Session, name: str, groups: list[GroupChoice]) -> int:
    group = find_group_by_name(session, name)
    if group is None or group.id not in {one.id for one in groups}:
        raise UnknownGroup
    return group.id
