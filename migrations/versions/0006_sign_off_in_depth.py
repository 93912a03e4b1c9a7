"""sign off in depth: observations, talks, relays, interviews, passports, attestations, anchors

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD_KINDS = ("signed", "returned", "acknowledged", "disputed", "withdrawn")
NEW_KINDS = (
    "observed", "talked", "minuted", "confirmed", "signed", "returned", "countersigned", "declined",
    "visaed", "authorised", "acknowledged", "disputed", "corrected", "withdrawn",
)  # fmt: skip
OLD_STATES = ("waiting", "signed", "returned", "cancelled", "withdrawn")
NEW_STATES = ("waiting", "countersign", "signed", "returned", "cancelled", "withdrawn")
OLD_STEPS = ("todo", "submitted", "returned", "done")
NEW_STEPS = ("todo", "submitted", "countersign", "returned", "done")
WITHDRAWAL = sa.text("kind = 'withdrawn'")
COUNTERSIGNATURE = sa.text("kind IN ('countersigned', 'declined')")
AMENDED = sa.text("kind IN ('withdrawn', 'corrected')")
MESSAGE = "the ledger is append-only"


def upgrade() -> None:
    op.create_table(
        "ledger_anchors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(length=240), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_ledger_anchors_establishment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_anchors")),
        sa.UniqueConstraint(
            "establishment_id", "day", name=op.f("uq_ledger_anchors_establishment_id_day")
        ),
    )
    op.create_table(
        "signer_absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=True),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_signer_absences_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_signer_absences_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["users.id"], name=op.f("fk_signer_absences_relay_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_signer_absences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer_absences")),
    )
    with op.batch_alter_table("signer_absences") as batch_op:
        batch_op.create_index(
            "ix_signer_absences_away", ["user_id", "first_on", "last_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signer_absences_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index("ix_signer_absences_relay", ["relay_id", "ends_at"], unique=False)

    op.create_table(
        "named_observers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["users.id"], name=op.f("fk_named_observers_named_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["signoff_requests.id"], name=op.f("fk_named_observers_request_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_named_observers_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_observers")),
        sa.UniqueConstraint(
            "request_id", "user_id", name=op.f("uq_named_observers_request_id_user_id")
        ),
    )
    with op.batch_alter_table("named_observers") as batch_op:
        batch_op.create_index(batch_op.f("ix_named_observers_user_id"), ["user_id"], unique=False)

    op.create_table(
        "attestations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_attestations_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"],
            ["establishments.id"],
            name=op.f("fk_attestations_establishment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["users.id"], name=op.f("fk_attestations_holder_id")
        ),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_attestations_journey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
        sa.UniqueConstraint("code", name=op.f("uq_attestations_code")),
    )
    with op.batch_alter_table("attestations") as batch_op:
        batch_op.create_index("ix_attestations_holder", ["holder_id"], unique=False)
        batch_op.create_index(
            "uq_attestations_standing",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "observations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=36), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "signed",
                "withdrawn",
                name="observation_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("situation_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_observations_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["users.id"], name=op.f("fk_observations_observer_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["signoff_requests.id"], name=op.f("fk_observations_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        sa.UniqueConstraint("token", name=op.f("uq_observations_token")),
    )
    with op.batch_alter_table("observations") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_observations_observer_id"), ["observer_id"], unique=False
        )
        batch_op.create_index("ix_observations_request", ["request_id", "state"], unique=False)

    op.create_table(
        "passports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("renewed_on", sa.Date(), nullable=True),
        sa.Column("last_worked_on", sa.Date(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_passports_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishments.id"], name=op.f("fk_passports_establishment_id")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["users.id"], name=op.f("fk_passports_holder_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["users.id"], name=op.f("fk_passports_opened_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_passports_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passports")),
        sa.UniqueConstraint("holder_id", "unit_id", name=op.f("uq_passports_holder_id_unit_id")),
    )
    with op.batch_alter_table("passports") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_passports_establishment_id"), ["establishment_id"], unique=False
        )
        batch_op.create_index("ix_passports_unit", ["unit_id", "granted_on"], unique=False)

    op.create_table(
        "reflective_talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_reflective_talks_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_entry_id"],
            ["ledger_entries.id"],
            name=op.f("fk_reflective_talks_confirmed_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_reflective_talks_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["signoff_requests.id"], name=op.f("fk_reflective_talks_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflective_talks")),
    )
    with op.batch_alter_table("reflective_talks") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reflective_talks_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_reflective_talks_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "jour-1",
                "hebdomadaire",
                "etonnement",
                "mois-1",
                "mois-3",
                "mois-6",
                "mois-12",
                "autre",
                name="interview_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("recruit_words", sa.JSON(), nullable=False),
        sa.Column("leader_words", sa.JSON(), nullable=False),
        sa.Column("recruit_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leader_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column(
            "answer_kind",
            sa.Enum(
                "fait",
                "prevu",
                "non",
                name="answer_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "minuted",
                "signed",
                "disputed",
                "cancelled",
                name="interview_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_interviews_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_interviews_journey_id")
        ),
        sa.ForeignKeyConstraint(["leader_id"], ["users.id"], name=op.f("fk_interviews_leader_id")),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name=op.f("fk_interviews_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    with op.batch_alter_table("interviews") as batch_op:
        batch_op.create_index("ix_interviews_journey", ["journey_id", "planned_on"], unique=False)
        batch_op.create_index(
            "ix_interviews_leader", ["leader_id", "state", "planned_on"], unique=False
        )
        batch_op.create_index(
            "uq_interviews_step",
            ["step_id"],
            unique=True,
            sqlite_where=sa.text("state != 'cancelled'"),
            postgresql_where=sa.text("state != 'cancelled'"),
        )

    _widen_ledger()
    _widen_requests()
    _check_steps(NEW_STEPS)


def downgrade() -> None:
    _narrow_requests()
    op.execute("UPDATE steps SET state = 'submitted' WHERE state = 'countersign'")
    _check_steps(OLD_STEPS)
    _narrow_ledger()
    with op.batch_alter_table("interviews") as batch_op:
        batch_op.drop_index(
            "uq_interviews_step",
            sqlite_where=sa.text("state != 'cancelled'"),
            postgresql_where=sa.text("state != 'cancelled'"),
        )
        batch_op.drop_index("ix_interviews_leader")
        batch_op.drop_index("ix_interviews_journey")

    op.drop_table("interviews")
    with op.batch_alter_table("reflective_talks") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reflective_talks_request_id"))
        batch_op.drop_index(batch_op.f("ix_reflective_talks_author_id"))

    op.drop_table("reflective_talks")
    with op.batch_alter_table("passports") as batch_op:
        batch_op.drop_index("ix_passports_unit")
        batch_op.drop_index(batch_op.f("ix_passports_establishment_id"))

    op.drop_table("passports")
    with op.batch_alter_table("observations") as batch_op:
        batch_op.drop_index("ix_observations_request")
        batch_op.drop_index(batch_op.f("ix_observations_observer_id"))

    op.drop_table("observations")
    with op.batch_alter_table("attestations") as batch_op:
        batch_op.drop_index(
            "uq_attestations_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_attestations_holder")

    op.drop_table("attestations")
    with op.batch_alter_table("named_observers") as batch_op:
        batch_op.drop_index(batch_op.f("ix_named_observers_user_id"))

    op.drop_table("named_observers")
    with op.batch_alter_table("signer_absences") as batch_op:
        batch_op.drop_index("ix_signer_absences_relay")
        batch_op.drop_index(batch_op.f("ix_signer_absences_establishment_id"))
        batch_op.drop_index("ix_signer_absences_away")

    op.drop_table("signer_absences")
    op.drop_table("ledger_anchors")


def _within(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _open_ledger() -> None:
    """The ledger refuses every change; its own migration lifts that for a moment."""
    if _is_sqlite():
        op.execute("DROP TRIGGER ledger_no_update")
        op.execute("DROP TRIGGER ledger_no_delete")
    else:
        op.execute("ALTER TABLE ledger_entries DISABLE TRIGGER ledger_append_only")


def _close_ledger() -> None:
    if not _is_sqlite():
        op.execute("ALTER TABLE ledger_entries ENABLE TRIGGER ledger_append_only")
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_no_{verb.lower()} BEFORE {verb} ON ledger_entries "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def _replace_check(batch: BatchOperations, name: str, condition: str) -> None:
    batch.drop_constraint(op.f(name), type_="check")
    batch.create_check_constraint(op.f(name), condition)


def _index_withdrawals(column: str) -> None:
    op.create_index(
        "uq_ledger_entries_withdrawal", "ledger_entries", [column], unique=True,
        sqlite_where=WITHDRAWAL, postgresql_where=WITHDRAWAL,
    )  # fmt: skip


def _widen_ledger() -> None:
    _open_ledger()
    op.drop_index("uq_ledger_entries_withdrawal", "ledger_entries")
    with op.batch_alter_table("ledger_entries") as batch_op:
        _replace_check(batch_op, "ck_ledger_entries_entry_kind", _within("kind", NEW_KINDS))
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_ledger_entries_about_id"), "ledger_entries", ["about_id"], ["id"]
        )
    text_of = (
        "json_extract(mine.payload, '$.about')" if _is_sqlite() else "mine.payload::json->>'about'"
    )
    op.execute(
        "UPDATE ledger_entries SET about_id = (SELECT other.id FROM ledger_entries AS mine "
        f"JOIN ledger_entries AS other ON other.hash = {text_of} "
        "WHERE mine.id = ledger_entries.id)"
    )
    _index_withdrawals("about_id")
    op.create_index("ix_ledger_entries_about", "ledger_entries", ["about_id"])
    op.create_index(
        "uq_ledger_entries_countersignature", "ledger_entries", ["request_id"], unique=True,
        sqlite_where=COUNTERSIGNATURE, postgresql_where=COUNTERSIGNATURE,
    )  # fmt: skip
    op.create_index(
        "ix_ledger_entries_amended", "ledger_entries", ["establishment_id", "seq"],
        sqlite_where=AMENDED, postgresql_where=AMENDED,
    )  # fmt: skip
    _close_ledger()


def _kinds_to_allow() -> tuple[str, ...]:
    """A chain is never shortened: with lines of the new kinds, the list stays as wide as it is."""
    newer = sa.text(f"SELECT count(*) FROM ledger_entries WHERE NOT ({_within('kind', OLD_KINDS)})")
    return NEW_KINDS if op.get_bind().scalar(newer) else OLD_KINDS


def _narrow_ledger() -> None:
    allowed = _within("kind", _kinds_to_allow())
    _open_ledger()
    op.drop_index("uq_ledger_entries_countersignature", "ledger_entries")
    op.drop_index("ix_ledger_entries_amended", "ledger_entries")
    op.drop_index("ix_ledger_entries_about", "ledger_entries")
    op.drop_index("uq_ledger_entries_withdrawal", "ledger_entries")
    with op.batch_alter_table("ledger_entries") as batch_op:
        _replace_check(batch_op, "ck_ledger_entries_entry_kind", allowed)
        batch_op.drop_constraint(op.f("fk_ledger_entries_about_id"), type_="foreignkey")
        batch_op.drop_column("about_id")
    _index_withdrawals("request_id")
    _close_ledger()


def _widen_requests() -> None:
    with op.batch_alter_table("signoff_requests") as batch_op:
        _replace_check(batch_op, "ck_signoff_requests_request_state", _within("state", NEW_STATES))
        batch_op.add_column(sa.Column("intention", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rule", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("signoff_requests") as batch_op:
        batch_op.alter_column("intention", server_default=None)
        batch_op.alter_column("rule", server_default=None)


def _narrow_requests() -> None:
    with op.batch_alter_table("signoff_requests") as batch_op:
        _replace_check(batch_op, "ck_signoff_requests_request_state", _within("state", OLD_STATES))
        batch_op.drop_column("rule")
        batch_op.drop_column("intention")


def _check_steps(states: tuple[str, ...]) -> None:
    """A table copied forgets the highest number it ever gave; a removed step's never comes back."""
    last = "SELECT seq FROM sqlite_sequence WHERE name = 'steps'"
    given = op.get_bind().scalar(sa.text(last)) if _is_sqlite() else None
    with op.batch_alter_table("steps", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        _replace_check(batch_op, "ck_steps_step_state", _within("state", states))
    if given is not None:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'steps'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('steps', {int(given)})")
