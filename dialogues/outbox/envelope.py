"""A mail as it goes over the wire: one sender, one receiver, our own number, and no header that is not ours."""

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from dialogues.outbox.services import Claimed

_NAME_LENGTH_MAX = 60  # letters; the name is only shown beside the address, the letter itself has it whole
# No address is broken over lines: Python loses the quotes of a name when it does so. 998 is what the wire takes.
_HEADERS_UNBROKEN = SMTP.clone(max_line_length=900)
_SUBJECT_LENGTH_MAX = 300
# What structures an address line, however well it is quoted.
_STRUCTURE = re.compile(r'[,;:<>@()\[\]\\"]+')


class CannotBeAddressed(Exception):
    """The address is none that a mail can be sent to."""


@dataclass(frozen=True)
class From:
    """Who sends: the same for every mail."""

    address: str
    name: str = ""


def build(mail: Claimed, sender: From) -> EmailMessage:
    """The message of `mail`; built twice it is the same to the byte, so that a double can be known as one.

    Raises CannotBeAddressed.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender.name, sender.address)
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = _one_line(mail.subject)[:_SUBJECT_LENGTH_MAX]
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = message_id(mail, sender)
    message["Content-Language"] = mail.language if mail.language.isalpha() and mail.language.isascii() else "en"
    message["Auto-Submitted"] = "auto-generated"  # so that no absence notice answers
    message.set_content(mail.text, cte="quoted-printable")
    message.policy = _HEADERS_UNBROKEN
    return message


def message_id(mail: Claimed, sender: From) -> str:
    """The number by which every mail server knows this mail, however often it is sent."""
    return f"<{mail.id}@{_domain(sender.address)}>"


def _address(name: str, address: str) -> Address:
    local, at, _rest = address.rpartition("@")
    try:
        if not at or not address.isprintable() or any(sign.isspace() for sign in address):
            raise ValueError(address)
        spelled = f"{local}@{_domain(address)}"
        spelled.encode("ascii")
        shown = _STRUCTURE.sub(" ", _one_line(name))[:_NAME_LENGTH_MAX].strip()
        return Address(display_name=shown, addr_spec=spelled)
    except (ValueError, IndexError, MessageError) as error:  # the parser of addresses raises all three
        raise CannotBeAddressed(address) from error


def _domain(address: str) -> str:
    """The domain in the letters of the wire."""
    return address.rpartition("@")[2].encode("idna").decode("ascii")


def _one_line(text: str) -> str:
    """The text on one line, and no part of it one that Python would decode: a typed `=?utf-8?q?=0D=0ABcc:...?=` would
    come out as a line end and a header of its own.
    """
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line.replace("=?", "= ?")
