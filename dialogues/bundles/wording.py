"""The words of events on their way: for the journal, for what a file did, and for two versions of a fact."""

from collections.abc import Mapping
from typing import Any

from dialogues.audit.wording import add_words, fact_in_words
from dialogues.bundles.brought import Brought
from dialogues.bundles.kinds import BY_NAME, Keys, points_at
from dialogues.core.i18n import N_, _, _n

_HIDDEN = frozenset({"search_key", "sort_key"})


def teach_journal() -> None:
    """Teach the journal what taking along and bringing in is called."""
    add_words(
        actions={
            "event.taken_along": N_("The event %(name)s was packed to be taken along"),
            "event.brought_in": N_("A file of the event %(name)s was brought in"),
            "bundle.changed": N_("%(name)s was changed by a file of another computer"),
            "bundle.ours_taken": N_("Of two versions of %(name)s the one here was kept"),
            "bundle.theirs_taken": N_("Of two versions of %(name)s the one of the other computer was taken"),
            "bundle.conflict_reopened": N_("The two versions of %(name)s wait again"),
        },
        fields={"marks_added": N_("New marks"), "people_added": N_("New people")},
        about=("marks_added", "people_added"),
    )


def told(brought: Brought) -> str:
    """What a file did, in one or two sentences."""
    if brought.is_known:
        return str(_("This file was brought in before. Nothing was changed."))
    marks, people = brought.marks, brought.added["registration"]
    changed = sum(brought.changed.values())
    parts = [
        _n("%(num)d new mark", "%(num)d new marks", marks),
        _n("%(num)d new person", "%(num)d new people", people),
        _n("%(num)d changed entry", "%(num)d changed entries", changed),
    ]
    words = _("%(event)s: %(marks)s, %(people)s, %(changed)s.", event=brought.title, marks=parts[0], people=parts[1],
              changed=parts[2])  # fmt: skip
    if not brought.conflicts:
        return str(words)
    waiting = _n(
        "%(num)d fact was changed on both sides and waits for you.",
        "%(num)d facts were changed on both sides and wait for you.",
        brought.conflicts,
    )
    return f"{words} {waiting}"


def version_in_words(kind_name: str, facts: Mapping[str, Any], keys: Keys, names: Mapping[tuple[str, str], str]) -> str:
    """One version of a fact as a person reads it; `names` says what rows are called."""
    kind, said = BY_NAME[kind_name], []
    for name, value in facts.items():
        if name in _HIDDEN:
            continue
        target = points_at(kind.table.c[name])
        is_row = target is not None and value is not None
        field, words = fact_in_words(name, None if is_row else value)
        if is_row:
            words = names.get((str(target), value)) or (_("yes") if (target, value) in keys.row_of else _("not here"))
        said.append(_("%(field)s: %(value)s", field=field, value=words))
    return "; ".join(map(str, said))
