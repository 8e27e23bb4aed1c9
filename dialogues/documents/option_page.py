"""The options of a document as a browser sends them, in an address or in a form, and who may have which document."""

from dataclasses import replace
from datetime import date

from werkzeug.datastructures import MultiDict

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.folding import clean, clean_line
from dialogues.core.i18n import LANGUAGES, current_language
from dialogues.documents.badge_layouts import STOCKS
from dialogues.documents.donor_rules import LIMITS, Words
from dialogues.documents.facts import PAPERS
from dialogues.documents.option_rules import Labels, People, read_day, read_labels, read_pages, read_round
from dialogues.documents.queries import Options
from dialogues.documents.services import DOCUMENTS, IN_PACK, PARTS, USUAL_IN_PACK, Document
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.reports.publishing_reading import groups_below

_NUMBER_MOST = 9  # figures of a printing's number


def may_have(document: Document, event: Event) -> bool:
    """Whether the reader may have the document, with names or without."""
    viewer = current_viewer()
    if may_in(viewer, document.needs, event):
        return True
    return document.make_without_names is not None and may_in(viewer, Permission.SEE_FIGURES, event)


def read_options(event: Event, sent: MultiDict[str, str]) -> Options:
    """The options that were sent; what no document knows is a wrong address. Raises OptionRefused for what is typed."""
    language, _comma, second = (sent.get("language") or current_language()).partition(",")
    paper, of = sent.get("paper") or "A4", sent.get("of", "")
    if language not in LANGUAGES or second not in ("", *LANGUAGES) or second == language:
        raise NotFoundHere
    if paper not in PAPERS or of not in ("", "plan"):
        raise NotFoundHere
    try:
        day = date.fromisoformat(sent["day"]) if sent.get("day") else None
    except ValueError as error:
        raise NotFoundHere from error
    return Options(
        language=language,
        second_language=second,
        paper=PAPERS[paper],
        day=day,
        of_plan=of == "plan",
        who=sent.get("who", "")[:200],
        parts=_parts(sent),
        groups_below=groups_below(),
        words=_words(sent),
        people=_people(event, sent),
        pages=read_pages(sent.get("pages", "")),
        round_number=read_round(sent.get("round", "")),
        labels=_labels(sent),
    )


def _labels(sent: MultiDict[str, str]) -> Labels:
    stock = sent.get("stock", "")
    if stock not in STOCKS:
        raise NotFoundHere
    first, right, down = (sent.get(name, "").strip() for name in ("first", "shift_x", "shift_y"))
    return read_labels(stock, first, right, down, on_sheet=STOCKS[stock].on_sheet)


def _people(event: Event, sent: MultiDict[str, str]) -> People:
    sector, asked, printing = sent.get("sector", ""), sent.get("people", ""), sent.get("printing", "")
    if asked not in ("", "new") or sector not in ("", *Sector):
        raise NotFoundHere
    if printing and not (printing.isascii() and printing.isdigit() and len(printing) <= _NUMBER_MOST):
        raise NotFoundHere
    return People(
        sector=Sector(sector) if sector else None,
        since=read_day(sent.get("since", "")),
        person=clean_line(sent.get("person", "")[:200]),
        is_new=asked == "new",
        printing=int(printing) if printing else None,
        view=sent.get("view", "")[:1000],
        sees_contacts=may_in(current_viewer(), Permission.SEE_PARTICIPANTS, event),
    )


def _words(sent: MultiDict[str, str]) -> Words | None:
    """What was written for a donor, cleaned; None where none was sent, which is not an empty one."""
    if not set(LIMITS) & set(sent):
        return None
    return Words(**{name: clean(sent.get(name, "")) for name in LIMITS})


def _parts(sent: MultiDict[str, str]) -> tuple[str, ...]:
    """What goes into a pack, ticked one by one or named with commas; nothing that is no document."""
    named = [name for text in sent.getlist("parts") for name in text.split(",") if name]
    if not set(named) <= set(DOCUMENTS):
        raise NotFoundHere
    return tuple(dict.fromkeys(named))


def read_names(sent: MultiDict[str, str]) -> str:
    """Whether names were asked for: "yes", "no", or nothing said."""
    names = sent.get("names", "")
    if names not in ("", "yes", "no"):
        raise NotFoundHere
    return names


def with_parts(event: Event, document: Document, options: Options) -> Options:
    """The same options; a pack with nothing ticked gets what is usual. Raises NotAllowed beyond the reader’s own.

    A pack is never made without names: whoever may not see them gets it without the papers that have them.
    """
    if PARTS not in document.options:
        return options
    allowed = [name for name in IN_PACK if may_in(current_viewer(), DOCUMENTS[name].needs, event)]
    if not set(options.parts) & set(IN_PACK) <= set(allowed):
        raise NotAllowed
    return replace(options, parts=options.parts or tuple(name for name in USUAL_IN_PACK if name in allowed))
