"""What can happen to phones: they are paired by a code, speak, and are taken off the event."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance import device_rules
from dialogues.attendance.device_models import Device, PairingCode
from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean_line
from dialogues.core.tokens import digest, new_secret, new_setup_code
from dialogues.events.models import Event


def make_pairing_code(session: Session, event: Event, *, device_name: str, actor: Actor, at: datetime) -> str:
    """A code that pairs one phone with `event` within ten minutes. It is told once; codes that ended are forgotten."""
    session.execute(sa.delete(PairingCode).where(PairingCode.ends_at < at - device_rules.PAIRING_LASTS))
    code = new_setup_code()
    session.add(
        PairingCode(
            event_id=event.id, code_digest=digest(code), device_name=clean_line(device_name), made_at=at,
            ends_at=at + device_rules.PAIRING_LASTS, made_by_id=actor.user_id, made_by_name=actor.name,
        )
    )  # fmt: skip
    return code


def pair(
    session: Session, event: Event, *, code: str, device_name: str | None, app_version: str | None, at: datetime
) -> tuple[Device, str]:
    """The phone that used the code is paired with `event`; returns it and its token, which is told once.

    Raises PairingCodeWrong for a code of another event, one that was used, and one that ended.
    """
    found = session.scalar(
        sa.select(PairingCode)
        .where(PairingCode.code_digest == digest(code), PairingCode.event_id == event.id)
        .with_for_update()
    )
    if found is None or found.used_at is not None or found.ends_at <= at:
        raise device_rules.PairingCodeWrong
    found.used_at = at
    token = device_rules.TOKEN_PREFIX + new_secret()
    name = clean_line(device_name or "")[: device_rules.NAME_LENGTH_MAX] or found.device_name
    device = Device(
        event_id=event.id, name=name, token_digest=digest(token), paired_at=at, paired_by_id=found.made_by_id,
        paired_by_name=found.made_by_name, app_version=app_version, last_seen_at=at, waiting=0,
    )  # fmt: skip
    session.add(device)
    session.flush()  # the journal needs the id
    record(
        session, "device.paired", actor=Actor(found.made_by_name, found.made_by_id), at=at, subject=device,
        subject_name=name, event_id=event.id,
    )  # fmt: skip
    return device, token


def note_spoke(
    device: Device, *, waiting: int | None, app_version: str | None, clock_offset_s: int | None,
    list_age_s: int | None, at: datetime,
) -> None:  # fmt: skip
    """Keep what a phone said of itself when it last spoke."""
    device.last_seen_at = at
    device.list_taken_at = device.list_taken_at if list_age_s is None else at - timedelta(seconds=list_age_s)
    device.waiting = device.waiting if waiting is None else waiting
    device.app_version = app_version or device.app_version
    device.clock_offset_s = device.clock_offset_s if clock_offset_s is None else clock_offset_s


def revoke_device(session: Session, device: Device, *, actor: Actor, at: datetime) -> None:
    """The phone is off the event: it gets no more names, and what it still hands in waits for an organiser."""
    if device.ended_at is None:
        changes = assign(device, {"ended_at": at, "ended_by_name": actor.name})
        record(
            session, "device.revoked", actor=actor, at=at, subject=device, subject_name=device.name,
            event_id=device.event_id, changes={"ended_at": changes["ended_at"]},
        )  # fmt: skip


def restore_device(session: Session, device: Device, *, actor: Actor, at: datetime) -> None:
    """A phone that was taken off by mistake is paired again, with the token it had."""
    if device.ended_at is not None:
        changes = assign(device, {"ended_at": None, "ended_by_name": None})
        record(
            session, "device.restored", actor=actor, at=at, subject=device, subject_name=device.name,
            event_id=device.event_id, changes={"ended_at": changes["ended_at"]},
        )  # fmt: skip
