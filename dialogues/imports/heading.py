"""The row of a table that names its columns, and what each column holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialogues.core.folding import clean_line, fold
from dialogues.core.spreadsheets import Row, Table
from dialogues.imports import columns, guessing, rules
from dialogues.imports.columns import NAMES, Field
from dialogues.imports.decisions import NOTHING_SAID, Decisions, Words


@dataclass(frozen=True)
class Heading:
    """The row that names the columns: its number (0: none does), its words, and what each column holds."""

    number: int
    words: tuple[str, ...]
    mapping: Mapping[int, Field]
    guessed: frozenset[int] = frozenset()  # columns that were known by their cells, not by their words
    is_remembered: bool = False  # the mapping is what was chosen for an earlier file with the same words

    def word_of(self, what: str) -> str:
        """The heading over what a refusal names by its field; the field itself where no column holds it."""
        wanted = (what, Field.GIVEN_NAME, Field.FAMILY_NAME) if what == Field.FULL_NAME else (what,)
        found = {field: self.words[at] if at < len(self.words) else "" for at, field in self.mapping.items()}
        return next((found[Field(one)] or one for one in wanted if one in found), what)

    @property
    def unread(self) -> tuple[str, ...]:
        """Headings of columns that are not read."""
        return tuple(word for at, word in enumerate(self.words) if word and at not in self.mapping)

    @property
    def labels(self) -> tuple[str, ...]:
        """A name for each column that the same column of another file has too: folded, and numbered if needed."""
        counted: dict[str, int] = {}
        labels = []
        for at, word in enumerate(self.words):
            label = fold(word) or f"column {at + 1}"
            counted[label] = counted.get(label, 0) + 1
            labels.append(label if counted[label] == 1 else f"{label} {counted[label]}")
        return tuple(labels)


@dataclass(frozen=True)
class Remembered:
    """What was chosen for the last file with the same headings."""

    columns: Mapping[str, str]  # label of the column: field, or "" for one that is not read
    words: Words

    def mapping(self, labels: Sequence[str]) -> dict[int, Field]:
        """What the columns with these labels hold."""
        return columns.first_of_each(
            (at, Field(self.columns[label])) for at, label in enumerate(labels) if self.columns.get(label)
        )


def find_heading(table: Table, said: Decisions = NOTHING_SAID) -> Heading:
    """The heading of `table` and what its columns hold as far as they tell; no name may be among them.

    A row that names columns is looked for unless one was chosen; without any, the cells themselves may tell.
    """
    at = _heading_at(table, said)
    words_ = tuple(clean_line(cell_text(cell)) for cell in table.rows[at].cells) if at is not None else ()
    rows = table.rows[at + 1 :] if at is not None else table.rows
    number = table.rows[at].number if at is not None else 0
    mapping = columns.map_columns(words_)
    width = max([len(words_), *(len(row.cells) for row in rows[: guessing.LOOKED_AT])])
    guessed = guessing.guess_columns(words_, rows, mapping, width=width)
    words_ += ("",) * (width - len(words_))
    return Heading(number, words_, mapping | guessed, frozenset(guessed))


def read_heading(
    table: Table, said: Decisions = NOTHING_SAID, remembered: Remembered | None = None
) -> tuple[Heading, Sequence[Row]]:
    """The heading and the rows under it. What was said comes first, then what is remembered, then what is found.

    Raises NoHeading or NoRows.
    """
    heading = find_heading(table, said)
    if said.columns is not None:
        heading = replace(heading, mapping=dict(said.columns), guessed=frozenset())
    elif remembered is not None:
        kept = remembered.mapping(heading.labels)
        if NAMES & set(kept.values()):
            heading = replace(heading, mapping=kept, guessed=frozenset(), is_remembered=True)
    if not NAMES & set(heading.mapping.values()):
        raise rules.NoHeading
    rows = [row for row in table.rows if row.number > heading.number]
    if not rows:
        raise rules.NoRows
    return heading, rows


def _heading_at(table: Table, said: Decisions) -> int | None:
    """Where among the rows the heading stands; None if none of them is one."""
    if said.heading_row is not None:
        return next((at for at, row in enumerate(table.rows) if row.number == said.heading_row), None)
    texts = [[cell_text(cell) for cell in row.cells] for row in table.rows[: columns.HEADING_ROWS]]
    at = columns.find_heading(texts)
    if at is not None:
        return at
    return 0 if guessing.has_heading(table.rows) else None


def cell_text(cell: str | int | float) -> str:
    """A cell as a text."""
    return cell if isinstance(cell, str) else f"{cell}"
