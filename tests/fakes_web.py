"""A desk without engine or database, and a real server to put in front of it."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import uvicorn
from fastapi import FastAPI

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.listing import LiveListing
from bot.channels.web import Desk, Site
from bot.channels.web.pace import Pace
from bot.conversation.bell import Bell
from bot.conversation.ports import Incoming, Turn
from bot.reply import (
    Button,
    FactBlock,
    LinkBlock,
    ListBlock,
    Reply,
    SourceRef,
    TextBlock,
    WarningBlock,
)
from tests.records import CATALOGUE

TODAY = date(2026, 8, 15)
PORTAL = "https://dichvucong.gov.vn"


@dataclass
class Talks:
    """Keeps what was said in memory; the test says the answers.

    ``automatic``, when set, answers every message at once.
    """

    bell: Bell = field(default_factory=Bell)
    automatic: Reply | None = None
    broken: bool = False
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    accepted: list[Incoming] = field(default_factory=list)
    woken: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._replies = 0
        self.arrived = threading.Semaphore(0)

    def accept(self, incoming: Incoming) -> int | None:
        if self.broken:
            raise OSError("the disk is full")
        with self._lock:
            if any(incoming.external_id == old.external_id for old in self.accepted):
                return None
            self.accepted.append(incoming)
            self.turns.setdefault(incoming.chat, []).append(_turn(incoming))
        self.arrived.release()
        return len(self.accepted)

    def wake(self) -> None:
        self.woken += 1
        if self.automatic:
            self.answer(self.automatic)

    def wait(self) -> None:
        """Return when a message has arrived that no earlier call has returned for."""
        assert self.arrived.acquire(timeout=30), "no message arrived"

    def answer(self, reply: Reply, *, ring: bool = True) -> None:
        """Answer the oldest open message, as a worker would."""
        with self._lock:
            chat, place = next(
                (chat, place)
                for chat, turns in self.turns.items()
                for place, turn in enumerate(turns)
                if turn.reply is None
            )
            self._replies += 1
            turn = self.turns[chat][place]
            self.turns[chat][place] = replace(turn, reply=reply, reply_id=self._replies)
        if ring:
            self.bell.ring(chat)

    def history(self, chat: str, limit: int) -> Sequence[Turn]:
        with self._lock:
            return self.turns.get(chat, [])[-limit:]

    def replies_after(self, chat: str, after_id: int) -> Sequence[Turn]:
        return [turn for turn in self.history(chat, 1000) if (turn.reply_id or 0) > after_id]

    def desk(
        self,
        *,
        pace: Pace | None = None,
        site: Site | None = None,
        catalogue: Catalogue = CATALOGUE,
        public_url: str = "",
        embed_hosts: Sequence[str] = (),
    ) -> Desk:
        return Desk(
            inbox=self,
            reader=self,
            wake=self.wake,
            bell=self.bell,
            site=site or Site(province="Tỉnh Thử Nghiệm", hotline="0000 0000"),
            pace=pace,
            poll_seconds=0.05,
            beat_seconds=0.2,
            listing=LiveListing(lambda: catalogue),
            today=lambda: TODAY,
            public_url=public_url,
            embed_hosts=embed_hosts,
        )


def _turn(incoming: Incoming) -> Turn:
    return Turn(
        external_id=incoming.external_id,
        kind=incoming.kind,
        text=incoming.text,
        label=incoming.label,
        media=incoming.media,
        created_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    )


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


class LiveServer:
    """A real HTTP server on loopback that can be cut off and started again."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._server = _Server(uvicorn.Config(self._app, log_config=None, lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=([listener],))
        self._thread.start()
        assert self._server.up.wait(30), "the server did not start"

    def stop(self) -> None:
        """Cut every connection, as a killed process would."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(30)


@contextmanager
def serving(app: FastAPI) -> Iterator[LiveServer]:
    server = LiveServer(app)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def said(text: str) -> Reply:
    return Reply(outcome="answered", blocks=(TextBlock(text=text),))


def full_reply() -> Reply:
    """A reply with every kind of block, invented, in the manner of a real one."""
    return Reply(
        outcome="answered",
        aspect="documents",
        blocks=(
            TextBlock(text="Chúc mừng gia đình! Bé mới sinh thì anh/chị làm đăng ký khai sinh ạ."),
            ListBlock(
                title="Giấy tờ cần mang",
                items=(
                    "Giấy chứng sinh của bệnh viện (bản chính)",
                    "Tờ khai đăng ký khai sinh",
                    "Thẻ căn cước của người đi đăng ký",
                ),
            ),
            ListBlock(
                title="Các bước",
                items=("Nộp hồ sơ", "Kiểm tra lại thông tin", "Nhận giấy khai sinh"),
                ordered=True,
            ),
            FactBlock(label="Lệ phí", text="Miễn phí nếu đúng hạn"),
            FactBlock(label="Thời gian", text="1 ngày làm việc"),
            FactBlock(label="Nơi nộp", text="Trung tâm Phục vụ hành chính công xã, phường"),
            WarningBlock(text="Nên đăng ký trong 60 ngày kể từ ngày sinh."),
            LinkBlock(title="Nộp hồ sơ trực tuyến", url=f"{PORTAL}/p/home/1.001193"),
        ),
        buttons=(
            Button(title="Lệ phí thế nào?", payload='/ask_fee{"code":"1.001193"}'),
            Button(title="Làm online được không?", payload='/ask_online{"code":"1.001193"}'),
            Button(title="Nộp ở đâu?", payload='/ask_place{"code":"1.001193"}'),
        ),
        sources=(SourceRef(title="Đăng ký khai sinh", url=PORTAL, checked=date(2026, 7, 5)),),
    )
