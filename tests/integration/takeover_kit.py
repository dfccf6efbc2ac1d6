"""Citizens who ask for a person, and the staff's pages on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from bot.records.read import conversation_of, reading
from bot.records.tables import OutboxReply
from bot.reply import Reply, TextBlock
from tests.integration.console_kit import Browser, Console
from tests.integration.records_kit import claimed, inbox_of, incoming, turn_for

CALLED = Reply(outcome="handoff", blocks=(TextBlock(text="Dạ"),), wants_person=True)


@dataclass
class HelpDesk(Console):
    """A console, and what was rung."""

    rung: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self.office, "ring", self.rung.append)

    def asks(self, chat: str, text: str = "cho gặp cán bộ", channel: str = "web") -> str:
        """Have somebody ask for a person; return their conversation."""
        return self.writes(chat, text, channel, CALLED)

    def writes(self, chat: str, text: str, channel: str = "web", reply: Reply | None = None) -> str:
        inbox = inbox_of(self.database, self.clock)
        inbox.accept(incoming(text, chat, channel=channel))
        changes: dict[str, Any] = {"reply": reply} if reply else {}
        assert inbox.finish("w", turn_for(claimed(inbox), **changes))
        found = conversation_of(self.database, channel, chat)
        assert found
        return found

    def said_by_staff(self) -> Sequence[str]:
        """Return what staff said to citizens, in order."""
        said = select(OutboxReply.reply).where(OutboxReply.staff_id.is_not(None))
        with reading(self.database) as db:
            found = db.scalars(said.order_by(OutboxReply.id)).all()
        return [Reply.model_validate(reply).blocks[0].text for reply in found]  # type: ignore[union-attr]


def does(browser: Browser, talk: str, what: str, **values: object) -> Any:
    """Send a form of the talk's page."""
    return browser.fill(f"/talks/{talk}/{what}", on="/sessions", **values)


def desk_of(database: Engine) -> HelpDesk:
    """Return a help desk where Lan and Minh work, and an officer of the tax office."""
    made = HelpDesk(database).with_staff("lan").with_staff("minh", name="Minh")
    made.with_staff("thue", "officer", name="Thu", department="tax")
    made.rung.clear()
    return made
