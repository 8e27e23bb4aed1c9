"""The recurring words of an agenda, looked up once for a whole page: sixty sessions say the same few things."""

from collections.abc import Callable, Sequence
from datetime import time
from functools import cache

from dialogues.agenda.models import KIND_NAMES, SessionKind, SessionRole
from dialogues.agenda.queries import AgendaItem, AgendaPerson
from dialogues.core import formats
from dialogues.core.i18n import N_, _, current_language

_ROLE_SENTENCES = {
    SessionRole.LEAD: N_("Led by %(names)s"),
    SessionRole.SPEAKER: N_("Speaking: %(names)s"),
    SessionRole.FACILITATOR: N_("Facilitated by %(names)s"),
    SessionRole.RAPPORTEUR: N_("Rapporteur: %(names)s"),
    SessionRole.INTERPRETER: N_("Interpreted by %(names)s"),
}
_NAMED_KINDS = frozenset({SessionKind.BREAKOUT, SessionKind.FIELD_VISIT, SessionKind.TRAVEL})  # the others show it
_HOUR_MIN = 60


@cache  # there are 1,440 times of day
def _clock(at: time, language: str) -> str:
    return formats.time_text(at, locale=language)


def place_words(item: AgendaItem) -> str:
    """`Veranda, Bonsa Hall`: the room, then the place."""
    return ", ".join(one for one in (item.room, item.place) if one)


def reference(item: AgendaItem) -> str:
    """How a sentence names a session: `3.10 Land and legacy pits`."""
    return f"{item.number} {item.title}".strip()


class Phrases:
    """Words in the language of the present reader."""

    def __init__(self) -> None:
        self.language = current_language()
        # Without values gettext leaves the placeholders where they are.
        self._roles = [(role, str(_(sentence))) for role, sentence in _ROLE_SENTENCES.items()]
        self._kinds = {kind: str(_(KIND_NAMES[kind])) for kind in _NAMED_KINDS}
        self._cancelled = str(_("%(name)s (no longer coming)"))
        self._unregistered = str(_("%(name)s (not registered)"))
        self._moving = str(_("Move %(title)s"))
        self._minutes = str(_("%(minutes)s min"))
        self._hours = str(_("%(hours)s h"))
        self._hours_and_minutes = str(_("%(hours)s h %(minutes)s"))

    def clock(self, at: time) -> str:
        """`09:05`."""
        return _clock(at, self.language)

    def minutes(self, minutes: int) -> str:
        """`45 min`, `2 h`, `1 h 05`."""
        if minutes < _HOUR_MIN:
            return self._minutes % {"minutes": minutes}
        hours, rest = divmod(minutes, _HOUR_MIN)
        pattern = self._hours_and_minutes if rest else self._hours
        return pattern % {"hours": hours, "minutes": f"{rest:02}"}

    def kind(self, item: AgendaItem) -> str | None:
        """What sort of session it is, where that does not show."""
        return self._kinds.get(item.kind)

    def moving(self, item: AgendaItem) -> str:
        """What the handle of a session does."""
        return self._moving % {"title": item.title}

    def people(self, people: Sequence[AgendaPerson]) -> list[str]:
        """One text for each role: "Led by Ama Pokuaa and Kofi Annor"."""
        return self._people(people, lambda one: one.name)

    def people_checked(self, people: Sequence[AgendaPerson]) -> list[str]:
        """The same for the team, who are told which names are not, or no longer, registered."""
        return self._people(people, self.checked)

    def checked(self, person: AgendaPerson) -> str:
        """A name, and whether its bearer is not, or no longer, registered."""
        if person.is_cancelled:
            return self._cancelled % {"name": person.name}
        return person.name if person.is_registered else self._unregistered % {"name": person.name}

    def _people(self, people: Sequence[AgendaPerson], name_of: Callable[[AgendaPerson], str]) -> list[str]:
        words = []
        for role, sentence in self._roles:
            names = [name_of(one) for one in people if one.role is role]
            if names:
                listed = names[0] if len(names) == 1 else formats.listing_text(names, locale=self.language)
                words.append(sentence % {"names": listed})
        return words
