"""What a browser may send about users and their roles."""

from collections.abc import Iterable

from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.fields import EmailField
from wtforms.validators import DataRequired, Length, ValidationError

from dialogues.accounts.access import ROLE_NAMES, Role
from dialogues.accounts.rules import BadEmail, EmailTaken, LastAdministrator, NameMissing, OwnAccount
from dialogues.core.errors import DomainError
from dialogues.core.i18n import _, _l
from dialogues.core.web import Form, show_error
from dialogues.events import team_rules
from dialogues.events.team_queries import Scope
from dialogues.events.team_rules import ROLES_IN_EVENTS

EVERYTHING = "everything"
NO_ROLE = "none"

ROLE_HINTS = {
    Role.ADMINISTRATOR.value: _l("Everything, and who may use this copy."),
    Role.ORGANISER.value: _l("Everything in an event: people, agenda, attendance, papers, team."),
    Role.FACILITATOR.value: _l("Agenda, names and attendance; no telephone numbers or addresses."),
    Role.DOOR.value: _l("Names and marks at the desk; nothing else."),
    Role.REPORTER.value: _l("Figures; no names."),
    NO_ROLE: _l("Opens only the events where a role was given."),
}

_FIELD_OF: dict[type[DomainError], str] = {
    BadEmail: "email",
    EmailTaken: "email",
    NameMissing: "name",
    LastAdministrator: "role",
    OwnAccount: "role",
    team_rules.NewNameNeeded: "name",
    team_rules.RoleForEverything: "role",
    team_rules.RoleMissing: "role",
    team_rules.UnknownScope: "scope",
}


def show_refusal(form: Form, error: DomainError) -> None:
    """Put the sentence of a refused rule beside its field; what belongs to no field goes on to the application."""
    name = _FIELD_OF.get(type(error))
    if name is None or name not in form:
        raise error
    show_error(form[name], error)


def role_choices(roles: Iterable[Role]) -> list[SelectChoice]:
    """Roles to choose from, by their names."""
    return [SelectChoice(role.value, _(ROLE_NAMES[role])) for role in roles]


_name_length = Length(max=200, message=_l("Shorten the name to 200 characters."))
_email_length = Length(max=254, message=_l("An e-mail address has at most 254 characters."))
_email_needed = DataRequired(_l("Write the e-mail address."))


class _RoleField(RadioField):
    """One role; refused in a sentence if it is not among those offered."""

    def pre_validate(self, form: Form) -> None:
        """Refuse what was not offered."""
        if self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Choose a role."))


class TeamForm(Form):
    """Somebody who gets a role in one event."""

    email = EmailField(_l("E-mail address"), [_email_needed, _email_length])
    name = StringField(_l("Name"), [_name_length])
    role = _RoleField(_l("Role in this event"))

    def offer(self) -> None:
        """Offer the roles an event knows."""
        self.role.choices = role_choices(ROLES_IN_EVENTS)


class _ScopeForm(Form):
    """A form that asks what a role is for."""

    scope = SelectField(_l("For"), validate_choice=False)

    def offer_scopes(self, scopes: Iterable[Scope]) -> None:
        """Offer processes and events."""
        groups = {"process": _("Processes"), "event": _("Events")}
        self.scope.choices = [
            *self.scope.choices,
            *(SelectChoice(one.key, one.title, optgroup=groups[one.key.partition(":")[0]]) for one in scopes),
        ]


class NewUserForm(_ScopeForm):
    """Somebody who gets an account."""

    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), _name_length])
    email = EmailField(_l("E-mail address"), [_email_needed, _email_length])
    role = _RoleField(_l("Role"))

    def offer(self, scopes: Iterable[Scope]) -> None:
        """Offer every role and everything it can be for."""
        self.role.choices = role_choices(Role)
        self.scope.choices = [SelectChoice(EVERYTHING, _("Everything"))]
        self.offer_scopes(scopes)


class UserForm(Form):
    """The name of an account, and its role for everything."""

    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), _name_length])
    role = _RoleField(_l("Role for everything"))

    def offer(self) -> None:
        """Offer every role, and none."""
        self.role.choices = [*role_choices(Role), SelectChoice(NO_ROLE, _("No role for everything"))]


class GiveRoleForm(_ScopeForm):
    """One more role of a user, for an event or process."""

    role = _RoleField(_l("Role there"))

    def offer(self, scopes: Iterable[Scope]) -> None:
        """Offer the roles an event knows, and every event and process."""
        self.role.choices = role_choices(ROLES_IN_EVENTS)
        self.scope.choices = []
        self.offer_scopes(scopes)
