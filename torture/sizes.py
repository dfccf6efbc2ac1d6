"""How much of everything: enough to break what can break, or little enough for every change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """The whole torture unless ``SMALL`` is taken.

    Attributes:
        updates: that arrive one to five times each.
        kills: with ``kill -9``.
        down_seconds: without an engine, at 50 updates a second.
        sends: at each of three times: calm, one chat with 429, one send in five that fails.
        refreshes: of Zalo's tokens at once.
        bodies: posted to the webhooks.
    """

    updates: int = 10_000
    kills: int = 100
    down_seconds: float = 20
    sends: int = 300
    refreshes: int = 1_000
    bodies: int = 100_000


FULL = Sizes()
SMALL = Sizes(updates=500, kills=5, down_seconds=3, sends=40, refreshes=100, bodies=1_000)
