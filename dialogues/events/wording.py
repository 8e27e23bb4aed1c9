"""The words of the journal for events, days, places and processes."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "event.added": N_("The event “%(name)s” was made"),
            "event.changed": N_("The event “%(name)s” was changed"),
            "event.duplicated": N_("The event “%(name)s” was made after another one"),
            "event.audit_packed": N_("An audit pack of “%(name)s” was made"),
            "event.published": N_("“%(name)s” got a public page"),
            "event.unpublished": N_("The public page of “%(name)s” was taken away"),
            "place.travel_set": N_("It was said how long the ways from %(name)s take"),
            "event_day.changed": N_("The day %(name)s was changed"),
            "place.added": N_("The place “%(name)s” was added"),
            "place.changed": N_("The place “%(name)s” was changed"),
            "place.removed": N_("The place “%(name)s” was removed"),
            "process.added": N_("The process “%(name)s” was begun"),
            "process.changed": N_("The process “%(name)s” was changed"),
            "event.logos_chosen": N_("It was chosen whose logos stand on the papers of “%(name)s”"),
            "process.logos_chosen": N_("It was chosen whose logos stand on the papers of “%(name)s”"),
            "room.added": N_("The room “%(name)s” was added"),
            "room.changed": N_("The room “%(name)s” was changed"),
            "room.removed": N_("The room “%(name)s” was removed"),
        },
        fields={
            "title": N_("Title"),
            "slug": N_("Address"),
            "kind": N_("Kind"),
            "process": N_("Process"),
            "starts_on": N_("First day"),
            "ends_on": N_("Last day"),
            "zone_name": N_("Time zone"),
            "convenor": N_("Convenor"),
            "summary": N_("Summary"),
            "directions": N_("Directions"),
            "contact": N_("Contact"),
            "accessibility": N_("Accessibility"),
            "languages": N_("Languages"),
            "wifi": N_("Wi-Fi"),
            "has_halves": N_("Mornings and afternoons"),
            "address": N_("Address"),
            "also_spelled": N_("Also spelled"),
            "seats": N_("Seats"),
            "manifest_sha256": N_("Hash of the manifest"),
            "opens": N_("From"),
            "closes": N_("To"),
            "logos": N_("Logos"),
        },
    )
