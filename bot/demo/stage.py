"""Where the invented citizens write and the invented staff answer, through the real records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from sqlalchemy import Engine

from actions.desk import Desk
from bot.conversation.answer import Answerer
from bot.conversation.bulletin import Bulletin
from bot.conversation.ports import Incoming, Kind
from bot.conversation.rated import Rating
from bot.conversation.reception import Reception
from bot.conversation.safe import SafeReplies, contacts
from bot.demo.agenda import Clock
from bot.demo.scripted import ScriptedEngine
from bot.needs.work import WorkingTime
from bot.records.messages.inbox import KeepWhole, SqlInbox
from bot.records.messages.outbox import SqlOutbox
from bot.records.needs.opening import Rules
from bot.reply import Button, Reply

DEMO = "demo-"  # what every chat's id begins with
LEASE = 60.0
MISHAPS = 3  # every so many deliveries one does not arrive, once there are any
_LETTERS, _DIGITS = "abcdeghkmnpqrstuvxyz", "23456789"
_BLOCKED = ("failed", "403 Forbidden: bot was blocked by the user")
_TIMED_OUT = ("ambiguous", "ReadTimeout: no answer after 20 s")
_SILENT = ("hold", "-230: người dùng không tương tác trong thời gian cho phép")
_FATES = {
    "telegram": (_BLOCKED, _TIMED_OUT, _BLOCKED),
    "zalo": (_SILENT, _TIMED_OUT, _SILENT),
}


@dataclass
class Chat:
    """One invented citizen; ``reply`` is what they were told last."""

    channel: str
    name: str
    reply: Reply | None = None
    conversation: str = ""

    def offered(self, title: str) -> Button | None:
        """Return the button that begins with ``title``, if it was offered last."""
        buttons: Sequence[Button] = self.reply.buttons if self.reply else ()
        return next((b for b in buttons if b.title.startswith(title)), None)


@dataclass
class Parts:
    """What a stage is made of."""

    database: Engine
    desk: Desk
    clock: Clock
    chance: Random
    reception: Reception
    bulletin: Bulletin
    whole: KeepWhole | None = None
    mishaps: bool = False


class Stage:
    """Takes messages as channels do, answers them as a worker does and delivers as senders do."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.chance, self.clock = parts, parts.chance, parts.clock
        desk, clock = parts.desk, parts.clock
        self.engine = ScriptedEngine(desk, parts.chance)
        rules = Rules(desk.province, WorkingTime(desk.calendar))
        self._inbox = SqlInbox(parts.database, rules, clock, parts.whole)
        self._outbox = SqlOutbox(parts.database, clock)
        self._answerer = Answerer(
            self.engine,
            SafeReplies(desk.province),
            lambda: parts.bulletin,
            desk.province.unit,
            Rating(lambda: desk.catalogue, contacts(desk.province), clock),
            parts.reception,
        )
        self._count = 0
        self._sent: defaultdict[str, Iterator[int]] = defaultdict(count)

    async def say(self, chat: Chat, text: str, intent: str) -> None:
        """Have a citizen write; ``intent`` is what the engine hears."""
        self.engine.intent = intent
        await self._send(chat, "text", text)

    async def press(self, chat: Chat, title: str = "") -> bool:
        """Have a citizen press a button; ``False`` if it was not offered."""
        button = chat.offered(title)
        if button is None:
            return False
        self.engine.intent = "nlu_fallback"
        if chat.channel == "zalo":
            await self._send(chat, "text", button.title)
        else:
            await self._send(chat, "button", button.payload, button.title)
        return True

    async def show(self, chat: Chat, media: str) -> None:
        """Have a citizen send something that is no text."""
        await self._send(chat, "media", "", media=media)

    def bury(self, channel: str, body: str, why: str) -> None:
        """Have an update arrive that nobody can read."""
        self._count += 1
        self._inbox.bury(channel, f"{DEMO}{self._count}", body, why)

    def deliver(self, channel: str) -> None:
        """Have what waits arrive, or not."""
        if channel == "web":
            return
        for outgoing in self._outbox.claim_outgoing(channel, 10):
            number = next(self._sent[channel]) if self.parts.mishaps else 1
            if number % MISHAPS:
                self._outbox.delivered(outgoing.id)
            else:
                self._fail(outgoing.id, _FATES[channel][number // MISHAPS % 3])

    def _fail(self, number: int, fate: tuple[str, str]) -> None:
        how, why = fate
        if how == "failed":
            self._outbox.failed(number, why, None)
        elif how == "ambiguous":
            self._outbox.ambiguous(number, why)
        else:
            self._outbox.hold(number, why)

    async def _send(
        self, chat: Chat, kind: Kind, text: str, label: str = "", media: str = ""
    ) -> None:
        self._count += 1
        key = f"{DEMO}{self._count}"
        incoming = Incoming(chat.channel, chat.name, key, kind, text, label, media)
        self._inbox.accept(replace(incoming, trace=self._trace()))
        message = self._inbox.claim("demo", LEASE)
        if message is None:
            raise LookupError("what was just accepted does not wait")
        turn = await self._answerer.answer(message)
        milliseconds = round(self.chance.uniform(60, 900), 1)
        self.clock.skip(milliseconds / 1000)
        self._inbox.finish("demo", replace(turn, latency_ms=milliseconds))
        chat.reply, chat.conversation = turn.reply, message.conversation
        self.deliver(chat.channel)

    def _trace(self) -> str:
        pairs = (self.chance.choice(_LETTERS) + self.chance.choice(_DIGITS) for _ in range(5))
        return "".join(pairs)
