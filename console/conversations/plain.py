"""A stored reply as plain text: paragraphs, with its buttons named and its sources below.

It reads what is stored and not today's ``Reply``, so that old replies can be exported for good.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from console.words import _


def plain(reply: Mapping[str, Any]) -> str:
    """Return the text of ``reply``.

    >>> plain({"blocks": [{"kind": "fact", "label": "Lệ phí", "text": "miễn phí"}]})
    'Lệ phí: miễn phí'
    """
    return "\n".join(line for line in _lines(reply) if line)


def _lines(reply: Mapping[str, Any]) -> Iterator[str]:
    for block in reply.get("blocks", ()):
        yield from _block(block)
    if buttons := reply.get("buttons"):
        yield " ".join(f"[{button['title']}]" for button in buttons)
    for source in reply.get("sources", ()):
        yield _("Nguồn: {title} ({url})", title=source["title"], url=source["url"])


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    match block["kind"]:
        case "list":
            yield block["title"]
            for number, item in enumerate(block["items"], 1):
                yield f"{number}. {item}" if block.get("ordered") else f"• {item}"
        case "fact":
            yield f"{block['label']}: {block['text']}"
        case "link":
            yield f"{block['title']}: {block['url']}"
        case _:
            yield block.get("text", "")
