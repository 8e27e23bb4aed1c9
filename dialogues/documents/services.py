"""The documents that can be printed: what each is called, who may have it, and its making. Nothing is stored."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import N_
from dialogues.documents import (
    attendance_report,
    badges,
    certificates,
    day_pack,
    desk_list,
    donor_summary,
    feedback_sheet,
    group_lists,
    invitation_letter,
    name_tents,
    people_queries,
    plan_documents,
    queries,
    sign_in,
    table_cards,
)
from dialogues.documents.badge_queries import badge_facts, chosen_badge_facts, count_chosen
from dialogues.documents.certificate_queries import certificate_facts, list_certified
from dialogues.documents.choice_queries import list_confirmed
from dialogues.documents.donor_queries import TITLE as DONOR_TITLE
from dialogues.documents.donor_queries import donor_facts
from dialogues.documents.donor_rules import require_room
from dialogues.documents.group_facts import groups_facts
from dialogues.documents.letter_queries import letter_facts, list_letters_of
from dialogues.documents.option_rules import EVERYBODY, PLAIN_PAPER, NobodyLeft, People
from dialogues.documents.queries import Options
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event


class DocumentHasNoDays(DomainError):
    """The document is about the whole event."""

    message = N_("This document is about all days of the event. Ask for it without a day.")


class NoSuchDay(DomainError):
    """The event has no such day."""

    message = N_("The event has no day %(day)s.")


class NotAnOption(DomainError):
    """The document does not know what was asked of it: two languages, the plan, a person, or a large sheet."""

    message = N_("The document “%(document)s” cannot be printed so. Leave that option out.")


Make = Callable[[Session, Event, Options, datetime, str], bytes]


# Options that only some documents know.
BOTH_LANGUAGES, OF_PLAN, WHO, LARGE, PARTS = "both languages", "of plan", "who", "large", "parts"
WORDS, PEOPLE, SECTOR, LIST, PAGES, LABELS = "words", "people", "sector", "list", "pages", "labels"
OF_PEOPLE = frozenset({PEOPLE, SECTOR, LIST, PAGES})
# What may go into the file for a day, in the order it is bound, and what does unless something else is ticked.
IN_PACK = (
    "agenda", "run-sheet", "sign-in-sheet", "desk-list", "door-signs", "wall-agenda", "badges", "name-tents",
    "group-door-lists", "group-master-list", "table-cards", "reporting-back-sheet", "rapporteur-sheet",
    "feedback-sheet",
)  # fmt: skip
USUAL_IN_PACK = IN_PACK[:5]


@dataclass(frozen=True)
class Document:
    """One kind of document. `needs` is the permission to have it as it is made by `make`."""

    name: str
    title: str
    needs: Permission
    has_days: bool  # one of them may be asked for
    make: Make
    # The same without any name, for who may see figures but not names; None: there is no such form of it.
    make_without_names: Make | None = None
    options: frozenset[str] = frozenset()  # which of the options above it knows, besides language and paper
    # The rows it is made of, where it is a document of many people: who had it printed is known from them.
    list_rows: Callable[[Session, Event, People], list[int]] | None = None


def _badge_rows(session: Session, event: Event, people: People) -> list[int]:
    return list_confirmed(session, event, people, "badges")


def _tent_rows(session: Session, event: Event, people: People) -> list[int]:
    return list_confirmed(session, event, people, "name-tents")


def _sign_in(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return sign_in.draw(queries.sign_in_facts(session, event, options, at=at))


def _report(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    if not may_tell_names(event=event.is_chatham_house):
        return _report_without_names(session, event, options, at, _base_url)
    return attendance_report.draw(queries.attendance_report_facts(session, event, options, at=at))


def _report_without_names(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return attendance_report.draw_without_names(queries.attendance_report_facts(session, event, options, at=at))


def _donor_summary(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return donor_summary.draw(donor_facts(session, event, options, at=at))


def _badges(session: Session, event: Event, options: Options, at: datetime, base_url: str) -> bytes:
    return badges.draw(badge_facts(session, event, options, at=at, base_url=base_url))


def _door_lists(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return group_lists.draw_door_lists(groups_facts(session, event, options, at=at))


def _master_list(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return group_lists.draw_master_list(groups_facts(session, event, options, at=at))


def _table_cards(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return table_cards.draw_table_cards(groups_facts(session, event, options, at=at))


def _letters(session: Session, event: Event, options: Options, at: datetime, base_url: str) -> bytes:
    return invitation_letter.draw(letter_facts(session, event, options, at=at, base_url=base_url.rstrip("/")))


def _desk_list(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return desk_list.draw(people_queries.desk_list_facts(session, event, options, at=at))


def _name_tents(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return name_tents.draw(people_queries.name_tent_facts(session, event, options, at=at))


def _certificates(session: Session, event: Event, options: Options, at: datetime, base_url: str) -> bytes:
    return certificates.draw(certificate_facts(session, event, options, at=at, base_url=base_url))


def _feedback(session: Session, event: Event, options: Options, at: datetime, _base_url: str) -> bytes:
    return feedback_sheet.draw(people_queries.feedback_facts(session, event, options, at=at))


def _day_pack(session: Session, event: Event, options: Options, at: datetime, base_url: str) -> bytes:
    wanted = options.parts or USUAL_IN_PACK
    documents = [DOCUMENTS[name] for name in IN_PACK if name in wanted]
    facts = day_pack.PackFacts(**queries.common_facts(event, options, at), day=options.day)
    return day_pack.draw(
        facts,
        [(one.title, partial(one.make, session, event, _as_known_to(one, options), at, base_url)) for one in documents],
    )


def _as_known_to(document: Document, options: Options) -> Options:
    """Of the options of a pack, those that this document of it knows."""
    return replace(
        options,
        day=options.day if document.has_days else None,
        second_language=options.second_language if BOTH_LANGUAGES in document.options else "",
        of_plan=options.of_plan and OF_PLAN in document.options,
        parts=(),
        words=None,
        people=EVERYBODY,
        pages=None,
        labels=PLAIN_PAPER,
    )


DOCUMENTS = {
    document.name: document
    for document in (
        Document(
            "agenda",
            N_("Agenda for participants"),
            Permission.SEE_EVENT,
            True,
            plan_documents.make_agenda,
            options=frozenset({BOTH_LANGUAGES, OF_PLAN}),
        ),
        Document(
            "sign-in-sheet",
            N_("Sign-in sheet"),
            Permission.PRINT_NAMES,
            True,
            _sign_in,
            options=frozenset({BOTH_LANGUAGES, SECTOR, PAGES}),
        ),
        Document(
            "attendance-report", N_("Attendance report"), Permission.PRINT_NAMES, False, _report, _report_without_names
        ),
        Document(
            "donor-summary",
            DONOR_TITLE,
            Permission.SEE_FIGURES,
            False,
            _donor_summary,
            options=frozenset({BOTH_LANGUAGES, WORDS}),
        ),
        Document(
            "badges",
            N_("Badges"),
            Permission.PRINT_NAMES,
            False,
            _badges,
            options=OF_PEOPLE | {LABELS},
            list_rows=_badge_rows,
        ),
        Document("desk-list", N_("Desk list"), Permission.PRINT_NAMES, True, _desk_list, options=frozenset({PAGES})),
        Document(
            "name-tents",
            N_("Name tents"),
            Permission.PRINT_NAMES,
            False,
            _name_tents,
            options=OF_PEOPLE,
            list_rows=_tent_rows,
        ),
        Document(
            "certificates",
            N_("Certificates of attendance"),
            Permission.PRINT_NAMES,
            False,
            _certificates,
            options=OF_PEOPLE,
            list_rows=list_certified,
        ),
        Document("feedback-sheet", N_("Feedback sheet"), Permission.SEE_EVENT, True, _feedback),
        Document("group-door-lists", N_("Group lists for the doors"), Permission.PRINT_NAMES, False, _door_lists),
        Document("group-master-list", N_("Groups A–Z"), Permission.PRINT_NAMES, False, _master_list),
        Document("table-cards", N_("Table cards"), Permission.PRINT_NAMES, False, _table_cards),
        # With their personal links, so for who may see contact data.
        Document(
            "invitation-letters",
            N_("Invitation letters"),
            Permission.SEE_PARTICIPANTS,
            False,
            _letters,
            options=OF_PEOPLE - {LIST},
            list_rows=list_letters_of,
        ),
        Document(
            "run-sheet",
            N_("Run-sheet for facilitators"),
            Permission.EDIT_AGENDA,
            True,
            plan_documents.make_run_sheet,
            options=frozenset({BOTH_LANGUAGES}),
        ),
        Document(
            "wall-agenda",
            N_("Wall agenda"),
            Permission.SEE_EVENT,
            True,
            plan_documents.make_wall_agenda,
            options=frozenset({BOTH_LANGUAGES, OF_PLAN, LARGE}),
        ),
        Document(
            "door-signs",
            N_("Door signs"),
            Permission.SEE_EVENT,
            True,
            plan_documents.make_door_signs,
            options=frozenset({BOTH_LANGUAGES, OF_PLAN, LARGE}),
        ),
        Document(
            "rapporteur-sheet",
            N_("Rapporteur’s sheet"),
            Permission.EDIT_AGENDA,
            True,
            plan_documents.make_rapporteur_sheet,
            options=frozenset({BOTH_LANGUAGES}),
        ),
        Document(
            "reporting-back-sheet",
            N_("Reporting-back sheet"),
            Permission.EDIT_AGENDA,
            True,
            plan_documents.make_reporting_back_sheet,
            options=frozenset({BOTH_LANGUAGES}),
        ),
        Document(
            "facilitator-day",
            N_("One facilitator’s own day"),
            Permission.EDIT_AGENDA,
            True,
            plan_documents.make_facilitator_day,
            options=frozenset({BOTH_LANGUAGES, WHO}),
        ),
        # Whoever sees the event may have one, of the documents that they may have.
        Document(
            "day-pack",
            N_("Everything for a day"),
            Permission.SEE_EVENT,
            True,
            _day_pack,
            options=frozenset({BOTH_LANGUAGES, OF_PLAN, PARTS}),
        ),
    )
}


def print_document(
    session: Session, event: Event, name: str, options: Options, *, at: datetime, base_url: str = ""
) -> bytes:
    """The document `name` as a PDF. Raises NotFoundHere, DocumentHasNoDays, NoSuchDay, or what the press refuses."""
    document = require_printable(event, name, options)
    if options.people.narrows:
        list_rows(session, event, document, options)
    return document.make(session, event, options, at, base_url)


def list_rows(session: Session, event: Event, document: Document, options: Options) -> list[int]:
    """The rows a document of many people is made of; none of any other. Raises NobodyLeft by a choice of nobody."""
    if document.list_rows is None:
        return []
    rows = document.list_rows(session, event, options.people)
    if options.people.narrows and not rows:
        raise NobodyLeft
    return rows


def print_chosen_badges(
    session: Session, event: Event, among: Any, options: Options, *, at: datetime, base_url: str = "", ticked: int = 0
) -> bytes:
    """The badges of those whom a condition on registrations leaves.

    Raises NotFoundHere if the event has fewer of them than were `ticked` one by one: somebody is of another event.
    """
    if ticked and count_chosen(session, event, among) < ticked:
        raise NotFoundHere
    return badges.draw(chosen_badge_facts(session, event, options, among=among, at=at, base_url=base_url))


def print_document_without_names(
    session: Session, event: Event, name: str, options: Options, *, at: datetime, base_url: str = ""
) -> bytes:
    """The same for outside the house: nobody named, no small group shown. Raises NotFoundHere if there is none."""
    make = require_printable(event, name, options).make_without_names
    if make is None:
        raise NotFoundHere
    return make(session, event, options, at, base_url)


def require_printable(event: Event, name: str, options: Options) -> Document:
    """The document `name`.

    Raises NotFoundHere, DocumentHasNoDays, NoSuchDay, NotAnOption or OptionRefused if it cannot be printed so.
    """
    document = DOCUMENTS.get(name)
    if document is None:
        raise NotFoundHere
    if options.day is not None and not document.has_days:
        raise DocumentHasNoDays
    if options.day is not None and options.day not in {day.day for day in event.days}:
        raise NoSuchDay(day=options.day)
    for option, is_asked in (
        (BOTH_LANGUAGES, bool(options.second_language)),
        (OF_PLAN, options.of_plan),
        (WHO, bool(options.who)),
        (LARGE, options.paper == "A3"),
        (PARTS, bool(options.parts)),
        (WORDS, options.words is not None),
        (SECTOR, options.people.sector is not None),
        (PEOPLE, not options.people.is_of_sector),
        (LIST, bool(options.people.view)),
        (PAGES, options.pages is not None),
        (LABELS, options.labels != PLAIN_PAPER),
    ):
        if is_asked and option not in document.options:
            raise NotAnOption(document=document.name)
    if not set(options.parts) <= set(IN_PACK):
        raise NotAnOption(document=document.name)
    if options.words is not None:
        require_room(options.words)
    return document
