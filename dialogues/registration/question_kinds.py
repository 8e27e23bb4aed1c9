"""What an event may ask beyond what everybody is asked. Codes are stable; the words are translated."""

from enum import StrEnum

from dialogues.core.i18n import N_


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


QUESTION_KIND_NAMES = {
    QuestionKind.TEXT: N_("A line of text"),
    QuestionKind.LONG_TEXT: N_("Several lines of text"),
    QuestionKind.CHOICE: N_("One of several answers"),
    QuestionKind.CHOICES: N_("Any of several answers"),
    QuestionKind.YES_NO: N_("Yes or no"),
}

YES, NO = "yes", "no"  # how the answer to such a question is kept
YES_NO_NAMES = {YES: N_("Yes"), NO: N_("No")}
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
