"""The tables for those who work in the console."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.records.tables import Base


class StaffMember(Base):
    """One person who may log in; never deleted, since the audit speaks of them.

    ``commune`` and ``department`` narrow down what they see; empty is everything. ``subject`` is
    who they are at the institution's own log-in (issuer and subject), ``None`` without one.

    ``totp`` is encrypted. ``totp_step`` is the newest time step a code was taken from: no code
    counts twice.
    """

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("login"),
        Index("uq_staff_subject", "subject", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    province: Mapped[str]
    department: Mapped[str]
    commune: Mapped[str] = mapped_column(server_default="")
    subject: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="vi")
    totp: Mapped[str | None]
    totp_step: Mapped[int] = mapped_column(BigInteger)
    failed: Mapped[int]
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class StaffSession(Base):
    """One browser that somebody logged in with; not ``confirmed`` while the second factor lacks."""

    __tablename__ = "staff_sessions"
    __table_args__ = (
        UniqueConstraint("digest"),
        Index(None, "staff_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    browser: Mapped[str]
    confirmed: Mapped[bool]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_until: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class StaffInvitation(Base):
    """One link that works once: to make an account, or (with ``staff_id``) a new password."""

    __tablename__ = "staff_invitations"

    digest: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id))
    is_first: Mapped[bool]
    roles: Mapped[list[str]] = mapped_column(JSON)
    province: Mapped[str]
    department: Mapped[str]
    commune: Mapped[str] = mapped_column(server_default="")
    invited_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in once for a lost second factor; its digest."""

    __tablename__ = "staff_recovery_codes"
    __table_args__ = (Index(None, "staff_id"),)

    digest: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    used_at: Mapped[datetime | None]
