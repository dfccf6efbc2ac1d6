"""The steps from a stored message to a turn. Every turn ends in a reply and an outcome."""

import asyncio
import logging
import re
import time
from collections.abc import Iterator, Sequence

from bot.conversation.bulletin import ReadBulletin, nothing_told, with_notice
from bot.conversation.buttons import BUTTONS, offering
from bot.conversation.commune import commune_in
from bot.conversation.media import is_question, refusal
from bot.conversation.ports import Engine, Stored, Takes, TurnRecord, Understood
from bot.conversation.rated import Rating
from bot.conversation.rating import RATE
from bot.conversation.reception import Reception, leaves
from bot.conversation.safe import SHORTENED, SafeReplies
from bot.errors import EngineUnavailable
from bot.reply import Reply, WarningBlock
from bot.trace import new_trace
from bot.understanding.fold import fold
from bot.understanding.language import is_foreign

MAX_ATTEMPTS = 5
READ_CHARACTERS = 1_000  # of a message; what people need to say fits, and the engine stays quick
CODE = re.compile(r"\d\.\d{6}")
PAYLOAD = re.compile(r"/[a-z_]+(\{[^{}]*\})?")

log = logging.getLogger(__name__)


class Answerer:
    """Makes a turn of a message."""

    def __init__(
        self,
        engine: Engine,
        safe: SafeReplies,
        bulletin: ReadBulletin = nothing_told,
        home: str = "",
        rating: Rating | None = None,
        reception: Reception | None = None,
        desks: Sequence[Takes] = (),
    ) -> None:
        """Ask ``engine``; fall back on ``safe``. ``bulletin`` says who is off, and never raises.

        ``home`` is the province in which citizens mean the names of communes; ``desks`` are asked
        in their order, before the engine.
        """
        self._engine, self._safe, self._bulletin, self._home = engine, safe, bulletin, home
        self._rating, self._reception = rating or Rating(), reception or Reception()
        self._desks = desks

    async def answer(self, message: Stored) -> TurnRecord:
        """Return the turn for ``message``; never raises."""
        started = time.perf_counter()
        if message.with_person and not leaves(message):
            return quiet(message)
        bulletin = await asyncio.to_thread(self._bulletin)
        closing = bulletin.closing(message.channel)
        if closing is None:
            understood, fault = await self._understood(message)
        else:
            understood, fault = _without_engine(message, self._safe.closed(closing)), ""
        (reply,) = understood.replies
        keeps_offer = closing is not None or understood.intent == RATE
        state = understood.state if keeps_offer else offering(understood.state, reply)
        reply, state = with_notice(reply, state, message.state, bulletin)
        return TurnRecord(
            message=message,
            reply=reply,
            intent=understood.intent,
            confidence=understood.confidence,
            ranking=understood.ranking,
            entities=understood.entities,
            state=state,
            latency_ms=(time.perf_counter() - started) * 1000,
            fault=fault,
            by_notice=closing is not None,
            commune=commune_in(message.text, self._home),
            leaves_person=understood.leaves_person,
            verdict=understood.verdict,
        )

    async def _understood(self, message: Stored) -> tuple[Understood, str]:
        try:
            return await self._steps(message), ""
        except Exception as error:
            fault = f"{message.trace or new_trace()} {type(error).__name__}"
            is_ours = not isinstance(error, EngineUnavailable)
            log.log(_level(error), "fault %s", fault, exc_info=is_ours)
            return _without_engine(message, self._safe.error(fault.split()[0])), fault

    async def _steps(self, message: Stored) -> Understood:
        if message.attempts > MAX_ATTEMPTS:
            raise EngineUnavailable(f"{message.attempts} attempts")
        if message.kind == "media" and not is_question(message.media, message.text):
            return _without_engine(message, self._safe.media(message.media, message.text))
        said = spoken(message)
        taken = await self._at_a_desk(message, said) or self._unreadable(message, said)
        return taken or await self._from_the_engine(message, said)

    async def _at_a_desk(self, message: Stored, said: str) -> Understood | None:
        """What is about an answer, a person, a need or a reminder has somebody of its own."""
        if rated := self._rating.taken(message, said):
            return rated
        if of_a_person := await self._reception.taken(message, said):
            return of_a_person
        return await asyncio.to_thread(self._taken, message, said)

    def _taken(self, message: Stored, said: str) -> Understood | None:
        made = (desk.taken(message, said) for desk in self._desks)
        return next(filter(None, made), None)

    def _unreadable(self, message: Stored, said: str) -> Understood | None:
        if said.startswith("/") or CODE.search(said):
            return None
        if not any(c.isalpha() for c in said):
            return _without_engine(message, self._safe.no_words())
        return _without_engine(message, self._safe.foreign()) if is_foreign(said) else None

    async def _from_the_engine(self, message: Stored, said: str) -> Understood:
        understood = await self._engine.ask(message.conversation, said, message.state)
        understood = self._rating.asking(_with_one_reply(understood, message), message)
        return await self._reception.offering(understood, message)


def quiet(message: Stored) -> TurnRecord:
    """Return the turn of a message that a person will answer."""
    nothing = Reply(outcome="handoff", blocks=())
    return TurnRecord(message, nothing, "", 0.0, [], [], message.state, 0.0, is_quiet=True)


def spoken(message: Stored) -> str:
    """Return what the engine gets: the payload of a button, or text that is no payload.

    Every button has a text equivalent: its number, or what stands on it.
    """
    if message.kind == "button" and PAYLOAD.fullmatch(message.text):
        return message.text
    said = fold(message.text).strip(" .)")
    buttons = message.state.get(BUTTONS, ())
    chosen = (b[1] for n, b in enumerate(buttons, 1) if said in (str(n), fold(b[0])))
    return next(chosen, message.text.lstrip("/ \t\n")[:READ_CHARACTERS] or ".")


def _with_one_reply(understood: Understood, message: Stored) -> Understood:
    if not understood.replies:
        raise EngineUnavailable("no reply")
    reply = understood.replies[-1]
    if warnings := [*_warnings(message)]:
        reply = reply.model_copy(update={"blocks": (*warnings, *reply.blocks)})
    return Understood(
        [reply],
        understood.intent,
        understood.confidence,
        understood.ranking,
        understood.entities,
        understood.state,
    )


def _warnings(message: Stored) -> Iterator[WarningBlock]:
    """What must be said before the answer."""
    if message.kind == "media" and (refused := refusal(message.media)):
        yield WarningBlock(text=refused)
    if len(message.text) > READ_CHARACTERS:
        yield WarningBlock(text=SHORTENED)


def _without_engine(message: Stored, reply: Reply) -> Understood:
    return Understood([reply], "", 0.0, [], [], message.state)


def _level(error: Exception) -> int:
    return logging.WARNING if isinstance(error, EngineUnavailable) else logging.ERROR
