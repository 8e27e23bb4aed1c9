"""What a browser may send: nothing here yet but the form of the style guide, which shows one field of each kind."""

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length

from dialogues.core.web import Form

_SECTORS = {"": "Choose", "GOV": "Government", "IND": "Industry", "MIN": "Miners"}


class GuideForm(Form):
    """One field of each kind. Its words are for those who build pages, so they are in English alone."""

    full_name = StringField("Full name", [InputRequired("Write the full name."), Length(max=200)])
    phone = TelField("Phone")
    email = EmailField("E-mail")
    starts_on = DateField("First day", [InputRequired("Give the first day.")])
    starts_at = TimeField("Begins")
    seats = IntegerField("Seats")
    needs = TextAreaField("What do you need to take part?")
    sector = SelectField("Sector", [InputRequired("Choose a sector.")], choices=_SECTORS)
    gender = RadioField("Gender", choices={"woman": "Woman", "man": "Man", "other": "Other"})
    group = RadioField("Way", [InputRequired("Say how you will come.")], choices={"bus": "Bus", "own": "Own way"})
    consents = SelectMultipleField("Consents", choices={"list": "On the shared list", "email": "By e-mail"})
    photo = BooleanField("I may be photographed")
    password = PasswordField("Password")
    sheet = FileField("Spreadsheet")
