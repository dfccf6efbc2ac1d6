"""The pages of a small catalogue, before a real server."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bot.catalogue.catalogue import Catalogue
from bot.channels.web import Site, create_web
from tests.fakes_web import Talks, serving

SITE = Site("Tỉnh Thử", "1900 0000", hotline_title="Đường dây thử")
PUBLIC = "https://motcua.example"


@contextmanager
def site_of(catalogue: Catalogue, public: str = PUBLIC) -> Iterator[httpx.Client]:
    app = create_web(Talks().desk(site=SITE, catalogue=catalogue, public_url=public))
    with serving(app) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client
