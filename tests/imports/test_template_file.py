"""The list to fill in is read without a question, in every language, and offers what it says."""

import io
import zipfile

import pytest

from dialogues.core.i18n import LANGUAGES, force_locale
from dialogues.core.spreadsheets import read_table
from dialogues.imports import services
from dialogues.imports.columns import Field
from dialogues.imports.template_file import choices, write_template
from tests.factories import make_event, make_group


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_chosen_in_it_is_read_without_a_question(app, session, language):
    event = make_event()
    groups = [make_group("Media", "OTH").name, make_group("Artisanal miners", "MIN").name]
    with app.test_request_context(), force_locale(language):
        offered = choices(groups)
        fields = [field for field in Field if field not in (Field.GIVEN_NAME, Field.FAMILY_NAME)]
        rows = []
        for number in range(max(map(len, offered.values()))):
            said = {field: words[number % len(words)] for field, words in offered.items()}
            said |= {Field.FULL_NAME: f"Person {number}", Field.PHONE: f"02441234{number:02}"}
            if number:
                said.pop(Field.STAKEHOLDER_GROUP)
            else:
                said[Field.SECTOR] = ""
            rows.append([said.get(field, "") for field in fields])
        table = read_table(write_template(groups, rows=rows))
        plan = services.plan_import(session, event, table).plan
    assert (plan.refusals, plan.questions) == ([], ())
    assert set(plan.heading.mapping.values()) == set(fields)
    assert not plan.heading.guessed
    assert {line.said.facts.sector for line in plan.lines} == {"GOV", "CSO", "ACA", "IND", "MIN", "OTH"}


def test_the_file_is_empty_and_offers_its_lists(organiser):
    make_event()
    make_group("Media", "OTH")
    file = organiser.get("/events/tarkwa/import/template.xlsx")
    assert file.headers["Content-Disposition"] == "attachment; filename=tarkwa-people.xlsx"
    assert len(read_table(file.data).rows) == 1
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 5
    answer = organiser.post(
        "/events/tarkwa/import", {"file": (io.BytesIO(file.data), "x.xlsx")}, content_type="multipart/form-data"
    )
    assert "This file has a heading but no rows under it." in answer.text
