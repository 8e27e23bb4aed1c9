"""What single components draw from what they are given."""

import re

from flask import Flask, render_template_string

from dialogues.core.paging import Page


def draw(app: Flask, call: str, **given: object) -> str:
    macro, home = re.match(r"(\w+).*? from (\w+)$", call).groups()
    shown = call.removesuffix(f" from {home}")
    with app.test_request_context():
        return render_template_string(f'{{% from "components/{home}.html" import {macro} %}}{{{{ {shown} }}}}', **given)


def page_numbers(html: str) -> list[str]:
    return re.findall(r'aria-label="Page (\d+)"', html)


def test_a_list_shows_its_ends_and_the_pages_around_the_present_one(showroom: Flask) -> None:
    page = Page(rows=list(range(50)), number=5, size=50, total=412)
    html = draw(showroom, "pagination(page, '/people', {'q': 'ama & co'}) from pagination", page=page)
    assert page_numbers(html) == ["1", "4", "5", "6", "9"]
    assert html.count("…") == 2
    assert "201–250 of 412" in html
    assert 'href="/people?q=ama+%26+co&amp;page=6"' in html
    assert html.count('aria-current="page"') == 1


def test_a_short_list_has_a_count_and_an_empty_one_nothing(showroom: Flask) -> None:
    few = Page(rows=[1, 2], number=1, size=50, total=2)
    html = draw(showroom, "pagination(page, '/people') from pagination", page=few)
    assert "1–2 of 2" in html
    assert "<a" not in html
    none: Page[int] = Page(rows=[], number=1, size=50, total=0)
    assert draw(showroom, "pagination(page, '/people') from pagination", page=none).strip() == ""


def test_the_first_and_last_page_lead_nowhere_beyond(showroom: Flask) -> None:
    first = Page(rows=[1], number=1, size=1, total=3)
    last = Page(rows=[3], number=3, size=1, total=3)
    assert "Previous" not in draw(showroom, "pagination(page, '/p') from pagination", page=first)
    assert "Next" not in draw(showroom, "pagination(page, '/p') from pagination", page=last)


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_the_whole(showroom: Flask) -> None:
    assert 'width="25.0%"' in draw(showroom, "bar(5, 20) from chart")
    assert 'width="100.0%"' in draw(showroom, "bar(30, 20) from chart")
    assert 'width="0.0%"' in draw(showroom, "bar(0, 0) from chart")
    assert 'x1="50.0%"' in draw(showroom, "bar(5, 20, target=10) from chart")


def test_a_sector_is_never_colour_alone(showroom: Flask) -> None:
    html = draw(showroom, "sector_tag('MIN', 'Miners', short=true) from sector_tag")
    assert 'fill="url(#hatch-min)"' in html
    assert ">MIN<" in html
    assert '<span class="visually-hidden">Miners</span>' in html


def test_the_parts_of_a_stacked_bar_fill_it(showroom: Flask) -> None:
    parts = [{"sector": "GOV", "value": 1}, {"sector": "IND", "value": 0}, {"sector": "MIN", "value": 3}]
    html = draw(showroom, "stacked_bar(parts) from chart", parts=parts)
    assert re.findall(r'<rect x="([\d.]+)%" width="([\d.]+)%"', html) == [("0.00", "25.00"), ("25.00", "75.00")]
    assert "<rect" not in draw(showroom, "stacked_bar(parts) from chart", parts=[{"sector": "GOV", "value": 0}])


def test_a_fact_of_zero_is_shown_and_a_missing_one_is_a_dash(showroom: Flask) -> None:
    html = draw(showroom, "details([('Seats', 0), ('Phone', '')]) from details")
    assert "<dd>0</dd>" in html
    assert html.count("–") == 1


def test_a_closed_day_has_no_button(showroom: Flask) -> None:
    fixed = draw(showroom, "mark('present', 'Ama, Monday: present') from mark")
    assert "<button" not in fixed
    assert "<a" not in fixed
    assert "Ama, Monday: present" in fixed
    assert "<button" in draw(showroom, "mark('none', 'Ama, Tuesday: not recorded', value='7') from mark")
    assert 'href="/ama"' in draw(showroom, "mark('none', 'Ama', url='/ama') from mark")


def test_names_are_never_read_as_markup(showroom: Flask) -> None:
    html = draw(
        showroom, "task_list(items) from task_list",
        items=[{"label": "<b>Ama</b>", "url": "#", "state": "done", "tag": "Done", "hint": "<i>x</i>"}],
    )  # fmt: skip
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_table_without_rows_says_what_that_means(showroom: Flask) -> None:
    with showroom.test_request_context():
        html = render_template_string(
            '{% from "components/table.html" import table %}'
            '{% call(row) table("People", ["Name"], [], empty="Nobody yet.") %}<td>{{ row }}</td>{% endcall %}'
        )
    assert "Nobody yet." in html
    assert "<table" not in html


def test_a_sorted_column_says_so(showroom: Flask) -> None:
    with showroom.test_request_context():
        html = render_template_string(
            '{% from "components/table.html" import table %}{% call(row) table("People", '
            '[{"label": "Name", "url": "?sort=name", "sorted": "descending"}, {"label": "Days", "number": true}], '
            "[1]) %}<td>{{ row }}</td>{% endcall %}"
        )
    assert 'aria-sort="descending"' in html
    assert "<caption" in html
    assert "table__header--number" in html
