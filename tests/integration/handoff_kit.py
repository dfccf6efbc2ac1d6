"""A help desk with people, citizens and a clock of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select

from bot.channels.rendering import as_text
from bot.conversation.answer import quiet
from bot.conversation.ports import Stored
from bot.records.audit import Deed
from bot.records.messages.inbox import SqlInbox
from bot.records.messages.reader import SqlReader
from bot.records.messages.sealed import Sealer
from bot.records.messages.whole import Whole
from bot.records.staff.accounts import Staff, staff_of
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation, OutboxReply
from bot.records.takeover.handoffs import SqlHandoffs
from bot.records.takeover.time import SqlKeeper
from bot.reply import Reply
from tests.integration.records_kit import Clock, NamedOwners, claimed, incoming, turn_for

KEY = "0" * 43
DEED = Deed("lan", "", "10.0.0.1")


class FakeDesk:
    """``Helpdesk`` that a test opens and closes."""

    def __init__(self) -> None:
        self.is_on = True
        self.opens: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.is_on and bool(now)

    def opens_next(self, now: datetime) -> datetime | None:
        return self.opens if now else None

    def place(self, conversation: str) -> int | None:
        raise NotImplementedError(conversation)

    def waiting(self) -> int:
        raise NotImplementedError


@dataclass
class Desk:
    """Everything about takeovers on one database."""

    database: Engine
    clock: Clock = field(default_factory=Clock)
    helpdesk: FakeDesk = field(default_factory=FakeDesk)
    inbox: SqlInbox = field(init=False)
    handoffs: SqlHandoffs = field(init=False)

    def __post_init__(self) -> None:
        whole = Whole(Sealer(KEY))
        self.inbox = SqlInbox(self.database, NamedOwners(), self.clock, keep_whole=whole)
        self.handoffs = SqlHandoffs(self.database, self.clock)

    def staff(self, login: str = "lan", name: str = "", **changes: Any) -> Staff:
        """Make an account."""
        values: dict[str, Any] = {
            "login": login,
            "name": name or login.title(),
            "password_hash": "",
            "roles": ["helpdesk"],
            "province": "Tỉnh Thử",
            "department": "",
            "commune": "",
            "totp_step": 0,
            "failed": 0,
            "created_at": self.clock.now,
            **changes,
        }
        table = StaffMember.__table__
        with self.database.begin() as db:
            row = db.execute(insert(StaffMember).values(values).returning(*table.c)).one()
        return staff_of(row)

    def says(self, text: str = "xin chào", chat: str = "a", **more: Any) -> str:
        """Have a citizen write and the bot, if it may, answer; return the conversation."""
        self.inbox.accept(incoming(text, chat, **more))
        message = claimed(self.inbox)
        turn = quiet(message) if message.with_person else turn_for(message, f"Dạ, {text}")
        assert self.inbox.finish("w", turn)
        return message.conversation

    def asks(self, chat: str = "a", **more: Any) -> str:
        """Have a citizen ask for a person."""
        self.inbox.accept(incoming("gặp cán bộ", chat, **more))
        message = claimed(self.inbox)
        turn = turn_for(message, "Em đã báo cán bộ trực.")
        reply = turn.reply.model_copy(update={"wants_person": True})
        assert self.inbox.finish("w", replace(turn, reply=reply))
        return message.conversation

    def writes(self, text: str, chat: str = "a", **more: Any) -> Stored:
        """Have a citizen write, and a worker begin on it."""
        self.inbox.accept(incoming(text, chat, **more))
        return claimed(self.inbox)

    def keep(self, minutes: float = 0) -> int:
        """Let time pass, and look once."""
        self.clock.skip(60 * minutes)
        return len(self.keeper().keep(self.clock.now))

    def keeper(self) -> SqlKeeper:
        return SqlKeeper(self.database, self.helpdesk, NamedOwners())

    def told(self, conversation: str) -> list[str]:
        """Return all that the citizen was told, as plain text; nothing for an empty reply."""
        said = (as_text(reply) for reply in self.replies(conversation))
        return [text for text in said if text]

    def replies(self, conversation: str) -> Sequence[Reply]:
        rows = select(OutboxReply.reply).where(OutboxReply.conversation_id == conversation)
        with self.database.connect() as db:
            found = db.execute(rows.order_by(OutboxReply.id)).scalars().all()
        return [Reply.model_validate(reply) for reply in found]

    def state(self, conversation: str) -> dict[str, Any]:
        with self.database.connect() as db:
            row = select(Conversation.state).where(Conversation.id == conversation)
            return dict(db.execute(row).scalar_one())

    def shown(self, chat: str = "a", channel: str = "web", limit: int = 100) -> list[str]:
        """Return a page's talk in its order: what was written, and what was told."""
        lines: list[str] = []
        for turn in SqlReader(self.database, channel).history(chat, limit):
            if f"> {turn.text}" not in lines:
                lines.append(f"> {turn.text}")
            if turn.reply and (text := as_text(turn.reply)):
                lines.append(text.splitlines()[-1] if turn.reply.speaker else text.splitlines()[0])
        return lines
