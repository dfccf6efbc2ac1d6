"""From an event of Zalo to what the conversation knows: a text, a button or a media message."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.channels.media import located
from bot.channels.zalo import facts
from bot.conversation.ports import Incoming

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class UnreadableEvent(ValueError):
    """An event that should mean something to us, and does not have the form we know."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class _Person(_Part):
    id: Id


class _Message(_Part):
    msg_id: Id
    text: str = ""
    conversation_id: Annotated[str, StringConstraints(max_length=64)] = ""
    attachments: Any = None


class _Event(_Part):
    event_name: str
    timestamp: Annotated[str, StringConstraints(max_length=64)] = ""


class _MessageEvent(_Event):
    sender: _Person
    message: _Message


class _FollowEvent(_Event):
    follower: _Person


def parse(body: bytes) -> Incoming | None:
    """Return what a citizen sent to us; ``None`` for what needs no answer.

    Raises:
        UnreadableEvent: it cannot be read.
    """
    try:
        name = _Event.model_validate_json(body).event_name
        if name == facts.FOLLOW_EVENT:
            return _followed(_FollowEvent.model_validate_json(body))
        if name in facts.TEXT_EVENTS or name in facts.MEDIA_EVENTS:
            return _sent(_MessageEvent.model_validate_json(body))
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        said = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in problems)
        raise UnreadableEvent(said) from None
    return None


def _followed(event: _FollowEvent) -> Incoming:
    """Who follows is greeted."""
    key = f"{event.event_name}:{event.follower.id}:{event.timestamp}"
    at = _position(event)
    return Incoming("zalo", event.follower.id, key, "button", "/greet", "Quan tâm", position=at)


def _sent(event: _MessageEvent) -> Incoming:
    name, message = event.event_name, event.message
    chat = facts.chat_of(name, event.sender.id, message.conversation_id)
    media = facts.MEDIA_EVENTS.get(name, "")
    text = _place(message) if media == facts.LOCATION else _clean(message.text)
    if media and not (name.endswith("_link") and text.strip()):
        at = _position(event)
        return Incoming("zalo", chat, message.msg_id, "media", text, media=media, position=at)
    return Incoming("zalo", chat, message.msg_id, "text", text, position=_position(event))


def _place(message: _Message) -> str:
    """The commune; where exactly it was, and what is there, goes no further."""
    point = facts.point_in(message.attachments)
    return located(*point) if point else ""


def _position(event: _Event) -> int | None:
    """Events may overtake each other on their way; their time tells how they were written."""
    is_time = event.timestamp.isascii() and event.timestamp.isdigit() and len(event.timestamp) < 17
    return int(event.timestamp) if is_time else None


def _clean(text: str) -> str:
    """Half surrogates and NUL cannot be stored anywhere."""
    return text.replace("\0", "").encode(errors="replace").decode()
