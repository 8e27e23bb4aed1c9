"""What the pages of doubles show, put together here: facts side by side, differences, and words for both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from dialogues.core import formats
from dialogues.core.db import db
from dialogues.core.i18n import _, _n, current_language, name_in_words
from dialogues.directory import queries
from dialogues.directory.models import Kind, Merge
from dialogues.directory.organisation_queries import count_other_organisations
from dialogues.directory.queries import Proposal, Side
from dialogues.people.contact import phones_text
from dialogues.people.likeness import REASON_NAMES
from dialogues.people.models import Person
from dialogues.people.remarks import Remark
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES


@dataclass(frozen=True)
class Row:
    """One fact of two: what it is, the words of each, and whether they say something else."""

    term: str
    sides: tuple[list[str], list[str]]
    differs: bool


@dataclass(frozen=True)
class PairView:
    """Two that may be one, as the component `pair_panel` shows them."""

    id: str
    title: str
    names: tuple[tuple[str, str], tuple[str, str]]
    why: list[str]
    rows: list[Row]
    first_id: int
    second_id: int


def _sector_text(person: Person) -> str:
    sector = str(_(SECTOR_NAMES[person.sector]))
    group = person.stakeholder_group
    return f"{sector} · {name_in_words(group.name)}" if group else sector


# The fields that are chosen between, with how each is written. Words of a field are those of `person_labels`.
_WORDS: dict[str, Callable[[Person], str | None]] = {
    "full_name": lambda one: one.full_name,
    "honorific": lambda one: one.honorific,
    "sort_as": lambda one: one.sort_as,
    "organisation": lambda one: one.organisation.name if one.organisation else None,
    "position": lambda one: one.position,
    "sector": _sector_text,
    "gender": lambda one: str(_(GENDER_NAMES[one.gender])),
    "age_group": lambda one: str(_(AGE_GROUP_NAMES[one.age_group])) if one.age_group else None,
    "phone": lambda one: phones_text(one.phone, one.phone_alternative) or None,
    "email": lambda one: one.email,
    "place": lambda one: one.place,
    "language": lambda one: formats.language_text(one.language, locale=current_language()) if one.language else None,
}
# Shown even where both say the same; the names stand above, and what neither says is left out.
_ALWAYS = ("organisation", "position", "sector", "phone", "email", "place")


def person_labels() -> dict[str, str]:
    """The words of each field of a person, in the reader's language."""
    return {
        "full_name": _("Full name"),
        "honorific": _("Title or honorific"),
        "sort_as": _("Sort as"),
        "organisation": _("Organisation"),
        "position": _("Position"),
        "sector": _("Sector"),
        "gender": _("Gender"),
        "age_group": _("Age group"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "place": _("Comes from"),
        "language": _("Language"),
    }


def words_of(field: str, person: Person) -> str | None:
    """What a field of somebody says, in the reader's language."""
    return _WORDS[field](person)


def proposal_view(proposal: Proposal) -> PairView:
    """A proposed pair of persons, with why."""
    why = [str(_(REASON_NAMES[reason])) for reason in proposal.reasons]
    return pair_view(proposal.first, proposal.second, why=why)


def pair_view(first: Side, second: Side, *, why: Sequence[str] = ()) -> PairView:
    """Two persons side by side: what is usual, whatever else differs, and the events of each."""
    people = (first.person, second.person)
    rows = []
    for field, label in person_labels().items():
        said = tuple(words_of(field, one) for one in people)
        if field != "full_name" and any(said) and (field in _ALWAYS or said[0] != said[1]):
            rows.append(row(label, [word] if (word := said[0]) else [], [word] if (word := said[1]) else []))
    rows.append(row(_("Events"), *([event.title for event in side.events] for side in (first, second))))
    names = tuple((one.full_name, url_for("registration.known_person", person_id=one.id)) for one in people)
    return PairView(
        id=f"pair-{people[0].id}-{people[1].id}",
        title=_("%(one)s and %(other)s", one=people[0].full_name, other=people[1].full_name),
        names=(names[0], names[1]),
        why=list(why),
        rows=rows,
        first_id=people[0].id,
        second_id=people[1].id,
    )


def still_in_words(still: Sequence[tuple[str, Any]]) -> list[str]:
    """What a merge that was taken back left as it is, because it was changed since: a sentence for each."""
    labels = {**person_labels(), "name": _("Name"), "country": _("Country")}
    sentences = []
    for column, value in still:
        if column == "marks":
            sentences.append(_("Marks recorded since the merge: %(number)d. They stay where they are.", number=value))
        elif column == "rows":
            sentences.append(_("Entries changed since the merge: %(number)d. They stay as they are.", number=value))
        else:
            label = labels.get(column.removesuffix("_id"), column)
            sentences.append(_("“%(field)s” was changed since the merge. It stays as it is.", field=label))
    return list(dict.fromkeys(sentences))


def row(term: str, one: list[str], other: list[str]) -> Row:
    """One fact of two, with the words of each."""
    return Row(term, (one, other), differs=one != other)


def remarks_on_person(person_id: int) -> list[Remark]:
    """What the page of a person says: how many may be the same, and who was merged into them."""
    session = db.session()
    number = queries.count_proposals_of(session, person_id)
    url = url_for("directory.list_duplicates_of", person_id=person_id)
    return _possible(number, url) + _merged(queries.list_merges_into(session, Kind.PERSON, person_id))


def remarks_on_organisation(organisation_id: int) -> list[Remark]:
    """What the page of an organisation says: how many may be the same, and which were merged into it."""
    session = db.session()
    number = count_other_organisations(session, organisation_id)
    url = url_for("directory.list_duplicate_organisations")
    return _possible(number, url) + _merged(queries.list_merges_into(session, Kind.ORGANISATION, organisation_id))


def _possible(number: int, url: str) -> list[Remark]:
    return [Remark(_n("%(num)d possible duplicate", "%(num)d possible duplicates", number), url=url)] if number else []


def _merged(merges: Sequence[Merge]) -> list[Remark]:
    """A line for each merge; the last one can be taken back, those before it after it."""
    return [
        Remark(
            _(
                "“%(name)s” was merged into this on %(day)s by %(actor)s.",
                name=one.gone_name,
                day=formats.day_text(one.made_at.date(), locale=current_language()),
                actor=one.made_by_name,
            ),
            undo_url=url_for("directory.undo_merge", merge_id=one.id) if one is merges[0] else None,
        )
        for one in merges
    ]
