"""Commands of mails."""

import time
import uuid
from pathlib import Path

import click
from flask import current_app

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.shell import fail, in_app, print_json
from dialogues.outbox import queries, services
from dialogues.outbox.models import MailState
from dialogues.outbox.postman import LOOK_EVERY_S, Round, send_due
from dialogues.outbox.senders import kind_of_sender, make_sender, wrong_settings
from dialogues.outbox.wording import reason_in_words


@click.group()
def outbox() -> None:
    """Mails: see what waits, send it, try again what failed."""


@outbox.command("list")
@click.option("--state", type=click.Choice([one.value for one in MailState]), help="Only mails that stand so.")
@click.option("--json", "as_json", is_flag=True, help="Print the mails as JSON.")
@in_app
def list_(state: str | None, *, as_json: bool) -> None:
    """List the mails, newest first."""
    mails = queries.list_all(db.session(), state=MailState(state) if state else None)
    if as_json:
        print_json(
            [
                {
                    "id": str(mail.id),
                    "kind": mail.kind,
                    "to": mail.to_address,
                    "subject": mail.subject,
                    "state": mail.state.value,
                    "created_at": mail.created_at.isoformat(),
                    "next_try_at": mail.next_try_at.isoformat(),
                    "tries": mail.tries,
                    "reason": reason_in_words(mail.last_error) or None,
                    "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                }
                for mail in mails
            ]
        )
        return
    for mail in mails:
        why = reason_in_words(mail.last_error)
        click.echo(f"{mail.id}  {mail.state.value:9}  {mail.to_address}  {mail.subject}{f'  ({why})' if why else ''}")
    if not mails:
        click.echo("There are no mails.")


@outbox.command()
@click.option("--once", is_flag=True, help="Send what is due now, then end. Default: go on until Ctrl+C.")
@in_app
def send(*, once: bool) -> None:
    """Send the mails that are due."""
    settings = current_app.config["DIALOGUES"]
    wrong = wrong_settings(settings)
    if wrong:
        fail(
            f"No mail can be sent: look at {', '.join(wrong)} in the settings. The command `check` says what is wrong."
        )
    sender = make_sender(settings, Path(current_app.instance_path))
    if sender is None:
        fail("No mail can be sent: set MAIL_HOST and MAIL_FROM, or MAIL_SENDER to file or console.")
    if once:
        tally = send_due(sender)
        click.echo(_in_words(tally))
        if tally.no_server:
            fail(reason_in_words(tally.no_server))
        return
    click.echo(f"Sending by {kind_of_sender(settings)}. Press Ctrl+C to stop.")
    try:
        while True:
            tally = send_due(sender)
            if tally.sent or tally.put_off or tally.given_up:
                click.echo(_in_words(tally))
            if tally.no_server:
                click.echo(reason_in_words(tally.no_server), err=True)
            time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        click.echo("Stopped.")


@outbox.command()
@click.argument("mail_id", required=False, type=click.UUID)
@in_app
def retry(mail_id: uuid.UUID | None) -> None:
    """Put the mail MAIL_ID that could not be sent into the queue again; without it, all of them."""
    now = clock.now()
    with unit_of_work() as session:
        if mail_id is None:
            count = services.retry_failed(session, actor=COMMAND_LINE, at=now)
        else:
            mail = queries.find_mail_to_change(session, mail_id)
            if mail is None:
                fail(f"There is no mail {mail_id}. The command `outbox list` lists them.")
            services.retry(session, mail, actor=COMMAND_LINE, at=now)
            count = 1
    click.echo(f"{count} put into the queue again.")


def _in_words(tally: Round) -> str:
    return f"{tally.sent} sent, {tally.put_off} put off, {tally.given_up} given up."


COMMANDS: tuple[click.Command, ...] = (outbox,)
