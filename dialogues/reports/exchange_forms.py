"""What a browser may send to have the figures in the forms of others."""

from wtforms import StringField

from dialogues.core.i18n import _, _l
from dialogues.core.web import Form
from dialogues.people.fields import AsRuled, choice, options
from dialogues.reports.iati_rules import ORGANISATION_TYPES, require_identifier


class IatiForm(Form):
    """The facts of an IATI activity, which its organisation knows. It is sent with the address: it changes nothing."""

    activity = StringField(_l("Identifier of the activity"), [AsRuled(lambda one: require_identifier(one.data or ""))])
    organisation = StringField(
        _l("Identifier of the organisation"), [AsRuled(lambda one: require_identifier(one.data or ""))]
    )
    organisation_name = StringField(_l("Name of the organisation"))
    organisation_type = choice(_l("Kind of organisation"), default="")

    def offer(self) -> None:
        """The kinds of organisation that IATI knows, in the reader's language."""
        kinds = {code: _(words) for code, words in ORGANISATION_TYPES.items()}
        self.organisation_type.choices = options({"": _("Not said"), **kinds})
