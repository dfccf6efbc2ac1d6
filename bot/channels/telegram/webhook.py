"""Where Telegram posts updates: secret, bounded, stored, and only then acknowledged.

Only a 2xx ends an update for Telegram. Any other answer has it sent again for a day, and the chat
waits behind it; so whoever knows the secret gets another answer only if trying again can help.
"""

import json
import logging
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from starlette.requests import ClientDisconnect

from bot.channels.seldom import Seldom
from bot.channels.telegram.intake import Intake, number_of
from bot.channels.telegram.order import Order

MOUNT, PATH = "/telegram", "/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST_BODY = 2**20

_log = logging.getLogger(__name__)


class Gate:
    """What the webhook needs. It is served before the bot knows its own name."""

    def __init__(self, secret: str, intake: Intake, order: Order | None = None) -> None:
        """Let in who knows ``secret``."""
        self._secret, self._intake = secret.encode(), intake
        self._order = order or Order()
        self._seldom = Seldom(_log)

    def check(self, header: str) -> None:
        """Raise ``HTTPException`` unless this is the secret; it takes the same time for any."""
        if not compare_digest(header.encode(), self._secret):
            self._seldom.warning("Telegram: a post without the secret was refused.")
            raise HTTPException(401, "The secret is wrong.")

    async def take(self, body: bytes | None) -> None:
        """Store one update; ``None`` stands for one that was too large."""
        if body is None:
            await self._intake.bury("", f"more than {LARGEST_BODY} bytes", token_hex(8))
            return
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            key = sha256(body).hexdigest()[:32]
            await self._intake.bury("", f"{len(body)} bytes that are no JSON", key)
            return
        await self._in_turn(raw)

    async def _in_turn(self, raw: Any) -> None:
        number = number_of(raw)
        if number is not None and "callback_query" in raw:
            await self._order.turn_of(number)
        await self._intake.take(raw, is_last_try=True)
        if number is not None:
            await self._order.stored(number)


def create_webhook(gate: Gate) -> FastAPI:
    """Build the application that takes updates, to be mounted at ``MOUNT``."""
    app = FastAPI(title="Một Cửa – Telegram", openapi_url=None)

    @app.post(PATH)
    async def take(request: Request) -> Response:
        """Store one update; 200 says that nobody needs to send it again."""
        gate.check(request.headers.get(SECRET_HEADER, ""))
        body = await _read(request)
        try:
            await gate.take(body)
        except Exception as error:
            # Only the kind of error: its text may hold a citizen's message.
            _log.error("Telegram: a post was refused by 503 (%s).", type(error).__name__)
            raise HTTPException(503, "Try again later.", {"Retry-After": "5"}) from None
        return Response()

    return app


async def _read(request: Request) -> bytes | None:
    """Return the body, ``None`` if it is too large; who is not heard out never sees the answer."""
    body, size = bytearray(), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            body += chunk if size <= LARGEST_BODY else b""
    except ClientDisconnect:
        raise HTTPException(400, "The update is not complete.") from None
    return bytes(body) if size <= LARGEST_BODY else None
