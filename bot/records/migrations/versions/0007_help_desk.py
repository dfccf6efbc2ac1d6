"""Takeovers, notes, feedback and what staff keep for their work."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name="fk_canned_replies_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
        sa.UniqueConstraint("department", "title", name="uq_canned_replies_department_title"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_notes_conversation_id"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_notes_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_conversation_id_id", "notes", ["conversation_id", "id"], unique=False)
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_saved_filters_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filters"),
        sa.UniqueConstraint("staff_id", "name", name="uq_saved_filters_staff_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name="fk_mentions_note_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_mentions_staff_id"),
        sa.PrimaryKeyConstraint("note_id", "staff_id", name="pk_mentions"),
    )
    op.create_index(
        "ix_mentions_staff_id_seen_at", "mentions", ["staff_id", "seen_at"], unique=False
    )
    op.create_table(
        "sealed_texts",
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_sealed_texts_inbox_id"),
        sa.PrimaryKeyConstraint("inbox_id", name="pk_sealed_texts"),
    )
    op.create_index("ix_sealed_texts_expires_at", "sealed_texts", ["expires_at"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_feedback_conversation_id"
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_feedback_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("turn_id", name="uq_feedback_turn_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("citizen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_handoffs_conversation_id"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_handoffs_staff_id"),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_handoffs_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_handoffs_conversation_id_id", "handoffs", ["conversation_id", "id"], unique=False
    )
    op.create_index("ix_handoffs_status_asked_at", "handoffs", ["status", "asked_at"], unique=False)
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.add_column(
        "conversations", sa.Column("commune", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "conversations",
        sa.Column("flagged", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "conversations", sa.Column("kept", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_conversations_commune_last_at", "conversations", ["commune", "last_at"], unique=False
    )
    op.create_index(
        "ix_conversations_flagged",
        "conversations",
        ["last_at"],
        unique=False,
        sqlite_where=sa.text("flagged"),
        postgresql_where=sa.text("flagged"),
    )
    op.create_index("ix_conversations_last_at_id", "conversations", ["last_at", "id"], unique=False)
    op.add_column("outbox", sa.Column("staff_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("outbox", "staff_id")
    op.drop_index("ix_conversations_last_at_id", table_name="conversations")
    op.drop_index("ix_conversations_flagged", table_name="conversations")
    op.drop_index("ix_conversations_commune_last_at", table_name="conversations")
    op.drop_column("conversations", "kept")
    op.drop_column("conversations", "flagged")
    op.drop_column("conversations", "commune")
    op.drop_table("handoffs")
    op.drop_table("feedback")
    op.drop_table("sealed_texts")
    op.drop_table("mentions")
    op.drop_table("saved_filters")
    op.drop_table("notes")
    op.drop_table("canned_replies")
