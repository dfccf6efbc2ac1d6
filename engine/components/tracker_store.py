"""Conversations in memory: few events each, few conversations, none for ever."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


@dataclass(frozen=True)
class _Kept:
    events: tuple[Event, ...]
    used: float


class BoundedTrackerStore(TrackerStore):
    """Keeps the end of each conversation as events, so that a turn that fails harms nothing.

    A conversation that grew past ``max_events`` is cut at a turn boundary to about half of them;
    what was cut is summed up by setting its slots, and its open form, at the start.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_events: int = 40,
        max_conversations: int = 20_000,
        idle_seconds: float = 7200,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_events = max_events
        self._max_conversations = max_conversations
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker's last events and forget who has been away too long."""
        events = self._bounded(tracker.sender_id, list(tracker.events))
        self._kept[tracker.sender_id] = _Kept(tuple(events), self._clock())
        self._kept.move_to_end(tracker.sender_id)
        self._forget()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a new tracker made from the kept events."""
        kept = self._kept.get(sender_id)
        if kept is None or self._clock() - kept.used > self._idle_seconds:
            return None
        return self._replay(sender_id, kept.events)

    async def keys(self) -> Iterable[str]:
        """Return the conversations that are known now."""
        return list(self._kept)

    def _forget(self) -> None:
        oldest_allowed = self._clock() - self._idle_seconds
        while len(self._kept) > self._max_conversations or self._first().used < oldest_allowed:
            self._kept.popitem(last=False)

    def _first(self) -> _Kept:
        return next(iter(self._kept.values()))

    def _replay(self, sender_id: str, events: Sequence[Event]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        for event in events:
            tracker.update(event, self.domain)
        return tracker

    def _bounded(self, sender_id: str, events: list[Event]) -> list[Event]:
        if len(events) <= self._max_events:
            return events
        cut = _turn_boundary(events, len(events) - self._max_events // 2)
        return _summary(self._replay(sender_id, events[:cut])) + events[cut:]


def _turn_boundary(events: Sequence[Event], after: int) -> int:
    """Return the first index from ``after`` on at which the bot listens and a person speaks.

    Without one there, the last before it: a long turn is kept whole.
    """
    starts = [
        index
        for index, event in enumerate(events[:-1])
        if _listens(event) and isinstance(events[index + 1], UserUttered)
    ]
    return next((start for start in starts if start >= after), starts[-1] if starts else 0)


def _listens(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _summary(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events that bring a new tracker to the same slots and open form."""
    slots: list[Event] = [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value
    ]
    form = tracker.active_loop_name
    return [*slots, ActiveLoop(form)] if form else slots
