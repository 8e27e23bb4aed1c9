"""The people chosen on a list: what may be done with them, and who they are.

A feature above that does something with chosen people needs a route that takes their form (POST), reads them with
`read_chosen`, and a line in `_ABOVE`; its button is there as soon as the program has that route.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import current_app, request, url_for

from dialogues.core.formats import language_text
from dialogues.core.i18n import N_, _, current_language, name_in_words
from dialogues.events.models import Event
from dialogues.people.fields import SPOKEN
from dialogues.people.sectors import SECTOR_NAMES, in_words
from dialogues.registration import list_page, list_queries
from dialogues.registration.bulk_rules import BulkKind, NobodyChosen
from dialogues.registration.bulk_services import Chosen
from dialogues.registration.forms import BulkForm
from dialogues.registration.kinds import EVENT_ROLE_NAMES
from dialogues.registration.list_files import ListFormat
from dialogues.registration.list_filters import EVERYBODY
from dialogues.registration.list_page import Reading
from dialogues.registration.list_queries import Group

# Routes of features above that take chosen people, and the words on their buttons.
_ABOVE = (
    ("messages.message_chosen", N_("Send a message")),
    ("documents.print_chosen_badges", N_("Print badges")),
)
MOVE_NAMES = {
    BulkKind.CONFIRM: N_("Confirm"),
    BulkKind.DECLINE: N_("Decline"),
    BulkKind.CANCEL: N_("Cancel the registrations"),
    BulkKind.RESTORE: N_("Restore"),
}
_FILES = {
    ListFormat.XLSX: N_("As a spreadsheet (XLSX)"),
    ListFormat.CSV: N_("As text for spreadsheets (CSV)"),
    ListFormat.JSON: N_("For programs (JSON)"),
}


@dataclass(frozen=True)
class Picked:
    """The people chosen on a list, and the list they were chosen on."""

    reading: Reading
    chosen: Chosen


def facts(reading: Reading, groups: Sequence[Group]) -> dict[str, Any]:
    """What the page offers for chosen people, and for all of the list; `groups` are those they may be put in."""
    slug, arguments = reading.event.slug, reading.view.arguments()
    files = [(url_for("registration.participants_file", slug=slug, form=form, **arguments), _(words))
             for form, words in _FILES.items()]  # fmt: skip
    return {
        "form": BulkForm(formdata=None, view=reading.view.query()),
        "moves": [(kind.value, _(words)) for kind, words in MOVE_NAMES.items()] if reading.may_edit else [],
        "gives": _gives(groups) if reading.may_edit else [],
        "above": [
            (url_for(endpoint, slug=slug), _(words))
            for endpoint, words in _ABOVE
            if reading.may_edit and endpoint in current_app.view_functions
        ],
        "files": files,
        "copy_url": url_for("registration.participants_file", slug=slug, form=ListFormat.TSV.value, **arguments),
        "chosen_files": [
            (url_for("registration.chosen_file", slug=slug, form=form.value), _(words))
            for form, words in _FILES.items()
        ],
        "chosen_copy_url": url_for("registration.chosen_file", slug=slug, form=ListFormat.TSV.value),
        "chosen_url": url_for("registration.change_chosen", slug=slug),
    }


def _gives(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """What may be given to all of those chosen."""
    sectors, locale = in_words(SECTOR_NAMES), current_language()
    named = [(one.id, f"{sectors[one.sector]}: {name_in_words(one.name)}") for one in groups]
    spoken = [(code, language_text(code, locale=locale)) for code in SPOKEN]
    return [
        {
            "name": BulkKind.GROUP.value,
            "label": _("Stakeholder group"),
            "choices": [("", _("None")), *sorted(named, key=lambda one: one[1])],
        },
        {"name": BulkKind.ROLE.value, "label": _("Role"), "choices": list(in_words(EVENT_ROLE_NAMES).items())},
        {"name": BulkKind.LANGUAGE.value, "label": _("Language"), "choices": [("", _("Not stated")), *spoken]},
    ]


def read_chosen(event: Event) -> Picked:
    """Who was chosen, by the form that was sent. Raises NobodyChosen.

    Those of another event are found by no question about this one; acts on them answer 404.
    """
    sent: Mapping[str, str] = dict(parse_qsl(request.form.get("view", "")))
    reading = list_page.read(event, {**sent, EVERYBODY: "1"})
    everybody = request.form.get("everybody", "")
    if everybody:
        shown = int(everybody) if everybody.isascii() and everybody.isdigit() and len(everybody) < 10 else 0
        condition = list_queries.wanted(event.id, reading.view.filters)
        return Picked(reading, Chosen({}, condition=condition, shown=shown))
    versions = dict(filter(None, map(_ticked, request.form.getlist("chosen"))))
    if not versions:
        raise NobodyChosen
    return Picked(reading, Chosen(versions))


def condition_of(event: Event, chosen: Chosen) -> Any:
    """The condition on Registration that leaves those chosen, of this event only."""
    return list_queries.chosen_in(event.id, chosen.versions) if chosen.condition is None else chosen.condition


def _ticked(text: str) -> tuple[int, int] | None:
    """Id and version of a ticked row, as in `123.4`."""
    key, _dot, version = text.partition(".")
    if all(one.isascii() and one.isdigit() and len(one) < 10 for one in (key, version)):
        return int(key), int(version)
    return None
