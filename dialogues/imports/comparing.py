"""What an import would change about somebody who is on the list already."""

from typing import Any, NamedTuple

from dialogues.core.folding import search_key
from dialogues.imports.columns import FIELD_NAMES, NAMES, Field
from dialogues.imports.queries import Registered
from dialogues.imports.reading import Said
from dialogues.people.contact import phones_text
from dialogues.people.facts import PersonFacts

_COMPARED = (Field.HONORIFIC, Field.POSITION, Field.PLACE, Field.LANGUAGE, Field.AGE_GROUP)


class Difference(NamedTuple):
    """What is true after the import, and which fields that changes; none of them: nothing changes."""

    facts: PersonFacts
    changed: frozenset[Field]


def compare(said: Said, registered: Registered) -> Difference:
    """Only what the row says and what is different changes; the name never does."""
    values: dict[str, Any] = {
        "full_name": registered.full_name,
        "honorific": registered.honorific,
        "sector": registered.sector,
        "stakeholder_group_id": registered.stakeholder_group_id,
        "organisation": registered.organisation_name,
        "position": registered.position,
        "gender": registered.gender,
        "age_group": registered.age_group,
        "phone": phones_text(registered.phone, registered.phone_alternative) or None,
        "email": registered.email,
        "place": registered.place,
        "language": registered.language,
    }
    changed = set()
    for what, is_same in _differences(said, registered):
        if what in said.given and not is_same:
            changed.add(what)
            column = "stakeholder_group_id" if what is Field.STAKEHOLDER_GROUP else what.value
            if column in values:
                values[column] = getattr(said.facts, column)
    if Field.SECTOR in changed and Field.STAKEHOLDER_GROUP not in said.given:
        values["stakeholder_group_id"] = None  # the group rolled up to the sector it had
    if Field.NOTES in said.given and notes_after(said, registered) != registered.notes:
        changed.add(Field.NOTES)
    return Difference(PersonFacts(**values), frozenset(changed))


def notes_after(said: Said, registered: Registered | None) -> str | None:
    """The notes after the import: what was noted before stays."""
    before = registered.notes if registered else None
    if not said.notes or (before and said.notes in before):
        return before
    return f"{before}\n{said.notes}" if before else said.notes


def _differences(said: Said, registered: Registered) -> list[tuple[Field, bool]]:
    """Each field and whether the row and the list say the same of it."""
    facts = said.facts
    kept = {registered.phone, registered.phone_alternative} - {None}
    return [
        *((what, getattr(facts, what.value) == getattr(registered, what.value)) for what in _COMPARED),
        (Field.SECTOR, facts.sector is registered.sector),
        (Field.STAKEHOLDER_GROUP, facts.stakeholder_group_id == registered.stakeholder_group_id),
        (Field.GENDER, facts.gender is registered.gender),
        (Field.ORGANISATION, search_key(facts.organisation) == search_key(registered.organisation_name)),
        (Field.PHONE, {said.phones.first, said.phones.second} - {None} <= kept),
        (Field.EMAIL, (facts.email or "").casefold() == (registered.email or "").casefold()),
        (Field.ROLE, said.role is registered.role),
    ]


def field_words(fields: frozenset[Field]) -> list[str]:
    """The names of fields, for showing what changed; parts of a name are one."""
    return [FIELD_NAMES[what] for what in Field if what in fields and what not in NAMES - {Field.FULL_NAME}]
