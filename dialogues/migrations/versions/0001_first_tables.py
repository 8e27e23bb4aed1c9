"""The first tables: accounts, journal, directory, events, registrations, agenda and attendance."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "organiser",
                "facilitator",
                "door",
                "reporter",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "GOV",
                "CSO",
                "ACA",
                "IND",
                "MIN",
                "OTH",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("search_key", name=op.f("uq_organisation_search_key")),
    )
    op.create_table(
        "process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
        sa.UniqueConstraint("slug", name=op.f("uq_process_slug")),
    )
    op.create_table(
        "sent_form",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_form")),
    )
    op.create_index(op.f("ix_sent_form_sent_at"), "sent_form", ["sent_at"], unique=False)
    op.create_table(
        "setup_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_setup_code_code_digest")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(op.f("ix_sign_in_failure_at"), "sign_in_failure", ["at"], unique=False)
    op.create_index("ix_sign_in_failure_key_at", "sign_in_failure", ["key", "at"], unique=False)
    op.create_table(
        "stakeholder_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "GOV",
                "CSO",
                "ACA",
                "IND",
                "MIN",
                "OTH",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_group")),
        sa.UniqueConstraint("search_key", name=op.f("uq_stakeholder_group_search_key")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "organiser",
                "facilitator",
                "door",
                "reporter",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("first_password_ends_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_email_key")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("dialogue", "digital_day", name="event_kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("zone_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("convenor", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("directions", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("accessibility", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.Column("wifi", sa.Text(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_event_ends_after_start")),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_event_process_id_process")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    op.create_index(op.f("ix_event_process_id"), "event", ["process_id"], unique=False)
    op.create_index(op.f("ix_event_starts_on"), "event", ["starts_on"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("honorific", sa.Text(), nullable=True),
        sa.Column("sort_as", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "GOV",
                "CSO",
                "ACA",
                "IND",
                "MIN",
                "OTH",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("stakeholder_group_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column(
            "gender",
            sa.Enum(
                "woman",
                "man",
                "other",
                "not_stated",
                name="gender",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "age_group",
            sa.Enum(
                "0-18",
                "19-30",
                "31-50",
                "51-65",
                "66-80",
                "80+",
                name="age_group",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_alternative", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_group_id"],
            ["stakeholder_group.id"],
            name=op.f("fk_person_stakeholder_group_id_stakeholder_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_person_phone"), "person", ["phone"], unique=False)
    op.create_index(op.f("ix_person_search_key"), "person", ["search_key"], unique=False)
    op.create_index(op.f("ix_person_sort_key"), "person", ["sort_key"], unique=False)
    op.create_index(op.f("ix_person_stakeholder_group_id"), "person", ["stakeholder_group_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_digest", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("browser_digest", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_sign_in_secret_digest")),
    )
    op.create_index(op.f("ix_sign_in_browser_digest"), "sign_in", ["browser_digest"], unique=False)
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_audit_entry_actor_id_user")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_audit_entry_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_event_id_at", "audit_entry", ["event_id", "at"], unique=False)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "event_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "field", "workshop", "online", name="day_kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("has_halves", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_event_day_closed_by_id_user")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_day_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_day")),
        sa.UniqueConstraint("event_id", "day", name=op.f("uq_event_day_event_id_day")),
    )
    op.create_index(op.f("ix_event_day_event_id"), "event_day", ["event_id"], unique=False)
    op.create_table(
        "grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("token_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "organiser",
                "facilitator",
                "door",
                "reporter",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("(event_id IS NULL) <> (process_id IS NULL)", name=op.f("ck_grant_one_scope")),
        sa.CheckConstraint("(user_id IS NULL) <> (token_id IS NULL)", name=op.f("ck_grant_one_holder")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_grant_event_id_event")),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_grant_process_id_process")),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_grant_token_id_api_token")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_grant_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
        sa.UniqueConstraint("user_id", "event_id", name=op.f("uq_grant_user_id_event_id")),
        sa.UniqueConstraint("user_id", "process_id", name=op.f("uq_grant_user_id_process_id")),
    )
    op.create_index(op.f("ix_grant_event_id"), "grant", ["event_id"], unique=False)
    op.create_index(op.f("ix_grant_process_id"), "grant", ["process_id"], unique=False)
    op.create_index(op.f("ix_grant_token_id"), "grant", ["token_id"], unique=False)
    op.create_index(op.f("ix_grant_user_id"), "grant", ["user_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("also_spelled", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_place_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_place_event_id_name")),
    )
    op.create_index(op.f("ix_place_event_id"), "place", ["event_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("honorific", sa.Text(), nullable=True),
        sa.Column("sort_as", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "GOV",
                "CSO",
                "ACA",
                "IND",
                "MIN",
                "OTH",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("stakeholder_group_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column(
            "gender",
            sa.Enum(
                "woman",
                "man",
                "other",
                "not_stated",
                name="gender",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "age_group",
            sa.Enum(
                "0-18",
                "19-30",
                "31-50",
                "51-65",
                "66-80",
                "80+",
                name="age_group",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_alternative", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "participant",
                "organiser",
                "facilitator",
                "rapporteur",
                "speaker",
                "interpreter",
                "support",
                "observer",
                name="event_role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "invited",
                "applied",
                "confirmed",
                "waiting",
                "declined",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "invitation",
                "public_form",
                "staff",
                "import",
                "walk_in",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("in_place_of_id", sa.Integer(), nullable=True),
        sa.Column("in_place_from", sa.Date(), nullable=True),
        sa.Column("badge_code", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(in_place_of_id IS NULL) = (in_place_from IS NULL)", name=op.f("ck_registration_substitute_has_day")
        ),
        sa.CheckConstraint(
            "in_place_of_id IS NULL OR in_place_of_id <> id", name=op.f("ck_registration_not_own_substitute")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_event_id_event")),
        sa.ForeignKeyConstraint(
            ["in_place_of_id"], ["registration.id"], name=op.f("fk_registration_in_place_of_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_registration_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_person_id_person")),
        sa.ForeignKeyConstraint(
            ["stakeholder_group_id"],
            ["stakeholder_group.id"],
            name=op.f("fk_registration_stakeholder_group_id_stakeholder_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("badge_code", name=op.f("uq_registration_badge_code")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_registration_event_id_person_id")),
    )
    op.create_index(
        "ix_registration_counted",
        "registration",
        [
            "event_id",
            "status",
            "role",
            "sector",
            "gender",
            "stakeholder_group_id",
            "source",
            "in_place_of_id",
            "in_place_from",
        ],
        unique=False,
    )
    op.create_index(
        "ix_registration_searched",
        "registration",
        ["event_id", "search_key", "status", "sort_key"],
        unique=False,
        postgresql_where=sa.text("length(search_key) + length(sort_key) < 600"),
    )
    op.create_index(
        "ix_registration_event_id_sort_key_id", "registration", ["event_id", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_registration_person_id"), "registration", ["person_id"], unique=False)
    op.create_index(op.f("ix_registration_phone"), "registration", ["phone"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "list_sharing",
                "photo",
                "recording",
                "contact",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "answer",
            sa.Enum("yes", "no", name="consent_answer", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_consent_recorded_by_id_user")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_consent_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_registration_id"), "consent", ["registration_id"], unique=False)
    op.create_table(
        "mark",
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "whole_day", "morning", "afternoon", name="part", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "excused",
                "absent",
                "withdrawn",
                name="mark_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("clock_offset_s", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_by_name", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "desk",
                "qr",
                "phone",
                "paper",
                "correction",
                "import",
                name="mark_source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["event_day.id"], name=op.f("fk_mark_day_id_event_day")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["user.id"], name=op.f("fk_mark_marked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_mark_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_index("ix_mark_day_id_recorded_at", "mark", ["day_id", "recorded_at"], unique=False)
    op.create_index(
        "ix_mark_registration_id_day_id_source", "mark", ["registration_id", "day_id", "source"], unique=False
    )
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_room_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("place_id", "name", name=op.f("uq_room_place_id_name")),
    )
    op.create_index(op.f("ix_room_place_id"), "room", ["place_id"], unique=False)
    op.create_table(
        "agenda_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plenary",
                "breakout",
                "field_visit",
                "break",
                "travel",
                name="session_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("process_notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_agenda_session_ends_after_start")),
        sa.ForeignKeyConstraint(["day_id"], ["event_day.id"], name=op.f("fk_agenda_session_day_id_event_day")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_agenda_session_place_id_place")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_agenda_session_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_session")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agenda_session_day_id_starts", "agenda_session", ["day_id", "starts"], unique=False)
    op.create_index(op.f("ix_agenda_session_place_id"), "agenda_session", ["place_id"], unique=False)
    op.create_index(op.f("ix_agenda_session_room_id"), "agenda_session", ["room_id"], unique=False)
    op.create_table(
        "day_state",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column(
            "morning",
            sa.Enum(
                "present",
                "excused",
                "absent",
                "not_recorded",
                name="morning",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "afternoon",
            sa.Enum(
                "present",
                "excused",
                "absent",
                "not_recorded",
                name="afternoon",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("morning_mark_id", sa.Uuid(), nullable=True),
        sa.Column("afternoon_mark_id", sa.Uuid(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["afternoon_mark_id"], ["mark.id"], name=op.f("fk_day_state_afternoon_mark_id_mark")),
        sa.ForeignKeyConstraint(["day_id"], ["event_day.id"], name=op.f("fk_day_state_day_id_event_day")),
        sa.ForeignKeyConstraint(["morning_mark_id"], ["mark.id"], name=op.f("fk_day_state_morning_mark_id_mark")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_day_state_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("registration_id", "day_id", name=op.f("pk_day_state")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_day_state_of_day", "day_state", ["day_id", "registration_id", "morning", "afternoon"], unique=False
    )
    op.create_table(
        "session_mark",
        sa.Column("agenda_session_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "excused",
                "absent",
                "withdrawn",
                name="mark_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("clock_offset_s", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_by_name", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "desk",
                "qr",
                "phone",
                "paper",
                "correction",
                "import",
                name="mark_source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_session_id"], ["agenda_session.id"], name=op.f("fk_session_mark_agenda_session_id_agenda_session")
        ),
        sa.ForeignKeyConstraint(["marked_by_id"], ["user.id"], name=op.f("fk_session_mark_marked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_session_mark_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_mark")),
    )
    op.create_index(
        "ix_session_mark_agenda_session_id", "session_mark", ["agenda_session_id", "registration_id"], unique=False
    )
    op.create_table(
        "session_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "facilitator",
                "rapporteur",
                "speaker",
                "interpreter",
                name="session_role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(registration_id IS NULL) <> (name IS NULL)", name=op.f("ck_session_person_registered_or_named")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_session_id"],
            ["agenda_session.id"],
            name=op.f("fk_session_person_agenda_session_id_agenda_session"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_session_person_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_person")),
        sa.UniqueConstraint(
            "agenda_session_id",
            "registration_id",
            "role",
            name=op.f("uq_session_person_agenda_session_id_registration_id_role"),
        ),
    )
    op.create_index(op.f("ix_session_person_agenda_session_id"), "session_person", ["agenda_session_id"], unique=False)
    op.create_index(op.f("ix_session_person_registration_id"), "session_person", ["registration_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_session_person_registration_id"), table_name="session_person")
    op.drop_index(op.f("ix_session_person_agenda_session_id"), table_name="session_person")
    op.drop_table("session_person")
    op.drop_index("ix_session_mark_agenda_session_id", table_name="session_mark")
    op.drop_table("session_mark")
    op.drop_index("ix_day_state_of_day", table_name="day_state")
    op.drop_table("day_state")
    op.drop_index(op.f("ix_agenda_session_room_id"), table_name="agenda_session")
    op.drop_index(op.f("ix_agenda_session_place_id"), table_name="agenda_session")
    op.drop_index("ix_agenda_session_day_id_starts", table_name="agenda_session")
    op.drop_table("agenda_session")
    op.drop_index(op.f("ix_room_place_id"), table_name="room")
    op.drop_table("room")
    op.drop_index("ix_mark_registration_id_day_id_source", table_name="mark")
    op.drop_index("ix_mark_day_id_recorded_at", table_name="mark")
    op.drop_table("mark")
    op.drop_index(op.f("ix_consent_registration_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_registration_phone"), table_name="registration")
    op.drop_index(op.f("ix_registration_person_id"), table_name="registration")
    op.drop_index("ix_registration_event_id_sort_key_id", table_name="registration")
    op.drop_index("ix_registration_searched", table_name="registration")
    op.drop_index("ix_registration_counted", table_name="registration")
    op.drop_table("registration")
    op.drop_index(op.f("ix_place_event_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_grant_user_id"), table_name="grant")
    op.drop_index(op.f("ix_grant_token_id"), table_name="grant")
    op.drop_index(op.f("ix_grant_process_id"), table_name="grant")
    op.drop_index(op.f("ix_grant_event_id"), table_name="grant")
    op.drop_table("grant")
    op.drop_index(op.f("ix_event_day_event_id"), table_name="event_day")
    op.drop_table("event_day")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_index("ix_audit_entry_event_id_at", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_sign_in_user_id"), table_name="sign_in")
    op.drop_index(op.f("ix_sign_in_browser_digest"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_person_stakeholder_group_id"), table_name="person")
    op.drop_index(op.f("ix_person_sort_key"), table_name="person")
    op.drop_index(op.f("ix_person_search_key"), table_name="person")
    op.drop_index(op.f("ix_person_phone"), table_name="person")
    op.drop_index(op.f("ix_person_organisation_id"), table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_event_starts_on"), table_name="event")
    op.drop_index(op.f("ix_event_process_id"), table_name="event")
    op.drop_table("event")
    op.drop_table("user")
    op.drop_table("stakeholder_group")
    op.drop_index("ix_sign_in_failure_key_at", table_name="sign_in_failure")
    op.drop_index(op.f("ix_sign_in_failure_at"), table_name="sign_in_failure")
    op.drop_table("sign_in_failure")
    op.drop_table("setup_code")
    op.drop_index(op.f("ix_sent_form_sent_at"), table_name="sent_form")
    op.drop_table("sent_form")
    op.drop_table("process")
    op.drop_table("organisation")
    op.drop_table("api_token")
