"""A page of somebody else that brings the widget in as the guide says, on another site."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from bot.settings import ROOT
from tests.fakes_web import LiveServer, serving

PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng tỉnh</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{line}</head>
<body><main><h1>Cổng thông tin của tỉnh</h1><p><a href="#tin">Tin tức</a></p></main>
</body></html>"""
STRICT = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "


class Portal:
    """Serves one page that allows as little as it can; ``chat`` is where the widget comes from."""

    def __init__(self) -> None:
        self.app = FastAPI(openapi_url=None)
        self.app.get("/")(self._page)
        self.chat = self.attributes = ""
        self.server = LiveServer(self.app)

    @property
    def url(self) -> str:
        """Another host than the chat's: cookies of the one are a third party's to the other."""
        return f"http://localhost:{self.server.port}"

    def _page(self) -> HTMLResponse:
        line = self._of_the_guide("<script.*</script>").replace(
            " async", f" async {self.attributes}"
        )
        policy = self._of_the_guide("(?<=Content-Security-Policy: ).*")
        return HTMLResponse(
            PAGE.format(line=line), headers={"Content-Security-Policy": STRICT + policy}
        )

    def _of_the_guide(self, pattern: str) -> str:
        found = re.search(pattern, (ROOT / "docs/guide/embed.md").read_text("utf-8"))
        assert found
        return found[0].replace("https://motcua.example", self.chat)


@contextmanager
def portal() -> Iterator[Portal]:
    made = Portal()
    with serving(made.app) as made.server:
        yield made
