"""The words for documents that were printed: of the journal, and of the list in the print centre."""

from collections.abc import Iterator
from itertools import permutations

from dialogues.audit.wording import add_words, fact_in_words
from dialogues.core.i18n import LANGUAGES, N_, _, _n
from dialogues.documents.badge_layouts import STOCKS
from dialogues.documents.printing_queries import Printing
from dialogues.documents.services import DOCUMENTS
from dialogues.people.sectors import SECTOR_NAMES

_PAIRS = {f"{one},{other}": f"{LANGUAGES[one]} + {LANGUAGES[other]}" for one, other in permutations(LANGUAGES, 2)}
# Options that are said as the journal says them, in this order.
_PLAIN = ("day", "of", "sector", "since", "people", "names", "stock", "paper")
_OWN_WORDS = {"findings": N_("Findings"), "commitments": N_("Commitments"), "next": N_("What happens next")}


def options_in_words(printing: Printing) -> list[str]:
    """How something was printed, for a reader: for which day, for whom, which pages, in which language, on what paper.

    Nobody is named: of a choice of people it is said how many they were.
    """
    return [str(words) for words in _options_in_words(printing)]


def _options_in_words(printing: Printing) -> Iterator[str]:
    options = printing.options
    for name in _PLAIN:
        if name in options:
            yield fact_in_words(f"printed_{name}", options[name])[1]
        if name == "people" and printing.narrows and printing.people:
            yield _n("for one person", "for %(num)s people", printing.people)
    if options.get("who"):
        yield _("one person’s sheet")
    if options.get("round"):
        yield _("Round %(number)d", number=int(options["round"]))
    if options.get("pages"):
        yield _("pages %(pages)s", pages=options["pages"])
    if options.get("parts"):
        parts = (DOCUMENTS[name].title for name in options["parts"].split(",") if name in DOCUMENTS)
        yield ", ".join(_(title) for title in parts)
    if options.get("language"):
        yield fact_in_words("printed_language", options["language"])[1]
    written = [_(title) for name, title in _OWN_WORDS.items() if options.get(name)]
    if written:
        yield _("with own words: %(texts)s", texts=", ".join(written))


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
            "printed_round": N_("Round of groups"),
            "printed_stock": N_("Sheets"),
        },
        values={
            "printed_document": {name: document.title for name, document in DOCUMENTS.items()},
            "printed_paper": {"letter": "Letter"},
            "printed_language": LANGUAGES | _PAIRS,
            "printed_names": {"yes": N_("With the list of names"), "no": N_("Without names")},
            "printed_sector": SECTOR_NAMES,
            "printed_stock": {name: stock.words for name, stock in STOCKS.items()},
            "printed_people": {"new": N_("Only those it was not printed for yet")},
            "printed_of": {"plan": N_("The working plan")},
        },
        about=(
            "printed_document", "printed_day", "printed_paper", "printed_language", "printed_names", "printed_of",
            "printed_parts", "printed_sector", "printed_since", "printed_people", "printed_pages",
            "printed_round", "printed_stock",
        ),
    )  # fmt: skip
