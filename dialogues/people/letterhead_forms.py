"""What a browser may send about a letterhead."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField

from dialogues.core.i18n import _l
from dialogues.core.pictures import FILE_BYTES_MAX
from dialogues.core.web import Form


class LetterheadForm(Form):
    """The words of a letterhead."""

    printed_name = StringField(_l("Name on paper"))
    letter_address = TextAreaField(_l("Address on letters"))
    letter_footer = StringField(_l("Line at the foot of letters"))
    version = HiddenField()


class LogoForm(Form):
    """A picture."""

    file = FileField(_l("Picture"), [FileRequired(_l("Choose the file of the logo."))])

    def content(self) -> bytes:
        """The bytes of the file, one more than allowed at most."""
        return bytes(self.file.data.read(FILE_BYTES_MAX + 1))
