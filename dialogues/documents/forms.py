"""What is typed in the print centre; what is chosen there from lists is read by `option_page`."""

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.documents.badge_layouts import STOCKS


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
    stock = SelectField(_l("Sheets"), choices=[SelectChoice(name, _l(stock.words)) for name, stock in STOCKS.items()])
    first = StringField(_l("First free label"))
    shift_x = StringField(_l("Shift to the right"))
    shift_y = StringField(_l("Shift down"))
    findings = TextAreaField(_l("Findings"))
    commitments = TextAreaField(_l("Commitments"))
    next = TextAreaField(_l("What happens next"))
