"""The zoo: whatever is sent in ends in rows or in a plain sentence, within bounds, and nothing is half written."""

import io
import json
import re
import resource
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from dialogues.core import sheet_reader, spreadsheets
from dialogues.core.db import Base
from dialogues.core.errors import DomainError
from dialogues.core.spreadsheets import CSV_TYPE, FILE_BYTES_MAX, UnreadableFile, read_table
from dialogues.imports import leftovers, services
from dialogues.imports.decisions import NOTHING_SAID
from tests.factories import make_event
from tests.imports.zoo import COUNT, Animal, animals

ZOO = animals()
CAGED = [one for one in ZOO if one.is_caged]
TAME = [one for one in ZOO if not one.is_caged]
SECONDS_MAX = 20  # of one file, on a machine that does other things; the limits of the reading process are below it


def read_here(content):
    """What the reading process would say, without starting one: for files that cannot hurt."""
    if not content.strip():
        raise spreadsheets.EmptyFile
    try:
        found = sheet_reader.read(content)
    except sheet_reader.Refused as refused:
        raise spreadsheets._REFUSALS[refused.code](**refused.facts) from refused
    lines = [*([json.dumps(found.pop("rows"))]), json.dumps({"table": found})]
    return spreadsheets._table_of("\n".join(lines).encode())


def is_plain(sentence: str) -> bool:
    return bool(re.fullmatch(r"[^\n{}%]+[.”]", sentence)) and "Error" not in sentence and "Traceback" not in sentence


def state(session):
    return [session.scalar(sa.select(sa.func.count()).select_from(table)) for table in Base.metadata.sorted_tables]


def plan_or_sentence(session, event, animal):
    """What an import of it would do, or why it cannot be read."""
    try:
        return services.plan_import(session, event, read_here(animal.content)).plan
    except DomainError as error:
        return str(error)


def rows_or_sentence(animal):
    """How many rows the limited process reads of it, or why it does not."""
    try:
        return len(read_table(animal.content).rows)
    except UnreadableFile as error:
        return str(error)


def test_there_are_five_hundred_and_no_two_alike():
    assert len(ZOO) == COUNT == len({one.name for one in ZOO})
    assert len({one.content for one in ZOO}) == COUNT
    assert len(CAGED) > 35


def test_every_tame_one_ends_in_rows_or_in_a_sentence_that_names_row_and_column(session):
    event = make_event()
    before = state(session)
    refused = looked_at = 0
    for animal in TAME:
        plan = plan_or_sentence(session, event, animal)
        if isinstance(plan, str):
            refused += 1
            assert is_plain(plan), f"{animal.name}: {plan}"
            continue
        looked_at += 1
        numbers = {row.number for row in plan.table.rows}
        for row, one in plan.refusals:
            assert row in numbers, animal.name
            assert one.column, animal.name
            assert str(one.error).endswith((".", "”")), f"{animal.name}: {one.error}"
        for line in plan.lines:
            assert "\x00" not in line.said.facts.full_name
            assert not re.search("[\ud800-\udfff\u202a-\u202e\u2066-\u2069]", line.said.facts.full_name)
        if plan.refusals:
            content, _ending, media_type = leftovers.leftover_file(plan, NOTHING_SAID)
            assert content.startswith(b"\xef\xbb\xbf" if media_type == CSV_TYPE else b"PK")
    assert refused > 100
    assert looked_at > 150
    assert state(session) == before


@pytest.mark.parametrize("animal", CAGED, ids=lambda animal: animal.name)
def test_one_that_bites_is_read_or_refused_within_its_bounds(animal: Animal):
    starts = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = rows_or_sentence(animal)
    assert is_plain(found) if isinstance(found, str) else found <= sheet_reader.ROWS_MAX
    assert time.monotonic() - starts < SECONDS_MAX
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_the_pages_answer_every_kind_in_a_sentence_and_write_nothing(organiser, session):
    make_event()
    organiser.get("/events/tarkwa/import")
    before = state(session)
    small = [one for one in CAGED if len(one.content) < FILE_BYTES_MAX // 4]
    for animal in [*small[::7], *TAME[::41]]:
        answer = organiser.post(
            "/events/tarkwa/import",
            {"file": (io.BytesIO(animal.content), "../../x\r\ny\u202e.xlsx")},
            content_type="multipart/form-data",
        )
        assert answer.status_code in (303, 422), animal.name
        if answer.status_code == 303:
            assert organiser.follow().status_code in (200, 303), animal.name
        else:
            assert "Error:" in answer.text, animal.name
    assert state(session) == before


@pytest.mark.parametrize("pasted", ("\x00", "\ud800", "Name\tSector\n\x00\t\x00", "=cmd", "\u202e" * 50, '"', "\t" * 9))
def test_what_is_pasted_ends_in_a_sentence_or_in_rows(organiser, session, pasted):
    make_event()
    data = {"pasted": pasted.encode("utf-8", "replace").decode()}
    answer = organiser.post("/events/tarkwa/import", data)
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert organiser.follow().status_code == 200


BARE = """
import io, resource, sys
import python_calamine
limit = {limit}
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
book.get_sheet_by_index(0).to_python()
"""


def test_in_the_worker_itself_and_without_our_measure_such_a_file_really_kills():
    """The control: the same library on the same file, opened as one would, ends the process or fills its memory."""
    sparse = next(one for one in CAGED if "at the last" in one.name)
    done = subprocess.run(
        [sys.executable, "-c", BARE.format(limit=1024**3)], input=sparse.content, capture_output=True, check=False
    )
    assert done.returncode != 0
    with pytest.raises(UnreadableFile):
        read_table(sparse.content)
