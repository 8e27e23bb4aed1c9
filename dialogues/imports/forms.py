"""What a browser may send to an import."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField

from dialogues.core.i18n import _, _l
from dialogues.core.spreadsheets import FILE_BYTES_MAX
from dialogues.core.web import Form

PASTED_BYTES_MAX = 400_000  # a request whose texts are longer than half a megabyte is refused before it comes here


class UploadForm(Form):
    """A file, or cells pasted from a spreadsheet."""

    file = FileField(_l("Spreadsheet"))
    pasted = TextAreaField(_l("Or paste cells here"))

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two must be there, and not both."""
        if not super().validate(extra_validators):
            return False
        if self.has_file and self.pasted.data:
            self.file.errors = [_("Choose a file or paste cells, not both.")]
        elif not self.has_file and not self.pasted.data:
            self.file.errors = [_("Choose a file, or paste cells below.")]
        elif len(self.content_pasted) > PASTED_BYTES_MAX:
            self.pasted.errors = [_("This is too much to paste. Save it as a file and choose that.")]
        return not self.errors

    @property
    def has_file(self) -> bool:
        """Whether a file was chosen."""
        return bool(self.file.data and self.file.data.filename)

    @property
    def content_pasted(self) -> bytes:
        """The cells as they were pasted: the tabs between them, which a text otherwise loses, still there."""
        return str((self.pasted.raw_data or [""])[0]).encode("utf-8", "replace")

    def content(self) -> bytes:
        """The bytes of the file, one more than allowed at most; or the pasted cells."""
        return bytes(self.file.data.read(FILE_BYTES_MAX + 1)) if self.has_file else self.content_pasted


class ConfirmForm(Form):
    """The rows that were looked at may come in. What the columns hold, as it was looked at, travels along."""

    columns = HiddenField()
