"""The registration form of the sample's running event: what it asks, and who came onto the list by it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.people.facts import PersonFacts
from dialogues.registration import (
    public_form_services,
    public_page,
    public_queries,
    public_services,
    question_services,
)
from dialogues.registration.kinds import ConsentAnswer, Purpose
from dialogues.registration.models import Registration
from dialogues.registration.public_form_services import FormDetails
from dialogues.registration.public_services import SentForm
from dialogues.registration.question_kinds import NO, YES, QuestionKind
from dialogues.registration.question_services import QuestionDetails
from dialogues.sample import ACTOR

_KEY = "sample"  # under which sent forms are counted; the counts are gone after two days
_BED = QuestionDetails(
    kind=QuestionKind.YES_NO,
    label="Do you need a bed in Tarkwa?",
    help_text="Rooms and breakfast are paid.",
    is_required=True,
    translations={
        "fr": {
            "label": "Avez-vous besoin d’un lit à Tarkwa ?",
            "help_text": "Les chambres et le petit déjeuner sont payés.",
        }
    },
)
_TONGUES = QuestionDetails(
    kind=QuestionKind.CHOICES,
    label="In which languages do you follow a meeting?",
    options=("English", "Twi", "Wassa", "French"),
    translations={
        "fr": {
            "label": "Dans quelles langues suivez-vous une réunion ?",
            "options": ("L’anglais", "Le twi", "Le wassa", "Le français"),
        }
    },
)
_HOPE = QuestionDetails(
    kind=QuestionKind.LONG_TEXT,
    label="What must change first?",
    help_text="In your own words; facilitators read it before the first day.",
    translations={
        "fr": {
            "label": "Qu’est-ce qui doit changer d’abord ?",
            "help_text": "Avec vos mots ; les facilitateurs le lisent avant le premier jour.",
        }
    },
)
_NIGHTS = {
    "kind": QuestionKind.CHOICE,
    "label": "For which nights?",
    "options": ("All of them", "Only the workshop nights"),
    "translations": {
        "fr": {"label": "Pour quelles nuits ?", "options": ("Toutes", "Seulement les nuits de l’atelier")}
    },
}
# Bed, nights, languages, hopes, needs, consent to pictures.
_SAID = (
    (
        YES,
        "All of them",
        ("English", "Twi"),
        "A licence that does not need a journey to Accra.",
        None,
        ConsentAnswer.YES,
    ),
    (NO, None, ("Twi", "Wassa"), "Clean water below the pits.", "I bring my baby of seven months.", ConsentAnswer.NO),
    (YES, "Only the workshop nights", ("English",), None, "No meat, no fish.", ConsentAnswer.YES),
    (NO, None, ("English", "French"), "Prices that are the same for everybody.", None, None),
)


def add_form(session: Session, event: Event, *, at: datetime) -> list[int]:
    """The event has an open form, worded, with four questions; their ids in order, bed and nights first."""
    details = FormDetails(is_offered=True, opens_at=None, closes_at=None, needs_approval=False)
    wordings = public_page.first_wordings()
    public_form_services.set_public_form(
        session, event, details, first_wordings=wordings, version=0, actor=ACTOR, at=at
    )
    bed = question_services.add_question(session, event, _BED, actor=ACTOR, at=at)
    nights = QuestionDetails(**_NIGHTS, shown_if=(bed.id, YES))  # type: ignore[arg-type] # as its fields are named
    rest = [
        question_services.add_question(session, event, one, actor=ACTOR, at=at) for one in (nights, _TONGUES, _HOPE)
    ]
    session.flush()
    return [bed.id, *(one.id for one in rest)]


def add_registrations(
    session: Session,
    event: Event,
    people: Sequence[PersonFacts],
    questions: Sequence[int],
    *,
    at: datetime,
    draw_codes: Callable[[Registration], None],
) -> None:
    """These people registered by the form, one an hour, and said what people say."""
    for number, (facts, said) in enumerate(zip(people, _SAID, strict=False)):
        bed, nights, tongues, hope, needs, photo = said
        told: tuple[Sequence[str | None], ...] = ([bed], [nights], tongues, [hope])
        consents = {Purpose.LIST_SHARING: ConsentAnswer.YES} | ({Purpose.PHOTO: photo} if photo else {})
        wording = public_queries.find_wording(session, event.id, "en")
        sent = SentForm(
            facts=facts,
            language="en",
            needs=needs,
            answers={key: [one for one in words if one] for key, words in zip(questions, told, strict=True)},
            consents=consents,
            wording_id=wording.id if wording else None,
        )
        received = public_services.register_publicly(
            session, event, sent, secret_key=_KEY, at=at + timedelta(hours=number)
        )
        draw_codes(received.registration)
