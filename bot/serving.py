"""Serves applications inside our own event loop, and finds out whether a port is free."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.errors import PortTaken


class _Server(uvicorn.Server):
    """Leaves signals to the program, which stops several servers and a child in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve ``app`` for as long as the context is open.

    Raises:
        PortTaken: another program listens there.
    """
    listener = bind(host, port)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=2, server_header=False
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await task
        listener.close()


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``.

    Raises:
        PortTaken: another program listens there, or we may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only of a socket that says it is TCP does asyncio switch off Nagle's delay: 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # only now nobody else can have the port
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"Cổng {port} trên {host} không dùng được ({error.strerror}). Hãy tắt chương trình "
            "đang dùng cổng đó (có thể là một “make run” khác), hoặc đặt cổng khác trong .env."
        ) from None
    return listener


def free_port() -> int:
    """Return a port on loopback that is free now."""
    with contextlib.closing(bind("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
