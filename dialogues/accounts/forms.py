"""What a browser may send about accounts."""

from typing import Any

from wtforms import PasswordField, SelectChoice, SelectField, StringField
from wtforms.fields import EmailField
from wtforms.validators import DataRequired, InputRequired, Length

from dialogues.accounts.rules import PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN
from dialogues.core.i18n import LANGUAGES, _l
from dialogues.core.web import Form

NAME_LENGTH_MAX = 200
EMAIL_LENGTH_MAX = 254
_CODE_LENGTH_MAX = 40

NEW_PASSWORD_HINT = _l(
    "At least %(least)s characters. Four words that have nothing to do with each other are easy to remember.",
    least=PASSWORD_LENGTH_MIN,
)


def name_field(label: Any) -> StringField:
    """The field for the name of a person with an account."""
    too_long = Length(max=NAME_LENGTH_MAX, message=_l("Shorten the name to 200 characters."))
    return StringField(label, [DataRequired(_l("Write the name.")), too_long])


def email_field() -> EmailField:
    """The field for the address that an account is known by."""
    too_long = Length(max=EMAIL_LENGTH_MAX, message=_l("An e-mail address has at most 254 characters."))
    return EmailField(_l("E-mail address"), [DataRequired(_l("Write the e-mail address.")), too_long])


def new_password_field(label: Any) -> PasswordField:
    """The field for a password that is being chosen; its rules are kept by the services."""
    too_long = Length(max=PASSWORD_LENGTH_MAX, message=_l("The password may have at most 256 characters."))
    return PasswordField(label, [InputRequired(_l("Choose a password.")), too_long])


def _languages() -> list[SelectChoice]:
    own_names = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
    return [SelectChoice("", _l("As my browser asks")), *own_names]


class SignInForm(Form):
    """Who signs in."""

    email = email_field()
    password = PasswordField(_l("Password"), [InputRequired(_l("Write the password."))])


class SetUpForm(Form):
    """The first administrator."""

    code = StringField(
        _l("Code from the terminal"),
        [DataRequired(_l("Write the code.")), Length(max=_CODE_LENGTH_MAX, message=_l("The code is shorter."))],
    )
    name = name_field(_l("Your name"))
    email = email_field()
    password = new_password_field(_l("Choose a password"))


class ProfileForm(Form):
    """A user's own name and language."""

    name = name_field(_l("Your name"))
    language = SelectField(_l("Language"), choices=_languages())


class ChangePasswordForm(Form):
    """A new password, guarded by the present one."""

    current = PasswordField(_l("Present password"), [InputRequired(_l("Write your present password."))])
    password = new_password_field(_l("New password"))
