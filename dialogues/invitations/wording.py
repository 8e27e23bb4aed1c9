"""Invitations in words: the journal's, the kinds of letters, and the letter the program proposes."""

from collections.abc import Mapping

from dialogues.audit.wording import add_words
from dialogues.core.i18n import LANGUAGES, N_, _, force_locale
from dialogues.events.models import Event
from dialogues.invitations import letter_services, queries
from dialogues.invitations.letter_services import Letter
from dialogues.invitations.models import InvitationLetter
from dialogues.outbox.wanted import add_check
from dialogues.outbox.wording import add_kinds

# What stands for what in the letter. Anything else in braces comes out as it was typed.
PLACEHOLDERS = {
    "name": N_("Whom the letter is for, with what comes before the name"),
    "organisation": N_("Their organisation"),
    "position": N_("Their position there"),
    "event": N_("The title of the event"),
    "dates": N_("Its days"),
    "place": N_("Its place"),
    "convenor": N_("Who invites"),
    "contact": N_("Whom to ask"),
    "answer_by": N_("The last day to answer"),
    "link": N_("The address where they answer"),
}


def teach() -> None:
    """The journal and the outbox know what is done here, and when a letter is not wanted any more."""
    add_words(
        actions={
            "invitation.person_invited": N_("%(name)s was invited"),
            "invitation.seat_offered": N_("A seat was offered to %(name)s"),
            "invitation.withdrawn": N_("The invitation of %(name)s was withdrawn"),
            "invitation.restored": N_("The invitation of %(name)s was restored"),
            "invitation.accepted": N_("%(name)s accepted the invitation"),
            "invitation.declined": N_("%(name)s declined the invitation"),
            "invitation.substituted": N_("%(name)s named somebody who comes instead"),
            "invitation.seat_filled": N_("The seat of %(name)s was filled"),
            "event.letter_changed": N_("The invitation letter of %(name)s was changed"),
            "event.invitations_sent": N_("Invitations to %(name)s were sent"),
            "event.reminders_sent": N_("Reminders of the invitation to %(name)s were sent"),
        },
        fields={"named": N_("Named")},
    )
    add_kinds({queries.LETTER: N_("Invitation"), queries.REMINDER: N_("Reminder")})
    add_check(queries.LETTER, letter_services.is_letter_wanted)
    add_check(queries.REMINDER, letter_services.is_reminder_wanted)


def letters_of(event: Event, stored: Mapping[str, InvitationLetter]) -> dict[str, Letter]:
    """The letter in each language: as somebody wrote it for this event, else as the program proposes it."""
    letters = {}
    for language in LANGUAGES:
        with force_locale(language):
            proposed, kept = _proposed(event), stored.get(language)
        letters[language] = (
            Letter(
                subject=kept.subject, body=kept.body, signed_by=kept.signed_by or "", signed_as=kept.signed_as or "",
                reminder_subject=proposed.reminder_subject, reminder_body=proposed.reminder_body,
            )
            if kept
            else proposed
        )  # fmt: skip
    return letters


def _proposed(event: Event) -> Letter:
    """The letter in the present language, without a sentence that would have nothing to say for this event."""
    opening = (
        _("{convenor} invites you to {event}, {dates}, {place}.")
        if event.convenor and event.place
        else _("You are invited to {event}, {dates}.")
    )
    answer = _("Please tell us by {answer_by} whether you will come, or who comes in your place.")
    asks = [_("Without the internet, please telephone us: {contact}.")] if event.contact else []
    hope = _("Your view of these questions matters to all who come. We look forward to seeing you.")
    dear = _("Dear {name},")
    late = _("We have not heard from you yet about {event}, {dates}.")
    return Letter(
        subject=_("Invitation: {event}, {dates}"),
        body="\n\n".join([dear, opening, hope, f"{answer}\n{{link}}", *asks]),
        reminder_subject=_("Please answer by {answer_by}: {event}"),
        reminder_body="\n\n".join([dear, late, f"{answer}\n{{link}}", *asks]),
    )
