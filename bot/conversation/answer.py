"""The steps from a stored message to a turn. Every turn ends in a reply and an outcome."""

import asyncio
import logging
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from bot.conversation.bulletin import ReadBulletin, nothing_told, with_notice
from bot.conversation.commune import commune_in
from bot.conversation.media import is_question, refusal
from bot.conversation.ports import Engine, Stored, TurnRecord, Understood
from bot.conversation.safe import SHORTENED, SafeReplies
from bot.errors import EngineUnavailable
from bot.reply import Reply, WarningBlock
from bot.trace import new_trace
from bot.understanding.fold import fold
from bot.understanding.language import is_foreign

MAX_ATTEMPTS = 5
READ_CHARACTERS = 1_000  # of a message; what people need to say fits, and the engine stays quick
BUTTONS = "buttons"  # in a conversation's state: title and payload of what was last offered
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
    ) -> None:
        """Ask ``engine``; fall back on ``safe``. ``bulletin`` says who is off, and never raises.

        ``home`` is the province in which citizens mean the names of communes.
        """
        self._engine, self._safe, self._bulletin, self._home = engine, safe, bulletin, home

    async def answer(self, message: Stored) -> TurnRecord:
        """Return the turn for ``message``; never raises."""
        started = time.perf_counter()
        if message.with_person:
            return quiet(message)
        bulletin = await asyncio.to_thread(self._bulletin)
        closing = bulletin.closing(message.channel)
        if closing is None:
            understood, fault = await self._understood(message)
        else:
            understood, fault = _without_engine(message, self._safe.closed(closing)), ""
        (reply,) = understood.replies
        state = understood.state if closing is not None else _offering(understood.state, reply)
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
        if not said.startswith("/") and not CODE.search(said):
            if not any(c.isalpha() for c in said):
                return _without_engine(message, self._safe.no_words())
            if is_foreign(said):
                return _without_engine(message, self._safe.foreign())
        understood = await self._engine.ask(message.conversation, said, message.state)
        return _with_one_reply(understood, message)


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


def _offering(state: Mapping[str, Any], reply: Reply) -> Mapping[str, Any]:
    return {**state, BUTTONS: [(b.title, b.payload) for b in reply.buttons]}


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
