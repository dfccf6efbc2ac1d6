"""Turns as the page reads them: only what a citizen may see."""

from typing import Any

from bot.channels.web.message import page_id
from bot.conversation.ports import Turn

SHOWN = {"outcome", "blocks", "buttons", "sources", "speaker"}


def shown(turn: Turn) -> dict[str, Any]:
    """Return the turn as JSON-ready data."""
    return {
        "id": page_id(turn.external_id),
        "kind": turn.kind,
        "text": turn.text,
        "label": turn.label,
        "media": turn.media,
        "at": turn.created_at.isoformat(),
        "reply": _reply(turn),
    }


def _reply(turn: Turn) -> dict[str, Any] | None:
    if turn.reply is None:
        return None
    return {"id": turn.reply_id, **turn.reply.model_dump(mode="json", include=SHOWN)}
