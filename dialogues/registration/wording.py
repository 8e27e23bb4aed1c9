"""The words of the journal for registrations."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES, EVENT_ROLE_NAMES, PURPOSE_SHORT_NAMES, STATUS_NAMES


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "registration.added": N_("%(name)s was put on the list"),
            "registration.changed": N_("%(name)s was changed"),
            "registration.confirmed": N_("%(name)s was confirmed"),
            "registration.declined": N_("%(name)s declined"),
            "registration.cancelled": N_("The registration of %(name)s was cancelled"),
            "registration.restored": N_("The registration of %(name)s was restored"),
            "registration.taken_back": N_("The last change of %(name)s was taken back"),
            "registration.takes_seat": N_("%(name)s comes in somebody else's seat"),
            "registration.gives_up_seat": N_("Somebody else comes in the seat of %(name)s"),
            "registration.consent_recorded": N_("An answer of %(name)s about consent was written down"),
            "saved_view.saved": N_("The view “%(name)s” was shared with the team"),
            "saved_view.renamed": N_("The shared view “%(name)s” was renamed"),
            "saved_view.removed": N_("The shared view “%(name)s” was removed"),
            "saved_view.restored": N_("The shared view “%(name)s” was brought back"),
        },
        fields={
            "role": N_("Role"),
            "status": N_("Status"),
            "notes": N_("Notes"),
            "in_place_of": N_("In place of"),
            "in_place_from": N_("From"),
            "replaced_by": N_("Comes instead"),
            **{f"consent_{purpose.value}": words for purpose, words in PURPOSE_SHORT_NAMES.items()},
        },
        values={
            "role": EVENT_ROLE_NAMES,
            "status": STATUS_NAMES,
            **{f"consent_{purpose.value}": CONSENT_ANSWER_NAMES for purpose in PURPOSE_SHORT_NAMES},
        },
    )
