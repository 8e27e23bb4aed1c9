"""Editions in words: what changed, as the pages of the team and a message to those concerned tell it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dialogues.agenda import edition_queries as editions
from dialogues.agenda.edition_models import AgendaEdition
from dialogues.agenda.edition_queries import EditionLine
from dialogues.agenda.edition_rules import Block, Change, ChangeKind, Person
from dialogues.agenda.phrases import Phrases
from dialogues.agenda.queries import AgendaDay
from dialogues.core import formats
from dialogues.core.clock import day_in
from dialogues.core.db import db
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event


def edition_words(event: Event, edition: EditionLine | None) -> str:
    """`Edition 3, 24 Nov 2026`, or that the plan is not published."""
    if edition is None:
        return str(_("Working plan, not published yet: it may still change."))
    day = formats.day_text(day_in(event.zone, edition.published_at), locale=current_language())
    return str(_("Edition %(number)s, %(day)s", number=edition.number, day=day))


def plan_facts(event: Event, days: Sequence[AgendaDay], *, needs_names: bool) -> dict[str, Any]:
    """How the plan stands to what is published: the title of a notice, a sentence, the changes in words."""
    edition = editions.find_latest_edition(db.session(), event.id)
    if edition is None:
        return {
            "title": _("Not published yet"),
            "words": _("Whoever may read the agenda outside the team sees this plan as it stands."),
            "more": "",
            "changes": [],
            "number": None,
            "may_publish": any(day.items for day in days),
        }
    changes = editions.list_changes_since(edition, days)
    at = formats.instant_text(edition.published_at, event.zone, locale=current_language())
    facts = {"number": edition.number, "at": at, "name": edition.published_by_name}
    count = len({one.block.session_id for one in changes})
    words = (
        _n(
            "One session was changed since. Outside the team nobody sees that yet.",
            "%(num)d sessions were changed since. Outside the team nobody sees that yet.",
            count,
        )
        if changes
        else _("The plan says the same.")
    )
    told_late = changes and any(day.minutes_late for day in days)
    return {
        "title": _("Edition %(number)s, published %(at)s by %(name)s", **facts),
        "words": words,
        "more": _("But for a day that runs late: its new times are read by everybody.") if told_late else "",
        "changes": change_sentences(event, changes, needs_names=needs_names),
        "number": edition.number,
        "may_publish": bool(changes),
    }


def edition_line(edition: AgendaEdition, changes: Sequence[Change], *, is_first: bool) -> dict[str, Any]:
    """One edition in the list of them: its number, when and by whom, and how much it changed."""
    sessions = len({one.block.session_id for one in changes})
    return {
        "number": edition.number,
        "name": str(_("Edition %(number)s", number=edition.number)),
        "at": edition.published_at,
        "by": edition.published_by_name,
        "sum": str(
            _n("%(num)d session", "%(num)d sessions", sessions)
            if is_first
            else _n("%(num)d session changed", "%(num)d sessions changed", sessions)
        ),
    }


def change_sentences(event: Event, changes: Iterable[Change], *, needs_names: bool) -> list[str]:
    """Each change in a sentence; who leads a session under the Chatham House Rule is told to the team alone."""
    listed = list(changes)
    names = editions.list_people_named(db.session(), listed)
    phrases = Phrases()
    return [_sentence(event, one, names, phrases, needs_names=needs_names) for one in listed]


def _sentence(event: Event, change: Change, names: Mapping[int, str], phrases: Phrases, *, needs_names: bool) -> str:
    before, after = change.before, change.after
    if before is None or after is None:
        facts = {"title": change.block.title, **_when(change.block, phrases)}
        if after is not None:
            return str(_("“%(title)s” is new: %(day)s, %(starts)s to %(ends)s.", **facts))
        return str(_("“%(title)s” on %(day)s at %(starts)s is off the agenda.", **facts))
    if change.kind is ChangeKind.LEAD:
        return _lead_sentence(event, before, after, names, needs_names=needs_names)
    told = _TELLING[change.kind](before, after, phrases)
    return str(told)


def _when(block: Block, phrases: Phrases) -> dict[str, str]:
    return {
        "day": formats.short_day_text(block.day, locale=phrases.language),
        "starts": phrases.clock(block.starts),
        "ends": phrases.clock(block.ends),
    }


def _old(block: Block, phrases: Phrases) -> dict[str, str]:
    return {f"old_{name}": words for name, words in _when(block, phrases).items()}


def _moved(before: Block, after: Block, phrases: Phrases) -> str:
    facts = {"title": after.title, **_when(after, phrases), **_old(before, phrases)}
    return _("“%(title)s” is on %(day)s at %(starts)s, no longer on %(old_day)s at %(old_starts)s.", **facts)


def _retimed(before: Block, after: Block, phrases: Phrases) -> str:
    facts = {"title": after.title, **_when(after, phrases), **_old(before, phrases)}
    return _(
        "“%(title)s” on %(day)s runs from %(starts)s to %(ends)s, no longer from %(old_starts)s to %(old_ends)s.",
        **facts,
    )


def _room(before: Block, after: Block, _phrases: Phrases) -> str:
    where, was = (", ".join(filter(None, block.where)) for block in (after, before))
    if not where:
        return _("“%(title)s” is no longer in %(was)s; where it is, is still open.", title=after.title, was=was)
    if not was:
        return _("“%(title)s” is in %(where)s.", title=after.title, where=where)
    return _("“%(title)s” is in %(where)s, no longer in %(was)s.", title=after.title, where=where, was=was)


def _title(before: Block, after: Block, _phrases: Phrases) -> str:
    return _("“%(was)s” is called “%(title)s” now.", was=before.title, title=after.title)


def _text(_before: Block, after: Block, _phrases: Phrases) -> str:
    return _("What is said about “%(title)s” was rewritten.", title=after.title)


def _rule(_before: Block, after: Block, _phrases: Phrases) -> str:
    if after.is_under_rule:
        return _("“%(title)s” is held under the Chatham House Rule now.", title=after.title)
    return _("“%(title)s” is no longer held under the Chatham House Rule.", title=after.title)


_TELLING = {
    ChangeKind.MOVED: _moved,
    ChangeKind.RETIMED: _retimed,
    ChangeKind.ROOM: _room,
    ChangeKind.TITLE: _title,
    ChangeKind.TEXT: _text,
    ChangeKind.RULE: _rule,
}


def _lead_sentence(event: Event, before: Block, after: Block, names: Mapping[int, str], *, needs_names: bool) -> str:
    is_told = may_tell_names(
        event=event.is_chatham_house,
        agenda_session=before.is_under_rule or after.is_under_rule,
        needs_names=needs_names,
    )
    came, went = (_names(one, names) for one in (after.people - before.people, before.people - after.people))
    facts = {"title": after.title, "came": came, "went": went}
    if not is_told or not (came or went):
        return str(_("Who has a part in “%(title)s” was changed.", **facts))
    if came and went:
        return str(_("In “%(title)s” a part goes to %(came)s; no longer in it: %(went)s.", **facts))
    if came:
        return str(_("In “%(title)s” a part goes to %(came)s.", **facts))
    return str(_("No longer with a part in “%(title)s”: %(went)s.", **facts))


def _names(people: Iterable[tuple[str, Person]], names: Mapping[int, str]) -> str:
    told = sorted({str(names.get(one, "") if isinstance(one, int) else one) for _role, one in people} - {""})
    return formats.listing_text(told, locale=current_language()) if told else ""
