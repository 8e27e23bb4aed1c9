"""Mails in words: how they stand, why they were not sent, and what the journal says of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_, _
from dialogues.outbox.models import MailState
from dialogues.outbox.rules import REASONS, is_leaving, reason_parts

STATE_NAMES = {
    MailState.WAITING: N_("Waiting"),
    MailState.SENT: N_("Sent"),
    MailState.FAILED: N_("Not sent"),
    MailState.WITHDRAWN: N_("Taken back"),
}
STATE_KINDS = {MailState.WAITING: "wait", MailState.SENT: "good", MailState.FAILED: "bad", MailState.WITHDRAWN: "plain"}

# What each kind of letter is called; features teach their own.
KINDS: dict[str, str] = {}


def add_kinds(kinds: Mapping[str, str]) -> None:
    """The pages of mails know what these letters are called, marked for translation."""
    KINDS.update(kinds)


def kind_in_words(kind: str) -> str:
    """What a letter is called, or its code if nobody taught it."""
    return str(_(KINDS[kind])) if kind in KINDS else kind


def reason_in_words(kept: str | None) -> str:
    """Why a mail was not sent: one sentence in the reader's language."""
    if not kept:
        return ""
    code, detail = reason_parts(kept)
    sentence = REASONS.get(code)
    if sentence is None:
        return kept
    words = str(_(sentence, detail=detail)) if "%(detail)s" in sentence else str(_(sentence))
    return words.removesuffix(": ") + ("." if words.endswith(": ") else "")


def state_facts(mail: Any, *, now: datetime) -> dict[str, str]:
    """The words and the kind of the tag of a mail's state."""
    if mail.state is MailState.WAITING and is_leaving(mail.claimed_until, now=now):
        return {"label": str(_("Leaving")), "kind": "info"}
    if mail.state is MailState.WAITING and mail.next_try_at > now and not mail.tries:
        return {"label": str(_("Planned")), "kind": "info"}
    return {"label": str(_(STATE_NAMES[mail.state])), "kind": STATE_KINDS[mail.state]}


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "mail.withdrawn": N_("A mail to %(name)s was taken back before it was sent"),
            "mail.put_back": N_("A mail to %(name)s was put into the outbox again"),
            "mail.given_up": N_("A mail to %(name)s could not be sent"),
        }
    )
