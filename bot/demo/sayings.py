"""What invented citizens write: everyday sentences, often without accents or shortened."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.understanding.fold import fold

SHORT = (
    ("không", "ko"),
    ("giấy tờ", "gtờ"),
    ("bao nhiêu", "bn"),
    ("được", "đc"),
    ("giấy khai sinh", "gks"),
    ("căn cước", "cccd"),
    ("vợ", "vk"),
    ("chồng", "ck"),
    ("thủ tục", "tt"),
    ("đăng ký", "đk"),
    ("gì", "j"),
)


class Sayings:
    """Sentences of the file beside this one, each time one by chance."""

    def __init__(self, chance: Random) -> None:
        self._chance, self._all = chance, _file()

    def one(self, kind: str) -> str:
        """Return a sentence of a kind that is no question about a procedure."""
        return self.typed(self._chance.choice(self._all[kind]))

    def topic(self) -> str:
        """Return something that people come for."""
        return str(self._chance.choice(self._chance.choice(self._all["topics"])))

    def question(self, aspect: str, topic: str = "") -> str:
        """Ask for an aspect of something."""
        pattern = self._chance.choice(self._all["asks"][aspect])
        return self.typed(pattern.format(topic or self.topic()))

    def aspect(self, follow_up: bool = False) -> str:
        """Return what is asked for."""
        return str(self._chance.choice([*self._all["follow_ups" if follow_up else "asks"]]))

    def follow_up(self, aspect: str) -> str:
        """Ask on, without saying of what."""
        return self.typed(self._chance.choice(self._all["follow_ups"][aspect]))

    def personal(self) -> str:
        """Return a sentence with a number that nobody needs."""
        return str(self._chance.choice(self._all["personal"])).format(self.topic())

    def of(self, commune: str) -> str:
        """Say where one lives."""
        return str(self._chance.choice(self._all["at"])).format(commune)

    def typed(self, text: str) -> str:
        """Return a sentence as somebody types it."""
        way = self._chance.random()
        if way < 0.3:
            return fold(text)
        if way < 0.5:
            return self._shortened(text)
        return text[:1].upper() + text[1:] if way > 0.8 else text

    def _shortened(self, text: str) -> str:
        for long, short in SHORT:
            if self._chance.random() < 0.6:
                text = text.replace(long, short)
        return text


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).parent / "sayings.yml"
    sayings: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return sayings
