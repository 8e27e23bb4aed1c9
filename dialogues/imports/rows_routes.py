"""What is said about the rows of a kept file: cells mended, rows left out, people recognised, words explained."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission
from dialogues.core import clock
from dialogues.core.errors import DomainError
from dialogues.core.folding import clean, fold
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import back_to
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.imports.columns import FIELD_NAMES, Field
from dialogues.imports.decisions import NEW
from dialogues.imports.forms import RowsForm
from dialogues.imports.matching import Line, Plan
from dialogues.imports.opened import keeper, no_longer_kept, open_kept
from dialogues.imports.page import KINDS

_NAME = re.compile(r"(cell|same|skip|take|new)-(\d{1,7})(?:-([a-z_]{1,20}))?")


def add_pages(bp: Blueprint) -> None:
    """The addresses of these acts."""
    bp.add_url_rule("/events/<slug>/import/<token>/rows", view_func=mend_rows, methods=["POST"])
    bp.add_url_rule("/events/<slug>/import/<token>/words", view_func=answer_words, methods=["POST"])


@for_event(Permission.EDIT_PARTICIPANTS)
def mend_rows(event: Event, token: str) -> ResponseReturnValue:
    """What was written and chosen at the rows of one page is kept with the file; nobody is put on the list yet."""
    opened = open_kept(event, token)
    if opened is None:
        return no_longer_kept(event)
    if RowsForm().validate_on_submit():
        note = _note_of(opened.plan().plan)
        _keep(event, token, note, said=_counted(note))
    show, number = request.args.get("show"), request.args.get("page")
    return back_to(".look", slug=event.slug, token=token, show=show if show in KINDS else None, page=number)


@for_event(Permission.EDIT_PARTICIPANTS)
def answer_words(event: Event, token: str) -> ResponseReturnValue:
    """What the words of the file stand for is kept with it, for every row that holds them."""
    opened = open_kept(event, token)
    if opened is None:
        return no_longer_kept(event)
    if RowsForm().validate_on_submit():
        words: dict[str, dict[str, str]] = {}
        for at, question in enumerate(opened.plan().plan.questions):
            answer = request.form.get(f"word-{at}", "?")
            asked = request.form.get(f"asked-{at}", "")
            if answer != "?" and fold(asked) == fold(question.word):
                words.setdefault(question.field.value, {})[fold(question.word)] = clean(answer)[:40]
        count = sum(map(len, words.values()))
        said = _n("One word is explained.", "%(num)d words are explained.", count)
        _keep(event, token, {"words": words} if words else {}, said=said)
    return back_to(".look", slug=event.slug, token=token)


def _keep(event: Event, token: str, note: dict[str, Any], *, said: str) -> None:
    if not any(note.values()):
        flash(_("Nothing was changed."))
        return
    try:
        keeper(event).note(token, note, at=clock.now())
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(said)


def _note_of(plan: Plan) -> dict[str, Any]:
    """What was sent and differs from what stands, of rows the file has."""
    lines = {line.said.number: line for line in plan.lines}
    note: dict[str, Any] = {"cells": {}, "skip": [], "take": [], "same": {}, "open": []}
    for what, row, field, value in _sent():
        line = lines.get(row)
        if line is None:
            continue
        if what == "cell" and field in line.said.texts and value != line.said.texts[field]:
            note["cells"].setdefault(str(row), {})[field.value] = value
        elif what in ("skip", "take"):
            note[what].append(row)
        elif what == "new":
            note["same"][str(row)] = NEW
        elif what == "same":
            _decide(note, line, value)
    return note


def _decide(note: dict[str, Any], line: Line, value: str) -> None:
    """Somebody said who a row is: one of those offered for it, somebody new, or that it is open again."""
    row = line.said.number
    offered = {str(one.known.person_id) for one in line.candidates}
    if value == "":
        if line.decision is not None:
            note["open"].append(row)
    elif value in offered | {str(NEW)} and value != str(line.decision):
        note["same"][str(row)] = int(value)


def _sent() -> Iterator[tuple[str, int, Field, str]]:
    """Every field of the form: what it is about, the row, the column, and the text without controls."""
    for name, value in request.form.items():
        parts = _NAME.fullmatch(name)
        if parts is not None and (parts[3] is None or parts[3] in FIELD_NAMES):
            yield parts[1], int(parts[2]), Field(parts[3] or Field.FULL_NAME), clean(value)


def _counted(note: dict[str, Any]) -> str:
    rows = {*note["cells"], *note["same"], *map(str, (*note["skip"], *note["take"], *note["open"]))}
    return _n(
        "One row is read as you say. Nothing is on the list yet.",
        "%(num)d rows are read as you say. Nothing is on the list yet.",
        len(rows),
    )
