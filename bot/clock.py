"""The day it is where the citizens are."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> date:
    """Return the day it is in Việt Nam."""
    return datetime.now(LOCAL).date()
