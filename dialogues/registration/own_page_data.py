"""Everything that is kept of one person in one event, for that person to read and to take away."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from dialogues.audit.queries import list_subject_entries
from dialogues.audit.wording import done_in_words
from dialogues.core import formats
from dialogues.core.i18n import _, current_language
from dialogues.registration import public_queries as queries
from dialogues.registration import question_queries as questions
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES, PURPOSE_SHORT_NAMES, SOURCE_NAMES
from dialogues.registration.models import Registration
from dialogues.registration.public_mail import shown_status
from dialogues.registration.public_page import status_sentence, told_answers, told_by


class Part(NamedTuple):
    """One part of what is kept: its title, a key for programs, and lines of label and words."""

    title: str
    key: str
    lines: list[tuple[str, str | None]]


Source = Callable[[Session, Registration], Part]
# What features above keep of somebody: each adds itself here, as they teach the journal their words.
SOURCES: list[Source] = []


def add_source(source: Source) -> None:
    """What `source` tells of a registration is part of what its person may take away. Repeating it is harmless."""
    if source not in SOURCES:
        SOURCES.append(source)


def own_data(session: Session, registration: Registration) -> list[Part]:
    """Everything that is kept of this person in this event, in words; of others nothing."""
    event, language = registration.event, current_language()

    def when(at: datetime) -> str:
        return formats.instant_text(at, event.zone, locale=language)

    asked = queries.find_erasure_request(session, registration.id)
    about = [
        (_("Event"), event.title),
        (_("How you stand"), status_sentence(shown_status(session, registration))),
        (_("Came onto the list"), f"{_(SOURCE_NAMES[registration.source])}, {when(registration.registered_at)}"),
        (_("Badge code"), registration.badge_code),
        (_("Notes of the organisers"), registration.notes),
        (_("Asked for erasure"), when(asked.asked_at) if asked else None),
    ]
    more = [(_("Title or honorific"), registration.honorific), (_("Comes from"), registration.place)]
    answered = told_answers(
        questions.list_all_questions(session, event.id), questions.find_answers(session, registration.id), language
    )
    return [
        Part(_("Your registration"), "registration", about),
        Part(_("About you"), "about", [*told_by(registration), *more, (_("What you need"), registration.needs)]),
        Part(_("Your answers"), "answers", answered),
        Part(_("Your consent"), "consent", _consents(session, registration, when)),
        *(source(session, registration) for source in SOURCES),
        Part(_("What was changed"), "history", _history(session, registration, when)),
    ]


def own_object(session: Session, registration: Registration, *, at: datetime) -> dict[str, Any]:
    """The same for programs: codes and instants as they are kept."""
    columns = (
        "full_name", "honorific", "sort_as", "organisation_name", "position", "phone", "phone_alternative", "email",
        "place", "language", "needs", "notes", "badge_code",
    )  # fmt: skip
    codes = ("sector", "gender", "age_group", "role", "source")
    given = queries.find_given_consents(session, registration.id)
    answers = questions.find_answers(session, registration.id)
    labels = {one.id: one.label for one in questions.list_all_questions(session, registration.event_id)}
    asked = queries.find_erasure_request(session, registration.id)
    group = registration.stakeholder_group
    return {
        "as_of": _instant(at),
        "event": {"slug": registration.event.slug, "title": registration.event.title},
        "registration": {
            **{name: getattr(registration, name) for name in columns},
            **{name: getattr(registration, name) and getattr(registration, name).value for name in codes},
            "stakeholder_group": group.name if group else None,
            "status": shown_status(session, registration).value,
            "registered_at": _instant(registration.registered_at),
        },
        "answers": [{"question": labels[key], "answer": words} for key, words in sorted(answers.items())],
        "consents": [
            {
                "purpose": purpose.value,
                "answer": one.answer.value,
                "recorded_at": _instant(one.recorded_at),
                "wording": one.wording.words(purpose) if one.wording else None,
                "wording_version": one.wording.number if one.wording else None,
                "wording_language": one.wording.language if one.wording else None,
            }
            for purpose, one in given.items()
        ],
        "erasure_asked_at": _instant(asked.asked_at) if asked else None,
        **{
            part.key: [{"what": label, "words": words} for label, words in part.lines]
            for part in (source(session, registration) for source in SOURCES)
        },
    }


def _consents(
    session: Session, registration: Registration, when: Callable[[datetime], str]
) -> list[tuple[str, str | None]]:
    lines: list[tuple[str, str | None]] = []
    for purpose, one in queries.find_given_consents(session, registration.id).items():
        facts = {"answer": _(CONSENT_ANSWER_NAMES[one.answer]), "when": when(one.recorded_at)}
        words = one.wording.words(purpose) if one.wording else None
        if words:
            said = _("%(answer)s, %(when)s, to these words: %(words)s", words=words, **facts)
        else:
            said = _("%(answer)s, %(when)s", **facts)
        lines.append((_(PURPOSE_SHORT_NAMES[purpose]), said))
    return lines


def _history(
    session: Session, registration: Registration, when: Callable[[datetime], str]
) -> list[tuple[str, str | None]]:
    """When something was changed, and of what kind it was; who of the team did it is theirs."""
    entries: Sequence[Any] = list_subject_entries(session, kind="registration", subject_id=str(registration.id))
    # Acts about a seat name another person.
    return [(when(one.at), done_in_words(one)) for one in entries if not one.action.endswith("_seat")]


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
