"""The words of the journal for the agenda."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "agenda_session.added": N_("“%(name)s” was put on the agenda"),
            "agenda_session.changed": N_("“%(name)s” was changed on the agenda"),
            "agenda_session.removed": N_("“%(name)s” was taken off the agenda"),
            "agenda_session.restored": N_("“%(name)s” was brought back to the agenda"),
            "agenda_session.parked": N_("“%(name)s” was parked"),
            "agenda_session.placed": N_("“%(name)s” came from what is parked onto the agenda"),
            "agenda_session.dissolved": N_("“%(name)s” went off the agenda with an act that was noted beside it"),
            "agenda_edition.published": N_("Edition %(name)s of the agenda was published"),
            "wall_link.opened": N_("A wall screen of “%(name)s” was opened"),
            "wall_link.ended": N_("A wall screen of “%(name)s” was ended"),
            "wall_link.reopened": N_("A wall screen of “%(name)s” was opened again"),
        },
        fields={
            "day": N_("Day"),
            "starts": N_("Starts"),
            "ends": N_("Ends"),
            "place": N_("Place"),
            "room": N_("Room"),
            "description": N_("Description"),
            "process_notes": N_("Process notes"),
            "people": N_("People"),
            "is_pinned": N_("Pinned"),
            "may_skip": N_("May be left out"),
            "minutes_min": N_("At least, in minutes"),
            "expected": N_("People expected"),
            "aim": N_("Aim"),
            "steps": N_("Steps"),
            "materials": N_("Materials"),
            "is_chatham_house": N_("Chatham House Rule"),
            "translations": N_("In other languages"),
            "edition": N_("Edition"),
        },
    )
