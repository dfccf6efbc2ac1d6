"""Conversations to be found, and who looks for them."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, insert, update

from bot.records.messages.inbox import SqlInbox
from bot.records.staff.accounts import Staff
from bot.records.staff.tables import StaffMember
from bot.records.tables import Conversation
from bot.records.takeover.tables import Handoff
from bot.records.talks.few import FEW
from bot.records.talks.search import Found, Wanted, search
from bot.records.talks.turn_search import Query
from bot.records.talks.words import facet
from bot.reply import FeedbackDraft, NeedDraft, ProcedureRef, Reply, TextBlock
from tests.integration.records_kit import Clock, claimed, inbox_of, incoming, turn_for


@dataclass
class Talks:
    """Conversations by the name of their chat; every message comes a minute after the last."""

    database: Engine
    most: int = FEW
    clock: Clock = field(default_factory=Clock)
    inbox: SqlInbox = field(init=False)
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inbox = inbox_of(self.database, self.clock)

    def say(
        self,
        chat: str,
        text: str = "xin chào",
        outcome: Any = "answered",
        *,
        channel: str = "web",
        aspect: Any = "fee",
        code: str = "1.001193",
        commune: str = "",
        need: str | None = None,
        rating: Any = None,
    ) -> None:
        """Take a message and answer it."""
        self.clock.skip(60)
        self.inbox.accept(incoming(text, chat, channel=channel))
        message = claimed(self.inbox)
        self.ids[chat] = message.conversation
        reply = Reply(
            outcome=outcome,
            aspect=aspect,
            procedure=ProcedureRef(code=code, name=f"Thủ tục số {code}", version="1"),
            blocks=(TextBlock(text="Dạ"),),
            need=None if need is None else NeedDraft(question=text, field=need),
            feedback=rating and FeedbackDraft(rating=rating),
        )
        assert self.inbox.finish("w", turn_for(message, reply=reply, commune=commune))

    def found(self, wanted: Wanted, staff: Staff | None = None, size: int = 3) -> list[str]:
        """Return the chats that are found, page after page."""
        chats, older = list[str](), ""
        while True:
            page = self.page(wanted, staff, older, size)
            chats += self.names(page.conversations)
            older = page.older
            if not older:
                return chats

    def page(
        self, wanted: Wanted, staff: Staff | None = None, older: str = "", size: int = 3
    ) -> Found:
        """Return one page of what is found."""
        who = staff or person()
        return search(self.database, who, wanted, older, size, self.most)

    def names(self, conversations: Any) -> list[str]:
        """Return the chats of conversations."""
        chats = {conversation: chat for chat, conversation in self.ids.items()}
        return [chats[conversation] for conversation in conversations]

    def hand(self, chat: str, status: str = "waiting", staff: int | None = None, **to: str) -> None:
        """Put a conversation into a queue, or into somebody's hands."""
        nothing = {"department": "", "commune": "", "ending": "", "summary": "", "word": ""}
        row = insert(Handoff).values(
            conversation_id=self.ids[chat],
            status=status,
            staff_id=staff,
            asked_at=self.clock.now,
            **(nothing | to),
        )
        with self.database.begin() as db:
            db.execute(row)

    def flag(self, chat: str) -> None:
        """Mark a conversation for colleagues."""
        row = update(Conversation).where(Conversation.id == self.ids[chat])
        with self.database.begin() as db:
            db.execute(row.values(flagged=True))


def by(text: str = "", beginning: str = "", **facets: str) -> Wanted:
    """Return a search for words, a beginning and facets."""
    words = (*text.split(), *(facet(name, value) for name, value in facets.items()))
    return Wanted(Query(words, beginning))


def person(
    *roles: str, number: int = 1, department: str = "", commune: str = "", login: str = "lan"
) -> Staff:
    """Return somebody of the staff, who need not be in the tables."""
    of = (roles or ("helpdesk",), "", department)
    return Staff(number, login, login.title(), *of, False, False, commune)


def keep(database: Engine, staff: Staff) -> Staff:
    """Put somebody into the tables."""
    known = {name: getattr(staff, name) for name in ("id", "login", "name", "province")}
    scope = {"department": staff.department, "commune": staff.commune, "roles": list(staff.roles)}
    rest = {"password_hash": "", "totp_step": 0, "failed": 0, "created_at": Clock().now}
    with database.begin() as db:
        db.execute(insert(StaffMember).values(**known, **scope, **rest))
    return staff
