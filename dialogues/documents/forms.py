"""What is typed in the print centre; what is chosen there from lists is read by `option_page`."""

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from dialogues.core.i18n import _l
from dialogues.core.web import Form


class PrintForm(Form):
    """The options of a document that are typed. What is wrong with one is found by whoever reads it."""

    people = SelectField(
        _l("For whom"),
        choices=[SelectChoice("", _l("Everybody")), SelectChoice("new", _l("Only those it was not printed for yet"))],
    )
    sector = SelectField(_l("Sector"), choices=())
    view = SelectField(_l("From the list of participants"), choices=())
    since = StringField(_l("Registered since"), widget=DateInput())
    person = StringField(_l("Only this person"))
    pages = StringField(_l("Pages"))
    findings = TextAreaField(_l("Findings"))
    commitments = TextAreaField(_l("Commitments"))
    next = TextAreaField(_l("What happens next"))
