"""How much may still be said in a talk: a channel bounds a message, and some their number."""

from dataclasses import dataclass
from datetime import timedelta

from bot.channels.rendering import units
from bot.limits import Limits, limits_of
from bot.records.takeover.about import About
from console.guard import Office
from console.words import _

TOO_LONG = "Tin dài {length} ký tự; một tin trên kênh này chỉ được {longest} ký tự."


@dataclass(frozen=True, slots=True)
class Room:
    """What the channel of a talk still takes.

    Attributes:
        replies: how many more messages until the citizen writes again, ``None`` without bound.
        hours: how many hours of the free time are left, ``None`` where time does not matter.
        is_shut: nothing arrives any more until the citizen writes again.
    """

    limits: Limits
    replies: int | None = None
    hours: int | None = None
    is_shut: bool = False

    def too_long(self, text: str) -> str:
        """Return a sentence if ``text`` is too long for one message."""
        length, longest = units(text.strip()), self.limits.longest
        return _(TOO_LONG, length=length, longest=longest) if length > longest else ""


def room_of(office: Office, talk: About) -> Room:
    """Return how much room there is in ``talk`` now."""
    limits, last = limits_of(talk.channel), talk.window.last_message_at
    if not limits.free_hours or last is None:
        return Room(limits)
    age, free = office.clock() - last, office.zalo_free_replies
    left = max(timedelta(), timedelta(hours=limits.free_hours) - age)
    replies = talk.window.left(free) if free and left else None
    hours = -(-left // timedelta(hours=1))
    return Room(limits, replies, hours, age >= timedelta(hours=limits.last_hours))
