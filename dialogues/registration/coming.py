"""What the pages for somebody new on the list have in common: who it may be, and what is said when it is done."""

from collections.abc import Sequence

from flask import flash, url_for

from dialogues.accounts.access import Permission, current_viewer, may_everywhere
from dialogues.core import once
from dialogues.core.db import db
from dialogues.core.i18n import _
from dialogues.core.web import show_error
from dialogues.events.access import visible_to
from dialogues.events.models import Event
from dialogues.people.contact import read_phones
from dialogues.people.queries import list_organisation_names
from dialogues.people.rules import RefusedFact
from dialogues.registration.forms import ComingForm, RegistrationForm
from dialogues.registration.recognition import Offer, list_offers


def sees_directory() -> bool:
    """Whether the reader may see people and organisations of every event."""
    return may_everywhere(current_viewer(), Permission.SEE_DIRECTORY)


def offers_for(form: ComingForm, event: Event) -> list[Offer]:
    """Those known who have the name or telephone number that was written.

    Raises AlreadySent if this form has acted before: the person it put on the list would be offered.
    """
    if once.find_location(db.session(), str(form.once.data)) is not None:
        raise once.AlreadySent
    phones = read_phones(form.phone.data, country=event.country)
    return list_offers(
        db.session(),
        event.id,
        full_name=form.full_name.data or "",
        phones=[one for one in (phones.first, phones.second) if one and one not in phones.unread],
        among=visible_to(current_viewer()),
        whole_directory=sees_directory(),
    )


def addresses(offers: Sequence[Offer], event: Event) -> dict[int, str]:
    """The page of each of those offered who is on the list already, by the id of the registration."""
    ids = [offer.registration_id for offer in offers if offer.registration_id is not None]
    return {one: url_for("registration.participant", slug=event.slug, registration_id=one) for one in ids}


def remember_asked(form: ComingForm, offers: Sequence[Offer]) -> None:
    """Let the form carry who was offered, so that another name typed afterwards is asked about again."""
    form.asked.data = ",".join(str(offer.person_id) for offer in offers)


def show_refusal(form: RegistrationForm, error: RefusedFact) -> None:
    """Put the sentence of a refused fact beside its field."""
    show_error(form[error.field if error.field in form else "full_name"], error)


def known_organisations() -> Sequence[str]:
    """Names to complete while typing, for who may see them."""
    return list_organisation_names(db.session()) if sees_directory() else ()


def warn_about_phones(form: RegistrationForm, event: Event) -> None:
    """Say which telephone numbers could not be read; they are kept as typed."""
    for typed in read_phones(form.phone.data, country=event.country).unread:
        sentence = _("“%(phone)s” cannot be read as a telephone number. It is kept as you wrote it.", phone=typed)
        flash(sentence, "warning")
