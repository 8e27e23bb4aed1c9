"""Which passwords are good enough, and how they are kept."""

import threading
import unicodedata

import pytest
from argon2 import extract_parameters

from dialogues.accounts import passwords, rules

GOOD = "seven lamps under rain"


def choose(password: str, *about: str) -> str:
    return passwords.choose(password, about=about)


@pytest.mark.parametrize("length", (15, 64, 256))
def test_a_password_may_have_fifteen_to_256_signs(length: int):
    password = (GOOD * 20)[:length]
    assert passwords.is_right(choose(password), password)


def test_a_password_of_fourteen_signs_is_too_short():
    with pytest.raises(rules.PasswordTooShort, match="15"):
        choose("7lamps & rains")


def test_a_password_of_257_signs_is_too_long():
    with pytest.raises(rules.PasswordTooLong):
        choose((GOOD * 20)[:257])


@pytest.mark.parametrize(
    "password",
    (
        "passwordpassword", "Password1234567", "p4ssw0rd p4ssw0rd", "123456789012345", "qwertyuiopasdfgh",
        "aaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "dialoguesdialogues", "Tarkwa Dialogue 2026", "motdepasse123456",
        "karibu karibu karibu", "administrator123", "poiuytrewqlkjhgf", "welcome-welcome-1",
    ),
)  # fmt: skip
def test_a_long_password_made_of_what_is_guessed_first_is_refused(password: str):
    with pytest.raises(rules.PasswordEasy):
        choose(password)


@pytest.mark.parametrize("password", ("adwoa.sarpong 2026", "Sarpong-Adwoa-1!1!", "adwoaadwoaadwoa77"))
def test_a_password_made_of_ones_own_name_is_refused(password: str):
    with pytest.raises(rules.PasswordEasy):
        choose(password, "Adwoa Sarpong", "adwoa.sarpong@example.org")
    assert choose(password, "Faraja Mrema")  # the name of somebody else is as good as any word


@pytest.mark.parametrize(
    "password",
    (GOOD, "a long pass phrase", "ɛsi ŋmɔ kɔkɔɔ bɔdɔm", "天馬行空 天馬行空 雲淡風輕 日月如梭", "x7$Kq2!vBn9#Lp4w"),
)
def test_no_kind_of_sign_is_asked_for_or_refused(password: str):
    assert passwords.is_right(choose(password), password)


@pytest.mark.parametrize("typed", (f" {GOOD}", f"{GOOD} ", GOOD.title(), GOOD[:-1], GOOD.replace(" ", ""), ""))
def test_a_password_is_compared_exactly_as_it_was_typed(typed: str):
    assert not passwords.is_right(choose(GOOD), typed)


def test_a_password_is_the_same_on_keyboards_that_compose_letters_differently():
    password = "élève café crème brûlée"
    assert passwords.is_right(choose(unicodedata.normalize("NFD", password)), unicodedata.normalize("NFC", password))


def test_hashes_cost_what_owasp_asks_and_nobodys_hash_costs_the_same():
    for kept in (choose(GOOD), passwords.choose_first()[1], passwords._NOBODYS):
        cost = extract_parameters(kept)
        assert (cost.type.name, cost.memory_cost, cost.time_cost, cost.parallelism) == ("ID", 19 * 1024, 2, 1)


def test_where_there_is_no_account_a_hash_is_computed_all_the_same(monkeypatch: pytest.MonkeyPatch):
    looked_at: list[str] = []

    def note(kept: str, typed: str) -> bool:
        looked_at.append(kept)
        return False

    monkeypatch.setattr(passwords, "_matches", note)
    assert not passwords.is_right(None, GOOD)
    assert looked_at == [passwords._NOBODYS]


def test_an_account_without_a_usable_password_lets_nobody_in():
    assert not passwords.is_right("!", "!")
    assert not passwords.is_right("", "")


def test_an_over_long_password_is_refused_without_reading_it():
    assert not passwords.is_right(choose(GOOD), GOOD + "x" * 5_000_000)


def test_more_passwords_at_once_than_the_machine_can_bear_are_turned_away(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(passwords, "_WAIT_S", 0.01)
    monkeypatch.setattr(passwords, "_places", threading.BoundedSemaphore(1))
    with passwords._place(), pytest.raises(rules.TooBusy):
        passwords.is_right(None, GOOD)
    assert not passwords.is_right(None, GOOD)  # the place is free again


def test_a_first_password_cannot_be_guessed_and_keeps_the_rules():
    made = {passwords.choose_first()[0] for _again in range(3)}
    assert len(made) == 3
    for password in made:
        assert len(password.replace("-", "")) == 20
        rules.require_good_password(password, about=())


@pytest.mark.parametrize("email", ("adwoa@example.org", "admin@localhost", "Ɛsi@exemple.mg", "a+b@x.y"))
def test_an_address_is_only_a_name_so_most_forms_do(email: str):
    rules.require_email(email)


@pytest.mark.parametrize(
    "email", ("", "adwoa", "adwoa@", "@example.org", "a b@c.d", "a@b@c", "a@b\nc", "<a@b.c>", "a" * 300)
)
def test_what_is_no_address_is_refused(email: str):
    with pytest.raises(rules.BadEmail):
        rules.require_email(email)
