"""What can happen to the letterhead of an organisation."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean_line
from dialogues.core.pictures import Picture
from dialogues.people import letterhead_queries
from dialogues.people.letterhead_rules import LogoGone, address_lines, require_line
from dialogues.people.models import Logo, Organisation
from dialogues.people.rules import require_version
from dialogues.people.services import readable_changes

_KEPT_UNUSED = timedelta(days=1)  # so long a logo that was taken away can come back


def edit_letterhead(
    session: Session,
    organisation: Organisation,
    *,
    printed_name: str | None,
    letter_address: str | None,
    letter_footer: str | None,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Other words on the letterhead. Raises ChangedMeanwhile, TooManyLines or LongLine."""
    require_version(organisation.version, seen=version)
    values = {
        "printed_name": clean_line(printed_name or "") or None,
        "letter_address": "\n".join(address_lines(letter_address)) or None,
        "letter_footer": clean_line(letter_footer or "") or None,
    }
    for name in ("printed_name", "letter_footer"):
        require_line(name, values[name] or "")
    changes = assign(organisation, values)
    if changes:
        _note(session, "organisation.letterhead_changed", organisation, changes, actor=actor, at=at)


def set_logo(
    session: Session, organisation: Organisation, picture: Picture, *, actor: Actor, at: datetime
) -> int | None:
    """Another logo; returns the number of the one it had before. The same picture again changes nothing."""
    logo = letterhead_queries.find_logo_by_hash(session, picture.sha256)
    if logo is None:
        logo = Logo(sha256=picture.sha256, png=picture.png, width=picture.width, height=picture.height)
        session.add(logo)
        session.flush()  # the organisation needs its number
    return _put(session, "organisation.logo_set", organisation, logo, actor=actor, at=at)


def remove_logo(session: Session, organisation: Organisation, *, actor: Actor, at: datetime) -> int | None:
    """No logo; returns the number of the one it had. A second time changes nothing."""
    return _put(session, "organisation.logo_removed", organisation, None, actor=actor, at=at)


def restore_logo(session: Session, organisation: Organisation, logo_id: int, *, actor: Actor, at: datetime) -> None:
    """The logo it had before is there again. Raises LogoGone after a day."""
    logo = session.get(Logo, logo_id)
    if logo is None:
        raise LogoGone
    _put(session, "organisation.logo_restored", organisation, logo, actor=actor, at=at)


def _put(
    session: Session, action: str, organisation: Organisation, logo: Logo | None, *, actor: Actor, at: datetime
) -> int | None:
    before = organisation.logo_id
    changes = assign(organisation, {"logo_id": logo.id if logo else None})
    if logo is not None:
        logo.unused_since = None
    if changes:
        _note(session, action, organisation, changes, actor=actor, at=at)
    session.flush()  # what follows is asked of the tables
    _clear(session, at)
    return before


def _clear(session: Session, at: datetime) -> None:
    """Logos that nobody has used for a day are gone."""
    is_unused = ~sa.exists().where(Organisation.logo_id == Logo.id)
    session.execute(sa.update(Logo).where(Logo.unused_since.is_(None), is_unused).values(unused_since=at))
    session.execute(sa.delete(Logo).where(Logo.unused_since < at - _KEPT_UNUSED, is_unused))


def _note(
    session: Session,
    action: str,
    organisation: Organisation,
    changes: dict[str, tuple[object, object]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    shown = readable_changes(session, changes)
    shown.pop("logo", None)  # the sentence says it
    record(session, action, actor=actor, at=at, subject=organisation, subject_name=organisation.name, changes=shown)
