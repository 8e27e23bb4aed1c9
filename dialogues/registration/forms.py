"""What a browser or a program may send about a registration."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField

from dialogues.core.formats import day_text
from dialogues.core.i18n import _, _l, current_language
from dialogues.core.web import Form
from dialogues.people.fields import AsRuled, PersonForm, choice, one_of, options
from dialogues.people.queries import GroupChoice
from dialogues.people.rules import require_length
from dialogues.people.sectors import in_words
from dialogues.registration import rules, view_rules
from dialogues.registration.kinds import (
    CONSENT_ANSWER_NAMES,
    EVENT_ROLE_NAMES,
    PURPOSE_NAMES,
    STATUS_NAMES,
    ConsentAnswer,
    EventRole,
    Purpose,
    Status,
)

SOMEBODY_NEW = "new"
_ANSWERS = [
    SelectChoice("", _l("Not asked")),
    *(SelectChoice(one.value, _l(words)) for one, words in CONSENT_ANSWER_NAMES.items()),
]


def _consent(purpose: Purpose) -> RadioField:
    sentence = _l("Choose one of the list.")
    return RadioField(
        _l(PURPOSE_NAMES[purpose]),
        choices=lambda: _ANSWERS,
        default="",
        invalid_value_message=sentence,
        invalid_choice_message=sentence,
    )


class RegistrationForm(PersonForm):
    """A person in an event."""

    role = choice(_l("Role at the event"), coerce=one_of(EventRole), default=EventRole.PARTICIPANT)
    notes = TextAreaField(
        _l("Notes"), [AsRuled(lambda field: require_length("notes", field.data, limit=rules.NOTES_LENGTH_MAX))]
    )
    consent_list_sharing = _consent(Purpose.LIST_SHARING)
    consent_photo = _consent(Purpose.PHOTO)
    consent_recording = _consent(Purpose.RECORDING)
    consent_contact = _consent(Purpose.CONTACT)

    def offer(self, groups: Sequence[GroupChoice], *, language: str | None = None) -> None:
        """Fill the lists to choose from, in the reader's language."""
        super().offer(groups, language=language)
        self.role.choices = options(in_words(EVENT_ROLE_NAMES))

    def chosen_role(self) -> EventRole:
        """The role as a value of its kind."""
        return EventRole(self.role.data) if self.role.data else EventRole.PARTICIPANT

    def consents(self) -> dict[Purpose, ConsentAnswer]:
        """The answers that were given; what was not asked is left out."""
        answers = {purpose: self[f"consent_{purpose.value}"].data for purpose in Purpose}
        return {purpose: ConsentAnswer(answer) for purpose, answer in answers.items() if answer}

    def consent_fields(self) -> list[Any]:
        """The four questions about consent."""
        return [self[f"consent_{purpose.value}"] for purpose in Purpose]


class EditRegistrationForm(RegistrationForm):
    """Somebody on the list, described anew."""

    version = HiddenField()

    def keep_answers(self, answered: Collection[Purpose]) -> None:
        """An answer that was given may change, but not become one that was never asked for."""
        for purpose in answered:
            self[f"consent_{purpose.value}"].choices = lambda: _ANSWERS[1:]


class ComingForm(RegistrationForm):
    """Somebody who comes onto the list, and whether it is somebody the directory knows."""

    # Which of the persons offered it is, or SOMEBODY_NEW; `asked` holds the ids that were offered.
    same_person = RadioField(_l("Who is it?"), choices=[], validate_choice=False, default="")
    asked = HiddenField()

    def chosen_person(self, known: Collection[int]) -> int | None:
        """The person of the directory it is said to be, or None for somebody new.

        Raises WhoIsIt if it may be one of `known`, and the reader was not asked about all of them yet.
        """
        asked = {int(one) for one in (self.asked.data or "").split(",") if one.isascii() and one.isdigit()}
        said = self.same_person.data or ""
        if said.isascii() and said.isdigit() and int(said) in known:
            return int(said)
        if known and not (said == SOMEBODY_NEW and asked >= set(known)):
            raise rules.WhoIsIt
        return None


class NewRegistrationForm(ComingForm):
    """Somebody new on the list."""

    status = choice(_l("Status"), coerce=one_of(Status), default=Status.CONFIRMED)

    def offer(self, groups: Sequence[GroupChoice], *, language: str | None = None) -> None:
        """Fill the lists to choose from, in the reader's language."""
        super().offer(groups, language=language)
        self.status.choices = options({one.value: _(STATUS_NAMES[one]) for one in rules.FIRST_STATES})

    def chosen_status(self) -> Status:
        """The state as a value of its kind."""
        return Status(self.status.data) if self.status.data else Status.CONFIRMED


class SubstituteForm(ComingForm):
    """Somebody who comes in another person's seat."""

    from_day = choice(_l("From which day"), coerce=lambda value: date.fromisoformat(str(value)) if value else None)

    def offer_days(self, days: Sequence[date]) -> None:
        """Fill the list of days of the event."""
        self.from_day.choices = options({day.isoformat(): day_text(day, locale=current_language()) for day in days})


class BulkForm(Form):
    """People ticked on a list, and what is done with them; what was ticked is read by `chosen_page`."""

    view = HiddenField()  # the list they were ticked on, as in its address


class SaveViewForm(Form):
    """A view of the list, under a name."""

    name = StringField(_l("Name"), [AsRuled(lambda field: view_rules.require_name(field.data or ""))])
    scope = RadioField(
        _l("Who finds it"),
        choices=[],
        default="own",
        invalid_value_message=_l("Choose one of the list."),
        invalid_choice_message=_l("Choose one of the list."),
    )
    opens = BooleanField(_l("Open this event's list with it"))

    def offer(self, *, may_share: bool) -> None:
        """Fill the list to choose from; sharing is for who may edit the list."""
        shared = [("team", _("Everybody in the team of this event"))] if may_share else []
        self.scope.choices = [("own", _("I, in this event")), ("everywhere", _("I, in every event")), *shared]


class RenameViewForm(Form):
    """A view called something else."""

    name = StringField(_l("Name"), [AsRuled(lambda field: view_rules.require_name(field.data or ""))])


def answers_given(answers: Mapping[Purpose, Any]) -> dict[str, str]:
    """The newest answers as the fields of the form hold them."""
    return {f"consent_{purpose.value}": given.answer.value for purpose, given in answers.items()}
