"""What is typed in the print centre; what is chosen there from lists is read by `option_page`."""

from wtforms import TextAreaField

from dialogues.core.i18n import _l
from dialogues.core.web import Form


class PrintForm(Form):
    """The options of a document that are typed. What is wrong with one is found by whoever reads it."""

    findings = TextAreaField(_l("Findings"))
    commitments = TextAreaField(_l("Commitments"))
    next = TextAreaField(_l("What happens next"))
