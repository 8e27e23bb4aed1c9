"""What a browser may send to fill a day."""

from collections.abc import Iterable

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from dialogues.attendance.models import MARK_STATUS_NAMES, PART_NAMES, MarkStatus, Part
from dialogues.core.i18n import _, _l
from dialogues.core.web import Form

REASON_LENGTH_MAX = 500  # signs
_NUMBER_LENGTH_MAX = 9  # digits that fit any database's number


class FillForm(Form):
    """The same is recorded of many people."""

    whom = RadioField(_l("Of whom"), validators=[InputRequired(_l("Say of whom."))])
    part = RadioField(_l("Part of the day"), coerce=Part, default=Part.WHOLE)
    status = RadioField(_l("What is right"), coerce=MarkStatus, validators=[InputRequired(_l("Say what is right."))])
    reason = StringField(
        _l("Reason"),
        [
            InputRequired(_l("Say why, so that the change can be understood later.")),
            Length(max=REASON_LENGTH_MAX, message=_l("Write at most %(max)d signs.")),
        ],
    )

    def offer(self, *, has_halves: bool) -> None:
        """Offer the parts the day has, and every status in the reader's words."""
        self.whom.choices = [("all", _("Everybody who fits the filter")), ("ticked", _("Those ticked below"))]
        parts = Part if has_halves else (Part.WHOLE,)
        self.part.choices = [(part.value, _(PART_NAMES[part])) for part in parts]
        self.status.choices = [(status.value, _(words)) for status, words in MARK_STATUS_NAMES.items()]

    def ticked(self, sent: Iterable[str]) -> set[int]:
        """The numbers of those who were ticked."""
        return {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) <= _NUMBER_LENGTH_MAX}
