"""The steps from a stored message to a turn. Every turn ends in a reply and an outcome."""

import logging
import re
import time
from secrets import token_hex

from bot.conversation.ports import Engine, Stored, TurnRecord, Understood
from bot.conversation.safe import SHORTENED, SafeReplies
from bot.errors import EngineUnavailable
from bot.reply import Reply, WarningBlock
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

    def __init__(self, engine: Engine, safe: SafeReplies) -> None:
        """Ask ``engine``; fall back on ``safe``."""
        self._engine, self._safe = engine, safe

    async def answer(self, message: Stored) -> TurnRecord:
        """Return the turn for ``message``; never raises."""
        started = time.perf_counter()
        understood, fault = await self._understood(message)
        (reply,) = understood.replies
        return TurnRecord(
            message=message,
            reply=reply,
            intent=understood.intent,
            confidence=understood.confidence,
            ranking=understood.ranking,
            entities=understood.entities,
            state={**understood.state, BUTTONS: [(b.title, b.payload) for b in reply.buttons]},
            latency_ms=(time.perf_counter() - started) * 1000,
            fault=fault,
        )

    async def _understood(self, message: Stored) -> tuple[Understood, str]:
        try:
            return await self._steps(message), ""
        except Exception as error:
            fault = f"{token_hex(4)} {type(error).__name__}"
            log.log(
                _level(error),
                "fault %s in conversation %s",
                fault,
                message.conversation,
                exc_info=not isinstance(error, EngineUnavailable),
            )
            return _without_engine(message, self._safe.error(fault.split()[0])), fault

    async def _steps(self, message: Stored) -> Understood:
        if message.attempts > MAX_ATTEMPTS:
            raise EngineUnavailable(f"{message.attempts} attempts")
        if message.kind == "media":
            return _without_engine(message, self._safe.media(message.media))
        said = spoken(message)
        if not said.startswith("/") and not CODE.search(said):
            if not any(c.isalpha() for c in said):
                return _without_engine(message, self._safe.no_words())
            if is_foreign(said):
                return _without_engine(message, self._safe.foreign())
        understood = await self._engine.ask(message.conversation, said, message.state)
        return _with_one_reply(understood, message)


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
    if len(message.text) > READ_CHARACTERS:
        reply = reply.model_copy(update={"blocks": (WarningBlock(text=SHORTENED), *reply.blocks)})
    return Understood(
        [reply],
        understood.intent,
        understood.confidence,
        understood.ranking,
        understood.entities,
        understood.state,
    )


def _without_engine(message: Stored, reply: Reply) -> Understood:
    return Understood([reply], "", 0.0, [], [], message.state)


def _level(error: Exception) -> int:
    return logging.WARNING if isinstance(error, EngineUnavailable) else logging.ERROR
