"""The log: what happened to which message, and never what it said.

Three nets, since one line is enough to tell on somebody. Libraries only log from warnings on, and
one line each; below that some write whole rows, requests and pages. Of an exception the log keeps
where it was raised and of which kind it is, but not its words, which may quote what was being
worked on. And what is left passes the same mask as everything that is stored.
"""

import logging
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter
from typing_extensions import override

from bot.conversation.masking import mask
from bot.errors import EngineUnavailable, MotcuaError
from bot.trace import subject

OURS = ("actions", "bot", "console", "training")
PLAIN = "%(asctime)s %(levelname)s %(name)s %(trace)s %(message)s"
FIELDS = "%(asctime)s %(levelname)s %(name)s %(trace)s %(conversation)s %(message)s"
NAMES = {"asctime": "time", "levelname": "level", "name": "logger"}

_SPEAKS_OF_ITSELF = (MotcuaError, OSError)
_DRIVERS = ("psycopg.errors", "psycopg", "sqlite3")  # whose troubles name no value

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def log_to(file: Path, level: str, form: str) -> None:
    """Write the log of this process to ``file``, in lines of text or of JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(file, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(discreet(handler, form))
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def discreet(handler: logging.Handler, form: str) -> logging.Handler:
    """Have ``handler`` write what is fit to be kept, with the trace of the message it is about."""
    handler.addFilter(_with_subject)
    handler.setFormatter(_JsonLines() if form == "json" else _TextLines(PLAIN))
    return handler


def _with_subject(record: logging.LogRecord) -> bool:
    now = subject()
    record.trace, record.conversation = now.trace or "-", now.conversation
    said = record.getMessage()
    if record.name.partition(".")[0] not in OURS:
        said = said.partition("\n")[0]  # asyncio's further lines show exceptions with their words
    record.msg, record.args = mask(said), ()
    record.exc_text = None  # another handler may have put the exception's words there
    return True


class _TextLines(logging.Formatter):
    @override
    def formatException(self, ei: object) -> str:
        return told(ei)


class _JsonLines(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(FIELDS, rename_fields=NAMES, json_ensure_ascii=False)

    @override
    def formatException(self, ei: object) -> str:
        return told(ei)


def told(info: object) -> str:
    """Return an exception, and those that led to it, without words that are not ours."""
    match info:
        case (_, BaseException() as error, _):
            return "\n".join(_chain(error))
    return ""


def _chain(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _chain(cause)
        yield "which led to:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}{_words(error)}"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _chain(part)


def _words(error: BaseException) -> str:
    is_driver = type(error).__module__ in _DRIVERS and type(error).__name__ == "OperationalError"
    quotes = isinstance(error, EngineUnavailable)  # what the engine answered
    if is_driver or (isinstance(error, _SPEAKS_OF_ITSELF) and not quotes):
        first = (str(error).splitlines() or [""])[0]
        return f": {mask(first)}"
    return ""
