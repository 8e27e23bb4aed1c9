"""Certificates for others than who prints them: one's own behind the personal link, and the page that checks one."""

from flask import Blueprint, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import current_language
from dialogues.documents import certificates
from dialogues.documents.certificate_queries import certificate_facts, find_by_number
from dialogues.documents.certificates import CertificateFacts
from dialogues.documents.pdf_answer import pdf_answer
from dialogues.documents.queries import Options
from dialogues.events.chatham_rules import may_tell_names
from dialogues.registration.former_queries import find_by_link
from dialogues.registration.models import Registration


def own_certificate(link_token: str) -> ResponseReturnValue:
    """One's own certificate as a PDF; there is none before one was seen on some day."""
    registration = find_by_link(db.session(), link_token)
    if registration is None:
        raise NotFoundHere
    facts = _facts(registration)
    filename = f"{registration.event.slug}-certificate.pdf"
    return pdf_answer(certificates.draw(facts), filename, is_personal=True)


def certificate(certificate_number: str) -> ResponseReturnValue:
    """What is recorded of whoever holds the certificate with a number, for a reader who wants to check the paper."""
    registration = find_by_number(db.session(), certificate_number.upper())
    if registration is None:
        raise NotFoundHere
    facts = _facts(registration)
    one = facts.people[0]
    page = render_template(
        "documents/certificate.html",
        event=registration.event,
        facts=facts,
        one=one,
        is_named=may_tell_names(event=registration.event.is_chatham_house),
        hours=certificates.hours_words(one.half_hours, facts.language) if one.half_hours else "",
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _facts(registration: Registration) -> CertificateFacts:
    facts = certificate_facts(
        db.session(),
        registration.event,
        Options(language=current_language()),
        at=clock.now(),
        base_url=current_app.config["DIALOGUES"].BASE_URL,
        registration_id=registration.id,
    )
    if not facts.people:
        raise NotFoundHere
    return facts


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of certificates to the blueprint of documents."""
    bp.add_url_rule("/my/<link_token>/certificate.pdf", view_func=own_certificate)
    bp.add_url_rule("/certificate/<certificate_number>", view_func=certificate)
