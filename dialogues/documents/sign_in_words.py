"""What a sign-in sheet says, in one language or in two."""

from dataclasses import dataclass

from dialogues.core.i18n import _
from dialogues.documents import wording
from dialogues.documents.facts import SignInDay, SignInFacts

Choices = tuple[str, ...]  # the same thing from the fullest wording to the shortest; the first that fits is printed


@dataclass(frozen=True)
class SheetWords:
    """The texts of a sheet; a label is a heading and the smaller line below it."""

    title: str
    labels: tuple[tuple[Choices, Choices], ...]
    certify: tuple[str, ...]
    fields: tuple[str, ...]
    counts: tuple[str, ...]
    walk_in: str
    walk_in_sign: str
    consent: tuple[str, ...]


def sheet_words(facts: SignInFacts) -> SheetWords:
    """The words of all pages of these sheets. The second language stands below or behind the first."""
    codes = (facts.language, facts.second_language)

    def said(*texts: str) -> tuple[str, ...]:
        return texts

    title, walk_in = wording.bilingual(lambda _code: said(_("Sign-in sheet"), _("Walk-in: name in capitals")), *codes)
    fields = wording.bilingual(lambda _code: said(_("Name and position"), _("Signature"), _("Date and time")), *codes)
    counts = wording.in_languages(lambda _code: said(_("Morning"), _("Afternoon"), _("Walk-ins")), *codes)
    consent = wording.in_languages(lambda code: (_consent(facts, code),), *codes)
    certify = wording.in_languages(
        lambda _code: said(_("I saw these people sign."), _("Empty cells were struck through first.")), *codes
    )
    return SheetWords(
        title=title,
        labels=_labels(codes),
        certify=certify[0] if len(set(certify)) == 1 else tuple(texts[0] for texts in certify),
        fields=tuple(fields),
        counts=counts[0],
        walk_in=walk_in,
        walk_in_sign=_("W"),  # before the number of the row: W1, W2
        consent=tuple(dict.fromkeys(texts[0] for texts in consent)),
    )


def day_of(facts: SignInFacts, day: SignInDay) -> str:
    """`Day 3 of 4`."""
    return _("Day %(day)s of %(days)s", day=day.number, days=facts.days_in_event)


def _labels(codes: tuple[str, str]) -> tuple[tuple[Choices, Choices], ...]:
    heads = wording.in_languages(
        lambda _code: (
            _("No."),
            _("Name"),
            _("Organisation"),
            _("Sector"),
            _("Phone"),
            _("Morning"),
            _("Afternoon"),
            _("Witness"),
        ),
        *codes,
    )
    hints = wording.in_languages(lambda _code: (_("last 4"), _("signature or thumbprint"), _("of a print")), *codes)
    first, last_4, sign, of_print = heads[0], hints[0][0], hints[0][1], hints[0][2]
    if len(set(heads)) == 1:  # one language, or a second one without words of its own
        below = ("", "", "", "", last_4, sign, sign, of_print)
        return tuple(((head,), (hint,)) for head, hint in zip(first, below, strict=True))
    second = heads[1]
    halves = [(wording.listed(one, other), one) for one, other in zip(first[5:7], second[5:7], strict=True)]
    above: list[Choices] = [*((head,) for head in first[:5]), *halves, (first[7],)]
    both: Choices = (wording.listed(sign, hints[1][1]), sign)
    below_both: list[Choices] = [("",), *((head,) for head in second[1:5]), both, both, (second[7],)]
    return tuple(zip(above, below_both, strict=True))


def _consent(facts: SignInFacts, code: str) -> str:
    if facts.keep_until is None:
        return _(
            "By signing you say that you were here. Name, organisation and signature are kept for the accounts "
            "of this event and shown only to its auditors. Ask the desk to see, correct or remove your entry."
        )
    return _(
        "By signing you say that you were here. Name, organisation and signature are kept for the accounts "
        "of this event until %(day)s, and shown only to its auditors. Ask the desk to see, correct or remove "
        "your entry.",
        day=wording.day(facts.keep_until, code),
    )
