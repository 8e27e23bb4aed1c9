"""What a browser may send of a picture of a signed sheet."""

from flask_wtf.file import FileField, FileRequired

from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.documents.scan_rules import FILE_BYTES_MAX


class ScanForm(Form):
    """A file."""

    file = FileField(_l("Picture of the signed sheet"), [FileRequired(_l("Choose the picture of the sheet."))])

    def content(self) -> bytes:
        """The bytes of the file, one more than allowed at most."""
        return bytes(self.file.data.read(FILE_BYTES_MAX + 1))
