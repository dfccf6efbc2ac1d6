"""The time it is, and the day where the citizens are."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def utc_now() -> datetime:
    """Return the time by which leases and dates are kept."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in Việt Nam."""
    return datetime.now(LOCAL).date()
