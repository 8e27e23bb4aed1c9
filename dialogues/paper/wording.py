"""The words of the journal for sheets that are read back in."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """Teach the journal what is done with signed sheets."""
    add_words(
        actions={
            "sheet.typed": N_("Rows of the sign-in sheet %(name)s were typed in"),
            "sheet.read_again": N_("Rows of the sign-in sheet %(name)s were read a second time"),
            "sheet.settled": N_("A row of the sign-in sheet %(name)s was settled"),
        },
        fields={"sheet_rows_read": N_("Rows")},
        about=("sheet_rows_read",),
    )
