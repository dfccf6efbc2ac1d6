"""Messages of a reply, one by one, and the tokens of a Zalo app."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "outbox_parts",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outbox_parts_conversation_id"
        ),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_outbox_parts_outbox_id"),
        sa.PrimaryKeyConstraint("outbox_id", "number", name="pk_outbox_parts"),
    )
    op.create_index(
        "ix_outbox_parts_conversation_id_begun_at", "outbox_parts", ["conversation_id", "begun_at"]
    )
    op.create_table(
        "zalo_tokens",
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("previous_access_token", sa.Text(), nullable=False),
        sa.Column("previous_refresh_token", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("app_id", name="pk_zalo_tokens"),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("zalo_tokens")
    op.drop_table("outbox_parts")
