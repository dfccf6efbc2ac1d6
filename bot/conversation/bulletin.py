"""What operators have told everybody: which channels are off, and an emergency notice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.reply import Reply, WarningBlock

SwitchName = Literal["bot", "telegram", "zalo", "web"]
SWITCHES: tuple[SwitchName, ...] = get_args(SwitchName)
BOT = "bot"  # the switch of all channels at once
LONGEST = 300  # characters of a notice, and of what is said instead of the usual sentence
SEEN = "notice"  # in a conversation's state: number of the notice that it was told last


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What holds now.

    Attributes:
        off: the switches that are off, each with what citizens are told; empty for the usual.
        notice: what everybody shall know; empty for nothing.
        number: of the notice; a new one has a higher number.
    """

    off: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    number: int = 0

    def closing(self, channel: str) -> str | None:
        """Return what citizens are told on a channel that is off, ``None`` on one that is on."""
        return self.off.get(BOT, self.off.get(channel))


ReadBulletin = Callable[[], Bulletin]


def nothing_told() -> Bulletin:
    """Everything is on, and there is nothing to tell."""
    return Bulletin()


def with_notice(
    reply: Reply, state: Mapping[str, Any], before: Mapping[str, Any], bulletin: Bulletin
) -> tuple[Reply, Mapping[str, Any]]:
    """Put the notice on top, once a conversation; ``state`` is new, and ``before`` remembers."""
    if not bulletin.notice:
        return reply, state
    kept = {**state, SEEN: bulletin.number}
    if before.get(SEEN) == bulletin.number:
        return reply, kept
    warned = (WarningBlock(text=bulletin.notice), *reply.blocks)
    return reply.model_copy(update={"blocks": warned}), kept
