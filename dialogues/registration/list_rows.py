"""The rows of a list of participants as they are drawn: everything decided, so that the page only writes it down."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dialogues.core.formats import instant_text, number_text
from dialogues.core.i18n import _, current_language
from dialogues.events.models import Event
from dialogues.people.sectors import in_words
from dialogues.registration import list_words
from dialogues.registration.kinds import EVENT_ROLE_NAMES, EventRole, Status
from dialogues.registration.list_columns import Column
from dialogues.registration.list_queries import Line
from dialogues.registration.seat_queries import Place

_TAGS = ("sector", "status")  # drawn as a sign: what stands in the cell is its code
_WHOLE = ("phone", "registered_on", "age_group")  # never broken into lines
_UNLABELLED = (*_TAGS, "organisation")  # known for what they are where rows are stacked


class Cell(NamedTuple):
    """One cell: where it stands and whether it may break, its label in a stacked row, what stands in it and below."""

    side: bool
    whole: bool
    label: str | None
    tag: str | None
    words: Any
    below: str | None


class Row(NamedTuple):
    """One row: the value of its box, where its name leads, its cells, and the act that it offers."""

    key: str  # names the row for its box
    tick: str
    name: str
    url: str | None
    sub: str | None
    cells: list[Cell]
    act: tuple[str, str, str] | None


def rows(
    event: Event,
    lines: Sequence[Line],
    told: Sequence[Sequence[Any]],
    *,
    columns: Sequence[Column],
    places: Mapping[int, Place],
    base: str,
    sees_contacts: bool,
    may_edit: bool,
) -> list[Row]:
    """A row for each line with what is `told` of it under these columns; `base` is the address of the list."""
    codes = [column.code for column in columns]
    has_honorific, has_position = "honorific" not in codes, sees_contacts and "position" not in codes
    roles = in_words(EVENT_ROLE_NAMES) if sees_contacts and "role" not in codes else {}
    looks = [
        (
            code,
            code == "sector",
            code in _WHOLE,
            None if code in _UNLABELLED else head,
        )
        for code, head in zip(codes, list_words.heads(columns), strict=True)
    ]
    substitute = _("Substitute")

    def cell(code: str, side: bool, whole: bool, label: str | None, line: Line, kept: Any, words: Any) -> Cell:
        if code not in _TAGS:
            return Cell(side, whole, label if words else None, None, words, None)
        below = _below(event, line, places.get(line.id), roles) if code == "status" else None
        return Cell(side, whole, None, code, kept, below)

    found = []
    for line, words in zip(lines, told, strict=True):
        said = (line.honorific if has_honorific else None, line.position if has_position else None)
        url = f"{base}/{line.id}"
        may_substitute = may_edit and line.status is Status.CONFIRMED
        found.append(
            Row(
                key=f"n{line.id}",
                tick=f"{line.id}.{line.version}",
                name=line.full_name,
                url=url if sees_contacts else None,
                sub=" · ".join(filter(None, said)) or None,
                cells=[
                    cell(*look, line, kept, word) for look, kept, word in zip(looks, line.values, words, strict=True)
                ],
                act=(f"{url}/substitute", substitute, _("for %(name)s", name=line.full_name))
                if may_substitute
                else None,
            )
        )
    return found


def _below(event: Event, line: Line, place: Place | None, roles: Mapping[str, str]) -> str | None:
    """Under the state: until when a seat is offered, the place in line, or what somebody is who is no participant."""
    language = current_language()
    if place and place.offered_until:
        return _("offered until %(when)s", when=instant_text(place.offered_until, event.zone, locale=language))
    if place:
        return _("place %(number)s in line", number=number_text(place.position, locale=language))
    return roles.get(line.role) if line.role is not EventRole.PARTICIPANT else None
