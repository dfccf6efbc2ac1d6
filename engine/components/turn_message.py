"""What the app may send as one turn, and how its text reaches Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

TEXT_LIMIT = 4000
_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>\{.*\})?")


class BadTurn(ValueError):
    """The request does not have the agreed form; the message says in what."""


@dataclass(frozen=True)
class Turn:
    """One message of one conversation, with what the app remembers of it."""

    conversation: str
    text: str
    state: dict[str, Any]


def parse_turn(body: bytes) -> Turn:
    """Read the body of a turn request.

    Raises:
        BadTurn: it is not the agreed JSON.
    """
    try:
        data = json.loads(body)
    except ValueError as error:
        raise BadTurn("The body is not JSON.") from error
    if not isinstance(data, dict):
        raise BadTurn("The body is not a JSON object.")
    return Turn(_conversation(data), _text(data), _state(data))


def _conversation(data: dict[str, Any]) -> str:
    conversation = data.get("conversation")
    if not isinstance(conversation, str) or not 0 < len(conversation) <= 200:
        raise BadTurn("“conversation” must be a text of 1 to 200 characters.")
    return conversation


def _text(data: dict[str, Any]) -> str:
    text = data.get("text")
    if not isinstance(text, str) or len(text) > TEXT_LIMIT:
        raise BadTurn(f"“text” must be a text of at most {TEXT_LIMIT} characters.")
    return text


def _state(data: dict[str, Any]) -> dict[str, Any]:
    state = data.get("state") or {}
    if not isinstance(state, dict):
        raise BadTurn("“state” must be an object or null.")
    return state


def for_rasa(text: str, intents: Collection[str]) -> str:
    """Return ``text`` so that Rasa takes only our own button payloads for commands.

    Rasa would warn about any other text with a leading slash, and write it to the log.
    """
    text = text.strip()
    return text if _is_payload(text, intents) else text.lstrip("/ ")


def _is_payload(text: str, intents: Collection[str]) -> bool:
    match = _PAYLOAD.fullmatch(text)
    return bool(match) and match["intent"] in intents and _is_object(match["entities"] or "{}")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
