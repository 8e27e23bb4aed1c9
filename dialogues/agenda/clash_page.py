"""Clashes in words: one sentence for each, told of the day with links, or at one of its sessions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dialogues.agenda.clash_rules import Finding, Trouble
from dialogues.agenda.phrases import Phrases, reference
from dialogues.agenda.queries import AgendaDay, AgendaItem
from dialogues.core.i18n import N_, _

# Told of the day; the sessions are named.
_OF_THE_DAY = {
    Trouble.PERSON: N_("%(name)s is in “%(first)s” and in “%(second)s”, both from %(starts)s to %(ends)s."),
    Trouble.ROOM: N_("%(name)s is used by “%(first)s” and “%(second)s”, both from %(starts)s to %(ends)s."),
    Trouble.LEAD_UNKNOWN: N_("%(name)s leads “%(first)s” and is not registered."),
    Trouble.LEAD_GONE: N_("%(name)s leads “%(first)s” and no longer comes."),
    Trouble.BREAK_SWALLOWED: N_("“%(first)s” runs over the break “%(second)s” from %(starts)s to %(ends)s."),
    Trouble.ROOM_TOO_SMALL: N_("%(name)s seats %(found)s, and “%(first)s” expects %(needed)s."),
    Trouble.TRAVEL_TOO_SHORT: N_(
        "Between “%(first)s” and “%(second)s” lie %(found)s min; the way takes %(needed)s min."
    ),
}
# Told at one of the two sessions: only the other is named, with its own times.
_AT_THE_SESSION = {
    Trouble.PERSON: N_("%(name)s is in “%(other)s” too, from %(starts)s to %(ends)s."),
    Trouble.ROOM: N_("%(name)s is used by “%(other)s” too, from %(starts)s to %(ends)s."),
}
_HOURS = N_("“%(first)s” lies outside the hours of the day, %(starts)s to %(ends)s.")
_FROM = N_("“%(first)s” begins before the day does, at %(starts)s.")
_UNTIL = N_("“%(first)s” ends after the day does, at %(ends)s.")


def clashes_of(day: AgendaDay, findings: Iterable[Finding], session_id: int, phrases: Phrases) -> list[str]:
    """The clashes of one session, each in a sentence."""
    ours = [finding for finding in findings if session_id in finding.session_ids]
    items = {item.id: item for item in day.items} if ours else {}
    return [_at(finding, session_id, items, phrases) for finding in ours]


def day_clashes(day: AgendaDay, findings: Sequence[Finding], phrases: Phrases, base: str) -> Iterator[dict[str, Any]]:
    """The clashes of a day: a sentence, and the addresses of the sessions it names; `base` is that of the agenda."""
    items = {item.id: item for item in day.items}
    for finding in findings:
        links = [(f"{base}#session-{one}", reference(items[one])) for one in finding.session_ids if one in items]
        yield {"words": _of(finding, items, phrases), "links": links}


def _of(finding: Finding, items: Mapping[int, AgendaItem], phrases: Phrases) -> str:
    sentence = _OF_THE_DAY.get(finding.trouble)
    if sentence is None:
        sentence = _HOURS if finding.starts and finding.ends else _FROM if finding.starts else _UNTIL
    return str(_(sentence)) % _facts(finding, items, phrases)


def _at(finding: Finding, session_id: int, items: Mapping[int, AgendaItem], phrases: Phrases) -> str:
    sentence = _AT_THE_SESSION.get(finding.trouble)
    if sentence is None:
        return _of(finding, items, phrases)
    other = items[next(one for one in finding.session_ids if one != session_id)]
    facts = {"name": finding.name, "other": reference(other)}
    return str(_(sentence)) % (facts | {"starts": phrases.clock(other.starts), "ends": phrases.clock(other.ends)})


def _facts(finding: Finding, items: Mapping[int, AgendaItem], phrases: Phrases) -> dict[str, Any]:
    return {
        "name": finding.name,
        "first": reference(items[finding.first_id]),
        "second": reference(items[finding.second_id]) if finding.second_id is not None else "",
        "starts": phrases.clock(finding.starts) if finding.starts else "",
        "ends": phrases.clock(finding.ends) if finding.ends else "",
        "needed": finding.needed,
        "found": finding.found,
    }
