"""What the bounded memory of conversations promises."""

import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.components.tracker_store import BoundedTrackerStore

DOMAIN = Domain.from_dict(
    {
        "intents": ["say"],
        "slots": {"kept": {"type": "any", "mappings": [{"type": "custom"}]}},
        "forms": {"a_form": {"required_slots": []}},
    }
)
TURN = [ActionExecuted("action_listen"), UserUttered("hi", {"name": "say"}), ActionExecuted("act")]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def a_tracker(sender: str, *events: object) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, list(events), DOMAIN.slots, domain=DOMAIN)


def after_saving(
    store: BoundedTrackerStore, tracker: DialogueStateTracker
) -> DialogueStateTracker | None:
    asyncio.run(store.save(tracker))
    return asyncio.run(store.retrieve(tracker.sender_id))


def test_slots_and_an_open_form_outlive_the_cut() -> None:
    store = BoundedTrackerStore(DOMAIN, max_events=12)
    long = a_tracker("a", SlotSet("kept", {"x": 1}), ActiveLoop("a_form"), *TURN * 40)
    kept = after_saving(store, long)
    assert kept is not None
    assert len(kept.events) <= 12
    assert kept.get_slot("kept") == {"x": 1}
    assert kept.active_loop_name == "a_form"


def test_what_is_left_after_the_cut_begins_with_a_whole_turn() -> None:
    store = BoundedTrackerStore(DOMAIN, max_events=12)
    kept = after_saving(store, a_tracker("a", *TURN * 40))
    assert kept is not None
    assert list(kept.events)[:3] == TURN


def test_a_turn_that_fails_midway_leaves_the_kept_conversation_alone() -> None:
    store = BoundedTrackerStore(DOMAIN)
    handed_out = after_saving(store, a_tracker("a", *TURN))
    assert handed_out is not None
    handed_out.update(SlotSet("kept", "half done"), DOMAIN)
    again = asyncio.run(store.retrieve("a"))
    assert again is not None
    assert again.get_slot("kept") is None
    assert len(again.events) == len(TURN)


def test_idle_conversations_are_forgotten() -> None:
    clock = Clock()
    store = BoundedTrackerStore(DOMAIN, idle_seconds=60, clock=clock)
    asyncio.run(store.save(a_tracker("idle", *TURN)))
    clock.now = 61
    assert asyncio.run(store.retrieve("idle")) is None
    asyncio.run(store.save(a_tracker("new", *TURN)))
    assert list(asyncio.run(store.keys())) == ["new"]


def test_the_conversation_used_longest_ago_makes_room() -> None:
    store = BoundedTrackerStore(DOMAIN, max_conversations=2)
    for sender in ("a", "b", "a", "c"):
        asyncio.run(store.save(a_tracker(sender, *TURN)))
    assert list(asyncio.run(store.keys())) == ["a", "c"]
