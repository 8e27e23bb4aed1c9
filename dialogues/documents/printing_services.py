"""Noting that a document was printed: who, when, and with which options."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor, record
from dialogues.documents.option_rules import told_ids
from dialogues.documents.queries import Options
from dialogues.documents.services import DOCUMENTS, list_rows, print_document, require_printable
from dialogues.events.models import Event


def keep_printing(
    session: Session,
    event: Event,
    name: str,
    options: Options,
    *,
    names: str,
    actor: Actor,
    at: datetime,
    chosen: Sequence[int] | None = None,
) -> Entry:
    """The journal says that the document `name` is printed with these options, so that it can be printed so again.

    Raises what printing it would raise, but for a page beyond the last. A name that was typed to ask for one person's
    sheet is not kept. A printing of all pages keeps the rows it is made of, so that it is known who had theirs;
    `chosen` are those rows where they were chosen on a list.
    """
    document = require_printable(event, name, options)
    rows = list_rows(session, event, document, options) if chosen is None else chosen
    languages = ",".join(filter(None, (options.language, options.second_language)))
    told = {
        "printed_document": name,
        "printed_day": options.day,
        "printed_paper": options.paper,
        "printed_language": languages,
        "printed_names": names,
        "printed_of": "plan" if options.of_plan else "",
        "_who": options.who if options.who.isdigit() else "",
        "printed_parts": ",".join(options.parts),
        "printed_sector": options.people.sector,
        "printed_since": options.people.since,
        "printed_people": "new" if options.people.is_new else "",
        "printed_pages": str(options.pages or ""),
        "printed_stock": options.labels.stock,
        "_first": str(options.labels.first) if options.labels.first > 1 else "",
        "_shift_x": str(options.labels.shift_x or ""),
        "_shift_y": str(options.labels.shift_y or ""),
        "_rows": "" if options.pages else told_ids(rows),
        "_narrows": "yes" if options.people.narrows or chosen is not None else "",
    }
    if options.words is not None:
        told |= {f"_{name}": text for name, text in vars(options.words).items()}
    entry = record(
        session,
        "document.printed",
        actor=actor,
        at=at,
        subject=event,
        subject_name=document.title,
        event_id=event.id,
        changes={column: (None, value) for column, value in told.items() if value},
    )
    session.flush()  # the address of the PDF may name it by its key
    return entry


def require_pages(session: Session, event: Event, name: str, options: Options, *, at: datetime) -> None:
    """Raise NoSuchPage if pages are asked for that the document has not: only making it tells how many there are."""
    if options.pages is not None:
        print_document(session, event, name, options, at=at)


def address_of_choice(session: Session, event: Event, name: str, options: Options, kept: Entry) -> dict[str, str]:
    """What the address of the PDF says of the people chosen, beside sector and day; never a name.

    Those it was not printed for yet are, from now on, those of the printing `kept`.
    """
    people = options.people
    if people.printing is not None:
        return {"printing": str(people.printing)}
    if people.is_new and options.pages is None:
        return {"printing": str(kept.id)}
    asked = {"people": "new"} if people.is_new else {}
    if people.person:
        asked["person"] = str(list_rows(session, event, DOCUMENTS[name], options)[0])
    return asked
