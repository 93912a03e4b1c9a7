"""review every day: cards of words, alerts and missed questions, and their ratings

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recall_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "word",
                "alert",
                "question",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("specialty", sa.String(length=80), nullable=True),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_review_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recall_cards_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_cards")),
        sa.UniqueConstraint(
            "user_id", "source", "ref", name=op.f("uq_recall_cards_user_id_source_ref")
        ),
    )
    with op.batch_alter_table("recall_cards", schema=None) as batch_op:
        batch_op.create_index("ix_recall_cards_due", ["user_id", "due_at"], unique=False)

    op.create_table(
        "recall_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["recall_cards.id"], name=op.f("fk_recall_reviews_card_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recall_reviews_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_reviews")),
    )
    with op.batch_alter_table("recall_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recall_reviews_card_id"), ["card_id"], unique=False)
        batch_op.create_index("ix_recall_reviews_user", ["user_id", "reviewed_at"], unique=False)


def downgrade() -> None:
    op.drop_table("recall_reviews")
    op.drop_table("recall_cards")
