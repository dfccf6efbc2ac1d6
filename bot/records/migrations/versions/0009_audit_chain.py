"""An audit that shows when it was tampered with, recovery codes, and what narrows staff down."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "staff_recovery_codes",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_staff_recovery_codes_staff_id"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_recovery_codes"),
    )
    op.create_index(
        "ix_staff_recovery_codes_staff_id", "staff_recovery_codes", ["staff_id"], unique=False
    )
    op.add_column("audit", sa.Column("place", sa.Text(), server_default="", nullable=False))
    op.add_column("audit", sa.Column("hash", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_audit_subject_id", "audit", ["subject", "id"], unique=False)
    op.create_index("ix_audit_who_id", "audit", ["who", "id"], unique=False)
    op.add_column("staff", sa.Column("commune", sa.Text(), server_default="", nullable=False))
    op.add_column("staff", sa.Column("subject", sa.Text(), nullable=True))
    op.add_column("staff", sa.Column("language", sa.Text(), server_default="vi", nullable=False))
    op.create_index("uq_staff_subject", "staff", ["subject"], unique=True)
    op.add_column(
        "staff_invitations", sa.Column("commune", sa.Text(), server_default="", nullable=False)
    )
    _protect()


def downgrade() -> None:
    """Take the change back."""
    _release()
    op.drop_column("staff_invitations", "commune")
    op.drop_index("uq_staff_subject", table_name="staff")
    op.drop_column("staff", "language")
    op.drop_column("staff", "subject")
    op.drop_column("staff", "commune")
    op.drop_index("ix_audit_who_id", table_name="audit")
    op.drop_index("ix_audit_subject_id", table_name="audit")
    op.drop_column("audit", "hash")
    op.drop_column("audit", "place")
    op.drop_table("staff_recovery_codes")


def _protect() -> None:
    """Have the database itself refuse to change or delete a row."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_only_grows()"
    )


def _release() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_no_{deed}")
        return
    op.execute("DROP TRIGGER audit_only_grows ON audit")
    op.execute("DROP FUNCTION audit_only_grows")
