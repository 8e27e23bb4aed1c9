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
            "sheet.scanned": N_("A picture of the signed sheet %(name)s was kept"),
            "sheet.scan_removed": N_("A picture of the signed sheet %(name)s was taken away"),
            "sheet.scan_restored": N_("A picture of the signed sheet %(name)s came back"),
        },
        fields={"sheet_rows_read": N_("Rows"), "scan_sha256": N_("SHA-256 hash")},
        about=("sheet_rows_read", "scan_sha256"),
    )
