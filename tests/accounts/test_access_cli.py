"""Commands for users and tokens."""

import json

import pytest
from sqlalchemy.orm import Session

from dialogues.accounts import passwords, queries
from dialogues.accounts.access import Role
from dialogues.audit.queries import list_entries
from dialogues.core import clock
from dialogues.events import team_queries
from tests.accounts.test_users import find, first_password_on
from tests.factories import PASSWORD, make_event, make_sign_in, make_user


def test_a_user_is_added_with_the_password_from_standard_input(run, session: Session):
    words = ("user", "add", "adwoa@example.org", "--name", "Adwoa Sarpong", "--role", "administrator")
    ended = run(*words, "--password-stdin", typed=f"{PASSWORD}\n")
    assert (ended.code, ended.err) == (0, "")
    assert PASSWORD not in ended.out
    user = find(session, "adwoa@example.org")
    assert (user.name, user.role) == ("Adwoa Sarpong", Role.ADMINISTRATOR)
    assert passwords.is_right(user.password_hash, PASSWORD)
    assert user.first_password_ends_at is None
    assert list_entries(session).rows[0].actor_name == "command line"


@pytest.mark.parametrize("ending", ("", "\n", "\r\n", "\nmore lines\n"))
def test_only_the_end_of_the_line_is_taken_off_the_password(run, session: Session, ending: str):
    words = ("user", "add", "adwoa@example.org", "--name", "Adwoa", "--role", "door", "--password-stdin")
    assert run(*words, typed=f" {PASSWORD} {ending}").code == 0
    assert passwords.is_right(find(session, "adwoa@example.org").password_hash, f" {PASSWORD} ")


def test_without_a_password_a_first_one_is_made_and_printed(run, session: Session):
    ended = run("user", "add", "esi@example.org", "--name", "Esi Quaye", "--role", "door")
    esi = find(session, "esi@example.org")
    assert passwords.is_right(esi.password_hash, first_password_on(ended.out))
    assert esi.first_password_ends_at is not None


def test_a_user_can_be_added_for_one_event(run, session: Session):
    make_event("tarkwa")
    words = ("user", "add", "esi@example.org", "--name", "Esi Quaye", "--role", "door", "--event", "tarkwa")
    assert run(*words, "--password-stdin", typed=PASSWORD).code == 0
    esi = find(session, "esi@example.org")
    assert esi.role is None
    assert [(one.role, one.slug) for one in team_queries.list_held(session, user_id=esi.id)] == [("door", "tarkwa")]


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    (
        (("esi@example.org", "--role", "door"), "short\n", "The password needs at least 15 characters."),
        (("esi@example.org", "--role", "door"), "", "The password needs at least 15 characters."),
        (("esi@example.org", "--role", "door"), "esi quaye esi quaye\n", "This password is easy to guess"),
        (("esi", "--role", "door"), PASSWORD, "An e-mail address looks like name@example.org."),
        (("ADWOA@example.org", "--role", "door"), PASSWORD, "There is already an account with the address"),
        (("esi@example.org", "--role", "door", "--event", "nowhere"), PASSWORD, "There is no event nowhere."),
        (("esi@example.org", "--role", "administrator", "--event", "tarkwa"), PASSWORD, "An administrator is one for"),
    ),
)
def test_what_cannot_be_added_is_refused_in_one_sentence_and_nothing_is_kept(
    run, session: Session, words: tuple[str, ...], typed: str, sentence: str
):
    make_event("tarkwa")
    make_user("Adwoa Sarpong", email="adwoa@example.org")
    ended = run("user", "add", *words, "--name", "Esi Quaye", "--password-stdin", typed=typed)
    assert ended.code == 1
    assert ended.err.startswith(sentence)
    assert ended.err.count("\n") == 1
    assert ended.out == ""
    assert len(queries.list_users(session)) == 1


@pytest.mark.parametrize(
    "words",
    (("user", "add"), ("user", "add", "a@b.c", "--role", "door"), ("user", "nothing"), ("token", "add", "x"),
     ("user", "add", "a@b.c", "--name", "A", "--role", "king")),
)  # fmt: skip
def test_wrong_usage_ends_with_two(run, words: tuple[str, ...]):
    assert run(*words).code == 2


@pytest.mark.parametrize(
    "words",
    (
        ("user",),
        ("user", "add"),
        ("user", "list"),
        ("user", "end-sessions"),
        ("token", "add"),
        ("token", "list"),
        ("token", "end"),
    ),
)
def test_every_command_explains_itself(run, words: tuple[str, ...]):
    ended = run(*words, "--help")
    assert ended.code == 0
    assert "Usage:" in ended.out


def test_users_are_listed_for_people_and_for_programs(run):
    make_user("Adwoa Sarpong", role="administrator", email="adwoa@example.org")
    make_event("tarkwa")
    run("user", "add", "esi@example.org", "--name", "Ɛsi Quaye", "--role", "door", "--event", "tarkwa")
    assert run("user", "list").out.splitlines() == [
        "adwoa@example.org  Adwoa Sarpong  administrator for everything",
        "esi@example.org  Ɛsi Quaye  door in tarkwa",
    ]
    assert json.loads(run("user", "list", "--json").out) == [
        {"email": "adwoa@example.org", "name": "Adwoa Sarpong", "active": True, "role": "administrator", "roles": []},
        {"email": "esi@example.org", "name": "Ɛsi Quaye", "active": True, "role": None,
         "roles": [{"event": "tarkwa", "role": "door"}]},
    ]  # fmt: skip


def test_somebody_is_signed_out_everywhere(run, session: Session):
    user = make_user(email="adwoa@example.org")
    secrets = [make_sign_in(user), make_sign_in(user)]
    assert run("user", "end-sessions", "Adwoa@example.org").out == "2 sessions of Adwoa@example.org ended.\n"
    assert [queries.find_sign_in(session, secret=secret, now=clock.now()) for secret in secrets] == [None, None]


def test_nobody_is_signed_out_who_is_not_there(run):
    ended = run("user", "end-sessions", "nobody@example.org")
    assert (ended.code, ended.err) == (1, "There is no account with the address nobody@example.org.\n")


def test_a_token_is_printed_once_and_only_its_digest_is_kept(run, session: Session):
    token = run("token", "add", "dashboard", "--role", "reporter").out.strip()
    found = queries.find_token(session, token=token)
    assert found is not None
    assert (found.name, found.role) == ("dashboard", Role.REPORTER)
    assert token not in run("token", "list", "--json").out
    assert token != found.token_digest


def test_a_token_for_one_event_is_one_for_nothing_else(run, session: Session):
    make_event("tarkwa")
    token = run("token", "add", "desk", "--role", "door", "--event", "tarkwa").out.strip()
    found = queries.find_token(session, token=token)
    assert found is not None
    assert found.role is None
    assert run("token", "list").out == "desk  door in tarkwa\n"


def test_a_token_is_ended_by_its_name_and_the_name_is_free_again(run, session: Session):
    token = run("token", "add", "desk", "--role", "door").out.strip()
    again = run("token", "add", "desk", "--role", "door")
    assert again.code == 1
    assert again.err.startswith("There is already a token with the name desk.")
    assert run("token", "end", "desk").code == 0
    assert queries.find_token(session, token=token) is None
    assert run("token", "end", "desk").err == "There is no token with the name desk.\n"
    assert run("token", "add", "desk", "--role", "door").code == 0
