"""create the portal

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
        sa.UniqueConstraint(
            "kind", "slug", "number", name=op.f("uq_content_versions_kind_slug_number")
        ),
        sa.UniqueConstraint(
            "kind", "slug", "version", name=op.f("uq_content_versions_kind_slug_version")
        ),
    )
    with op.batch_alter_table("content_versions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_content_versions_current",
            ["kind", "slug"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "ghts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ghts")),
        sa.UniqueConstraint("name", name=op.f("uq_ghts_name")),
    )
    op.create_table(
        "login_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failures")),
    )
    with op.batch_alter_table("login_failures", schema=None) as batch_op:
        batch_op.create_index("ix_login_failures_bucket_at", ["bucket", "at"], unique=False)

    op.create_table(
        "outbox_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mails")),
    )
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_mails_waiting", ["sent_at", "not_before"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("quality", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "establishments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ght_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=30), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ght_id"], ["ghts.id"], name=op.f("fk_establishments_ght_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishments")),
        sa.UniqueConstraint("name", name=op.f("uq_establishments_name")),
    )
    with op.batch_alter_table("establishments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_establishments_ght_id"), ["ght_id"], unique=False)

    op.create_table(
        "federated_identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_federated_identities_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federated_identities")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_federated_identities_issuer_subject")
        ),
    )
    with op.batch_alter_table("federated_identities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_federated_identities_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_login_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_sessions_token_hash")),
    )
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notifications_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.create_index("ix_notifications_inbox", ["user_id", "read_at", "at"], unique=False)

    op.create_table(
        "one_time_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_one_time_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_tokens_token_hash")),
    )
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("establishment_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id")),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_audit_entries_establishment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_entries_establishment_at", ["establishment_id", "at"], unique=False
        )

    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_cohorts_establishment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint(
            "establishment_id", "name", name=op.f("uq_cohorts_establishment_id_name")
        ),
    )
    op.create_table(
        "journey_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_journey_templates_establishment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_templates")),
        sa.UniqueConstraint(
            "establishment_id", "slug", name=op.f("uq_journey_templates_establishment_id_slug")
        ),
    )
    with op.batch_alter_table("journey_templates", schema=None) as batch_op:
        batch_op.create_index(
            "uq_journey_templates_shipped",
            ["slug"],
            unique=True,
            sqlite_where=sa.text("establishment_id IS NULL"),
            postgresql_where=sa.text("establishment_id IS NULL"),
        )

    op.create_table(
        "ledger_heads",
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_ledger_heads_establishment_id"),
        ),
        sa.PrimaryKeyConstraint("establishment_id", name=op.f("pk_ledger_heads")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("specialty", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_units_establishment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint(
            "establishment_id", "name", name=op.f("uq_units_establishment_id_name")
        ),
    )
    op.create_table(
        "referents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "recrue",
                "tutrice",
                "encadrante",
                "medecin",
                "dsi",
                "rh",
                "sante-travail",
                "referent-logiciel",
                "referent-identite",
                "referent-droits",
                "referent-archives",
                "formation",
                "cadre-sante",
                "partenaire",
                name="step_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_referents_establishment_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_referents_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_referents_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referents")),
        sa.UniqueConstraint(
            "establishment_id",
            "unit_id",
            "role",
            "user_id",
            name=op.f("uq_referents_establishment_id_unit_id_role_user_id"),
        ),
    )
    with op.batch_alter_table("referents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_referents_establishment_role", ["establishment_id", "role"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referents_user_id"), ["user_id"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "recruit",
                "tutor",
                "doctor",
                "manager",
                "hr",
                "editor",
                "contributor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_role_grants_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_grants_granted_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_role_grants_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
        sa.UniqueConstraint(
            "user_id",
            "role",
            "establishment_id",
            "unit_id",
            name=op.f("uq_role_grants_user_id_role_establishment_id_unit_id"),
        ),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(
            "ix_role_grants_establishment_role", ["establishment_id", "role"], unique=False
        )

    op.create_table(
        "signoff_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("recruit_id", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("self_levels", sa.JSON(), nullable=False),
        sa.Column("self_comment", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "signed",
                "returned",
                "cancelled",
                "withdrawn",
                name="request_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_signoff_requests_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_signoff_requests_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recruit_id"], ["users.id"], name=op.f("fk_signoff_requests_recruit_id")
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["users.id"], name=op.f("fk_signoff_requests_signer_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_signoff_requests_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signoff_requests")),
    )
    with op.batch_alter_table("signoff_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_signoff_requests_queue", ["signer_id", "state", "requested_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signoff_requests_recruit_id"), ["recruit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_signoff_requests_subject"), ["subject"], unique=False)
        batch_op.create_index(
            "ix_signoff_requests_unit", ["unit_id", "state", "requested_at"], unique=False
        )
        batch_op.create_index(
            "uq_signoff_requests_waiting",
            ["subject"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_template_versions_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["journey_templates.id"], name=op.f("fk_template_versions_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_versions")),
        sa.UniqueConstraint(
            "template_id", "number", name=op.f("uq_template_versions_template_id_number")
        ),
    )
    op.create_table(
        "journeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("recruit_id", sa.Integer(), nullable=False),
        sa.Column("tutor_id", sa.Integer(), nullable=True),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("template_version_id", sa.Integer(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("pattern", sa.String(length=7), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "paused",
                "completed",
                "stopped",
                name="journey_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column(
            "next_role",
            sa.Enum(
                "recrue",
                "tutrice",
                "encadrante",
                "medecin",
                "dsi",
                "rh",
                "sante-travail",
                "referent-logiciel",
                "referent-identite",
                "referent-droits",
                "referent-archives",
                "formation",
                "cadre-sante",
                "partenaire",
                name="next_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("next_title", sa.String(length=240), nullable=False),
        sa.Column("last_move_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_journeys_cohort_id")),
        sa.ForeignKeyConstraint(["doctor_id"], ["users.id"], name=op.f("fk_journeys_doctor_id")),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_journeys_establishment_id")
        ),
        sa.ForeignKeyConstraint(["manager_id"], ["users.id"], name=op.f("fk_journeys_manager_id")),
        sa.ForeignKeyConstraint(["recruit_id"], ["users.id"], name=op.f("fk_journeys_recruit_id")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["template_versions.id"],
            name=op.f("fk_journeys_template_version_id"),
        ),
        sa.ForeignKeyConstraint(["tutor_id"], ["users.id"], name=op.f("fk_journeys_tutor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_journeys_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journeys")),
    )
    with op.batch_alter_table("journeys", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journeys_board", ["cohort_id", "state", "next_due_on", "next_role"], unique=False
        )
        batch_op.create_index(
            "ix_journeys_establishment",
            ["establishment_id", "state", "next_due_on", "next_role"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_journeys_recruit_id"), ["recruit_id"], unique=False)
        batch_op.create_index("ix_journeys_tutor", ["tutor_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_journeys_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_journeys_running",
            ["recruit_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('active', 'paused')"),
            postgresql_where=sa.text("state IN ('active', 'paused')"),
        )

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signed",
                "returned",
                "acknowledged",
                "disputed",
                "withdrawn",
                name="entry_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("recruit_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_ledger_entries_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_ledger_entries_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recruit_id"], ["users.id"], name=op.f("fk_ledger_entries_recruit_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["signoff_requests.id"], name=op.f("fk_ledger_entries_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint(
            "establishment_id", "seq", name=op.f("uq_ledger_entries_establishment_id_seq")
        ),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_entries_hash")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_recruit_id"), ["recruit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_request_id"), ["request_id"], unique=False
        )
        batch_op.create_index(
            "uq_ledger_entries_decision",
            ["request_id"],
            unique=True,
            sqlite_where=sa.text("kind IN ('signed', 'returned')"),
            postgresql_where=sa.text("kind IN ('signed', 'returned')"),
        )
        batch_op.create_index(
            "uq_ledger_entries_withdrawal",
            ["request_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'withdrawn'"),
            postgresql_where=sa.text("kind = 'withdrawn'"),
        )

    op.create_table(
        "journey_absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_journey_absences_journey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_absences")),
    )
    with op.batch_alter_table("journey_absences", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journey_absences_journey_id"), ["journey_id"], unique=False
        )

    op.create_table(
        "journey_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_journey_events_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_journey_events_journey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_events")),
    )
    with op.batch_alter_table("journey_events", schema=None) as batch_op:
        batch_op.create_index("ix_journey_events_journey", ["journey_id", "at"], unique=False)

    op.create_table(
        "removed_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_removed_steps_journey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_steps")),
        sa.UniqueConstraint("journey_id", "code", name=op.f("uq_removed_steps_journey_id_code")),
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "administratif",
                "rencontre",
                "immersion",
                "fiche",
                "module",
                "mise-en-situation",
                "observation",
                "questionnaire",
                "entretien",
                name="step_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "recrue",
                "tutrice",
                "encadrante",
                "medecin",
                "dsi",
                "rh",
                "sante-travail",
                "referent-logiciel",
                "referent-identite",
                "referent-droits",
                "referent-archives",
                "formation",
                "cadre-sante",
                "partenaire",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_rule", sa.String(length=8), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("requires", sa.JSON(), nullable=False),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "todo",
                "submitted",
                "returned",
                "done",
                name="step_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_steps_assignee_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_steps_done_by_id")),
        sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name=op.f("fk_steps_journey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("journey_id", "code", name=op.f("uq_steps_journey_id_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index("ix_steps_duties", ["assignee_id", "state", "due_on"], unique=False)
        batch_op.create_index("ix_steps_expected", ["journey_id", "due_on", "state"], unique=False)
        batch_op.create_index("ix_steps_journey", ["journey_id", "position"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.drop_index("ix_steps_journey")
        batch_op.drop_index("ix_steps_expected")
        batch_op.drop_index("ix_steps_duties")

    op.drop_table("steps")
    op.drop_table("removed_steps")
    with op.batch_alter_table("journey_events", schema=None) as batch_op:
        batch_op.drop_index("ix_journey_events_journey")

    op.drop_table("journey_events")
    with op.batch_alter_table("journey_absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journey_absences_journey_id"))

    op.drop_table("journey_absences")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_entries_withdrawal",
            sqlite_where=sa.text("kind = 'withdrawn'"),
            postgresql_where=sa.text("kind = 'withdrawn'"),
        )
        batch_op.drop_index(
            "uq_ledger_entries_decision",
            sqlite_where=sa.text("kind IN ('signed', 'returned')"),
            postgresql_where=sa.text("kind IN ('signed', 'returned')"),
        )
        batch_op.drop_index(batch_op.f("ix_ledger_entries_request_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_entries_recruit_id"))

    op.drop_table("ledger_entries")
    with op.batch_alter_table("journeys", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_journeys_running",
            sqlite_where=sa.text("state IN ('active', 'paused')"),
            postgresql_where=sa.text("state IN ('active', 'paused')"),
        )
        batch_op.drop_index(batch_op.f("ix_journeys_unit_id"))
        batch_op.drop_index("ix_journeys_tutor")
        batch_op.drop_index(batch_op.f("ix_journeys_recruit_id"))
        batch_op.drop_index("ix_journeys_establishment")
        batch_op.drop_index("ix_journeys_board")

    op.drop_table("journeys")
    op.drop_table("template_versions")
    with op.batch_alter_table("signoff_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_signoff_requests_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index("ix_signoff_requests_unit")
        batch_op.drop_index(batch_op.f("ix_signoff_requests_subject"))
        batch_op.drop_index(batch_op.f("ix_signoff_requests_recruit_id"))
        batch_op.drop_index("ix_signoff_requests_queue")

    op.drop_table("signoff_requests")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index("ix_role_grants_establishment_role")

    op.drop_table("role_grants")
    with op.batch_alter_table("referents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referents_user_id"))
        batch_op.drop_index("ix_referents_establishment_role")

    op.drop_table("referents")
    op.drop_table("units")
    op.drop_table("ledger_heads")
    with op.batch_alter_table("journey_templates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_journey_templates_shipped",
            sqlite_where=sa.text("establishment_id IS NULL"),
            postgresql_where=sa.text("establishment_id IS NULL"),
        )

    op.drop_table("journey_templates")
    op.drop_table("cohorts")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_establishment_at")

    op.drop_table("audit_entries")
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_user_id"))

    op.drop_table("one_time_tokens")
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_index("ix_notifications_inbox")

    op.drop_table("notifications")
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_sessions_user_id"))

    op.drop_table("login_sessions")
    with op.batch_alter_table("federated_identities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_federated_identities_user_id"))

    op.drop_table("federated_identities")
    with op.batch_alter_table("establishments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_establishments_ght_id"))

    op.drop_table("establishments")
    op.drop_table("users")
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_mails_waiting")

    op.drop_table("outbox_mails")
    with op.batch_alter_table("login_failures", schema=None) as batch_op:
        batch_op.drop_index("ix_login_failures_bucket_at")

    op.drop_table("login_failures")
    op.drop_table("ghts")
    with op.batch_alter_table("content_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_content_versions_current",
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )

    op.drop_table("content_versions")
