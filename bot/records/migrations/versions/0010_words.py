"""The words of each turn, for the search; turns of before are indexed at the next start."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE turn_words USING fts5(words, detail=none, "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars ':._-'\")"
        )
        return
    op.execute("CREATE TABLE turn_words (turn_id bigint PRIMARY KEY, words tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_turn_words_words ON turn_words USING gin (words)")


def downgrade() -> None:
    """Take the change back."""
    op.execute("DROP TABLE turn_words")
