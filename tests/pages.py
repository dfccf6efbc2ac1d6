"""What stands on a page, and what of it is in no record."""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

from bot.catalogue.record import Procedure


class Shown(HTMLParser):
    """The texts and the links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._in_body = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_body = self._in_body or tag == "body"
        self.links += [value or "" for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if self._in_body and text:
            self.texts.append(text)


def not_in_record(
    procedure: Procedure, shown: Shown, furniture: str, links: Collection[str]
) -> list[str]:
    """Return the words and links of a page that are neither the record's nor the page's own.

    ``furniture`` is what the page says by itself, with bars and lines between.
    """
    known = {*_strings(procedure.model_dump(mode="json")), procedure.version}
    dates = {f"{source.checked:%d/%m/%Y}." for source in procedure.sources}
    own = {part.strip() for line in furniture.splitlines() for part in line.split("|")}
    longest = sorted((known | dates | own) - {""}, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    left = [text for text in shown.texts if re.search(r"\w", pattern.sub(" ", text))]
    return [*left, *(link for link in shown.links if link not in {*known, *links})]


def _strings(value: object) -> Iterator[str]:
    match value:
        case dict():
            for part in value.values():
                yield from _strings(part)
        case list() | tuple():
            for part in value:
                yield from _strings(part)
        case _:
            yield " ".join(str(value).split())
