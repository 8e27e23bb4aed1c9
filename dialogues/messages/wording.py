"""The words of messages, for the journal and the list of mails."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_
from dialogues.outbox.wording import add_kinds, teach_journal


def teach() -> None:
    """The journal and the pages of mails know the words of what is done here."""
    teach_journal()
    add_kinds({"message.written": N_("Message"), "message.test": N_("Test of a message")})
    add_words(
        actions={"event.message_written": N_("A message about %(name)s was written to participants")},
        fields={"message_subject": N_("Subject"), "message_receivers": N_("Receivers")},
    )
