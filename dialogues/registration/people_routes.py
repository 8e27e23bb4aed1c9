"""The page of somebody in the directory, with the events they were registered in."""

from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.audit.queries import list_entries_of
from dialogues.audit.wording import timeline
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.events.access import visible_to
from dialogues.people.contact import phone_text
from dialogues.people.queries import find_person, find_whom_it_became, list_doubles
from dialogues.people.remarks import remarks_on
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES, in_words
from dialogues.registration import queries
from dialogues.registration.kinds import EVENT_ROLE_NAMES, STATUS_NAMES

_UTC = ZoneInfo("UTC")  # the directory belongs to no event and so to no clock of a venue


@requires(Permission.SEE_DIRECTORY)
def known_person(person_id: int) -> ResponseReturnValue:
    """What the directory knows of somebody, the events they were registered in, and what was changed."""
    person = find_person(db.session(), person_id)
    if person is None:
        became = find_whom_it_became(db.session(), person_id)
        if became is None:
            raise NotFoundHere
        return redirect(url_for(".known_person", person_id=became))
    numbers = [person_id, *list_doubles(db.session(), person_id)]
    entries = list_entries_of(db.session(), kind="person", subject_ids=[str(one) for one in numbers])
    return render_template(
        "people/person.html",
        person=person,
        events=queries.list_events_of(db.session(), [person_id], among=visible_to(current_viewer())),
        found=remarks_on("person", person_id),
        history=timeline(entries, _UTC),
        sectors=in_words(SECTOR_NAMES),
        genders=in_words(GENDER_NAMES),
        age_groups=in_words(AGE_GROUP_NAMES),
        statuses=in_words(STATUS_NAMES),
        roles=in_words(EVENT_ROLE_NAMES),
        phone_text=phone_text,
    )


def add_pages(bp: Blueprint) -> None:
    """Give the address of this page to the blueprint of registrations, which know who was where."""
    bp.add_url_rule("/people/<int:person_id>", view_func=known_person)
