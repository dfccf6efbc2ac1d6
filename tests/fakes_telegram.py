"""A Telegram Bot API on loopback, with its real limits, that can be told to misbehave."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs

from tests.fakes import Changes

TOKEN = "4242:an-obviously-invented-token"
ME = {"id": 4242, "is_bot": True, "first_name": "Một Cửa", "username": "MotCuaThuBot"}


def said(number: int, text: str, chat: int = 7, **more: Any) -> dict[str, Any]:
    """Make the update of a typed message in a private chat."""
    return {"update_id": number, "message": message(chat, text=text, **more)}


def pressed(number: int, data: str, chat: int = 7, title: str = "Chọn") -> dict[str, Any]:
    """Make the update of a pressed button of ours."""
    keyboard = {"inline_keyboard": [[{"text": title, "callback_data": data}]]}
    query = {
        "id": f"q{number}",
        "from": {"id": chat, "is_bot": False, "first_name": "Người dân"},
        "chat_instance": "1",
        "data": data,
        "message": message(chat, text="?", reply_markup=keyboard),
    }
    return {"update_id": number, "callback_query": query}


def message(chat: int = 7, **parts: Any) -> dict[str, Any]:
    """Make a message of a citizen, as Telegram writes it."""
    kind = "private" if chat > 0 else "group"
    sender = {"id": abs(chat), "is_bot": False, "first_name": "Người dân"}
    here = {"id": chat, "type": kind}
    return {"message_id": 1, "date": 1_700_000_000, "chat": here, "from": sender, **parts}


@dataclass
class Fault:
    """What to answer instead, once: an error status, or silence after doing what was asked."""

    method: str
    status: int = 0
    description: str = ""
    chat: str = ""
    retry_after: int = 0
    moved_to: int = 0
    silent_after_commit: bool = False

    def fits(self, method: str, asked: dict[str, str]) -> bool:
        return method == self.method and self.chat in ("", asked.get("chat_id"))


@dataclass(frozen=True)
class Sent:
    """A message as its receiver sees it."""

    chat: str
    text: str
    html: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _RefusedError(Exception):
    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


class FakeTelegram:
    """Start with ``async with fake_telegram() as telegram`` and connect to ``telegram.url``."""

    def __init__(self) -> None:
        self.url = ""
        self.changes = Changes()
        self.calls: list[str] = []
        self.sent: list[Sent] = []
        self.faults: list[Fault] = []
        self.offsets: list[int | None] = []
        self.webhook: dict[str, str] = {}
        self.trouble = ""
        self.typing: list[str] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self._updates: list[Any] = []
        self._news = asyncio.Event()

    def push(self, *updates: Any) -> None:
        """Let these updates arrive."""
        self._updates += updates
        self._news.set()

    @property
    def unacknowledged(self) -> int:
        """How many updates the bot has not yet confirmed."""
        return len(self._updates)

    def texts(self, chat: str) -> list[str]:
        return [sent.text for sent in self.sent if sent.chat == chat]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                method, asked = await _read_request(reader)
                status, answer = await self._answer(method, asked)
                _write_response(writer, status, answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, method: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.calls.append(method)
        fault = next((f for f in self.faults if f.fits(method, asked)), None)
        if fault:
            self.faults.remove(fault)
        try:
            if fault and fault.status:
                return _error(fault.status, fault.description, fault.retry_after, fault.moved_to)
            result = await self._do(method, asked)
            if fault and fault.silent_after_commit:
                await asyncio.Event().wait()
            return 200, {"ok": True, "result": result}
        except _RefusedError as refused:
            return _error(refused.status, str(refused))
        finally:
            self.changes.tell()

    async def _do(self, method: str, asked: dict[str, str]) -> Any:
        if method == "getUpdates":
            return await self._get_updates(asked)
        known: dict[str, Callable[[dict[str, str]], Any]] = {
            "getMe": lambda _: ME,
            "sendMessage": self._send_message,
            "answerCallbackQuery": lambda _: True,
            "sendChatAction": self._send_action,
            "setMyCommands": self._set_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        if method not in known:
            raise _RefusedError(404, "Not Found")
        return known[method](asked)

    def _send_action(self, asked: dict[str, str]) -> bool:
        self.typing.append(asked["chat_id"])
        return True

    def _set_commands(self, asked: dict[str, str]) -> bool:
        self.menus[asked.get("language_code", "")] = json.loads(asked["commands"])
        return True

    def _set_webhook(self, asked: dict[str, str]) -> bool:
        if not asked["url"].startswith("https://"):
            raise _RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        self.webhook = asked
        return True

    def _delete_webhook(self, _: dict[str, str]) -> bool:
        self.webhook = {}
        return True

    def _webhook_info(self, _: dict[str, str]) -> dict[str, Any]:
        trouble = {"last_error_date": 2**31 - 1, "last_error_message": self.trouble}
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
            **(trouble if self.trouble else {}),
        }

    async def _get_updates(self, asked: dict[str, str]) -> list[Any]:
        if self.webhook:
            raise _RefusedError(
                409, "Conflict: can't use getUpdates method while webhook is active"
            )
        offset = int(asked["offset"]) if "offset" in asked else None
        self.offsets.append(offset)
        self._updates = [u for u in self._updates if offset is None or _number(u) >= offset]
        self.changes.tell()
        if not self._updates:
            self._news.clear()
            await self._news.wait()
        return list(self._updates)

    def _send_message(self, asked: dict[str, str]) -> dict[str, Any]:
        seen = _Reader(asked["text"]) if asked.get("parse_mode") == "HTML" else None
        text = seen.text if seen else asked["text"]
        if not text.strip():
            raise _RefusedError(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            raise _RefusedError(400, "Bad Request: message is too long")
        buttons = _buttons(asked.get("reply_markup"))
        links = seen.links if seen else []
        self.sent.append(Sent(asked["chat_id"], text, asked["text"], buttons, links))
        chat = {"id": int(asked["chat_id"]), "type": "private"}
        return {"message_id": len(self.sent), "date": 0, "chat": chat, "text": text}


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    telegram = FakeTelegram()
    open_ones: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_ones.add(task)
        try:
            await telegram.handle(reader, writer)
        except asyncio.CancelledError:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    telegram.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield telegram
    finally:
        server.close()
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)


class _Reader(HTMLParser):
    """Reads Telegram's HTML as Telegram does: a few tags, and an error for any other."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.links = "", list[str]()
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            raise _RefusedError(400, "Bad Request: can't parse entities: unclosed tag")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "b", "i"):
            raise _RefusedError(400, f"Bad Request: can't parse entities: unsupported tag {tag}")
        self._open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise _RefusedError(400, f"Bad Request: can't parse entities: unexpected end of {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data


def _buttons(markup: str | None) -> list[dict[str, str]]:
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    buttons = [button for row in rows for button in row]
    if any(not 1 <= len(button["callback_data"].encode()) <= 64 for button in buttons):
        raise _RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _number(update: Any) -> int:
    return int(update["update_id"]) if isinstance(update, dict) and "update_id" in update else 0


def _error(
    status: int, description: str, retry_after: int = 0, moved_to: int = 0
) -> tuple[int, dict[str, Any]]:
    told = {"retry_after": retry_after, "migrate_to_chat_id": moved_to}
    parameters = {name: value for name, value in told.items() if value}
    more = {"parameters": parameters} if parameters else {}
    return status, {"ok": False, "error_code": status, "description": description, **more}


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    asked = {key: values[-1] for key, values in parse_qs(body.decode()).items()}
    return head[0].split()[1].rsplit("/", 1)[-1], asked


def _write_response(writer: asyncio.StreamWriter, status: int, answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    writer.write(
        b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
        % (status, len(body), body)
    )
