"""From a Telegram update to what the conversation knows: a text, a button or a media message."""

import re
from dataclasses import replace

from pydantic import ValidationError
from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.media import located
from bot.channels.telegram.commands import PAYLOADS, meaning
from bot.conversation.ports import Incoming, Kind
from bot.reply import Button

_MEDIA = {
    "photo": "photo",
    "sticker": "sticker",
    "animation": "sticker",  # before “document”, which Telegram sets for it as well
    "voice": "voice",
    "location": "location",
    "venue": "location",
    "document": "file",
    "video": "file",
    "video_note": "file",
    "audio": "file",
    "contact": "contact",
    "dice": "sticker",
    "poll": "file",
    "story": "file",
}
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_INSIDE = {
    ChatMemberStatus.MEMBER,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.RESTRICTED,
    ChatMemberStatus.OWNER,
}


def parse(update: Update, me: User) -> Incoming | None:
    """Return what a citizen sent to us; ``None`` for what needs no answer."""
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, me)
    if update.my_chat_member:
        return _joined(update.update_id, update.my_chat_member, me)
    message = update.message or update.edited_message
    if message is None or not _is_for_us(message, me):
        return None
    sent = _sent(update.update_id, message, me)
    if sent is None or update.edited_message is None:
        return sent
    # A live location is “edited” with each step, which is no question.
    key = f"{me.id}:{update.update_id}"
    return None if message.location else replace(sent, external_id=key, is_edit=True)


def _sent(update_id: int, message: Message, me: User) -> Incoming | None:
    if message.text is not None:
        return _written(update_id, message, message.text, me)
    return _media(update_id, message, me)


def _joined(update_id: int, change: ChatMemberUpdated, me: User) -> Incoming | None:
    """Whoever adds us to a group is told how we behave there."""
    was, now = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type not in _GROUPS or was in _INSIDE or now not in _INSIDE:
        return None
    chat, key = str(change.chat.id), f"{me.id}:{update_id}"
    return Incoming("telegram", chat, key, "media", "", media="joined", position=update_id)


def _pressed(update_id: int, query: CallbackQuery, me: User) -> Incoming | None:
    if query.data is None:
        return None
    chat = query.message.chat if query.message else query.from_user
    kind: Kind = "button" if _is_payload(query.data) else "text"
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    label = _label(markup, query.data)
    key, data = f"{me.id}:{update_id}", _clean(query.data)
    return Incoming("telegram", str(chat.id), key, kind, data, _clean(label), position=update_id)


def _written(update_id: int, message: Message, text: str, me: User) -> Incoming:
    text = _unaddressed(text, me)
    payload = meaning(text)
    return Incoming(
        "telegram",
        str(message.chat.id),
        f"{me.id}:{update_id}",
        "button" if payload else "text",
        payload or text,
        label=text if payload else "",
        position=update_id,
        message=str(message.message_id),
    )


def _media(update_id: int, message: Message, me: User) -> Incoming | None:
    sent = next((ours for theirs, ours in _MEDIA.items() if getattr(message, theirs)), None)
    if sent is None:
        return None
    # The pictures of an album are one thing to the citizen, and get one answer.
    album = message.media_group_id
    return Incoming(
        "telegram",
        str(message.chat.id),
        f"{me.id}:album:{album}" if album else f"{me.id}:{update_id}",
        "media",
        _place(message) if sent == "location" else _unaddressed(message.caption or "", me),
        media=sent,
        position=update_id,
        message=str(message.message_id),
    )


def _place(message: Message) -> str:
    """The commune; where exactly it was goes no further."""
    point = message.location
    return located(point.latitude, point.longitude) if point else ""


def _is_for_us(message: Message, me: User) -> bool:
    if message.from_user and message.from_user.is_bot:
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == me.id:
        return True
    named = _entities(message)
    return any(_names_us(entity, said.lower(), me) for entity, said in named.items())


def _names_us(entity: MessageEntity, said: str, me: User) -> bool:
    if entity.user:
        return entity.user.id == me.id
    if entity.type == MessageEntity.BOT_COMMAND and "@" not in said:
        return entity.offset == 0 and said[1:] in PAYLOADS
    is_name = entity.type in (MessageEntity.MENTION, MessageEntity.BOT_COMMAND)
    return is_name and said.endswith(f"@{me.username}".lower())


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


def _unaddressed(text: str, me: User) -> str:
    """Leave out our own name, by which a group speaks to us."""
    return _clean(re.sub(rf"@{me.username}\b", "", text, flags=re.IGNORECASE)).strip()


def _clean(text: str) -> str:
    """Half surrogates and NUL cannot be stored anywhere."""
    return text.replace("\0", "").encode(errors="replace").decode()
