"""What the pages of figures have in common: tables and numbers, every figure in words, nothing left to decide."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dialogues.core.i18n import _
from dialogues.people.sectors import SECTOR_NAMES, Sector
from dialogues.reports.figures import COUNTING_RULES, DEFINITIONS, NUMBER_NAMES, FourNumbers
from dialogues.reports.files import FileFormat
from dialogues.reports.shapes import NOT_TOLD
from dialogues.reports.wording import number


@dataclass(frozen=True)
class Row:
    """One row of a table: what it is about and its cells. `code` is the sector it is coloured by."""

    label: str
    cells: Sequence[str]
    code: str | None = None
    note: str | None = None
    url: str | None = None
    parts: Sequence[dict[str, Any]] = ()  # of a bar of shares


@dataclass(frozen=True)
class TableShown:
    """A table with its caption; `heads` has one more word than the rows have cells."""

    caption: str
    heads: Sequence[str | dict[str, Any]]
    rows: Sequence[Row]
    total: Row | None = None

    @property
    def tells_something(self) -> bool:
        """Whether a figure of any row is told; sums of rows that are not say no more than the four numbers."""
        return any(cell != NOT_TOLD for row in self.rows for cell in row.cells)


def key_numbers(numbers: FourNumbers) -> list[dict[str, str]]:
    """The four numbers with their definitions."""
    return [
        {"label": _(NUMBER_NAMES[name]), "value": number(value), "note": _(DEFINITIONS[name])}
        for name, value in asdict(numbers).items()
    ]


def file_links(urls: Iterable[str]) -> list[dict[str, str]]:
    """Links to the kinds of file that there are addresses for, in the order CSV, XLSX, JSON, HXL."""
    names = (_("Table, CSV"), _("Spreadsheet, XLSX"), _("For programs, JSON"), _("Humanitarian exchange, HXL"))
    return [{"label": name, "url": url, "icon": "download"} for name, url in zip(names, urls, strict=False)]


def internal_file_links(url: Callable[[FileFormat], str]) -> list[dict[str, str]]:
    """Links to the files with all figures, for who may read the names."""
    names = {
        FileFormat.CSV: _("All figures, internal, CSV"),
        FileFormat.XLSX: _("All figures, internal, XLSX"),
        FileFormat.JSON: _("All figures, internal, JSON"),
    }
    return [{"label": name, "url": url(form), "icon": "lock"} for form, name in names.items()]


def rules_line(version: int = COUNTING_RULES) -> str:
    """By which version of the rules it was counted."""
    return str(_("Counting rules, version %(version)s.", version=version))


def number_heads(words: Sequence[str]) -> list[dict[str, Any]]:
    """Headings of columns of numbers."""
    return [{"label": word, "number": True} for word in words]


def sector_row(sector: Sector, cells: Sequence[str]) -> Row:
    """A row about one sector, in its colour."""
    return Row(_(SECTOR_NAMES[sector]), cells, code=sector.value)
