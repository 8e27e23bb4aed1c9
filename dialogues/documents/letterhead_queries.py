"""The letterhead of an event, asked of the database."""

from sqlalchemy.orm import Session

from dialogues.documents.letterhead_facts import NO_LETTERHEAD, PaperLetterhead, PaperLogo
from dialogues.events.logo_queries import list_on_papers
from dialogues.events.models import Event
from dialogues.people.letterhead_queries import list_pictures


def letterhead_of(session: Session, event: Event) -> PaperLetterhead:
    """Whose logos and whose lines the papers of an event have."""
    shown = list_on_papers(session, event)
    if not shown:
        return NO_LETTERHEAD
    pictures = list_pictures(session, [one.logo_id for one in shown if one.logo_id is not None])
    first = shown[0]
    return PaperLetterhead(
        logos=tuple(
            PaperLogo(one.name, pictures[one.logo_id], one.width or 1, one.height or 1)
            for one in shown
            if one.logo_id is not None and one.logo_id in pictures
        ),
        name=first.name,
        address=tuple((first.address or "").splitlines()),
        footer=first.footer or "",
    )
