"""The letter that offers a seat, in the language of whom it goes to."""

from typing import NamedTuple

from dialogues.core import formats
from dialogues.core.i18n import LANGUAGES, _, force_locale
from dialogues.events.models import Event
from dialogues.registration.models import Registration
from dialogues.registration.seat_models import SeatOffer


class Letter(NamedTuple):
    """A mail as it leaves."""

    subject: str
    text: str
    language: str


def offer_address(site: str, token: str) -> str:
    """Where a seat is accepted or declined, below the address of this instance."""
    return f"{site.rstrip('/')}/offer/{token}"


def letter(event: Event, registration: Registration, offer: SeatOffer, *, site: str) -> Letter:
    """What somebody is written who is offered a seat. Without `site` nobody far away could follow a link."""
    language = registration.language if registration.language in LANGUAGES else "en"
    with force_locale(language):
        dates = formats.day_range_text(event.starts_on, event.ends_on, locale=language)
        until = formats.instant_text(offer.expires_at, event.zone, locale=language)
        sentences = [
            _("Dear %(name)s,", name=registration.full_name),
            "",
            _("a seat has become free for you: %(title)s, %(dates)s.", title=event.title, dates=dates),
            _("It is held for you until %(until)s (%(zone)s).", until=until, zone=event.zone_name),
            "",
        ]
        if event.place:
            sentences[3:3] = [_("Where: %(place)s.", place=event.place)]
        if site:
            address = offer_address(site, offer.token)
            sentences += [_("Say yes or no here:"), f"{address}?language={language}"]
        elif event.contact:
            sentences += [_("Say yes or no to: %(contact)s", contact=event.contact)]
        else:
            sentences += [_("Say yes or no to whoever invited you.")]
        sentences += ["", _("Without an answer by then, the seat goes to the next person who waits.")]
        subject = _("A seat for you: %(title)s", title=event.title)
        return Letter(str(subject), "\n".join(str(one) for one in sentences), str(language))
