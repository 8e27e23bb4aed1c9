"""What a browser may send about editions of an agenda."""

from enum import StrEnum

from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import Length

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.messages.fields import LetterForm, subject_field, text_field

_SEEN_LENGTH_MAX = 64


class PublishForm(Form):
    """The plan as it was looked at is to be published."""

    seen = HiddenField(validators=[Length(max=_SEEN_LENGTH_MAX)])


class Audience(StrEnum):
    """Whom a message about an edition is for."""

    CONCERNED = "concerned"
    CONFIRMED = "confirmed"


class AboutEditionForm(LetterForm):
    """A message about what an edition changed."""

    audience = RadioField(
        _l("To whom"),
        choices=[
            SelectChoice(Audience.CONCERNED.value, _l("Whoever has, or had, a part in a changed session")),
            SelectChoice(Audience.CONFIRMED.value, _l("Everybody who is confirmed")),
        ],
        default=Audience.CONCERNED.value,
    )
    subject = subject_field()
    text = text_field()
