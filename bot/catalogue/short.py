"""Shortens what the portal says at length. Nothing is reworded: a text ends early and says so."""

from collections.abc import Iterator

from bot.catalogue.wording import CUT_LIST, CUT_TEXT
from bot.reply import Block, FactBlock, ListBlock, TextBlock

LONGEST_TEXT = 300
LONGEST_NAME = 200  # of a paper, so that its counts are still said
MOST_ITEMS = 12
_OPEN = " .,;:-–(/+"


def short(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return the beginning of ``text``, up to a whole word; never up to half of a figure."""
    if len(text) <= longest:
        return text
    words = text[: longest + 1].split(" ")[:-1]
    while words and _has_digit(words[-1]):  # “15” of “15 ngày” would be another fact
        words.pop()
    return " ".join(words).rstrip(_OPEN) + CUT_TEXT


def shorten(block: Block) -> Iterator[Block]:
    """Yield the block with no long text and no long list; links and warnings stay as they are."""
    match block:
        case FactBlock() | TextBlock():
            yield block.model_copy(update={"text": short(block.text)})
        case ListBlock():
            items = tuple(map(short, block.items[:MOST_ITEMS]))
            yield block.model_copy(update={"items": items})
            if len(block.items) > MOST_ITEMS:
                yield TextBlock(text=CUT_LIST)
        case _:
            yield block


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
