"""What a browser may send about editions of an agenda."""

from enum import StrEnum

from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.messages.rules import SUBJECT_LENGTH_MAX, TEXT_LENGTH_MAX

_SEEN_LENGTH_MAX = 64


class PublishForm(Form):
    """The plan as it was looked at is to be published."""

    seen = HiddenField(validators=[Length(max=_SEEN_LENGTH_MAX)])


class Audience(StrEnum):
    """Whom a message about an edition is for."""

    CONCERNED = "concerned"
    CONFIRMED = "confirmed"


class AboutEditionForm(Form):
    """A message about what an edition changed."""

    audience = RadioField(
        _l("To whom"),
        choices=[
            SelectChoice(Audience.CONCERNED.value, _l("Whoever has, or had, a part in a changed session")),
            SelectChoice(Audience.CONFIRMED.value, _l("Everybody who is confirmed")),
        ],
        default=Audience.CONCERNED.value,
    )
    subject = StringField(
        _l("Subject"),
        [
            DataRequired(_l("Write what it is about.")),
            Length(max=SUBJECT_LENGTH_MAX, message=_l("Write at most %(max)d letters.")),
        ],
    )
    text = TextAreaField(
        _l("Text"),
        [
            DataRequired(_l("Write the message.")),
            Length(max=TEXT_LENGTH_MAX, message=_l("Write at most %(max)d letters.")),
        ],
    )
