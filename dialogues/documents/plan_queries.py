"""The plan of an event as its papers are told it: of which edition, in which languages, and without whose names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.agenda import edition_queries as editions
from dialogues.agenda import queries as agenda
from dialogues.agenda.confidence import is_protected, without_protected_names
from dialogues.agenda.models import SESSION_ROLE_NAMES, SessionKind, SessionRole
from dialogues.agenda.queries import main_place
from dialogues.core.clock import day_in
from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.formats import day_text
from dialogues.core.i18n import LANGUAGES, N_, _, force_locale
from dialogues.documents.plan_facts import OwnDaysFacts, PlanDay, PlanFacts, PlanItem, Step
from dialogues.documents.queries import Options, common_facts
from dialogues.documents.reporting_back import sheet_id_of
from dialogues.documents.wording import listed
from dialogues.events.models import Event

_LEADING = (SessionRole.LEAD, SessionRole.FACILITATOR, SessionRole.SPEAKER)
_WORD_MOST = 16  # letters before a colon that are taken for the word of a step, not for the beginning of a sentence


class NobodyOfThatName(DomainError):
    """No part in the agenda is held by the one who was asked for."""

    message = N_("Nobody called %(name)s has a part in the agenda.")


@dataclass(frozen=True)
class _Source:
    """An agenda as it is printed: its days, each with the people as planned, and what edition it is."""

    days: Sequence[agenda.AgendaDay]
    edition: str


# ---------------------------------------------------------------- which edition
def published(session: Session, event: Event, options: Options) -> _Source:
    """What participants are told: the latest edition, or the plan where there is none or it is asked for."""
    if options.of_plan:
        source = planned(session, event, options)
        return replace(source, days=without_protected_names(event, source.days))
    shown = editions.find_shown_agenda(session, event)
    with force_locale(options.language):
        return _Source(shown.days, _edition_words(event, shown.edition, options, is_changed=False))


def planned(session: Session, event: Event, options: Options) -> _Source:
    """What those who run it work from: the plan as it stands, and whether it is what was published."""
    days = agenda.list_agenda(session, event.id)
    latest = editions.find_latest_edition(session, event.id)
    with force_locale(options.language):
        words = _edition_words(
            event,
            editions.line_of(latest) if latest else None,
            options,
            is_changed=latest is not None and bool(editions.list_changes_since(latest, days)),
        )
    return _Source(days, words)


def _edition_words(event: Event, edition: editions.EditionLine | None, options: Options, *, is_changed: bool) -> str:
    if edition is None:
        return str(_("working plan, not published"))
    if is_changed:
        return str(_("working plan, changed since edition %(number)s", number=edition.number))
    day = day_text(day_in(event.zone, edition.published_at), locale=options.language)
    return str(_("Edition %(number)s, %(day)s", number=edition.number, day=day))


# ---------------------------------------------------------------- facts
def wall_facts(session: Session, event: Event, options: Options, *, at: datetime) -> PlanFacts:
    """The plan for walls and doors: what participants may know."""
    return _facts(event, options, published(session, event, options), {}, at=at)


def run_facts(session: Session, event: Event, options: Options, *, at: datetime) -> PlanFacts:
    """The plan with all that facilitators and rapporteurs need. Under the Chatham House Rule parts stand for names."""
    source = planned(session, event, options)
    return _facts(event, options, source, agenda.list_briefs(session, event.id), at=at)


def own_days_facts(session: Session, event: Event, options: Options, *, at: datetime) -> OwnDaysFacts:
    """The own days of whoever `options.who` names (a registration's number or a name), or of all with a part.

    A sheet that was asked for by name is made for that one person, so their own part under the Chatham House Rule
    stands on it; in the pile of everybody's sheets it does not. Raises NobodyOfThatName.
    """
    source = planned(session, event, options)
    facts = _facts(event, options, source, agenda.list_briefs(session, event.id), at=at)
    days = source.days if options.who else without_protected_names(event, source.days)
    people = list_people_with_parts(days)
    if options.who:
        people = {key: name for key, name in people.items() if options.who == key or fold(options.who) == fold(name)}
        if not people:
            raise NobodyOfThatName(name=options.who)
    with force_locale(options.language):
        told = tuple(own for key, name in people.items() if (own := _own_days(facts, days, key, name)).days)
    return OwnDaysFacts(**common_facts(event, options, at), edition=source.edition, people=told)


def list_people_with_parts(days: Sequence[agenda.AgendaDay]) -> dict[str, str]:
    """Everybody with a part in the agenda, in the order of their first: a key that finds them again, and the name."""
    found: dict[str, str] = {}
    for day in days:
        for item in day.items:
            for one in item.people:
                found.setdefault(_key(one), one.name)
    return found


def _key(person: agenda.AgendaPerson) -> str:
    return str(person.registration_id) if person.registration_id is not None else fold(person.name)


def _own_days(facts: PlanFacts, days: Sequence[agenda.AgendaDay], key: str, name: str) -> PlanFacts:
    """The days on which somebody has a part: their own sessions in full, the others by title alone."""
    own = []
    parts = {item.id: [one.role for one in item.people if _key(one) == key] for day in days for item in day.items}
    by_day = {day.day: day for day in days}
    for day in facts.days:
        items = by_day[day.day].items
        if any(parts[item.id] for item in items):
            told = tuple(_own_item(item, parts[source.id]) for item, source in zip(day.items, items, strict=True))
            own.append(replace(day, items=told))
    return replace(facts, days=tuple(own), who=name)


def _own_item(item: PlanItem, roles: Sequence[SessionRole]) -> PlanItem:
    if roles:
        return replace(item, part=", ".join(str(_(SESSION_ROLE_NAMES[role])) for role in roles))
    return PlanItem(
        starts=item.starts, ends=item.ends, minutes=item.minutes, title=item.title, second_title=item.second_title,
        number=item.number, room=item.room, quiet=True,
    )  # fmt: skip


def _facts(
    event: Event, options: Options, source: _Source, briefs: Mapping[int, agenda.Brief], *, at: datetime
) -> PlanFacts:
    with force_locale(options.language):
        late = _late_words()
        days = tuple(
            PlanDay(
                day=day.day,
                number=day.number,
                heading=listed(day.title or "", main_place(day.items) or ""),
                items=tuple(_item(event, item, day, briefs.get(item.id), options, late) for item in day.items),
            )
            for day in source.days
            if options.day in (None, day.day)
        )
    return PlanFacts(
        **common_facts(event, options, at),
        edition=source.edition,
        days=days,
        second_language=options.second_language,
        contacts=tuple(line for line in (event.contact or "").split("\n") if line.strip()),
    )


def _item(
    event: Event,
    item: agenda.AgendaItem,
    day: agenda.AgendaDay,
    brief: agenda.Brief | None,
    options: Options,
    late: frozenset[str],
) -> PlanItem:
    where = [item.place] if item.place and item.place != main_place(day.items) else []
    protected = is_protected(event, item)
    title, second = in_both(item.title_in, options)
    description, second_description = in_both(lambda code: item.description_in(code) or "", options)
    return PlanItem(
        starts=item.starts,
        ends=item.ends,
        minutes=item.minutes,
        title=title,
        second_title=second,
        description=description,
        second_description=second_description,
        number=item.number,
        room=", ".join([*([item.room] if item.room else []), *where]),
        room_name=item.room or "",
        place=item.place or "",
        quiet=item.is_quiet,
        has_groups=item.kind is SessionKind.BREAKOUT,
        sheet_id=sheet_id_of(event.id, item.id, options.paper) if item.kind is SessionKind.BREAKOUT else "",
        leads=_told(item, _LEADING, is_protected=protected),
        rapporteurs=_told(item, (SessionRole.RAPPORTEUR,), is_protected=protected),
        aim=(brief and brief.aim) or "",
        steps=_steps(brief.steps, late) if brief and brief.steps else (),
        materials=tuple(_lines(brief.materials)) if brief and brief.materials else (),
        notes=(brief and brief.notes) or "",
        is_under_rule=protected,
    )


def in_both(text_in: Callable[[str], str], options: Options) -> tuple[str, str]:
    """A text in the first language and, if it says something else there, in the second."""
    first = text_in(options.language)
    second = text_in(options.second_language) if options.second_language else ""
    return first, second if second != first else ""


def _told(item: agenda.AgendaItem, roles: Sequence[SessionRole], *, is_protected: bool) -> tuple[str, ...]:
    """Who has one of these parts, the parts themselves where names may not be told."""
    people = [one for role in roles for one in item.people if one.role is role and not one.is_cancelled]
    if is_protected:
        return tuple(dict.fromkeys(str(_(SESSION_ROLE_NAMES[one.role])) for one in people))
    return tuple(dict.fromkeys(one.name for one in people))


def _steps(text: str, late: frozenset[str]) -> tuple[Step, ...]:
    steps = []
    for line in _lines(text):
        word, colon, said = (part.strip() for part in line.partition(":"))
        if colon and said and len(word) <= _WORD_MOST and word.count(" ") <= 1:
            steps.append(Step(word=word, text=said[0].upper() + said[1:], is_late=fold(word) in late))
        else:
            steps.append(Step(word="", text=line))
    return tuple(steps)


def _late_words() -> frozenset[str]:
    """What somebody may write before what to do when time runs short, in any language."""
    words = {"late"}
    for code in LANGUAGES:
        with force_locale(code):
            words.add(fold(_("Late")))
    return frozenset(words)


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.split("\n") if line.strip())
