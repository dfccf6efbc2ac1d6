"""The tables for those who run the installation."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.records.columns import Json
from bot.records.tables import Base


class Switch(Base):
    """One channel, or the whole bot, that operators have switched off; no row means on."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(primary_key=True)
    say: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    since: Mapped[datetime]


class Notice(Base):
    """An emergency notice. The newest one counts; an empty one clears it."""

    __tablename__ = "notices"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    until: Mapped[datetime | None]
    who: Mapped[str]
    set_at: Mapped[datetime]


class AuditEntry(Base):
    """What somebody did by hand, why and from where. Never what a citizen wrote.

    Triggers refuse to change or delete a row. ``hash`` covers the row and the hash before it, so
    that a row changed behind their back, taken out or put in is found.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "who", "id"),
        Index(None, "subject", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[Json]
    place: Mapped[str] = mapped_column(server_default="")
    hash: Mapped[str] = mapped_column(server_default="")


class Total(Base):
    """A number that only grows, for measurements; it stays when what it counted is deleted.

    ``turns`` have the outcome as label, ``stored`` and ``sent`` the bound of a bucket. ``until``
    holds the moment up to which all is counted.
    """

    __tablename__ = "totals"

    series: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]
