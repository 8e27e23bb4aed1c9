"""The description of the API for programs and their writers: OpenAPI 3.1, served at /api/v1/openapi.json."""

from typing import Any

from dialogues import __version__
from dialogues.api.schema_words import (
    COUNT,
    DAY,
    INSTANT,
    NUMBER,
    TEXT,
    TRUTH,
    Schema,
    many,
    one_of,
    page_of,
    ref,
    whole,
)
from dialogues.api.schemas import SCHEMAS
from dialogues.core.api import PER_PAGE_DEFAULT, PER_PAGE_MAX
from dialogues.people.sectors import Sector
from dialogues.reports.version_rules import NOTE_MAX

_MARKS_MAX = 10_000  # in one request; a test compares it with what the address takes
_WALK_INS_MAX = 100
_ERRORS = {
    "400": "The request cannot be read.",
    "401": "No token, or one that is not known here.",
    "403": "The token's role does not allow this.",
    "404": "There is nothing here, or it is not for this token.",
    "409": "Somebody else changed this at the same moment.",
    "413": "Too much at once.",
    "415": "The body is not JSON.",
    "422": "A rule refused it; the message says why.",
    "503": "The database is busy or cannot be used; Retry-After says when to try again.",
}
_PHONE_ERRORS = {"410": "The event is over: names leave the phone, marks may still be handed in."}
_EVENT_ERRORS = ("401", "403", "404", "503")


def describe() -> dict[str, Any]:
    """The whole description. Figures and lists have one definition each, so pages, files and API agree."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dialogues",
            "version": __version__,
            "description": (
                "Registrations, agenda, groups, attendance and figures of stakeholder dialogues. A token is made with "
                "`dialogues token add NAME --role ROLE [--event SLUG]`; its role says what it may see and do. "
                "Every error has one shape, and events a token may not see are not found."
            ),
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
            "parameters": {
                "slug": _argument("slug", TEXT, "Address of the event, such as ghana-2016.", place="path"),
                "page": _argument("page", {"type": "integer", "minimum": 1, "default": 1}, "Which page."),
                "per_page": _argument(
                    "per_page",
                    {"type": "integer", "minimum": 1, "default": PER_PAGE_DEFAULT, "maximum": PER_PAGE_MAX},
                    f"Rows on a page; more than {PER_PAGE_MAX} gives {PER_PAGE_MAX}.",
                ),
            },
            "responses": {code: _answer(words, ref("Error")) for code, words in {**_ERRORS, **_PHONE_ERRORS}.items()},
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description. Needs no token.",
                "security": [],
                "responses": {"200": _answer("The description.", {"type": "object"})},
            }
        },
        "/events": {
            "get": _operation(
                "events",
                "The events the token may see, newest first.",
                _answer("A page of events.", page_of("events", ref("EventLine"))),
                parameters=_PAGING,
                errors=("400", "401", "503"),
            )
        },
        "/events/{slug}": {
            "get": _of_event("event", "One event with its days.", _answer("The event.", ref("Event"))),
        },
        "/events/{slug}/registrations": {
            "get": _of_event(
                "list_registrations",
                "The list by name, as far as the token's role sees it.",
                _answer("A page of registrations.", page_of("registrations", ref("Registration"))),
                parameters=[
                    _argument("q", TEXT, "Part of a name, organisation or, for who may see it, telephone number."),
                    _argument("sector", one_of(Sector), "Only this sector."),
                    *_PAGING,
                ],
                errors=("400", *_EVENT_ERRORS),
            ),
            "post": _of_event(
                "register",
                "Put somebody on the list. Who surely is known is not added twice.",
                _answer("The registration.", ref("Registration")),
                status="201",
                body=ref("NewRegistration"),
                errors=("400", "409", "415", "422", *_EVENT_ERRORS),
            ),
        },
        "/events/{slug}/attendance": {
            "get": _of_event(
                "list_attendance",
                "Every mark that stands, by day and name.",
                _answer("A page of marks.", page_of("attendance", ref("AttendanceRow"))),
                parameters=[_argument("day", DAY, "Only this day."), *_PAGING],
                errors=("400", *_EVENT_ERRORS),
            )
        },
        "/events/{slug}/marks": {
            "post": _of_event(
                "add_marks",
                "Record what a device saw. Marks may be sent again: the id makes each of them count once, and one "
                "that is refused hinders no other.",
                _answer("A result for each mark, in its order.", _marks_answer()),
                body=_marks_body(),
                errors=("400", "413", "415", *_EVENT_ERRORS),
            )
        },
        "/events/{slug}/walk-ins": {
            "post": _of_event(
                "add_walk_ins",
                "Put people who came without being on the list on it. Sent again, each is one person.",
                _answer("A result for each, in order.", _walk_ins_answer()),
                body=whole(
                    {"device": _device(), "walk_ins": {**many(ref("WalkIn")), "maxItems": _WALK_INS_MAX}},
                    may_lack=("device",),
                ),
                errors=("400", "413", "415", *_EVENT_ERRORS),
            )
        },
        "/events/{slug}/phones": {
            "post": {
                **_of_event(
                    "pair_phone",
                    "Pair a phone by the code that the desk shows. Needs no token: the code is used up.",
                    _answer("The phone's own token, told once.", ref("Paired")),
                    status="201",
                    body=whole(
                        {"code": TEXT, "name": TEXT, "app_version": TEXT, "sent_at": INSTANT},
                        may_lack=("name", "app_version", "sent_at"),
                    ),
                    errors=("400", "415", "422", "503"),
                ),
                "security": [],
            }
        },
        "/events/{slug}/offline-list": {
            "get": _of_event(
                "take_list",
                "Names, organisations, sectors and states for a phone without a network, column by column.",
                _answer("The list; with If-None-Match an unchanged one answers 304.", ref("OfflineList")),
                errors=(*_EVENT_ERRORS, "410"),
            )
        },
        "/events/{slug}/agenda": {
            "get": _of_event("agenda", "Days and sessions, with clashes.", _answer("The agenda.", ref("Agenda"))),
        },
        "/events/{slug}/groups": {
            "get": _of_event(
                "list_groups",
                "Rounds of breakout groups that are published; drafts only for a token that may edit the agenda.",
                _answer(
                    "A page of rounds; with If-None-Match an unchanged one answers 304.",
                    page_of("rounds", ref("GroupRound")),
                ),
                parameters=_PAGING,
                errors=("400", *_EVENT_ERRORS),
            )
        },
        "/events/{slug}/report": {
            "get": _of_event(
                "event_report",
                "The four numbers, by day and by sector, as the page and the paper show them.",
                _answer("The figures.", ref("Report")),
                parameters=[_which_figures()],
            )
        },
        "/events/{slug}/report/versions": {
            "get": _of_event(
                "list_versions",
                "Every report of the event that was issued, the first version first.",
                _answer("A page of versions.", page_of("versions", ref("ReportVersionLine"))),
                parameters=_PAGING,
                errors=("400", *_EVENT_ERRORS),
            ),
            "post": _or_as_it_was(
                _of_event(
                    "issue_report",
                    "Issue the report as it stands. Sent again while nothing changed, it issues nothing twice.",
                    _answer("The version that was issued.", ref("ReportVersion")),
                    status="201",
                    body=whole({"note": {**TEXT, "maxLength": NOTE_MAX}}, may_lack=("note",)),
                    errors=("400", "409", "415", "422", *_EVENT_ERRORS),
                ),
                _answer("The version issued last, which says all of this already.", ref("ReportVersion")),
            ),
        },
        "/events/{slug}/report/versions/{number}": {
            "get": _of_event(
                "report_version",
                "The figures as they were issued. 422 if what is stored is not what was issued.",
                _answer("The figures, and which version they are.", ref("ReportVersion")),
                parameters=[_number_of_version(), _which_figures()],
                errors=("422", *_EVENT_ERRORS),
            )
        },
        "/events/{slug}/report/versions/{number}/differences": {
            "get": _of_event(
                "report_differences",
                "Every figure in which another version, or the report of now, is not as this one.",
                _answer("What differs, in the order of the report.", ref("ReportDifferences")),
                parameters=[
                    _number_of_version(),
                    _argument("to", TEXT, "The number of the other version; now, without it."),
                    _which_figures(),
                ],
                errors=("422", *_EVENT_ERRORS),
            )
        },
        "/events/{slug}/report/un-feedback": {
            "get": _of_event(
                "event_feedback",
                "The participation table of the UN Food Systems Summit Dialogues' official feedback form.",
                _answer("The table; people is null where it is not recorded or not told.", {"type": "object"}),
                parameters=[_which_figures()],
            )
        },
        "/events/{slug}/report/iati.xml": {
            "get": _of_event(
                "event_iati",
                "The figures to publish as an IATI 2.03 result; a whole file with all four facts of the activity.",
                {"description": "The result.", "content": {"application/xml": {"schema": TEXT}}},
                parameters=[
                    _argument("activity", TEXT, "Identifier of the activity."),
                    _argument("organisation", TEXT, "Identifier of the organisation that reports it."),
                    _argument("organisation_name", TEXT, "Its name."),
                    _argument("organisation_type", TEXT, "Its code on the list OrganisationType."),
                ],
                errors=(*_EVENT_ERRORS, "422"),
            )
        },
        "/events/{slug}/choices": {
            "get": _of_event(
                "event_choices",
                "Choice lists for forms in ODK and Kobo; people only where names may be told and they agreed.",
                _answer("The choices.", {"type": "object"}),
            )
        },
        "/report": {
            "get": _operation(
                "programme_report",
                "The figures over the events the token may see figures of, with those of every chart.",
                _answer("The figures; what is not recorded or cannot be known is null.", {"type": "object"}),
                parameters=[
                    _argument("from", DAY, "Only events with a day on or after this one."),
                    _argument("to", DAY, "Only events with a day on or before this one."),
                    _argument("country", TEXT, "Only events in this country (ISO code)."),
                    _argument("process", TEXT, "Only events of the process at this address."),
                    _argument("sector", one_of(Sector), "Only those who came as this sector."),
                    _argument("event", TEXT, "Only this event; may be given several times."),
                ],
                errors=("401", "404", "503"),
            )
        },
    }


_PAGING = [{"$ref": "#/components/parameters/page"}, {"$ref": "#/components/parameters/per_page"}]


def _marks_body() -> Schema:
    body = {"device": _device(), "marks": {**many(ref("Mark")), "maxItems": _MARKS_MAX}, "day": DAY, "part": TEXT}
    return whole(body, may_lack=("device", "day", "part"))


def _device() -> Schema:
    said = {
        "id": TEXT,
        "sent_at": {**INSTANT, "description": "Now, by the device's clock."},
        "app_version": TEXT,
        "waiting": {**COUNT, "description": "Marks that stay on the device after these."},
        "list_age_s": COUNT,
        "leaves": {**TRUTH, "description": "The phone is put away; its token ends."},
    }
    return whole(said, may_lack=tuple(said))


def _marks_answer() -> Schema:
    """What is said beside the results is for phones: what is known of them, and how many are in."""
    device = whole(
        {"name": TEXT, "clock_offset_s": NUMBER, "code": TEXT, "message": TEXT}, may_lack=("code", "message")
    )
    door = whole({"day": DAY, "present": COUNT, "expected": COUNT})
    return whole({"results": many(ref("MarkResult")), "device": device, "door": door}, may_lack=("device", "door"))


def _walk_ins_answer() -> Schema:
    """What is said beside the results is for whoever stands at the door: that more came than there are seats."""
    over = {**TEXT, "description": "How many are over capacity, in a sentence; only where somebody is."}
    return whole({"results": many(ref("WalkInResult")), "over_capacity": over}, may_lack=("over_capacity",))


def _of_event(
    name: str,
    summary: str,
    answer: Schema,
    *,
    status: str = "200",
    parameters: list[Schema] | None = None,
    body: Schema | None = None,
    errors: tuple[str, ...] = _EVENT_ERRORS,
) -> Schema:
    slug = {"$ref": "#/components/parameters/slug"}
    given = [slug, *(parameters or [])]
    return _operation(name, summary, answer, status=status, parameters=given, body=body, errors=errors)


def _operation(
    name: str,
    summary: str,
    answer: Schema,
    *,
    status: str = "200",
    parameters: list[Schema],
    body: Schema | None = None,
    errors: tuple[str, ...],
) -> Schema:
    responses = {status: answer, **{code: {"$ref": f"#/components/responses/{code}"} for code in sorted(errors)}}
    operation = {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}
    if body is None:
        return operation
    return {**operation, "requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}


def _or_as_it_was(operation: Schema, answer: Schema) -> Schema:
    """An operation that answers 200 where there was nothing left to do."""
    return {**operation, "responses": {"200": answer, **operation["responses"]}}


def _answer(words: str, schema: Schema) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _which_figures() -> Schema:
    kinds: Schema = {"enum": ["internal", "published"]}
    said = "Those to publish tell no small group; without it, all figures to a token that may read names."
    return _argument("figures", kinds, said)


def _number_of_version() -> Schema:
    return _argument("number", {"type": "integer", "minimum": 1}, "Number of the version.", place="path")


def _argument(name: str, schema: Schema, words: str, *, place: str = "query") -> Schema:
    return {"name": name, "in": place, "required": place == "path", "description": words, "schema": schema}
