"""What organisers may send about the public form: when it is open, what it asks, and in which words."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length

from dialogues.core.fields import LocalTimeField
from dialogues.core.i18n import LANGUAGES, _, _l, current_language
from dialogues.core.web import Form
from dialogues.people.fields import AsRuled, choice, options
from dialogues.people.rules import require_length
from dialogues.people.sectors import in_words
from dialogues.registration import public_rules
from dialogues.registration import question_rules as rules
from dialogues.registration.kinds import PURPOSE_NAMES, Purpose
from dialogues.registration.public_models import ConsentWording
from dialogues.registration.question_fields import AskingForm, answer_words
from dialogues.registration.question_kinds import QUESTION_KIND_NAMES, WITH_OPTIONS, QuestionKind
from dialogues.registration.question_models import Question
from dialogues.registration.question_services import QuestionDetails

_TOO_LONG = _l("Write at most %(max)d letters.")
_OPTIONS_LENGTH_MAX = rules.OPTIONS_MAX * (rules.OPTION_LENGTH_MAX + 2)


class FormSettingsForm(Form):
    """When anybody may register, and whether an organiser decides."""

    version = HiddenField()
    is_offered = BooleanField(_l("Anybody may register by the public form"))
    opens_at = LocalTimeField(_l("Opens"))
    closes_at = LocalTimeField(_l("Closes"))
    needs_approval = BooleanField(_l("An organiser says yes or no to each registration"))


def _words(label: Any) -> TextAreaField:
    return TextAreaField(
        label, [AsRuled(lambda field: require_length(field.name, field.data, limit=public_rules.WORDING_LENGTH_MAX))]
    )


class WordingForm(Form):
    """What consent is asked for with, in one language."""

    list_sharing = _words(_l(PURPOSE_NAMES[Purpose.LIST_SHARING]))
    photo = _words(_l(PURPOSE_NAMES[Purpose.PHOTO]))
    recording = _words(_l(PURPOSE_NAMES[Purpose.RECORDING]))
    contact = _words(_l(PURPOSE_NAMES[Purpose.CONTACT]))
    notice = _words(_l("Who keeps what, for how long, and what people may ask"))

    def words(self) -> dict[str, str]:
        """The words by purpose, and the notice."""
        return {field.name: field.data or "" for field in self if isinstance(field, TextAreaField)}


def _translations() -> dict[str, Any]:
    """Fields for a question, its help and its answers in every language there is."""
    fields: dict[str, Any] = {}
    for code in LANGUAGES:
        fields[f"{code}_label"] = StringField(_l("Question"), [Length(max=rules.LABEL_LENGTH_MAX, message=_TOO_LONG)])
        fields[f"{code}_help_text"] = TextAreaField(_l("Help"), [Length(max=rules.HELP_LENGTH_MAX, message=_TOO_LONG)])
        fields[f"{code}_options"] = TextAreaField(
            _l("Answers to choose from"), [Length(max=_OPTIONS_LENGTH_MAX, message=_TOO_LONG)]
        )
    return fields


_TranslatedForm: Any = type("_TranslatedForm", (Form,), _translations())


class QuestionForm(_TranslatedForm):
    """A question of an event, and the same in other languages."""

    version = HiddenField()
    label = StringField(_l("Question"), [Length(max=rules.LABEL_LENGTH_MAX, message=_TOO_LONG)])
    help_text = TextAreaField(_l("Help"), [Length(max=rules.HELP_LENGTH_MAX, message=_TOO_LONG)])
    kind = RadioField(_l("How it is answered"), default=QuestionKind.TEXT.value, choices=[])
    options = TextAreaField(_l("Answers to choose from"), [Length(max=_OPTIONS_LENGTH_MAX, message=_TOO_LONG)])
    is_required = BooleanField(_l("Must be answered"))
    shown_if = choice(_l("Asked"), coerce=lambda value: value or None)

    def offer(self, before: Sequence[Question]) -> None:
        """Fill the lists to choose from; a question may hang on one of those asked `before` it."""
        self.kind.choices = options(in_words(QUESTION_KIND_NAMES))
        pairs = [
            (
                f"{one.id}:{number}",
                _("Only if “%(question)s” is answered “%(answer)s”", question=one.label, answer=words),
            )
            for one in before
            for number, words in enumerate(_answers(one))
        ]
        self.shown_if.choices = [SelectChoice("", _("Always")), *(SelectChoice(*pair) for pair in pairs)]
        self._before = {one.id: one for one in before}

    def details(self) -> QuestionDetails:
        """What was written about the question."""
        kind = QuestionKind(self.kind.data)
        shown_if = None
        if self.shown_if.data:
            question_id, _colon, number = str(self.shown_if.data).partition(":")
            question = self._before[int(question_id)]
            shown_if = (question.id, rules.answers_of(question.kind, question.options)[int(number)])
        return QuestionDetails(
            kind=kind,
            label=self.label.data or "",
            help_text=self.help_text.data or None,
            options=rules.read_options(self.options.data or "") if kind in WITH_OPTIONS else (),
            is_required=self.is_required.data,
            shown_if=shown_if,
            translations={
                language: {
                    "label": self[f"{language}_label"].data or "",
                    "help_text": self[f"{language}_help_text"].data or "",
                    "options": rules.read_options(self[f"{language}_options"].data or ""),
                }
                for language in LANGUAGES
            },
        )

    def translation_fields(self) -> list[tuple[str, str, list[Field]]]:
        """Code and name of each language, with the fields for it."""
        parts = ("label", "help_text", "options")
        return [(code, name, [self[f"{code}_{part}"] for part in parts]) for code, name in LANGUAGES.items()]


class StaffAnswersForm(AskingForm):
    """What a person needs and answered, written down by the team: from a letter, a call, or to mend it."""

    asks_strictly = False
    needs = TextAreaField(
        _l("What the person needs to take part"),
        [AsRuled(lambda field: require_length("needs", field.data, limit=public_rules.NEEDS_LENGTH_MAX))],
    )


def question_values(question: Question, before: Sequence[Question]) -> dict[str, Any]:
    """A question as its form holds it."""
    values: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        "kind": question.kind.value,
        "options": "\n".join(question.options),
        "is_required": question.is_required,
        "shown_if": None,
        "version": str(question.version),
    }
    hangs_on = next((one for one in before if one.id == question.shown_if_id), None)
    if hangs_on is not None:
        possible = rules.answers_of(hangs_on.kind, hangs_on.options)
        if question.shown_if_answer in possible:
            values["shown_if"] = f"{hangs_on.id}:{possible.index(question.shown_if_answer)}"
    for language, told in question.translations.items():
        values[f"{language}_label"] = told.get("label")
        values[f"{language}_help_text"] = told.get("help_text")
        values[f"{language}_options"] = "\n".join(told.get("options", ()))
    return values


def _answers(question: Question) -> list[str]:
    possible = rules.answers_of(question.kind, question.options)
    return answer_words(question, possible, current_language()) if possible else []


def wording_values(wording: ConsentWording | None) -> dict[str, Any]:
    """A version of the wording as its form holds it."""
    return {part: getattr(wording, part) for part in (*(one.value for one in Purpose), "notice")} if wording else {}
