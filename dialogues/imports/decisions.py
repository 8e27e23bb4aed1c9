"""What a person said about a file between choosing it and letting its rows in: kept beside it, gone with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dialogues.core.spreadsheets import ENCODINGS, GUESSED, SEPARATORS, Choice
from dialogues.imports.columns import Field, first_of_each

NEW = 0  # in place of a person: the row is somebody new
Columns = Mapping[int, Field]
Words = Mapping[Field, Mapping[str, str]]  # field: {folded word of the file: what it stands for, "" for nothing}


@dataclass(frozen=True)
class Decisions:
    """All that was said about one file. Nothing said is a file that is read as it is guessed."""

    choice: Choice = GUESSED
    heading_row: int | None = None  # its number in the file; 0: no row names the columns
    columns: Columns | None = None
    cells: Mapping[int, Mapping[Field, str]] = field(default_factory=dict)  # row: what its cells should say
    skipped: frozenset[int] = frozenset()
    same: Mapping[int, int] = field(default_factory=dict)  # row: the person it is, or NEW
    words: Words = field(default_factory=dict)
    file_name: str | None = None


NOTHING_SAID = Decisions()


def decided(notes: Iterable[Mapping[str, Any]]) -> Decisions:
    """What all `notes` say together, the later over the earlier; what is none of ours in them says nothing."""
    said = NOTHING_SAID
    for note in notes:
        said = _with(said, note)
    return said


def _with(said: Decisions, note: Mapping[str, Any]) -> Decisions:
    if "reading" in note:
        said = _read_otherwise(said, note["reading"])
    if "columns" in note:
        said = replace(said, columns=None if note["columns"] is None else columns_of(note["columns"]))
    cells = {row: dict(texts) for row, texts in said.cells.items()}
    for row, texts in note.get("cells", {}).items():
        cells.setdefault(int(row), {}).update({Field(name): text for name, text in texts.items()})
    words = {name: dict(answers) for name, answers in said.words.items()}
    for name, answers in note.get("words", {}).items():
        words.setdefault(Field(name), {}).update(answers)
    skipped = (said.skipped | set(note.get("skip", ()))) - set(note.get("take", ()))
    same = {**said.same, **{int(row): int(person) for row, person in note.get("same", {}).items()}}
    for row in note.get("open", ()):
        same.pop(int(row), None)
    file_name = note.get("file_name", said.file_name)
    return replace(said, cells=cells, words=words, skipped=frozenset(skipped), same=same, file_name=file_name)


def _read_otherwise(said: Decisions, reading: Mapping[str, Any]) -> Decisions:
    """Another sheet has other rows, and another heading other columns, so what was said of those is forgotten."""
    encoding, separator = reading.get("encoding"), reading.get("separator")
    choice = Choice(
        sheet=reading.get("sheet"),
        encoding=encoding if encoding in ENCODINGS else None,
        separator=separator if separator in SEPARATORS else None,
    )
    heading_row = reading.get("heading_row")
    if choice.sheet != said.choice.sheet:
        said = replace(said, cells={}, skipped=frozenset(), same={})
    if choice != said.choice or heading_row != said.heading_row:
        said = replace(said, columns=None)
    return replace(said, choice=choice, heading_row=heading_row)


def columns_of(names: Iterable[str]) -> dict[int, Field]:
    """What columns hold, by their names in order. Raises ValueError."""
    return first_of_each((at, Field(name)) for at, name in enumerate(names) if name)
