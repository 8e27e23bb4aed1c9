"""What a browser may send about phones and what they handed in."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from dialogues.attendance.device_rules import NAME_LENGTH_MAX, Settlement
from dialogues.attendance.forms import REASON_LENGTH_MAX
from dialogues.attendance.models import MARK_STATUS_NAMES, PART_NAMES, MarkStatus, Part
from dialogues.core.i18n import _, _l
from dialogues.core.web import Form


class PairForm(Form):
    """A phone is to be paired: under which name, and whether it is the very one that shows this page."""

    device_name = StringField(
        _l("Name of the phone"),
        [Optional(), Length(max=NAME_LENGTH_MAX, message=_l("Write at most %(max)d signs."))],
    )
    here = BooleanField(_l("It is the phone I am holding"))


class SettleForm(Form):
    """What becomes of a mark that was held."""

    settlement = RadioField(_l("What is to happen"), validators=[InputRequired(_l("Choose what is to happen."))])
    person = RadioField(_l("Whose mark it is"), coerce=str, validators=[Optional()])
    day = SelectField(_l("Day"))
    part = RadioField(_l("Part of the day"), coerce=Part, default=Part.WHOLE)
    status = RadioField(_l("What is right"), coerce=MarkStatus, default=MarkStatus.PRESENT)
    reason = StringField(
        _l("Reason"),
        [
            InputRequired(_l("Say why, so that the change can be understood later.")),
            Length(max=REASON_LENGTH_MAX, message=_l("Write at most %(max)d signs.")),
        ],
    )

    def offer(self, *, people: Sequence[tuple[str, str]], days: Iterable[tuple[date, str]]) -> None:
        """Offer the people found, the days, and every part and status in the reader's words."""
        self.settlement.choices = [
            (Settlement.ACCEPTED.value, _("Record it, as a correction")),
            (Settlement.DISCARDED.value, _("Set it aside; it stays on record")),
        ]
        self.person.choices = list(people)
        self.day.choices = [(day.isoformat(), words) for day, words in days]
        self.part.choices = [(part.value, _(PART_NAMES[part])) for part in Part]
        self.status.choices = [
            (status.value, _(words))
            for status, words in MARK_STATUS_NAMES.items()
            if status is not MarkStatus.WITHDRAWN
        ]


class HandInForm(Form):
    """A file that a phone saved its marks to."""

    file = FileField(_l("File of the phone"), [FileRequired(_l("Choose the file that the phone saved."))])
