"""The balance panel in words and bars, ready for the macros of `components/balance.html`.

For every page on which somebody is invited or added: `balance_panel(session, event)` asks, the macros draw. Who was
present is known to a higher feature, so whoever knows it hands it in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dialogues.core import clock
from dialogues.core.formats import instant_text, listing_text, number_text, percent_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES, Gender, Sector
from dialogues.registration import balance_rules as rules
from dialogues.registration import seat_queries
from dialogues.registration.balance_queries import Counted, count_everybody, find_targets, sum_balance
from dialogues.registration.balance_rules import WANTED_GENDERS, Present, Standing, Subject, Target
from dialogues.registration.seat_rules import Room


@dataclass(frozen=True)
class Panel:
    """What the macros draw: every number in the reader's way, every sentence whole."""

    title: str
    bars: list[dict[str, Any]]  # rows of `bar_chart`, one for each sector
    rows: list[dict[str, Any]]  # rows of the table: each sector, then the sum
    genders: list[str]
    wishes: list[str]  # whom the convenor still wants, the most wanted first
    seats: str | None  # how many seats are taken, where their number is limited
    over: str | None  # how many sit beyond it
    source: str
    has_targets: bool
    has_present: bool
    confirmed: int


def balance_panel(
    session: Session,
    event: Event,
    *,
    present: Present | None = None,
    as_of: datetime | None = None,
    everybody: Sequence[Counted] | None = None,
) -> Panel:
    """The balance of `event` as it stands: invited, confirmed and, where it is handed in, present, against the targets.

    `present` holds how many of each sector and gender were there, as the figures count them; `everybody` is what
    `count_everybody` told, where it was asked already. A constant number of queries. Nothing is refused for a target:
    it advises.
    """
    balance = sum_balance(count_everybody(session, event.id) if everybody is None else everybody)
    targets = find_targets(session, event.id)
    room = seat_queries.count_room(session, event.id)
    seats = room.plan.capacity
    standings = {
        subject: rules.standing(balance, targets, subject, seats=seats)
        for subject in (Subject(), *_sectors(), *_genders(), *_women_of_sectors())
    }
    confirmed = standings[Subject()].counts.confirmed
    return Panel(
        title=_title(standings, confirmed),
        bars=_bars([standings[subject] for subject in _sectors()], confirmed),
        rows=[_row(standings, subject, present) for subject in (*_sectors(), Subject())],
        genders=_gender_lines(standings, confirmed),
        wishes=_wishes(standings),
        seats=seats_words(room),
        over=over_words(room),
        source=_source(confirmed, targets, _when(event, as_of or clock.now())),
        has_targets=bool(targets),
        has_present=present is not None,
        confirmed=confirmed,
    )


def seats_words(room: Room) -> str | None:
    """`38 of 40 seats are taken, 1 is offered.` None where there is no limit."""
    capacity = room.plan.capacity
    if capacity is None:
        return None
    taken, all_seats, offered = _number(room.all_taken), _number(capacity), sum(room.offered.values())
    if offered:
        return str(
            _n(
                "%(taken)s of %(seats)s seats are taken, one is offered.",
                "%(taken)s of %(seats)s seats are taken, %(num)d are offered.",
                offered,
                taken=taken,
                seats=all_seats,
            )
        )
    return str(_("%(taken)s of %(seats)s seats are taken.", taken=taken, seats=all_seats))


def over_words(room: Room) -> str | None:
    """How many are confirmed beyond the seats there are, of the event or of a sector; None where all fit."""
    if room.over:
        return str(_n("One person over capacity.", "%(num)d people over capacity.", room.over))
    over = room.over_sectors
    if not over:
        return None
    names = listing_text([_(SECTOR_NAMES[sector]) for sector in over], locale=current_language())
    number = sum(over.values())
    return str(
        _n(
            "One person over the seats of: %(sectors)s.",
            "%(num)d people over the seats of: %(sectors)s.",
            number,
            sectors=names,
        )
    )


def _sectors() -> list[Subject]:
    return [Subject(sector) for sector in Sector]


def _genders() -> list[Subject]:
    return [Subject(gender=gender) for gender in Gender]


def _women_of_sectors() -> list[Subject]:
    return [Subject(sector, gender) for sector in Sector for gender in WANTED_GENDERS]


def _title(standings: Mapping[Subject, Standing], confirmed: int) -> str:
    """The finding: which sectors are short, or that none is, or which sector is the largest."""
    short = sorted((one for one in map(standings.__getitem__, _sectors()) if one.missing), key=lambda one: -one.missing)
    names = [str(_(SECTOR_NAMES[one.subject.sector])) for one in short if one.subject.sector]
    if short:
        listed = listing_text(names, locale=current_language())
        return str(
            _n("Short of its target: %(sectors)s", "Short of their targets: %(sectors)s", len(short), sectors=listed)
        )
    if any(standings[subject].target for subject in _sectors()):
        return str(_("Every sector has as many people as were wanted"))
    if not confirmed:
        return str(_("Nobody is confirmed yet"))
    nobody = [_(SECTOR_NAMES[sector]) for sector in Sector if not standings[Subject(sector)].counts.confirmed]
    if nobody:
        return str(_("Nobody is confirmed from: %(sectors)s", sectors=listing_text(nobody, locale=current_language())))
    largest = max(_sectors(), key=lambda subject: standings[subject].counts.confirmed)
    share = percent_text(standings[largest].counts.confirmed / confirmed, locale=current_language())
    words = _(SECTOR_NAMES[largest.sector]) if largest.sector else ""
    return str(_("Largest sector: %(sector)s, %(share)s of the confirmed", sector=words, share=share))


def _bars(sectors: list[Standing], confirmed: int) -> list[dict[str, Any]]:
    """The largest sector first; one that has nobody and is not asked for is left to the title and the table."""
    by_size = sorted(sectors, key=lambda one: -one.counts.confirmed)
    return [_bar(one, confirmed) for one in by_size if one.counts.confirmed or one.target]


def _bar(one: Standing, confirmed: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "label": str(_(SECTOR_NAMES[one.subject.sector])) if one.subject.sector else "",
        "sector": one.subject.sector.value if one.subject.sector else None,
        "value": one.counts.confirmed,
        "shown": _number(one.counts.confirmed),
    }
    if one.aim is not None:
        row |= {"target": one.aim, "share": _of_words(one.aim, one.missing)}
    elif confirmed:
        row["share"] = percent_text(one.counts.confirmed / confirmed, locale=current_language())
    return row


def _of_words(aim: int, missing: int) -> str:
    if missing:
        return str(_("of %(aim)s, %(missing)s short", aim=_number(aim), missing=_number(missing)))
    return str(_("of %(aim)s", aim=_number(aim)))


def _row(standings: Mapping[Subject, Standing], subject: Subject, present: Present | None) -> dict[str, Any]:
    one = standings[subject]
    return {
        "sector": subject.sector.value if subject.sector else None,
        "label": str(_(SECTOR_NAMES[subject.sector])) if subject.sector else str(_("All")),
        "invited": _number(one.counts.invited),
        "confirmed": _number(one.counts.confirmed),
        "present": _number(rules.present_of(present, subject)) if present is not None else None,
        "women": _number(standings[Subject(subject.sector, Gender.WOMAN)].counts.confirmed),
        "target": str(one.target) if one.target else None,
    }


def _gender_lines(standings: Mapping[Subject, Standing], confirmed: int) -> list[str]:
    """How many women and men are confirmed, of how many, and what was wanted."""
    if not confirmed:
        return []
    lines = []
    women, men = (standings[Subject(gender=gender)] for gender in WANTED_GENDERS)
    others = confirmed - women.counts.confirmed - men.counts.confirmed
    facts = {
        "women": _number(women.counts.confirmed),
        "men": _number(men.counts.confirmed),
        "share": percent_text(women.counts.confirmed / confirmed, locale=current_language()),
        "number": _number(confirmed),
    }
    if others:
        lines.append(
            _(
                "%(women)s women, %(men)s men, %(others)s of another gender or not stated: "
                "%(share)s women (n = %(number)s).",
                others=_number(others),
                **facts,
            )
        )
    else:
        lines.append(_("%(women)s women, %(men)s men: %(share)s women (n = %(number)s).", **facts))
    if women.target:
        lines.append(_("Wanted among them: %(target)s women.", target=women.target))
    if men.target:
        lines.append(_("Wanted among them: %(target)s men.", target=men.target))
    return [str(line) for line in lines]


def _wishes(standings: Mapping[Subject, Standing]) -> list[str]:
    """One sentence for each target that is not met, the largest gap first."""
    short = sorted((one for one in standings.values() if one.missing), key=lambda one: -one.missing)
    return [_wish(one) for one in short]


def _wish(one: Standing) -> str:
    number, sector = one.missing, one.subject.sector
    name = str(_(SECTOR_NAMES[sector])) if sector else ""
    match one.subject.gender:
        case None:
            return str(_n("%(num)d more person wanted: %(sector)s", "%(num)d more people wanted: %(sector)s", number,
                          sector=name))  # fmt: skip
        case Gender.WOMAN if sector:
            return str(_n("%(num)d more woman wanted: %(sector)s", "%(num)d more women wanted: %(sector)s", number,
                          sector=name))  # fmt: skip
        case Gender.WOMAN:
            return str(_n("%(num)d more woman wanted", "%(num)d more women wanted", number))
        case _ if sector:
            return str(_n("%(num)d more man wanted: %(sector)s", "%(num)d more men wanted: %(sector)s", number,
                          sector=name))  # fmt: skip
        case _:
            return str(_n("%(num)d more man wanted", "%(num)d more men wanted", number))


def _source(confirmed: int, targets: Mapping[Subject, Target], when: str) -> str:
    number = _number(confirmed)
    if targets:
        return str(
            _(
                "n = %(number)s, confirmed participants, as of %(when)s. The black line is the target; "
                "targets advise, they never block.",
                number=number,
                when=when,
            )
        )
    return str(_("n = %(number)s, confirmed participants, as of %(when)s.", number=number, when=when))


def _when(event: Event, at: datetime) -> str:
    return instant_text(at, event.zone, locale=current_language())


def _number(number: int) -> str:
    return number_text(number, locale=current_language())
