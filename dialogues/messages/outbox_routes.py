"""Pages of every mail of the instance, for who runs it."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, requires
from dialogues.core.web import back_to
from dialogues.messages import mail_page

_UTC = ZoneInfo("UTC")  # mails of several events, so by the clock of none


@requires(Permission.MANAGE_USERS)
def outbox() -> ResponseReturnValue:
    """Every mail, by state, and why some were not sent."""

    def address(**asked: Any) -> str:
        return url_for("messages.outbox", **asked)

    return render_template("messages/outbox.html", **mail_page.list_facts(address, zone=_UTC))


@requires(Permission.MANAGE_USERS)
def outbox_mail(mail_id: uuid.UUID) -> ResponseReturnValue:
    """One mail as it is sent."""
    return render_template("messages/outbox_mail.html", **mail_page.mail_facts(mail_id, zone=_UTC))


@requires(Permission.MANAGE_USERS)
def withdraw_mail(mail_id: uuid.UUID) -> ResponseReturnValue:
    """A mail is not sent."""
    mail_page.withdraw(mail_id, url_for("messages.retry_mail", mail_id=mail_id))
    return back_to("messages.outbox_mail", mail_id=mail_id)


@requires(Permission.MANAGE_USERS)
def retry_mail(mail_id: uuid.UUID) -> ResponseReturnValue:
    """A mail is tried again."""
    mail_page.retry(mail_id)
    return back_to("messages.outbox_mail", mail_id=mail_id)


@requires(Permission.MANAGE_USERS)
def retry_all_mails() -> ResponseReturnValue:
    """Every mail that was given up is tried again."""
    mail_page.retry_failed()
    return back_to("messages.outbox")


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of messages."""
    bp.add_url_rule("/outbox", view_func=outbox)
    bp.add_url_rule("/outbox/<uuid:mail_id>", view_func=outbox_mail)
    bp.add_url_rule("/outbox/<uuid:mail_id>/withdraw", view_func=withdraw_mail, methods=["POST"])
    bp.add_url_rule("/outbox/<uuid:mail_id>/retry", view_func=retry_mail, methods=["POST"])
    bp.add_url_rule("/outbox/retry", view_func=retry_all_mails, methods=["POST"])
