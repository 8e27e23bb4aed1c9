"""Noting that a document was printed: who, when, and with which options."""

from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, record
from dialogues.documents.queries import Options
from dialogues.documents.services import require_printable
from dialogues.events.models import Event


def keep_printing(
    session: Session, event: Event, name: str, options: Options, *, names: str, actor: Actor, at: datetime
) -> None:
    """The journal says that the document `name` is printed with these options, so that it can be printed so again.

    Raises what printing it would raise. A name that was typed to ask for one person's sheet is not kept.
    """
    document = require_printable(event, name, options)
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
    }
    if options.words is not None:
        told |= {f"_{name}": text for name, text in vars(options.words).items()}
    record(
        session,
        "document.printed",
        actor=actor,
        at=at,
        subject=event,
        subject_name=document.title,
        event_id=event.id,
        changes={column: (None, value) for column, value in told.items() if value},
    )
