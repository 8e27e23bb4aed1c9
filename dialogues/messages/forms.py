"""What a browser may send about a message."""

from dialogues.core.formats import language_text
from dialogues.core.i18n import LANGUAGES, _, _l, current_language
from dialogues.messages.fields import LetterForm, subject_field, text_field
from dialogues.people.fields import choice, one_of, options
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words
from dialogues.registration.kinds import STATUS_NAMES, Status


class MessageForm(LetterForm):
    """A message to many people and whom it is meant for."""

    status = choice(_l("Status"), coerce=one_of(Status), default=Status.CONFIRMED.value)
    sector = choice(_l("Sector"), coerce=one_of(Sector))
    language = choice(_l("Their language"), coerce=lambda value: value or None)
    subject = subject_field()
    text = text_field()

    def offer(self) -> None:
        """Fill the lists to choose from, in the reader's language."""
        names = {code: language_text(code, locale=current_language()) for code in LANGUAGES}
        self.status.choices = options({"": _("All"), **in_words(STATUS_NAMES)})
        self.sector.choices = options({"": _("All six"), **in_words(SECTOR_NAMES)})
        self.language.choices = options({"": _("Any"), **names})
