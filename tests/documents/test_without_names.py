"""The report for outside the house: nobody's name in the file, no small group on the paper or between its lines."""

import itertools
import random
from collections.abc import Sequence

import pytest

from dialogues.documents import attendance_report
from dialogues.documents.report_figures import without_names
from dialogues.documents.small_cells import FEW, WITHHELD, Key, Tables, is_small, published
from tests.documents import reading
from tests.documents.paper_facts import PEOPLE, Row, crowd, make_report_facts

OTHER_INK = (0.3843, 0.3843, 0.3686)  # of the sector "other"
TABLES: tuple[Key, ...] = (("sector",), ("women",), ("day", "1"), ("day", "2"))
CANARIES: tuple[Row, ...] = tuple(
    (f"Zq{number}x Wv{number}y", sector, gender, days) for number, (_, sector, gender, days) in enumerate(crowd(200))
)


def leaked(pdf: bytes, words: list[str]) -> list[str]:
    """Words that stand anywhere in the file: in its text, its names, its unpacked streams."""
    text, everything = reading.copied_text(pdf), reading.everything(pdf)
    return [word for word in words if word in text or word.encode() in everything]


def test_no_name_and_no_organisation_is_anywhere_in_the_file() -> None:
    words = [word for name, *_ in CANARIES for word in name.split()] + ["Office"]
    facts = make_report_facts(CANARIES, changes="Mark of Zq1x Wv1y added.")
    assert leaked(attendance_report.draw_without_names(facts), words) == []


def test_names_in_the_file_for_auditors_are_found_by_the_same_search() -> None:
    words = [word for name, *_ in CANARIES for word in name.split()]
    assert leaked(attendance_report.draw(make_report_facts(CANARIES)), words) == words


def test_letters_beyond_english_are_found_and_left_out_alike() -> None:
    names = [name for name, *_ in PEOPLE]
    assert leaked(attendance_report.draw(make_report_facts()), names) == names
    assert leaked(attendance_report.draw_without_names(make_report_facts()), names) == []


def test_the_report_without_names_has_no_annex_and_says_what_it_is() -> None:
    pdf = attendance_report.draw_without_names(make_report_facts(crowd(200)))
    text = reading.text(pdf)
    assert "Annex" not in text
    assert "May be passed on: no names" in text
    assert "ATTENDANCE REPORT · WITHOUT NAMES" in text
    assert "MORNING" not in text


def test_the_four_numbers_stay_and_small_groups_go() -> None:
    text = reading.text(attendance_report.draw_without_names(make_report_facts()))
    assert "15 Present at least one day" in text
    assert "The largest sector" not in text
    assert "<5: one to four people, not shown." in text


def test_of_a_sector_that_is_too_small_neither_number_nor_bar_is_printed() -> None:
    rows = [row for row in crowd(160) if row[1] != "OTH"] + [("Nana", "OTH", "m", "PPPP")]
    shown = without_names(make_report_facts(rows))
    other = next(sector for sector in shown.sectors if sector.code == "OTH")
    assert shown.present(other) == FEW
    assert not shown.is_plain(other)
    pdf = attendance_report.draw_without_names(make_report_facts(rows))
    assert "OTH Other <5" in reading.text(pdf)
    assert OTHER_INK not in reading.colours(pdf, 2)
    assert OTHER_INK in reading.colours(attendance_report.draw(make_report_facts(rows)), 2)


# ---------------------------------------------------------------- a reader who puts all tables together
Answer = dict[Key, int]


def allowed(tables: Tables, signs: dict[Key, str], keys: Sequence[Key]) -> list[Answer]:
    """Every set of counts of one line that would have been printed in the same way."""
    totals = [total for parts, total in tables.lines if set(parts) == set(keys)]
    most = max((total for _, total in tables.lines), default=0)
    open_to = {FEW: list(range(1, 5)), WITHHELD: [0, *range(5, most + 1)]}
    choices = [open_to.get(signs[key]) or [int(signs[key])] for key in keys]
    return [
        dict(zip(keys, counts, strict=True))
        for counts in itertools.product(*choices)
        if all(sum(counts) == total for total in totals)
    ]


def agrees(tables: Tables, answer: Answer) -> bool:
    """Whether counts known so far can stand beside each other."""
    return all(answer[less] <= answer[more] for less, more in tables.within if {less, more} <= set(answer)) and all(
        answer[whole] <= sum(answer[part] for part in parts)
        for whole, parts in tables.covered
        if {whole, *parts} <= set(answer)
    )


def recovered(tables: Tables, signs: dict[Key, str]) -> set[Key]:
    """Private counts for which a reader who tries everything has one answer left."""
    found: dict[Key, set[int]] = {key: set() for key in signs if is_small(tables.counts[key]) or key in tables.private}
    lines = [[key for key in signs if key[: len(table)] == table] for table in TABLES]
    sectors, *others = [allowed(tables, signs, keys) for keys in lines]
    for answer in sectors:
        women, first, second = ([one for one in line if agrees(tables, answer | one)] for line in others)
        days = [one | two for one in first for two in second if agrees(tables, answer | one | two)]
        if women and days:
            for one in (answer, *women, *days):
                for key in found.keys() & one.keys():
                    found[key].add(one[key])
    return {key for key, values in found.items() if len(values) == 1}


def small_tables(chance: random.Random) -> Tables:
    """Three sectors on two days, hanging together as in a report without names."""
    present = {sector: chance.choice((0, 1, 2, 4, 5, 6, 7)) for sector in "ABC"}
    counts: dict[Key, int] = {}
    for sector, here in present.items():
        first = chance.randint(0, here)
        counts["sector", sector] = here
        counts["women", sector] = chance.randint(0, here)
        counts["day", "1", sector] = first
        counts["day", "2", sector] = chance.randint(here - first, here)
    lines = [[(*table, sector) for sector in "ABC"] for table in TABLES]
    return Tables(
        counts,
        [(tuple(keys), sum(counts[key] for key in keys)) for keys in lines],
        [(key, ("sector", key[-1])) for line in lines[1:] for key in line],
        [(("sector", sector), (("day", "1", sector), ("day", "2", sector))) for sector in "ABC"],
        frozenset(("women", s) for s, here in present.items() if here >= 5 and is_small(here - counts["women", s])),
    )


@pytest.mark.parametrize("seed", range(25))
def test_no_small_group_can_be_worked_out_from_all_tables_together(seed: int) -> None:
    tables = small_tables(random.Random(seed))
    signs = published(tables)
    assert not any(is_small(tables.counts[key]) and sign != FEW for key, sign in signs.items())
    assert recovered(tables, signs) == set()


def test_hiding_small_groups_alone_would_not_be_enough() -> None:
    caught = 0
    for seed in range(10):
        tables = small_tables(random.Random(seed))
        small = {key: FEW for key, count in tables.counts.items() if is_small(count)}
        alone = {key: WITHHELD if key in tables.private else str(count) for key, count in tables.counts.items()} | small
        caught += bool(recovered(tables, alone))
    assert caught >= 5


def test_a_table_that_cannot_be_protected_is_left_out() -> None:
    line: tuple[Key, ...] = (("day", "1", "A"), ("day", "1", "B"))
    assert published(Tables(dict.fromkeys(line, 1), [(line, 2)])) == {}
    two_people = attendance_report.draw_without_names(make_report_facts(PEOPLE[:2]))
    assert "2 Present at least one day" in reading.text(two_people)
    assert "The groups are too small to be shown by sector" in reading.text(two_people)


def test_numbers_that_betray_nobody_are_all_published() -> None:
    line: tuple[Key, ...] = (("sector", "A"), ("sector", "B"), ("sector", "C"))
    counts = dict(zip(line, (12, 0, 30), strict=True))
    assert published(Tables(counts, [(line, 42)])) == {key: str(count) for key, count in counts.items()}
