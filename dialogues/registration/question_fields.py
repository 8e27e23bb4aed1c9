"""The questions of an event as fields of a form: on the public form, on one's own page, and for the team."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from dialogues.core.fields import OpenRadioField
from dialogues.core.i18n import _, current_language
from dialogues.core.web import Form
from dialogues.registration.question_kinds import YES_NO_NAMES, QuestionKind
from dialogues.registration.question_models import Question
from dialogues.registration.question_rules import LINE_LENGTH_MAX, TEXT_LENGTH_MAX, asked_ids, worded


class AskingForm(Form):
    """A form that asks the questions of an event after its own fields; made by `asking`."""

    questions: Sequence[Question] = ()
    asks_strictly = True  # whether what must be answered must be; a team may save what it knows

    def answers(self) -> dict[int, list[str]]:
        """What was written or chosen, by the id of the question; nothing is an empty list."""
        return {question.id: _words(self[field_name(question.id)]) for question in self.questions}

    def asked(self) -> set[int]:
        """The questions that are asked of somebody who answered so."""
        return asked_ids(self.questions, self.answers())

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the answers too: what is asked and must be answered must be."""
        is_valid = super().validate(extra_validators)
        asked = self.asked()
        for question in self.questions:
            field = self[field_name(question.id)]
            if question.id not in asked:
                field.errors = []  # nobody is told off about what they are not asked
            elif self.asks_strictly and question.is_required and not _words(field) and not field.errors:
                field.errors = [_required(question.kind, field.label.text)]
        # Errors of what is not asked are gone, so the fields are looked at again.
        return is_valid if not self.questions else not any(field.errors for field in self)

    def question_fields(self) -> list[dict[str, Any]]:
        """Each question as the page shows it: its field, its help, whether it is asked, and what it hangs on."""
        asked, language = self.asked(), current_language()
        by_id = {question.id: question for question in self.questions}
        return [
            {
                "id": question.id,
                "field": self[field_name(question.id)],
                "help": worded(question, language)[1],
                "is_required": question.is_required,
                "is_asked": question.id in asked,
                "hangs_on": field_name(question.shown_if_id) if question.shown_if_id in by_id else None,
                "hangs_on_answer": question.shown_if_answer,
                "is_line": question.kind is QuestionKind.YES_NO,
            }
            for question in self.questions
        ]


def field_name(question_id: int | None) -> str:
    """What the field of a question is called."""
    return f"question_{question_id}"


def asking(base: type[AskingForm], questions: Sequence[Question], language: str) -> type[AskingForm]:
    """`base` with a field for each question, in the words of `language`."""
    fields: dict[str, Any] = {field_name(one.id): _field(one, language) for one in questions}
    return type(base.__name__, (base,), {"questions": questions, **fields})


def field_values(answers: Mapping[int, Sequence[str]], questions: Sequence[Question]) -> dict[str, Any]:
    """Kept answers as the fields hold them."""
    return {
        field_name(one.id): list(answers[one.id]) if one.kind is QuestionKind.CHOICES else answers[one.id][0]
        for one in questions
        if answers.get(one.id)
    }


def answer_words(question: Question, words: Sequence[str], language: str) -> list[str]:
    """An answer as people read it: what was chosen in the words of `language`, the rest as it was written."""
    if question.kind is QuestionKind.YES_NO:
        return [_(YES_NO_NAMES[one]) if one in YES_NO_NAMES else one for one in words]
    told = dict(zip(question.options, worded(question, language)[2], strict=True))
    return [told.get(one, one) for one in words]


def _field(question: Question, language: str) -> Any:
    label, _help, options = worded(question, language)
    if question.kind is QuestionKind.TEXT:
        return StringField(label, [_fits(label, LINE_LENGTH_MAX)])
    if question.kind is QuestionKind.LONG_TEXT:
        return TextAreaField(label, [_fits(label, TEXT_LENGTH_MAX)])
    if question.kind is QuestionKind.CHOICES:
        return SelectMultipleField(
            label,
            choices=[SelectChoice(value, words) for value, words in zip(question.options, options, strict=True)],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            invalid_value_message=_choose(label),
            invalid_choice_message=_choose(label),
        )
    pairs = list(zip(question.options, options, strict=True))
    if question.kind is QuestionKind.YES_NO:
        pairs = [(value, _(words)) for value, words in YES_NO_NAMES.items()]
    return OpenRadioField(label, choices=[SelectChoice(value, words) for value, words in pairs])


def _words(field: Field) -> list[str]:
    data = field.data
    if isinstance(data, list | tuple):
        return [str(one) for one in data if one]
    return [str(data)] if data else []


def _fits(label: str, length_max: int) -> Length:
    sentence = _("Write at most %(max)s letters in answer to “%(question)s”.", max=length_max, question=label)
    return Length(max=length_max, message=sentence.replace("%", "%%"))  # the library puts its facts in


# These stand at the head of the form as well, far from the question, so each names it.
def _required(kind: QuestionKind, label: str) -> str:
    if kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT):
        return _("Answer the question “%(question)s”.", question=label)
    return _choose(label)


def _choose(label: str) -> str:
    return _("Choose an answer to “%(question)s”.", question=label)
