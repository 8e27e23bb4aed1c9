"""What is wrong here: permissions, settings, the database, the figures kept beside the marks."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from dialogues.accounts.queries import has_administrator
from dialogues.attendance.queries import recount
from dialogues.core import clock, formats, schema
from dialogues.core.i18n import _, _n, current_language, translated
from dialogues.home.storage import find_trouble
from dialogues.outbox import queries as outbox
from dialogues.outbox.senders import kind_of_sender, wrong_settings
from dialogues.registration.seat_queries import count_misplaced
from dialogues.reports.tally_queries import list_wrong
from dialogues.settings import Settings

MAIL_LATE_AFTER = timedelta(hours=1)  # a mail that is due and still waits then has been forgotten by somebody
FREE_SPACE_MIN = 200 * 1024**2  # bytes; room for a day's marks, a backup and the printed papers


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and in a sentence what was seen."""

    name: str
    is_well: bool
    sentence: str


def list_findings(app: Flask, session: Session) -> list[Finding]:
    """Everything that was looked at, in a fixed order. Changes nothing."""
    settings: Settings = app.config["DIALOGUES"]
    folder = Path(app.instance_path)
    return [
        *_files(folder),
        _writing(folder),
        _space(folder),
        *_settings(settings),
        *_database(session),
        _states(session),
        _tallies(session),
        _waiting_lists(session),
        _administrator(session),
        _mail_settings(settings),
        _mails(session),
    ]


def _files(folder: Path) -> Iterator[Finding]:
    open_ones = sorted(
        f"{path.relative_to(folder)} ({mode:04o})"
        for path in folder.rglob("*")
        if not path.is_symlink() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077 and _is_ours(path, folder)
    )
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        sentence = _(
            "Others on this machine can open %(folder)s (%(mode)s). Run: chmod 700 %(folder)s",
            folder=str(folder),
            mode=f"{mode:04o}",
        )
        yield Finding(_("Folder"), False, sentence)
    else:
        yield Finding(_("Folder"), True, _("Only its owner can open %(folder)s.", folder=str(folder)))
    if open_ones:
        sentence = _("Others on this machine can read %(files)s. Run: chmod 600 on each.", files=", ".join(open_ones))
        yield Finding(_("Files"), False, sentence)
    else:
        yield Finding(_("Files"), True, _("Only their owner can read the database, the key and the settings."))


def _is_ours(path: Path, folder: Path) -> bool:
    """The folder of a checkout also holds a README and a .gitignore, which are nobody's secret."""
    return path.name not in {"README.md", ".gitignore"} and (path.is_file() or path.parent != folder)


def _writing(folder: Path) -> Finding:
    trouble = find_trouble(folder)
    if trouble is not None:
        return Finding(_("Writing"), False, translated(trouble))
    return Finding(_("Writing"), True, _("The folder and the database can be written."))


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    shown = formats.number_text(free // 1024**2, locale=current_language())
    words = _("%(free)s MiB are free on this disk.", free=shown)
    if free < FREE_SPACE_MIN:
        words = _("Only %(free)s MiB are free on this disk. Make room before the next day begins.", free=shown)
    return Finding(_("Disk"), free >= FREE_SPACE_MIN, words)


def _settings(settings: Settings) -> Iterator[Finding]:
    address = urlsplit(settings.BASE_URL)
    if settings.BASE_URL and (address.scheme not in {"http", "https"} or not address.hostname):
        sentence = _("BASE_URL must be a whole address such as https://dialogues.example.org.")
        yield Finding(_("Address"), False, sentence)
    elif address.scheme == "http" and address.hostname not in {"localhost", "127.0.0.1", "::1"}:
        sentence = _("BASE_URL is not encrypted: passwords and names can be read on the way. Use https.")
        yield Finding(_("Address"), False, sentence)
    else:
        yield Finding(_("Address"), True, _("The address of this instance is in order."))
    if settings.BASE_URL and not settings.TRUSTED_HOSTS:
        sentence = _("TRUSTED_HOSTS is empty although BASE_URL is set: name the host, so that no other is answered.")
        yield Finding(_("Hosts"), False, sentence)
    else:
        yield Finding(_("Hosts"), True, _("The host names answered are in order."))


def _database(session: Session) -> Iterator[Finding]:
    connection = session.connection()
    found, head = schema.current_revision(connection.engine), schema.head_revision()
    if found != head:
        sentence = _("The tables are of version %(found)s, this program's are %(head)s.", found=str(found), head=head)
        yield Finding(_("Tables"), False, sentence)
    else:
        yield Finding(_("Tables"), True, _("The tables are of this program's version."))
    if connection.dialect.name == "sqlite":
        answers = [str(row[0]) for row in connection.execute(sa.text("PRAGMA integrity_check(5)"))]
        dangling = len(connection.execute(sa.text("PRAGMA foreign_key_check")).all())
        if answers != ["ok"] or dangling:
            why = "; ".join([*[one for one in answers if one != "ok"], *([str(dangling)] if dangling else [])])
            sentence = _("The database file is damaged: %(why)s. Restore the last backup.", why=why)
            yield Finding(_("Database"), False, sentence)
        else:
            yield Finding(_("Database"), True, _("The database file is whole."))
    else:
        yield Finding(_("Database"), True, _("The database server answers."))


def _states(session: Session) -> Finding:
    wrong = len(recount(session))
    if wrong:
        sentence = _(
            "%(count)s states of days do not agree with their marks. The marks hold; report this.", count=wrong
        )
        return Finding(_("Attendance"), False, sentence)
    return Finding(_("Attendance"), True, _("Every state of a day agrees with its marks."))


def _tallies(session: Session) -> Finding:
    wrong = len(list_wrong(session))
    if wrong:
        sentence = _n(
            "The kept figures of one event are not what is recorded. Run check --recount, and report this.",
            "The kept figures of %(num)d events are not what is recorded. Run check --recount, and report this.",
            wrong,
        )
        return Finding(_("Kept figures"), False, sentence)
    return Finding(_("Kept figures"), True, _("The kept figures of every event are what is recorded."))


def _waiting_lists(session: Session) -> Finding:
    wrong = count_misplaced(session)
    if wrong:
        sentence = _(
            "%(count)s people wait without a place in line, or are offered a seat without waiting. Report this.",
            count=wrong,
        )
        return Finding(_("Waiting lists"), False, sentence)
    return Finding(_("Waiting lists"), True, _("Whoever waits has a place in line, and only they are offered seats."))


def _administrator(session: Session) -> Finding:
    if has_administrator(session):
        return Finding(_("Administrator"), True, _("Somebody can manage this instance."))
    sentence = _("Nobody can manage this instance yet: run serve and follow the address it prints.")
    return Finding(_("Administrator"), False, sentence)


def _mail_settings(settings: Settings) -> Finding:
    wrong = wrong_settings(settings)
    if wrong:
        sentence = _("Mails cannot leave: look at the settings %(names)s.", names=", ".join(wrong))
        return Finding(_("Mail settings"), False, sentence)
    kind = kind_of_sender(settings)
    if kind == "smtp":
        return Finding(_("Mail settings"), True, _("Mails leave through %(host)s.", host=settings.MAIL_HOST))
    if kind:
        return Finding(_("Mail settings"), True, _("Mails are written down here and reach nobody."))
    return Finding(_("Mail settings"), True, _("No mail server is set up, so mails wait."))


def _mails(session: Session) -> Finding:
    failed = outbox.count_failed(session)
    if failed:
        sentence = _n(
            "One mail could not be sent. The page Outbox says why.",
            "%(num)d mails could not be sent. The page Outbox says why.",
            failed,
        )
        return Finding(_("Mails"), False, sentence)
    late = outbox.count_overdue(session, before=clock.now() - MAIL_LATE_AFTER)
    if late:
        sentence = _n(
            "One mail has waited for more than an hour. Is something sending?",
            "%(num)d mails have waited for more than an hour. Is something sending?",
            late,
        )
        return Finding(_("Mails"), False, sentence)
    return Finding(_("Mails"), True, _("No mail is stuck."))
