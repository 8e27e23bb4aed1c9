"""The words of the journal for registrations."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES, EVENT_ROLE_NAMES, PURPOSE_SHORT_NAMES, STATUS_NAMES
from dialogues.registration.seat_rules import GIVING_NAMES


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
            "registration.substitution_taken_back": N_("That somebody else comes was taken back: %(name)s"),
            "registration.gives_up_seat": N_("Somebody else comes in the seat of %(name)s"),
            "registration.waits": N_("%(name)s stands on the waiting list"),
            "registration.seat_offered": N_("%(name)s was offered a seat"),
            "registration.offer_accepted": N_("%(name)s took the seat that was offered"),
            "registration.offer_declined": N_("%(name)s declined the seat that was offered"),
            "registration.offer_lapsed": N_("%(name)s did not answer the offer of a seat in time"),
            "registration.offer_withdrawn": N_("The offer of a seat to %(name)s was withdrawn"),
            "event.seats_planned": N_("The seats of %(name)s were set"),
            "event.targets_set": N_("The balance wanted for %(name)s was set"),
            "registration.consent_recorded": N_("An answer of %(name)s about consent was written down"),
            "registration.answered": N_("Answers of %(name)s were written down"),
            "registration.needs_changed": N_("What %(name)s needs to take part was changed"),
            "question.added": N_("The question “%(name)s” was added"),
            "question.changed": N_("The question “%(name)s” was changed"),
            "question.moved": N_("The question “%(name)s” was moved"),
            "question.retired": N_("The question “%(name)s” is no longer asked"),
            "question.restored": N_("The question “%(name)s” is asked again"),
            "public_form.changed": N_("The registration form of “%(name)s” was changed"),
            "consent_wording.changed": N_("The wording of consent for “%(name)s” was changed"),
            "erasure_request.asked": N_("%(name)s asked that their data be erased"),
            "erasure_request.withdrawn": N_("%(name)s took the wish to be erased back"),
            "erasure_request.answered": N_("The wish of %(name)s to be erased was answered"),
            "erasure_request.reopened": N_("The wish of %(name)s to be erased is open again"),
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
            "seats_taken": N_("Over capacity: seats, and people on them"),
            "offered_until": N_("Held until"),
            "capacity": N_("Seats"),
            "giving": N_("Free seats are given"),
            "offer_hours": N_("Hours an offer stands"),
            "by_hand_days": N_("Days before the event from which seats are given by hand"),
            **{f"seats_{sector}": N_("Seats of a sector") for sector in Sector},
            "label": N_("Question"),
            "help_text": N_("Help"),
            "is_required": N_("Must be answered"),
            "is_offered": N_("Offered"),
            "opens_at": N_("Opens"),
            "closes_at": N_("Closes"),
            "needs_approval": N_("An organiser decides"),
            "language": N_("Language"),
            "wording": N_("Wording"),
            **{f"consent_{purpose.value}": words for purpose, words in PURPOSE_SHORT_NAMES.items()},
        },
        values={
            "role": EVENT_ROLE_NAMES,
            "status": STATUS_NAMES,
            "giving": GIVING_NAMES,
            **{f"consent_{purpose.value}": CONSENT_ANSWER_NAMES for purpose in PURPOSE_SHORT_NAMES},
        },
    )
