"""What pages anybody may open say about registering: whether one may, until when, and how somebody stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import segno
from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from dialogues.core import formats
from dialogues.core.clock import day_in
from dialogues.core.i18n import LANGUAGES, N_, _, current_language, force_locale
from dialogues.events.models import Event
from dialogues.people.contact import phones_text
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES, Gender
from dialogues.registration import admission
from dialogues.registration import public_queries as queries
from dialogues.registration.kinds import PURPOSE_SHORT_NAMES, Purpose, Status
from dialogues.registration.models import Registration
from dialogues.registration.public_models import Application, ConsentWording, HoldReason, PublicForm
from dialogues.registration.public_rules import Window
from dialogues.registration.question_fields import answer_words
from dialogues.registration.question_models import Question
from dialogues.registration.question_rules import worded

SHORT_CODE_SIGNS = 8  # of a badge code: enough to tell the people of one event apart, few enough to say aloud

# What an event asks consent with until an organiser words it otherwise. Each is a question that yes and no answer.
FIRST_WORDING = {
    Purpose.LIST_SHARING.value: N_(
        "May your name and organisation be on the list that all participants receive? "
        "Telephone numbers and addresses are never on it."
    ),
    Purpose.PHOTO.value: N_(
        "May you be photographed at the event, and may the pictures be used in reports and on the web? "
        "If you say no, tell the photographer; nothing else changes for you."
    ),
    Purpose.RECORDING.value: N_("May sound or film recordings be made in which you can be heard or seen?"),
    Purpose.CONTACT.value: N_("May the organisers call or write to you after the event about what follows from it?"),
    "notice": N_(
        "What you write here is seen by the organisers only. It is kept for running the event and for proving who was "
        "there, as its funders ask. You can see, correct or take back everything on your own page, whose address you "
        "receive now, and you can come whatever you answer about consent."
    ),
}

_STATUS_SENTENCES = {
    Status.CONFIRMED: N_("You are registered."),
    Status.APPLIED: N_("We have received your registration. The organisers look at it and tell you."),
    Status.WAITING: N_("All seats are taken. You are on the waiting list, and are told when a seat becomes free."),
    Status.INVITED: N_("You are invited. Nobody has said yet whether you come."),
    Status.CANCELLED: N_("This registration is cancelled."),
    Status.DECLINED: N_("The organisers closed this registration. If you are in doubt, ask them."),
}


def first_wordings() -> dict[str, dict[str, str]]:
    """What consent is asked with at first, in every language there is."""
    wordings = {}
    for language in LANGUAGES:
        with force_locale(language):
            wordings[language] = {part: str(_(words)) for part, words in FIRST_WORDING.items()}
    return wordings


_HOLD_SENTENCES = {
    HoldReason.POSSIBLE_DUPLICATE: N_(
        "Somebody with this name and this telephone number or e-mail address is on the list already. If it is the same "
        "person, decline this one; if not, confirm it."
    ),
    HoldReason.SHARED_CONTACT: N_(
        "Very many people were registered with this telephone number or e-mail address. Confirm those who are real."
    ),
    HoldReason.SAME_WORDS: N_("Several people wrote the very same long text. Look whether this one is real."),
    HoldReason.LINK_IN_NAME: N_("There is a web address in the name, organisation or position. It may be advertising."),
    HoldReason.SURGE: N_("Very many registrations came in within minutes. Look whether this one is real."),
}


def hold_sentence(registration: Registration, application: Application | None) -> str | None:
    """Why somebody who registered on their own still waits; None if nothing is doubtful or it was decided."""
    if application is None or application.hold_reason is None or registration.status is not Status.APPLIED:
        return None
    return str(_(_HOLD_SENTENCES[application.hold_reason]))


def status_sentence(status: Status) -> str:
    """How somebody stands, said to them."""
    return str(_(_STATUS_SENTENCES[status]))


def instant_words(at: datetime, event: Event) -> str:
    """An hour by the clocks of the venue, with the zone's name where the reader may be elsewhere."""
    day = formats.day_text(day_in(event.zone, at), locale=current_language())
    time = formats.time_text(at, event.zone, locale=current_language())
    return str(_("%(day)s, %(time)s (%(zone)s)", day=day, time=time, zone=event.zone_name.replace("_", " ")))


def offer(session: Session, event: Event, form: PublicForm | None, now: datetime) -> dict[str, Any]:
    """Whether one may register for an event now, in words, and where."""
    state = queries.window_of(event, form, now)
    words: dict[Window, str | None] = {
        Window.NONE: None,
        Window.OVER: _("The event is over."),
        Window.NOT_YET: None,
        Window.OPEN: None,
        Window.CLOSED: None,
    }
    if form is not None and form.opens_at is not None and state is Window.NOT_YET:
        words[state] = _("Registration opens on %(when)s.", when=instant_words(form.opens_at, event))
    if form is not None and form.closes_at is not None and state in (Window.OPEN, Window.CLOSED):
        when = instant_words(form.closes_at, event)
        is_open = state is Window.OPEN
        words[state] = (
            _("Register until %(when)s.", when=when) if is_open else _("Registration closed on %(when)s.", when=when)
        )
    is_full = state is Window.OPEN and admission.is_full(session, event)
    return {
        "is_open": state is Window.OPEN,
        "url": url_for("registration.register_publicly", slug=event.slug),
        "words": words[state],
        "full": _("All seats are taken. Whoever registers now is on the waiting list.") if is_full else None,
    }


# ---------------------------------------------------------------- addresses and codes
def public_address(path: str) -> str | None:
    """The whole address of a page of ours, for mails and codes; None where the instance was not told its name.

    Never made from what a browser says the host is: a forged name would send people, and their links, elsewhere.
    """
    base: str = current_app.config["DIALOGUES"].BASE_URL
    return f"{base.rstrip('/')}{path}" if base else None


def own_address(registration: Registration) -> str:
    """The address of somebody's own page as the reader's browser reached us."""
    path = url_for("registration.own_page", link_token=registration.link_token)
    return public_address(path) or f"{request.host_url.rstrip('/')}{path}"


def short_code(registration: Registration) -> str:
    """`7K2M-9QXA`: the beginning of the badge code, for saying it at the desk."""
    code = registration.badge_code[:SHORT_CODE_SIGNS]
    return f"{code[:4]}-{code[4:]}"


def code_drawing(registration: Registration) -> dict[str, Any]:
    """The code of somebody's badge as a path of an SVG, and how many modules it is wide."""
    payload = public_address(f"/b/{registration.badge_code}") or registration.badge_code
    rows = [list(row) for row in segno.make_qr(payload, error="m").matrix]
    return {"side": len(rows) + 8, "path": "".join(_strokes(rows))}  # four empty modules on each side


def _strokes(rows: Sequence[Sequence[int]]) -> list[str]:
    """The dark modules of each row, neighbours as one box."""
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                strokes.append(f"M{x + 4} {y + 4}h{end - x}v1H{x + 4}z")
            x = end + 1
    return strokes


# ---------------------------------------------------------------- what somebody wrote
def told(row: Any, *, organisation: str | None, group: str | None, phone: str | None) -> list[tuple[str, str | None]]:
    """What somebody wrote about themselves, label and words, in the order of the form."""
    return [
        (_("Full name"), row.full_name),
        (_("Organisation or group"), organisation),
        (_("What you do there"), row.position),
        (_("Sector"), _(SECTOR_NAMES[row.sector])),
        (_("More exactly"), _(group) if group else None),
        (_("Telephone"), phone),
        (_("E-mail"), row.email),
        (
            _("Language you speak best"),
            formats.language_text(row.language, locale=current_language()) if row.language else None,
        ),
        (_("Gender"), _(GENDER_NAMES[row.gender]) if row.gender is not Gender.NOT_STATED else None),
        (_("Age group"), _(AGE_GROUP_NAMES[row.age_group]) if row.age_group else None),
    ]


def told_by(registration: Registration) -> list[tuple[str, str | None]]:
    """The same of a registration that is kept."""
    return told(
        registration,
        organisation=registration.organisation_name,
        group=registration.stakeholder_group.name if registration.stakeholder_group else None,
        phone=phones_text(registration.phone, registration.phone_alternative) or None,
    )


def told_answers(
    questions: Sequence[Question], answers: Mapping[int, Sequence[str]], language: str
) -> list[tuple[str, str | None]]:
    """What somebody answered, question and words; what was not asked or answered is left out."""
    return [
        (worded(one, language)[0], ", ".join(answer_words(one, answers[one.id], language)))
        for one in questions
        if answers.get(one.id)
    ]


def purpose_words(wording: ConsentWording | None, purpose: Purpose) -> str:
    """What is asked about a purpose, or its name where an event words nothing."""
    return (wording.words(purpose) if wording else None) or str(_(PURPOSE_SHORT_NAMES[purpose]))
