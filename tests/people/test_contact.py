"""Telephone numbers and e-mail addresses are read as people write them."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from dialogues.people.contact import Phones, figures_of, phone_text, phones_text, read_email, read_phones
from dialogues.people.rules import NotAnEmail


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    (
        ("0244 118 207", "GH", "+233244118207"),
        ("0244118207", "GH", "+233244118207"),
        ("024-411-8207", "GH", "+233244118207"),
        ("(024) 411 8207", "GH", "+233244118207"),
        ("244118207", "GH", "+233244118207"),  # a spreadsheet took the zero
        ("244118207.0", "GH", "+233244118207"),  # and made it a fraction
        ("2.33244118207E+11", "GH", "+233244118207"),
        ("0244,118,207", "GH", "+233244118207"),
        ("233244118207", "GH", "+233244118207"),
        ("00233244118207", "GH", "+233244118207"),
        ("00233244118207", None, "+233244118207"),
        ("+233 24 411 8207", "TZ", "+233244118207"),
        ("0754 123 456", "TZ", "+255754123456"),
        ("034 12 345 67", "MG", "+261341234567"),
        ("٠٢٤٤١١٨٢٠٧", "GH", "+233244118207"),
        ("0302 665 421 ext 5", "GH", "+233302665421 ext. 5"),
    ),
)
def test_a_number_is_kept_in_international_form(typed: str, country: str | None, kept: str):
    assert read_phones(typed, country=country) == Phones(first=kept, second=None, unread=())


@pytest.mark.parametrize("between", ("/", " / ", ",", "; ", " or ", " ou ", "\n", "|"))
def test_two_numbers_in_one_field_are_told_apart(between: str):
    phones = read_phones(f"0244118207{between}0201557318", country="GH")
    assert phones == Phones(first="+233244118207", second="+233201557318", unread=())


def test_the_same_number_twice_is_one():
    assert read_phones("0244118207 / +233244118207", country="GH") == Phones("+233244118207", None, ())


def test_a_third_number_stays_with_the_second():
    phones = read_phones("0244118207/0201557318/0302665421", country="GH")
    assert phones.second == "+233201557318 / +233302665421"


@pytest.mark.parametrize(
    ("typed", "country"),
    (("ask at the shop", "GH"), ("12345", "GH"), ("0244118207", None), ("2.33E+11", "GH"), ("0244 118 20", "GH")),
)
def test_what_cannot_be_read_is_kept_as_typed_and_named(typed: str, country: str | None):
    assert read_phones(typed, country=country) == Phones(first=typed, second=None, unread=(typed,))


@pytest.mark.parametrize("nothing", ("", None, " / "))
def test_no_number_is_none(nothing: str | None):
    assert read_phones(nothing, country="GH") == Phones(None, None, ())


def test_a_kept_number_is_shown_in_groups_and_reads_back():
    assert phone_text("+233244118207") == "+233 24 411 8207"
    assert phone_text("ask at the shop") == "ask at the shop"
    assert phone_text(None) == ""
    shown = phones_text("+233244118207", "+233201557318")
    assert read_phones(shown, country=None) == Phones("+233244118207", "+233201557318", ())


@pytest.mark.parametrize(
    ("typed", "figures"),
    (
        ("0244 118", "244118"),
        ("+233 24 411", "23324411"),
        ("24-41", "2441"),
        ("244", None),
        ("0244", "244"),
        ("+233 (0)24 411", "23324411"),
        ("0000", None),
        ("Ama 0244", None),
    ),
)
def test_a_number_is_searched_by_its_figures(typed: str, figures: str | None):
    assert figures_of(typed) == figures


@pytest.mark.parametrize(
    ("typed", "kept"),
    (("Ama@Example.ORG", "Ama@example.org"), ("ɛsi@example.org", "ɛsi@example.org"), (None, None), ("", None)),
)
def test_an_address_is_kept_with_its_domain_in_small_letters(typed: str | None, kept: str | None):
    assert read_email(typed) == kept


@pytest.mark.parametrize("typed", ("ama", "ama@", "ama @example.org", "a@b", "a@x.org; b@x.org", "@example.org"))
def test_what_no_mail_can_reach_is_refused(typed: str):
    with pytest.raises(NotAnEmail):
        read_email(typed)


_HARD = 'ab1.-_@ É>"<,;(n\u3002'


@given(
    st.text(_HARD, min_size=1, max_size=8) | st.sampled_from(("a" * 31, "a.b.c.d", "postmaster")),
    st.text(_HARD, max_size=8)
    | st.sampled_from(("Example.ORG", "localhost", "foo.local", "xn--nxasmq6b.com", "[127.0.0.1]", "x" * 70 + ".com")),
    st.sampled_from(("", ".org", ".test")),
)
def test_an_address_whose_domain_alone_is_judged_is_taken_as_a_whole_one_would_be(box, domain, ending):
    text = f"{box}@{domain}{ending}"
    try:
        wanted = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        wanted = None
    try:
        assert read_email(text) == wanted
    except NotAnEmail:
        assert wanted is None
