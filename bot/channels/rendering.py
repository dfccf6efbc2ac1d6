"""A reply as plain text, for channels that show nothing else."""

import re
from collections.abc import Iterator

from bot.reply import (
    Block,
    FactBlock,
    LinkBlock,
    ListBlock,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)

CHOOSE = "Anh/chị nhắn số để chọn:"


def as_text(reply: Reply, *, links: bool = True) -> str:
    """Return the reply as paragraphs; buttons become a numbered list.

    What a person says begins with who they are.
    """
    text = "\n\n".join(part for part in _paragraphs(reply, links) if part)
    return f"{named(reply)}\n{text}" if reply.speaker and text else text


def named(reply: Reply) -> str:
    """Return the line that says which person speaks."""
    return f"👤 {reply.speaker}:"


def split(text: str, limit: int) -> list[str]:
    """Cut a text into parts of at most ``limit`` UTF-16 units, as messengers count them.

    A part ends at a paragraph, else at a line, else between words. Only a word that is longer
    than the limit by itself is cut.
    """
    parts, rest = [], text.strip()
    while units(rest) > limit:
        end = _end(rest, limit)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def units(text: str) -> int:
    """Return how long messengers say a text is: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _paragraphs(reply: Reply, links: bool) -> Iterator[str]:
    for block in reply.blocks:
        yield _block(block, links)
    yield "\n".join(_source(source, links) for source in reply.sources)
    if reply.buttons:
        titles = (f"[{number}] {button.title}" for number, button in enumerate(reply.buttons, 1))
        yield "\n".join([CHOOSE, *titles])


def _block(block: Block, links: bool) -> str:
    match block:
        case TextBlock():
            return block.text
        case ListBlock():
            return _list(block)
        case FactBlock():
            return f"{block.label}: {block.text}"
        case LinkBlock():
            return f"{block.title}: {block.url}" if links else block.title
        case WarningBlock():
            return f"Lưu ý: {block.text}"


def _list(block: ListBlock) -> str:
    items = enumerate(block.items, 1)
    lines = [f"{number}. {item}" if block.ordered else f"• {item}" for number, item in items]
    return "\n".join([block.title, *lines] if block.title else lines)


def _source(source: SourceRef, links: bool) -> str:
    line = f"Nguồn: {source.title} (kiểm tra ngày {source.checked:%d/%m/%Y})"
    return f"{line}\n{source.url}" if links else line


def _end(text: str, limit: int) -> int:
    fits = _fitting(text, limit)
    window = text[: fits + 1]
    for mark in ("\n\n", "\n"):
        end = window.rfind(mark)
        if end >= fits // 2:
            return end
    return max((space.start() for space in re.finditer(r"\s", window)), default=0) or max(fits, 1)


def _fitting(text: str, limit: int) -> int:
    """Return how many characters of the text fit into ``limit`` units."""
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * limit]
    return len(encoded.decode("utf-16-le", "ignore"))
