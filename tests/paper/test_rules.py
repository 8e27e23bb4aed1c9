"""Rows as people write them, and what contradicts what."""

import uuid

import pytest

from dialogues.attendance.rules import NOTHING, HalfState, Part, State
from dialogues.paper import rules
from dialogues.paper.rules import Row, Says, contradicts, listed, read_rows


@pytest.mark.parametrize(
    ("text", "rows"),
    (
        ("1-3, 5", "1 2 3 5"),
        ("7", "7"),
        ("3 1,2;3", "3 1 2"),
        ("2 – 4", "2 3 4"),
        ("w1-W2 9", "W1 W2 9"),
        ("", ""),
        (" , ", ""),
    ),
)
def test_rows_are_read_as_they_are_written_each_once(text, rows):
    assert " ".join(map(str, read_rows(text, last=9))) == rows


@pytest.mark.parametrize("text", ("x", "1-", "5-3", "1.5", "1-W3", "²", "1--3"))
def test_what_is_no_row_is_refused(text):
    with pytest.raises(rules.UnreadableRows):
        read_rows(text, last=9)


@pytest.mark.parametrize("text", ("0", "10", "1-10", "W0", "W201", "1-999999"))
def test_a_row_that_the_paper_does_not_have_is_refused(text):
    with pytest.raises(rules.NoSuchRow):
        read_rows(text, last=9)


def test_rows_are_told_as_short_as_they_are_written():
    assert listed(read_rows("14 1-3 W2 W1", last=20)) == "1–3, 14, W1–W2"
    assert listed([Row(False, 4)]) == "4"


def test_paper_contradicts_only_another_record_of_the_same_part():
    excused = State(HalfState.EXCUSED, HalfState.NOT_RECORDED, uuid.uuid4(), None, None)
    assert contradicts(Says.SIGNED, excused, Part.MORNING)
    assert contradicts(Says.SIGNED, excused, Part.WHOLE)
    assert not contradicts(Says.SIGNED, excused, Part.AFTERNOON)
    assert not contradicts(Says.EXCUSED, excused, Part.MORNING)
    assert not contradicts(Says.NOT_SIGNED, excused, Part.MORNING)
    assert not contradicts(Says.SIGNED, NOTHING, Part.WHOLE)
