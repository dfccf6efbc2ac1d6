"""Asks the engine over loopback. Whatever goes wrong there is one error here."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field

from bot.conversation.ports import Understood
from bot.errors import EngineUnavailable
from bot.reply import Reply
from bot.trace import HEADER, subject


class _Intent(BaseModel):
    name: str | None = None
    confidence: float = 0.0


class _Answer(BaseModel):
    """What the engine's turn channel returns."""

    model_config = ConfigDict(extra="ignore")

    replies: list[Reply]
    intent: _Intent = Field(default_factory=_Intent)
    ranking: list[dict[str, Any]] = Field(default_factory=list)
    entities: list[dict[str, Any]] = Field(default_factory=list)
    state: dict[str, Any] = Field(default_factory=dict)


class _Health(BaseModel):
    model: str


class EngineClient:
    """The engine at ``url``."""

    def __init__(self, url: str, secret: str, timeout: float) -> None:
        """Wait ``timeout`` seconds at most for an answer."""
        headers = {"Authorization": f"Bearer {secret}"}
        self._timeout = timeout
        self._in_hand: dict[str, str] = {}
        # trust_env off: no proxy setting of the machine may come between us and loopback.
        self._http = httpx.AsyncClient(
            base_url=url, headers=headers, timeout=timeout, trust_env=False
        )

    async def ask(self, conversation: str, text: str, state: Mapping[str, Any]) -> Understood:
        """Return what the engine makes of ``text``; see ``bot.conversation.ports.Engine``."""
        body = {"conversation": conversation, "text": text, "state": dict(state) or None}
        trace = subject().trace
        self._in_hand[conversation] = trace
        try:
            async with asyncio.timeout(self._timeout):  # httpx counts from each piece anew
                response = await self._http.post(
                    "/webhooks/turn/turns", json=body, headers={HEADER: trace}
                )
            answer = _Answer.model_validate(response.raise_for_status().json())
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
        finally:
            self._in_hand.pop(conversation, None)
        return Understood(
            answer.replies,
            answer.intent.name or "",
            answer.intent.confidence,
            answer.ranking,
            answer.entities,
            answer.state,
        )

    def trace_of(self, conversation: str) -> str:
        """Return the trace of the message that the engine works on now in a conversation.

        Rasa passes no header on when it asks for an action, but it always names the conversation.
        """
        return self._in_hand.get(conversation, "")

    async def model(self) -> str | None:
        """Return the name of the model the engine serves, or ``None`` while it is not ready."""
        try:
            response = await self._http.get("/webhooks/turn/health")
            return _Health.model_validate(response.raise_for_status().json()).model
        except (httpx.HTTPError, ValueError):
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
