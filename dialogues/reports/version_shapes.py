"""Issued reports as plain values: the objects of the API and of the files. Codes, no words."""

from collections.abc import Sequence
from typing import Any

from dialogues.reports.shapes import INTERNAL, PUBLISHED, instant, report_object
from dialogues.reports.version_changes import Change, changes_object
from dialogues.reports.version_models import ReportVersion
from dialogues.reports.version_queries import Version, is_intact


def line_object(row: ReportVersion) -> dict[str, Any]:
    """One version in the list of them; `is_intact` is false where what is stored is not what was issued."""
    return {
        "version": row.number,
        "issued_at": instant(row.issued_at),
        "issued_by": row.issued_by_name,
        "sha256": row.sha256,
        "is_intact": is_intact(row),
    }


def about_object(version: Version) -> dict[str, Any]:
    """What is said of a version beside its figures."""
    return {
        "version": version.number,
        "issued_as": version.issued.number,
        "issued_at": instant(version.issued_at),
        "issued_by": version.issued_by,
        "note": version.issued.note or None,
        "follows": version.issued.follows,
        "sha256": version.sha256,
    }


def version_object(version: Version) -> dict[str, Any]:
    """The report as it was issued: the same keys as that of now, and which version it is."""
    return {**report_object(version.report.figures), "issued": about_object(version)}


def differences_object(changes: Sequence[Change], *, slug: str, before: str, after: str, below: int) -> dict[str, Any]:
    """What two reports say otherwise; `from` and `to` are numbers of versions, or "now".

    Where groups `below` so many people are not told, only figures that both reports tell are compared.
    """
    return {
        "event": slug,
        "from": before,
        "to": after,
        "figures": PUBLISHED if below else INTERNAL,
        "groups_below": below or None,
        "changes": changes_object(changes),
    }
