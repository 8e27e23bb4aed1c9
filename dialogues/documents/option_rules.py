"""What may be typed as an option of a document: which pages, which people; and the sentence that says why it cannot be.

Plain values, no database: who the people are is asked by `choice_queries`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.people.sectors import Sector

_SPAN = re.compile(r"([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?", re.ASCII)  # both dashes are typed
_PAGES_MOST = 200  # signs
_YEARS = range(2000, 2200)  # nobody registered before, and the first and last days of all have no instant in some zones


class OptionRefused(DomainError):
    """What was typed as an option of a document cannot be done; `field` is the name of the option."""

    field: ClassVar[str] = ""


class TooManySigns(OptionRefused):
    """A text that is longer than there is room for."""

    message = N_("Write at most %(most)s signs here; these are %(signs)s.")


# ---------------------------------------------------------------- which pages
class NotPages(OptionRefused):
    """Not a list of pages."""

    field = "pages"
    message = N_("“%(text)s” is not a page. Write pages like this: 2-5, 8")


class PagesTooLong(TooManySigns):
    """More than anybody types; cut off, it would mean other pages."""

    field = "pages"


class PagesBackwards(OptionRefused):
    """A range whose end is before its beginning."""

    field = "pages"
    message = N_("“%(text)s” runs backwards. Write the smaller page first.")


class NoPageNought(OptionRefused):
    """Pages are counted from one."""

    field = "pages"
    message = N_("There is no page 0: pages are counted from 1.")


class NoSuchPage(OptionRefused):
    """A page beyond the last one."""

    field = "pages"
    message = N_("There is no page %(page)s: the last page of this document is page %(last)s.")


@dataclass(frozen=True)
class Pages:
    """Some pages of a document, as spans from a page to a page."""

    spans: tuple[tuple[int, int], ...]

    @property
    def last(self) -> int:
        """The highest page asked for."""
        return max(end for _start, end in self.spans)

    def has(self, page: int) -> bool:
        """Whether the page is one of them."""
        return any(start <= page <= end for start, end in self.spans)

    def __str__(self) -> str:
        return ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in self.spans)

    def require_up_to(self, last: int) -> None:
        """Raise NoSuchPage if the document ends before."""
        if self.last > last:
            beyond = min(end for _start, end in self.spans if end > last)
            raise NoSuchPage(page=beyond, last=last)


def read_pages(text: str) -> Pages | None:
    """`2-5, 8` as pages; None where nothing is typed, which is all of them.

    Raises NotPages, PagesTooLong, PagesBackwards or NoPageNought.
    """
    if len(text) > _PAGES_MOST:
        raise PagesTooLong(most=_PAGES_MOST, signs=len(text))
    spans = []
    for part in re.split("[,;]", text):
        if not part.strip():
            continue
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise NotPages(text=part.strip()[:40])
        start, end = int(found[1]), int(found[2] or found[1])
        if start < 1:
            raise NoPageNought
        if end < start:
            raise PagesBackwards(text=part.strip())
        spans.append((start, end))
    return Pages(tuple(spans)) if spans else None


# ---------------------------------------------------------------- which people
class NotADay(OptionRefused):
    """Not a calendar day, or none that anybody registered on."""

    field = "since"
    message = N_("“%(text)s” is not a day. Write it like this: 2026-06-02")


class NobodyCalledSo(OptionRefused):
    """A name or code that nobody has."""

    field = "person"
    message = N_("Nobody with this document is called “%(text)s”, and no badge has that code.")


class SeveralCalledSo(OptionRefused):
    """A name that fits more than one person."""

    field = "person"
    message = N_("“%(text)s” fits more than one person. Write more of the name, or the first eight signs on the badge.")


class NobodyLeft(OptionRefused):
    """A choice of people that leaves none of them."""

    field = "people"
    message = N_("Nobody is left by this choice of people, so there is nothing to print.")


@dataclass(frozen=True)
class People:
    """Which of the people of a document it is printed for; everything that is asked must hold."""

    sector: Sector | None = None
    since: date | None = None  # registered on this day of the event's calendar or later
    person: str = ""  # a name, the beginning of a code, or the number of the row
    is_new: bool = False  # for whom it was not printed yet
    printing: int | None = None  # exactly those of this entry of the journal
    view: str = ""  # filters of the list of participants, as its address says them
    sees_contacts: bool = False  # whether the reader may filter by all of them

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.sector or self.since or self.person or self.is_new or self.printing or self.view)

    @property
    def is_of_sector(self) -> bool:
        """Whether nothing but a sector is asked, or nothing at all."""
        return not (self.since or self.person or self.is_new or self.printing or self.view)


EVERYBODY = People()


# ---------------------------------------------------------------- which labels
OWN_SHEET = ""  # plain paper that is cut by hand
SHIFT_MOST = 50  # tenths of a millimetre


class NotALabel(OptionRefused):
    """A label that the sheet has not."""

    field = "first"
    message = N_("“%(text)s” is no label of this sheet: they are counted from 1 to %(last)s.")


class ShiftTooFar(OptionRefused):
    """A shift that is no whole number, or beyond what a printer pulls crooked."""

    message = N_("“%(text)s” cannot be used: write a whole number from -%(most)s to %(most)s.")


class ShiftRightTooFar(ShiftTooFar):
    """The same across the sheet."""

    field = "shift_x"


class ShiftDownTooFar(ShiftTooFar):
    """The same along the sheet."""

    field = "shift_y"


@dataclass(frozen=True)
class Labels:
    """The sheets that badges are printed on, and where on them."""

    stock: str = OWN_SHEET
    first: int = 1  # the first label that is free
    shift_x: int = 0  # tenths of a millimetre to the right
    shift_y: int = 0  # and down


PLAIN_PAPER = Labels()


def read_labels(stock: str, first: str, shift_x: str, shift_y: str, *, on_sheet: int) -> Labels:
    """The sheets as they were typed. Raises NotALabel, ShiftRightTooFar or ShiftDownTooFar."""
    position = _whole(first or "1")
    if position is None or not 1 <= position <= on_sheet:
        raise NotALabel(text=first[:40], last=on_sheet)
    shifts = []
    for text, refusal in ((shift_x, ShiftRightTooFar), (shift_y, ShiftDownTooFar)):
        shift = _whole(text or "0")
        if shift is None or abs(shift) > SHIFT_MOST:
            raise refusal(text=text[:40], most=SHIFT_MOST)
        shifts.append(shift)
    return Labels(stock, position, *shifts)


def _whole(text: str) -> int | None:
    """A whole number as people type it, with a hyphen or a minus before it; None for anything else."""
    text = text.strip().replace("\u2212", "-")
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,6}", text, re.ASCII) else None


def read_day(text: str) -> date | None:
    """A day as in `2026-06-02`; None where nothing is typed. Raises NotADay."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise NotADay(text=text.strip()[:40]) from error
    if day.year not in _YEARS:
        raise NotADay(text=text.strip()[:40])
    return day


def told_ids(ids: Iterable[int]) -> str:
    """Numbers of rows in little room: `3-60,62`, in rising order."""
    spans: list[list[int]] = []
    for one in sorted(ids):
        if spans and one == spans[-1][1] + 1:
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return ",".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)


def read_ids(text: str) -> set[int]:
    """The numbers that `told_ids` wrote."""
    found: set[int] = set()
    for span in filter(None, text.split(",")):
        start, _dash, end = span.partition("-")
        found.update(range(int(start), int(end or start) + 1))
    return found
