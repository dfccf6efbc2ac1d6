"""The tables for those who work in the console."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.records.tables import Base


class StaffMember(Base):
    """One person who may log in; never deleted, since the audit speaks of them.

    ``totp`` is encrypted. ``totp_step`` is the newest time step a code was taken from: no code
    counts twice.
    """

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("login"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    province: Mapped[str]
    department: Mapped[str]
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
    invited_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
