"""What is in an audit pack, in the language of the page."""

from dialogues.audit_pack.queries import Inside
from dialogues.core.i18n import _, _n


def inside_in_words(inside: Inside, *, tells_names: bool) -> list[tuple[str, str]]:
    """Each folder of a pack made now: what it is, and how much of it there is."""
    said = [
        (
            _("Agenda"),
            _n(
                "As a PDF, and one edition that was published.",
                "As a PDF, and %(num)s editions that were published.",
                inside.editions,
            )
            if inside.editions
            else _("As a PDF; no edition was published."),
        ),
        *(_names(inside) if tells_names else _without_names()),
        (
            _("Change log"),
            _n("The journal: one entry.", "The journal: %(num)s entries.", inside.changes),
        ),
        (
            _("Report"),
            _n(
                "As PDF, CSV and JSON, and one version that was issued, to the byte.",
                "As PDF, CSV and JSON, and %(num)s versions that were issued, to the byte.",
                inside.versions,
            )
            if inside.versions
            else _("As PDF, CSV and JSON; no version was issued."),
        ),
        (
            _("Count sheet"),
            _n(
                "The one mark every figure is counted from, and how it is counted.",
                "The %(num)s marks every figure is counted from, and how it is counted.",
                inside.marks,
            ),
        ),
        (_("Manifest"), _("Size and SHA-256 hash of every file, who made the pack, when, and with which program.")),
    ]
    return [(str(name), str(words)) for name, words in said]


def _names(inside: Inside) -> list[tuple[str, str]]:
    return [
        (
            _("Register"),
            _n(
                "One registration and its attendance by name; no telephone number, address or badge code.",
                "%(num)s registrations and their attendance by name; no telephone number, address or badge code.",
                inside.registrations,
            ),
        ),
        (
            _("Sign-in sheets"),
            _n(
                "As they are printed from this register, and a list of the one sheet that went to paper.",
                "As they are printed from this register, and a list of the %(num)s sheets that went to paper.",
                inside.sheets,
            )
            if inside.sheets
            else _("As they are printed from this register; none went to paper yet."),
        ),
        (
            _("Pictures of signed sheets"),
            _n(
                "One picture, as it was brought; the signed paper is with the organiser.",
                "%(num)s pictures, as they were brought; the signed paper is with the organiser.",
                inside.scans,
            )
            if inside.scans
            else _("None was brought beside the sheets that were typed in. Keep the signed paper."),
        ),
    ]


def _without_names() -> list[tuple[str, str]]:
    return [
        (
            _("Register, sign-in sheets and their pictures"),
            _("Left out: the event is held under the Chatham House Rule, so no participant is named in the pack."),
        )
    ]
