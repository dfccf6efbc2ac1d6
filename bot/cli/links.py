"""Follows links at a polite rate, nowhere but to hosts on the allow-list."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import urljoin, urlsplit

import httpx
from aiolimiter import AsyncLimiter

Verdict = Literal["ok", "moved", "gone", "unreachable"]

TIMEOUT = 15.0  # seconds; a slow office is not a dead one
HOPS = 5
FOR_GOOD = frozenset({301, 308})
GONE = frozenset({404, 410})
# What servers say to HEAD although GET may do; a page is gone only when GET says so too.
NO_HEAD = frozenset({400, 403, 404, 405, 410, 501})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one link; ``detail`` says where it moved to, or why it could not be read."""

    url: str
    verdict: Verdict
    detail: str = ""


class LinkChecker:
    """Asks each host at most once in ``pause`` seconds, one request after the other."""

    def __init__(self, allows: Callable[[str], bool], user_agent: str, pause: float = 1.0) -> None:
        """Go only where ``allows`` says that a link may lead."""
        self._allows, self._agent, self._pause = allows, user_agent, pause
        self._paces: dict[str, tuple[asyncio.Lock, AsyncLimiter]] = {}

    async def check(self, urls: Iterable[str]) -> Sequence[Result]:
        """Return what became of each link, in the order given."""
        headers = {"User-Agent": self._agent}
        async with httpx.AsyncClient(headers=headers, timeout=TIMEOUT) as client:
            return await asyncio.gather(*(self._follow(client, url) for url in urls))

    async def _follow(self, client: httpx.AsyncClient, url: str) -> Result:
        at, moved = url, False
        for _ in range(HOPS):
            if not self._allows(at):
                return Result(url, "moved", f"sang {at}, không có trong danh sách trang được phép")
            try:
                answer = await self._ask(client, at)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                return Result(url, "unreachable", type(error).__name__)
            if not answer.has_redirect_location:
                return _verdict(url, answer, at if moved else "")
            moved = moved or answer.status_code in FOR_GOOD
            at = urljoin(at, answer.headers["location"])
        return Result(url, "unreachable", f"chuyển hướng quá {HOPS} lần")

    async def _ask(self, client: httpx.AsyncClient, url: str) -> httpx.Response:
        answer = await self._request(client, "HEAD", url)
        if answer.status_code in NO_HEAD:
            answer = await self._request(client, "GET", url)
        return answer

    async def _request(self, client: httpx.AsyncClient, method: str, url: str) -> httpx.Response:
        """Ask without reading the body, which nobody needs."""
        async with self._turn(url), client.stream(method, url) as answer:
            return answer

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        new = asyncio.Lock(), AsyncLimiter(1, self._pause)
        lock, pace = self._paces.setdefault(urlsplit(url).netloc, new)
        async with lock, pace:
            yield


def _verdict(url: str, answer: httpx.Response, moved_to: str) -> Result:
    if answer.status_code in GONE:
        return Result(url, "gone", str(answer.status_code))
    if not answer.is_success:
        reason = HTTPStatus(answer.status_code).phrase if answer.status_code in _KNOWN else ""
        return Result(url, "unreachable", f"{answer.status_code} {reason}".strip())
    return Result(url, "moved", f"sang {moved_to}") if moved_to else Result(url, "ok")


_KNOWN = frozenset(HTTPStatus)
