"""`motcua ask` and `motcua chat`: a question from the terminal."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.channels import terminal
from bot.channels.rendering import as_text
from bot.cli.engine import with_engine
from bot.cli.session import Session
from bot.errors import EngineUnavailable, MotcuaError
from bot.records.database import upgrade
from bot.reply import Reply
from bot.settings import Settings, load_settings
from bot.wiring import System

Question = Annotated[str, typer.Argument(help="Câu hỏi, để trong ngoặc kép.")]
Lines = Annotated[
    bool, typer.Option("--jsonl", help="Đọc mỗi dòng một cuộc trò chuyện từ đầu vào chuẩn.")
]


def ask(question: Question = "", jsonl: Lines = False) -> None:
    """Hỏi một câu. Không ghi gì vào cơ sở dữ liệu thật."""
    if not jsonl and not question.strip():
        raise MotcuaError("Hãy viết câu hỏi, ví dụ: motcua ask “làm giấy khai sinh ở đâu”")
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        settings, scratch = load_settings(), f"sqlite:///{Path(folder) / 'ask.db'}"
        asyncio.run(
            _ask_lines(settings, scratch) if jsonl else _ask_one(settings, scratch, question)
        )


def chat() -> None:
    """Trò chuyện trong cửa sổ dòng lệnh."""
    asyncio.run(_chat(load_settings()))


async def _chat(settings: Settings) -> None:
    async with with_engine(settings, Console(stderr=True)) as system:
        upgrade(system.database)
        session = Session(system)
        await terminal.chat(session.ask, hear=session.hear)


async def _ask_one(settings: Settings, scratch: str, question: str) -> None:
    async with with_engine(settings, Console(stderr=True), scratch) as system:
        upgrade(system.database)
        print(as_text(await Session(system).ask(question)))


async def _ask_lines(settings: Settings, scratch: str) -> None:
    async with with_engine(settings, Console(stderr=True), scratch) as system:
        upgrade(system.database)
        for number, line in _numbered(sys.stdin.buffer):
            answer = await answer_line(system, number, line)
            print(json.dumps(answer, ensure_ascii=False), flush=True)


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((n, line) for n, line in enumerate(lines, start=1) if line.strip())


async def answer_line(system: System, number: int, line: bytes) -> dict[str, Any]:
    """Return what ``--jsonl`` writes for line ``number`` of its input."""
    try:
        name, turns = _asked(line)
        session = Session(system)
        return {"id": name, "replies": [await _timed(session, text) for text in turns]}
    except (ValueError, KeyError, TypeError, EngineUnavailable) as error:
        problem = f"{type(error).__name__}: {error}"
        return {"id": None, "line": number, "error": problem, "replies": []}


def _asked(line: bytes) -> tuple[Any, list[str]]:
    asked = json.loads(line)
    turns = asked["turns"]
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise TypeError("“turns” must be a list of strings")
    return asked.get("id"), turns


async def _timed(session: Session, text: str) -> dict[str, Any]:
    started = time.perf_counter()
    reply = await session.ask(text)
    return _as_json(reply, (time.perf_counter() - started) * 1000)


def _as_json(reply: Reply, latency_ms: float) -> dict[str, Any]:
    full = reply.model_dump(
        mode="json", include={"outcome", "candidates", "aspect", "buttons", "sources"}
    )
    procedure = reply.procedure and reply.procedure.model_dump(include={"code", "name"})
    text = as_text(reply)
    return {**full, "procedure": procedure, "text": text, "latency_ms": round(latency_ms, 1)}
