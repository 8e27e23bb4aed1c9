"""The objects of the API in JSON Schema, as its description tells them."""

from dialogues.agenda.clash_rules import Trouble
from dialogues.agenda.models import SessionKind, SessionRole
from dialogues.api.schema_words import (
    CLOCK,
    COUNT,
    DAY,
    INSTANT,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TOLD,
    TRUTH,
    Schema,
    many,
    maybe_one_of,
    one_of,
    ref,
    whole,
)
from dialogues.attendance.rules import MarkSource, MarkStatus, Part
from dialogues.events.models import DayKind, EventKind
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import ConsentAnswer, EventRole, Purpose, Source, Status
from dialogues.registration.seat_rules import WhenFull

_KIND: Schema = {
    "enum": ["internal", "published"],
    "description": "All figures, for who may read names; else those that may be published.",
}
_BELOW: Schema = {**MAYBE_NUMBER, "description": "Groups of fewer people are not told; null: all are."}
_FOUR = {"registered": COUNT, "present_any_day": COUNT, "person_days": COUNT, "present_every_day": COUNT}
_TOLD_FOUR = dict.fromkeys(_FOUR, TOLD)
_CAME = {"returning": TOLD, "new": TOLD, "lost": TOLD}
_BY_DAY: Schema = {"type": "object", "additionalProperties": TOLD, "description": "Present on each day, by its date."}
_EVENT = {
    "slug": TEXT,
    "title": TEXT,
    "kind": one_of(EventKind),
    "process": {**MAYBE_TEXT, "description": "Address of the series it belongs to."},
    "starts_on": DAY,
    "ends_on": DAY,
    "zone": {**TEXT, "description": "IANA zone, in which its days are days.", "examples": ["Africa/Accra"]},
    "country": {**MAYBE_TEXT, "description": "ISO 3166-1 alpha-2."},
    "place": MAYBE_TEXT,
    "is_public": TRUTH,
}
_MORE_OF_EVENT = ("convenor", "summary", "languages", "directions", "accessibility", "contact")
_NOT_FOR_THE_DOOR = (
    "stakeholder_group", "position", "gender", "age_group", "phone", "email", "language", "role", "source",
    "in_place_of", "badge_code",
)  # fmt: skip
_REGISTRATION = {
    "id": NUMBER,
    "full_name": TEXT,
    "honorific": MAYBE_TEXT,
    "sector": one_of(Sector),
    "stakeholder_group": MAYBE_TEXT,
    "organisation": MAYBE_TEXT,
    "position": MAYBE_TEXT,
    "gender": one_of(Gender),
    "age_group": maybe_one_of(AgeGroup),
    "phone": MAYBE_TEXT,
    "email": MAYBE_TEXT,
    "language": MAYBE_TEXT,
    "role": one_of(EventRole),
    "status": one_of(Status),
    "source": one_of(Source),
    "in_place_of": {**MAYBE_NUMBER, "description": "The registration whose seat this person holds."},
    "badge_code": TEXT,
}
_CONSENTS = whole({purpose.value: one_of(ConsentAnswer) for purpose in Purpose}, may_lack=tuple(Purpose))
_NEW_REGISTRATION = {
    "full_name": {**TEXT, "description": "As the person writes it."},
    "sector": one_of(Sector),
    "honorific": TEXT,
    "sort_as": TEXT,
    "stakeholder_group": {**TEXT, "description": "Name of a group on the list of this instance."},
    "organisation": TEXT,
    "position": TEXT,
    "gender": one_of(Gender),
    "age_group": one_of(AgeGroup),
    "phone": TEXT,
    "email": TEXT,
    "place": TEXT,
    "language": TEXT,
    "role": one_of(EventRole),
    "status": one_of(Status),
    "notes": TEXT,
    "consents": _CONSENTS,
    "when_full": {
        **one_of(WhenFull),
        "default": WhenFull.REFUSE.value,
        "description": "Where no seat is left for somebody to be confirmed: write nothing and answer `event_full` or "
        "`sector_full`, put them on the waiting list, or confirm them over capacity.",
    },
}
_MARK = {
    "id": {"type": "string", "format": "uuid", "description": "Chosen by the device; sent again, it is recorded once."},
    "badge_code": TEXT,
    "registration_id": NUMBER,
    "day": DAY,
    "part": {**one_of(Part), "default": Part.WHOLE.value},
    "status": {**one_of(MarkStatus), "default": MarkStatus.PRESENT.value},
    "seen_at": {**INSTANT, "description": "By the device's clock."},
    "walk_in_id": {**TEXT, "description": "Of somebody the device put on the list."},
    "clock_offset_s": {**NUMBER, "description": "How far its clock ran ahead when it last asked, before this mark."},
    "counter": {**NUMBER, "description": "The device's own count of its marks."},
}
_REFUSED = {
    "code": {**TEXT, "description": "Why it was refused, for programs."},
    "message": {**TEXT, "description": "The same for people."},
    "kept": {**TRUTH, "description": "Refused, and before an organiser: nothing is lost."},
}
_OUTCOME = {"type": "string", "enum": ["recorded", "already_recorded", "refused"]}
_SESSION = {
    "id": NUMBER,
    "number": {**MAYBE_TEXT, "description": "Day and place in the day, such as 1.2; breaks have none."},
    "starts": CLOCK,
    "ends": CLOCK,
    "kind": one_of(SessionKind),
    "title": TEXT,
    "place": MAYBE_TEXT,
    "room": MAYBE_TEXT,
    "description": MAYBE_TEXT,
    "people": many(whole({"name": TEXT, "role": one_of(SessionRole), "is_registered": TRUTH})),
    "process_notes": {**MAYBE_TEXT, "description": "Only for a token that may edit the agenda."},
}

_MAYBE_INSTANT: Schema = {**INSTANT, "type": ["string", "null"]}

SCHEMAS: dict[str, Schema] = {
    "Error": whole({"error": whole({"code": TEXT, "message": TEXT})}),
    "EventLine": whole(_EVENT),
    "Event": whole(
        {
            **_EVENT,
            **dict.fromkeys(_MORE_OF_EVENT, MAYBE_TEXT),
            "days": many(
                whole({"day": DAY, "kind": one_of(DayKind), "title": MAYBE_TEXT, "has_halves": TRUTH, "closed": TRUTH})
            ),
        }
    ),
    "Registration": whole(
        _REGISTRATION,
        may_lack=_NOT_FOR_THE_DOOR,
        description="A token that may not see participants gets id, name, sector, organisation and status alone.",
    ),
    "NewRegistration": whole(
        _NEW_REGISTRATION, may_lack=tuple(name for name in _NEW_REGISTRATION if name not in {"full_name", "sector"})
    ),
    "AttendanceRow": whole(
        {
            "registration_id": NUMBER,
            "full_name": TEXT,
            "sector": one_of(Sector),
            "day": DAY,
            "part": one_of(Part),
            "status": one_of(MarkStatus),
            "seen_at": INSTANT,
            "recorded_at": INSTANT,
            "source": one_of(MarkSource),
            "marked_by": MAYBE_TEXT,
            "late_minutes": MAYBE_NUMBER,
            "in_bulk": TRUTH,
        }
    ),
    "Mark": whole(
        _MARK,
        may_lack=("badge_code", "registration_id", "walk_in_id", "part", "status", "clock_offset_s", "counter"),
        description="badge_code, registration_id or walk_in_id says who.",
    ),
    "MarkResult": whole(
        {
            "id": {"description": "As it was sent."},
            "outcome": _OUTCOME,
            **_REFUSED,
            "already_present": whole(
                {"since": INSTANT, "device": MAYBE_TEXT, "message": TEXT},
                description="Recorded, of somebody who was in already; device null is the desk.",
            ),
        },
        may_lack=(*_REFUSED, "already_present"),
    ),
    "WalkIn": whole(
        {"id": TEXT, "full_name": TEXT, "sector": one_of(Sector), "organisation": TEXT}, may_lack=("organisation",)
    ),
    "WalkInResult": whole(
        {
            "id": {"description": "As it was sent."},
            "outcome": _OUTCOME,
            **_REFUSED,
            "registration_id": NUMBER,
            "was_known": {**TRUTH, "description": "On the list already; no second person was made."},
            "possible_double": {
                **TRUTH,
                "description": "Somebody of the same name was on the list; an organiser sees it.",
            },
        },
        may_lack=(*_REFUSED, "registration_id", "was_known", "possible_double"),
    ),
    "Paired": whole({"token": TEXT, "device": whole({"name": TEXT, "clock_offset_s": NUMBER})}),
    "OfflineList": whole(
        {
            "event": whole(
                {
                    "slug": TEXT,
                    "title": TEXT,
                    "zone": TEXT,
                    "days": many(
                        whole(
                            {
                                "day": DAY,
                                "has_halves": TRUTH,
                                "closed": TRUTH,
                                "late": {**TEXT, "description": "That the day runs late, in words."},
                            },
                            may_lack=("late",),
                        )
                    ),
                }
            ),
            "ends_at": {**INSTANT, "description": "When the names have to leave the phone."},
            "stale_after_hours": NUMBER,
            "people": whole(
                {
                    "ids": {**many(NUMBER), "description": "Each as the difference to the one before."},
                    "names": many(TEXT),
                    "organisations": {**many(NUMBER), "description": "Numbers into `named`; -1 for none."},
                    "named": many(TEXT),
                    "sectors": {**TEXT, "description": "A digit each, into `sector_codes`."},
                    "statuses": {**TEXT, "description": "A digit each, into `status_codes`."},
                    "badges": {**TEXT, "description": "The last eight signs of each badge code."},
                    "keys": {"type": "object", "additionalProperties": TEXT},
                    "sector_codes": many(one_of(Sector)),
                    "status_codes": many(one_of(Status)),
                }
            ),
        }
    ),
    "AgendaSession": whole(_SESSION, may_lack=("process_notes",)),
    "AgendaDay": whole(
        {
            "day": DAY,
            "number": NUMBER,
            "kind": one_of(DayKind),
            "title": MAYBE_TEXT,
            "sessions": many(ref("AgendaSession")),
            "clashes": many(whole({"kind": one_of(Trouble), "name": TEXT, "sessions": many(NUMBER)})),
        }
    ),
    "Agenda": whole({"event": TEXT, "zone": TEXT, "days": many(ref("AgendaDay"))}),
    "GroupRound": whole(
        {
            "number": NUMBER,
            "session": {
                **whole({"id": NUMBER, "title": TEXT, "day": DAY, "starts": CLOCK, "ends": CLOCK}),
                "type": ["object", "null"],
                "description": "The agenda session in which it is held.",
            },
            "drawn_at": INSTANT,
            "changed_at": {**_MAYBE_INSTANT, "description": "When it was last changed by hand."},
            "published_at": {**_MAYBE_INSTANT, "description": "Null while it is a draft."},
            "groups": many(ref("Group")),
        }
    ),
    "Group": whole(
        {
            "id": NUMBER,
            "name": TEXT,
            "room": MAYBE_TEXT,
            "topic": MAYBE_TEXT,
            "size": {**COUNT, "description": "How many people sit in it."},
            "facilitator": MAYBE_TEXT,
            "rapporteur": MAYBE_TEXT,
            "people": many(
                whole(
                    {
                        "registration_id": NUMBER,
                        "full_name": TEXT,
                        "honorific": MAYBE_TEXT,
                        "sector": one_of(Sector),
                        "organisation": MAYBE_TEXT,
                    }
                )
            ),
        },
        may_lack=("facilitator", "rapporteur", "people"),
        description="Nobody is named under the Chatham House Rule; people are for a token that may see names.",
    ),
    "FourNumbers": whole(
        _FOUR,
        description=(
            "registered: confirmed participants and walk-ins. present_any_day: those seen on at least one day. "
            "person_days: the sum of the days. present_every_day: those seen on every day that was recorded."
        ),
    ),
    "SectorFigures": whole(
        {
            "sector": one_of(Sector),
            **_TOLD_FOUR,
            "target": {**MAYBE_NUMBER, "description": "How many people the organisers want; null without a target."},
            "by_gender": whole(
                {gender.value: TOLD for gender in Gender}, description="Of those present at least one day."
            ),
            "by_day": _BY_DAY,
        }
    ),
    "Report": whole(
        {
            "event": TEXT,
            "as_of": INSTANT,
            "numbers": ref("FourNumbers"),
            "days": many(whole({"day": DAY, "recorded": TRUTH, "present": TOLD})),
            "by_sector": many(ref("SectorFigures")),
            "by_age": many(
                whole({"age_group": {"enum": [*(age.value for age in AgeGroup), "not_stated"]}, **_TOLD_FOUR})
            ),
            "by_group": many(whole({"sector": one_of(Sector), "stakeholder_group": MAYBE_TEXT, **_TOLD_FOUR})),
            "continuity": {
                **whole(
                    {
                        "earlier_events": COUNT,
                        "latest_earlier_event_starts_on": DAY,
                        **_CAME,
                        "by_sector": many(whole({"sector": one_of(Sector), **_CAME})),
                    },
                    description="Beside earlier events of the process; null where nobody came to one.",
                ),
                "type": ["object", "null"],
            },
            "figures": _KIND,
            "groups_below": _BELOW,
            "not_told": {**many(TEXT), "description": "Places of the counts that are not told."},
            "groups_left_out": {**TRUTH, "description": "Some stakeholder groups are not even named."},
            "sources": {"type": "object", "additionalProperties": COUNT, "description": "Marks by how they came."},
            "counting_rules": COUNT,
        }
    ),
}

# What was issued: the report as it was, and which version it is.
_FIGURE: Schema = {"type": ["integer", "string", "null"], "description": "Null where that report has no such figure."}
_ISSUED = {"version": COUNT, "issued_at": INSTANT, "issued_by": TEXT, "sha256": TEXT}
SCHEMAS |= {
    "ReportVersionLine": whole(
        {**_ISSUED, "is_intact": {**TRUTH, "description": "False where what is stored is not what was issued."}}
    ),
    "ReportVersion": whole(
        {
            **SCHEMAS["Report"]["properties"],
            "issued": whole({**_ISSUED, "issued_as": COUNT, "note": MAYBE_TEXT, "follows": MAYBE_NUMBER}),
        }
    ),
    "ReportDifferences": whole(
        {
            "event": TEXT,
            "from": {**TEXT, "description": "The number of a version."},
            "to": {**TEXT, "description": "The number of a version, or now."},
            "figures": _KIND,
            "groups_below": _BELOW,
            "changes": many(whole({"part": TEXT, "of": TEXT, "figure": TEXT, "before": _FIGURE, "after": _FIGURE})),
        }
    ),
}
