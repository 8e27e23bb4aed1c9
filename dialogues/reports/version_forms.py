"""What a browser may send about issued reports."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.reports.version_rules import NOTE_MAX

_SEEN_LENGTH_MAX = 64


class IssueForm(Form):
    """The report as it was looked at is to be issued."""

    seen = HiddenField(validators=[Length(max=_SEEN_LENGTH_MAX)])
    note = TextAreaField(
        _l("Note"),
        [Length(max=NOTE_MAX, message=_l("Write at most %(max)d signs."))],
        filters=[lambda text: text or ""],
    )
