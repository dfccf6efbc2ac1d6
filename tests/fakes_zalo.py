"""Zalo's API on loopback, with its real limits, that can be told to misbehave; and its events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, RLock, Thread
from time import time
from typing import Any
from urllib.parse import parse_qs

from tests.fakes import Changes

APP, OA = "4242", "777"
SECRET, OA_SECRET = "an-invented-app-secret", "an-invented-oa-secret"
FIRST_REFRESH = "refresh-0"

SEND, ACCOUNT, RENEW = "/v3.0/oa/message/cs", "/v2.0/oa/getoa", "/v4/oa/access_token"


def said(text: str, number: str = "m1", chat: str = "7", **more: Any) -> dict[str, Any]:
    """Make the event of a typed message."""
    return event("user_send_text", {"text": text, "msg_id": number}, chat, **more)


def event(
    name: str, message: dict[str, Any] | None = None, chat: str = "7", **more: Any
) -> dict[str, Any]:
    """Make an event of a citizen, as Zalo writes it."""
    common = {"app_id": APP, "event_name": name, "timestamp": str(int(time() * 1000))}
    people = {"sender": {"id": chat}, "recipient": {"id": OA}, "user_id_by_app": f"9{chat}"}
    return {**common, **people, **({"message": message} if message else {}), **more}


def signed(body: bytes, timestamp: str = "", secret: str = OA_SECRET) -> dict[str, str]:
    """Return the headers with which Zalo posts ``body``; written apart from the program's own."""
    timestamp = timestamp or json.loads(body)["timestamp"]
    digits = sha256(b"".join([APP.encode(), body, timestamp.encode(), secret.encode()])).hexdigest()
    return {"X-ZEvent-Signature": f"mac={digits}", "Content-Type": "application/json"}


@dataclass
class Fault:
    """What to answer instead, once: a status, an error, a body, or silence after doing it."""

    path: str = SEND
    status: int = 200
    error: int = 0
    body: bytes | None = None
    chat: str = ""
    retry_after: str = ""
    silent_after_commit: bool = False


@dataclass(frozen=True)
class Sent:
    """A message as its receiver sees it."""

    chat: str
    text: str
    buttons: list[dict[str, Any]] = field(default_factory=list)
    quoted: str = ""


class FakeZalo:
    """Start with ``with fake_zalo() as zalo`` and send to ``zalo.url``."""

    def __init__(self) -> None:
        self.url = ""
        self.changes = Changes()
        self.calls: list[str] = []
        self.sent: list[Sent] = []
        self.faults: list[Fault] = []
        self.refused_fields: set[str] = set()
        self.away: set[str] = set()  # chats that have not written for 7 days
        self.access, self.refresh = "access-0", FIRST_REFRESH
        self.gone = Event()
        self._renewals = 0
        self._lock = RLock()

    def texts(self, chat: str = "7") -> list[str]:
        return [sent.text for sent in self.sent if sent.chat == chat]

    def count(self, path: str) -> int:
        return self.calls.count(path)

    def answer(self, path: str, token: str, asked: dict[str, Any]) -> tuple[int, bytes, str]:
        with self._lock:
            self.calls.append(path)
            fault = self._fault(path, asked)
            if fault and not fault.silent_after_commit:
                told = json.dumps({"error": fault.error, "message": "told to fail"}).encode()
                body = told if fault.body is None else fault.body
                result = (fault.status, body, fault.retry_after)
            else:
                result = (200, json.dumps(self._do(path, token, asked)).encode(), "")
        self.changes.tell()
        if fault and fault.silent_after_commit:
            self.gone.wait()
        return result

    def _fault(self, path: str, asked: dict[str, Any]) -> Fault | None:
        chat = asked.get("recipient", {}).get("user_id", "")
        fault = next((f for f in self.faults if f.path == path and f.chat in ("", chat)), None)
        if fault:
            self.faults.remove(fault)
        return fault

    def _do(self, path: str, token: str, asked: dict[str, Any]) -> dict[str, Any]:
        if path == RENEW:
            return self._renew(token, asked)
        if token != self.access:
            return {"error": -216, "message": "Access token is invalid"}
        if path == ACCOUNT:
            return {"error": 0, "data": {"oa_id": OA, "name": "Xã Thử"}}
        return self._send(asked) if path == SEND else {"error": -201, "message": "no such path"}

    def _renew(self, secret: str, asked: dict[str, Any]) -> dict[str, Any]:
        if secret != SECRET or asked.get("app_id") != APP:
            return {"error": -14002, "error_name": "Invalid app", "error_description": "invalid"}
        if asked.get("refresh_token") != self.refresh:
            return {"error": -14020, "error_name": "Invalid refresh token"}
        self._renewals += 1
        self.access, self.refresh = f"access-{self._renewals}", f"refresh-{self._renewals}"
        pair = {"access_token": self.access, "refresh_token": self.refresh}
        return pair | {"expires_in": "90000"}

    def _send(self, asked: dict[str, Any]) -> dict[str, Any]:
        recipient, message = asked["recipient"], asked["message"]
        chat = recipient.get("user_id") or "anonymous:{anonymous_id}:{conversation_id}".format(
            **recipient
        )
        buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
        if chat in self.away:
            return {"error": -230, "message": "User has not interacted in the past 7 days"}
        if len(message["text"].encode("utf-16-le")) // 2 > 2000 or not message["text"].strip():
            return {"error": -210, "message": "Parameter exceeds allowable limit"}
        if (
            self.refused_fields & set(message)
            or len(buttons) > 5
            or not all(map(_is_fine, buttons))
        ):
            return {"error": -201, "message": "message is invalid"}
        self.sent.append(Sent(chat, message["text"], buttons, message.get("quote_message_id", "")))
        return {"error": 0, "data": {"message_id": f"z{len(self.sent)}", "user_id": chat}}


def _is_fine(button: dict[str, Any]) -> bool:
    payload, kind = button["payload"], button["type"]
    fits = 0 < len(button["title"]) <= 100 and set(button) == {"title", "type", "payload"}
    if kind == "oa.query.show":
        return fits and isinstance(payload, str) and 0 < len(payload) <= 1000
    wanted = {"oa.open.url": {"url"}, "oa.open.phone": {"phone_code"}}.get(kind)
    return fits and isinstance(payload, dict) and set(payload) == wanted


def _handler(zalo: FakeZalo) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            if self.headers.get_content_type() == "application/json":
                self._respond(json.loads(body))
            else:
                self._respond({key: values[-1] for key, values in parse_qs(body).items()})

        def _respond(self, asked: dict[str, Any]) -> None:
            token = self.headers.get("access_token") or self.headers.get("secret_key") or ""
            status, body, retry_after = zalo.answer(self.path, token, asked)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # who asked has gone
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Stay quiet."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def fake_zalo() -> Iterator[FakeZalo]:
    """Serve the fake for as long as the context is open."""
    zalo = FakeZalo()
    server = _Server(("127.0.0.1", 0), _handler(zalo))
    zalo.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield zalo
    finally:
        zalo.gone.set()
        server.shutdown()
        thread.join()
        server.server_close()
