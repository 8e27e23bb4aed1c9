"""Which counts are told when figures leave the house, so that no small group can be read off or worked out.

The rule. A group of one to `below` - 1 people is not told. Further counts are withheld until, for every such group,
**another report exists that would look the same in print and in which that group has `below` people or more**. We find
that other report, check it against everything a reader knows (whole numbers, every sum, every limit, every number that
is told), and withhold whatever differs in it. So what is safe is safe by its proof, not by a guess about readers. A
reader with a solver finds that the group may well be large; not even that it is small. What the key numbers alone
already say cannot be taken back: where such a number is itself small, another count of people must stay possible.
Where everybody of a group is the same (100 % women), it must stay possible that several are not. Who holds two versions
and knows that one correction lies between them knows more; that how many a small group is stays open is what is then
proven, where more cannot be.

Sources: the criterion is the upper protection of cell suppression (Fischetti and Salazar, Management Science 47, 2001;
Hundepool and others, Statistical Disclosure Control, 2012); the threshold of five follows the ICO's code on
anonymisation, ten that of the ONS. What it does not promise: a reader who knows people of the group from elsewhere
knows them still, and one who asks why just these counts are withheld may suspect that one of them is small.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dialogues.reports.small_solving import Change, Key, Space, Version, cheapest_change

MOST_STEPS = 250  # other reports looked at for one group; after that a coarser way of hiding it is taken


@dataclass(frozen=True)
class Tables:
    """Counts that are to be told, and what a reader knows about how they hang together."""

    counts: Mapping[Key, int]
    sums: Sequence[tuple[tuple[Key, ...], Key]] = ()  # parts and their whole
    limits: Sequence[Mapping[Key, int]] = ()  # factors; the counts times these never come to less than nought
    told: frozenset[Key] = frozenset()  # told whatever they are
    caps: Mapping[Key, Key] = field(default_factory=dict)  # a count and the told one it cannot exceed
    alike: Mapping[Key, Key] = field(default_factory=dict)  # a part that is all of its whole, where that says something
    private: frozenset[Key] = frozenset()  # must not be found although they are not small
    changes: Sequence[Change] = ()  # other reports that are surely possible, by how they differ from this one
    further_changes: Callable[[], Sequence[Change]] = list  # more of them, asked for if nothing else hides a group
    costs: Mapping[Key, int] = field(default_factory=dict)  # how much is lost if a count is not told; else 1

    @property
    def version(self) -> Version:
        """The same for who looks for other reports."""
        return Version(self.counts, self.sums, self.limits, self.told)


@dataclass(frozen=True)
class Choice:
    """The tables of a report that is told, the counts of them that are not, and the other reports that hide these."""

    tables: Tables
    withheld: frozenset[Key]
    changes: tuple[Change, ...] = ()
    about: frozenset[Key] = frozenset()  # groups of which two versions together tell about how large they are


@dataclass(frozen=True)
class _Group:
    """One count that must not be found: how it is changed, each way tried in turn, and since when it is hidden."""

    key: Key
    tables: Tables
    goals: tuple[int, ...]

    def is_hidden_by(self, change: Change) -> bool:
        """Whether the report that differs so leaves a reader in doubt about this count."""
        by = change.get(self.key, 0)
        return any(by >= goal if goal > 0 else by <= goal for goal in self.goals)


def is_small(count: int, below: int) -> bool:
    """True for a group that is not told: somebody, and fewer than `below`."""
    return 0 < count < below


def withhold(tables: Tables, below: int, earlier: Sequence[Choice] = ()) -> Choice | None:
    """Which counts are not told; None where no choice of them is proven safe, so that fewer tables must be told.

    With `earlier` versions the reader is taken to hold all of them, and to know that what is hidden in them moved
    along: what one of them hid stays hidden, and no version gives away a small group of another. Where that reader
    cannot but see that a group is small, because a correction moved hardly anything, it must still be possible that it
    has one person more or fewer; these groups are in `about`.
    """
    space = Space([tables.version, *(one.tables.version for one in earlier)])
    for one in earlier:
        space.freeze(one.tables.counts.keys() - one.withheld)
    alone = Space([tables.version])
    groups = _groups(tables, below)
    groups += [group for one in earlier for group in _groups(one.tables, below) if group.key in one.withheld]
    sticky = {key for one in earlier for key in one.withheld if key in tables.counts}
    always = sticky | {group.key for group in groups if group.key in tables.counts}
    known = [change for one in earlier for change in one.changes]
    withheld, found, hidden = set(always), list[Change](), list[_Group]()
    about = set[Key]()
    for group in groups:
        # Somebody already told how large it was before; what can still be hidden is how large it is now.
        own = alone if group.tables is tables and group.key in space.frozen else space
        for asked in (group, replace(group, goals=(1, -1))) if earlier else (group,):
            change = next((change for change in found if asked.is_hidden_by(change)), None)
            change = change or _cheapest(own, asked, tables, withheld, known)
            if change is not None:
                break
        else:
            return None
        hidden.append(asked)
        about |= {group.key} if asked is not group else set()
        if change not in found:
            found.append(change)
            withheld |= {key for key in change if key in tables.counts}
    needed = _needed(hidden, found)
    differing = {key for change in needed for key in change if key in tables.counts}
    return Choice(tables, frozenset(always | differing), tuple(needed), frozenset(about))


def _groups(tables: Tables, below: int) -> list[_Group]:
    """What must not be found, the smallest first: those are the hardest to hide."""
    groups = []
    for key, count in tables.counts.items():
        if key in tables.told:
            continue
        if is_small(count, below):
            capped = tables.counts[tables.caps[key]] < below if key in tables.caps else False
            groups.append(_Group(key, tables, (1, -1) if capped else (below - count,)))
        elif key in tables.private:
            groups.append(_Group(key, tables, (1, -1)))
        elif key in tables.alike:
            groups.append(_Group(key, tables, (-min(below, count),)))
    return sorted(groups, key=lambda group: (tables.counts[group.key], group.key))


def _cheapest(
    space: Space, group: _Group, tables: Tables, withheld: Collection[Key], known: Sequence[Change]
) -> Change | None:
    """How the report differs that hides a group and costs least; `known` ones hid the groups of earlier versions."""

    def cost(key: Key) -> int:
        if key in withheld or key not in tables.counts:
            return 0
        count = tables.counts[key]
        return 1000 * tables.costs.get(key, 1) + (min(count, 400) if count else 500)

    best, price = _cheapest_of([*tables.changes, *known], space, group, cost)
    if price == 0:
        return best
    starts = [{group.key: goal} for goal in group.goals] + [one for one in known if group.is_hidden_by(one)]
    for start in starts:
        change = cheapest_change(space, start, cost, cheaper_than=price, most_steps=MOST_STEPS)
        if change is not None:
            best, price = change, sum(map(cost, change))
    return best or _cheapest_of(tables.further_changes(), space, group, cost)[0]


def _cheapest_of(
    changes: Iterable[Change], space: Space, group: _Group, cost: Callable[[Key], int]
) -> tuple[Change | None, int]:
    best: Change | None = None
    price = 1_000_000_000
    for change in changes:
        if group.is_hidden_by(change):
            asked = sum(map(cost, change))
            if asked < price and space.is_possible(change):
                best, price = change, asked
    return best, price


def _needed(groups: Sequence[_Group], found: Sequence[Change]) -> list[Change]:
    """The other reports that are needed in the end: some only hid what a later one hides as well."""
    kept = list(found)
    for change in sorted(found, key=len, reverse=True):
        fewer = [one for one in kept if one is not change]
        if all(any(group.is_hidden_by(one) for one in fewer) for group in groups):
            kept = fewer
    return kept
