"""What a browser may send about an event on its way."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from dialogues.bundles.rules import PASSPHRASE_LENGTH_MIN, Side
from dialogues.core.i18n import _l
from dialogues.core.web import Form

_PASSPHRASE_LENGTH_MAX = 200  # signs


class PackForm(Form):
    """An event is packed, sealed if a passphrase is written."""

    passphrase = StringField(
        _l("Passphrase"),
        [Length(max=_PASSPHRASE_LENGTH_MAX, message=_l("Write at most %(max)d signs."))],
        filters=[lambda text: text or None],
    )
    least = PASSPHRASE_LENGTH_MIN


class BringForm(Form):
    """A file is brought in, or only looked at."""

    file = FileField(_l("File of the event"), [FileRequired(_l("Choose the file in which the event was packed."))])
    passphrase = StringField(
        _l("Passphrase, if it is sealed"),
        [Length(max=_PASSPHRASE_LENGTH_MAX, message=_l("Write at most %(max)d signs."))],
        filters=[lambda text: text or None],
    )
    only_look = BooleanField(_l("Only say what it would change"))


class SettleForm(Form):
    """Which of two versions stands."""

    side = RadioField(
        _l("What is right"),
        coerce=Side,
        choices=[Side.OURS.value, Side.THEIRS.value],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
