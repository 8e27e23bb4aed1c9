"""Two events with everything in them, and the readers who may see one, both or none.

What belongs to the foreign event carries the word in FOREIGN (processes and stakeholder groups belong to all); contact
data carries the signs in CONTACTS. Where either is told to somebody who may not know it, a test finds it in the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken
from dialogues.accounts.services import add_token
from dialogues.audit.services import COMMAND_LINE
from dialogues.bundles.models import BundleConflict
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.directory.models import Merge
from dialogues.documents.certificate_queries import certificate_number
from dialogues.events.models import Event, Grant
from dialogues.groups.models import RoundGroup
from dialogues.home.room_certificate import make_room_certificate
from dialogues.home.serving import Room
from tests.browser import Browser
from tests.factories import (
    make_agenda_session,
    make_batch,
    make_bond,
    make_bulk_act,
    make_edition,
    make_event,
    make_grant,
    make_group,
    make_group_round,
    make_invitation,
    make_letterhead,
    make_mail,
    make_offer,
    make_organisation,
    make_paper_logos,
    make_person,
    make_phone,
    make_place,
    make_process,
    make_public_form,
    make_question,
    make_registration,
    make_report_version,
    make_room,
    make_saved_view,
    make_sheet,
    make_sign_in,
    make_user,
    make_wall,
)
from tests.paper.scans import make_scan
from tests.reports.attended import attend

FOREIGN = "Quokka"
PHONES = ("+233201234567", "020 123 4567", "201234567")
EMAIL = "contact-of-a-person@example.org"
NOTES = "walks with a stick"
CONTACTS = (*PHONES, EMAIL, NOTES)


@dataclass(frozen=True)
class World:
    """The two events, and for each the values that its addresses are built from."""

    own: Event
    foreign: Event
    values: Mapping[str, Mapping[str, str]]


def open_hall(app: Flask, folder: Path) -> None:
    """Let `app` serve phones in a hall: some addresses are there only then."""
    made = make_room_certificate(folder, ["127.0.0.1"], at=datetime(2026, 6, 3, 9, 0, tzinfo=UTC))
    app.extensions[Room.NAME] = Room(
        plain_url="http://127.0.0.1:8000",
        safe_url="https://127.0.0.1:8443",
        authority=made.authority,
        fingerprint=made.fingerprint,
    )


def make_world() -> World:
    """Both events; the foreign one is of another process."""
    own = make_event("tarkwa", title="Tarkwa dialogue", process=make_process("Ghana dialogues"), is_public=True)
    foreign = make_event(
        "elsewhere", title=f"{FOREIGN} dialogue", process=make_process("Madagascar dialogues"), is_public=True
    )
    return World(own, foreign, {"tarkwa": _values(own, "Ama"), "elsewhere": _values(foreign, FOREIGN)})


def _values(event: Event, word: str) -> dict[str, str]:
    place = make_place(event, f"{word} Hall")
    room = make_room(place, f"{word} Room")
    block = make_agenda_session(event.days[0], f"{word} welcome", room_id=room.id)
    organisation = make_organisation(f"{word} Mining")
    registration = make_registration(
        event, f"{word} Serwaa", organisation=f"{word} Mining", phone=PHONES[0], email=EMAIL, notes=NOTES
    )
    wall, edition = make_wall(event), make_edition(event)
    version = make_report_version(event)
    if word == FOREIGN:  # so that its number is none of the own event's
        edition, version = make_edition(event), make_report_version(event)
    assert version.number == edition.number
    registration.person.phone, registration.person.email = PHONES[0], EMAIL
    attend(registration, event.days[0])
    waiting = make_registration(event, f"{word} Asante", status="waiting", queue_number=1)
    offer = make_offer(waiting)
    other = make_person(f"{word} Sarpong")
    make_letterhead(organisation, name=f"{word} Mining Company")
    make_paper_logos(event, organisation)
    alias = make_organisation(f"{word} Mines")
    alias.alias_of_id = organisation.id
    merge = Merge(
        kind="person", kept_id=registration.person_id, gone_id=other.id, kept_name=word, gone_name=word, moved={},
        made_at=registration.registered_at, made_by_name=word, undone_at=registration.registered_at,
    )  # fmt: skip
    db.session.add(merge)
    make_public_form(event)
    invitation = make_invitation(event, registration=registration)
    mail = make_mail(event, f"{word} Serwaa", registration=registration)
    user = make_user(f"{word} Mensah")
    make_grant(user, "door", event=event)
    make_sign_in(user)
    db.session.flush()
    device, held = make_phone(event, f"{word} phone")
    mate = make_registration(event, f"{word} Boateng")
    groups = make_group_round(event, [registration], [mate])
    table = db.session.query(RoundGroup).filter_by(round_id=groups.id).first()
    bond = make_bond(event, "apart", registration, mate)
    conflict = BundleConflict(
        event_id=event.id, kind="registration", key="x", unit="place", subject_name=word, theirs={"place": word},
        found_at=registration.registered_at,
    )  # fmt: skip
    db.session.add(conflict)
    db.session.flush()
    scan = make_scan(make_sheet(event))
    assert event.process is not None
    return {
        "slug": event.slug,
        "process_slug": event.process.slug,
        "day": event.days[0].day.isoformat(),
        "day_id": str(event.days[0].id),
        "place_id": str(place.id),
        "room_id": str(room.id),
        "session_id": str(block.id),
        "number": str(edition.number),
        "wall_id": str(wall.id),
        "wall_token": wall.token,
        "registration_id": str(registration.id),
        "badge_code": registration.badge_code,
        "link_token": registration.link_token,
        "certificate_number": certificate_number(registration.badge_code),
        "question_id": str(make_question(event, f"Does {word} need a bus?").id),
        "language": "en",
        "person_id": str(registration.person_id),
        "first_id": str(registration.person_id),
        "second_id": str(other.id),
        "merge_id": str(merge.id),
        "other_id": str(make_organisation(f"{word} Gold").id),
        "alias_id": str(alias.id),
        "organisation_id": str(organisation.id),
        "logo_id": str(organisation.logo_id),
        "logo_number": "1",  # on paper
        "group_id": str(make_group(f"Chiefs of {event.place} and {event.slug}", "OTH").id),
        "user_id": str(user.id),
        "mail_id": str(mail.id),
        "invitation_id": str(invitation.id),
        "invitation_token": invitation.token,
        "batch": str(mail.id),
        "device_id": str(device.id),
        "round_id": str(groups.id),
        "table_id": str(table.id),
        "bond_id": str(bond.id),
        "held_id": str(held.id),
        "fill_id": "6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a001",
        "sheet_id": scan.sheet_id,
        "scan_id": str(scan.id),
        "conflict_id": str(conflict.id),
        "view_id": str(make_saved_view(event, user, f"{word} view", is_shared=True).id),
        "act_id": str(make_bulk_act(event).id),
        # Acts on these are only tried by readers who may not do them.
        "sign_in_id": "1",
        "entry_id": "1",
        "step_id": "1",
        "arrival_id": "6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a002",
        "mark_id": "6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a001",
        "batch_id": str(make_batch(event, file_name=f"{word}.xlsx").id),
        "token": "not-kept",  # of a file that was sent in: found only by who sent it, for this event
        "scope": f"event:{event.id}",
        "role": "door",
        "name": "agenda",
        "which": "attendance",
        "offer_token": offer.token,
        "form": "csv",
        "chart": "visits",
        "picture": "svg",
        "filename": "img/mark.svg",
    }


def address_of(rule: Rule, values: Mapping[str, str]) -> str:
    """The address of `rule` with these values; a name that is not among them is an error."""
    missing = sorted(rule.arguments - set(values))
    assert not missing, f"{rule.endpoint} needs {missing}: add them to tests/laws/world.py."
    built = rule.build({name: _typed(rule, name, values[name]) for name in rule.arguments}, append_unknown=False)
    assert built is not None, f"{rule.endpoint} cannot be built from {values}."
    return str(built[1])


def _typed(rule: Rule, name: str, text: str) -> object:
    return rule._converters[name].to_python(text)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: a role for everything, or for the own event alone, or none; or nobody known."""

    role: Role | None = None
    is_for_everything: bool = False
    is_known: bool = True

    @property
    def name(self) -> str:
        """What a failing test calls them."""
        if not self.is_known:
            return "stranger"
        if self.role is None:
            return "outsider"
        return f"{self.role.value} {'of everything' if self.is_for_everything else 'of one event'}"

    def browser(self, app: Flask, session: Session, world: World) -> Browser:
        """A browser of this reader."""
        browser = Browser(app, session)
        if not self.is_known:
            return browser
        user = make_user("Reader", role=self.role.value if self.role and self.is_for_everything else None)
        if self.role and not self.is_for_everything:
            make_grant(user, self.role.value, event=world.own)
        return browser.sign_in(user)

    def headers(self, session: Session, world: World) -> dict[str, str]:
        """What a program of this reader sends to the API."""
        if not self.is_known:
            return {}
        role = self.role if self.is_for_everything else None
        token, secret = add_token(session, name=self.name, role=role, actor=COMMAND_LINE, at=clock.now())
        if self.role and not self.is_for_everything:
            _grant(session, token, world.own, self.role)
        return {"Authorization": f"Bearer {secret}"}


def _grant(session: Session, token: ApiToken, event: Event, role: Role) -> None:
    session.add(Grant(token_id=token.id, event_id=event.id, role=role))
    session.flush()


EVERYWHERE = tuple(Reader(role, is_for_everything=True) for role in Role)
IN_ONE_EVENT = tuple(Reader(role) for role in Role if role is not Role.ADMINISTRATOR)
OUTSIDER = Reader()
STRANGER = Reader(is_known=False)
READERS = (*EVERYWHERE, *IN_ONE_EVENT, OUTSIDER, STRANGER)
