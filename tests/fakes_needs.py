"""The needs and reminders of one conversation, kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversation.following import Followed
from bot.conversation.reminding import Waiting


@dataclass
class FakeNeeds:
    known: list[Followed] = field(default_factory=list)
    asked: int = 0

    def of(self, conversation: str) -> Sequence[Followed]:
        self.asked += 1
        return self.known

    def owner(self, text: str) -> str:
        return "Quầy một cửa"


@dataclass
class FakeReminders:
    waiting: list[Waiting] = field(default_factory=list)

    def of(self, conversation: str) -> Sequence[Waiting]:
        return self.waiting
