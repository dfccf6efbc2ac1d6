"""From a reply to Zalo messages: plain text, few and short enough, with buttons under the last."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.catalogue.wording import ASPECT_LABELS
from bot.channels.rendering import as_text, split
from bot.channels.zalo import facts
from bot.reply import Block, FactBlock, LinkBlock, ListBlock, Reply, TextBlock

PROCEDURE_PAGE = "/thu-tuc"
MORE = "Còn nữa, anh/chị xem đầy đủ tại đây ạ"
CHOOSE = "Mời anh/chị chọn:"

# What an answer is asked for most is never left out for the sake of a long list.
_NEVER_CUT = {ASPECT_LABELS[aspect] for aspect in ("fee", "time", "place")}
_LONG_TEXT = 400
_PHONE = re.compile(r"1022|(?:1[89]00|\+?84|0)[\d .]{4,12}")


@dataclass(frozen=True, slots=True)
class Message:
    """One Zalo message."""

    text: str
    buttons: list[dict[str, Any]] = field(default_factory=list)

    def body(self, quoted: str = "") -> dict[str, Any]:
        """Return it as Zalo takes it, as an answer to the message ``quoted``."""
        body: dict[str, Any] = {"text": self.text}
        if self.buttons:
            body["attachment"] = facts.buttons_attachment(self.buttons)
        return body | ({facts.QUOTE_FIELD: quoted} if quoted else {})


def render(reply: Reply, public_url: str = "") -> list[Message]:
    """Return the messages that say ``reply``, within Zalo's limits.

    What does not fit is left out and linked to: first long lists and texts, and never a fee,
    a time or a place before them.
    """
    more = _more(reply, public_url)
    texts = _texts(_fitting(reply, more))
    if len(texts) > facts.MOST_MESSAGES:
        texts = _cut(texts, more)
    buttons = list(_buttons(reply))[: facts.MOST_BUTTONS]
    messages = [Message(text) for text in texts or ([CHOOSE] if buttons else [])]
    return [*messages[:-1], Message(messages[-1].text, buttons)] if messages else []


def _texts(reply: Reply) -> list[str]:
    return split(unicodedata.normalize("NFC", as_text(reply)), facts.LONGEST_TEXT)


def _fits(reply: Reply) -> bool:
    return len(_texts(reply)) <= facts.MOST_MESSAGES


def _fitting(reply: Reply, more: LinkBlock | TextBlock) -> Reply:
    """Return the reply with as much of its long parts as fits, from the beginning."""
    if _fits(reply):
        return reply
    counts = range(sum(map(_weight, reply.blocks)) + 1)
    too_many = bisect_left(counts, True, key=lambda n: not _fits(_shortened(reply, n, more)))
    return _shortened(reply, max(0, too_many - 1), more)


def _shortened(reply: Reply, count: int, more: LinkBlock | TextBlock) -> Reply:
    """Keep the first ``count`` of all list items and long texts."""
    blocks: list[Block] = []
    for block in reply.blocks:
        weight = _weight(block)
        kept, count = min(weight, count), count - min(weight, count)
        if isinstance(block, ListBlock) and 0 < kept < weight:
            blocks.append(block.model_copy(update={"items": block.items[:kept]}))
        elif kept == weight:
            blocks.append(block)
    return reply.model_copy(update={"blocks": (*blocks, more)})


def _weight(block: Block) -> int:
    """How many pieces of a block can be left out, one by one."""
    if isinstance(block, ListBlock):
        return 0 if block.title in _NEVER_CUT else len(block.items)
    return int(isinstance(block, TextBlock) and len(block.text) > _LONG_TEXT)


def _cut(texts: list[str], more: LinkBlock | TextBlock) -> list[str]:
    """Even without its lists it is too long: it ends where it must, with the link."""
    end = as_text(Reply(outcome="answered", blocks=(more,)))
    *first, last = texts[: facts.MOST_MESSAGES]
    room = facts.LONGEST_TEXT - len(end.encode("utf-16-le")) // 2 - 2
    return [*first, f"{split(last, room)[0]}\n\n{end}"]


def _more(reply: Reply, public_url: str) -> LinkBlock | TextBlock:
    links = [b.url for b in reply.blocks if isinstance(b, LinkBlock) and not b.is_ours]
    official = [*reversed(links), *(source.url for source in reply.sources)]
    if reply.procedure and public_url:
        page = f"{public_url.rstrip('/')}{PROCEDURE_PAGE}/{reply.procedure.code}"
        return LinkBlock(title=MORE, url=page)
    if official:
        return LinkBlock(title=MORE, url=official[0])
    return TextBlock(text="Còn nữa, anh/chị hỏi em từng phần giúp em ạ.")


def _buttons(reply: Reply) -> Iterator[dict[str, Any]]:
    """Choices come back as their titles, which the conversation knows as well as their numbers."""
    for choice in reply.buttons:
        if choice.title.strip():
            payload = choice.title[: facts.LONGEST_BUTTON_PAYLOAD]
            yield _button(facts.QUERY_BUTTON, choice.title, payload)
    for block in reply.blocks:
        if isinstance(block, LinkBlock) and block.url.startswith("https://"):
            yield _button(facts.URL_BUTTON, block.title, {"url": block.url})
        elif isinstance(block, FactBlock) and _PHONE.fullmatch(block.text.strip()):
            number = re.sub(r"[ .]", "", block.text)
            yield _button(facts.PHONE_BUTTON, f"Gọi {block.text.strip()}", {"phone_code": number})


def _button(kind: str, title: str, payload: object) -> dict[str, Any]:
    shown = title.strip() or CHOOSE
    if len(shown) > facts.LONGEST_BUTTON_TITLE:
        shown = shown[: facts.LONGEST_BUTTON_TITLE - 1] + "…"
    return {"title": shown, "type": kind, "payload": payload}
