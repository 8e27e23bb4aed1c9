"""The facts of invitation letters, asked of the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.core.clock import day_in
from dialogues.core.folding import fold
from dialogues.documents.choice_queries import first_instant, printed_rows
from dialogues.documents.invitation_letter import InvitationLetterFacts, LetterSheet
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.option_rules import NobodyCalledSo, People, SeveralCalledSo
from dialogues.documents.queries import Options, common_facts
from dialogues.events.models import Event
from dialogues.invitations import queries, rules
from dialogues.invitations.letter_services import Letter, values_of
from dialogues.invitations.models import Invitation
from dialogues.invitations.wording import letters_of
from dialogues.messages.rules import fill


def letter_facts(
    session: Session,
    event: Event,
    options: Options,
    *,
    at: datetime,
    base_url: str,
    among: Sequence[int] | None = None,
) -> InvitationLetterFacts:
    """The letters of every invitation that was not withdrawn and that the choice leaves, each in its own language.

    `base_url` is how readers reach this instance; without it the letters carry no personal link.
    """
    letters = letters_of(event, queries.list_letters(session, event.id))
    invitations = _chosen(session, event, options.people, queries.list_to_print(session, event.id, among=among))
    return InvitationLetterFacts(
        **common_facts(event, options, at),
        letterhead=letterhead_of(session, event),
        letters=tuple(_sheet(event, one, letters, options.language, base_url) for one in invitations),
        convener=event.convenor or "",
        contact=event.contact or "",
    )


def list_letters_of(session: Session, event: Event, people: People) -> list[int]:
    """The invitations of which the choice leaves a letter."""
    return [one.id for one in _chosen(session, event, people, queries.list_to_print(session, event.id))]


def _chosen(session: Session, event: Event, people: People, among: Sequence[Invitation]) -> Sequence[Invitation]:
    """The invitations that the choice leaves; a day is the one they were invited on. Raises as `find_choice` does."""
    if not people.narrows:
        return among
    only, without = printed_rows(session, event, people, "invitation-letters")
    since = first_instant(event, people) if people.since else None
    left = [
        one
        for one in among
        if (people.sector in (None, one.sector))
        and (since is None or one.invited_at >= since)
        and one.id not in without
        and (only is None or one.id in only)
    ]
    return [_called(people.person, left)] if people.person else left


def _called(text: str, among: Sequence[Invitation]) -> Invitation:
    """The one invitation that is meant by a name or its number. Raises NobodyCalledSo or SeveralCalledSo."""
    words = fold(text).split()
    numbered = [one for one in among if text == str(one.id)]
    starts = [(one, f" {fold(one.search_key)}") for one in among]
    fitting = numbered or [one for one, key in starts if words and all(f" {word}" in key for word in words)]
    if not fitting:
        raise NobodyCalledSo(text=text[:80])
    if len(fitting) > 1:
        raise SeveralCalledSo(text=text[:80])
    return fitting[0]


def _sheet(
    event: Event, invitation: Invitation, letters: Mapping[str, Letter], language: str, base_url: str
) -> LetterSheet:
    own = invitation.language or ""
    code = own if own in letters else language
    letter, values = letters[code], values_of(event, invitation, base_url=base_url, language=code)
    lines = [values["name"], values["position"], values["organisation"]]
    return LetterSheet(
        language=code,
        addressee=tuple(dict.fromkeys(line for line in lines if line)),
        subject=fill(letter.subject, values),
        text=fill(letter.body, values),
        written_on=day_in(event.zone, invitation.invited_at),
        answer_by=rules.last_day_to_answer(invitation.answer_by, starts_on=event.starts_on),
        link=values["link"],
        signed_by=letter.signed_by,
        signed_as=letter.signed_as,
    )
