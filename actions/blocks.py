"""Puts blocks where they belong in a reply that is already made."""

from collections.abc import Iterable

from bot.catalogue.wording import ASPECT_LABELS
from bot.reply import Aspect, Block, FactBlock, LinkBlock, ListBlock, Reply, SourceRef


def end_of(aspect: Aspect, reply: Reply) -> int:
    """Return where what the reply says of ``aspect`` ends, 0 when it says nothing of it."""
    label, end = ASPECT_LABELS[aspect], 0
    for index, block in enumerate(reply.blocks, start=1):
        is_fact = isinstance(block, FactBlock) and block.label == label
        is_list = isinstance(block, ListBlock) and block.title == label
        end = index if is_fact or is_list else end
    return end


def before_link(reply: Reply) -> int:
    """Return where the link to the official page stands, which is the last of its kind."""
    ends = (n for n, b in enumerate(reply.blocks) if isinstance(b, LinkBlock) and not b.is_ours)
    return max(ends, default=len(reply.blocks))


def inserted(
    reply: Reply, at: int, blocks: Iterable[Block], sources: Iterable[SourceRef] = ()
) -> Reply:
    """Return ``reply`` with ``blocks`` at that place, and with where they are from."""
    return reply.model_copy(
        update={
            "blocks": (*reply.blocks[:at], *blocks, *reply.blocks[at:]),
            "sources": tuple(dict.fromkeys((*reply.sources, *sources))),
        }
    )
