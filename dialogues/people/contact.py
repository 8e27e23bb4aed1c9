"""Telephone numbers and e-mail addresses: read as people write them, kept in one form.

A number that cannot be read is kept as it was typed: somebody at the venue may still make sense of it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat

from dialogues.people.rules import NotAnEmail

_SEVERAL = re.compile(r"\s*(?:[/,;|\n]|\s(?:or|and|ou|et|au|na)\s)\s*")
_A_FLOAT = re.compile(r"\d+\.0*|\d(?:\.\d+)?[eE]\+?\d+")  # what a spreadsheet makes of a column of numbers
_PLAIN_BOX = re.compile(r"[a-z0-9]{1,30}(?:[._-][a-z0-9]{1,15}){0,2}@")  # before the domain: nothing to judge in it
_DOMAIN_SHORT = 45  # letters: with any plain box before it an address stays within 254 bytes, in any alphabet
_FIGURES_MIN = 4  # fewer figures than these find half the list


@dataclass(frozen=True)
class Phones:
    """The numbers found in one text: the first, a second one if there was one, and those that could not be read."""

    first: str | None
    second: str | None
    unread: tuple[str, ...]


def read_phones(text: str | None, *, country: str | None) -> Phones:
    """The numbers in `text` in international form (E.164), read as dialled in `country` (ISO code) where none is given.

    Two numbers may be separated by a slash, comma, semicolon or "or"; what comes after the second stays with it.
    What cannot be read is kept as typed and listed in `unread`.
    """
    parts = [part for part in _SEVERAL.split(text or "") if part]
    if text and len(parts) > 1 and not any(_read(part, country) for part in parts):
        parts = [text]  # "0244,118,207" is one number
    kept: list[str] = []
    unread = []
    for part in parts:
        number = _read(part, country)
        if number is None:
            unread.append(part)
        if (number or part) not in kept:
            kept.append(number or part)
    first, second = kept[0] if kept else None, " / ".join(kept[1:]) or None
    return Phones(first=first, second=second, unread=tuple(unread))


@lru_cache(maxsize=10_000)  # a list of fifty is read over and over, and each number costs as much as its row
def phone_text(phone: str | None) -> str:
    """A kept number as people read it: `+233 24 411 8207`. One that could not be read comes back as it was typed."""
    if not phone or not phone.startswith("+"):
        return phone or ""
    try:
        number = phonenumbers.parse(phone)
    except NumberParseException:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def phones_text(first: str | None, second: str | None) -> str:
    """Both kept numbers as one text that `read_phones` reads back."""
    return " / ".join(phone_text(one) for one in (first, second) if one)


def figures_of(text: str) -> str | None:
    """The figures by which `text` finds a kept number, or None if it does not look like one.

    The zero or zeros dialled in front are left out, because the international form has none; so is one in brackets,
    as in "+233 (0)24".
    """
    if any(sign.isalpha() for sign in text):
        return None
    typed = re.sub(r"\D", "", text.replace("(0)", ""))
    return typed.lstrip("0") or None if len(typed) >= _FIGURES_MIN else None


def read_email(text: str | None) -> str | None:
    """The address in `text`, its domain in small letters; None if there is none. Raises NotAnEmail. Asks no network."""
    if not text:
        return None
    box = _PLAIN_BOX.match(text)
    domain = _domain(text[box.end() :]) if box else None
    if box and domain:
        return f"{box[0]}{domain}"
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise NotAnEmail(address=text) from error


@lru_cache(maxsize=4_096)  # a list of thousands names some dozen domains, and each is longer to judge than its row
def _domain(text: str) -> str | None:
    """What stands after the @ in the one form it is kept in; None where it is no domain, or too long to go with any."""
    if len(text) > _DOMAIN_SHORT or not text.isascii():
        return None
    try:
        return validate_email(f"a@{text}", check_deliverability=False).domain
    except EmailNotValidError:
        return None


@lru_cache(maxsize=16_384)  # a file is read when it is sent, when it is looked at, and when it is let in
def _read(text: str, country: str | None) -> str | None:
    if _A_FLOAT.fullmatch(text):
        text = _whole(text) or text
    text = text.replace(",", "")
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    kept = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{kept} ext. {number.extension}" if number.extension else kept


def _whole(text: str) -> str | None:
    """The figures of a number that a spreadsheet turned into a fraction, unless some were lost on the way."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and len(mantissa.replace(".", "")) <= int(exponent) - 2:
        return None  # 2.33E+11: rounded, and nobody knows to what
    return f"{number:f}".partition(".")[0] if number == number.to_integral_value() else None
