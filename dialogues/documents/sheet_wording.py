"""The words of the journal for sheets that went to paper."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """Teach the journal that sign-in sheets are printed."""
    add_words(
        actions={"sheet.printed": N_("The sign-in sheet %(name)s was printed")},
        fields={"sheet_day": N_("For the day"), "sheet_rows": N_("Rows")},
        about=("sheet_day", "sheet_rows"),
    )
