"""What a question must be, and which questions are asked, given what was answered before them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_
from dialogues.registration.question_kinds import WITH_OPTIONS, YES_NO_NAMES, QuestionKind

LABEL_LENGTH_MAX = 300  # letters of a question
HELP_LENGTH_MAX = 1_000
OPTION_LENGTH_MAX = 200
OPTIONS_MAX = 40
QUESTIONS_MAX = 40  # on one form; nobody answers more
LINE_LENGTH_MAX = 500  # letters of an answer in one line
TEXT_LENGTH_MAX = 5_000

Answers = Mapping[int, Sequence[str]]


class Asked(Protocol):
    """What the rules need of a question."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def shown_if_id(self) -> int | None:
        """The question it hangs on."""

    @property
    def shown_if_answer(self) -> str | None:
        """The answer it hangs on."""


class RefusedQuestion(DomainError):
    """A question cannot be so. `field` names the field of the form it was written in."""

    field: str = "label"


class NoLabel(RefusedQuestion):
    """A question without words."""

    message = N_("Write the question.")


class TooFewOptions(RefusedQuestion):
    """Nothing to choose from."""

    message = N_("Write at least two answers to choose from, each on a line of its own.")
    field = "options"


class TooManyOptions(RefusedQuestion):
    """More than anybody reads."""

    message = N_("These are %(number)s answers; there may be %(most)s.")
    field = "options"


class OptionTwice(RefusedQuestion):
    """Two answers that cannot be told apart."""

    message = N_("“%(option)s” stands there twice.")
    field = "options"


class OptionTooLong(RefusedQuestion):
    """An answer that does not fit on a line."""

    message = N_("The answer “%(option)s” has more than %(most)s letters.")
    field = "options"


class OptionInUse(RefusedQuestion):
    """Another question is asked only after this answer."""

    message = N_("“%(question)s” is asked only after the answer “%(option)s”. Change that question first.")
    field = "options"


class OtherNumberOfOptions(RefusedQuestion):
    """The answers of two languages belong together line by line."""

    message = N_("There are %(number)s answers here and %(wanted)s above. Write one line for each, in the same order.")

    def __init__(self, *, field: str, number: int, wanted: int) -> None:
        super().__init__(number=number, wanted=wanted)
        self.field = field


class ConditionAfter(RefusedQuestion):
    """A question can only hang on one that is asked before it."""

    message = N_("Choose a question that is asked before this one.")
    field = "shown_if"


class AskedAfterwards(RefusedQuestion):
    """A question cannot be moved before the one it hangs on."""

    message = N_("“%(question)s” is asked only after an answer to “%(other)s”, so it stays after it.")


class HangsOnIt(RefusedQuestion):
    """Questions that hang on a retired one would never be asked."""

    message = N_("“%(question)s” is asked only after an answer to this question. Change or retire that one first.")


class TooManyQuestions(RefusedQuestion):
    """The form is full."""

    message = N_("A form has at most %(most)s questions.")


def read_options(text: str) -> list[str]:
    """The answers to choose from: a line each, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def answers_of(kind: QuestionKind, options: Sequence[str]) -> list[str]:
    """The answers another question may hang on; none where anything may be written."""
    if kind is QuestionKind.YES_NO:
        return list(YES_NO_NAMES)
    return list(options) if kind in WITH_OPTIONS else []


def require_label(label: str) -> None:
    """Raise NoLabel unless the question has a letter in any script."""
    if not fold(label):
        raise NoLabel


def require_options(kind: QuestionKind, options: Sequence[str]) -> None:
    """Raise a RefusedQuestion unless one can choose between these answers; other kinds have none."""
    if kind not in WITH_OPTIONS:
        return
    if len(options) < 2:
        raise TooFewOptions
    if len(options) > OPTIONS_MAX:
        raise TooManyOptions(number=len(options), most=OPTIONS_MAX)
    seen: set[str] = set()
    for option in options:
        if len(option) > OPTION_LENGTH_MAX:
            raise OptionTooLong(option=f"{option[:40]}…", most=OPTION_LENGTH_MAX)
        if option.casefold() in seen:
            raise OptionTwice(option=option)
        seen.add(option.casefold())


def require_translated_options(field: str, options: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise OtherNumberOfOptions unless each answer has its line, or none has."""
    if options and len(options) != len(wanted):
        raise OtherNumberOfOptions(field=field, number=len(options), wanted=len(wanted))


def asked_ids(questions: Iterable[Asked], answers: Answers) -> set[int]:
    """Which of `questions`, in their order, are asked of somebody who answered so.

    A question hangs on an answer only while the question before it is asked itself.
    """
    asked: set[int] = set()
    for question in questions:
        if question.shown_if_id is None or (
            question.shown_if_id in asked and question.shown_if_answer in answers.get(question.shown_if_id, ())
        ):
            asked.add(question.id)
    return asked


def kept_answers(questions: Collection[Asked], answers: Answers) -> dict[int, list[str]]:
    """The answers that count: those to questions that were asked. What was typed before a change of mind is dropped."""
    asked = asked_ids(questions, answers)
    return {one: list(words) for one, words in answers.items() if one in asked and words}


def worded(question: Any, language: str) -> tuple[str, str | None, list[str]]:
    """Question, help and answers to choose from in a language; what was not translated as it was first written."""
    told = question.translations.get(language, {})
    return (
        told.get("label") or question.label,
        told.get("help_text") or question.help_text,
        told.get("options") or list(question.options),
    )
