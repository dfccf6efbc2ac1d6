"""Reviews of turns, and what they would change."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "review_labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_review_labels"),
        sa.UniqueConstraint("kind", "name", name="uq_review_labels_kind_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_reviews_staff_id"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_reviews_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("turn_id", "staff_id", name="uq_reviews_turn_id_staff_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_reviews_staff_id_created_at", "reviews", ["staff_id", "created_at"], unique=False
    )
    op.create_table(
        "sampled_turns",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sampled_turns_staff_id"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_sampled_turns_turn_id"),
        sa.PrimaryKeyConstraint("day", "turn_id", "staff_id", name="pk_sampled_turns"),
    )
    op.create_index(
        "ix_sampled_turns_staff_id_day", "sampled_turns", ["staff_id", "day"], unique=False
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_proposals_decided_by"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_proposals_review_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("review_id", "kind", name="uq_proposals_review_id_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_proposals_kind_status_id", "proposals", ["kind", "status", "id"], unique=False
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("proposals")
    op.drop_table("sampled_turns")
    op.drop_table("reviews")
    op.drop_table("review_labels")
