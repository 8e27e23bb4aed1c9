"""The three findings of a summary for the donor: what the organiser wrote, then what the figures say by rule.

Every rule says nothing rather than something that could give away a small group, and nothing at all about
presence while no day was recorded.
"""

from collections.abc import Callable, Iterator, Sequence

from dialogues.core.i18n import _, _n
from dialogues.documents import wording
from dialogues.documents.donor_rules import FINDINGS_MAX, Finding
from dialogues.documents.report_figures import SectorLine, Shown
from dialogues.people.sectors import Gender
from dialogues.reports.figures import EventFigures
from dialogues.reports.small_tables import ALL, sector_key


def three_findings(shown: Shown, written: Sequence[Finding]) -> list[Finding]:
    """What was written first, then what the figures say, most telling first; at most three."""
    found = list(written)
    found += _by_rule(shown) if shown.facts.any_recorded else [_not_recorded()]
    return found[:FINDINGS_MAX]


def _by_rule(shown: Shown) -> Iterator[Finding]:
    rules: tuple[Callable[[Shown], Finding | None], ...] = (_targets, _women, _staying, _returning, _sectors)
    for rule in rules:
        found = rule(shown)
        if found is not None:
            yield found


def _not_recorded() -> Finding:
    text = _("What is said of presence follows once attendance is recorded.")
    return Finding(_("No day was recorded yet"), text)


def _targets(shown: Shown) -> Finding | None:
    """How many sectors came as the organisers wished, and which one is furthest from it."""
    aimed = [(sector, sector.target) for sector in shown.sectors if sector.target]
    if not aimed or not _all_plain(shown):
        return None
    met = sum(sector.present >= target for sector, target in aimed)
    heading = _n(
        "%(met)s of %(num)s sector met its target",
        "%(met)s of %(num)s sectors met their target",
        len(aimed),
        met=met,
    )
    if met == len(aimed):
        return Finding(heading, _("Every sector with a target reached it."))
    sector, target = min(aimed, key=lambda one: one[0].present / one[1])
    text = _(
        "Furthest from its target is %(sector)s: %(present)s of %(target)s people came.",
        sector=sector.name,
        present=_number(shown, sector.present),
        target=_number(shown, target),
    )
    return Finding(heading, text)


def _women(shown: Shown) -> Finding | None:
    """The share of women, and the sector in which it is largest."""
    present, women = shown.facts.numbers.present_any_day, shown.women_total
    if not present or women is None:
        return None
    share = wording.share(women, present, shown.facts.language)
    heading = _("%(share)s of those who came are women", share=share)
    said = [
        _(
            "%(women)s of %(present)s people present said that they are women.",
            women=_number(shown, women),
            present=_number(shown, present),
        )
    ]
    most = _most_women(shown)
    if most is not None:
        said.append(
            _(
                "Their share is largest in %(sector)s, with %(women)s of %(present)s.",
                sector=most.name,
                women=_number(shown, most.women),
                present=_number(shown, most.present),
            )
        )
    return Finding(heading, " ".join(said))


def _most_women(shown: Shown) -> SectorLine | None:
    """The sector with the largest share of women, if one has it and every number is printed."""
    places = [sector_key(sector.sector, Gender.WOMAN) for sector in shown.sectors]
    if not _all_plain(shown) or shown.facts.figures.withheld & set(places):
        return None
    shares = sorted(((s.women / s.present, s) for s in shown.sectors if s.present), key=lambda one: -one[0])
    if len(shares) < 2 or shares[0][0] == shares[1][0]:
        return None
    return shares[0][1]


def _staying(shown: Shown) -> Finding | None:
    """How many of those who came did so on every recorded day, and how many days people came."""
    figures = shown.facts.figures
    numbers, code = figures.numbers, shown.facts.language
    if figures.recorded_days < 2 or not numbers.present_any_day:
        return None
    share = wording.share(numbers.present_every_day, numbers.present_any_day, code)
    text = _(
        "%(every_day)s of %(present)s people present came on every recorded day; "
        "the mean is %(mean)s of %(days)s recorded days.",
        every_day=_number(shown, numbers.present_every_day),
        present=_number(shown, numbers.present_any_day),
        mean=wording.number(round(numbers.person_days / numbers.present_any_day, 1), code),
        days=figures.recorded_days,
    )
    return Finding(_("%(share)s of those who came stayed throughout", share=share), text)


def _returning(shown: Shown) -> Finding | None:
    """How many had come to an earlier event of the process."""
    figures = shown.facts.figures
    continuity = figures.continuity if isinstance(figures, EventFigures) else None
    if continuity is None or figures.withheld & {(ALL, "returning"), (ALL, "new")}:
        return None
    returning, new, _lost = continuity.totals
    if not returning + new:
        return None
    text = _(
        "%(returning)s of %(present)s people present had come to an earlier event of this process; "
        "%(new)s had come to none.",
        returning=_number(shown, returning),
        present=_number(shown, returning + new),
        new=_number(shown, new),
    )
    share = wording.share(returning, returning + new, shown.facts.language)
    return Finding(_("%(share)s of those who came had come before", share=share), text)


def _sectors(shown: Shown) -> Finding | None:
    """How many of the sectors were there at all."""
    if not _all_plain(shown):
        return None
    came = [sector for sector in shown.sectors if sector.present]
    if not came:
        return None
    missing = [sector.name for sector in shown.sectors if not sector.present]
    if missing:
        heading = _n(
            "%(came)s of %(num)s sector was there",
            "%(came)s of %(num)s sectors were there",
            len(shown.sectors),
            came=len(came),
        )
        return Finding(heading, _("Nobody came from: %(sectors)s.", sectors=", ".join(missing)))
    fewest = min(came, key=lambda sector: sector.present)
    text = _(
        "The fewest came from %(sector)s: %(count)s.",
        sector=fewest.name,
        count=_number(shown, fewest.present),
    )
    return Finding(_n("The one sector came", "All %(num)s sectors were there", len(came)), text)


def _all_plain(shown: Shown) -> bool:
    """Whether the size of every sector is printed, so that comparing them says nothing new."""
    return all(shown.is_plain(sector) for sector in shown.sectors)


def _number(shown: Shown, count: int) -> str:
    return wording.number(count, shown.facts.language)
