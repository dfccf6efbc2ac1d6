"""What the actions answer from, and what they return."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.catalogue.catalogue import Catalogue
from bot.clock import today
from bot.province import Province
from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Desk:
    """What the actions answer from; ``today`` is the clock that tells whether a record is stale."""

    catalogue: Catalogue
    province: Province
    today: Callable[[], date] = today


@dataclass(frozen=True, slots=True)
class Decision:
    """A reply, and the slots that change with it."""

    reply: Reply
    slots: Mapping[str, Any] = field(default_factory=dict)
