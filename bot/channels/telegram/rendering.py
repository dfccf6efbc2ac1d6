"""From a reply to Telegram messages: HTML with everything escaped, and an inline keyboard."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.channels.rendering import named
from bot.reply import Block, Button, FactBlock, LinkBlock, ListBlock, Reply, SourceRef, TextBlock

Line = list[str]
"""Atoms of balanced HTML: a message may be cut between two of them, never inside one."""

_ATOM = re.compile(r"\S{1,500}|\s{1,500}")
_LONGEST_LABEL = 300
_LONGEST_LINK = 2_000
_LONGEST_SIDE_BY_SIDE = 16


@dataclass(frozen=True, slots=True)
class Message:
    """One Telegram message: ``html`` for the parse mode HTML, and its keyboard."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


def render(reply: Reply) -> list[Message]:
    """Return the messages that say ``reply``, each within Telegram's limits."""
    fitting = [b for b in reply.buttons if _fits_keyboard(b)]
    texts = _pack(_lines(reply, [b for b in reply.buttons if b not in fitting]))
    if not texts and fitting:
        texts = ["Mời anh/chị chọn:"]
    messages = [Message(text) for text in texts]
    if fitting:
        messages[-1] = Message(texts[-1], InlineKeyboardMarkup(_rows(fitting)))
    return messages


def _lines(reply: Reply, spelt_out: Sequence[Button]) -> Iterator[Line]:
    if reply.speaker and reply.blocks:
        yield _bold(named(reply))
    previous = None
    for block in reply.blocks:
        if previous and not previous == block.kind == "fact":
            yield []
        previous = block.kind
        yield from _block(block)
    if reply.sources:
        yield from ([], *map(_source, reply.sources))
    if spelt_out:
        yield from ([], _plain("Anh/chị có thể gõ:"))
        yield from (_plain(f"• {button.title}") for button in spelt_out)


def _block(block: Block) -> Iterator[Line]:
    if isinstance(block, TextBlock):
        yield from map(_plain, block.text.splitlines())
    elif isinstance(block, ListBlock):
        if block.title:
            yield _bold(block.title)
        for number, item in enumerate(block.items, 1):
            yield _plain(f"{number}. {item}" if block.ordered else f"• {item}")
    elif isinstance(block, FactBlock):
        yield [*_bold(f"{block.label}:"), " ", *_plain(block.text)]
    elif isinstance(block, LinkBlock):
        yield ["👉 ", *_link(block.title, block.url)]
    else:
        yield _plain(f"⚠️ {block.text}")


def _source(source: SourceRef) -> Line:
    checked = f" (kiểm tra {source.checked:%d/%m/%Y})"
    return ["Nguồn: ", *_link(source.title, source.url), checked]


def _plain(text: str) -> Line:
    return [escape(atom, quote=False) for atom in _ATOM.findall(text)]


def _bold(text: str) -> Line:
    return (
        [f"<b>{escape(text, quote=False)}</b>"] if 0 < len(text) < _LONGEST_LABEL else _plain(text)
    )


def _link(title: str, url: str) -> Line:
    html = f'<a href="{escape(url)}">{escape(title or url, quote=False)}</a>'
    is_web = url.startswith(("https://", "http://"))
    return [html] if is_web and len(html) <= _LONGEST_LINK else _plain(f"{title}: {url}")


def _pack(lines: Iterable[Line]) -> list[str]:
    """Fill messages line by line; a line too long for one message is cut between its atoms."""
    texts = [""]
    for line in lines:
        whole = "".join(line)
        for piece in [whole] if _fits(whole) else line:
            if not _fits(texts[-1] + piece):
                texts.append("")
            texts[-1] += piece
        texts[-1] += "\n"
    return [text.strip() for text in texts if text.strip()]


def _fits(text: str) -> bool:
    """Telegram counts UTF-16 units; counting the markup too errs on the safe side."""
    return len(text.rstrip("\n").encode("utf-16-le")) // 2 <= MessageLimit.MAX_TEXT_LENGTH


def _fits_keyboard(button: Button) -> bool:
    size = len(button.payload.encode())
    return bool(button.title.strip()) and size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


def _rows(buttons: Iterable[Button]) -> list[list[InlineKeyboardButton]]:
    """One button a row, short ones in pairs."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        shown = InlineKeyboardButton(button.title, callback_data=button.payload)
        if rows and all(len(b.text) <= _LONGEST_SIDE_BY_SIDE for b in (*rows[-1], shown)):
            rows[-1].append(shown)
        else:
            rows.append([shown])
    return rows
