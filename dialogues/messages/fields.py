"""The fields of a form by which a mail to many is written."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.messages.rules import SUBJECT_LENGTH_MAX, TEXT_LENGTH_MAX


def subject_field() -> StringField:
    """The subject of a mail that somebody writes."""
    return StringField(
        _l("Subject"),
        [
            DataRequired(_l("Write what it is about.")),
            Length(max=SUBJECT_LENGTH_MAX, message=_l("Write at most %(max)d letters.")),
        ],
    )


def text_field() -> TextAreaField:
    """The text of a mail that somebody writes."""
    return TextAreaField(
        _l("Text"),
        [
            DataRequired(_l("Write the message.")),
            Length(max=TEXT_LENGTH_MAX, message=_l("Write at most %(max)d letters.")),
        ],
    )


class LetterForm(Form):
    """Any form by which a mail to many is written; each puts the two fields where its page has them."""

    subject: StringField
    text: TextAreaField
