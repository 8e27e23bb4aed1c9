"""All tables of the program, gathered where something needs every one of them."""

from importlib import import_module

FEATURES = (
    "core.once",
    "audit.models",
    "outbox.models",
    "accounts.models",
    "people.models",
    "events.models",
    "events.logo_models",
    "registration.models",
    "registration.seat_models",
    "registration.public_models",
    "registration.question_models",
    "invitations.models",
    "registration.view_models",
    "registration.bulk_models",
    "agenda.models",
    "agenda.step_models",
    "agenda.edition_models",
    "attendance.models",
    "directory.models",
    "imports.models",
    "attendance.device_models",
    "documents.sheet_models",
    "documents.scan_models",
    "paper.models",
    "groups.models",
    "attendance.group_models",
    "reports.version_models",
    "reports.tally_models",
    "bundles.models",
)


def gather() -> None:
    """Import every module with tables, so that the metadata knows them all."""
    for name in FEATURES:
        import_module(f"dialogues.{name}")
