"""The words of the journal for documents that were printed."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import LANGUAGES, N_
from dialogues.documents.badge_layouts import STOCKS
from dialogues.documents.services import DOCUMENTS
from dialogues.people.sectors import SECTOR_NAMES


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
            "printed_sector": N_("Sector"),
            "printed_since": N_("Registered since"),
            "printed_people": N_("For whom"),
            "printed_pages": N_("Pages"),
            "printed_stock": N_("Sheets"),
        },
        values={
            "printed_document": {name: document.title for name, document in DOCUMENTS.items()},
            "printed_paper": {"letter": "Letter"},
            "printed_language": dict(LANGUAGES),
            "printed_names": {"yes": N_("With the list of names"), "no": N_("Without names")},
            "printed_sector": SECTOR_NAMES,
            "printed_stock": {name: stock.words for name, stock in STOCKS.items()},
            "printed_people": {"new": N_("Only those it was not printed for yet")},
            "printed_of": {"plan": N_("The working plan")},
        },
        about=(
            "printed_document", "printed_day", "printed_paper", "printed_language", "printed_names", "printed_of",
            "printed_parts", "printed_sector", "printed_since", "printed_people", "printed_pages",
            "printed_stock",
        ),
    )  # fmt: skip
