"""Two registrations of one person in one event become one, and two again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dialogues.attendance.merge_services import count_marks, count_marks_since, part_marks, unite_marks
from dialogues.audit.services import Actor, assign, record
from dialogues.directory.moving import Moved, move, move_back, plain, value_of
from dialogues.people.sectors import Gender
from dialogues.people.services import name_keys, readable_changes
from dialogues.registration.models import Consent, ConsentAnswer, Registration, Status
from dialogues.registration.queries import find_consents
from dialogues.registration.seat_services import close_offers, reopen_offers, stand_in_line

# Attendance moves its marks, and the states along with them. What an act on many did is remembered of the row it was
# done to, which has changed since: the act is not taken back on somebody it was never done to.
_LEFT = frozenset({"mark", "session_mark", "day_state", "bulk_change"})
# Of two states the one that says that somebody is expected, or nearer to it.
_STRONGER = (Status.CONFIRMED, Status.WAITING, Status.APPLIED, Status.INVITED, Status.DECLINED, Status.CANCELLED)
# Filled from the other registration where the chosen one says nothing.
_FILLED = ("honorific", "position", "age_group", "phone", "email", "place", "language", "notes")
_NOT_SHOWN = frozenset({"organisation_name", "search_key", "sort_key", "in_place_of_id", "queue_number"})


def unite(session: Session, kept: Registration, gone: Registration, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """`gone` is part of `kept`: its marks, roles, answers, badge and links are theirs; returns what `part` needs.

    Of two answers about consent the stricter one holds, of two places in line the earlier one, of two seats offered the
    one offered longer. What the description of `kept` leaves open is filled from the other one. The event and both rows
    are held by whoever calls.
    """
    moved = Moved()
    marks_before = count_marks(session, kept.id)
    answers = [find_consents(session, one.id) for one in (kept, gone)]
    changes = assign(kept, _united_values(kept, gone))
    flag_modified(kept, "full_name")  # whoever saw it before saw less, even where nothing is filled in
    event_id = kept.event_id
    gone_values: dict[str, Any] = {"in_place_of_id": None, "in_place_from": None}
    gone_changes = assign(gone, gone_values)
    session.flush()  # what follows is told to the tables directly
    offers = close_offers(session, kept, gone, at=at)
    marks = unite_marks(session, from_id=gone.id, to_id=kept.id)
    move(session, "registration", from_id=gone.id, to_id=kept.id, moved=moved, leave=_LEFT)
    gone_changes |= assign(gone, {"merged_into_id": kept.id, "event_id": None})
    session.flush()  # the place in line of the other one is free now; and the person's registrations are moved next
    changes |= _stand_where_first(session, kept, gone)
    _hold_stricter(session, kept, answers, moved, actor=actor, at=at)
    shown = {key: change for key, change in changes.items() if key not in _NOT_SHOWN}
    record(
        session, "registration.united", actor=actor, at=at, subject=kept, subject_name=kept.full_name,
        event_id=event_id, changes={"same_as": (None, gone.full_name)} | readable_changes(session, shown),
    )  # fmt: skip
    moved.fields = _kept_changes(changes)
    return {
        "kept_id": kept.id,
        "gone_id": gone.id,
        "event_id": event_id,
        "gone_fields": _kept_changes(gone_changes),
        "marks": marks,
        "marks_before": marks_before,
        "offers": offers,
        "moved": moved.as_json(),
    }


def part(session: Session, united: dict[str, Any], *, actor: Actor, at: datetime) -> list[tuple[str, Any]]:
    """The registrations that `unite` made one are two again; returns what was changed since and is kept.

    That is pairs of a column and its present value; "marks" and "rows" stand for how many of them.
    """
    kept, gone = (session.get(Registration, united[which]) for which in ("kept_id", "gone_id"))
    if kept is None or gone is None:
        return [("rows", 1)]
    moved = Moved(**united["moved"])
    since = count_marks_since(session, united["marks"], registration_id=kept.id, before=united["marks_before"])
    part_marks(session, united["marks"], from_id=gone.id, to_id=kept.id)
    lost = move_back(session, moved, from_id=gone.id, to_id=kept.id)
    session.expire_all()
    still = put_back(kept, moved.fields)
    session.flush()  # two people never have one place in line, not even for a moment
    put_back(gone, united["gone_fields"])
    session.flush()  # the keys of an event and its people are whole again
    reopen_offers(session, united.get("offers", []))
    record(
        session, "registration.parted", actor=actor, at=at, subject=kept, subject_name=kept.full_name,
        event_id=kept.event_id, changes={"same_as": (gone.full_name, None)},
    )  # fmt: skip
    return still + [("marks", since)] * bool(since) + [("rows", lost)] * bool(lost)


def put_back(row: Any, fields: dict[str, list[Any]]) -> list[tuple[str, Any]]:
    """Each column is what it was before, if it still is what it became; returns those that are not, and their value."""
    still = []
    for column, (before, after) in fields.items():
        if plain(getattr(row, column)) == after:
            setattr(row, column, value_of(row.__tablename__, column, before))
        elif column not in _NOT_SHOWN:
            still.append((column, plain(getattr(row, column))))
    return still


def _stand_where_first(session: Session, kept: Registration, gone: Registration) -> dict[str, tuple[Any, Any]]:
    """Who waits stands at the earlier of the two places, or at the end of the line if there is none."""
    if kept.status is not Status.WAITING:
        return {}
    before = kept.queue_number
    places = [one for one in (before, gone.queue_number) if one is not None]
    if places:
        kept.queue_number = min(places)
    else:
        stand_in_line(session, kept)
    session.flush()
    return {"queue_number": (before, kept.queue_number)} if kept.queue_number != before else {}


def _kept_changes(changes: dict[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {column: [plain(old), plain(new)] for column, (old, new) in changes.items()}


def _united_values(kept: Registration, gone: Registration) -> dict[str, Any]:
    values: dict[str, Any] = {
        column: getattr(gone, column) for column in _FILLED if not getattr(kept, column) and getattr(gone, column)
    }
    if "phone" in values:
        values["phone_alternative"] = gone.phone_alternative
    if kept.gender is Gender.NOT_STATED:
        values["gender"] = gone.gender
    if kept.organisation_name is None and gone.organisation_name is not None:
        values |= {"organisation_id": gone.organisation_id, "organisation_name": gone.organisation_name}
        values |= name_keys(kept.full_name, kept.sort_as, gone.organisation_name)
    if kept.stakeholder_group_id is None and kept.sector is gone.sector:
        values["stakeholder_group_id"] = gone.stakeholder_group_id
    values["status"] = min(kept.status, gone.status, key=_STRONGER.index)
    if kept.in_place_of_id == gone.id:
        values |= {"in_place_of_id": None, "in_place_from": None}  # nobody comes in their own place
    elif kept.in_place_of_id is None and gone.in_place_of_id not in (None, kept.id):
        values |= {"in_place_of_id": gone.in_place_of_id, "in_place_from": gone.in_place_from}
    return values


def _hold_stricter(
    session: Session, kept: Registration, answers: list[Any], moved: Moved, *, actor: Actor, at: datetime
) -> None:
    """Where one said no and the newest answer would be yes, no is said once more."""
    now = find_consents(session, kept.id)
    for purpose, newest in now.items():
        said = [one[purpose].answer for one in answers if purpose in one]
        if ConsentAnswer.NO in said and newest.answer is ConsentAnswer.YES:
            row = Consent(
                registration_id=kept.id, purpose=purpose, answer=ConsentAnswer.NO, recorded_at=at,
                recorded_by_id=actor.user_id,
            )  # fmt: skip
            session.add(row)
            session.flush()  # undoing takes it out by its number
            moved.added.append(["consent", row.id])
