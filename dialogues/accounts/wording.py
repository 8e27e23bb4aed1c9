"""The words of the journal for accounts."""

from dialogues.accounts.access import ROLE_NAMES
from dialogues.audit.wording import add_words
from dialogues.core.i18n import LANGUAGES, N_


def teach_journal() -> None:
    """Teach the journal what the acts of accounts are called, and what their facts."""
    add_words(
        actions={
            "user.added": N_("An account was made for %(name)s"),
            "user.changed": N_("The account of %(name)s was changed"),
            "user.role_changed": N_("The role of %(name)s was changed"),
            "user.switched_off": N_("The account of %(name)s was switched off"),
            "user.switched_on": N_("The account of %(name)s was switched on again"),
            "user.sessions_ended": N_("%(name)s was signed out everywhere"),
            "user.password_changed": N_("%(name)s chose a new password"),
            "user.first_password_given": N_("%(name)s was given a new first password"),
            "token.added": N_("The token %(name)s was made"),
            "token.ended": N_("The token %(name)s was ended"),
        },
        fields={
            "name": N_("Name"),
            "email": N_("E-mail"),
            "role": N_("Role"),
            "language": N_("Language"),
            "can_sign_in": N_("Can sign in"),
        },
        values={"role": ROLE_NAMES, "language": LANGUAGES},
    )
