"""A web site on loopback whose links are good, dead or elsewhere."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

Page = tuple[int, str]  # status, and where it leads


class FakeSite:
    """Answers what a test sets for a path, by method where they differ, and remembers who asked.

    ``most_at_once`` is the greatest number of requests it ever had in hand.
    """

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self.pages = dict(pages)
        self.asked: list[tuple[str, str, str]] = []
        self.most_at_once = self._now = 0
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self._answer("HEAD")

            def do_GET(self) -> None:
                self._answer("GET")

            def log_message(self, *args: Any) -> None:
                pass

            def _answer(self, method: str) -> None:
                site._enter(method, self.path, self.headers["User-Agent"])
                status, to = site.pages.get(
                    f"{method} {self.path}", site.pages.get(self.path, (404, ""))
                )
                self.send_response(status)
                if to:
                    self.send_header("Location", to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                site._leave()

        return Handler

    def _enter(self, method: str, path: str, agent: str) -> None:
        with self._lock:
            self.asked.append((method, path, agent))
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)

    def _leave(self) -> None:
        with self._lock:
            self._now -= 1
