"""The machine beside the system: how noisy it is, and what the system takes of it."""

import asyncio
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx
import psutil

from bench.figures import Figure

MIB = 2**20
GIB = 2**30


def cpu_loop(rounds: int = 7) -> list[Figure]:
    """Time a fixed piece of work; a spread well above 1 means that others use the processor."""
    times = [_spin() for _ in range(rounds)]
    return [
        Figure("reference: fixed CPU loop, median", median(times), "ms"),
        Figure("reference: fixed CPU loop, slowest / fastest", max(times) / min(times), "×"),
    ]


async def echo(requests: int = 200) -> list[Figure]:
    """Time a bare HTTP request over loopback: the floor under every turn."""
    server = await asyncio.start_server(_say_ok, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, httpx.AsyncClient(trust_env=False) as client:
        times = [await _timed_get(client, f"http://127.0.0.1:{port}/") for _ in range(requests)]
    return [
        Figure("reference: loopback HTTP, p50", median(times), "ms"),
        Figure("reference: loopback HTTP, p95", p95(times), "ms"),
    ]


def describe() -> str:
    """The machine in a few words, and how busy it was already."""
    memory_gib = psutil.virtual_memory().total / GIB
    return (
        f"{os.cpu_count()} cores, {memory_gib:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"load {os.getloadavg()[0]:.1f} before the start"
    )


def memory(name: str, pid: int, at_most: float, without: int | None = None) -> Figure:
    """The resident memory of a process and its children, one of them left out if asked for."""
    family = _family(pid) - (_family(without) if without else set()) | {psutil.Process(pid)}
    return Figure(f"{name} RSS", sum(p.memory_info().rss for p in family) / MIB, "MiB", at_most)


def _family(pid: int) -> set[psutil.Process]:
    process = psutil.Process(pid)
    return {process, *process.children(recursive=True)}


def listener(port: int) -> int | None:
    """The id of the process that listens on a port of this machine."""
    listening = (c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN)
    return next((c.pid for c in listening if c.laddr and c.laddr[1] == port), None)


def size(folder: Path) -> float:
    """What a folder takes on disk, in GiB; a file with several names counts once."""
    blocks = {(entry.st_dev, entry.st_ino): entry.st_blocks for entry in _files(folder)}
    return sum(blocks.values()) * 512 / GIB


def p95(times: list[float]) -> float:
    """The value that 95 of 100 stay under."""
    return quantiles(times, n=20, method="inclusive")[-1]


def _files(folder: Path) -> Iterator[os.stat_result]:
    for here, _, names in os.walk(folder):
        for name in names:
            yield (Path(here) / name).lstat()


def _spin() -> float:
    start = perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return (perf_counter() - start) * 1_000


async def _timed_get(client: httpx.AsyncClient, url: str) -> float:
    start = perf_counter()
    await client.get(url)
    return (perf_counter() - start) * 1_000


async def _say_ok(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
