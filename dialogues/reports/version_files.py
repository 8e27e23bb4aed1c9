"""Issued reports as files, and what two of them say otherwise."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from dialogues.reports import version_wording as wording
from dialogues.reports.files import FileFormat, event_file
from dialogues.reports.version_changes import Change
from dialogues.reports.version_queries import Version
from dialogues.reports.version_shapes import about_object, differences_object
from dialogues.reports.wording import kind_words


def version_file(version: Version, form: FileFormat) -> bytes:
    """The report as it was issued, in the form of the file of now; JSON and XLSX say which version it is."""
    figures = version.report.figures
    if form is FileFormat.XLSX:
        return event_file(figures, form, first=Sheet(_("Version"), _about_rows(version), headings=0, widths=[24, 80]))
    if form is FileFormat.JSON:
        return event_file(figures, form, more={"issued": about_object(version)})
    return event_file(figures, form)


def _about_rows(version: Version) -> Iterator[Sequence[Cell]]:
    yield [wording.version_name(version.number), version.report.figures.title]
    yield [_("Issued at"), version.issued_at.astimezone(version.report.figures.zone)]
    yield [_("Issued by"), version.issued_by]
    yield [_("Note"), version.issued.note or None]
    yield [_("SHA-256 hash"), version.sha256]


def differences_file(
    changes: Sequence[Change], form: FileFormat, *, slug: str, before: str, after: str, below: int
) -> bytes:
    """What two reports say otherwise: codes in CSV and JSON, words in XLSX.

    `below`: groups of fewer people are not told in these reports; 0 where all figures are compared.
    """
    writers: dict[FileFormat, Callable[[], bytes]] = {
        FileFormat.CSV: lambda: write_csv(_code_rows(changes)),
        FileFormat.JSON: lambda: _json(differences_object(changes, slug=slug, before=before, after=after, below=below)),
        FileFormat.XLSX: lambda: write_xlsx(
            [
                Sheet(_("Differences"), _word_rows(changes, before, after), widths=[28, 34, 28, 18, 18]),
                Sheet(_("About"), _kind_rows(below), headings=0, widths=[110]),
            ]
        ),
    }
    return writers[form]()


def _kind_rows(below: int) -> Iterator[Sequence[Cell]]:
    yield [kind_words(below)]
    if below:
        yield [wording.compared_words(below)]


def _code_rows(changes: Sequence[Change]) -> Iterator[Sequence[Cell]]:
    yield ["part", "of", "figure", "before", "after"]
    for one in changes:
        yield [one.part.value, one.of or None, one.figure, one.before, one.after]


def _word_rows(changes: Sequence[Change], before: str, after: str) -> Iterator[Sequence[Cell]]:
    heads = [wording.version_name(int(code)) if code.isdigit() else _("Now") for code in (before, after)]
    yield [_("Where it stands"), _("Of what"), _("Figure"), *heads]
    for one in changes:
        of = ", ".join(filter(None, reversed(wording.of_words(one))))
        sides = [
            value if isinstance(value, int) else wording.value_words(one, value) for value in (one.before, one.after)
        ]
        yield [_(wording.PART_NAMES[one.part]), of or None, wording.figure_words(one), *sides]


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
