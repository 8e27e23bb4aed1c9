"""What a browser may send to keep a choice of the programme report."""

from wtforms import StringField

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.people.fields import AsRuled
from dialogues.registration import view_rules


class ProgrammeViewForm(Form):
    """A choice of events under a name."""

    name = StringField(_l("Name"), [AsRuled(lambda field: view_rules.require_name(field.data or ""))])
