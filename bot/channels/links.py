"""Links to pages of our own, which only a channel can complete: it knows where they are reached."""

from collections.abc import Iterator

from bot.reply import Block, LinkBlock, Reply


def completed(reply: Reply, address: str) -> Reply:
    """Return ``reply`` with the paths in its links put behind ``address``.

    Without an address, such as ``https://motcua.example``, these links are left out.
    """
    blocks = tuple(_blocks(reply, address.rstrip("/")))
    return reply.model_copy(update={"blocks": blocks})


def _blocks(reply: Reply, address: str) -> Iterator[Block]:
    for block in reply.blocks:
        if not isinstance(block, LinkBlock) or not block.is_ours:
            yield block
        elif address:
            yield block.model_copy(update={"url": address + block.url})
