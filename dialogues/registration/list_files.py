"""What a list shows as a file or for the clipboard: the columns that were chosen, and nobody who was filtered out."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from dialogues.core.spreadsheets import CSV_TYPE, TSV_TYPE, XLSX_TYPE, Cell, Sheet, csv_parts, tsv_parts, write_xlsx
from dialogues.registration.list_columns import Column

_NAME_PARTS_MAX = 4  # words of the filters in a file's name; more make it unreadable
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class ListFormat(StrEnum):
    """The kinds of file a list comes in; `tsv` is also what is copied."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    TSV = "tsv"


MEDIA_TYPES = {
    ListFormat.CSV: CSV_TYPE,
    ListFormat.XLSX: XLSX_TYPE,
    ListFormat.JSON: "application/json",
    ListFormat.TSV: TSV_TYPE,
}


@dataclass(frozen=True)
class Content:
    """What goes into a file, worked out before it leaves: nothing is read from the database or translated later."""

    title: str
    columns: Sequence[Column]  # the name first
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]] = ()
    objects: Sequence[dict[str, Any]] = ()


def file_name(slug: str, told: Sequence[str], form: ListFormat) -> str:
    """`ghana-2016-participants-min-confirmed.xlsx`: the event, and what the list was narrowed by."""
    parts = (_NOT_IN_A_NAME.sub("-", one.lower()).strip("-")[:30] for one in told)
    return "-".join((slug, "participants", *[part for part in parts if part][:_NAME_PARTS_MAX])) + f".{form.value}"


def parts_of(content: Content, form: ListFormat) -> Iterator[bytes]:
    """The file in pieces, so that it leaves while it is written."""
    rows = chain([content.heads], content.rows)
    if form is ListFormat.XLSX:
        widths = [column.width for column in content.columns]
        yield write_xlsx([Sheet(content.title, rows, widths=widths, is_table=True)])
    elif form is ListFormat.JSON:
        value = {"registrations": list(content.objects), "total": len(content.objects), "next": None}
        yield (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    elif form is ListFormat.TSV:
        yield from tsv_parts(rows)
    else:
        yield from csv_parts(rows)
