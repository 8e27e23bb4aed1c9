"""Somebody's groups on their own page: where they sit in each published round, and what changed since they read it."""

from sqlalchemy.orm import Session

from dialogues.core.formats import instant_text
from dialogues.core.i18n import _, current_language
from dialogues.groups import page
from dialogues.groups.told_queries import OwnPlace, list_own_places
from dialogues.registration.models import Registration
from dialogues.registration.own_page_data import Part as DataPart
from dialogues.registration.own_page_data import add_source
from dialogues.registration.own_page_parts import OwnPart, add_part


def show_on_own_pages() -> None:
    """The page behind a personal link has a part for groups, and so has the copy of what is kept."""
    add_part("groups", _part)
    add_source(_data)


def _data(session: Session, registration: Registration) -> DataPart:
    """Every published group that somebody sits in, whatever became of their registration."""
    places = list_own_places(session, registration.id)
    lines = [(_heading(one, len(places)), "; ".join(_lines(one, registration)) or None) for one in places]
    return DataPart(_("Your groups"), "groups", lines)


def _part(session: Session, registration: Registration) -> OwnPart | None:
    places = list_own_places(session, registration.id) if registration.is_confirmed else []
    if not places:
        return None
    return OwnPart(
        title=_("Your group") if len(places) == 1 else _("Your groups"),
        rows=[(_heading(one, len(places)), _lines(one, registration)) for one in places],
    )


def _heading(one: OwnPlace, rounds: int) -> str:
    name = _("Group %(name)s", name=one.group)
    return name if rounds == 1 else _("Round %(number)d: group %(name)s", number=one.round_number, name=one.group)


def _lines(one: OwnPlace, registration: Registration) -> list[str]:
    said = [
        _("Where: %(room)s", room=one.room) if one.room else "",
        _("When: %(slot)s", slot=page.slot_words(one.slot)) if one.slot else "",
        one.topic or "",
        _("Facilitator: %(name)s", name=one.facilitator) if one.facilitator else "",
    ]
    if one.told_group is not None and (one.told_group, one.told_room) != (one.group, one.room):
        before = f"{one.told_group}, {one.told_room}" if one.told_room else one.told_group
        at = one.changed_at
        said.append(
            _("Changed %(instant)s. Before, it was group %(before)s.", before=before,
              instant=instant_text(at, registration.event.zone, locale=current_language()))
            if at
            else _("Changed. Before, it was group %(before)s.", before=before)
        )  # fmt: skip
    return [line for line in said if line]
