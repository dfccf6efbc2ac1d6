"""From a Telegram update to what the conversation knows: a text, a button or a media message."""

import re

from pydantic import ValidationError
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.conversation.ports import Incoming, Kind
from bot.reply import Button

_COMMAND = re.compile(r"/([a-z]+)(?:\s+(\S+))?", re.IGNORECASE)
_COMMANDS = {"start": "/greet", "help": "/help", "restart": "/restart"}
# Telegram's own clients allow no full stop in a deep link, so "1-001193" is understood as well.
_CODE = re.compile(r"(\d)[._-](\d{6})")
_MEDIA = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "location": "location",
    "venue": "location",
    "document": "file",
    "video": "file",
    "video_note": "file",
    "animation": "file",
    "audio": "file",
    "contact": "file",
    "dice": "sticker",
    "poll": "file",
    "story": "file",
}


def parse(update: Update, me: User) -> Incoming | None:
    """Return what a citizen sent to us; ``None`` for what needs no answer."""
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, me)
    message = update.message or update.edited_message
    if message is None or not _is_for_us(message, me):
        return None
    if message.text is not None:
        return _written(update.update_id, message, message.text, me)
    is_live_location = update.edited_message is not None and message.location is not None
    return None if is_live_location else _media(update.update_id, message, me)


def _pressed(update_id: int, query: CallbackQuery, me: User) -> Incoming | None:
    if query.data is None:
        return None
    chat = query.message.chat if query.message else query.from_user
    kind: Kind = "button" if _is_payload(query.data) else "text"
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    label = _label(markup, query.data)
    return Incoming(
        "telegram", str(chat.id), f"{me.id}:{update_id}", kind, _clean(query.data), _clean(label)
    )


def _written(update_id: int, message: Message, text: str, me: User) -> Incoming:
    text = _clean(re.sub(rf"@{me.username}\b", "", text, flags=re.IGNORECASE)).strip()
    payload = _command(text)
    chat, key = str(message.chat.id), f"{me.id}:{update_id}"
    if payload:
        return Incoming("telegram", chat, key, "button", payload, label=text)
    return Incoming("telegram", chat, key, "text", text)


def _media(update_id: int, message: Message, me: User) -> Incoming | None:
    sent = next((ours for theirs, ours in _MEDIA.items() if getattr(message, theirs)), None)
    if sent is None:
        return None
    # The pictures of an album are one thing to the citizen, and get one answer.
    album = message.media_group_id
    key = f"{me.id}:album:{album}" if album else f"{me.id}:{update_id}"
    caption = _clean(message.caption or "")
    return Incoming("telegram", str(message.chat.id), key, "media", caption, media=sent)


def _command(text: str) -> str | None:
    match = _COMMAND.fullmatch(text)
    name = match[1].lower() if match else ""
    if match is None or name not in _COMMANDS or (match[2] and name != "start"):
        return None
    code = _CODE.fullmatch(match[2] or "")
    return f'/choose{{"code":"{code[1]}.{code[2]}"}}' if code else _COMMANDS[name]


def _is_for_us(message: Message, me: User) -> bool:
    if message.from_user and message.from_user.is_bot:
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == me.id:
        return True
    named = _entities(message)
    at_me = f"@{me.username}".lower()
    return any(
        (entity.user and entity.user.id == me.id)
        or (entity.type in ("mention", "bot_command") and said.lower().endswith(at_me))
        for entity, said in named.items()
    )


def _entities(message: Message) -> dict[MessageEntity, str]:
    if message.text:
        return message.parse_entities()
    return message.parse_caption_entities() if message.caption else {}


def _is_payload(data: str) -> bool:
    try:
        Button(title="", payload=data)
    except ValidationError:
        return False
    return True


def _label(markup: InlineKeyboardMarkup | None, data: str) -> str:
    rows = markup.inline_keyboard if markup else ()
    return next((b.text for row in rows for b in row if b.callback_data == data), "")


def _clean(text: str) -> str:
    """Half surrogates and NUL cannot be stored anywhere."""
    return text.replace("\0", "").encode(errors="replace").decode()
