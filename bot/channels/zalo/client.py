"""A thin client of Zalo's API for Official Accounts. What went wrong is one of six verdicts."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.sender import (
    DeliveryError,
    MaybeSent,
    NotBeforeNextMessage,
    OutOfOrder,
    TryLater,
    Undeliverable,
)
from bot.channels.zalo import facts
from bot.channels.zalo.tokens import Tokens
from bot.errors import ZaloNotConnected
from bot.records.zalo_tokens import StoredTokens

TIMEOUT_SECONDS = 15.0
NOT_CONNECTED_SECONDS = 120.0

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_log = logging.getLogger(__name__)


class Refused(DeliveryError):
    """Zalo does not take the request as it is; nothing was sent."""


class _BadToken(Exception):
    """Zalo does not take the access token."""


class ZaloClient:
    """Sends messages as one Official Account; a token that Zalo refuses is renewed once."""

    def __init__(self, tokens: Tokens, base: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._tokens = tokens
        self._http = httpx.AsyncClient(base_url=base.rstrip("/"), timeout=timeout)
        # One thread at a time waits for new tokens, and leaves the others to whoever needs them.
        self._renewing = asyncio.Lock()

    async def close(self) -> None:
        await self._http.aclose()

    async def send(self, chat: str, message: Mapping[str, Any]) -> str:
        """Send one message to a chat and return Zalo's id of it.

        Raises:
            DeliveryError: it was not sent, or nobody knows.
        """
        body = {"recipient": facts.recipient_of(chat), "message": dict(message)}
        data = await self._call("POST", facts.SEND_PATH, json=body)
        return str(data.get("message_id", ""))

    async def account(self) -> str:
        """Return the name of the Official Account.

        Raises:
            DeliveryError: Zalo did not say.
        """
        data = await self._call("GET", facts.ACCOUNT_PATH)
        return f"{data.get('name', '')} ({data.get('oa_id', '')})"

    async def _call(self, method: str, path: str, **more: Any) -> Mapping[str, Any]:
        try:
            tokens = await asyncio.to_thread(self._tokens.current)
            try:
                return await self._once(method, path, tokens, **more)
            except _BadToken:
                async with self._renewing:
                    tokens = await asyncio.to_thread(self._tokens.renewed, tokens)
                return await self._once(method, path, tokens, **more)
        except (_BadToken, ZaloNotConnected) as error:
            _log.error("Zalo: nothing can be sent: %s", error)
            raise OutOfOrder(str(error), NOT_CONNECTED_SECONDS) from None

    async def _once(
        self, method: str, path: str, tokens: StoredTokens, **more: Any
    ) -> Mapping[str, Any]:
        headers = {facts.TOKEN_HEADER: tokens.access}
        try:
            answer = await self._http.request(method, path, headers=headers, **more)
        except _NEVER_LEFT as error:
            raise TryLater(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise MaybeSent(type(error).__name__) from None
        return _data(answer)


def _data(answer: httpx.Response) -> Mapping[str, Any]:
    """Return what Zalo answered, or raise what it means that it did not."""
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise _BadToken("HTTP 401")
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise OutOfOrder("HTTP 429", _retry_after(answer))
    if answer.status_code == httpx.codes.GATEWAY_TIMEOUT:
        raise MaybeSent("HTTP 504")
    if answer.is_server_error:
        raise TryLater(f"HTTP {answer.status_code}")
    told = _object(answer)
    code = told.get("error", 0 if answer.is_success else None)
    if code == 0:
        data = told.get("data")
        return data if isinstance(data, dict) else {}
    raise _error(code, f"HTTP {answer.status_code}, error {code}: {told.get('message', '')}"[:300])


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        told = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        told = None
    if isinstance(told, dict):
        return told
    why = f"HTTP {answer.status_code}, not in the agreed form"
    raise MaybeSent(why) if answer.is_success else TryLater(why)


def _error(code: Any, why: str) -> Exception:
    verdict = facts.ERRORS.get(code) if isinstance(code, int) else None
    match verdict:
        case "token":
            return _BadToken(why)
        case "wait":
            return OutOfOrder(why, facts.WAIT_SECONDS)
        case "retry":
            return TryLater(why)
        case "hold":
            return NotBeforeNextMessage(why)
        case "bad_request":
            return Refused(why)
        case "permanent":
            return Undeliverable(why)
    _log.warning("Zalo: an error that is not in our table, see docs/runbooks/zalo.md: %s", why)
    return Undeliverable(why)


def _retry_after(answer: httpx.Response) -> float:
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() else facts.WAIT_SECONDS
