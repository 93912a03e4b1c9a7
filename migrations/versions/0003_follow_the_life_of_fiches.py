"""follow the life of fiches: local layers, approvals, readings, drills, printing, keys

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drill_attempts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_attempts")),
    )
    with op.batch_alter_table("drill_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_drill_attempts_user", ["user_id", "started_at"], unique=False)

    op.create_table(
        "read_alerts",
        sa.Column("alerts_hash", sa.String(length=64), nullable=False),
        sa.Column("alerts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("alerts_hash", name=op.f("pk_read_alerts")),
    )

    op.create_table(
        "reread_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("read_hash", sa.String(length=64), nullable=False),
        sa.Column("current_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reread_tasks_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reread_tasks")),
    )
    with op.batch_alter_table("reread_tasks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_reread_tasks_open",
            ["user_id", "slug"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_api_tokens_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_api_tokens_establishment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_api_tokens_establishment_id"), ["establishment_id"], unique=False
        )

    op.create_table(
        "fiche_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("alerts_hash", sa.String(length=64), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_fiche_readings_establishment_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_fiche_readings_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_fiche_readings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiche_readings")),
        sa.UniqueConstraint(
            "user_id", "slug", "text_hash", name=op.f("uq_fiche_readings_user_id_slug_text_hash")
        ),
    )
    with op.batch_alter_table("fiche_readings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fiche_readings_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index(
            "ix_fiche_readings_latest", ["slug", "user_id", "read_at"], unique=False
        )

    op.create_table(
        "print_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="print_job_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_print_jobs_establishment_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_print_jobs_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_jobs")),
    )
    with op.batch_alter_table("print_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_jobs_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_print_jobs_state", ["state", "id"], unique=False)

    op.create_table(
        "search_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_search_gaps_establishment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_gaps")),
        sa.UniqueConstraint(
            "establishment_id", "folded", name=op.f("uq_search_gaps_establishment_id_folded")
        ),
    )
    op.create_table(
        "fiche_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "peer",
                "doctor",
                "withdrawn",
                "restored",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.String(length=160), nullable=False),
        sa.Column("signer_quality", sa.String(length=120), nullable=False),
        sa.Column("signer_unit", sa.String(length=160), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_fiche_approvals_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["users.id"], name=op.f("fk_fiche_approvals_signer_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_fiche_approvals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiche_approvals")),
    )
    with op.batch_alter_table("fiche_approvals", schema=None) as batch_op:
        batch_op.create_index(
            "ix_fiche_approvals_place", ["establishment_id", "slug", "id"], unique=False
        )

    op.create_table(
        "local_layers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("base_version", sa.String(length=64), nullable=True),
        sa.Column("patch", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_local_layers_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["users.id"], name=op.f("fk_local_layers_saved_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_local_layers_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_layers")),
    )
    with op.batch_alter_table("local_layers", schema=None) as batch_op:
        batch_op.create_index(
            "uq_local_layers_establishment",
            ["establishment_id", "slug"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )
        batch_op.create_index(
            "uq_local_layers_unit",
            ["unit_id", "slug"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )

    op.create_table(
        "local_layer_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("layer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.String(length=64), nullable=True),
        sa.Column("patch", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["local_layers.id"], name=op.f("fk_local_layer_revisions_layer_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["users.id"], name=op.f("fk_local_layer_revisions_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_layer_revisions")),
        sa.UniqueConstraint(
            "layer_id", "number", name=op.f("uq_local_layer_revisions_layer_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("local_layer_revisions")
    with op.batch_alter_table("local_layers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_local_layers_unit",
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_local_layers_establishment",
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )

    op.drop_table("local_layers")
    with op.batch_alter_table("fiche_approvals", schema=None) as batch_op:
        batch_op.drop_index("ix_fiche_approvals_place")

    op.drop_table("fiche_approvals")
    op.drop_table("search_gaps")
    with op.batch_alter_table("print_jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_print_jobs_state")
        batch_op.drop_index(batch_op.f("ix_print_jobs_owner_id"))

    op.drop_table("print_jobs")
    with op.batch_alter_table("fiche_readings", schema=None) as batch_op:
        batch_op.drop_index("ix_fiche_readings_latest")
        batch_op.drop_index(batch_op.f("ix_fiche_readings_establishment_id"))

    op.drop_table("fiche_readings")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_establishment_id"))

    op.drop_table("api_tokens")
    with op.batch_alter_table("reread_tasks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reread_tasks_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.drop_table("reread_tasks")
    op.drop_table("read_alerts")
    with op.batch_alter_table("drill_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_drill_attempts_user")

    op.drop_table("drill_attempts")
