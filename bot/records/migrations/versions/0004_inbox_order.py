"""The channel's own order of messages, and which message of the chat an update was about."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("inbox", sa.Column("position", sa.BigInteger(), nullable=True))
    op.add_column("inbox", sa.Column("message", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("inbox", "message")
    op.drop_column("inbox", "position")
