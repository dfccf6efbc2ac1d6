"""Talks as a table, and how to hold a reply against it."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from bot.reply import Aspect, Outcome


class Expected(BaseModel):
    """One turn of `talks.yml`; what is not given does not matter."""

    model_config = ConfigDict(extra="forbid")

    says: str
    outcome: Outcome
    code: str | None = None
    aspect: Aspect | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()

    def wrong(self, reply: dict[str, Any]) -> list[str]:
        """Say what is not as expected in a reply of `motcua ask --jsonl`."""
        titles = [button["title"] for button in reply["buttons"]][: len(self.buttons)]
        said: tuple[tuple[str, Any, Any], ...] = (
            ("outcome", self.outcome, reply["outcome"]),
            ("code", self.code, self.code and (reply["procedure"] or {}).get("code")),
            ("aspect", self.aspect, reply["aspect"] if self.aspect else None),
            ("buttons", list(self.buttons), titles),
            ("has", [], [text for text in self.has if text not in reply["text"]]),
            ("lacks", [], [text for text in self.lacks if text in reply["text"]]),
        )
        return [f"{name}: {got!r} for {want!r}" for name, want, got in said if got != want]


def load_talks() -> dict[str, list[Expected]]:
    """Return the turns of each talk by its name."""
    talks = yaml.safe_load(Path(__file__).with_name("talks.yml").read_text("utf-8"))
    return {name: [Expected(**turn) for turn in turns] for name, turns in talks.items()}
