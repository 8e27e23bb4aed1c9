"""What a browser may send to an import."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import SubmitField, TextAreaField

from dialogues.core.folding import clean_line
from dialogues.core.i18n import _, _l
from dialogues.core.spreadsheets import FILE_BYTES_MAX
from dialogues.core.web import Form
from dialogues.imports.columns import NAMES
from dialogues.imports.decisions import Decisions
from dialogues.people.fields import choice

TAB = "tab"  # in place of the sign itself, which a form takes for a blank
FILE_NAME_MAX = 120  # letters that are kept
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

    @property
    def file_name(self) -> str | None:
        """What the sender calls the file, to be shown as it is; None where cells were pasted."""
        return clean_line(str(self.file.data.filename))[:FILE_NAME_MAX] if self.has_file else None

    def said(self) -> Decisions:
        """What is known about the file before anything was said."""
        return Decisions(file_name=self.file_name)

    def content(self) -> bytes:
        """The bytes of the file, one more than allowed at most; or the pasted cells."""
        return bytes(self.file.data.read(FILE_BYTES_MAX + 1)) if self.has_file else self.content_pasted


class ConfirmForm(Form):
    """The rows that were looked at may come in."""


class RowsForm(Form):
    """What is said about rows: its fields have the numbers of rows in their names."""


class ColumnsForm(Form):
    """How a file is read, and what each of its columns holds."""

    width = 0
    sheet = choice(_l("Sheet"))
    heading_row = choice(_l("Row that names the columns"))
    encoding = choice(_l("Encoding of the letters"))
    separator = choice(_l("Sign between the columns"))
    again = SubmitField(_l("Read again"))

    def columns(self) -> list[str]:
        """What each column holds, "" for one that is not read."""
        return [str(self[f"c{at}"].data or "") for at in range(self.width)]

    def require_columns(self) -> bool:
        """Whether one column holds names and no two hold the same; a sentence stands at the field where not."""
        names = self.columns()
        first: dict[str, int] = {}
        for at, name in enumerate(names):
            if name and name in first:
                sentence = _("Column “%(heading)s” is read as the same.", heading=self[f"c{first[name]}"].label.text)
                self[f"c{at}"].errors = [sentence]
            first.setdefault(name, at)
        if self.width and not NAMES & set(names):
            self["c0"].errors = [*self["c0"].errors, _("Say which column holds the names.")]
        return not self.errors

    def reading(self) -> dict[str, Any]:
        """How the file is to be read, as it is noted."""
        heading_row = self.heading_row.data
        return {
            "sheet": self.sheet.data or None,
            "encoding": self.encoding.data or None,
            "separator": "\t" if self.separator.data == TAB else self.separator.data or None,
            "heading_row": int(heading_row) if heading_row else None,
        }


def columns_form(width: int) -> type[ColumnsForm]:
    """The form of a file that is so many columns wide."""
    fields: dict[str, Any] = {f"c{at}": choice("") for at in range(width)}
    return type("ColumnsForm", (ColumnsForm,), {"width": width, **fields})
