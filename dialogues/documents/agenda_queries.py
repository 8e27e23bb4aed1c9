"""The facts of the participants' agenda: the latest edition, in one language or two."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.agenda import queries as agenda
from dialogues.agenda.models import SessionRole
from dialogues.agenda.queries import main_place
from dialogues.documents.facts import AgendaDay, AgendaFacts, AgendaItem
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.plan_queries import in_both, published
from dialogues.documents.queries import Options, common_facts
from dialogues.documents.wording import listed
from dialogues.events.models import Event

# Who is named on the participants' agenda; who takes notes or interprets is on the run-sheet.
_NAMED = (SessionRole.LEAD, SessionRole.SPEAKER, SessionRole.FACILITATOR)


def agenda_facts(session: Session, event: Event, options: Options, *, at: datetime, base_url: str = "") -> AgendaFacts:
    """The participants' agenda of one day or all. `base_url` is how readers reach this instance; empty: no code."""
    has_page = event.is_public and base_url
    source = published(session, event, options)
    return AgendaFacts(
        **common_facts(event, options, at),
        letterhead=letterhead_of(session, event),
        edition=source.edition,
        days=tuple(
            AgendaDay(
                day=day.day,
                heading=listed(day.title or "", main_place(day.items) or ""),
                items=tuple(_item(item, main_place(day.items), options) for item in day.items),
            )
            for day in source.days
            if options.day in (None, day.day)
        ),
        second_language=options.second_language,
        convener=event.convenor or "",
        directions=event.directions or "",
        internet=_lines(event.wifi, event.languages),
        help=_lines(event.contact, event.accessibility),
        live_url=f"{base_url.rstrip('/')}/e/{event.slug}/agenda" if has_page else "",
    )


def _item(item: agenda.AgendaItem, place_of_day: str | None, options: Options) -> AgendaItem:
    where = [item.place] if item.place and item.place != place_of_day else []
    named: Sequence[agenda.AgendaPerson] = [
        person for person in item.people if person.role in _NAMED and not person.is_cancelled
    ]
    named = sorted(named, key=lambda person: _NAMED.index(person.role))
    title, second = in_both(item.title_in, options)
    return AgendaItem(
        starts=item.starts,
        ends=item.ends,
        title=title,
        second_title=second,
        number=item.number,
        people=tuple(dict.fromkeys(person.name for person in named)),
        room=", ".join([*([item.room] if item.room else []), *where]),
        quiet=item.is_quiet,
    )


def _lines(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)
