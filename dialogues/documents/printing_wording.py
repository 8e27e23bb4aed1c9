"""The words of the journal for documents that were printed."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import LANGUAGES, N_
from dialogues.documents.services import DOCUMENTS


def teach_journal() -> None:
    """Teach the journal that documents are printed."""
    add_words(
        actions={"document.printed": N_("The document “%(name)s” was printed")},
        fields={
            "printed_document": N_("Document"),
            "printed_day": N_("For the day"),
            "printed_paper": N_("Paper"),
            "printed_language": N_("Language of the document"),
            "printed_names": N_("Names"),
            "printed_of": N_("Edition"),
            "printed_parts": N_("What goes in"),
        },
        values={
            "printed_document": {name: document.title for name, document in DOCUMENTS.items()},
            "printed_paper": {"letter": "Letter"},
            "printed_language": dict(LANGUAGES),
            "printed_names": {"yes": N_("With the list of names"), "no": N_("Without names")},
            "printed_of": {"plan": N_("The working plan")},
        },
        about=(
            "printed_document", "printed_day", "printed_paper", "printed_language", "printed_names", "printed_of",
            "printed_parts",
        ),
    )  # fmt: skip
