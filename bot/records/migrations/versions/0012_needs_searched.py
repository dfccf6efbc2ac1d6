"""Needs are found by words without accents, and those of a month are counted for everybody."""

import sqlalchemy as sa
from alembic import op

from bot.records.talks.words import searched

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEX = "ix_needs_created_at_field_commune"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("needs", sa.Column("words", sa.Text(), server_default="", nullable=False))
    op.create_index(INDEX, "needs", ["created_at", "field", "commune"], unique=False)
    db = op.get_bind()
    rows = db.execute(sa.text("SELECT id, question FROM needs")).all()
    made = [{"id": row.id, "words": searched(row.question)} for row in rows]
    if made:
        db.execute(sa.text("UPDATE needs SET words = :words WHERE id = :id"), made)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(INDEX, table_name="needs")
    op.drop_column("needs", "words")
