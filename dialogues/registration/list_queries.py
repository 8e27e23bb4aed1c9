"""Questions about the list of participants as it is filtered, sorted and shown in columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.people.models import Organisation, StakeholderGroup
from dialogues.people.queries import is_called
from dialogues.registration.balance_queries import Counted
from dialogues.registration.kinds import ConsentAnswer, EventRole, Purpose, Status
from dialogues.registration.list_columns import BY_CODE, SEAT, Column
from dialogues.registration.list_filters import NO_GROUP, ConsentAsked, Filters
from dialogues.registration.models import Consent, Registration
from dialogues.registration.queries import has_text

_BY_NAME = (Registration.sort_key, Registration.id)
_GROUPS = (
    sa.select(StakeholderGroup.id, StakeholderGroup.name, StakeholderGroup.sector)
    .where(StakeholderGroup.is_active)
    .order_by(StakeholderGroup.search_key)
)
_ALWAYS = (
    Registration.id, Registration.version, Registration.full_name, Registration.honorific, Registration.position,
    Registration.status, Registration.role,
)  # fmt: skip


class Line(NamedTuple):
    """Somebody on the list: who it is, and what stands in the columns that were asked for."""

    id: int
    version: int
    full_name: str
    honorific: str | None
    position: str | None
    status: Status
    role: EventRole
    phone_alternative: str | None  # read along with the telephone
    values: tuple[Any, ...]


class Group(NamedTuple):
    """A stakeholder group to filter by or to put people in."""

    id: int
    name: str
    sector: str


def wanted(event_id: int, filters: Filters) -> sa.ColumnElement[bool]:
    """The condition on Registration that leaves those who are asked for."""
    conditions: list[sa.ColumnElement[bool]] = [Registration.event_id == event_id]
    if filters.text:
        conditions.append(has_text(filters.text, by_phone=filters.by_phone))
    if filters.organisation:
        named = sa.select(Organisation.id).where(is_called(filters.organisation))
        conditions.append(Registration.organisation_id.in_(named))
    if filters.group is not None:
        group = Registration.stakeholder_group_id
        conditions.append(group.is_(None) if filters.group == NO_GROUP else group == filters.group)
    if filters.consent is not None:
        conditions.append(_has_answered(filters.consent))
    for column, value in (
        (Registration.sector, filters.sector), (Registration.status, filters.status), (Registration.role, filters.role),
        (Registration.gender, filters.gender), (Registration.language, filters.language),
        (Registration.source, filters.source),
    ):  # fmt: skip
        if value is not None:
            conditions.append(column == value)
    return sa.and_(*conditions)


def among(ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """The condition on Registration that leaves these."""
    return Registration.id.in_(list(ids))


def chosen_in(event_id: int, ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """The same, of one event only."""
    return sa.and_(Registration.event_id == event_id, among(ids))


def count_by_status(session: Session, event_id: int, filters: Filters) -> dict[Status, int]:
    """How many stand in each state of those the other filters leave. Every state is a key."""
    left = wanted(event_id, filters.without_status())
    # A search is answered from its own index alone; grouped by the bare column, it would go through every row.
    status = sa.func.coalesce(Registration.status, Status.CONFIRMED) if filters.text else Registration.status
    found = sa.select(status.label("state")).where(left).subquery()
    counted = sa.select(found.c.state, sa.func.count()).group_by(found.c.state)
    return dict.fromkeys(Status, 0) | dict(session.execute(counted).all())


def sum_by_status(counted: Iterable[Counted], filters: Filters) -> dict[Status, int]:
    """The same, summed from `count_everybody`; for filters that are of kinds alone."""
    sums = dict.fromkeys(Status, 0)
    for one in counted:
        is_left = all(
            asked is None or asked is kind
            for asked, kind in ((filters.sector, one.sector), (filters.gender, one.gender), (filters.role, one.role))
        )
        sums[one.status] += one.number * is_left
    return sums


def list_lines(
    session: Session,
    condition: sa.ColumnElement[bool],
    *,
    columns: Sequence[Column],
    sort: str = "name",
    size: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Those for whom `condition` holds, with these columns; all of them, or `size` from `offset`.

    `sort` is the code of a column with a `sort`, or "name", with a minus before it for the other way round.
    """
    codes = {column.code for column in columns}
    second = Registration.phone_alternative if "phone" in codes else sa.null()
    chosen = sa.select(*_ALWAYS, second, *(column.reads for column in columns)).where(condition)
    chosen = _sorted(_joined(chosen, codes, sort.removeprefix("-")), sort)
    rows = session.execute(chosen.limit(size).offset(offset or None))
    return [Line._make((*row[:8], tuple(row[8:]))) for row in rows]


def search_names(session: Session, event_id: int, filters: Filters) -> tuple[dict[Status, int], list[int]]:
    """How many of each state the words and the other filters leave, and the ids of those of the state, by name.

    One walk through the index of searches answers for the tabs and for every page.
    """
    by_name = Registration.sort_key + "", Registration.id  # not the index of names: it would read every row
    state = sa.type_coerce(Registration.status, sa.Text())  # thousands of rows: made into states once they are counted
    found = sa.select(Registration.id, state).where(wanted(event_id, filters.without_status())).order_by(*by_name)
    rows = session.execute(found).all()
    counts = dict.fromkeys(Status, 0)
    counts.update((Status(state), number) for state, number in Counter(state for _key, state in rows).items())
    return counts, [key for key, state in rows if filters.status in (None, state)]


def list_consents(session: Session, condition: sa.ColumnElement[bool]) -> dict[int, list[Purpose]]:
    """The purposes that those for whom `condition` holds have consented to, by the id of the registration."""
    newer = aliased(Consent)
    superseded = sa.exists().where(
        newer.registration_id == Consent.registration_id, newer.purpose == Consent.purpose, newer.id > Consent.id
    )
    chosen = (
        sa.select(Consent.registration_id, Consent.purpose)
        .join(Registration, Registration.id == Consent.registration_id)
        .where(condition, Consent.answer == ConsentAnswer.YES, ~superseded)
    )
    found: dict[int, list[Purpose]] = {}
    for key, purpose in session.execute(chosen):
        found.setdefault(key, []).append(purpose)
    return {key: sorted(given, key=list(Purpose).index) for key, given in found.items()}


def count_by_letter(session: Session, condition: sa.ColumnElement[bool]) -> list[tuple[str, int]]:
    """How many names begin with each letter, in the order of the list."""
    letter = sa.func.substr(Registration.sort_key, 2, 1)
    counted = sa.select(letter, sa.func.count()).where(condition).group_by(letter)
    return sorted((found, number) for found, number in session.execute(counted))


def list_group_names(session: Session) -> list[Group]:
    """The stakeholder groups that are in use, by name."""
    return [Group(*row) for row in session.execute(_GROUPS)]


def _has_answered(asked: ConsentAsked) -> sa.ColumnElement[bool]:
    """The newest answer about the purpose is this one; or there is none."""
    newest = (
        sa.select(Consent.answer)
        .where(Consent.registration_id == Registration.id, Consent.purpose == asked.purpose)
        .order_by(Consent.id.desc())
        .limit(1)
        .correlate(Registration)
        .scalar_subquery()
    )
    return newest.is_(None) if asked.answer is None else newest == asked.answer


def _joined(chosen: sa.Select[Any], codes: set[str], sort: str) -> sa.Select[Any]:
    if sort == "organisation":
        chosen = chosen.outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    if "stakeholder_group" in codes | {sort}:
        chosen = chosen.outerjoin(StakeholderGroup, StakeholderGroup.id == Registration.stakeholder_group_id)
    if "in_place_of" in codes:
        chosen = chosen.outerjoin(SEAT, SEAT.id == Registration.in_place_of_id)
    return chosen


def _sorted(chosen: sa.Select[Any], sort: str) -> sa.Select[Any]:
    name = sort.removeprefix("-")
    turned: Callable[[Any], Any] = sa.desc if sort.startswith("-") else sa.asc
    if name not in BY_CODE:
        return chosen.order_by(*(turned(column) for column in _BY_NAME))
    key = BY_CODE[name].sort
    # Who has nothing there stands at the end either way, on both databases.
    return chosen.order_by(key.is_(None), turned(key), *_BY_NAME)
