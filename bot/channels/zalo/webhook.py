"""Where Zalo posts its events: signed, bounded, stored, and only then acknowledged."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response

from bot.channels.seldom import Seldom
from bot.channels.zalo import facts
from bot.channels.zalo.incoming import UnreadableEvent, parse
from bot.channels.zalo.signature import is_recent, signed_at
from bot.conversation.ports import Inbox, Incoming
from bot.errors import DatabaseUnusable
from bot.trace import about

MOUNT, PATH = "/zalo", "/webhook"

_log = logging.getLogger(__name__)
_PERSONAL = {
    "name", "display_name", "user_alias", "avatar", "phone", "address", "description",
    "coordinates", "latitude", "longitude",
}  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the webhook needs.

    Attributes:
        app_id: of the Zalo app.
        secret: the Official Account's key for webhooks, not the app's.
        inbox: where events go.
        accepted: called after each stored event, to wake a worker.
        now: the time by which events are too old.
        seldom: tells of events that are refused.
    """

    app_id: str
    secret: str
    inbox: Inbox
    accepted: Callable[[], None]
    now: Callable[[], datetime] = _now
    seldom: Seldom = field(default_factory=lambda: Seldom(_log))


def create_webhook(gate: Gate) -> FastAPI:
    """Build the application that takes events, to be mounted at ``MOUNT``."""
    app = FastAPI(title="Một Cửa – Zalo", openapi_url=None)

    @app.get(PATH)
    def alive() -> Response:
        """Answer Zalo's console, which looks whether the address exists."""
        return Response("OK", media_type="text/plain")

    @app.post(PATH)
    async def take(request: Request) -> Response:
        """Store one event; 200 says that nobody needs to send it again."""
        body = await _read(request)
        _check(gate, request.headers.get(facts.SIGNATURE_HEADER, ""), body)
        await _store(gate, body)
        return Response("OK", media_type="text/plain")

    return app


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > facts.LARGEST_BODY:
            raise HTTPException(413, "The event is too large.")
    return bytes(body)


def _check(gate: Gate, header: str, body: bytes) -> None:
    timestamp = signed_at(header, body, gate.app_id, gate.secret)
    if timestamp is None:
        gate.seldom.warning("Zalo: an event without a valid signature was refused.")
        raise HTTPException(401, "The signature does not hold.")
    if not is_recent(timestamp, gate.now()):
        gate.seldom.warning("Zalo: an event of %d ms was refused: not of our time.", timestamp)
        raise HTTPException(403, "The event is too old, or of the future.")


async def _store(gate: Gate, body: bytes) -> None:
    try:
        incoming = parse(body)
    except UnreadableEvent as error:
        await _bury(gate, body, f"unreadable: {error}")
        return
    if incoming:
        with about(incoming.trace):
            await _accept(gate, incoming, body)


async def _accept(gate: Gate, incoming: Incoming, body: bytes) -> None:
    try:
        await asyncio.to_thread(gate.inbox.accept, incoming)
    except DatabaseUnusable:  # nothing is wrong with the event: it has to come again
        _log.exception("Zalo: an event could not be stored.")
        raise HTTPException(503, "Try again later.", {"Retry-After": "30"}) from None
    except Exception as error:
        # An event that the inbox never takes must not be sent to us again and again.
        _log.exception("Zalo: an event was put aside.")
        await _bury(gate, body, f"{type(error).__name__} while storing")
    else:
        gate.accepted()


async def _bury(gate: Gate, body: bytes, why: str) -> None:
    key = sha256(body).hexdigest()[:32]
    await asyncio.to_thread(gate.inbox.bury, "zalo", key, _kept(body), why)


def _kept(body: bytes) -> str:
    """Leave out who sent it and where they are: nobody needs that to find out what is wrong."""
    text = body.decode(errors="replace")
    try:
        return json.dumps(json.loads(text, object_hook=_impersonal), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _impersonal(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in _PERSONAL}
