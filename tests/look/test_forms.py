"""A form tells what is wrong where it is wrong, keeps what was written, and carries its keys."""

import re

from flask import Flask, g, render_template_string
from flask.testing import FlaskClient

from dialogues.home.forms import GuideForm

FIELD = '{% from "components/form.html" import field %}{{ field(form[name], **how) }}'
BOX = '{% from "components/form.html" import form_box %}{% call form_box(form, submit="Save", **how) %}x{% endcall %}'


def draw(app: Flask, name: str, *, sent: dict[str, str] | None = None, **how: object) -> str:
    with app.test_request_context(method="POST" if sent is not None else "GET", data=sent):
        g.csrf_valid = True
        form = GuideForm()
        if sent is not None:
            form.validate()
        return render_template_string(FIELD, form=form, name=name, how=how)


def box(app: Flask, *, sent: dict[str, str] | None = None, **how: object) -> str:
    with app.test_request_context(method="POST" if sent is not None else "GET", data=sent):
        g.csrf_valid = True
        form = GuideForm()
        if sent is not None:
            form.validate()
        return render_template_string(BOX, form=form, how=how)


def test_an_error_is_tied_to_its_field(showroom: Flask) -> None:
    html = draw(showroom, "full_name", sent={}, hint="As on the badge.")
    assert 'aria-describedby="full_name-hint full_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="full_name-error"' in html
    assert "Write the full name." in html


def test_a_field_without_error_says_none(showroom: Flask) -> None:
    html = draw(showroom, "full_name", sent={"full_name": "Ɛsi Owusuaa"})
    assert "aria-invalid" not in html
    assert "aria-describedby" not in html
    assert 'value="Ɛsi Owusuaa"' in html


def test_what_was_written_is_shown_again_and_never_as_markup(showroom: Flask) -> None:
    html = draw(showroom, "needs", sent={"needs": "</textarea><b>loud</b>"})
    assert "<b>" not in html
    assert "&lt;b&gt;loud" in html


def test_nothing_is_cut_or_judged_by_the_browser(showroom: Flask) -> None:
    html = draw(showroom, "full_name")
    assert "maxlength" not in html
    assert "required" not in html


def test_only_what_may_be_left_out_is_called_optional(showroom: Flask) -> None:
    assert "(optional)" not in draw(showroom, "full_name")
    assert "(optional)" in draw(showroom, "phone")
    assert "(optional)" not in draw(showroom, "phone", optional=False)


def test_each_kind_of_field_gets_its_control(showroom: Flask) -> None:
    kinds = {"phone": "tel", "email": "email", "starts_on": "date", "starts_at": "time", "seats": "number"}
    for name, kind in kinds.items():
        assert f'type="{kind}"' in draw(showroom, name)
    assert "<textarea" in draw(showroom, "needs")
    assert "<select" in draw(showroom, "sector")
    assert draw(showroom, "gender").count('type="radio"') == 3
    assert draw(showroom, "consents").count('type="checkbox"') == 2
    assert draw(showroom, "photo").count('type="checkbox"') == 1
    assert "data-shows-password" in draw(showroom, "password")


def test_a_group_of_choices_is_read_with_its_question(showroom: Flask) -> None:
    html = draw(showroom, "group", sent={}, hint="By road.", hints={"bus": "At 07:30."})
    assert re.search(r'<fieldset[^>]* aria-describedby="group-hint group-error"', html)
    assert re.search(r"<legend[^>]*>\s*Way", html)
    assert 'aria-describedby="group-0-hint"' in html
    assert "Say how you will come." in html


def test_a_chosen_value_stays_chosen(showroom: Flask) -> None:
    html = draw(showroom, "group", sent={"group": "own"})
    assert re.search(r'value="own" checked', html)
    assert not re.search(r'value="bus" checked', html)


def test_the_bar_of_letters_stands_at_name_fields_only(showroom: Flask) -> None:
    assert draw(showroom, "full_name", letters=True).count("data-letter=") == 14
    assert "data-letter" not in draw(showroom, "phone")


def test_the_summary_links_to_every_wrong_field(showroom: Flask) -> None:
    html = box(showroom, sent={})
    links = re.findall(r'class="error-summary__link" href="#([^"]+)"', html)
    assert links == ["full_name", "starts_on", "sector", "gender-0", "group-0"]
    assert "5 things need another look" in html
    assert "everything else you wrote is still here" in html  # a password is never sent back


def test_one_error_is_told_as_one(showroom: Flask) -> None:
    sent = {"full_name": "A", "starts_on": "2026-11-23", "sector": "GOV", "gender": "man"}
    assert "One thing needs another look" in box(showroom, sent=sent)


def test_a_right_form_has_no_summary(showroom: Flask) -> None:
    assert "error-summary" not in box(showroom)


def test_a_summary_leads_to_ids_that_are_on_the_page(reader: FlaskClient) -> None:
    page = reader.get("/guide?wrong=1").text
    for target in re.findall(r'class="error-summary__link" href="#([^"]+)"', page):
        assert f' id="{target}"' in page


def test_a_form_carries_its_keys_once(showroom: Flask) -> None:
    html = box(showroom)
    assert html.count('name="csrf_token"') == 1
    assert re.search(r'name="once"[^>]* value="[\w-]{16,}"', html)
    assert 'method="post"' in html
    assert "novalidate" in html


def test_a_form_with_a_file_is_sent_in_parts(showroom: Flask) -> None:
    assert 'enctype="multipart/form-data"' in box(showroom, upload=True)
    assert "enctype" not in box(showroom)


def test_a_button_that_acts_is_a_form_of_its_own(showroom: Flask) -> None:
    with showroom.test_request_context():
        html = render_template_string(
            '{% from "components/button.html" import post_button %}'
            '{{ post_button("/undo", "Undo", fields={"mark": "<7>"}, more="Ama") }}'
        )
    assert re.search(r'<form[^>]* method="post" action="/undo"', html)
    assert 'name="csrf_token"' in html
    assert 'name="mark" value="&lt;7&gt;"' in html
    assert "Undo" in html
    assert "Ama" in html


def test_every_control_of_the_guide_has_a_label_and_every_id_is_single(reader: FlaskClient) -> None:
    page = reader.get("/guide?wrong=1").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        if 'type="hidden"' not in control:
            assert re.search(r'\sid="([^"]+)"', control)[1] in labelled, control
    for tied in re.findall(r'aria-(?:describedby|labelledby|controls)="([^"]+)"', page):
        assert set(tied.split()) <= set(ids), tied
