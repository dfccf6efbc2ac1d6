"""Invents what may be posted to a webhook: right, nearly right, and rubbish."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from tests.fakes_telegram import message, pressed, said
from tests.fakes_zalo import event
from tests.fakes_zalo import said as zalo_said

DEEP = 3_000
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
_MEMBER = {"id": 4242, "is_bot": True, "first_name": "Một Cửa"}
_JUNK: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 2**70, 1.5, 1e308, "", "\0", "\ud83d", "à" * 3_000, "7", [],
    {}, [[]], {"id": None}, {"id": {"id": []}}, "2026-02-30", "' OR 1=1 --", "<b>", "/start 1", "٣",
)  # fmt: skip
_BYTES = (b"", b"\xff", b"\0", b"{", b"[" * DEEP, b'{"a":' * DEEP, b"\xef\xbb\xbf{}", b"9" * 5_000)

Make = Callable[[int, int, str], dict[str, Any]]


def _media(number: int, chat: int, text: str, **sent: Any) -> dict[str, Any]:
    return {"update_id": number, "message": message(chat, caption=text, **sent)}


def _edit(number: int, chat: int, text: str) -> dict[str, Any]:
    return {
        "update_id": number,
        "edited_message": message(chat, text=text, edit_date=1_700_000_001),
    }


def _joined(number: int, chat: int, text: str) -> dict[str, Any]:
    was, now = ({"status": status, "user": _MEMBER} for status in ("left", "member"))
    change = {**message(-chat, title=text), "old_chat_member": was, "new_chat_member": now}
    return {"update_id": number, "my_chat_member": change}


def _zalo(name: str, number: int, chat: int, text: str) -> dict[str, Any]:
    return event(name, {"text": text, "msg_id": f"m{number}"}, str(chat))


TELEGRAM: tuple[Make, ...] = (
    lambda n, chat, text: said(n, text, chat),
    lambda n, chat, text: pressed(n, f"/ask_fee {n}"[:60], chat, text),
    lambda n, chat, text: _media(n, chat, text, photo=_PHOTO),
    lambda n, chat, text: _media(n, chat, text, location={"latitude": 21.0, "longitude": 105.8}),
    _edit,
    _joined,
)
ZALO: tuple[Make, ...] = (
    lambda n, chat, text: zalo_said(text, f"m{n}", str(chat)),
    lambda n, chat, text: _zalo("user_send_image", n, chat, text),
    lambda n, chat, text: _zalo("anonymous_send_text", n, chat, text),
    lambda n, chat, text: _zalo("user_seen_message", n, chat, text),
    lambda _, chat, text: event("follow", None, str(chat), follower={"id": str(chat), "x": text}),
)


class Inventor:
    """A source of bodies that is the same every time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def body(self, makes: tuple[Make, ...], number: int, text: str) -> tuple[bytes, bool]:
        """Return a body, and whether it is a whole one of the kind that citizens cause."""
        draw = self.random.random()
        whole = self.random.choice(makes)(number, 1_000 + number % 50, text)
        if draw < 0.4:
            return json.dumps(whole).encode(), True
        if draw < 0.85:
            for _ in range(self.random.randint(1, 3)):
                self._spoil(whole)
            return json.dumps(whole).encode(), False
        return self._rubbish(json.dumps(whole).encode()), False

    def _spoil(self, part: Any) -> None:
        """Change, remove or add something, somewhere inside."""
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not keys:
            return
        key = self.random.choice(keys)
        if isinstance(part[key], dict | list) and self.random.random() < 0.7:
            self._spoil(part[key])
        elif isinstance(part, dict) and self.random.random() < 0.3:
            del part[key]
        else:
            part[key] = deepcopy(self.random.choice(_JUNK))

    def _rubbish(self, body: bytes) -> bytes:
        place = self.random.randrange(len(body))
        return self.random.choice(
            (
                body[:place],
                body[:place] + self.random.randbytes(3) + body[place:],
                self.random.randbytes(place),
                self.random.choice(_BYTES),
                body + body,
            )
        )
