"""Switches, notices, audit, totals for measurements, and a trace from message to reply."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("status <> 'sent'")


def upgrade() -> None:
    """Apply the change."""
    op.add_column("inbox", sa.Column("trace", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_inbox_trace", "inbox", ["trace"])
    op.add_column("outbox", sa.Column("trace", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"])
    op.create_index(
        "ix_outbox_open", "outbox", ["status"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_switches"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "totals",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("series", "channel", "label", name="pk_totals"),
    )


def downgrade() -> None:
    """Take the change back."""
    for table in ("totals", "audit", "notices", "switches"):
        op.drop_table(table)
    for index in ("ix_outbox_open", "ix_outbox_sent_at"):
        op.drop_index(index, table_name="outbox")
    op.drop_column("outbox", "trace")
    op.drop_index("ix_inbox_trace", table_name="inbox")
    op.drop_column("inbox", "trace")
