"""The options of a document as a browser sends them, in an address or in a form, and who may have which document."""

from dataclasses import replace
from datetime import date

from werkzeug.datastructures import MultiDict

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.i18n import LANGUAGES, current_language
from dialogues.documents.facts import PAPERS
from dialogues.documents.queries import Options
from dialogues.documents.services import DOCUMENTS, IN_PACK, PARTS, USUAL_IN_PACK, Document
from dialogues.events.access import may_in
from dialogues.events.models import Event
from dialogues.reports.publishing_reading import groups_below


def may_have(document: Document, event: Event) -> bool:
    """Whether the reader may have the document, with names or without."""
    viewer = current_viewer()
    if may_in(viewer, document.needs, event):
        return True
    return document.make_without_names is not None and may_in(viewer, Permission.SEE_FIGURES, event)


def read_options(sent: MultiDict[str, str]) -> Options:
    """The options that were sent; what no document knows is a wrong address."""
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
    )


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
