"""The way of a need: owner, due time, answer, history; reminders for citizens."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "digests_sent",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", "department", "means", name="pk_digests_sent"),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_reminders_conversation_id"
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name="fk_reminders_turn_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_reminders_conversation_id_status",
        "reminders",
        ["conversation_id", "status"],
        unique=False,
    )
    op.create_index("ix_reminders_status_due_at", "reminders", ["status", "due_at"], unique=False)
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_lessons_need_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lessons"),
        sa.UniqueConstraint("need_id", "kind", "text", name="uq_lessons_need_id_kind_text"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_lessons_procedure_code_status", "lessons", ["procedure_code", "status"], unique=False
    )
    op.create_index("ix_lessons_status_id", "lessons", ["status", "id"], unique=False)
    op.create_table(
        "need_alerts",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_need_alerts_need_id"),
        sa.PrimaryKeyConstraint("need_id", "step", "due_at", name="pk_need_alerts"),
    )
    op.create_table(
        "need_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_need_events_need_id"),
        sa.PrimaryKeyConstraint("id", name="pk_need_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_need_events_need_id_id", "need_events", ["need_id", "id"], unique=False)
    op.create_table(
        "route_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("belongs_to", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_route_corrections_need_id"),
        sa.PrimaryKeyConstraint("id", name="pk_route_corrections"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_route_corrections_need_id", "route_corrections", ["need_id"], unique=False)
    op.add_column("needs", sa.Column("kind", sa.Text(), server_default="question", nullable=False))
    op.add_column(
        "needs", sa.Column("procedure_code", sa.Text(), server_default="", nullable=False)
    )
    op.add_column("needs", sa.Column("commune", sa.Text(), server_default="", nullable=False))
    op.add_column("needs", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.add_column("needs", sa.Column("detail", sa.Text(), server_default="", nullable=False))
    op.add_column("needs", sa.Column("owner_id", sa.Integer(), nullable=True))
    op.add_column("needs", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("needs", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("needs", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("needs", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("needs", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("needs", sa.Column("answer", sa.Text(), server_default="", nullable=False))
    op.add_column("needs", sa.Column("answered_by", sa.Integer(), nullable=True))
    op.add_column("needs", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("needs", sa.Column("reopened", sa.Integer(), server_default="0", nullable=False))
    op.add_column("needs", sa.Column("is_helpful", sa.Boolean(), nullable=True))
    op.add_column("needs", sa.Column("was_late", sa.Boolean(), nullable=True))
    op.create_index(
        "ix_needs_department_status_due_at",
        "needs",
        ["department", "status", "due_at"],
        unique=False,
    )
    op.create_index("ix_needs_merged_into", "needs", ["merged_into"], unique=False)
    op.create_index(
        "ix_needs_open",
        "needs",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_needs_owner_id_status", "needs", ["owner_id", "status"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_needs_owner_id_status", table_name="needs")
    op.drop_index("ix_needs_open", table_name="needs")
    op.drop_index("ix_needs_merged_into", table_name="needs")
    op.drop_index("ix_needs_department_status_due_at", table_name="needs")
    op.drop_column("needs", "was_late")
    op.drop_column("needs", "is_helpful")
    op.drop_column("needs", "reopened")
    op.drop_column("needs", "merged_into")
    op.drop_column("needs", "answered_by")
    op.drop_column("needs", "answer")
    op.drop_column("needs", "closed_at")
    op.drop_column("needs", "answered_at")
    op.drop_column("needs", "accepted_at")
    op.drop_column("needs", "paused_at")
    op.drop_column("needs", "due_at")
    op.drop_column("needs", "owner_id")
    op.drop_column("needs", "detail")
    op.drop_column("needs", "reason")
    op.drop_column("needs", "commune")
    op.drop_column("needs", "procedure_code")
    op.drop_column("needs", "kind")
    op.drop_table("route_corrections")
    op.drop_table("need_events")
    op.drop_table("need_alerts")
    op.drop_table("lessons")
    op.drop_table("reminders")
    op.drop_table("digests_sent")
