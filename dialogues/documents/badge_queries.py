"""The facts of badges, asked of the database."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.formats import language_text
from dialogues.core.i18n import _n, force_locale
from dialogues.documents.badges import BadgeFacts, BadgePerson, called
from dialogues.documents.choice_queries import Choice, find_choice
from dialogues.documents.queries import Options, common_facts, titled
from dialogues.documents.styles import DOT
from dialogues.documents.wording import listed
from dialogues.events.models import Event
from dialogues.groups.told_queries import list_group_names
from dialogues.registration.models import Registration, Status


def badge_facts(session: Session, event: Event, options: Options, *, at: datetime, base_url: str) -> BadgeFacts:
    """The badges of the confirmed people of an event whom the choice leaves, whatever they do there, by name."""
    choice = find_choice(session, event, options.people, "badges")
    among = sa.and_(choice.condition, Registration.status == Status.CONFIRMED)
    return chosen_badge_facts(session, event, options, among=among, at=at, base_url=base_url, choice=choice)


def count_chosen(session: Session, event: Event, among: Any) -> int:
    """How many registrations of the event a condition leaves."""
    chosen = sa.select(sa.func.count()).select_from(Registration).where(among, Registration.event_id == event.id)
    return session.scalar(chosen) or 0


def list_chosen(session: Session, event: Event, among: Any) -> list[int]:
    """The rows of the confirmed registrations of the event that a condition leaves."""
    confirmed = (Registration.event_id == event.id, Registration.status == Status.CONFIRMED)
    return list(session.scalars(sa.select(Registration.id).where(among, *confirmed)))


def chosen_badge_facts(
    session: Session,
    event: Event,
    options: Options,
    *,
    among: Any,
    at: datetime,
    base_url: str,
    choice: Choice | None = None,
) -> BadgeFacts:
    """The badges of those whom the condition leaves and who are confirmed; how many are not stands in the foot."""
    chosen = (
        sa.select(
            Registration.full_name,
            Registration.honorific,
            Registration.sort_as,
            Registration.organisation_name,
            sa.type_coerce(Registration.sector, sa.Text),
            Registration.language,
            Registration.badge_code,
            (Registration.status == Status.CONFIRMED).label("is_confirmed"),
            Registration.id,
        )
        .where(among, Registration.event_id == event.id)
        .order_by(Registration.sort_key, Registration.id)
    )
    people = []
    without = 0
    groups = list_group_names(session, event.id)
    for name, honorific, sort_as, organisation, sector, language, code, is_confirmed, number in session.execute(chosen):
        if not is_confirmed:
            without += 1
            continue
        if choice is not None and not choice.has(number):
            continue
        people.append(
            BadgePerson(
                call=called(name, sort_as),
                name=titled(name, honorific),
                code=code,
                organisation=organisation or "",
                sector=sector,
                language=language_text(language, locale=options.language) if language else "",
                group=DOT.join(groups.get(number, ())),
            )
        )
    facts = BadgeFacts(
        **common_facts(event, options, at), people=tuple(people), base_url=base_url, labels=options.labels
    )
    if not without:
        return facts
    with force_locale(options.language):
        said = _n("one not confirmed, no badge", "%(num)d not confirmed, no badge", without)
    return replace(facts, note=listed(facts.note, str(said)))
