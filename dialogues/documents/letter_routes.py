"""Letters one by one: for who organises, and for who was invited."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import LANGUAGES, current_language
from dialogues.core.web import base_url
from dialogues.documents import invitation_letter as letters
from dialogues.documents.letter_queries import letter_facts
from dialogues.documents.pdf_answer import pdf_answer
from dialogues.documents.queries import Options
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.invitations.models import Answer
from dialogues.invitations.queries import find_by_token, find_invitation


@for_event(Permission.SEE_PARTICIPANTS)
def invitation_letter(event: Event, invitation_id: int) -> ResponseReturnValue:
    """The letter of one invitation as a PDF."""
    invitation = find_invitation(db.session(), event.id, invitation_id)
    if invitation is None:
        raise NotFoundHere
    return _letter(event, invitation.id)


def personal_letter(invitation_token: str) -> ResponseReturnValue:
    """The letter behind a personal link as a PDF."""
    invitation = find_by_token(db.session(), invitation_token)
    if invitation is None or invitation.answer is Answer.WITHDRAWN:
        raise NotFoundHere
    return _letter(invitation.event, invitation.id)


def _letter(event: Event, invitation_id: int) -> Response:
    language = current_language()
    options = Options(language=language if language in LANGUAGES else "en")
    facts = letter_facts(db.session(), event, options, at=clock.now(), base_url=base_url(), among=[invitation_id])
    return pdf_answer(letters.draw(facts), f"{event.slug}-invitation.pdf", is_personal=True)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of letters to the blueprint of documents."""
    bp.add_url_rule("/events/<slug>/invitations/<int:invitation_id>/letter.pdf", view_func=invitation_letter)
    bp.add_url_rule("/invitation/<invitation_token>/letter.pdf", view_func=personal_letter)
