"""What the actions answer from, and what they return."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.catalogue.catalogue import Catalogue
from bot.clock import today
from bot.province import Province
from bot.province.calendar import Calendar
from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Desk:
    """What the actions answer from.

    Attributes:
        today: the clock that tells whether a record is stale and whether offices work.
        calendar: the days on which offices of the province work.
    """

    catalogue: Catalogue
    province: Province
    today: Callable[[], date] = today
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True, slots=True)
class Decision:
    """A reply, and the slots that change with it."""

    reply: Reply
    slots: Mapping[str, Any] = field(default_factory=dict)
