"""What a browser may send about invitations."""

from typing import Any

from wtforms import DateField, EmailField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from dialogues.core.i18n import LANGUAGES, _, _l
from dialogues.core.web import Form
from dialogues.invitations.rules import REASON_LENGTH_MAX
from dialogues.messages.rules import SUBJECT_LENGTH_MAX, TEXT_LENGTH_MAX
from dialogues.people.contact import read_email
from dialogues.people.facts import PersonFacts
from dialogues.people.fields import AsRuled, RequiredName, RequiredTitle, choice, fits, one_of, options
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES, PURPOSE_NAMES, ConsentAnswer, Purpose

_is_email = AsRuled(lambda field: read_email(field.data))
_TEXT_MAX = 20_000  # letters of a pasted list


class InviteForm(Form):
    """What every way of inviting asks: until when to answer, in which language, and what leaves at once."""

    answer_by = DateField(_l("Answer by"), [Optional()])
    language = choice(_l("Language of the letter"), validators=[InputRequired(_l("Choose one of the list."))])
    send = choice(_l("Letters"))
    remind = choice(_l("Reminder"))

    def offer(self) -> None:
        """Fill the lists to choose from, in the reader's language."""
        self.language.choices = options(LANGUAGES)
        self.send.choices = options(
            {
                "now": _("Send by e-mail, where there is an address"),
                "later": _("Only write them down; I print or send later"),
            }
        )
        self.remind.choices = options(
            {
                "5": _("5 days before the answer is due"),
                "3": _("3 days before the answer is due"),
                "10": _("10 days before the answer is due"),
                "0": _("None planned"),
            }
        )

    @property
    def sends_now(self) -> bool:
        """Whether the letters leave at once."""
        return bool(self.send.data == "now")

    @property
    def days_before(self) -> int:
        """How many days before the answer is due a reminder leaves; 0 for none."""
        return int(self.remind.data or 0)


def _with_semicolons(text: str | None) -> str | None:
    """The columns of a spreadsheet come parted by tabs, which the cleaning of texts would turn into spaces."""
    return text.replace("\t", "; ") if text else text


class InviteListForm(InviteForm):
    """People typed or pasted, a line each."""

    sector = choice(_l("Sector"), validators=[DataRequired(_l("Choose a sector."))], coerce=one_of(Sector))
    people = TextAreaField(
        _l("People, one a line"),
        [
            DataRequired(_l("Write at least one name.")),
            Length(max=_TEXT_MAX, message=_l("Write at most %(max)d letters.")),
        ],
        filters=[_with_semicolons],
    )

    def offer(self) -> None:
        """Fill the lists to choose from, in the reader's language."""
        super().offer()
        self.sector.choices = options({"": _("Choose a sector"), **in_words(SECTOR_NAMES)})


class InviteSeatForm(InviteForm):
    """A seat that an institution fills with whom it will."""

    organisation = StringField(_l("Organisation"), [RequiredTitle(), fits], render_kw={"list": "organisations"})
    position = StringField(_l("Position"), [fits])
    sector = choice(_l("Sector"), validators=[DataRequired(_l("Choose a sector."))], coerce=one_of(Sector))
    full_name = StringField(_l("Addressed to"), [fits])
    email = EmailField(_l("E-mail"), [fits, _is_email])
    phone = TelField(_l("Telephone"), [fits])

    def offer(self) -> None:
        """Fill the lists to choose from, in the reader's language."""
        super().offer()
        self.sector.choices = options({"": _("Choose a sector"), **in_words(SECTOR_NAMES)})


class LetterForm(Form):
    """The letter of an event in one language."""

    subject = StringField(
        _l("Subject"),
        [
            DataRequired(_l("Write what it is about.")),
            Length(max=SUBJECT_LENGTH_MAX, message=_l("Write at most %(max)d letters.")),
        ],
    )
    body = TextAreaField(
        _l("Text"),
        [
            DataRequired(_l("Write the message.")),
            Length(max=TEXT_LENGTH_MAX, message=_l("Write at most %(max)d letters.")),
        ],
    )
    full_name = StringField(_l("Signed by"), [fits])
    position = StringField(_l("Their position"), [fits])


# ---------------------------------------------------------------- what the invited send
def _consent(purpose: Purpose) -> Any:
    return choice(_l(PURPOSE_NAMES[purpose]), coerce=one_of(ConsentAnswer))


class ConsentForm(Form):
    """The four questions about consent; not answering is an answer that is not written down."""

    consent_list_sharing = _consent(Purpose.LIST_SHARING)
    consent_photo = _consent(Purpose.PHOTO)
    consent_recording = _consent(Purpose.RECORDING)
    consent_contact = _consent(Purpose.CONTACT)

    def offer(self) -> None:
        """Fill the lists to choose from, in the reader's language."""
        for field in self.consent_fields():
            field.choices = options({"": _("I do not say"), **in_words(CONSENT_ANSWER_NAMES)})

    def consent_fields(self) -> list[Any]:
        """The four questions."""
        return [self[f"consent_{purpose.value}"] for purpose in Purpose]

    def consents(self) -> dict[Purpose, ConsentAnswer]:
        """The answers that were given."""
        given = {purpose: self[f"consent_{purpose.value}"].data for purpose in Purpose}
        return {purpose: ConsentAnswer(answer) for purpose, answer in given.items() if answer}


class AcceptForm(ConsentForm):
    """Who was invited comes, with what may have changed about them."""

    position = StringField(_l("Position"), [fits])
    phone = TelField(_l("Telephone"), [fits])
    email = EmailField(_l("E-mail"), [fits, _is_email])


class DeclineForm(Form):
    """Who was invited does not come."""

    reason = TextAreaField(
        _l("Why, if you want to say"),
        [Length(max=REASON_LENGTH_MAX, message=_l("Write at most %(max)d letters."))],
    )


class NameForm(ConsentForm):
    """Somebody comes in the place of who was invited, or fills the seat."""

    full_name = StringField(_l("Full name"), [RequiredName(), fits])
    position = StringField(_l("Position"), [fits])
    phone = TelField(_l("Telephone"), [fits])
    email = EmailField(_l("E-mail"), [fits, _is_email])

    def facts(self) -> PersonFacts:
        """What was written about the person."""
        return PersonFacts(
            full_name=self.full_name.data or "",
            position=self.position.data or None,
            phone=self.phone.data or None,
            email=self.email.data or None,
        )
