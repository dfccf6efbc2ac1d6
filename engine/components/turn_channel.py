"""The one door to the engine: one turn in, one JSON with all that came of it out.

Start Rasa with ``-i 127.0.0.1``: this channel is for the app beside it, never for a network.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from engine.components import action_schema
from engine.components.parent_watch import watch_parent
from engine.components.turn_message import BadTurn, Turn, for_rasa, parse_turn
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    DEFAULT_INTENTS,
    REQUESTED_SLOT,
    USER_INTENT_RESTART,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

Handler = Callable[[Request], Awaitable[HTTPResponse]]
logger = logging.getLogger(__name__)

_BODY_LIMIT = 64 * 1024
_RANKING_LENGTH = 5
_TRACE_HEADER = "X-Motcua-Trace"  # as in ``bot.trace``, of which nothing is imported here
_LONGEST_TRACE = 20
_RASA_ONLY = set(DEFAULT_INTENTS) - {USER_INTENT_RESTART, DEFAULT_NLU_FALLBACK_INTENT_NAME}


class TurnChannel(InputChannel):
    """Takes a turn from whoever knows the secret."""

    def __init__(self, secret: str) -> None:
        self._expected = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        """The channel's name in paths and events."""
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TurnChannel:
        """Read the secret from ``credentials.yml``."""
        secret = str((credentials or {}).get("secret") or "")
        if not secret:
            cls.raise_missing_credentials_exception()
        action_schema.install()
        watch_parent()
        return cls(secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; ``on_new_message`` is not used, for it returns nothing."""
        routes = Blueprint("turn_channel")
        routes.add_route(self._guarded(_health), "/health", methods=["GET"])
        routes.add_route(self._guarded(_turns), "/turns", methods=["POST"], stream=True)
        return routes

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> HTTPResponse:
            if self._knows(request):
                return await handler(request)
            return json({"error": "The secret is wrong or missing."}, 401)

        guarded.__name__ = handler.__name__.strip("_")
        return guarded

    def _knows(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, self._expected)


async def _health(request: Request) -> HTTPResponse:
    agent = _agent(request)
    if agent is None:
        return json({"error": "No model is loaded."}, 503)
    return json({"model": agent.processor.model_filename, "ready": True})


async def _turns(request: Request) -> HTTPResponse:
    agent = _agent(request)
    if agent is None:
        return json({"error": "No model is loaded."}, 503)
    try:
        return json(await _take(agent, parse_turn(await _body(request))))
    except BadTurn as error:
        return json({"error": str(error)}, 400)
    except Exception:
        logger.exception("The turn of message %s failed.", _trace(request))
        return json({"error": "The turn failed; the engine's log says why."}, 500)


def _trace(request: Request) -> str:
    """Return the number under which the app's log has the message; nothing else gets through."""
    given = request.headers.get(_TRACE_HEADER, "")
    return given if given.isascii() and given.isalnum() and len(given) <= _LONGEST_TRACE else "-"


def _agent(request: Request) -> Agent | None:
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


async def _body(request: Request) -> bytes:
    body = b""
    while (chunk := await request.stream.read()) is not None:
        body += chunk
        if len(body) > _BODY_LIMIT:
            raise BadTurn(f"The body is longer than {_BODY_LIMIT} bytes.")
    return body


async def _take(agent: Agent, turn: Turn) -> dict[str, Any]:
    collected = CollectingOutputChannel()
    text = for_rasa(turn.text, set(agent.domain.intents) - _RASA_ONLY)
    message = UserMessage(text, collected, turn.conversation, input_channel=TurnChannel.name())
    async with agent.lock_store.lock(turn.conversation):
        restored = await _restore(agent, turn)
        await agent.processor.handle_message(message)
        tracker = await agent.tracker_store.retrieve(turn.conversation)
    return {**_outcome(tracker, collected), "restored": restored}


async def _restore(agent: Agent, turn: Turn) -> bool:
    """Give a conversation that the engine does not know what the app remembers of it."""
    if not turn.state or await agent.tracker_store.exists(turn.conversation):
        return False
    tracker = agent.tracker_store.init_tracker(turn.conversation)
    tracker.update_with_events(list(_memory(agent.domain, turn.state)), agent.domain)
    await agent.tracker_store.save(tracker)
    return True


def _memory(domain: Domain, state: dict[str, Any]) -> Iterator[Event]:
    """A requested slot means that the form was open: there is only one form."""
    for slot in domain.slots:
        if slot.name in state:
            yield SlotSet(slot.name, state[slot.name])
    if state.get(REQUESTED_SLOT):
        yield ActiveLoop(domain.form_names[0])
    yield ActionExecuted(ACTION_LISTEN_NAME)


def _outcome(tracker: DialogueStateTracker, collected: CollectingOutputChannel) -> dict[str, Any]:
    understood = tracker.latest_message.parse_data
    intent = understood["intent"]
    return {
        "replies": [message["custom"] for message in collected.messages if "custom" in message],
        "intent": {"name": intent["name"], "confidence": intent["confidence"]},
        "ranking": understood.get("intent_ranking", [])[:_RANKING_LENGTH],
        "entities": [_entity(found) for found in understood["entities"]],
        "state": {k: v for k, v in tracker.current_slot_values().items() if v is not None},
    }


def _entity(found: dict[str, Any]) -> dict[str, Any]:
    return {key: found.get(key) for key in ("entity", "value", "start", "end")}
