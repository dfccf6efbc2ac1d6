"""How much one message of a channel holds, and how long after the citizen's last word it may leave.

For those who write to citizens without being a channel. The channels' own facts are the source; a
test holds these figures to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What one channel allows; hours count from the citizen's last message, 0 sets no bound.

    Attributes:
        longest: UTF-16 units in a message.
        free_hours: from then on the channel may charge for a message, or refuse it.
        last_hours: from then on it refuses every message.
    """

    longest: int
    free_hours: int = 0
    last_hours: int = 0


LIMITS: Final[Mapping[str, Limits]] = {
    "telegram": Limits(4096),
    "zalo": Limits(2000, free_hours=48, last_hours=168),
    "web": Limits(2000),
}
ELSEWHERE: Final = Limits(2000)  # the terminal, which sets no bound itself


def limits_of(channel: str) -> Limits:
    """Return what ``channel`` allows."""
    return LIMITS.get(channel, ELSEWHERE)
