"""What the tests of the records share: made-up messages and turns, a clock, threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import Engine, func, select

from bot.conversation.ports import Incoming, Stored, TurnRecord
from bot.needs.routing import Asked, Routed
from bot.records.messages.inbox import SqlInbox
from bot.records.messages.outbox import SqlOutbox
from bot.records.tables import Base
from bot.reply import NeedDraft, NeedKind, ProcedureRef, Reply, TextBlock

T = TypeVar("T")
LEASE = 60.0
_numbers = count(1)


@dataclass
class Clock:
    """Time that moves only when a test says so."""

    now: datetime = field(default_factory=lambda: datetime(2026, 1, 15, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def skip(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class NamedOwners:
    """Every field has a department of its name, which has two days."""

    def routed(self, asked: Asked) -> Routed:
        return Routed(f"Phòng {asked.field or None}", "field", asked.field)

    def due(self, department: str, kind: NeedKind, opened: datetime) -> datetime:
        return opened + timedelta(days=2)

    def resumed(self, paused: datetime, due: datetime, now: datetime) -> datetime:
        return now + (due - paused)


def inbox_of(engine: Engine, clock: Clock | None = None) -> SqlInbox:
    return SqlInbox(engine, NamedOwners(), clock or Clock())


def outbox_of(engine: Engine, clock: Clock | None = None) -> SqlOutbox:
    return SqlOutbox(engine, clock or Clock(), hold_seconds=LEASE)


def incoming(text: str = "xin chào", chat: str = "a", **changes: Any) -> Incoming:
    fixed: dict[str, Any] = {"channel": "web", "external_id": f"u{next(_numbers)}", "kind": "text"}
    return Incoming(text=text, chat=chat, **(fixed | changes))


def turn_for(
    message: Stored,
    text: str = "Dạ, em chào anh/chị",
    need: NeedDraft | None = None,
    **changes: Any,
) -> TurnRecord:
    reply = Reply(
        outcome="answered",
        procedure=ProcedureRef(code="1.001193", name="Đăng ký khai sinh", version="2026-07-01"),
        aspect="fee",
        blocks=(TextBlock(text=text),),
        need=need,
    )
    fixed: dict[str, Any] = {
        "reply": reply,
        "intent": "ask_fee",
        "confidence": 0.9,
        "ranking": [{"name": "ask_fee", "confidence": 0.9}],
        "entities": [],
        "state": {"procedure_code": "1.001193"},
        "latency_ms": 12.5,
    }
    return TurnRecord(message=message, **(fixed | changes))


def claimed(inbox: SqlInbox, worker: str = "w") -> Stored:
    message = inbox.claim(worker, LEASE)
    assert message is not None
    return message


def answer_all(inbox: SqlInbox, worker: str = "w") -> list[str]:
    """Answer what waits; return the texts in the order in which they were answered."""
    texts = []
    while message := inbox.claim(worker, LEASE):
        assert inbox.finish(worker, turn_for(message, message.text))
        texts.append(message.text)
    return texts


def rows(engine: Engine, table: type[Base]) -> int:
    with engine.begin() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def in_threads(number: int, work: Callable[[], T]) -> list[T]:
    """Run ``work`` in so many threads that all start at the same moment."""
    together = Barrier(number)

    def start() -> T:
        together.wait()
        return work()

    with ThreadPoolExecutor(number) as pool:
        return [running.result() for running in [pool.submit(start) for _ in range(number)]]
